"""Whether a message reads like a decision or a promise: patterns of words, in English and Spanish.

It only ever leads to a quiet offer to the author, so it may miss much; it should seldom be wrong.
"""

import re

from bot.domain.kept import ACTION, DECISION

SHORTEST, LONGEST = 4, 80

_DECISION = re.compile(
    r"""
    \b(?:we|the\ group|everybody|everyone)(?:'ve|\ have|\ has|\ all)?\ (?:decided|agreed|resolved|settled\ on)\b
    | \b(?:it\ is|it's|that's|it\ was)\ (?:decided|agreed|settled)\b
    | ^\W*(?:decision|decided|agreed)\s*:
    | \b(?:decidimos|acordamos|hemos\ (?:decidido|acordado)|quedamos\ en|quedó\ (?:decidido|acordado))\b
    | ^\W*(?:decisión|decidido|acordado)\s*:
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|next\ week|the\ end\ of"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|\d)"
)
_DIA = r"(?:el\ )?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|mañana|hoy|fin\ de|próxim[ao]|\d)"
_PROMISE = re.compile(
    rf"""
    \b(?:i'll|i\ will|i\ can|i'm\ going\ to|we'll|we\ will)\ (?!be\ (?:late|away|out)\b)
      .{{0,120}}?\b(?:by|before|on|until|this|next)?\ ?{_DAY}\b
    | \bi\ (?:promise|commit)\ to\b
    | ^\W*(?:action|to\ ?do)\s*:
    | \b(?:yo\ me\ encargo|me\ comprometo\ a)\b
    | \b(?:voy\ a|vamos\ a|lo\ (?:mando|envío|hago)|te\ (?:mando|envío)|les\ (?:mando|envío))\b
      .{{0,120}}?\b(?:para|antes\ del?|este|esta|la)?\ ?{_DIA}\b
    | ^\W*(?:acción|pendiente|tarea)\s*:
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNSURE = re.compile(
    r"\?|\b(?:if we|should we|could we|what if|have not|haven't|hasn't|didn't|never|not yet|nobody"
    r"|maybe|perhaps|would have|si decidimos|quizás?|tal vez|todavía no|aún no|no (?:hemos|decidimos|acordamos))\b",
    re.IGNORECASE,
)


def reads_like(text: str) -> str:
    """Return the kind of record that a message reads like (decision, action), or nothing."""
    words = text.replace("\u2019", "'")
    if not SHORTEST <= len(words.split()) <= LONGEST or _UNSURE.search(words):
        return ""
    if _DECISION.search(words):
        return DECISION
    return ACTION if _PROMISE.search(words) else ""
