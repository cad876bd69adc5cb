"""A question's passages drawn together into a short, cited answer, or an honest no."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    """A publication that a passage rests on."""

    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True)
class Passage:
    """A part of a document that stands alone and can be cited.

    ``id`` is ``document_id#anchor``; ``text`` is Markdown without its heading.
    ``aliases`` and ``questions`` help to find it and are never shown.
    """

    id: str
    document_id: str
    title: str
    heading: str
    text: str
    lang: str = "en"
    kind: str = "framework"
    sources: tuple[Source, ...] = ()
    aliases: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A passage that a search brought, best first.

    ``score`` is the fused rank score. ``overlap`` (0..1) is the share of the question's
    content words, weighted by how rare they are in the library, that the passage holds.
    ``similarity`` (-1..1) is the cosine of the embeddings, ``None`` without a dense index.
    """

    passage: Passage
    score: float
    overlap: float = 0.0
    similarity: float | None = None


@dataclass(frozen=True)
class Citation:
    """The n-th source of an answer."""

    n: int
    passage: Passage
    score: float


@dataclass(frozen=True)
class Answer:
    """What a person who asked gets: plain text with [n] marks, and the passages behind them."""

    question: str
    text: str
    lang: str
    declined: bool = False
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = field(default=())
    mode: str = "extractive"
