"""Each pillar's session, as it was recorded in the terminal, says the same in Slack; nothing is lost on the way."""

import re
from dataclasses import replace

import pytest

from bot.domain.framework import PillarKey
from bot.domain.sessions import SessionState
from bot.usecases.held import records_of
from bot.wiring import simulate
from tests.dialogs.replay import replay, transcript
from tests.world import COALITION, EVERYBODY, World, shown


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


@pytest.fixture
def spanish(bare_world: World) -> World:
    """The cast's coalition where all speak Spanish."""
    bare_world.found(replace(COALITION, lang="es"))
    for user in bare_world.slack.users.values():
        user.locale = "es-ES"
    return bare_world


def test_a_session_in_spanish_says_so_too_and_nothing_in_english(spanish: World) -> None:
    for deed in transcript("vision_es"):
        assert replay(spanish, deed) == deed["says"], deed
    told = "\n".join(shown(post) for post in spanish.posts())
    assert "la sesión está completa" in told
    assert not re.search(r"\b(the|and|step|of|with|this|everybody|until)\b", told, re.IGNORECASE)
    answers = " ".join(told for user in EVERYBODY for told in spanish.told(user))
    assert "Anotado" in answers and "Noted" not in answers


def test_the_spanish_recording_is_what_the_terminal_plays_today() -> None:
    assert list(simulate(PillarKey.VISION, lambda name, words: None, "es")) == transcript("vision_es")


@pytest.mark.parametrize("pillar", PillarKey)
def test_the_recording_is_what_the_terminal_plays_today(pillar: PillarKey) -> None:
    assert list(simulate(pillar, lambda name, words: None)) == transcript(pillar)
