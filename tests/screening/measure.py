"""How well a screen tells texts with an identifier from ordinary talk, on one half of the labelled set."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import yaml

from bot.ports.screen import Screen

Half = Literal["tune", "hold"]
CASES = Path(__file__).with_name("cases.yaml")
FIRST: dict[Half, int] = {"tune": 0, "hold": 1}


@dataclass
class Figures:
    """Counts by kind: seen, missed, and said without cause; and the texts that went wrong."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Of the identifiers there are, the share that was seen."""
        return self.right.total() / (self.right.total() + self.missed.total())

    @property
    def precision(self) -> float:
        """Of the kinds that were said, the share that was there."""
        return self.right.total() / (self.right.total() + self.wrong.total())

    def __str__(self) -> str:
        """One line in all, and one for each kind."""
        kinds = sorted({*self.right, *self.missed, *self.wrong})
        lines = [f"recall {self.recall:.3f}, precision {self.precision:.3f}"]
        for kind in kinds:
            there = self.right[kind] + self.missed[kind]
            lines.append(f"  {kind}: {self.right[kind]} of {there} seen, {self.wrong[kind]} without cause")
        return "\n".join(lines)


def cases(half: Half) -> list[tuple[str, str]]:
    """Return texts and the kind in each, empty for ordinary ones: every other text of each list."""
    data = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    lists = [*data["identifiers"].items(), ("", data["ordinary"])]
    return [(text, kind) for kind, texts in lists for text in texts[FIRST[half] :: 2]]


def measure(screen: Screen, half: Half) -> Figures:
    """Return the figures of a screen on a half. A kind counts once a text."""
    figures = Figures()
    for text, kind in cases(half):
        _count(figures, text, kind, {finding.kind for finding in screen.findings(text)})
    return figures


def _count(figures: Figures, text: str, kind: str, seen: set[str]) -> None:
    wanted = {kind} - {""}
    figures.right.update(seen & wanted)
    figures.missed.update(wanted - seen)
    figures.wrong.update(seen - wanted)
    if seen != wanted:
        figures.failures.append(f"{text!r}: wanted {sorted(wanted)}, saw {sorted(seen)}")
