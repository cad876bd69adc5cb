"""The library's pages (Markdown with front matter) as passages with stable ids."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from bot.domain.answers import Passage, Source
from bot.retrieval.everyday import outside
from bot.retrieval.splitting import split

# The same safe loader, eight times as fast where libyaml is there: half of a cold start.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEADING = re.compile(r"^##\s+(?P<heading>.+?)\s*\{#(?P<anchor>[a-z0-9-]+)\}\s*$", re.MULTILINE)
_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)


class KnowledgeError(Exception):
    """A page of the library is wrong; the message names the page and says what, in plain words."""


def load_passages(root: Traversable) -> tuple[Passage, ...]:
    """Read all pages under the languages' folders. Raises KnowledgeError on the first that is wrong."""
    sources = _sources(root / "sources.yaml")
    folders = sorted((entry for entry in root.iterdir() if entry.is_dir()), key=lambda entry: entry.name)
    pages = [page for folder in folders for page in _pages(folder, folder.name)]
    return tuple(passage for page_id, file in pages for passage in _page(page_id, file, sources))


def fingerprint(passages: Sequence[Passage]) -> str:
    """Return a hash of everything that an index is made from."""
    digest = hashlib.sha256()
    for lang in sorted({passage.lang for passage in passages}):
        digest.update(repr(outside(lang)).encode())
    for passage in passages:
        digest.update(repr(passage).encode())
    return digest.hexdigest()[:16]


def _pages(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        below = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _pages(entry, below)
        elif entry.name.endswith(".md"):
            yield below.removesuffix(".md"), entry


def _sources(file: Traversable) -> dict[str, Source]:
    listed = _yaml(file.read_text(encoding="utf-8"), file.name)
    return {
        key: Source(
            title=told["title"],
            authors=tuple(told.get("authors", ())),
            year=told.get("year"),
            publisher=told.get("publisher", ""),
            url=told.get("url", ""),
        )
        for key, told in listed.items()
    }


def _page(page_id: str, file: Traversable, sources: Mapping[str, Source]) -> Iterator[Passage]:
    parts = _FRONT.match(file.read_text(encoding="utf-8"))
    if parts is None:
        raise KnowledgeError(f"{page_id} has no front matter between two lines of ---")
    front = _yaml(parts["front"], page_id)
    headings = list(_HEADING.finditer(parts["body"]))
    ends = [*(heading.start() for heading in headings[1:]), len(parts["body"])]
    for heading, end in zip(headings, ends, strict=True):
        text = parts["body"][heading.end() : end].strip()
        for n, piece in enumerate(split(text), 1):
            anchor = heading["anchor"] if n == 1 else f"{heading['anchor']}-{n}"
            yield _passage(page_id, front, anchor, heading["heading"], piece, sources)


def _passage(
    page_id: str, front: Mapping[str, Any], anchor: str, heading: str, text: str, known: Mapping[str, Source]
) -> Passage:
    more = (front.get("passages") or {}).get(anchor) or {}
    cited = more.get("sources", front.get("sources", ()))
    unknown = [key for key in cited if key not in known]
    if unknown:
        raise KnowledgeError(f"{page_id}#{anchor} names sources that are not listed: {', '.join(unknown)}")
    if not text:
        raise KnowledgeError(f"{page_id}#{anchor} has no text")
    return Passage(
        id=f"{page_id}#{anchor}",
        document_id=page_id,
        title=str(front["title"]),
        heading=heading,
        text=text,
        lang=str(front["lang"]),
        kind=str(front["kind"]),
        sources=tuple(known[key] for key in cited),
        aliases=tuple(str(alias) for alias in more.get("aliases", ())),
        questions=tuple(str(question) for question in more.get("questions", ())),
    )


def _yaml(text: str, name: str) -> dict[str, Any]:
    try:
        data = LOADER(text).get_single_data()
    except yaml.YAMLError as wrong:
        raise KnowledgeError(f"{name} cannot be read: {wrong}") from wrong
    if not isinstance(data, dict):
        raise KnowledgeError(f"{name} holds no settings")
    return data
