"""Files that a charter becomes."""

from typing import Protocol

from bot.domain.charter import Charter, CharterFormat


class Documents(Protocol):
    """Writes a charter as a file."""

    def write(self, charter: Charter, wanted: CharterFormat) -> bytes:
        """Return the file's content."""
        ...
