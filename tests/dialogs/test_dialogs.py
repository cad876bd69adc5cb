"""Each pillar's session, as it was recorded in the terminal, says the same in Slack; nothing is lost on the way."""

import pytest

from bot.domain.framework import PillarKey
from bot.domain.sessions import SessionState
from bot.usecases.held import records_of
from bot.wiring import simulate
from tests.dialogs.replay import replay, transcript
from tests.world import World


@pytest.mark.parametrize("pillar", PillarKey)
def test_a_recorded_session_says_in_slack_what_it_said_in_the_terminal(
    world: World, pillar: PillarKey
) -> None:
    deeds = transcript(pillar)
    for deed in deeds:
        assert replay(world, deed) == deed["says"], deed
    with world.units.read(world.slack.team) as work:
        (session,) = work.sessions.where()
        assert (session.state, session.partial) == (SessionState.ENDED, False)
        said = [one.text for one in work.contributions.where(session_id=session.id, withdrawn=False)]
        assert said == [deed["text"] for deed in deeds if deed["do"] == "contribute"]
        assert len(work.decisions.where(session_id=session.id)) == 1
        recorded = [deed for deed in deeds if deed["do"] == "record"]
        kept = [one for kind in {deed["kind"] for deed in recorded} for one in records_of(work, kind).where()]
        assert len(kept) == len(recorded)


@pytest.mark.parametrize("pillar", PillarKey)
def test_the_recording_is_what_the_terminal_plays_today(pillar: PillarKey) -> None:
    assert list(simulate(pillar, lambda name, words: None)) == transcript(pillar)
