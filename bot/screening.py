"""What looks like an identifier of a person: presidio's pattern recognizers, and shapes of our own for what it lacks.

No language model is used: each recognizer is asked directly, in English and Spanish alike. What is weak by itself
counts only behind a label ("SSN", "call", "expediente"). Detection is not perfect, and the bot says so to people.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.domain.screening import Finding

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult

LONGEST = 40_000
NO_MODEL: Any = None
LABEL_REACH = 30
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
# Slack's own markup and addresses of pages hold numbers that are nobody's; mailto: and tel: stay.
MARKUP = re.compile(r"<[@#!][^<>]*>|(?<![\w:])https?://[^\s|>]*", re.IGNORECASE)
ROLES = re.compile(
    r"(?:info|contact|contacto|office|help|ayuda|hello|hola|data|datos|privacy|support|admin|no-?reply)@",
    re.I,
)
ZIP = re.compile(r"\d{5}-\d{4}")
TOLL_FREE = re.compile(r"\D*1?\D*8(?:00|33|44|55|66|77|88)\D")

LABELS = {
    "national_id": r"\bssns?\b|social security|seguro social|\bitin\b|tax\w* id|\bdni\b|\bnie\b|\bnif\b",
    "health_id": r"medicare|medicaid|\bmbi\b",
    "phone": r"call|phone|\btel|\bcell|mobile|text|reach|number is|llam|m[oó]vil|celular|whatsapp|n[uú]mero (?:es|de)",
}
NUMBER_WORD = (
    r"(?:\s*(?:no\.?|nos\.?|num(?:ber|\.)?|nr\.?|#|id|n[º°]|n[uú]m(?:ero|\.)?|code|is|was|es|de|:|=))*\s*"
)
CODE = r"(?=[\w/-]*\d{3})[a-z0-9][a-z0-9/-]{3,20}\b"
MONTH = (
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|enero|febrero|marzo|abril|mayo|junio|julio"
    r"|agosto|sep?tiembre|octubre|noviembre|diciembre)"
)
DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:\s+de)?\s+{MONTH}(?:\s+del?)?,?\s+\d{{4}})"
)
STREET = (
    r"\d{1,5}\s+(?:[nsew]\.?\s+)?(?:[\w'.]+\s+){1,3}"
    r"(?:st|street|ave|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|ct|court|way|pl|place|terrace|ter|pkwy)\b"
)
CALLE = (
    r"(?:calle|c/|avenida|avda\.?|av\.|paseo|plaza|camino)\s*(?:[\w'.]+\s+){0,4}[\w'.]+,?\s+"
    r"(?:n[º°.]\s*|n[uú]m\.?\s*|#\s*)?\d{1,5}\b"
)
PAPERS = r"(?:passport|pasaporte|driver'?s? licen[sc]e|licencia de conducir|alien registration|a-?number)"
PATIENT = (
    r"(?:mrn|medical record|chart|patient id|patient number|member id|medicaid(?: id)?|medicare(?: id)?"
    r"|historia cl[ií]nica|n[uú]mero de afiliaci[oó]n|expediente m[eé]dico)"
)
CASE = r"(?:case|docket|cause|court file|caso|causa|expediente)"
NUMBERED = r"\s*(?:no\.?|num(?:ber|\.)?|#|id|n[º°]|n[uú]m(?:ero|\.)?|is|es|:)"
CLIENT = r"(?:hmis|client|participant|cliente) (?:id|#|no\.|number|n[uú]mero)"
BIRTH = (
    r"(?:d\.?o\.?b\.?|born|birth ?da(?:y|te)|date of birth"
    r"|fecha de nacimiento|nac(?:i[oó]|id[oa]|imiento)|f\.? ?n\.)"
)
NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
HOME_IS = (
    r"(?:(?:lives?|living|stays?|resides?|home) (?:is )?(?:at|on)"
    r"|(?:home|her|his|their|client'?s?) address\W+(?:is)?)"
)
VIVE = r"(?:viven? en|domicilio\W+(?:es)?|(?:su )?direcci[oó]n\W+(?:es)?)"

# Shapes of our own by kind. In those of EXACT capitals matter.
SHAPES = (
    ("email", r"(?<![\w.])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"),
    ("phone", rf"(?:{LABELS['phone']})\D{{0,20}}\d{{3}}[-. ]\d{{4}}\b"),
    ("national_id", r"last (?:4|four)(?: digits)? of (?:\w+ )?(?:ssn|social)\D{0,25}\d{4}\b"),
    ("national_id", rf"\b{PAPERS}{NUMBER_WORD}[:\s]*(?=[a-z-]*\d[\w-]*\d{{4}})[a-z0-9-]{{6,15}}\b"),
    ("health_id", rf"\b{PATIENT}{NUMBER_WORD}{CODE}"),
    ("case_number", rf"\b{CASE}{NUMBERED}{NUMBER_WORD}{CODE}"),
    ("case_number", rf"\b{CLIENT}{NUMBER_WORD}{CODE}"),
    ("birth_date", rf"\b{BIRTH}[^\d\n]{{0,20}}?{DATE}"),
    ("street_address", rf"\b{HOME_IS}\s+{STREET}"),
    ("street_address", rf"\b{STREET},?\s*(?:apt|apartment|unit|#)\.?\s*\w+"),
    ("street_address", rf"\b{VIVE}\s*(?:la\s+)?{CALLE}"),
)
EXACT = (
    ("national_id", r"\b[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d\b"),  # Mexico's CURP
    ("case_number", r"\b\d{2,4}(?:[A-Z]{2})?-[A-Z]{2}-?\d{4,7}(?:-\d{2})?\b"),
    ("birth_date", rf"\b{NAME} {NAME},? \(?\d{{1,2}}/\d{{1,2}}/(?:19\d\d|200\d|201[0-2])\b"),
)
# Presidio's recognizers: entity -> our kind, and the score from which no label is needed.
PRESIDIO = {
    "US_SSN": ("national_id", 0.5),
    "US_ITIN": ("national_id", 0.5),
    "ES_NIF": ("national_id", 1.0),
    "ES_NIE": ("national_id", 1.0),
    "US_MBI": ("health_id", 0.5),
    "CREDIT_CARD": ("card_number", 1.0),
    "PHONE_NUMBER": ("phone", 1.0),
}


@dataclass(frozen=True)
class Cleaned:
    """A text as the recognizers read it, and where each of its signs stood."""

    text: str
    origins: tuple[int, ...]


class PersonScreen:
    """Finds obvious identifiers of people; safe to use from several threads."""

    def __init__(self) -> None:
        """Load nothing yet: presidio takes a second."""
        self._lock = Lock()

    def findings(self, text: str) -> tuple[Finding, ...]:
        """Return what looks like an identifier, in order of place; empty when nothing does."""
        cleaned = clean(text[:LONGEST])
        spans = {(kind, start, end) for kind, start, end in self._spans(cleaned.text)}
        found = [
            Finding(kind, cleaned.origins[start], cleaned.origins[end - 1] + 1) for kind, start, end in spans
        ]
        return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))

    def warm(self) -> None:
        """Load the recognizers now instead of at the first text."""
        self.findings("warm")

    def _spans(self, text: str) -> Iterator[tuple[str, int, int]]:
        for recognizer in self._ready():
            entity = recognizer.supported_entities[0]
            for result in recognizer.analyze(text, [entity], NO_MODEL):
                kind, sure = PRESIDIO.get(entity, (entity, 0.0))
                if counts(kind, text, result, sure):
                    yield kind, result.start, result.end

    def _ready(self) -> "tuple[EntityRecognizer, ...]":
        with self._lock:
            return self._recognizers

    @cached_property
    def _recognizers(self) -> "tuple[EntityRecognizer, ...]":
        from presidio_analyzer import predefined_recognizers as known

        theirs: Iterable[EntityRecognizer] = (
            known.UsSsnRecognizer(),
            known.UsItinRecognizer(),
            known.EsNifRecognizer(),
            known.EsNieRecognizer(),
            known.UsMbiRecognizer(),
            known.CreditCardRecognizer(),
            known.PhoneRecognizer(supported_regions=("US", "MX", "ES")),
        )
        return (
            *theirs,
            *(_shape(kind, expression, re.IGNORECASE) for kind, expression in SHAPES),
            *(_shape(kind, expression) for kind, expression in EXACT),
        )


def clean(text: str) -> Cleaned:
    """Return a text with plain digits, dashes and spaces, without unseen signs and without Slack's markup."""
    signs: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(MARKUP.sub(lambda match: " " * len(match[0]), text)):
        plain = unicodedata.normalize("NFKC", sign).translate(DASHES)
        if sign not in UNSEEN:
            signs.append(plain if len(plain) == 1 else sign)
            origins.append(place)
    return Cleaned("".join(signs), tuple(origins))


def counts(kind: str, text: str, result: "RecognizerResult", sure: float) -> bool:
    """Tell whether a result stands by itself, or behind a label; what is surely nobody's never counts."""
    said = text[result.start : result.end]
    if kind == "email":
        return ROLES.match(said) is None
    if kind == "phone" and (ZIP.fullmatch(said) or TOLL_FREE.match(said + " ")):
        return False
    if result.score >= sure or (kind == "phone" and _is_spelt_as_phone(said)):
        return True
    before = text[max(0, result.start - LABEL_REACH) : result.start]
    return kind in LABELS and re.search(LABELS[kind], before, re.IGNORECASE) is not None


def _is_spelt_as_phone(said: str) -> bool:
    """Ten digits in groups with dashes, dots or brackets, or any with a plus; bare digits may be a count."""
    digits = sum(sign.isdigit() for sign in said)
    return said.startswith("+") or (digits >= 10 and any(sign in said for sign in "-.()"))


def _shape(kind: str, expression: str, flags: int = 0) -> "EntityRecognizer":
    from presidio_analyzer import Pattern, PatternRecognizer

    return PatternRecognizer(kind, patterns=[Pattern(kind, expression, 1.0)], global_regex_flags=flags)
