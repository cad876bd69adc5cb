"""Questions of busy people. The half that was set aside has been looked at since, and tunes, as all of them do.

Floors are what that half reached while it judged; they keep it from getting lost. What judges is in test_by_others.py.
"""

from typing import Any

import pytest

from bot.retrieval.search import BuiltInLibrary
from tests.retrieval.judging import judge, questions, set_aside

ASIDE = set_aside(questions("busy_people.yaml"))


def of(*parts: str) -> list[dict[str, Any]]:
    return [one for one in ASIDE if one["part"] in parts]


@pytest.mark.parametrize(
    ("part", "first", "in_three", "answered"),
    [("english", 0.83, 0.94, 0.84), ("misspelled", 0.93, 0.93, 0.93), ("spanish", 0.33, 0.46, 0.60)],
)
def test_what_the_library_covers(
    library: BuiltInLibrary, part: str, first: float, in_three: float, answered: float
) -> None:
    judged = judge(library, of(part))
    assert (judged.first or 0) >= first, judged
    assert (judged.in_three or 0) >= in_three, judged
    assert (judged.answered or 0) >= answered, judged


@pytest.mark.parametrize(("part", "declined"), [("near_miss", 0.86), ("foreign", 0.95)])
def test_what_it_does_not_cover_is_declined(library: BuiltInLibrary, part: str, declined: float) -> None:
    judged = judge(library, of(part))
    assert (judged.declined or 0) >= declined, judged
