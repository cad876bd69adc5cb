"""What one person did in Slack, as far as the use cases need to know it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Surface:
    """What is needed to answer the person at once; opaque to the use cases.

    ``view_id`` is the open form in which they act, ``from_home`` that they act on their Home.
    """

    trigger_id: str = ""
    response_url: str = ""
    view_id: str = ""
    from_home: bool = False

    @property
    def in_view(self) -> bool:
        """Whether the person acts in a form or on their Home, where a message in a channel would not be seen."""
        return self.from_home or bool(self.view_id)


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
