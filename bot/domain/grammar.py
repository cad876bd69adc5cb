"""What people type after ``/convene`` or after a mention."""

import difflib
import re
from dataclasses import dataclass
from datetime import time

from bot.domain.charter import CharterFormat
from bot.domain.framework import Mode
from bot.domain.registers import Register, narrows

KNOWN = (
    "setup",
    "ask",
    "start",
    "status",
    "next",
    "back",
    "skip",
    "pause",
    "resume",
    "extend",
    "handover",
    "rota",
    "park",
    "paste",
    "projector",
    "rehearse",
    "end",
    "decide",
    "decisions",
    "settings",
    "action",
    "actions",
    "parameter",
    "parameters",
    "power",
    "data",
    "charter",
    "pictures",
    "record",
    "suggestions",
    "nudges",
    "library",
    "language",
    "privacy",
    "help",
)
MOVES = frozenset(
    {"next", "back", "skip", "pause", "resume", "extend", "handover", "paste", "projector", "end"}
)
LISTS = frozenset({"decisions", "actions", "parameters", "power", "data"})
BARE = (
    frozenset({"library", "setup", "status", "charter", "pictures", "privacy", "help", "settings"})
    | MOVES
    | LISTS
)
LIBRARY_WORDS = frozenset({"gaps", "faltas", "list", "lista", "add", "agregar", "remove", "quitar"})
WEEKDAYS = (
    ("monday", "lunes"),
    ("tuesday", "martes"),
    ("wednesday", "miércoles", "miercoles"),
    ("thursday", "jueves"),
    ("friday", "viernes"),
    ("saturday", "sábado", "sabado"),
    ("sunday", "domingo"),
)
ON, OFF = ("on", "sí", "si"), ("off", "no")
IN_ENGLISH = {
    "anota": "record",
    "sugerencias": "suggestions",
    "imágenes": "pictures",
    "imagenes": "pictures",
    "turnos": "rota",
}
_HOUR = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)$")


@dataclass(frozen=True)
class Typed:
    """A sub-command and what follows it."""

    command: str
    rest: str = ""


def read(text: str) -> Typed:
    """Split typed text into its first word, in lower case, and the rest."""
    first, rest = [*text.split(maxsplit=1), "", ""][:2]
    return Typed(IN_ENGLISH.get(first.casefold(), first.casefold()), rest.strip())


def meant_as_command(text: str) -> Typed | None:
    """Return a mention's text as a sub-command, or None where it reads as a question.

    "next" is a command, "next steps after a data agreement?" is a question.
    """
    typed = read(text)
    if typed.command in BARE and not typed.rest:
        return typed
    if typed.command == "charter" and typed.rest.casefold() in set(CharterFormat):
        return typed
    if typed.command == "library" and typed.rest.casefold().split(" ")[0] in LIBRARY_WORDS:
        return typed
    if typed.command == "rota" and typed.rest.casefold() in ("", *ON, *OFF):
        return typed
    if typed.command in LISTS and narrows(Register(typed.command), typed.rest):
        return typed
    if typed.command in (
        "start",
        "park",
        "rehearse",
        "ask",
        "action",
        "parameter",
        "record",
        "suggestions",
        "nudges",
        "language",
        "decide",
    ) and not text.strip().endswith("?"):
        return typed
    return None


CAPTURED = {
    "parameter": ("parameter", "parámetro", "parametro"),
    "decision": ("decision", "decisión"),
    "action": ("action", "acción", "accion"),
}


def captured(rest: str) -> str:
    """Return the kind that ``as parameter`` names, after ``record``; nothing where it names none."""
    words = rest.casefold().split()
    wanted = words[-1] if words else ""
    return next((kind for kind, names in CAPTURED.items() if wanted in names), "")


def nearest(command: str) -> str:
    """Return the known sub-command that looks most like a typed one."""
    close = difflib.get_close_matches(command, KNOWN, n=1, cutoff=0.0)
    return close[0]


def start_words(rest: str) -> tuple[str, Mode | None]:
    """Return the pillar's words and the mode, from ``vision live`` or ``shared vision``."""
    words = rest.split()
    mode = next((Mode(word.casefold()) for word in words if word.casefold() in set(Mode)), None)
    pillar = [word for word in words if word.casefold() not in set(Mode)]
    until = next((n for n, word in enumerate(pillar) if word.casefold() in ("until", "hasta")), len(pillar))
    if until < len(pillar) and mode is None:
        mode = Mode.ASYNC
    return " ".join(pillar[:until]), mode


def until_words(rest: str) -> str:
    """Return the day in people's words, from ``vision async until next Friday``; nothing where none is named."""
    words = rest.split()
    at = next((n for n, word in enumerate(words) if word.casefold() in ("until", "hasta")), len(words))
    return " ".join(word for word in words[at + 1 :] if word.casefold() not in set(Mode))


def text_and_day(rest: str) -> tuple[str, str]:
    """Split ``TEXT until DATE`` at its last "until" or "hasta"; the day is empty where there is none."""
    parts = re.split(r"\s+(?:until|hasta)\s+", rest.strip(), flags=re.IGNORECASE)
    if len(parts) == 1:
        return rest.strip(), ""
    day = parts[-1]
    return rest.strip()[: rest.strip().rfind(day)].rsplit(maxsplit=1)[0], day


def weekly_words(rest: str) -> tuple[bool, int | None, time | None] | None:
    """Return on or off, weekday and hour, from ``on``, ``off`` or ``Monday 9:00``; None if it is none of these."""
    words = rest.casefold().split()
    if words in (["on"], ["off"]):
        return words == ["on"], None, None
    if not words or len(words) > 2:
        return None
    day = next((n for n, names in enumerate(WEEKDAYS) if words[0] in names), None)
    hour = _HOUR.match(words[1]) if len(words) == 2 else None
    if day is None or (len(words) == 2 and hour is None):
        return None
    return True, day, time(int(hour[1]), int(hour[2])) if hour else None
