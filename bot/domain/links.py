"""What follows from what: an action from a decision, a decision within its parameters, a measure for a goal."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Link:
    """One record hangs on another. Kinds are those of the export: ``action``, ``decision``, ``parameter``, ..."""

    id: str
    coalition_id: str
    from_kind: str
    from_id: str
    to_kind: str
    to_id: str
    linked_by: str
    linked_at: datetime
    version: int = 0
