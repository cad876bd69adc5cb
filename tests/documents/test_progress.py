"""Pictures of progress, and who may be counted in them."""

import io
from datetime import date

from PIL import Image

from bot.documents.progress import draw
from bot.domain.pictures import Bars, PillarRow, PillarTimeline, Span, days_of, shown_groups

TODAY = date(2026, 11, 25)
ROWS = (
    PillarRow("Shared Vision", "agreed", (Span(date(2026, 9, 1), date(2026, 9, 3)),), (date(2026, 9, 3),)),
    PillarRow("Shared Power", "not started"),
)


def drawn(picture: Bars | PillarTimeline) -> Image.Image:
    return Image.open(io.BytesIO(draw(picture))).convert("RGB")


def timeline(rows: tuple[PillarRow, ...]) -> PillarTimeline:
    return PillarTimeline(
        "Pillars", rows, *days_of(rows, TODAY), ("session", "agreed"), "Shared Vision is agreed."
    )


def test_pillars_over_time_are_drawn_also_where_nothing_was_done_yet() -> None:
    with_sessions, empty = (
        drawn(timeline(ROWS)),
        drawn(timeline((PillarRow("Shared Vision", "not started"),))),
    )
    assert with_sessions.size[0] == empty.size[0] >= 1000
    assert (0x56, 0xB4, 0xE9) in {pixel for _, pixel in with_sessions.getcolors(1 << 20) or []}
    assert with_sessions.getpixel((1, 1)) == (255, 255, 255)


def test_bars_are_drawn_also_where_all_are_nothing() -> None:
    assert drawn(Bars("Actions", (("open", 0), ("done", 0)), "None yet.")).size[0] >= 1000
    assert drawn(Bars("Actions", (), "None yet.")).size[0] >= 1000


def test_the_days_shown_hold_today_and_all_that_happened() -> None:
    assert days_of(ROWS, TODAY) == (date(2026, 9, 1), TODAY)
    assert days_of((), TODAY) == (TODAY, TODAY)


def test_a_group_of_fewer_than_five_people_is_not_shown() -> None:
    groups = {f"city-{n}": "City" for n in range(5)} | {f"aid-{n}": "Legal Aid" for n in range(4)}
    assert shown_groups(groups, ["city-1", "city-1", "city-2", "aid-1"]) == (("City", 2),)


def test_a_large_group_that_said_nothing_is_shown_with_nothing() -> None:
    assert shown_groups({f"city-{n}": "City" for n in range(5)}, []) == (("City", 0),)
