"""What one person did in Slack, as far as the use cases need to know it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Surface:
    """What is needed to answer the person at once; opaque to the use cases."""

    trigger_id: str = ""
    response_url: str = ""


@dataclass(frozen=True)
class Act:
    """One act of one person. ``key`` is the same when Slack sends the same act twice."""

    key: str
    workspace_id: str
    user_id: str
    channel_id: str = ""
    thread_ts: str = ""
    message_ts: str = ""
    surface: Surface = field(default_factory=Surface)
