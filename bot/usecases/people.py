"""Names for the accounts that people mention."""

from dataclasses import dataclass

from bot.domain.acts import Act
from bot.domain.mentions import with_names
from bot.ports.channel import Directory


@dataclass(frozen=True)
class People:
    """Tells who is who."""

    directory: Directory

    def named(self, act: Act, text: str) -> str:
        """Return a text in which the accounts stand by name."""
        return with_names(text, lambda user_id: self.directory.name(act.workspace_id, user_id))
