"""Every command, action, view and input id, and how a button carries what it is about."""

from enum import StrEnum

COMMAND = "/convene"
SEPARATOR = "|"


class Press(StrEnum):
    """Ids of buttons."""

    NEXT = "session.next"
    BACK = "session.back"
    PAUSE = "session.pause"
    RESUME = "session.resume"
    END = "session.end"
    SKIP = "session.skip"
    EXTEND = "session.extend"
    HAND = "session.hand_over"
    TAKE_OVER = "session.take_over"
    PARK = "session.park"
    PASTE = "session.paste"
    PROJECTOR = "session.projector"
    START_PLANNED = "session.planned"
    CONTRIBUTE = "step.contribute"
    RECOGNISED = "synthesis.yes"
    MISSING = "synthesis.missing"
    NOT_MEANT = "synthesis.not_meant"
    SPREAD = "rank.spread"
    DRAFT = "synthesis.draft"
    HEARD = "check.heard"
    ASK_QUIET = "check.ask_quiet"
    PROPOSE = "proposal.write"
    CONSENT = "position.consent"
    STAND_ASIDE = "position.stand_aside"
    CONCERN = "position.concern"
    OBJECTION = "position.objection"
    CLOSE_ROUND = "round.close"
    SET_ASIDE = "round.set_aside"
    OBJECT_LATE = "decision.object"
    ADD_ACTION = "action.add"
    COMPLETE_ACTION = "action.complete"
    ACTION_DONE = "action.done"
    OPEN_SOURCE = "answer.source"
    HELPED = "answer.helped"
    NOT_HELPED = "answer.not_helped"
    MORE = "answer.more"
    GAPS = "gaps.page"
    MORE_ALONE = "answer.more_alone"
    DOCUMENTS = "library.page"
    ADD_DOCUMENT = "library.add"
    REMOVE_DOCUMENT = "library.remove"
    ASK = "ask.open"
    SETUP = "setup.open"
    PRIVACY = "privacy.open"
    SPANISH = "lang.es"
    ENGLISH = "lang.en"
    START = "session.start"
    DECISIONS = "decisions.page"
    ACTIONS = "actions.page"
    HELP = "help.open"
    CHARTER = "charter.make"
    RECORD_LIST = "record.list"
    RECORD_FILTER = "record.filter"
    RECORD_OPEN = "record.open"
    RECORD_ADD = "record.add"
    RECORD_EDIT = "record.edit"
    RECORD_SUPERSEDE = "record.supersede"
    RECORD_RETIRE = "record.retire"
    RECORD_LINK = "record.link"
    SUGGESTED = "capture.suggested"
    SUGGESTIONS = "capture.switch"
    STATUS = "status.open"
    GO_TO = "channel.open"
    KEEP_NUDGES = "attention.keep"
    LATER_NUDGES = "attention.later"
    STOP_NUDGES = "attention.stop"
    NUDGE_SETTINGS = "nudges.settings"
    REPORT = "action.report"
    WEEKLY_MORE = "weekly.more"
    SILENCE_NUDGE = "silence.nudge"
    SILENCE_EXTEND = "silence.extend"
    SILENCE_CLOSE = "silence.close"
    ACTION_DAY = "action.day"


class Shortcut(StrEnum):
    """Callback ids of the shortcuts in a message's menu; the manifest names them, too."""

    RECORD_DECISION = "capture.decision"
    RECORD_PARAMETER = "capture.parameter"
    MAKE_ACTION = "capture.action"


class ViewId(StrEnum):
    """Callback ids of forms."""

    CONTRIBUTE = "form.contribute"
    RANK = "form.rank"
    DRAFT = "form.draft"
    PROPOSAL = "form.proposal"
    REASON = "form.reason"
    LATE_OBJECTION = "form.late_objection"
    ACTION = "form.action"
    SETUP = "form.setup"
    REPORT = "form.report"
    NUDGES = "form.nudges"
    ASK = "form.ask"
    PARK = "form.park"
    PASTE = "form.paste"
    HAND = "form.hand_over"
    PROJECTOR = "view.projector"
    RECORD = "form.record"
    RETIRE = "form.retire"
    LINK = "form.link"
    DOCUMENT = "form.document"
    PASSAGE = "view.passage"
    PASSAGES = "view.passages"


class Field(StrEnum):
    """Block ids of the forms' inputs; each input's action id is ``VALUE``."""

    TEXT = "text"
    NAMED = "named"
    OWNER = "owner"
    DUE = "due"
    NAME = "name"
    FACILITATORS = "facilitators"
    COMMUNITY_PARTNERS = "community_partners"
    OBSERVERS = "observers"
    TIME_ZONE = "time_zone"
    LANG = "lang"
    WHY = "why"
    LINKED = "linked"
    BLOCKER = "blocker"
    UNTIL = "until"
    WANTS = "wants"
    QUIET_FROM = "quiet_from"
    QUIET_TO = "quiet_to"
    DAYS_OFF = "days_off"
    AWAY_UNTIL = "away_until"


VALUE = "value"


def pack(*parts: object) -> str:
    """Return what a button or form carries as one string."""
    return SEPARATOR.join(str(part) for part in parts)


def row_of(channel_id: str, name: object) -> str:
    """Return the block id of a row on a Home: it names the channel that its buttons are about."""
    return pack("at", channel_id, name)


def channel_of(block_id: str) -> str:
    """Return the channel that a row on a Home is about; nothing where it is about none."""
    start, channel_id = unpack(block_id, 2)
    return channel_id if start == "at" else ""


def unpack(packed: str, count: int) -> list[str]:
    """Return the parts of a packed string, padded with '' to ``count``."""
    parts = packed.split(SEPARATOR)
    return (parts + [""] * count)[:count]


def dot_field(n: int) -> str:
    """Return the block id of a dot's menu; dots are counted from 0."""
    return f"dot.{n}"


def theme_fields(n: int) -> tuple[str, str]:
    """Return the block ids of a theme's wording and of its contributions' numbers."""
    return f"wording.{n}", f"numbers.{n}"
