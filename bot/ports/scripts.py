"""The guided sessions' scripts."""

from typing import Protocol

from bot.domain.framework import Pillar, PillarKey


class Scripts(Protocol):
    """Scripts by pillar and language."""

    def pillar(self, key: PillarKey, lang: str) -> Pillar | None:
        """Return a pillar's script in that language, or in English, or None if there is none yet."""
        ...

    def available(self) -> tuple[PillarKey, ...]:
        """Return the pillars that have a script, in the framework's order."""
        ...
