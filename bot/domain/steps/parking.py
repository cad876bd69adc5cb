"""The parking lot: points that matter and do not belong here; they come back when the session ends."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ParkedPoint:
    """A point that was parked in a session."""

    id: str
    coalition_id: str
    session_id: str
    participant_id: str
    text: str
    parked_at: datetime
    version: int = 0
