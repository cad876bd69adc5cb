"""Frozen words: an amendment makes the next numbered version, a mended typing mistake does not."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

LIKE = 0.7
CLOSE_CALL = 4  # letters: shorter words differ in meaning by one letter (not/now, may/must)
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True)
class Amendment:
    """New words for a proposal. ``revision`` is their number; a typing mistake mended keeps the number."""

    id: str
    coalition_id: str
    proposal_id: str
    revision: int
    text: str
    was: str
    by: str
    amended_at: datetime
    typo: bool = False
    version: int = 0


@dataclass(frozen=True)
class Interest:
    """A conflict of interest that a participant declared in a round."""

    id: str
    coalition_id: str
    proposal_id: str
    participant_id: str
    text: str
    declared_at: datetime
    version: int = 0


def looks_like_a_typo(before: str, after: str) -> bool:
    """Tell whether two texts differ in the spelling of longer words or in signs alone.

    A number, a short word, or a word more or less can change the meaning, and so is an amendment.
    """
    old, new = _WORD.findall(before.casefold()), _WORD.findall(after.casefold())
    if len(old) != len(new) or before == after:
        return False
    return all(_alike(one, other) for one, other in zip(old, new, strict=True) if one != other)


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) <= CLOSE_CALL or any(sign.isdigit() for sign in one + other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= LIKE


_INTERESTS = re.compile(
    r"\b(money|fund(?:s|ed|ing)?|grants?|budgets?|pay(?:s|ment|ments)?|paid|stipends?|contracts?|vendors?|hire|hires|"
    r"buy|purchase|fees?|licen[cs]es?|access|agreements?|dsa|mou|\$\s?\d|"
    r"dinero|fondos?|presupuestos?|pag(?:o|os|ar|a)|contratos?|contratar|proveedor(?:es)?|comprar|acceso|acuerdos?)\b|\$\s?\d",
    re.IGNORECASE,
)


def touches_interests(text: str) -> bool:
    """Tell whether words are about money, contracts or access to data, where interests are asked for."""
    return _INTERESTS.search(text) is not None
