"""Scripts may be rewritten under running sessions: a position is a step's id, never its number."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.framework import Mode, Pillar, PillarKey, Step, StepKind
from bot.domain.sessions import (
    Move,
    OpenStep,
    Press,
    Session,
    SessionState,
    Unchanged,
    advance,
    takes_contributions,
)
from tests.fakes import MONDAY

NAMES = ("hello", "ideas", "together", "decide", "actions")
KINDS = dict(
    zip(
        NAMES,
        (StepKind.EXPLAIN, StepKind.GATHER, StepKind.SYNTHESISE, StepKind.DECIDE, StepKind.ASSIGN),
        strict=True,
    )
)


def script(*names: str) -> Pillar:
    steps = tuple(Step(name, KINDS[name], name.title(), "?", minutes=n) for n, name in enumerate(names, 1))
    return Pillar(PillarKey.VISION, "en", "Vision", "?", "", "?", steps)


def session(step_id: str) -> Session:
    return Session("s", "c", "CHOME", PillarKey.VISION, Mode.LIVE, "p", MONDAY, step_id=step_id)


SCRIPTS = st.lists(st.sampled_from(NAMES), min_size=1, unique=True).map(lambda names: script(*names))
PRESSES = st.builds(Press, st.sampled_from(list(Move)[1:]), st.sampled_from(["", *NAMES]))


@given(st.lists(st.tuples(SCRIPTS, PRESSES), max_size=12))
def test_whatever_is_rewritten_between_presses_nothing_breaks_and_an_end_is_an_end(
    rewritten: list[tuple[Pillar, Press]],
) -> None:
    now = session("ideas")
    for pillar, press in rewritten:
        moved = advance(now, press, pillar)
        opened = [effect.step for effect in moved.effects if isinstance(effect, OpenStep)]
        if opened:
            assert (moved.session.step_id,) == tuple(step.id for step in opened)
            assert pillar.step(moved.session.step_id) is not None
        else:
            assert moved.session.step_id == now.step_id
        if now.state is SessionState.ENDED:
            assert moved.session == now
            assert [type(effect) for effect in moved.effects] == [Unchanged]
        now = moved.session


@given(st.permutations(NAMES), st.sampled_from(NAMES))
def test_next_opens_what_now_follows_the_step_wherever_it_was_moved(names: list[str], here: str) -> None:
    moved = advance(session(here), Press(Move.NEXT, here), script(*names))
    following = names[names.index(here) + 1 :]
    if following:
        assert moved.session.step_id == following[0]
    else:
        assert moved.session.state is SessionState.ENDED


@given(st.permutations(NAMES))
def test_back_undoes_next(names: list[str]) -> None:
    pillar = script(*names)
    forward = advance(session(names[0]), Press(Move.NEXT), pillar).session
    assert advance(forward, Press(Move.BACK), pillar).session == session(names[0])


def test_a_script_of_one_step_begins_and_ends_with_it() -> None:
    pillar = script("ideas")
    begun = advance(session(""), Press(Move.BEGIN), pillar).session
    ended = advance(begun, Press(Move.NEXT), pillar).session
    assert (begun.step_id, ended.state, ended.partial) == ("ideas", SessionState.ENDED, False)


@pytest.mark.parametrize(
    ("step", "takes"), [("ideas", True), ("hello", False), ("decide", False), ("x", False)]
)
def test_only_a_gathering_step_takes_contributions(step: str, takes: bool) -> None:
    assert takes_contributions(script(*NAMES), step) == takes


def test_steps_are_numbered_from_one_and_minutes_add_up() -> None:
    pillar = script(*NAMES)
    assert [pillar.number(name) for name in (*NAMES, "x")] == [1, 2, 3, 4, 5, 0]
    assert pillar.minutes == 15
    assert (pillar.before("hello"), pillar.after("actions")) == (None, None)
    assert replace(pillar, steps=pillar.steps[:1]).minutes == 1
