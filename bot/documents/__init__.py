"""A charter as a file: Markdown, Word, PDF, sheets."""

from collections.abc import Callable

from bot.domain.charter import Charter, CharterFormat
from bot.domain.pictures import Picture


def _markdown(charter: Charter) -> bytes:
    from bot.documents import markdown

    return markdown.write(charter).encode()


def _word(charter: Charter) -> bytes:
    from bot.documents import word

    return word.write(charter)


def _pdf(charter: Charter) -> bytes:
    from bot.documents import pdf

    return pdf.write(charter)


def _sheets(charter: Charter) -> bytes:
    from bot.documents import sheets

    return sheets.write(charter)


WRITERS: dict[CharterFormat, Callable[[Charter], bytes]] = {
    CharterFormat.MARKDOWN: _markdown,
    CharterFormat.CANVAS: _markdown,
    CharterFormat.WORD: _word,
    CharterFormat.PDF: _pdf,
    CharterFormat.SHEETS: _sheets,
}


class FileDocuments:
    """The Documents port; what is heavy is loaded with the first file of its kind."""

    def write(self, charter: Charter, wanted: CharterFormat) -> bytes:
        """Return the file's content; a canvas takes Markdown."""
        return WRITERS[wanted](charter)

    def draw(self, picture: Picture) -> bytes:
        """Return a picture as a PNG."""
        from bot.documents import progress

        return progress.draw(picture)
