"""What follows from what: walking along links."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.domain.actions import Action
from bot.domain.kept import ACTION, DECISION
from bot.domain.links import Link

End = tuple[str, str]
FAR = 4


def hangs_on(links: Iterable[Link], actions: Iterable[Action]) -> Mapping[End, Sequence[End]]:
    """Return what each record hangs on: kind and id to kinds and ids.

    An action hangs on the decision behind it, and on what its owner says is in the way.
    """
    ends: dict[End, list[End]] = {}
    for link in links:
        ends.setdefault((link.from_kind, link.from_id), []).append((link.to_kind, link.to_id))
    for action in actions:
        if action.decision_id:
            ends.setdefault((ACTION, action.id), []).append((DECISION, action.decision_id))
        if action.blocker_id:
            ends.setdefault((ACTION, action.id), []).append((action.blocker_kind, action.blocker_id))
    return ends


def reached(ends: Mapping[End, Sequence[End]], start: End) -> Iterator[End]:
    """Yield all that a record hangs on, the nearest first, each once; also over other records, a few links far."""
    seen, layer = {start}, [start]
    for _ in range(FAR):
        layer = [end for one in layer for end in ends.get(one, ()) if end not in seen]
        layer = list(dict.fromkeys(layer))
        seen.update(layer)
        yield from layer
