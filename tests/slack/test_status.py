"""How a coalition stands: pillars, what is undecided, what could shift, what waits for a signature."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.actions import Action, ActionState
from bot.domain.decisions import Proposal
from bot.domain.links import Link
from bot.domain.people import LinkedChannel
from bot.domain.reach import hangs_on, reached
from bot.domain.records import (
    Agreement,
    AgreementStatus,
    AgreementType,
    Bearing,
    Hardness,
    Parameter,
    ParameterKind,
)
from tests.fakes import MONDAY
from tests.world import FAE, HOME, MO, PRIVATE, World, shown


def filled(
    world: World, *, channel: str = HOME, hardness: Hardness = Hardness.SOFT, signed: bool = False
) -> None:
    """An action that hangs on a decision, the decision on a parameter, the action on an agreement."""
    with world.units.open("T1") as work:
        here = work.coalitions.where()[0].id
        mo = next(one.id for one in work.participants.where() if one.slack_user_id == MO)
        common: dict[str, Any] = {"coalition_id": here, "channel_id": channel, "number": 1}
        told: dict[str, Any] = {**common, "recorded_by": mo, "recorded_at": MONDAY}
        work.actions.add(Action("a1", here, channel, 1, "share the list", mo, MONDAY, mo, decision_id="d1"))
        work.parameters.add(
            Parameter(
                id="p1",
                title="Old consent form",
                kind=ParameterKind.PRIVACY,
                hardness=hardness,
                effect=Bearing.CONSTRAINS,
                could_shift="ask the clinic's counsel",
                looks_again_id=mo,
                review_on=MONDAY.date(),
                **told,
            )
        )
        status = AgreementStatus.SIGNED if signed else AgreementStatus.DRAFTED
        work.agreements.add(
            Agreement(id="g1", title="City and clinic", type=AgreementType.DSA, status=status, **told)
        )
        for n, (start, end) in enumerate(
            [(("decision", "d1"), ("parameter", "p1")), (("action", "a1"), ("agreement", "g1"))]
        ):
            work.links.add(Link(f"l{n}", here, *start, *end, mo, MONDAY))
        work.commit()


def test_a_new_coalition_has_its_pillars_and_nothing_open(world: World) -> None:
    told = world.command(MO, "status")[0]
    assert "Shared Vision (not started)" in told
    assert "Nothing is waiting" in told


def test_a_soft_parameter_behind_an_actions_decision_is_shown_with_how_it_could_shift(world: World) -> None:
    filled(world)
    told = world.command(MO, "status")[0]
    assert "share the list, runs into *Parameter 1:* Old consent form" in told
    assert "ask the clinic's counsel" in told and "Mo looks again" in told


def test_a_hard_parameter_is_not_said_to_shift(world: World) -> None:
    filled(world, hardness=Hardness.HARD)
    assert "runs into" not in world.command(MO, "status")[0]


@pytest.mark.parametrize("signed", [True, False])
def test_an_action_waits_for_an_agreement_until_it_is_signed(world: World, signed: bool) -> None:
    filled(world, signed=signed)
    assert ("City and clinic (Drafted)" in world.command(MO, "status")[0]) is not signed


def test_what_an_owner_says_is_in_the_way_counts_without_a_link(world: World) -> None:
    filled(world, signed=True)
    with world.units.open("T1") as work:
        action = work.actions.where()[0]
        blocked = replace(
            action,
            decision_id=None,
            state=ActionState.BLOCKED,
            blocker_kind="parameter",
            blocker_id="p1",
        )
        work.actions.save(blocked)
        work.commit()
    assert "share the list, runs into *Parameter 1:*" in world.command(MO, "status")[0]


def test_what_is_blocked_comes_before_what_is_due_sooner(world: World) -> None:
    filled(world)
    with world.units.open("T1") as work:
        first = work.actions.where()[0]
        work.actions.save(replace(first, due_on=MONDAY.date()))
        blocked = replace(first, id="a2", number=2, text="print the map", state=ActionState.BLOCKED)
        work.actions.add(replace(blocked, due_on=None))
        work.commit()
    told = world.command(MO, "status")[0]
    assert told.index("print the map, runs into") < told.index("share the list, runs into")


def test_an_open_round_is_undecided(world: World) -> None:
    with world.units.open("T1") as work:
        here = work.coalitions.where()[0].id
        work.proposals.add(Proposal("p1", here, HOME, 1, "Share counts", "x", MONDAY, card="c"))
        work.commit()
    assert "Share counts · 0 of 3 positions taken" in world.command(MO, "status")[0]


def test_what_stands_in_a_private_channel_is_told_there_alone(world: World) -> None:
    with world.units.open("T1") as work:
        here = work.coalitions.where()[0].id
        work.channels.add(LinkedChannel("l9", here, PRIVATE, private=True))
        work.commit()
    filled(world, channel=PRIVATE)
    assert "share the list" not in world.command(MO, "status")[0]
    assert "share the list" in world.command(MO, "status", PRIVATE)[0]


def test_status_is_a_button_on_the_panel_and_its_lists_are_buttons(world: World) -> None:
    panel = world.answer_to(FAE, "")
    world.press(FAE, "status.open", panel)
    answer = list(world.slack.response_urls.values())[-1].posts[-1]
    assert "How Housing data table stands" in shown(answer)
    assert "record.list.power" in str(answer["blocks"])


def test_where_nothing_is_set_up_status_says_so(bare_world: World) -> None:
    assert "No coalition" in bare_world.command(FAE, "status")[0]


def test_walking_along_links_in_a_circle_comes_to_an_end() -> None:
    links = [Link(f"l{n}", "c", "goal", str(n), "goal", str((n + 1) % 3), "p", MONDAY) for n in range(3)]
    assert list(reached(hangs_on(links, []), ("goal", "0"))) == [("goal", "1"), ("goal", "2")]
