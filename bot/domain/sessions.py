"""A guided session as a pure engine: a state, an event, and what follows from it.

``advance(session, event, pillar)`` returns the new state and the effects that the host
performs after saving it. A press on a step that was left changes nothing and says so. The
position is a step id, never an index, so a script may be reordered under running sessions.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.framework import Mode, Pillar, PillarKey, Step, StepKind


class SessionState(StrEnum):
    """Where a session stands in its life."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True)
class Session:
    """One guided run of one pillar in one channel.

    ``steers`` is the participant who steers where the coalition has no facilitator, or to whom it was handed.
    ``until`` is the end of a session over days, ``step_due`` the deadline of its step, ``touched_at`` when
    somebody last did something in it, ``offered_at`` when a hand-over was offered since nobody did.
    """

    id: str
    coalition_id: str
    channel_id: str
    pillar: PillarKey
    mode: Mode
    started_by: str
    started_at: datetime
    step_id: str = ""
    state: SessionState = SessionState.RUNNING
    partial: bool = False
    steers: str = ""
    until: datetime | None = None
    step_due: datetime | None = None
    touched_at: datetime | None = None
    offered_at: datetime | None = None
    version: int = 0


class Move(StrEnum):
    """What a facilitator may do with a session."""

    BEGIN = "begin"
    NEXT = "next"
    BACK = "back"
    SKIP = "skip"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


@dataclass(frozen=True)
class Press:
    """A facilitator's move, and the step they had before their eyes ('' for a typed command)."""

    move: Move
    seen_step: str = ""


class Note(StrEnum):
    """Why a press changed nothing; each is a key of the voice texts."""

    STEP_LEFT = "step_left"
    ENDED = "session_ended"
    PAUSED = "session_paused"
    RUNNING = "session_running"
    AT_START = "at_start"
    ROUND_OPEN = "round_open"


@dataclass(frozen=True)
class OpenStep:
    """Post the step's message, with its own thread."""

    step: Step


@dataclass(frozen=True)
class CloseStep:
    """Show on the step's message that the group has moved on."""

    step: Step


@dataclass(frozen=True)
class ShowCard:
    """Bring the session's card up to date."""


@dataclass(frozen=True)
class Finish:
    """Post what the session came to."""


@dataclass(frozen=True)
class Unchanged:
    """Nothing was done; tell the person who pressed why."""

    note: Note


Effect = OpenStep | CloseStep | ShowCard | Finish | Unchanged


@dataclass(frozen=True)
class Moved:
    """The outcome of a press."""

    session: Session
    effects: tuple[Effect, ...]


def advance(session: Session, press: Press, pillar: Pillar) -> Moved:
    """Return the session after a press, and the effects to perform in order."""
    refusal = _refusal(session, press)
    if refusal:
        return Moved(session, (Unchanged(refusal),))
    return _MOVES[press.move](session, pillar)


def _refusal(session: Session, press: Press) -> Note | None:
    if session.state is SessionState.ENDED:
        return Note.ENDED
    if press.seen_step and press.seen_step != session.step_id:
        return Note.STEP_LEFT
    if session.state is SessionState.PAUSED and press.move not in (Move.RESUME, Move.END):
        return Note.PAUSED
    if session.state is SessionState.RUNNING and press.move is Move.RESUME:
        return Note.RUNNING
    return None


def _begin(session: Session, pillar: Pillar) -> Moved:
    first = pillar.steps[0]
    return Moved(replace(session, step_id=first.id), (ShowCard(), OpenStep(first)))


def _next(session: Session, pillar: Pillar) -> Moved:
    following = pillar.after(session.step_id)
    if following is None:
        return _close(session, pillar, partial=False)
    return _go(session, pillar, following)


def _back(session: Session, pillar: Pillar) -> Moved:
    previous = pillar.before(session.step_id)
    if previous is None:
        return Moved(session, (Unchanged(Note.AT_START),))
    return _go(session, pillar, previous)


def _go(session: Session, pillar: Pillar, step: Step) -> Moved:
    left = pillar.step(session.step_id)
    closing: tuple[Effect, ...] = (CloseStep(left),) if left else ()
    return Moved(replace(session, step_id=step.id), (ShowCard(), *closing, OpenStep(step)))


def _pause(session: Session, _: Pillar) -> Moved:
    return Moved(replace(session, state=SessionState.PAUSED), (ShowCard(),))


def _resume(session: Session, pillar: Pillar) -> Moved:
    """Its step is shown again: it may have been lost, as in a channel that was closed for a while."""
    step = pillar.step(session.step_id)
    again: tuple[Effect, ...] = (OpenStep(step),) if step else ()
    return Moved(replace(session, state=SessionState.RUNNING), (ShowCard(), *again))


def _end(session: Session, pillar: Pillar) -> Moved:
    return _close(session, pillar, partial=pillar.after(session.step_id) is not None)


def _close(session: Session, pillar: Pillar, *, partial: bool) -> Moved:
    left = pillar.step(session.step_id)
    closing: tuple[Effect, ...] = (CloseStep(left),) if left else ()
    ended = replace(session, state=SessionState.ENDED, partial=partial)
    return Moved(ended, (*closing, ShowCard(), Finish()))


_MOVES = {
    Move.BEGIN: _begin,
    Move.NEXT: _next,
    Move.BACK: _back,
    Move.SKIP: _next,
    Move.PAUSE: _pause,
    Move.RESUME: _resume,
    Move.END: _end,
}


OPEN_TO_WORDS = frozenset({StepKind.GATHER, StepKind.CHECK})


def takes_contributions(pillar: Pillar, step_id: str) -> bool:
    """Tell whether words said in a step's thread are contributions."""
    step = pillar.step(step_id)
    return step is not None and step.kind in OPEN_TO_WORDS
