"""Text to sentences, with what looks like an end of a sentence and is none."""

import re

ABBREVIATIONS = frozenset(
    "e.g i.e etc vs dr mr mrs ms st no nos p pp u.s u.k inc dept approx cf al ed eds art fig vol "
    "p.ej ej sr sra ud uds ee.uu núm pág".split()
)
_END = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][\"')\]])|(?<=[.!?][\"')\]][\"')\]]))\s+(?=[\"'(¿¡]*[A-ZÁÉÍÓÚÑ0-9])"
)
_INITIALS = re.compile(r"(?:[a-z]\.)*[a-z]")
_EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1")
_ITALIC = re.compile(r"(?<!\w)[*_](?!\s)([^*_]+?)(?<!\s)[*_](?!\w)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+\.)\s+")


def unmarked(text: str) -> str:
    """Return Markdown text without its marks: emphasis, links, bullets."""
    lines = [_BULLET.sub("", line) for line in text.splitlines()]
    plain = _LINK.sub(r"\1", "\n".join(lines))
    return _ITALIC.sub(r"\1", _EMPHASIS.sub(r"\2", plain))


def sentences(text: str) -> list[str]:
    """Return the sentences of Markdown text as plain text, in order; each list item is one, at least."""
    found: list[str] = []
    for block in _blocks(text):
        for piece in _END.split(unmarked(block).strip()):
            if found and _is_unfinished(found[-1]) and piece and found[-1] in _joined(block):
                found[-1] = f"{found[-1]} {piece}"
            elif piece:
                found.append(" ".join(piece.split()))
    return found


def _joined(block: str) -> str:
    return " ".join(unmarked(block).split())


def _blocks(text: str) -> list[str]:
    """Paragraphs, and the items of lists, each by itself."""
    blocks: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        for line in paragraph.splitlines():
            if _BULLET.match(line) or not blocks or line is paragraph.splitlines()[0]:
                blocks.append(line)
            else:
                blocks[-1] += f" {line.strip()}"
    return blocks


def _is_unfinished(piece: str) -> bool:
    last = piece.rsplit(" ", 1)[-1].strip("(\"'").casefold()
    return last.endswith(".") and (last[:-1] in ABBREVIATIONS or bool(_INITIALS.fullmatch(last[:-1])))
