"""The session engine: whatever is pressed, a session is somewhere sensible, and says why nothing happened."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.framework import Mode, Pillar, PillarKey, Step, StepKind
from bot.domain.sessions import (
    CloseStep,
    Finish,
    Move,
    Moved,
    Note,
    OpenStep,
    Press,
    Session,
    SessionState,
    ShowCard,
    Unchanged,
    advance,
)
from tests.fakes import MONDAY

STEPS = tuple(Step(name, StepKind.GATHER, name.title(), "?") for name in ("hello", "ideas", "decide"))
PILLAR = Pillar(PillarKey.VISION, "en", "Vision", "?", "", "?", STEPS)
NEW = Session("s", "c", "CHOME", PillarKey.VISION, Mode.LIVE, "p", MONDAY)
BEGUN = advance(NEW, Press(Move.BEGIN), PILLAR).session


def after(session: Session, *moves: Move) -> Moved:
    moved = Moved(session, ())
    for move in moves:
        moved = advance(moved.session, Press(move), PILLAR)
    return moved


def test_it_begins_at_the_first_step() -> None:
    moved = advance(NEW, Press(Move.BEGIN), PILLAR)
    assert moved.session.step_id == "hello"
    assert moved.effects == (ShowCard(), OpenStep(STEPS[0]))


def test_next_closes_a_step_and_opens_the_one_that_follows() -> None:
    moved = after(BEGUN, Move.NEXT)
    assert moved.session.step_id == "ideas"
    assert moved.effects == (ShowCard(), CloseStep(STEPS[0]), OpenStep(STEPS[1]))


def test_next_at_the_last_step_ends_it_whole() -> None:
    moved = after(BEGUN, Move.NEXT, Move.NEXT, Move.NEXT)
    assert (moved.session.state, moved.session.partial) == (SessionState.ENDED, False)
    assert moved.effects[-1] == Finish()


def test_ended_early_it_is_told_as_partial() -> None:
    assert after(BEGUN, Move.NEXT, Move.END).session.partial
    assert not after(BEGUN, Move.NEXT, Move.NEXT, Move.END).session.partial


@pytest.mark.parametrize(
    ("moves", "press", "note"),
    [
        ((Move.NEXT,), Press(Move.NEXT, seen_step="hello"), Note.STEP_LEFT),
        ((Move.END,), Press(Move.NEXT), Note.ENDED),
        ((Move.END,), Press(Move.END), Note.ENDED),
        ((Move.PAUSE,), Press(Move.NEXT), Note.PAUSED),
        ((Move.PAUSE,), Press(Move.PAUSE), Note.PAUSED),
        ((), Press(Move.RESUME), Note.RUNNING),
        ((), Press(Move.BACK), Note.AT_START),
    ],
)
def test_a_press_that_cannot_be_changes_nothing_and_says_why(
    moves: tuple[Move, ...], press: Press, note: Note
) -> None:
    before = after(BEGUN, *moves).session
    assert advance(before, press, PILLAR) == Moved(before, (Unchanged(note),))


def test_paused_and_resumed_it_is_where_it_was() -> None:
    assert after(BEGUN, Move.NEXT, Move.PAUSE, Move.RESUME).session == after(BEGUN, Move.NEXT).session


def test_a_paused_session_can_be_ended() -> None:
    assert after(BEGUN, Move.PAUSE, Move.END).session.state is SessionState.ENDED


def test_steps_may_be_reordered_under_a_running_session() -> None:
    at_ideas = after(BEGUN, Move.NEXT).session
    turned = replace(PILLAR, steps=(STEPS[1], STEPS[2], STEPS[0]))
    assert advance(at_ideas, Press(Move.NEXT), turned).session.step_id == "decide"


def test_a_step_taken_out_of_the_script_stops_nobody() -> None:
    at_ideas = after(BEGUN, Move.NEXT).session
    shorter = replace(PILLAR, steps=(STEPS[0], STEPS[2]), retired=("ideas",))
    moved = advance(at_ideas, Press(Move.NEXT), shorter)
    assert shorter.step(moved.session.step_id) is not None


@given(st.lists(st.tuples(st.sampled_from(list(Move)[1:]), st.sampled_from(["", "hello", "ideas", "gone"]))))
def test_after_any_presses_it_stands_at_a_step_and_an_end_is_an_end(
    presses: list[tuple[Move, str]],
) -> None:
    session = BEGUN
    for move, seen in presses:
        moved = advance(session, Press(move, seen), PILLAR)
        assert PILLAR.step(moved.session.step_id) is not None
        assert moved.effects
        if session.state is SessionState.ENDED:
            assert moved.session == session
        if isinstance(moved.effects[0], Unchanged):
            assert moved.session == session
        session = moved.session
