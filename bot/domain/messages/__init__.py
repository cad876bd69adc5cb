"""Everything that the bot says, as plain values: what stands in it, not how it looks. A file a feature."""

from bot.domain.gaps import GapList
from bot.domain.library import DocumentList
from bot.domain.messages.actions import ActionCard, ActionLine, ActionList, DayChoices
from bot.domain.messages.answers import AnswerCard, SourceLine
from bot.domain.messages.attention import Digest, DigestItem, StillWelcome
from bot.domain.messages.capture import Suggestion
from bot.domain.messages.charter import CharterOffer
from bot.domain.messages.checkins import BlockedCard, CheckInCard, CheckInLine
from bot.domain.messages.decisions import DecisionCard, DecisionList, RoundCard, Voiced
from bot.domain.messages.languages import InBoth
from bot.domain.messages.library import AddingCard, MoreForYou
from bot.domain.messages.panel import Panel, SessionLine
from bot.domain.messages.records import RecordConflict, RecordList, RecordNoted, RecordOpened
from bot.domain.messages.rounds import (
    Amended,
    ClosingSoon,
    DecisionRecord,
    Door,
    NotDecided,
    ObjectionLine,
    PositionLine,
    RoundDoors,
    RoundPlan,
    SaidFor,
    Who,
)
from bot.domain.messages.said import Param, Say, Screened, Welcome
from bot.domain.messages.sessions import (
    AssignCard,
    ExplainCard,
    Finished,
    GatherCard,
    ProposeCard,
    SessionCard,
    StepCard,
    SynthesisCard,
)
from bot.domain.messages.status import Shift, Status, Undecided, Unsigned
from bot.domain.messages.steps import (
    CheckCard,
    HandOver,
    HeardCard,
    Parked,
    PlanCard,
    QuietVoice,
    RankCard,
    RecordCard,
    Rehearsal,
    StepCloses,
)
from bot.domain.messages.weekly import LookBack, Need, QuietThing, StillHere, Stuck, WeeklyMessage, WeeklyMore

StepMessage = (
    ExplainCard | GatherCard | SynthesisCard | ProposeCard | AssignCard | RankCard | RecordCard | CheckCard
)
Message = (
    Say
    | CharterOffer
    | Welcome
    | Screened
    | AnswerCard
    | GapList
    | AddingCard
    | MoreForYou
    | DocumentList
    | SessionCard
    | ExplainCard
    | GatherCard
    | SynthesisCard
    | ProposeCard
    | AssignCard
    | RoundCard
    | DecisionCard
    | RoundDoors
    | RoundPlan
    | NotDecided
    | ClosingSoon
    | Amended
    | SaidFor
    | Who
    | DecisionRecord
    | ActionCard
    | Finished
    | DecisionList
    | ActionList
    | Panel
    | RecordList
    | RecordOpened
    | RecordNoted
    | RecordConflict
    | Suggestion
    | Status
    | WeeklyMessage
    | CheckCard
    | HandOver
    | HeardCard
    | Parked
    | PlanCard
    | QuietVoice
    | RankCard
    | RecordCard
    | Rehearsal
    | StepCloses
    | StillWelcome
    | Digest
    | InBoth
    | WeeklyMore
    | StillHere
    | LookBack
    | DayChoices
    | CheckInCard
    | BlockedCard
)

__all__ = [
    "ActionCard",
    "ActionLine",
    "ActionList",
    "AddingCard",
    "Amended",
    "AnswerCard",
    "AssignCard",
    "BlockedCard",
    "CharterOffer",
    "CheckCard",
    "CheckInCard",
    "CheckInLine",
    "ClosingSoon",
    "DayChoices",
    "DecisionCard",
    "DecisionList",
    "DecisionRecord",
    "Digest",
    "DigestItem",
    "Door",
    "ExplainCard",
    "Finished",
    "GatherCard",
    "HandOver",
    "HeardCard",
    "InBoth",
    "LookBack",
    "Message",
    "MoreForYou",
    "Need",
    "NotDecided",
    "ObjectionLine",
    "Panel",
    "Param",
    "Parked",
    "PlanCard",
    "PositionLine",
    "ProposeCard",
    "QuietThing",
    "QuietVoice",
    "RankCard",
    "RecordCard",
    "RecordConflict",
    "RecordList",
    "RecordNoted",
    "RecordOpened",
    "Rehearsal",
    "RoundCard",
    "RoundDoors",
    "RoundPlan",
    "SaidFor",
    "Say",
    "Screened",
    "SessionCard",
    "SessionLine",
    "Shift",
    "SourceLine",
    "Status",
    "StepCard",
    "StepCloses",
    "StepMessage",
    "StillHere",
    "StillWelcome",
    "Stuck",
    "Suggestion",
    "SynthesisCard",
    "Undecided",
    "Unsigned",
    "Voiced",
    "WeeklyMessage",
    "WeeklyMore",
    "Welcome",
    "Who",
]
