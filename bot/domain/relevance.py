"""Whether what was found is about what was asked.

The weights are a logistic regression over tests/retrieval/tuning.yaml and the odd places of its neighbours, rounded.
Enough is where nine of ten near misses there are declined by the weights alone: the patterns of one case were
written with these questions in view, and would flatter the figure. The even places judge.
"""

import re

from bot.domain.passages import Found

# Where it is known how people ask for a passage: what it holds of the words, and whether the question is nearer
# to those ways of asking than to what no page answers.
BY_OVERLAP, BY_ASKED, BY_OUTSIDE, ENOUGH = 6.0, 6.3, -6.4, 5.1
NOT_NEAR = 0.30
AS_ASKED = 0.90
# By words alone.
WORDS_OVERLAP, WORDS_OUTSIDE, WORDS_ENOUGH = 7.0, -2.0, 5.25
# A coalition's own text, of which nobody wrote how it is asked for.
SURE_MEANING, LIKELY_MEANING, LEAST_MEANING = 0.60, 0.40, 0.20
LIKELY_OVERLAP, SURE_OVERLAP = 0.50, 0.85

# Whoever asks so wants to know of one case, day, person or product, or wants it done; pages tell of what holds.
_ONE_CASE = re.compile(
    "|".join(
        [
            r"\b(last|next) (week|month|quarter|year|night)\b|\b(yesterday|tomorrow|right now)\b|\bin (19|20)\d\d\b",
            r"\b(phone number|password|hotline|salary|price|penalty|fine for|deadline (for|to))\b",
            r"\bwhen (did|was|were)\b|\bwhen (is|are) (our|my|the next)\b",
            r"\bwho (signed|won|wrote|said|voted)\b|\bwho (is|was) (our|my|the owner of our)\b",
            r"\bwhat (did|was) (we|our|the|they)\b|\bhow much (does|do|did)\b",
            r"\bwhich (software|vendor|product|app|court)\b|\b(write|draft|book|buy) (me|us)\b",
            r"\b(ayer|anoche|ahora mismo|(mes|año|semana) pasad[oa])\b|\bcu[aá]nd[oa] (fue|es (la|el) pr[oó]xim[oa])",
            r"\b(n[uú]mero de tel[eé]fono|contraseña|sueldo|precio|multa)\b|\bcu[aá]nto cuesta",
            r"\bqui[eé]n (firm[oó]|gan[oó]|es (nuestr[oa]|mi))|\bcompramos\b|\bd[oó]nde (puedo|consigo|queda)\b",
        ]
    ),
    re.IGNORECASE,
)


def is_about(found: Found) -> bool:
    """Tell whether a passage is about the question.

    A question much like a way in which people ask for the passage is enough; else words and meaning are weighed.
    """
    asked = NOT_NEAR if found.asked is None else found.asked
    if asked >= AS_ASKED:
        return True
    if found.similarity is None:
        return WORDS_OVERLAP * found.overlap + WORDS_OUTSIDE * found.outside >= WORDS_ENOUGH
    if found.asked is None and not found.passage.questions:
        return _own_text_is_about(found.similarity, found.overlap)
    return BY_OVERLAP * found.overlap + BY_ASKED * asked + BY_OUTSIDE * found.outside >= ENOUGH


def _own_text_is_about(similarity: float, overlap: float) -> bool:
    return (
        similarity >= SURE_MEANING
        or (similarity >= LIKELY_MEANING and overlap >= LIKELY_OVERLAP)
        or (similarity >= LEAST_MEANING and overlap >= SURE_OVERLAP)
    )


def is_of_one_case(question: str, found: Found) -> bool:
    """Tell whether a question is about one case, and what was found is a page that only sounds like it."""
    as_asked = found.asked is not None and found.asked >= AS_ASKED
    return bool(found.passage.questions) and not as_asked and bool(_ONE_CASE.search(question))
