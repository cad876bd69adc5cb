"""The facilitators' rota: whoever steered longest ago is next; the work goes round."""

from collections.abc import Iterable

from bot.domain.people import Participant, facilitators
from bot.domain.sessions import Session


def next_in_rota(people: Iterable[Participant], sessions: Iterable[Session]) -> Participant | None:
    """Return the facilitator whose turn it is, or None where there are fewer than two."""
    taking_turns = facilitators(people)
    if len(taking_turns) < 2:
        return None
    last: dict[str, int] = {}
    for n, session in enumerate(sorted(sessions, key=lambda one: one.started_at)):
        last[session.steers or session.started_by] = n
    return min(taking_turns, key=lambda one: last.get(one.id, -1))
