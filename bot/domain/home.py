"""What stands on one person's Home tab, so that it is shown anew only when something changed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HomeShown:
    """A fingerprint of what one person's Home shows; the id is their account's."""

    id: str
    shown: str
    version: int = 0
