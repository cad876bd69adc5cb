"""Answers from the library."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SourceLine:
    """A numbered source under an answer; its button opens the passage."""

    n: int
    title: str
    heading: str
    passage_id: str
    url: str = ""


@dataclass(frozen=True)
class AnswerCard:
    """A short, cited answer; or, declined, the near topics. ``understood``: what a follow-up was taken for.

    ``only_in``: the language of the pages, where there are none in the asker's.
    """

    question: str
    text: str
    sources: tuple[SourceLine, ...] = ()
    declined: bool = False
    suggestions: tuple[str, ...] = ()
    question_id: str = ""
    understood: str = ""
    only_in: str = ""
