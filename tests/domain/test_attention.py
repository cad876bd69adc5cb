"""The budget of attention: two a week, quiet hours, and silence as an answer."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attention import (
    Answer,
    Nudge,
    NudgeSettings,
    NudgeState,
    Offer,
    Urgency,
    Wants,
    ignored,
    next_digest,
    open_moment,
    weigh,
)
from bot.domain.messages import Say
from tests.fakes import MONDAY

MO = NudgeSettings("UMO")
UTC = "UTC"


def offer(urgency: Urgency = Urgency.OTHER, **more: datetime) -> Offer:
    return Offer("k", "C", "P", urgency, Say.of("said.noted"), **more)


def sent(*days_ago: float, answered: bool = True) -> tuple[Nudge, ...]:
    return tuple(
        Nudge(
            f"n{days}", f"k{days}", "C", "P", "UMO", Urgency.OTHER, NudgeState.SENT,
            MONDAY, None, MONDAY - timedelta(days=days), answered=answered,
        )
        for days in days_ago
    )  # fmt: skip


def answer(
    before: tuple[Nudge, ...] = (),
    urgency: Urgency = Urgency.OTHER,
    settings: NudgeSettings = MO,
    now: datetime = MONDAY,
) -> Answer:
    return weigh(offer(urgency), settings, before, now, UTC).answer


class TestTheBudget:
    def test_two_in_seven_days_and_the_third_waits(self) -> None:
        assert answer() is Answer.SEND
        assert answer(sent(1)) is Answer.SEND
        assert answer(sent(1, 2)) is Answer.HOLD
        assert answer(sent(1, 7)) is Answer.SEND

    def test_a_closing_round_borrows_one_of_the_next_week(self) -> None:
        assert answer(sent(1, 2), Urgency.CLOSING) is Answer.SEND
        assert answer(sent(1, 2, 3), Urgency.CLOSING) is Answer.HOLD
        assert answer(sent(1, 2), Urgency.AMENDMENT) is Answer.HOLD
        assert answer(sent(8, 8, 8)) is Answer.SEND
        assert answer(sent(6, 8, 8, 8)) is Answer.HOLD

    @given(st.lists(st.tuples(st.integers(0, 60 * 24 * 40), st.sampled_from(Urgency)), max_size=40))
    def test_no_seven_days_hold_more_than_three_and_no_fourteen_more_than_four(
        self, wishes: list[tuple[int, Urgency]]
    ) -> None:
        taken: tuple[Nudge, ...] = ()
        for minutes, urgency in sorted(wishes):
            now = MONDAY + timedelta(minutes=minutes)
            verdict = weigh(offer(urgency), MO, taken, now, UTC)
            if verdict.answer is Answer.SEND and verdict.at:
                taken += (replace(sent(0)[0], sent_at=verdict.at),)
        moments = [one.sent_at for one in taken if one.sent_at]
        for moment in moments:
            assert sum(moment <= one < moment + timedelta(days=7) for one in moments) <= 3
            assert sum(moment <= one < moment + timedelta(days=14) for one in moments) <= 4

    def test_a_digest_whose_day_has_come_goes_before_what_is_less_urgent(self) -> None:
        waits = replace(MO, digest_due=MONDAY - timedelta(hours=1))
        assert answer(settings=waits, urgency=Urgency.CHECK_IN) is Answer.HOLD
        assert answer(settings=waits, urgency=Urgency.CLOSING) is Answer.SEND

    def test_they_compete_in_one_order(self) -> None:
        assert [one.rank for one in Urgency] == [0, 1, 2, 3]
        assert next(iter(Urgency)) is Urgency.AMENDMENT


class TestWishes:
    @pytest.mark.parametrize(
        ("settings", "expected"),
        [
            (replace(MO, wants=Wants.NEVER), Answer.LEAVE),
            (replace(MO, wants=Wants.WEEKLY), Answer.HOLD),
            (replace(MO, snoozed_until=MONDAY + timedelta(days=1)), Answer.HOLD),
            (replace(MO, away_until=MONDAY + timedelta(days=1)), Answer.HOLD),
            (replace(MO, snoozed_until=MONDAY), Answer.SEND),
            (replace(MO, asked_at=MONDAY), Answer.LEAVE),
        ],
    )
    def test_a_person_is_left_as_they_wish(self, settings: NudgeSettings, expected: Answer) -> None:
        assert answer(settings=settings, urgency=Urgency.CLOSING) is expected

    def test_after_three_without_a_sign_of_life_they_are_asked(self) -> None:
        assert answer(sent(8, 15, answered=False)) is Answer.SEND
        assert answer(sent(8, 15, 22, answered=False)) is Answer.ASK
        assert answer(sent(22, 15, answered=False) + sent(8)) is Answer.SEND

    def test_what_has_not_arrived_is_not_ignored(self) -> None:
        assert ignored(sent(-1, answered=False), MONDAY) == 0


class TestHours:
    @pytest.mark.parametrize(
        ("now", "at"),
        [
            ("2026-11-23 15:00", "2026-11-23 15:00"),
            ("2026-11-23 18:00", "2026-11-24 08:00"),
            ("2026-11-23 07:59", "2026-11-23 08:00"),
            ("2026-11-27 20:00", "2026-11-30 08:00"),
            ("2026-11-28 12:00", "2026-11-30 08:00"),
        ],
    )
    @pytest.mark.parametrize("zone", ["America/Chicago", "Asia/Kolkata", "Australia/Adelaide"])
    def test_messages_wait_for_the_persons_own_morning(self, now: str, at: str, zone: str) -> None:
        local = ZoneInfo(zone)
        wanted = datetime.fromisoformat(at).replace(tzinfo=local)
        assert open_moment(MO, datetime.fromisoformat(now).replace(tzinfo=local), zone) == wanted

    def test_no_quiet_hours_are_possible_and_no_days_off(self) -> None:
        always = replace(MO, quiet_from=time(0), quiet_to=time(0), days_off="")
        night = datetime(2026, 11, 28, 3, tzinfo=ZoneInfo(UTC))
        assert open_moment(always, night, UTC) == night
        assert open_moment(replace(always, days_off="5"), night, UTC) == night + timedelta(hours=21)

    def test_what_would_come_too_late_is_left(self) -> None:
        night = MONDAY.replace(hour=22)
        late = offer(Urgency.CLOSING, expires=night + timedelta(hours=2))
        assert weigh(late, MO, (), night, UTC).answer is Answer.LEAVE

    def test_the_digest_comes_on_its_day_in_the_persons_zone(self) -> None:
        due = next_digest(MO, MONDAY, "Asia/Kolkata")
        assert due.astimezone(ZoneInfo("Asia/Kolkata")).strftime("%a %H:%M") == "Tue 09:00"
        assert next_digest(MO, due, "Asia/Kolkata") == due + timedelta(days=7)
