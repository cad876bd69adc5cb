"""What people asked, what they thought of the answers, and the gaps that this shows in the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.contributions import Quote, draw_together

ALIKE = 0.5


class Verdict(StrEnum):
    """What somebody says of an answer."""

    HELPED = "helped"
    NOT_HELPED = "not_helped"


@dataclass(frozen=True)
class Question:
    """A question as it was asked. ``public``: in a channel, for everybody there to read.

    ``coalition_id`` is empty where it was asked outside a coalition's channels.
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
    version: int = 0


@dataclass(frozen=True)
class Judgement:
    """One person's verdict on the answer to a question; the last one counts."""

    id: str
    coalition_id: str
    question_id: str
    judged_by: str
    verdict: Verdict
    version: int = 0


@dataclass(frozen=True)
class Gap:
    """Questions alike that the library does not answer: one of them, and how many there were."""

    text: str
    count: int


@dataclass(frozen=True)
class GapList:
    """One page of a coalition's gaps, the most asked first."""

    coalition: str
    gaps: tuple[Gap, ...]
    page: int
    pages: int


def gaps(questions: Sequence[Question], judgements: Iterable[Judgement]) -> tuple[Gap, ...]:
    """Return the questions that were declined or did not help, those alike together, the most asked first."""
    unhelpful = {one.question_id for one in judgements if one.verdict is Verdict.NOT_HELPED}
    unanswered = [Quote(one.text) for one in questions if one.declined or one.id in unhelpful]
    themes = draw_together(unanswered, at_most=len(unanswered), shared_at_least=ALIKE)
    return tuple(Gap(theme.label.text, 1 + len(theme.others)) for theme in themes)
