"""The steps that rank, draw together, record and check, as people meet them."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.content import Content
from bot.domain.framework import PillarKey, Step, StepKind
from bot.domain.records import Hardness
from tests.slack.envelopes import chosen, day, typed
from tests.usecases.steps import show_draft, to_step
from tests.world import FAE, HOME, MO, OBI, PIA, World, shown

RANK = Step("dots", StepKind.RANK, "Dots", "What matters most?", draws_on=("problem",), dots=3)
RECORD = Step("limits", StepKind.RECORD, "Limits", "What bounds us?", records="parameter")
SOFT_ONLY = Step(
    "soft", StepKind.GATHER, "How could it move?", "How?", when=(("parameter.hardness", "soft"),)
)
CHECK = Step("check", StepKind.CHECK, "Who is missing?", "Look around.", equity_check="Who is not here?")
SAID = ((MO, "Eviction filings come late"), (PIA, "Nobody pays for our time"), (FAE, "Buses do not run"))


def with_steps(content: Content, *added: Step) -> Content:
    """The Vision script with its first question, some more steps, and its synthesis and what follows."""
    vision = content.pillars[PillarKey.VISION, "en"]
    kept = {step.id: step for step in vision.steps}
    together = replace(kept["together"], draws_on=("problem",))
    steps = (kept["problem"], *added, together, replace(kept["decide"], draws_on=()), kept["actions"])
    return replace(
        content, pillars={**content.pillars, (PillarKey.VISION, "en"): replace(vision, steps=steps)}
    )


@pytest.fixture
def walked(world: World) -> World:
    """A session that has gathered three contributions, with a step of each new kind before it."""
    world.rewrite(with_steps(world.texts, RANK, RECORD, SOFT_ONLY, CHECK))
    world.command(FAE, "start vision")
    step = to_step(world, "The problem")
    for user, text in SAID:
        world.reply(user, text, step)
    return world


def as_it_stands(world: World, title: str) -> str:
    return shown(world.post_with(f"*{title}*"))


def options(world: World) -> list[str]:
    """The ids of the options in the form that was opened last, in order."""
    view = list(world.slack.views.values())[-1]
    menu = next(block for block in view["blocks"] if block.get("block_id") == "dot.0")
    return [one["value"] for one in menu["element"]["options"]]


def spread(world: World, user: str, *places: int) -> None:
    world.press(user, "rank.spread", world.post_with("*Dots*"))
    ids = options(world)
    world.submit(user, **{f"dot.{n}": chosen(ids[place]) for n, place in enumerate(places)})


class TestRanking:
    def test_each_spreads_dots_and_only_totals_are_shown(self, walked: World) -> None:
        to_step(walked, "Dots")
        spread(walked, MO, 0, 0, 1)
        spread(walked, PIA, 0)
        told = as_it_stands(walked, "Dots")
        assert "3 dots from 2" in told and "1 dot from 1" in told
        assert "2 people have spread theirs" in told
        assert "Pia" not in told

    def test_dots_move_until_the_step_is_left_and_nobody_counts_twice(self, walked: World) -> None:
        to_step(walked, "Dots")
        spread(walked, MO, 0, 0, 0)
        spread(walked, MO, 1)
        assert "1 person has spread theirs" in as_it_stands(walked, "Dots")
        assert "3 dots" not in as_it_stands(walked, "Dots").replace("3 dots each", "")

    def test_after_the_step_was_left_dots_stay_as_they_are(self, walked: World) -> None:
        dots = to_step(walked, "Dots")
        walked.press(MO, "rank.spread", dots)
        ids = options(walked)
        walked.press(FAE, "session.next", walked.post_with("We find words"))
        walked.submit(MO, **{"dot.0": chosen(ids[0])})
        assert "The group has moved on" in walked.told(MO)[-1]
        assert "0 people" in as_it_stands(walked, "Dots")

    def test_options_stand_still_while_contributions_still_come(self, walked: World) -> None:
        to_step(walked, "Dots")
        spread(walked, MO, 0)
        walked.reply(PIA, "Eviction filings and rents", walked.post_with("*The problem*"))
        assert "1 dot from 1" in as_it_stands(walked, "Dots")

    def test_an_observer_spreads_no_dots(self, walked: World) -> None:
        to_step(walked, "Dots")
        spread(walked, OBI, 0)
        assert "Observers" in walked.told(OBI)[-1]


class TestTheDraft:
    def test_nothing_is_shown_before_the_facilitator_has_seen_it(self, walked: World) -> None:
        told = shown(to_step(walked, "Drawn together"))
        assert "3 contributions" in told
        assert "Eviction" not in told

    def test_only_a_facilitator_sees_it(self, walked: World) -> None:
        walked.press(MO, "synthesis.draft", to_step(walked, "Drawn together"))
        assert "Only a facilitator" in walked.answers(MO)[-1]

    def test_wording_and_members_are_edited_and_nothing_is_dropped(self, walked: World) -> None:
        step = to_step(walked, "Drawn together")
        changed: dict[str, Any] = {
            "wording.0": typed("Late and unpaid"),
            "numbers.0": typed("1, 2, 99"),
            "wording.1": typed(""),
            "numbers.1": typed(""),
            "wording.2": typed(""),
            "numbers.2": typed(""),
        }
        told = shown(show_draft(walked, step, **changed))
        assert "*1. Late and unpaid*" in told
        for _, text in SAID:
            assert text in told

    def test_what_comes_later_stands_beside_it_and_an_edit_follows(self, walked: World) -> None:
        reply = walked.reply(MO, "Rents rise", walked.post_with("*The problem*"))
        show_draft(walked, to_step(walked, "Drawn together"))
        walked.reply(PIA, "The office is far", walked.post_with("*The problem*"))
        walked.send(walked.envelopes.edited(reply, "Rents double"))
        told = as_it_stands(walked, "Drawn together")
        assert "Said since then" in told and "The office is far" in told
        assert "Rents double" in told and "Rents rise" not in told

    def test_a_reply_deleted_after_it_was_drawn_together_is_gone(self, walked: World) -> None:
        reply = walked.reply(MO, "Rents rise", walked.post_with("*The problem*"))
        show_draft(walked, to_step(walked, "Drawn together"))
        walked.send(walked.envelopes.deleted(reply))
        assert "Rents rise" not in as_it_stands(walked, "Drawn together")

    def test_the_proposal_starts_from_the_agreed_words(self, walked: World) -> None:
        own: dict[str, Any] = {"wording.0": typed("In our own words")}
        show_draft(walked, to_step(walked, "Drawn together"), **own)
        walked.press(MO, "proposal.write", to_step(walked, "Our vision"))
        assert re.search("In our own words", str(list(walked.slack.views.values())[-1]))


SOFT = {
    "kind": chosen("privacy"),
    "hardness": chosen("soft"),
    "effect": chosen("constrains"),
}
HARD = {**SOFT, "hardness": chosen("hard"), "title": typed("No names leave the city")}


class TestRecording:
    def test_as_many_as_wanted_are_listed(self, walked: World) -> None:
        step = to_step(walked, "Limits")
        for title in ("No names", "One report a year"):
            walked.press(MO, "record.add", step)
            walked.submit(MO, **{**HARD, "title": typed(title)})
        told = as_it_stands(walked, "Limits")
        assert "*2* noted" in told and "No names" in told and "One report a year" in told
        with walked.units.read("T1") as work:
            assert [one.number for one in work.parameters.where()] == [1, 2]

    def test_a_soft_one_asks_how_it_could_shift(self, walked: World) -> None:
        walked.press(MO, "record.add", to_step(walked, "Limits"))
        answer = walked.submit(MO, **SOFT, title=typed("Habit"))
        assert "A soft parameter can move" in str(answer.body)
        with walked.units.read("T1") as work:
            assert work.parameters.where() == ()

    def test_what_looks_like_a_person_is_not_kept(self, walked: World) -> None:
        walked.press(MO, "record.add", to_step(walked, "Limits"))
        answer = walked.submit(MO, **{**HARD, "title": typed("SECRET")})
        assert "details of a person" in str(answer.body)

    def test_an_observer_records_nothing(self, walked: World) -> None:
        walked.press(OBI, "record.add", to_step(walked, "Limits"))
        walked.submit(OBI, **HARD)
        assert "Observers" in walked.told(OBI)[-1]

    @pytest.mark.parametrize(("hardness", "asked"), [("hard", False), ("soft", True)])
    def test_a_step_is_walked_only_when_what_it_asks_for_is_on_record(
        self, walked: World, hardness: str, asked: bool
    ) -> None:
        walked.press(MO, "record.add", to_step(walked, "Limits"))
        given = {**HARD, "hardness": chosen(hardness)}
        if asked:
            with walked.units.read("T1") as work:
                mo = work.participants.where(slack_user_id=MO)[0].id
            given |= {
                "could_shift": typed("Ask the board"),
                "looks_again_id": chosen(mo),
                "review_on": day("2027-01-04"),
            }
        walked.submit(MO, **given)
        to_step(walked, "Who is missing?")
        assert any("*How could it move?*" in shown(post) for post in walked.posts()) is asked

    def test_what_is_said_late_to_a_step_counts_though_the_record_asks_for_it_no_more(
        self, walked: World
    ) -> None:
        self.test_a_step_is_walked_only_when_what_it_asks_for_is_on_record(walked, "soft", asked=True)
        with walked.units.open("T1") as work:
            (limit,) = work.parameters.where()
            work.parameters.save(replace(limit, hardness=Hardness.HARD))
            work.commit()
        walked.reply(PIA, "The board could ask", walked.post_with("*How could it move?*"))
        assert "*1* contribution" in as_it_stands(walked, "How could it move?")


class TestChecking:
    def test_the_group_sees_the_question_and_no_names(self, walked: World) -> None:
        told = shown(to_step(walked, "Who is missing?"))
        assert "Who is not here?" in told
        assert "City" not in told and "Mo" not in told.replace("Move", "")

    def test_the_facilitator_alone_sees_who_has_been_heard(self, walked: World) -> None:
        step = to_step(walked, "Who is missing?")
        walked.press(FAE, "check.heard", step)
        told = walked.answers(FAE)[-1]
        assert "City: heard" in told and "Foundation: not yet" in told
        assert "Heard so far: 3 of 4" in told
        walked.press(MO, "check.heard", step)
        assert "Only a facilitator" in walked.answers(MO)[-1]

    def test_the_quiet_are_asked_in_private_and_once(self, walked: World) -> None:
        step = to_step(walked, "Who is missing?")
        walked.press(FAE, "check.heard", step)
        url = next(one for one in walked.slack.response_urls.values() if one.posts)
        card = {**url.posts[-1], "channel": HOME, "ts": "1.1"}
        for _ in range(2):
            walked.press(FAE, "check.ask_quiet", card)
        asked = [one for one in walked.posts(walked.slack.dm(OBI).id) if "under way" in shown(one)]
        assert len(asked) == 1
