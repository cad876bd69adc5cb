"""Files that a charter becomes, and pictures."""

from typing import Protocol

from bot.domain.charter import Charter, CharterFormat
from bot.domain.pictures import Picture


class Documents(Protocol):
    """Writes a charter as a file, and draws pictures."""

    def write(self, charter: Charter, wanted: CharterFormat) -> bytes:
        """Return the file's content."""
        ...

    def draw(self, picture: Picture) -> bytes:
        """Return a picture as a PNG, readable in light and dark mode."""
        ...
