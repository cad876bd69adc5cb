"""Messages and forms with something in every field, lists with two: a new kind is filled from its first day.

``made(kind, n)`` fills the n-th variant: yes and no by turns, and another choice of each list. Every word of people's
is one of its own, such as ``words7``, so that it can be looked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.domain.checkins import Report
from bot.domain.decisions import Choice, Decision, ProposalState
from bot.domain.forms import LinkForm, RecordForm, ReportForm, RetireForm, SetupForm
from bot.domain.framework import PillarKey
from bot.domain.home import NextDate
from bot.domain.kept import KEPT_KINDS
from bot.domain.library import Piece, PlaceKind
from bot.domain.messages import (
    ActionLine,
    ActionList,
    AddingCard,
    AssignCard,
    BlockedCard,
    CheckInCard,
    DecisionList,
    DigestItem,
    GatherCard,
    InBoth,
    LookBack,
    Need,
    NotDecided,
    Panel,
    QuietVoice,
    RankCard,
    RecordCard,
    RecordOpened,
    RoundCard,
    Say,
    Screened,
    SessionCard,
    SourceLine,
    SynthesisCard,
)
from bot.domain.messages.capture import Suggestion
from bot.domain.messages.records import RecordLine, RecordList
from bot.domain.messages.sessions import Finished
from bot.domain.records import RecordKind
from bot.domain.registers import ALL_ACTIONS, ALL_DECISIONS, OF_RECORDS, Sought
from bot.domain.round_forms import BallotForm, ForOtherForm
from bot.domain.steps.check import Heard, HeardGroup
from tests.fakes import MONDAY

VARIANTS = 6
Filler = Callable[["Samples"], Any]


class Samples:
    """Fills values by their type; ``n`` is the variant."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.said = 0

    def words(self) -> str:
        self.said += 1
        return f"words{self.said}"

    def number(self) -> int:
        self.said += 1
        return self.said

    def made(self, kind: type) -> Any:
        hints = get_type_hints(kind)
        return kind(
            **{field.name: self._field(kind, field.name, hints[field.name]) for field in fields(kind)}
        )

    def _field(self, kind: type, name: str, hint: Any) -> Any:
        special = BY_FIELD.get((kind, name)) or BY_NAME.get(name)
        return special(self) if special else self._value(hint)

    def _value(self, hint: Any) -> Any:
        if get_origin(hint) in (Union, UnionType):
            hint = next(one for one in get_args(hint) if one is not type(None))
        if get_origin(hint) is tuple:
            inner = get_args(hint)
            parts = (inner[0], inner[0]) if inner[-1] is Ellipsis else inner
            return tuple(self._value(part) for part in parts)
        if is_dataclass(hint) and isinstance(hint, type):
            return self.made(hint)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return list(hint)[self.n % len(hint)]
        return PLAIN[hint](self)


