"""The tables."""

from sqlalchemy import JSON, Column, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from bot.domain.actions import Action
from bot.domain.amendments import Amendment, Interest
from bot.domain.attention import Nudge, NudgeSettings
from bot.domain.cadence import Cadence
from bot.domain.canvases import Canvas
from bot.domain.checkins import CheckIn
from bot.domain.contributions import Contribution, SynthesisCheck
from bot.domain.deciding import Deciding, RoundPart, Terms
from bot.domain.decisions import Decision, Objection, Position, Proposal
from bot.domain.gaps import Gap
from bot.domain.home import HomeShown
from bot.domain.library import Adding, Document
from bot.domain.links import Link
from bot.domain.people import Coalition, LinkedChannel, Organisation, Participant
from bot.domain.preferences import Preference
from bot.domain.questions import Judgement, Question
from bot.domain.records import KINDS, RecordKind
from bot.domain.sessions import Session
from bot.domain.silences import Silence
from bot.domain.steps.parking import ParkedPoint
from bot.domain.steps.rank import RankBallot
from bot.domain.steps.synthesise import DrawnTheme
from bot.storage.columns import metadata as metadata
from bot.storage.columns import numbered, record_table
from bot.storage.types import UtcDateTime

coalitions = record_table("coalitions", Coalition, UniqueConstraint("workspace_id", "home_channel_id"))
channels = record_table(
    "linked_channels",
    LinkedChannel,
    UniqueConstraint("workspace_id", "channel_id"),
    Index("ix_linked_channels_coalition", "workspace_id", "coalition_id"),
)
organisations = record_table(
    "organisations", Organisation, UniqueConstraint("workspace_id", "coalition_id", "name")
)
participants = record_table(
    "participants", Participant, UniqueConstraint("workspace_id", "coalition_id", "slack_user_id")
)
preferences = record_table("preferences", Preference)
homes = record_table("homes", HomeShown)
sessions = record_table(
    "sessions", Session, Index("ix_sessions_channel", "workspace_id", "channel_id", "state")
)
contributions = record_table(
    "contributions",
    Contribution,
    Index("ix_contributions_step", "workspace_id", "session_id", "step_id"),
    UniqueConstraint("workspace_id", "session_id", "message_ts"),
)
checks = record_table(
    "synthesis_checks",
    SynthesisCheck,
    UniqueConstraint("workspace_id", "session_id", "step_id", "participant_id"),
)
drawn_themes = record_table(
    "drawn_themes", DrawnTheme, UniqueConstraint("workspace_id", "session_id", "step_id", "number")
)
rank_ballots = record_table(
    "rank_ballots",
    RankBallot,
    UniqueConstraint("workspace_id", "session_id", "step_id", "participant_id"),
)
parked_points = record_table(
    "parked_points", ParkedPoint, Index("ix_parked_points_session", "workspace_id", "session_id")
)
proposals = record_table(
    "proposals", Proposal, numbered(), Index("ix_proposals_channel", "workspace_id", "channel_id")
)
positions = record_table(
    "positions", Position, UniqueConstraint("workspace_id", "proposal_id", "participant_id")
)
objections = record_table(
    "objections", Objection, Index("ix_objections_proposal", "workspace_id", "proposal_id")
)
decisions = record_table("decisions", Decision, numbered())
deciding = record_table("deciding", Deciding)
terms = record_table("round_terms", Terms, Index("ix_round_terms_closing", "workspace_id", "closes_at"))
round_parts = record_table(
    "round_parts", RoundPart, UniqueConstraint("workspace_id", "proposal_id", "participant_id", "part")
)
amendments = record_table(
    "amendments", Amendment, Index("ix_amendments_proposal", "workspace_id", "proposal_id")
)
interests = record_table("interests", Interest, Index("ix_interests_proposal", "workspace_id", "proposal_id"))
actions = record_table("actions", Action, numbered(), Index("ix_actions_check_in", "next_check_in"))
checkins = record_table("checkins", CheckIn, Index("ix_checkins_action", "workspace_id", "action_id"))
cadences = record_table(
    "cadences",
    Cadence,
    Index("ix_cadences_due", "on", "next_due"),
    Index("ix_cadences_coalition", "workspace_id", "coalition_id"),
)
questions = record_table(
    "questions",
    Question,
    Index("ix_questions_coalition", "workspace_id", "coalition_id"),
    Index("ix_questions_thread", "workspace_id", "channel_id", "thread"),
    Index("ix_questions_waiting", "waiting_since"),
)
gaps = record_table(
    "gaps",
    Gap,
    Index("ix_gaps_coalition", "workspace_id", "coalition_id"),
    Index("ix_gaps_recheck", "recheck_at"),
)
judgements = record_table(
    "judgements", Judgement, UniqueConstraint("workspace_id", "question_id", "judged_by")
)

links = record_table(
    "links",
    Link,
    UniqueConstraint("workspace_id", "from_kind", "from_id", "to_kind", "to_id"),
    Index("ix_links_coalition", "workspace_id", "coalition_id"),
)
nudges = record_table(
    "nudges",
    Nudge,
    UniqueConstraint("workspace_id", "key"),
    Index("ix_nudges_person", "workspace_id", "slack_user_id", "state"),
)
silences = record_table("silences", Silence, UniqueConstraint("workspace_id", "record_id"))
nudge_settings = record_table("nudge_settings", NudgeSettings, Index("ix_nudge_settings_due", "digest_due"))
canvases = record_table("canvases", Canvas, UniqueConstraint("workspace_id", "coalition_id"))
documents = record_table("documents", Document, numbered())
addings = record_table("addings", Adding, Index("ix_addings_give_up", "give_up_at"))
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
    "deciding": (deciding, Deciding),
    "terms": (terms, Terms),
    "round_parts": (round_parts, RoundPart),
    "amendments": (amendments, Amendment),
    "interests": (interests, Interest),
    "actions": (actions, Action),
    "cadences": (cadences, Cadence),
    "questions": (questions, Question),
    "judgements": (judgements, Judgement),
    "gaps": (gaps, Gap),
    "links": (links, Link),
    "canvases": (canvases, Canvas),
    "checkins": (checkins, CheckIn),
    "nudges": (nudges, Nudge),
    "silences": (silences, Silence),
    "nudge_settings": (nudge_settings, NudgeSettings),
    "documents": (documents, Document),
    "addings": (addings, Adding),
    **{name: (record_table(name, KINDS[kind], numbered()), KINDS[kind]) for kind, name in PLURALS.items()},
}

# Detached ballots. The tables hold no time, no id, and (WITHOUT ROWID) no order in which rows came.
ballot_counts = Table(
    "ballot_counts",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("proposal_id", String(64), primary_key=True),
    Column("choice", String(32), primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)
ballot_voters = Table(
    "ballot_voters",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("proposal_id", String(64), primary_key=True),
    Column("participant_id", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

passages = Table(
    "document_passages",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("document_id", String(64), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("coalition_id", String(255), nullable=False),
    Column("channel_id", String(255), nullable=False),
    Column("heading", Text, nullable=False),
    Column("place_kind", String(32), nullable=False),
    Column("place", String(255), nullable=False),
    Column("text", Text, nullable=False),
    Column("lang", String(32), nullable=False),
    Column("model", String(255), nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Index("ix_document_passages_coalition", "workspace_id", "coalition_id"),
)
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
