"""The sentences that answer a question, drawn from its passages in their order, each with the number of its source."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.domain.passages import Found, Passage
from bot.domain.relevance import is_about
from bot.domain.sentences import sentences

SHORT = 90
SECOND_PASSAGE = 0.7
SAID_ALREADY = 0.6
NO_ADVICE = re.compile(r"\bnot? legal advice|no es asesor[ií]a legal|no es consejo legal", re.IGNORECASE)
_MARK = re.compile(r"\[(\d+)\]")
# A sentence that opens so speaks of what stands before it.
_LEANS = re.compile(
    r"(It|Its|This|That|These|Those|They|Their|Them|He|She|Such|Both|Neither|Either|So|But|Then|Otherwise|Instead|"
    r"The (two|three|same|other|others|latter|former)|"
    r"Est[eao]s?|Es[eao]s?|Ell[ao]s?|Ambos|Ambas|Ningun[oa]|As[ií]|Pero|Entonces|Tambi[eé]n|Por es[eo]|Su|Sus|"
    r"L[oa]s (dos|tres|mism[oa]s|otr[oa]s))\b"
)
# Two things set side by side: "MOU vs DSA", "the difference between X and Y", "X or Y?".
_SIDES = re.compile(
    r"\b(?:between|entre)\s+(?P<one>.+?)\s+(?:and|y|e)\s+(?P<other>.+)"
    r"|(?P<left>.+?)\s+(?:vs\.?|versus|or|o|frente a|compared (?:to|with))\s+(?P<right>.+)",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    "and are but can did does for from had has have how into its may not our that the their them then they this "
    "was what when where which who why will with you your "
    "como con cual cuando del desde donde las los más nos para pero por que qué quién ser son sus una uno".split()
)
_COMPARING = frozenset(
    "difference differenc whats better need enough same should use diferencia diferenc mejor basta".split()
)
# "Consenso" and "consentimiento" begin alike: sides are told apart by more letters than sentences are.
SHORTER, LONGER = 5, 8
_LETTERS = re.compile(r"[^\W\d_]{3,}")
Line = tuple[int, str]
Group = tuple[Line, ...]


def both_sides_first(question: str, ordered: Sequence[Found]) -> list[Found]:
    """Return passages with one on each side first, where a question sets two things side by side."""
    sides = _sides(question)
    named = [_first_of(mine, theirs, ordered) for mine, theirs in (sides, sides[::-1])] if sides else []
    first = list(dict.fromkeys(one.passage.id for one in named if one))
    if len(first) < 2:
        return list(ordered)
    return sorted(ordered, key=lambda one: first.index(one.passage.id) if one.passage.id in first else 2)


def _first_of(mine: frozenset[str], theirs: frozenset[str], ordered: Sequence[Found]) -> Found | None:
    """Return the first passage whose heading names one side alone."""
    alone = (one for one in ordered if _names(one.passage, mine) and not _names(one.passage, theirs))
    return next(alone, None)


def drawn(question: str, ordered: Sequence[Found]) -> str:
    """Two sentences of the best passage, and the first of the second where it is nearly as good, or the other side."""
    best = ordered[0]
    groups = [_from(1, group) for group in _aptest(question, best.passage, 2)]
    if len(ordered) > 1 and (
        _is_other_side(question, ordered) or _is_nearly_as_good(question, ordered[1], best)
    ):
        told = " ".join(line for group in groups for _, line in group)
        second = [_from(2, group) for group in _aptest(question, ordered[1].passage, 1)]
        groups += [group for group in second if _adds(group[0][1], told)]
    kept = _within(groups, SHORT)
    return " ".join(f"{line} [{n}]" for n, line in [*kept, *_notices(ordered, kept)[:1]])


def _is_nearly_as_good(question: str, second: Found, best: Found) -> bool:
    return is_about(question, second) and second.score >= SECOND_PASSAGE * best.score


def _is_other_side(question: str, ordered: Sequence[Found]) -> bool:
    """Tell whether the first passage is about one side of a comparison alone, and the second about the other."""
    sides = _sides(question)
    if not sides:
        return False
    first, second = (one.passage for one in ordered[:2])
    return any(
        _names(first, mine) and _names(second, theirs) and not _names(first, theirs)
        for mine, theirs in (sides, sides[::-1])
    )


def _sides(question: str) -> tuple[frozenset[str], ...]:
    """Return the words of each of two things that a question sets side by side, without those that both have."""
    found = _SIDES.search(question)
    if found is None:
        return ()
    one, other = (_words(side) for side in found.groups() if side)
    return (one - other, other - one) if one - other and other - one else ()


def _names(passage: Passage, side: frozenset[str]) -> bool:
    return side <= _words(passage.heading)


def _words(text: str) -> frozenset[str]:
    words = (word.casefold().rstrip("s")[:LONGER] for word in _LETTERS.findall(text))
    return frozenset(word for word in words if word not in _SMALL_WORDS and word not in _COMPARING)


def _notices(ordered: Sequence[Found], kept: Sequence[Line]) -> list[Line]:
    """Return what cited law passages say of themselves, unless it was said."""
    used = {n for n, _ in kept}
    return [
        (n, note)
        for n, one in enumerate(ordered[:2], 1)
        if n in used
        for note in sentences(one.passage.text)
        if NO_ADVICE.search(note) and (n, note) not in kept
    ]


def _aptest(question: str, passage: Passage, count: int) -> list[tuple[str, ...]]:
    """The first sentence, which answers the heading, then those that hold most of what is still unsaid.

    One that leans on the sentence before it comes with that one.
    """
    lines = [_MARK.sub(r"(\1)", line) for line in sentences(passage.text)]
    said = [line for line in lines if not NO_ADVICE.search(line)] or lines
    chosen, unsaid = [0], roots(question)
    while len(chosen) < min(count, len(said)):
        unsaid -= roots(said[chosen[-1]])
        left = [n for n in range(len(said)) if n not in chosen]
        chosen.append(max(left, key=lambda n: (len(unsaid & roots(said[n])), -n)))
    return _with_what_they_lean_on(said, sorted(chosen))


def _with_what_they_lean_on(said: Sequence[str], chosen: Sequence[int]) -> list[tuple[str, ...]]:
    groups: list[tuple[str, ...]] = [(said[chosen[0]],)]
    for before, last in pairwise(chosen):
        first = last
        while first - 1 > before and _LEANS.match(said[first]):
            first -= 1
        groups.append(tuple(said[first : last + 1]))
    return groups


def _from(n: int, group: Sequence[str]) -> Group:
    return tuple((n, line) for line in group)


def _adds(line: str, told: str) -> bool:
    """Tell whether a sentence says something new: not when most of its words were said already."""
    words = roots(line)
    return len(words & roots(told)) < SAID_ALREADY * len(words)


def roots(text: str) -> frozenset[str]:
    """Return the beginnings of a text's words that carry content."""
    words = (word.casefold() for word in _LETTERS.findall(text))
    return frozenset(word[:SHORTER] for word in words if word not in _SMALL_WORDS)


def _within(groups: Sequence[Group], words: int) -> list[Line]:
    """Keep groups of lines while they fit, each whole; the first always stays."""
    kept: list[Line] = []
    for group in groups:
        if not kept or _length(kept) + _length(group) <= words:
            kept += group
    return kept


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.split()) for _, line in lines)
