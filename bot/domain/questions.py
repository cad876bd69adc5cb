"""What people asked, and what they thought of the answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What somebody says of an answer."""

    HELPED = "helped"
    NOT_HELPED = "not_helped"


@dataclass(frozen=True)
class Question:
    """A question as it was asked. ``public``: in a channel, for everybody there to read.

    ``coalition_id`` is empty where it was asked outside a coalition's channels. ``thread`` is the time stamp of the
    message that it hangs on, empty where it was asked for the person alone after a command. ``understood`` is how
    it was looked up, ``cited`` the ids of the passages that answered it, one a line. ``waiting_since`` is set while the
    answer is not there yet. ``gap_id``: the gap that it is part of.
    """

    id: str
    coalition_id: str
    channel_id: str
    asked_by: str
    text: str
    lang: str
    asked_at: datetime
    declined: bool
    public: bool
    thread: str = ""
    understood: str = ""
    cited: str = ""
    waiting_since: datetime | None = None
    gap_id: str = ""
    version: int = 0

    @property
    def sought(self) -> str:
        """Return what is looked up: the question as it was understood."""
        return self.understood or self.text


@dataclass(frozen=True)
class Judgement:
    """One person's verdict on the answer to a question; the last one counts."""

    id: str
    coalition_id: str
    question_id: str
    judged_by: str
    verdict: Verdict
    version: int = 0
