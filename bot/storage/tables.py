"""The tables. Each record's columns are the fields of its domain dataclass, plus who and when."""

from dataclasses import fields
from datetime import date, datetime, time
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from bot.domain.actions import Action
from bot.domain.attention import Nudge, NudgeSettings
from bot.domain.cadence import Cadence
from bot.domain.canvases import Canvas
from bot.domain.checkins import CheckIn
from bot.domain.contributions import Contribution, SynthesisCheck
from bot.domain.decisions import Decision, Objection, Position, Proposal
from bot.domain.gaps import Gap
from bot.domain.home import HomeShown
from bot.domain.links import Link
from bot.domain.messages import Message
from bot.domain.people import Coalition, LinkedChannel, Organisation, Participant
from bot.domain.preferences import Preference
from bot.domain.questions import Judgement, Question
from bot.domain.records import KINDS, LONG_FIELDS, RecordKind
from bot.domain.sessions import Session
from bot.domain.steps.parking import ParkedPoint
from bot.domain.steps.rank import RankBallot
from bot.domain.steps.synthesise import DrawnTheme
from bot.storage.types import MessageJson, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
LONG = {
    *(
        "text",
        "understood",
        "cited",
        "members",
        "picks",
        "changed",
        "blocker",
        "reason",
        "statement",
        "quoted",
    ),
    *LONG_FIELDS,
}
COLUMN_TYPES: dict[type, Any] = {
    bool: Boolean,
    int: Integer,
    datetime: UtcDateTime,
    date: Date,
    time: Time,
}


def _plain(hint: Any) -> tuple[type, bool]:
    """Return a field's type without None, and whether None is allowed."""
    if get_origin(hint) in (Union, UnionType):
        known = [arg for arg in get_args(hint) if arg is not type(None)]
        return known[0], True
    return hint, False


def _column(name: str, hint: Any) -> Column[Any]:
    if hint == Message | None:
        return Column(name, MessageJson, nullable=True)
    kind, optional = _plain(hint)
    if name in LONG:
        return Column(name, Text, nullable=optional)
    if issubclass(kind, StrEnum):
        return Column(name, String(32), nullable=optional)
    return Column(name, COLUMN_TYPES.get(kind, String(255)), nullable=optional)


def _record_table(name: str, record: type, *constraints: Any) -> Table:
    hints = get_type_hints(record)
    columns = [
        Column("workspace_id", String(32), primary_key=True),
        Column("id", String(64), primary_key=True),
        *(_column(field.name, hints[field.name]) for field in fields(record) if field.name != "id"),
        Column("created_at", UtcDateTime, nullable=False),
        Column("updated_at", UtcDateTime, nullable=False),
    ]
    return Table(name, metadata, *columns, *constraints)


def _numbered() -> UniqueConstraint:
    return UniqueConstraint("workspace_id", "coalition_id", "number")


coalitions = _record_table("coalitions", Coalition, UniqueConstraint("workspace_id", "home_channel_id"))
channels = _record_table(
    "linked_channels",
    LinkedChannel,
    UniqueConstraint("workspace_id", "channel_id"),
    Index("ix_linked_channels_coalition", "workspace_id", "coalition_id"),
)
organisations = _record_table(
    "organisations", Organisation, UniqueConstraint("workspace_id", "coalition_id", "name")
)
participants = _record_table(
    "participants", Participant, UniqueConstraint("workspace_id", "coalition_id", "slack_user_id")
)
preferences = _record_table("preferences", Preference)
homes = _record_table("homes", HomeShown)
sessions = _record_table(
    "sessions", Session, Index("ix_sessions_channel", "workspace_id", "channel_id", "state")
)
contributions = _record_table(
    "contributions",
    Contribution,
    Index("ix_contributions_step", "workspace_id", "session_id", "step_id"),
    UniqueConstraint("workspace_id", "session_id", "message_ts"),
)
checks = _record_table(
    "synthesis_checks",
    SynthesisCheck,
    UniqueConstraint("workspace_id", "session_id", "step_id", "participant_id"),
)
drawn_themes = _record_table(
    "drawn_themes", DrawnTheme, UniqueConstraint("workspace_id", "session_id", "step_id", "number")
)
rank_ballots = _record_table(
    "rank_ballots",
    RankBallot,
    UniqueConstraint("workspace_id", "session_id", "step_id", "participant_id"),
)
parked_points = _record_table(
    "parked_points", ParkedPoint, Index("ix_parked_points_session", "workspace_id", "session_id")
)
proposals = _record_table(
    "proposals", Proposal, _numbered(), Index("ix_proposals_channel", "workspace_id", "channel_id")
)
positions = _record_table(
    "positions", Position, UniqueConstraint("workspace_id", "proposal_id", "participant_id")
)
objections = _record_table(
    "objections", Objection, Index("ix_objections_proposal", "workspace_id", "proposal_id")
)
decisions = _record_table("decisions", Decision, _numbered())
actions = _record_table("actions", Action, _numbered(), Index("ix_actions_check_in", "next_check_in"))
checkins = _record_table("checkins", CheckIn, Index("ix_checkins_action", "workspace_id", "action_id"))
cadences = _record_table(
    "cadences",
    Cadence,
    Index("ix_cadences_due", "on", "next_due"),
    Index("ix_cadences_coalition", "workspace_id", "coalition_id"),
)
questions = _record_table(
    "questions",
    Question,
    Index("ix_questions_coalition", "workspace_id", "coalition_id"),
    Index("ix_questions_thread", "workspace_id", "channel_id", "thread"),
    Index("ix_questions_waiting", "waiting_since"),
)
gaps = _record_table(
    "gaps",
    Gap,
    Index("ix_gaps_coalition", "workspace_id", "coalition_id"),
    Index("ix_gaps_recheck", "recheck_at"),
)
judgements = _record_table(
    "judgements", Judgement, UniqueConstraint("workspace_id", "question_id", "judged_by")
)