ASKING: tuple[Report, ...] = (
    Report.BLOCKED,
    Report.DONE,
    Report.SNOOZE,
    Report.HAND_OVER,
    Report.NOTE,
    Report.DROPPED,
)
PLAIN: Mapping[Any, Filler] = {
    str: Samples.words,
    bool: lambda it: it.n % 2 == 0,
    int: lambda it: 2 + it.n % 2,
    float: lambda it: 0.5,
    datetime: lambda it: MONDAY + timedelta(days=it.n),
    date: lambda it: MONDAY.date() + timedelta(days=it.number()),
    time: lambda it: MONDAY.time(),
}
# Parts of keys, ids and places: words that only the code reads.
BY_NAME: Mapping[str, Filler] = {
    "time_zone": lambda it: "America/Chicago",
    "lang": lambda it: "en",
    "channel_id": lambda it: "CHOME",
    "permalink": lambda it: "https://x.slack.com/archives/CHOME/p1",
    "url": lambda it: "https://example.org/source",
    "page": lambda it: 2,
    "pages": lambda it: 3,
    "days_off": lambda it: "56",
}
BY_FIELD: Mapping[tuple[type, str], Filler] = {
    (Say, "key"): lambda it: "action.none_yet",
    (Need, "key"): lambda it: "weekly.need.nothing",
    (Screened, "kinds"): lambda it: ("phone", "email"),
    (Piece, "place_kind"): lambda it: (PlaceKind.PAGE, PlaceKind.SLIDE, PlaceKind.SHEET)[it.n % 3],
    (AddingCard, "kinds"): lambda it: ("phone", "email"),
    (Suggestion, "kind"): lambda it: "decision",
    (RecordCard, "kind"): lambda it: RecordKind.GOAL.value,
    (RecordLine, "kind"): lambda it: RecordKind.PARAMETER.value,
    (RecordLine, "state"): lambda it: "current",
    (RecordLine, "marks"): lambda it: ("hardness.soft", "parameterkind.privacy"),
    (RecordList, "sought"): lambda it: Sought(OF_RECORDS[it.n % len(OF_RECORDS)]),
    (DecisionList, "sought"): lambda it: ALL_DECISIONS,
    (ActionList, "sought"): lambda it: ALL_ACTIONS,
    (RecordOpened, "fields"): lambda it: (("text", it.words()), ("source", it.words())),
    (RecordLine, "number"): lambda it: it.number(),
    (Decision, "number"): lambda it: it.number(),
    (Decision, "counts"): lambda it: "consent 3, concern 1",
    (NotDecided, "state"): lambda it: (ProposalState.REJECTED, ProposalState.UNDECIDED)[it.n % 2],
    (BallotForm, "choices"): lambda it: (Choice.CONSENT, Choice.STAND_ASIDE, Choice.CONCERN),
    (ForOtherForm, "choices"): lambda it: (Choice.CONSENT, Choice.STAND_ASIDE, Choice.CONCERN),
    (NextDate, "key"): lambda it: ("weekly", "action", "review")[it.n % 3],
    (ActionLine, "number"): lambda it: it.number(),
    (SourceLine, "n"): lambda it: it.number(),
    (RecordOpened, "may"): lambda it: ("edit", "link", "supersede", "retire"),
    (Finished, "records"): lambda it: ((RecordKind.GOAL.value, it.words()),),
    (Panel, "pillars"): lambda it: ((PillarKey.VISION, "open"), (PillarKey.POWER, "new")),
    (Heard, "roles"): lambda it: (HeardGroup("member", True, 3, 6),),
    (DigestItem, "message"): lambda it: it.made(CARRIED[it.n % len(CARRIED)]),
    (InBoth, "first"): lambda it: it.made(IN_BOTH[it.n % len(IN_BOTH)]),
    (InBoth, "second"): lambda it: it.made(IN_BOTH[it.n % len(IN_BOTH)]),
    (InBoth, "lang"): lambda it: "es",
    (RecordForm, "kind"): lambda it: KEPT_KINDS[it.n % len(KEPT_KINDS)],
    (RecordForm, "answers"): lambda it: (),
    (RecordForm, "meanwhile"): lambda it: (),
    (LinkForm, "options"): lambda it: (("goal", 1, it.words(), "g1"), ("action", 2, it.words(), "a2")),
    (RetireForm, "kind"): lambda it: RecordKind.GOAL.value,
    (LinkForm, "kind"): lambda it: RecordKind.GOAL.value,
    (ReportForm, "report"): lambda it: ASKING[it.n % len(ASKING)],
    (ReportForm, "blockers"): lambda it: (("parameter", "p1", it.words()),),
    (SetupForm, "facilitators"): lambda it: ("UFAE",),
    (SetupForm, "community_partners"): lambda it: ("UPIA",),
    (SetupForm, "observers"): lambda it: ("UOBI",),
}
IN_BOTH: tuple[type, ...] = (SynthesisCard, SessionCard, GatherCard, AssignCard, RankCard, RoundCard)
CARRIED: tuple[type, ...] = (CheckInCard, LookBack, QuietVoice, BlockedCard)


def made(kind: type, n: int = 0) -> Any:
    """Return the n-th variant of a message or form."""
    return Samples(n).made(kind)
