"""Pictures of progress, and who may be counted in them."""

import io
from datetime import date

from PIL import Image

from bot.documents.pictures import GROUND, INK, QUIET
from bot.documents.progress import AGREED, OPEN, draw
from bot.domain.pictures import (
    Bars,
    PillarRow,
    PillarTimeline,
    Span,
    days_of,
    marked_days,
    shown_groups,
)

TODAY = date(2026, 11, 25)
ROWS = (
    PillarRow("Shared Vision", "agreed", (Span(date(2026, 9, 1), date(2026, 9, 3)),), (date(2026, 9, 3),)),
    PillarRow("Shared Power", "not started"),
)


def drawn(picture: Bars | PillarTimeline) -> Image.Image:
    return Image.open(io.BytesIO(draw(picture))).convert("RGB")


def timeline(rows: tuple[PillarRow, ...]) -> PillarTimeline:
    days = tuple((day, f"{day:%B} {day.day}") for day in marked_days(rows, TODAY))
    return PillarTimeline("Pillars", rows, days, ("session", "agreed"), "Shared Vision is agreed.")


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


def test_the_marked_days_begin_with_the_first_and_end_with_the_last() -> None:
    marked = marked_days(ROWS, TODAY)
    assert (marked[0], marked[-1], len(marked)) == (date(2026, 9, 1), TODAY, 5)
    assert marked_days((), TODAY) == (TODAY,)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_stand_out_from_the_ground_and_agreed_from_open_without_colour() -> None:
    assert contrast(INK, GROUND) >= 7
    assert contrast(QUIET, GROUND) >= 4.5
    assert contrast(OPEN, AGREED) >= 1.4


def test_a_group_of_fewer_than_five_people_is_not_shown() -> None:
    groups = {f"city-{n}": "City" for n in range(5)} | {f"aid-{n}": "Legal Aid" for n in range(4)}
    assert shown_groups(groups, ["city-1", "city-1", "city-2", "aid-1"]) == (("City", 2),)


def test_a_large_group_that_said_nothing_is_shown_with_nothing() -> None:
    assert shown_groups({f"city-{n}": "City" for n in range(5)}, []) == (("City", 0),)
