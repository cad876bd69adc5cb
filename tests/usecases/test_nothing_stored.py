"""What looks like an identifier is stored nowhere, by whichever door it comes; a refusal leaves no trace."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.dates import PeoplesDates
from bot.domain.contributions import Named
from bot.domain.decisions import Choice
from bot.storage.tables import metadata
from bot.usecases.actions import Actions, Wanted
from bot.usecases.contributions import Contributions
from bot.usecases.opening import Opening
from bot.usecases.people import People
from bot.usecases.proposals import Proposals
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup, Wishes
from tests.fakes import PlainHolidays
from tests.slack.envelopes import people, typed
from tests.usecases.steps import act, propose, to_step
from tests.world import EMPTY, FAE, MO, OBI, PIA, STRANGER, World, shown

SECRET = "our client SECRET"


def stored(world: World) -> str:
    """Return everything that stands in the database, as one text."""
    with world.engine.connect() as connection:
        rows = [row for table in metadata.sorted_tables for row in connection.execute(select(table))]
    return repr(rows)


@pytest.fixture
def clean(world: World) -> Iterator[World]:
    """A coalition in a session; at the end, the secret stands nowhere in the database."""
    world.command(FAE, "start vision")
    yield world
    assert "SECRET" not in stored(world)


class TestScreened:
    def test_a_question(self, clean: World) -> None:
        clean.mention(MO, SECRET)
        clean.command(MO, f"ask {SECRET}")
        assert "I did not save that" in clean.told(MO)[0]

    def test_an_action_typed_and_from_the_form(self, clean: World) -> None:
        assert "I did not save that" in clean.command(MO, f"action call {SECRET} by Friday")[0]
        desk = clean.desk
        actions = Actions(desk, Sessions(desk, clean.texts), People(desk.directory), None)  # type: ignore[arg-type]
        actions.submit(act(MO, "form"), Wanted(SECRET))
        with clean.units.read("T1") as work:
            assert work.actions.where() == ()

    def test_a_reply_and_its_edit(self, clean: World) -> None:
        step = to_step(clean, "The problem")
        clean.reply(MO, SECRET, step)
        kept = clean.reply(MO, "Rents rise", step)
        clean.send(clean.envelopes.edited(kept, SECRET))
        assert "*0* contributions" in shown(clean.post_with("*The problem*"))

    def test_a_contribution_from_the_form_past_its_own_check(self, clean: World) -> None:
        to_step(clean, "The problem")
        with clean.units.read("T1") as work:
            session = work.sessions.where()[0]
        contributions = Contributions(clean.desk, Sessions(clean.desk, clean.texts))
        contributions.submit(act(MO, "form"), session.id, "problem", SECRET, Named.NAMED)
        assert contributions.problems(SECRET) == ("national_id",)

    def test_a_proposal_and_a_reason_past_their_own_checks(self, clean: World) -> None:
        propose(clean, "Everybody has a home")
        with clean.units.read("T1") as work:
            proposal = work.proposals.where()[0]
        rounds = Rounds(clean.desk, PlainHolidays())
        for n, choice in enumerate([Choice.CONCERN, Choice.OBJECTION, Choice.STAND_ASIDE]):
            rounds.state(act(MO, f"reason-{n}"), proposal.id, choice, SECRET)
        rounds.set_aside(act(FAE, "aside"), proposal.id)
        opening = Opening(clean.desk, PeoplesDates(), PlainHolidays())
        proposals = Proposals(clean.desk, Sessions(clean.desk, clean.texts), opening)
        proposals.put(act(MO, "put"), str(proposal.session_id), "decide", SECRET)
        with clean.units.read("T1") as work:
            assert len(work.proposals.where()) == 1
            assert work.positions.where() == ()

    def test_a_coalitions_name(self, clean: World) -> None:
        wishes = Wishes(f"Friends of {SECRET}", (FAE,), "UTC", "en")
        Setup(clean.desk).save(act(FAE, "new", EMPTY), wishes)
        Setup(clean.desk).save(act(FAE, "changed"), wishes)
        with clean.units.read("T1") as work:
            assert [one.name for one in work.coalitions.where()] == ["Housing data table"]


class TestRefused:
    def test_somebody_who_is_refused_is_not_made_a_participant(self, world: World) -> None:
        before = stored(world)
        world.mention(STRANGER, "start vision")
        world.mention(STRANGER, "nudges off")
        assert ["Only a facilitator" in told for told in world.told(STRANGER)] == [True, True]
        assert stored(world) == before

    @pytest.mark.parametrize(
        ("user", "text"),
        [
            (OBI, "action call the court"),
            (FAE, "start nonsense"),
            (FAE, "next"),
            (MO, "start vision"),
            (MO, "nudges Friday 10:00"),
        ],
    )
    def test_a_refused_act_changes_nothing_and_is_answered_with_one_sentence(
        self, world: World, user: str, text: str
    ) -> None:
        before = stored(world)
        (told,) = world.command(user, text)
        assert told
        assert stored(world) == before
        assert not world.posts()

    def test_what_was_refused_may_be_done_later_by_the_same_press(self, world: World) -> None:
        sessions = Sessions(world.desk, world.texts)
        sessions.start(act(MO, "the same press"), "vision")
        assert not world.posts()
        with world.units.open("T1") as work:
            mo = work.participants.where(slack_user_id=MO)[0]
            work.participants.save(replace(mo, facilitates=True))
            work.commit()
        sessions.start(act(MO, "the same press"), "vision")
        assert world.post_with("We find words")


class TestHarmless:
    CALLS = "<!channel> <!here> <@UPIA> <https://bad.example|click> @channel"

    def test_peoples_words_call_nobody_wherever_they_are_shown(self, world: World) -> None:
        world.command(FAE, "setup")
        world.submit(FAE, name=typed(self.CALLS), facilitators=people(FAE))
        world.command(FAE, "start vision")
        step = to_step(world, "The problem")
        world.reply(MO, self.CALLS, step)
        world.press(PIA, "step.contribute", step)
        world.submit(PIA, text=typed(self.CALLS))
        card = propose(world, self.CALLS, shown_as="&lt;!channel&gt;")
        world.press(MO, "position.concern", card)
        world.submit(MO, text=typed(self.CALLS))
        for user in (FAE, MO, PIA):
            world.press(user, "position.consent", card)
        world.press(FAE, "round.close", card)
        world.command(FAE, f"action {self.CALLS}")
        world.command(MO, f"ask {self.CALLS}")
        world.mention(MO, self.CALLS)
        world.command(MO, self.CALLS)
        for text in ("", "decisions", "actions"):
            world.command(PIA, text)
        world.clock.jump(days=7)
        world.ticker.tick()
        world.command(FAE, "end")
        seen = [text for message in everything(world) for text in _mrkdwn(message)]
        assert len(seen) > 40
        for text in seen:
            assert not re.search(r"<(!|@U|https://bad)", text), text


def everything(world: World) -> list[Any]:
    """Return all that the bot ever said, in channels, to one person, in answers."""
    urls = [post for url in world.slack.response_urls.values() for post in url.posts]
    return [*world.slack.posted, *world.posts(), *world.slack.ephemerals, *urls]


def _mrkdwn(message: Any) -> list[str]:
    """Return the texts of a message in which Slack reads its markup."""
    return [str(message.get("text", "")), *_marked(message.get("blocks", []))]


def _marked(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _marked(one)]
    if not isinstance(part, dict):
        return []
    own = [str(part["text"])] if part.get("type") == "mrkdwn" else []
    return own + [text for value in part.values() for text in _marked(value)]
