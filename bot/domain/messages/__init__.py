"""Everything that the bot says, as plain values: what stands in it, not how it looks. A file a feature."""

from bot.domain.library import DocumentList
from bot.domain.messages.actions import ActionCard, ActionLine, ActionList
from bot.domain.messages.answers import AnswerCard, SourceLine
from bot.domain.messages.decisions import DecisionCard, DecisionList, RoundCard, Voiced
from bot.domain.messages.library import AddingCard, MoreForYou
from bot.domain.messages.panel import Panel, SessionLine
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
    | ActionCard
    | Finished
    | DecisionList
    | ActionList
    | Panel
    | WeeklyMessage
)

__all__ = [
    "ActionCard",
    "ActionLine",
    "ActionList",
    "AddingCard",
    "AnswerCard",
    "AssignCard",
    "DecisionCard",
    "DecisionList",
    "ExplainCard",
    "Finished",
    "GatherCard",
    "Message",
    "MoreForYou",
    "Need",
    "Panel",
    "Param",
    "ProposeCard",
    "RoundCard",
    "Say",
    "Screened",
    "SessionCard",
    "SessionLine",
    "SourceLine",
    "StepCard",
    "StepMessage",
    "SynthesisCard",
    "Voiced",
    "WeeklyMessage",
    "Welcome",
]
