"""A coalition's canvas: the charter as it stands in a channel."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Canvas:
    """``revision`` is that of the records which the canvas shows; ``refused``: Slack would not take it any more."""

    id: str
    coalition_id: str
    channel_id: str
    canvas_id: str
    revision: int
    refused: bool = False
    version: int = 0
