"""The records of the pillars, beside decisions and actions: what bounds a coalition, who decides, what data there is.

Each kind is a dataclass: the fields of ``Record`` are common, its own fields are what its form asks. The
names of kinds and fields are keys of the texts (``record.KIND.FIELD``).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.decisions import Rule

SCALE = range(1, 6)
LINE, LINES = 255, 2000
LONG_FIELDS = frozenset(
    {"text", "could_shift", "barriers", "contents", "access", "covers", "repair_step", "equity_note"}
)


class RecordKind(StrEnum):
    """The kinds of records that a form can add."""

    GOAL = "goal"
    PARAMETER = "parameter"
    STAKEHOLDER = "stakeholder"
    DECISION_RIGHT = "decision_right"
    WORKING_AGREEMENT = "working_agreement"
    SHARING_PROFILE = "sharing_profile"
    MEASURE = "measure"
    DATA_ASSET = "data_asset"
    AGREEMENT = "agreement"
    SHARE = "share"


class RecordState(StrEnum):
    """Whether a record holds. A superseded one names its successor; neither is ever deleted."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


@dataclass(frozen=True, kw_only=True)
class Record:
    """What all records have. ``title`` is what a list shows; ``quoted`` the message it came from, in its words."""

    id: str
    coalition_id: str
    channel_id: str
    number: int
    title: str
    recorded_by: str
    recorded_at: datetime
    state: RecordState = RecordState.CURRENT
    superseded_by: str = ""
    session_id: str | None = None
    permalink: str = ""
    quoted: str = ""
    review_on: date | None = None
    version: int = 0


class LogicPart(StrEnum):
    """The parts of a logic model (W.K. Kellogg Foundation, 2004)."""

    INPUT = "input"
    ACTIVITY = "activity"
    OUTPUT = "output"
    SHORT_OUTCOME = "short_outcome"
    LONG_OUTCOME = "long_outcome"
    ASSUMPTION = "assumption"
    OUTSIDE = "outside"


@dataclass(frozen=True, kw_only=True)
class Goal(Record):
    """A goal of the vision, as a part of the logic model."""

    part: LogicPart
    text: str = ""
    by_when: str = ""
    owner_id: str | None = None


class ParameterKind(StrEnum):
    """What a parameter is about."""

    PRIVACY = "privacy"
    LEGAL = "legal"
    FUNDING = "funding"
    REPORTING = "reporting"
    DATA_SYSTEM = "data_system"
    STAFF_CAPACITY = "staff_capacity"
    OTHER = "other"


class Hardness(StrEnum):
    """A hard boundary cannot move in the time of the work, a soft one can; unknown until its source is read."""

    HARD = "hard"
    SOFT = "soft"
    UNKNOWN = "unknown"


class Bearing(StrEnum):
    """Whether a parameter constrains the work or enables it."""

    CONSTRAINS = "constrains"
    ENABLES = "enables"


@dataclass(frozen=True, kw_only=True)
class Parameter(Record):
    """Something that constrains or enables what the coalition does. A soft one is never just a "no"."""

    kind: ParameterKind
    hardness: Hardness
    effect: Bearing
    text: str = ""
    source: str = ""
    owner_id: str | None = None
    could_shift: str = ""
    looks_again_id: str | None = None


class Engagement(StrEnum):
    """The levels of public participation (IAP2)."""

    INFORM = "inform"
    CONSULT = "consult"
    INVOLVE = "involve"
    COLLABORATE = "collaborate"
    EMPOWER = "empower"


@dataclass(frozen=True, kw_only=True)
class Stakeholder(Record):
    """An organisation, a group or a role that the work touches; never a client. Scales run from 1 to 5."""

    interest: int | None = None
    influence: int | None = None
    impact: int | None = None
    engaged_now: Engagement | None = None
    engagement_needed: Engagement | None = None
    barriers: str = ""
    owner_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionRight(Record):
    """Who decides on a topic (the title), and how."""

    rule: Rule
    deciders: str = ""
    consulted: str = ""
    informed: str = ""
    community_say: str = ""
    appeal: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkingAgreement(Record):
    """How people work together, and what is done when it is broken."""

    text: str = ""
    repair_step: str = ""


class Purpose(StrEnum):
    """The two modes of data sharing."""

    ANALYSIS = "analysis"
    OPERATIONS = "operations"


@dataclass(frozen=True, kw_only=True)
class SharingProfile(Record):
    """A use of data along the four rows of the framework's table."""

    purpose: Purpose
    approach: str = ""
    frequency: str = ""
    privacy: str = ""
    governance: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """A shared measure. ``smallest_count`` is the least count that may be shown."""

    text: str = ""
    numerator: str = ""
    denominator: str = ""
    source: str = ""
    owner_id: str | None = None
    frequency: str = ""
    disaggregation: str = ""
    target: str = ""
    smallest_count: int | None = None
    equity_note: str = ""


class Sensitivity(StrEnum):
    """Who may reach data (access tiers of AISP's toolkit)."""

    OPEN = "open"
    PROTECTED = "protected"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, kw_only=True)
class DataAsset(Record):
    """A body of data that somebody holds. ``contents`` names its fields, never its values."""

    holder: str = ""
    steward: str = ""
    contents: str = ""
    sensitivity: Sensitivity | None = None
    moves: str = ""
    access: str = ""
    security: str = ""
    retention: str = ""
    quality: str = ""


class AgreementType(StrEnum):
    """What kind of paper an agreement is."""

    MOU = "mou"
    DSA = "dsa"
    DUL = "dul"
    BAA = "baa"
    OTHER = "other"


class AgreementStatus(StrEnum):
    """How far an agreement has come."""

    NEEDED = "needed"
    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    SIGNED = "signed"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Agreement(Record):
    """A written agreement that data sharing hangs on."""

    type: AgreementType
    status: AgreementStatus
    parties: str = ""
    covers: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    owner_id: str | None = None


class Level(StrEnum):
    """How close shared data is to a person."""

    AGGREGATE = "aggregate"
    DE_IDENTIFIED = "de_identified"
    IDENTIFIABLE = "identifiable"


@dataclass(frozen=True, kw_only=True)
class Share(Record):
    """A share of data that was really made: what the whole thing is for."""

    level: Level
    given_by: str
    given_to: str
    shared_on: date


KINDS: dict[RecordKind, type[Record]] = {
    RecordKind.GOAL: Goal,
    RecordKind.PARAMETER: Parameter,
    RecordKind.STAKEHOLDER: Stakeholder,
    RecordKind.DECISION_RIGHT: DecisionRight,
    RecordKind.WORKING_AGREEMENT: WorkingAgreement,
    RecordKind.SHARING_PROFILE: SharingProfile,
    RecordKind.MEASURE: Measure,
    RecordKind.DATA_ASSET: DataAsset,
    RecordKind.AGREEMENT: Agreement,
    RecordKind.SHARE: Share,
}
