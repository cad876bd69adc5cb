"""Whether what was found is about what was asked."""

from dataclasses import dataclass

from bot.domain.particulars import is_after_one_thing, is_of_us
from bot.domain.passages import Found


@dataclass(frozen=True)
class Weights:
    """What counts for a page and against it, and how much in all is enough.

    A logistic regression over all questions that tune, rounded: ``python -m tests.retrieval.fit_relevance`` tells how
    each set fares under the weights of the others.
    """

    overlap: float
    similarity: float
    asked: float
    outside: float
    elsewhere: float
    particular: float
    of_us: float
    enough: float

    def bear(self, question: str, found: Found) -> bool:
        """Tell whether a page holds the words, is asked for so, and tells of what holds in general."""
        weighed = (
            self.overlap * found.overlap
            + self.similarity * (found.similarity or 0.0)
            + self.asked * (NOT_NEAR if found.asked is None else found.asked)
            + self.outside * found.outside
            + self.elsewhere * found.elsewhere
            + self.particular * is_after_one_thing(question, found.passage)
            + self.of_us * is_of_us(question)
        )
        return weighed >= self.enough


BY_MEANING = Weights(
    overlap=3.6,
    similarity=2.6,
    asked=3.4,
    outside=-4.7,
    elsewhere=-5.9,
    particular=-2.1,
    of_us=1.6,
    enough=2.0,
)
BY_WORDS = Weights(
    overlap=5.4,
    similarity=0.0,
    asked=1.4,
    outside=-3.3,
    elsewhere=0.0,
    particular=-2.5,
    of_us=1.8,
    enough=3.2,
)
NOT_NEAR = 0.30
AS_ASKED = 0.90
# A coalition's own text, of which nobody wrote how it is asked for.
SURE_MEANING, LIKELY_MEANING, LEAST_MEANING = 0.60, 0.40, 0.20
LIKELY_OVERLAP, SURE_OVERLAP = 0.50, 0.85
WORDS_ALONE_OVERLAP = 0.75


def is_about(question: str, found: Found) -> bool:
    """Tell whether a passage is about a question.

    A question much like a way in which people ask for the passage is enough; else words, meaning and form are weighed.
    """
    if not found.passage.questions:
        return _own_text_is_about(found.similarity, found.overlap)
    if found.declared:
        return True
    if found.similarity is None:
        return BY_WORDS.bear(question, found)
    as_asked = (found.asked or 0.0) >= AS_ASKED and not is_after_one_thing(question, found.passage)
    return as_asked or BY_MEANING.bear(question, found)


def _own_text_is_about(similarity: float | None, overlap: float) -> bool:
    if similarity is None:
        return overlap >= WORDS_ALONE_OVERLAP
    return (
        similarity >= SURE_MEANING
        or (similarity >= LIKELY_MEANING and overlap >= LIKELY_OVERLAP)
        or (similarity >= LEAST_MEANING and overlap >= SURE_OVERLAP)
    )
