"""PDF: text by page."""

import io

from bot.domain.library import Piece, PlaceKind
from bot.ports.incoming import Unreadable
from bot.retrieval.loaders.parts import Limits, Loaded


def pdf(data: bytes, limits: Limits) -> Loaded:
    """Return a PDF's pages. Raises Unreadable where it is locked, too long, or too large when unpacked."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError

    reader = PdfReader(io.BytesIO(data))
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("locked")
        count = len(reader.pages)
    except (DependencyError, NotImplementedError) as locked:
        raise Unreadable("locked") from locked
    if count > limits.pages:
        raise Unreadable("long", limit=limits.pages)
    try:
        texts = [page.extract_text() for page in reader.pages]
    except LimitReachedError as bomb:
        raise Unreadable("bomb") from bomb
    title = str((reader.metadata.title if reader.metadata else None) or "").strip()
    parts = [Piece(text, "", PlaceKind.PAGE, str(n)) for n, text in enumerate(texts, 1)]
    return Loaded(title, tuple(parts))
