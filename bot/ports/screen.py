"""The look at a text before it is stored."""

from typing import Protocol

from bot.domain.screening import Finding


class Screen(Protocol):
    """Finds obvious identifiers of people. Detection is not perfect, and says so to people."""

    def findings(self, text: str) -> tuple[Finding, ...]:
        """Return what looks like an identifier, in order of place; empty when nothing does."""
        ...
