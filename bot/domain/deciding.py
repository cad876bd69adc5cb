"""How a coalition decides, and the terms of one round: the settings as they stood when it opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.choices import BallotsBy, Rule, Secrecy
from bot.domain.rules.ballots import Bounds
from bot.domain.timetable import RAPID, Pace

LEAST_OPEN_HOURS, LEAST_RAPID_HOURS = 24, 24
LEAST_DETACHED = 8


@dataclass(frozen=True)
class Deciding:
    """A coalition's settings for deciding; ``id`` is the coalition's. ``rapid_hours`` 0: no rapid lane."""

    id: str
    coalition_id: str
    rule: Rule = Rule.CONSENT
    ballots_by: BallotsBy = BallotsBy.PERSON
    quorum_percent: int = 50
    quorum_organisations: int = 0
    quorum_sectors: int = 0
    quorum_partners: int = 1
    threshold: int = 3
    threshold_percent: int = 75
    notice_hours: int = 0
    open_hours: int = 72
    rapid_hours: int = 0
    window_hours: int = 48
    review_months: int = 6
    version: int = 0


@dataclass(frozen=True)
class Terms:
    """By what one round is decided; ``id`` is the proposal's. ``closes_at`` is None for a live round.

    ``earliest`` is the moment before which a round over days never closes.
    """

    id: str
    coalition_id: str
    rule: Rule = Rule.CONSENT
    ballots_by: BallotsBy = BallotsBy.PERSON
    secrecy: Secrecy = Secrecy.NAMED
    quorum_percent: int = 50
    quorum_organisations: int = 0
    quorum_sectors: int = 0
    quorum_partners: int = 1
    threshold: int = 3
    threshold_percent: int = 75
    window_hours: int = 48
    review_months: int = 6
    limits: str = ""
    opens_at: datetime | None = None
    earliest: datetime | None = None
    closes_at: datetime | None = None
    rapid: bool = False
    reminded: bool = False
    asks_interests: bool = False
    supersedes: str = ""
    version: int = 0


class Part(StrEnum):
    """What somebody is asked to do in a round: decide, give advice, or decide as one of a group."""

    DECIDES = "decides"
    IS_ASKED = "is_asked"
    IS_OF_GROUP = "is_of_group"


@dataclass(frozen=True)
class RoundPart:
    """One person's part in a round by advice, or in a delegated one."""

    id: str
    coalition_id: str
    proposal_id: str
    participant_id: str
    part: Part
    version: int = 0


class WrongSetting(StrEnum):
    """Why settings cannot be kept; each is a key of the voice texts."""

    QUORUM = "quorum"
    THRESHOLD = "threshold"
    OPEN_HOURS = "open_hours"
    RAPID_HOURS = "rapid_hours"
    WINDOW_HOURS = "window_hours"
    NOTICE_HOURS = "notice_hours"


def wrong_setting(wanted: Deciding) -> WrongSetting | None:
    """Return what is wrong with settings, or None."""
    tests = [
        (not 1 <= wanted.quorum_percent <= 100, WrongSetting.QUORUM),
        (
            min(wanted.quorum_organisations, wanted.quorum_sectors, wanted.quorum_partners) < 0,
            WrongSetting.QUORUM,
        ),
        (not (1 <= wanted.threshold <= 7 and 1 <= wanted.threshold_percent <= 100), WrongSetting.THRESHOLD),
        (not LEAST_OPEN_HOURS <= wanted.open_hours <= 24 * 60, WrongSetting.OPEN_HOURS),
        (wanted.rapid_hours != 0 and wanted.rapid_hours < LEAST_RAPID_HOURS, WrongSetting.RAPID_HOURS),
        (wanted.rapid_hours > wanted.open_hours, WrongSetting.RAPID_HOURS),
        (not 24 <= wanted.window_hours <= 24 * 30, WrongSetting.WINDOW_HOURS),
        (not 0 <= wanted.notice_hours <= 24 * 30, WrongSetting.NOTICE_HOURS),
    ]
    return next((wrong for applies, wrong in tests if applies), None)


def pace_of(settings: Deciding, *, rapid: bool = False) -> Pace:
    """Return how long a round over days takes at least; the rapid lane has no notice."""
    if rapid and settings.rapid_hours:
        return Pace(timedelta(), timedelta(hours=settings.rapid_hours), RAPID)
    return Pace(timedelta(hours=settings.notice_hours), timedelta(hours=settings.open_hours))


def terms_of(settings: Deciding, proposal_id: str) -> Terms:
    """Return the terms of a live round under a coalition's settings."""
    return Terms(
        id=proposal_id,
        coalition_id=settings.coalition_id,
        rule=settings.rule,
        ballots_by=settings.ballots_by,
        quorum_percent=settings.quorum_percent,
        quorum_organisations=settings.quorum_organisations,
        quorum_sectors=settings.quorum_sectors,
        quorum_partners=settings.quorum_partners,
        threshold=settings.threshold,
        threshold_percent=settings.threshold_percent,
        window_hours=settings.window_hours,
        review_months=settings.review_months,
    )


def bounds_of(terms: Terms, parts: Sequence[RoundPart] = ()) -> Bounds:
    """Return what the rule needs to know of a round."""
    have = {part: tuple(one.participant_id for one in parts if one.part is part) for part in Part}
    return Bounds(
        rule=terms.rule,
        ballots_by=terms.ballots_by,
        quorum_percent=terms.quorum_percent,
        quorum_organisations=terms.quorum_organisations,
        quorum_sectors=terms.quorum_sectors,
        quorum_partners=terms.quorum_partners,
        threshold=terms.threshold,
        threshold_percent=terms.threshold_percent,
        decider=next(iter(have[Part.DECIDES]), ""),
        asked=have[Part.IS_ASKED],
        group=have[Part.IS_OF_GROUP],
        limits=terms.limits,
    )


def secrecy_allowed(
    secrecy: Secrecy, rule: Rule, ballots: int, ballots_by: BallotsBy = BallotsBy.PERSON
) -> bool:
    """Tell whether a round may be held so: detached from 8 people on, never by consent, advice or a group's word.

    An objection, an advice and a reason given must be talked about. An organisation's ballot has a speaker.
    """
    if secrecy is not Secrecy.DETACHED:
        return True
    may_be = rule in (Rule.CONSENSUS, Rule.MAJORITY, Rule.TWO_THIRDS) and ballots_by is BallotsBy.PERSON
    return may_be and ballots >= LEAST_DETACHED
