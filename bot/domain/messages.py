"""Everything that the bot says, as plain values: what stands in it, not how it looks."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.actions import ActionState
from bot.domain.contributions import Theme
from bot.domain.decisions import Choice, Decision, ProposalState, Tally
from bot.domain.framework import Mode, PillarKey
from bot.domain.questions import GapList
from bot.domain.sessions import SessionState

Param = str | int


@dataclass(frozen=True)
class Say:
    """One short sentence from the voice texts."""

    key: str
    params: tuple[tuple[str, Param], ...] = ()

    @classmethod
    def of(cls, key: str, **params: Param) -> "Say":
        """Return the sentence of a key with its parameters."""
        return cls(key, tuple(sorted(params.items())))


@dataclass(frozen=True)
class Welcome:
    """The first message in a new channel."""

    is_set_up: bool = False


@dataclass(frozen=True)
class Screened:
    """What looked like an identifier of a person. ``posted``: the words still stand in Slack."""

    kinds: tuple[str, ...]
    posted: bool = False


@dataclass(frozen=True)
class SourceLine:
    """A numbered source under an answer; its button opens the passage."""

    n: int
    title: str
    heading: str
    passage_id: str
    url: str = ""


@dataclass(frozen=True)
class AnswerCard:
    """A short, cited answer; or, declined, the near topics."""

    question: str
    text: str
    sources: tuple[SourceLine, ...] = ()
    declined: bool = False
    suggestions: tuple[str, ...] = ()
    question_id: str = ""


@dataclass(frozen=True)
class SessionCard:
    """A session's card: it always shows where the session is."""

    session_id: str
    pillar: PillarKey
    title: str
    question: str
    intro: str
    state: SessionState
    mode: Mode
    step_id: str
    step_title: str
    step_number: int
    step_count: int
    minutes: int
    facilitators: tuple[str, ...]
    observers: int = 0
    partial: bool = False


@dataclass(frozen=True)
class StepCard:
    """What every step's message shows."""

    session_id: str
    step_id: str
    title: str
    ask: str
    help: str
    minutes: int
    number: int
    count: int
    is_open: bool = True


@dataclass(frozen=True)
class ExplainCard:
    """An idea, its equity check, and a link to the passage."""

    step: StepCard
    equity_check: str
    passage_id: str = ""


@dataclass(frozen=True)
class GatherCard:
    """A question to the group, with its own thread and one large button."""

    step: StepCard
    contributions: int = 0


@dataclass(frozen=True)
class SynthesisCard:
    """Contributions drawn together, and *Did I get this right?*"""

    step: StepCard
    themes: tuple[Theme, ...] = ()
    recognised: int = 0
    missing: int = 0
    not_meant: int = 0


@dataclass(frozen=True)
class ProposeCard:
    """An invitation to put words to the group. Any participant may."""

    step: StepCard


@dataclass(frozen=True)
class AssignCard:
    """An invitation to say who does what by when."""

    step: StepCard
    actions: tuple["ActionLine", ...] = ()


@dataclass(frozen=True)
class Voiced:
    """A reason that was given in a round; ``name`` is empty where the channel is not shown whose it is."""

    choice: Choice
    reason: str
    name: str = ""


@dataclass(frozen=True)
class RoundCard:
    """A proposal and its round of consent: totals, and the reasons of those who gave one."""

    proposal_id: str
    number: int
    text: str
    proposer: str
    state: ProposalState
    tally: Tally
    time_zone: str
    voiced: tuple[Voiced, ...] = ()


@dataclass(frozen=True)
class DecisionCard:
    """A decision as recorded."""

    decision: Decision
    time_zone: str
    voiced: tuple[Voiced, ...] = ()


@dataclass(frozen=True)
class ActionLine:
    """An action in a list."""

    id: str
    number: int
    text: str
    owner: str
    due_on: date | None
    state: ActionState
    closable: bool = False


@dataclass(frozen=True)
class ActionCard:
    """An action that was just recorded."""

    action: ActionLine


@dataclass(frozen=True)
class Finished:
    """What a session came to."""

    title: str
    contributions: int
    voices: int
    decisions: tuple[Decision, ...]
    actions: tuple[ActionLine, ...]
    partial: bool
    time_zone: str


@dataclass(frozen=True)
class DecisionList:
    """One page of a coalition's decisions, newest first."""

    coalition: str
    decisions: tuple[Decision, ...]
    page: int
    pages: int
    time_zone: str


@dataclass(frozen=True)
class ActionList:
    """One page of a coalition's actions, the next due first."""

    coalition: str
    actions: tuple[ActionLine, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class SessionLine:
    """A session in a list."""

    title: str
    state: SessionState
    step_title: str
    step_number: int
    step_count: int


@dataclass(frozen=True)
class Panel:
    """What is going on here, and the next sensible thing to do."""

    coalition: str = ""
    sessions: tuple[SessionLine, ...] = ()
    decisions: int = 0
    open_actions: int = 0
    pillars: tuple[tuple[PillarKey, str], ...] = ()


@dataclass(frozen=True)
class Need:
    """The one thing needed this week: a key of the voice texts with its parameters."""

    key: str
    params: tuple[tuple[str, Param], ...] = ()


@dataclass(frozen=True)
class WeeklyMessage:
    """A week of a coalition in numbers. Those who finished something are thanked; nobody is named as late."""

    coalition: str
    need: Need
    decisions: int
    with_partner: int
    finished: int
    due_soon: int
    thanked: tuple[str, ...] = ()
    thanked_more: int = 0
    week_of: datetime | None = None
    time_zone: str = "UTC"


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
    | ActionCard
    | Finished
    | DecisionList
    | ActionList
    | Panel
    | WeeklyMessage
)
