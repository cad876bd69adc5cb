"""How well the library answers a set of questions, part by part: for the tests, and to look at while tuning.

``python -m tests.retrieval.judging`` tells it of busy_people.yaml, which tunes.
Never give it arrivals.yaml, which judges.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.domain.answers import Found
from bot.retrieval.passages import load_passages
from bot.retrieval.search import BuiltInLibrary, Shelves
from bot.usecases.answers import Asking

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARE = Path(sys.prefix) / "share" / "convener"
Questions = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Judged:
    """Shares, from 0 to 1, over some questions; None where there is none of the kind."""

    asked: int
    first: float | None
    in_three: float | None
    answered: float | None
    declined: float | None


def questions(name: str) -> Questions:
    """Return a set of questions."""
    told: Questions = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return told


def set_aside(told: Questions) -> Questions:
    """Return the even places, which judged until they were looked at."""
    return told[1::2]


def judge(library: BuiltInLibrary, told: Questions) -> Judged:
    """Search and ask each question, as a person whose language is the question's."""
    asking = Asking(library)
    covered = [one for one in told if one["wants"]]
    foreign = [one for one in told if not one["wants"]]
    found = {one["ask"]: searched(library, one) for one in covered}
    return Judged(
        asked=len(told),
        first=_share(any(fits(one, hit) for hit in found[one["ask"]][:1]) for one in covered),
        in_three=_share(any(fits(one, hit) for hit in found[one["ask"]][:3]) for one in covered),
        answered=_share(not asking.ask(one["ask"], lang_of(one)).declined for one in covered),
        declined=_share(asking.ask(one["ask"], lang_of(one)).declined for one in foreign),
    )


def searched(library: BuiltInLibrary, question: dict[str, Any]) -> tuple[Found, ...]:
    """Return what a question finds, in the language that it would be answered in."""
    return library.search(question["ask"], library.language(question["ask"], lang_of(question)))


def lang_of(question: dict[str, Any]) -> str:
    """Return the language of whoever asks."""
    return str(question.get("lang", "en"))


def fits(question: dict[str, Any], found: Found) -> bool:
    """Tell whether a passage is one that answers a question."""
    page = found.passage.id.removeprefix("es/").removeprefix("en/")
    return any(page.startswith(wanted[3:]) for wanted in question["wants"])


def _share(told: Iterable[bool]) -> float | None:
    listed = list(told)
    return sum(listed) / len(listed) if listed else None


def main() -> int:
    """Print the figures of each part, and what went wrong in it."""
    told = questions("busy_people.yaml")
    embeddings = sys.argv[1] if len(sys.argv) > 1 else "default"
    places = (Path("/tmp/convener-judging"),)
    library = BuiltInLibrary(load_passages(ROOT / "knowledge"), Shelves(places, SHARE / "models", embeddings))
    for part in dict.fromkeys(one["part"] for one in told):
        print(part, judge(library, [one for one in told if one["part"] == part]))
    print("all", judge(library, told))
    for one in told:
        _tell(library, one)
    return 0


def _tell(library: BuiltInLibrary, one: dict[str, Any]) -> None:
    """Print a question that went wrong, with what was found."""
    found = searched(library, one)
    declined = Asking(library).ask(one["ask"], lang_of(one)).declined
    first = bool(found) and fits(one, found[0])
    if first != (not declined) or (one["wants"] and not first):
        print(f"\n{one['part']}: {one['ask']}  {'declined' if declined else 'answered'}")
        for hit in found[:4]:
            right = "right" if fits(one, hit) else "     "
            print(
                f"   {right} {hit.passage.id:60} {hit.score:.2f} {hit.overlap:.2f} {hit.similarity or 0:.2f}"
            )


if __name__ == "__main__":
    sys.exit(main())