links = _record_table(
    "links",
    Link,
    UniqueConstraint("workspace_id", "from_kind", "from_id", "to_kind", "to_id"),
    Index("ix_links_coalition", "workspace_id", "coalition_id"),
)
nudges = _record_table(
    "nudges",
    Nudge,
    UniqueConstraint("workspace_id", "key"),
    Index("ix_nudges_person", "workspace_id", "slack_user_id", "state"),
)
nudge_settings = _record_table("nudge_settings", NudgeSettings, Index("ix_nudge_settings_due", "digest_due"))
canvases = _record_table("canvases", Canvas, UniqueConstraint("workspace_id", "coalition_id"))
PLURALS = {
    RecordKind.GOAL: "goals",
    RecordKind.PARAMETER: "parameters",
    RecordKind.STAKEHOLDER: "stakeholders",
    RecordKind.DECISION_RIGHT: "decision_rights",
    RecordKind.WORKING_AGREEMENT: "working_agreements",
    RecordKind.SHARING_PROFILE: "sharing_profiles",
    RecordKind.MEASURE: "measures",
    RecordKind.DATA_ASSET: "data_assets",
    RecordKind.AGREEMENT: "agreements",
    RecordKind.SHARE: "shares",
}

RECORDS: dict[str, tuple[Table, type]] = {
    "coalitions": (coalitions, Coalition),
    "channels": (channels, LinkedChannel),
    "organisations": (organisations, Organisation),
    "participants": (participants, Participant),
    "preferences": (preferences, Preference),
    "homes": (homes, HomeShown),
    "sessions": (sessions, Session),
    "contributions": (contributions, Contribution),
    "checks": (checks, SynthesisCheck),
    "drawn_themes": (drawn_themes, DrawnTheme),
    "rank_ballots": (rank_ballots, RankBallot),
    "parked_points": (parked_points, ParkedPoint),
    "proposals": (proposals, Proposal),
    "positions": (positions, Position),
    "objections": (objections, Objection),
    "decisions": (decisions, Decision),
    "actions": (actions, Action),
    "cadences": (cadences, Cadence),
    "questions": (questions, Question),
    "judgements": (judgements, Judgement),
    "gaps": (gaps, Gap),
    "links": (links, Link),
    "canvases": (canvases, Canvas),
    "checkins": (checkins, CheckIn),
    "nudges": (nudges, Nudge),
    "nudge_settings": (nudge_settings, NudgeSettings),
    **{name: (_record_table(name, KINDS[kind], _numbered()), KINDS[kind]) for kind, name in PLURALS.items()},
}

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("workspace_id", String(32), nullable=False),
    Column("key", String(255), nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("body", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("expires", UtcDateTime),
    Column("leased_until", UtcDateTime),
    Column("attempted_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, default=0),
    Column("sent_at", UtcDateTime),
    Column("ts", String(32)),
    Column("place", String(255)),
    Column("thread", String(255)),
    Column("note", Text),
    UniqueConstraint("workspace_id", "key"),
    Index("ix_outbox_waiting", "state", "due"),
    Index("ix_outbox_turn", "workspace_id", "channel_id", "state", "id"),
)
places = Table(
    "places",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("name", String(255), primary_key=True),
    Column("channel_id", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    UniqueConstraint("workspace_id", "channel_id", "ts"),
)
seen = Table(
    "seen_acts",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
)
audit = Table(
    "audit_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("workspace_id", String(32), nullable=False),
    Column("coalition_id", String(64)),
    Column("record", String(32), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("before", JSON),
    Column("after", JSON, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Index("ix_audit_record", "workspace_id", "record", "record_id"),
)
