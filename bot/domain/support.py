"""What a model wrote, held to the passages that it was given: what they do not say is dropped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.sentences import sentences

SHARED = 0.6
_MARKS = re.compile(r"\[(\d+)\]")
_MARKS_AFTER = re.compile(r"([.!?])[ \t]*((?:\[\d+\][ \t]*)+)")
_LINK = re.compile(
    r"(?:https?://|www\.|mailto:)[^\s<>)\]]+|\b(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>)\]]*)?", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*%?")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NOT = re.compile(
    r"\b(?:no|not|never|none|nor|neither|without|cannot|nobody|nothing|nunca|jamás|sin|ningún|ninguna|ninguno|ni|"
    r"tampoco|nadie|nada)\b|n['’]t\b",
    re.IGNORECASE,
)
_STRICT = frozenset(
    "must always only every all required illegal guaranteed debe deben siempre solo sólo todos todas obligatorio ilegal"
    .split()
)  # fmt: skip
_SMALL = frozenset(
    "a an and are as at be but by can did do does for from had has have how if in into is it its may of on or our so "
    "than that the their them then there these they this those to was we what when where which who why will with you "
    "your al como con cual cuando de del desde el en es esta este la las lo los más nos o para pero por que qué se ser "
    "son su sus un una uno y".split()
)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|rules|prompts?|above|previous)\b|\bsystem prompt\b|"
    r"\byou are now\b|\b(?:ignora|olvida)\b.{0,40}\b(?:instrucciones|reglas|anterior(?:es)?)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Claim:
    """One sentence of a model's, and the numbers of the passages that it leans on."""

    text: str
    numbers: tuple[int, ...]

    @property
    def marked(self) -> str:
        """The sentence with its marks at its end."""
        return f"{self.text} {''.join(f'[{n}]' for n in self.numbers)}"


def claims(reply: str) -> tuple[Claim, ...]:
    """Return a reply's sentences with the marks that stand in each; one without marks has no numbers."""
    return tuple(_claim(line) for line in sentences(_MARKS_AFTER.sub(r" \2\1 ", reply)))


def supported(reply: str, passages: Mapping[int, str]) -> tuple[Claim, ...]:
    """Return the claims that carry numbers of passages which exist and say it, in order, each once."""
    held = (claim for claim in claims(reply) if _is_held(claim, passages))
    return tuple(dict.fromkeys(held))


def without_orders(text: str) -> str:
    """Return a passage without sentences that speak to a model instead of to a reader."""
    if not _ORDER.search(text):
        return text
    return " ".join(line for line in sentences(text) if not _ORDER.search(line))


def fenced(text: str) -> str:
    """Return text that cannot end the fence which it stands in."""
    return text.replace("<", "‹").replace(">", "›")


def _claim(line: str) -> Claim:
    numbers = tuple(dict.fromkeys(int(mark) for mark in _MARKS.findall(line)))
    text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_MARKS.sub(" ", line).split()))
    return Claim(text, numbers)


def _is_held(claim: Claim, passages: Mapping[int, str]) -> bool:
    if not claim.numbers or not all(n in passages for n in claim.numbers):
        return False
    said = "\n\n".join(without_orders(passages[n]) for n in claim.numbers)
    return _links_stand(claim.text, said) and _says(said, claim.text)


def _links_stand(text: str, said: str) -> bool:
    known = said.casefold()
    return all(link.rstrip(".,;:").casefold() in known for link in _LINK.findall(text))


def _says(said: str, text: str) -> bool:
    """Tell whether words, numbers, limits and denials of a sentence stand in what is said."""
    words = _content(text)
    if not words or len(words & _content(said)) < SHARED * len(words):
        return False
    if not set(_NUMBER.findall(text)) <= set(_NUMBER.findall(said)):
        return False
    near = _nearest(words, said)
    return any(_denies(one) == _denies(text) and _limits(text) <= _limits(one) for one in near)


def _nearest(words: frozenset[str], said: str) -> list[str]:
    """Return the sentences that share most words: a denial elsewhere in the passage says nothing of them."""
    lines = sentences(said)
    most = max(len(words & _content(line)) for line in lines)
    return [line for line in lines if len(words & _content(line)) == most]


def _denies(text: str) -> bool:
    return len(_NOT.findall(text)) % 2 == 1


def _limits(text: str) -> frozenset[str]:
    return _STRICT & {word.casefold() for word in _WORD.findall(text)}


def _content(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:5] for word in words if word not in _SMALL and len(word) > 1)
