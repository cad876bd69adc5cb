"""Everything that the bot says, as plain values: what stands in it, not how it looks. A file a feature."""

from bot.domain.messages.actions import ActionCard, ActionLine, ActionList, DayChoices
from bot.domain.messages.answers import AnswerCard, SourceLine
from bot.domain.messages.attention import Digest, DigestItem, StillWelcome
from bot.domain.messages.charter import CharterOffer
from bot.domain.messages.checkins import BlockedCard, CheckInCard, CheckInLine
from bot.domain.messages.decisions import DecisionCard, DecisionList, RoundCard, Voiced
from bot.domain.messages.panel import Panel, SessionLine
from bot.domain.messages.records import RecordConflict, RecordList, RecordNoted, RecordOpened
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
    | CharterOffer
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
    "AnswerCard",
    "AssignCard",
    "BlockedCard",
    "CharterOffer",
    "CheckInCard",
    "CheckInLine",
    "DayChoices",
    "DecisionCard",
    "DecisionList",
    "Digest",
    "DigestItem",
    "ExplainCard",
    "Finished",
    "GatherCard",
    "Message",
    "Need",
    "Panel",
    "Param",
    "ProposeCard",
    "RecordConflict",
    "RecordList",
    "RecordNoted",
    "RecordOpened",
    "RoundCard",
    "Say",
    "Screened",
    "SessionCard",
    "SessionLine",
    "SourceLine",
    "StepCard",
    "StepMessage",
    "StillWelcome",
    "SynthesisCard",
    "Voiced",
    "WeeklyMessage",
    "Welcome",
]
