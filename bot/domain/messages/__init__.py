"""Everything that the bot says, as plain values: what stands in it, not how it looks. A file a feature."""

from bot.domain.messages.actions import ActionCard, ActionLine, ActionList, DayChoices
from bot.domain.messages.answers import AnswerCard, SourceLine
from bot.domain.messages.attention import Digest, DigestItem, StillWelcome
from bot.domain.messages.checkins import BlockedCard, CheckInCard, CheckInLine
from bot.domain.messages.decisions import DecisionCard, DecisionList, RoundCard, Voiced
from bot.domain.messages.panel import Panel, SessionLine
from bot.domain.messages.records import RecordConflict, RecordList, RecordNoted, RecordOpened
from bot.domain.messages.rounds import (
    Amended,
    ClosingSoon,
    DecisionRecord,
    Door,
    ObjectionLine,
    PositionLine,
    RoundDoors,
    RoundPlan,
    SaidFor,
    Undecided,
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
from bot.domain.messages.weekly import Need, WeeklyMessage
from bot.domain.questions import GapList

StepMessage = ExplainCard | GatherCard | SynthesisCard | ProposeCard | AssignCard
Message = (
    Say
    | Welcome
    | Screened
    | AnswerCard
    | GapList
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
    | Undecided
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
    | WeeklyMessage
    | StillWelcome
    | Digest
    | DayChoices
    | CheckInCard
    | BlockedCard
)

__all__ = [
    "ActionCard",
    "ActionLine",
    "ActionList",
    "Amended",
    "AnswerCard",
    "AssignCard",
    "BlockedCard",
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
    "Message",
    "Need",
    "ObjectionLine",
    "Panel",
    "Param",
    "PositionLine",
    "ProposeCard",
    "RecordConflict",
    "RecordList",
    "RecordNoted",
    "RecordOpened",
    "RoundCard",
    "RoundDoors",
    "RoundPlan",
    "SaidFor",
    "Say",
    "Screened",
    "SessionCard",
    "SessionLine",
    "SourceLine",
    "StepCard",
    "StepMessage",
    "StillWelcome",
    "SynthesisCard",
    "Undecided",
    "Voiced",
    "WeeklyMessage",
    "Welcome",
    "Who",
]
