"""How much the bot may start by itself: one budget a person, over all coalitions and jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.messages import Message

WEEK = timedelta(days=7)
A_WEEK = 2
STRIKES = 3
LATER = timedelta(days=28)
DAY = timedelta(days=1)
DIGEST_WEEKDAY, DIGEST_AT = 1, time(9, 0)
LOOK_AHEAD = 15


class Urgency(StrEnum):
    """What a message is about; the first goes before the next where they compete for the budget."""

    AMENDMENT = "amendment"
    CLOSING = "closing"
    CHECK_IN = "check_in"
    OTHER = "other"

    @property
    def rank(self) -> int:
        """Return its place in the queue; 0 goes first."""
        return list(Urgency).index(self)


class Wants(StrEnum):
    """What a person wants of the messages that the bot starts by itself."""

    ALL = "all"
    WEEKLY = "weekly"
    NEVER = "never"


class NudgeState(StrEnum):
    """What became of a message that the bot wanted to start."""

    SENT = "sent"
    HELD = "held"
    TOLD = "told"
    LEFT = "left"
    NO_ACCOUNT = "no_account"


@dataclass(frozen=True)
class Offer:
    """A message that a job would like to send to one person. ``key`` exists once.

    ``expires`` is the moment from which it means nothing any more; it is then left out.
    """

    key: str
    coalition_id: str
    participant_id: str
    urgency: Urgency
    message: Message
    expires: datetime | None = None


@dataclass(frozen=True)
class Nudge:
    """What became of an offer: sent at a moment, held for the weekly digest, told there, or left."""

    id: str
    key: str
    coalition_id: str
    participant_id: str
    slack_user_id: str
    urgency: Urgency
    state: NudgeState
    offered_at: datetime
    message: Message | None = None
    sent_at: datetime | None = None
    expires: datetime | None = None
    answered: bool = False
    version: int = 0


@dataclass(frozen=True)
class NudgeSettings:
    """How one person wants to be reached, by Slack user id (also the record's id). Hours are their own.

    ``days_off`` holds the weekdays on which they are left alone, as digits; Monday is 0. ``asked_at`` is when they
    were asked whether to go on, and have not answered since. ``digest_due`` is when their digest is to be
    looked at; None while nothing is held.
    """

    id: str
    wants: Wants = Wants.ALL
    quiet_from: time = time(18, 0)
    quiet_to: time = time(8, 0)
    days_off: str = "56"
    snoozed_until: datetime | None = None
    away_until: datetime | None = None
    asked_at: datetime | None = None
    digest_due: datetime | None = None
    version: int = 0


@dataclass(frozen=True)
class Wishes:
    """What a person sets in the form. ``away_until`` is the day on which they are back."""

    wants: Wants
    quiet_from: time
    quiet_to: time
    days_off: str
    away_until: date | None = None


class Answer(StrEnum):
    """What the budget says to an offer."""

    SEND = "send"
    HOLD = "hold"
    ASK = "ask"
    LEAVE = "leave"


@dataclass(frozen=True)
class Verdict:
    """The answer, and for SEND and ASK the moment (UTC) at which it may arrive."""

    answer: Answer
    at: datetime | None = None


def weigh(offer: Offer, settings: NudgeSettings, sent: Sequence[Nudge], now: datetime, zone: str) -> Verdict:
    """Return what becomes of an offer; ``sent`` is what the person was sent, ``zone`` where they are."""
    if settings.wants is Wants.NEVER or settings.asked_at is not None:
        return Verdict(Answer.LEAVE)
    if settings.wants is Wants.WEEKLY or resting_until(settings, now) is not None:
        return Verdict(Answer.HOLD)
    at = open_moment(settings, now, zone)
    if not has_room(sent, at, offer.urgency) or _makes_way(offer, settings, now):
        return Verdict(Answer.HOLD)
    if ignored(sent, now) >= STRIKES:
        return Verdict(Answer.ASK, at)
    if offer.expires is not None and at > offer.expires:
        return Verdict(Answer.LEAVE)
    return Verdict(Answer.SEND, at)


def has_room(sent: Sequence[Nudge], at: datetime, urgency: Urgency) -> bool:
    """Tell whether one more fits: two in any seven days; a closing round may borrow one of the next seven."""
    moments = [one.sent_at for one in sent if one.sent_at is not None]
    week = sum(moment > at - WEEK for moment in moments)
    fortnight = sum(moment > at - 2 * WEEK for moment in moments)
    most = A_WEEK + 1 if urgency is Urgency.CLOSING else A_WEEK
    return week < most and (fortnight < 2 * A_WEEK)


def _makes_way(offer: Offer, settings: NudgeSettings, now: datetime) -> bool:
    """A digest whose day has come takes the next room; check-ins and the rest join it."""
    waits = settings.digest_due is not None and settings.digest_due <= now
    return waits and offer.urgency in (Urgency.CHECK_IN, Urgency.OTHER)


def ignored(sent: Sequence[Nudge], now: datetime) -> int:
    """Return how many of the last messages were followed by no sign of life."""
    arrived = sorted(
        (one for one in sent if one.sent_at is not None and one.sent_at <= now),
        key=lambda one: one.sent_at or now,
        reverse=True,
    )
    answered = (n for n, one in enumerate(arrived) if one.answered)
    return next(answered, len(arrived))


def resting_until(settings: NudgeSettings, now: datetime) -> datetime | None:
    """Return until when a person has snoozed everything or is away, or None."""
    moments = (settings.snoozed_until, settings.away_until)
    return max((moment for moment in moments if moment is not None and moment > now), default=None)


def open_moment(settings: NudgeSettings, after: datetime, zone: str) -> datetime:
    """Return the first moment (UTC), not before ``after``, that is in none of the person's off hours."""
    local = after.astimezone(ZoneInfo(zone))
    moment = after
    for _ in range(LOOK_AHEAD):
        if str(local.weekday()) not in settings.days_off and not _is_quiet(settings, local.time()):
            return moment
        moment = _next_opening(settings, local)
        local = moment.astimezone(ZoneInfo(zone))
    return moment


def _is_quiet(settings: NudgeSettings, at: time) -> bool:
    start, end = settings.quiet_from, settings.quiet_to
    return start <= at < end if start < end else (at >= start or at < end) and start != end


def _next_opening(settings: NudgeSettings, local: datetime) -> datetime:
    """Return the next end of the quiet hours; where there are none, the next midnight."""
    opens = time(0, 0) if settings.quiet_from == settings.quiet_to else settings.quiet_to
    today = datetime.combine(local.date(), opens, local.tzinfo)
    following = today if today > local else datetime.combine(local.date() + DAY, opens, local.tzinfo)
    return following.astimezone(ZoneInfo("UTC"))


def next_digest(settings: NudgeSettings, after: datetime, zone: str) -> datetime:
    """Return when a person's next weekly digest is due (UTC): on its day, outside their off hours."""
    tz = ZoneInfo(zone)
    local = after.astimezone(tz)
    day = local.date() + timedelta(days=(DIGEST_WEEKDAY - local.weekday()) % 7)
    due = datetime.combine(day, DIGEST_AT, tz)
    if due <= local:
        due = datetime.combine(day + WEEK, DIGEST_AT, tz)
    return open_moment(settings, due.astimezone(ZoneInfo("UTC")), zone)
