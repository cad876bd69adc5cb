"""Passages of documents, and what a search tells of those that it found."""

from dataclasses import dataclass


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
    content words, weighted by how much they say, that the passage holds.
    ``similarity`` (-1..1) is the cosine of the embeddings, ``None`` without a dense index;
    ``asked`` tells how near the nearest way is in which people ask for the passage, ``outside`` how near the
    nearest question that no page answers: both by meaning, else by words; ``None`` where none is near.
    ``elsewhere`` is how much more the question sounds like all that no page answers than like what any page does.
    ``declared`` is true where the page says that the passage answers just this question.
    """

    passage: Passage
    score: float
    overlap: float = 0.0
    similarity: float | None = None
    asked: float | None = None
    outside: float = 0.0
    elsewhere: float = 0.0
    declared: bool = False
