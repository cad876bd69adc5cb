"""What looks like an identifier of a person: presidio's pattern recognizers, and shapes of ours.

No language model is used: each recognizer is asked directly, in English and Spanish alike. What is weak by
itself counts only behind a label ("SSN", "call", "expediente"). Detection is not perfect; the bot says so.
"""

import logging
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
# Signs without a shape of their own: zero-width spaces, soft hyphens, marks of the writing direction.
UNSEEN = "Cf"
# Slack's own markup and addresses of pages hold numbers that are nobody's; mailto: and tel: stay.
MARKUP = re.compile(r"<[@#!][^<>]*>|(?<![\w:])https?://[^\s|>]*", re.IGNORECASE)
ROLES = re.compile(
    r"(?:info|contact|contacto|office|help|ayuda|hello|hola|data|datos|privacy|support|admin|no-?reply)@",
    re.I,
)
ZIP = re.compile(r"\d{5}-\d{4}")
TOLL_FREE = re.compile(r"\D*1?\D*8(?:00|33|44|55|66|77|88)\D")
IN_GROUPS = re.compile(r"\d{3} \d{3} \d{4}")

LABELS = {
    "national_id": r"\bssns?\b|social security|seguro social|\bitin\b|tax\w* id|\bdni\b|\bnie\b|\bnif\b",
    "health_id": r"medicare|medicaid|\bmbi\b",
    "phone": (
        r"\b(?:call|phone|tel|cell|mobile|text|reach|number is|llam|m[oó]vil|celular|whatsapp"
        r"|n[uú]mero es|su n[uú]mero)"
    ),
}
NUMBERED = r"(?:no\.?|nos\.?|num(?:ber|\.)?|nr\.?|#|id|n\.?\s?[º°]|n[uú]m(?:ero|\.)?|code)"
NUMBER_WORD = rf"(?:\s*(?:{NUMBERED}|is|was|es|el|de|:|=))*\s*"
YEAR = r"(?:19|20)\d\d"
NOT_YEARS = rf"(?!{YEAR}(?:[-/]\d\d(?:\d\d)?)?\b(?![-/]))"
CODE = rf"{NOT_YEARS}(?=[\w/-]*\d{{3}})[a-z0-9][a-z0-9/-]{{3,20}}\b"
LONG_CODE = r"(?=[\w/-]*\d{3})[a-z0-9][a-z0-9/-]{3,20}\b"
MONTH = r"(?:jan|ene|feb|mar|apr|abr|may|jun|jul|aug|ago|sep|set|oct|nov|dec|dic)[a-z]{0,8}\.?"
DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}[\s/.-]+(?:de\s+)?{MONTH}(?:\s+del?)?,?[\s/.-]*\d{{4}})"
)
# A docket number by its look: three groups, or a number and a year; never a date or a range of years.
DOCKET = (
    rf"{NOT_YEARS}(?!{DATE}\b)"
    rf"(?:\d{{1,6}}(?:[-/][a-z0-9]{{1,8}}){{2,4}}|\d{{2,7}}[-/]{YEAR}|{YEAR}[-/]\d{{3,8}})\b"
)
# "12 sites on Oak Street" and "20 minutes drive" are counts.
COUNTS = (
    r"(?:minutes|miles|blocks|days|nights|people|families|households|kids|sites|personas|familias|hogares)"
)
STREET = (
    rf"\b\d{{1,5}}\s+(?!{COUNTS}\b)(?:[nsew]\.?\s+)?"
    r"(?:(?!(?:on|at|in|of|and|per|to)\s)[\w'.-]+\s+){1,3}"
    r"(?:st|street|ave|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|ct|court|way|pl|place|terrace|ter|pkwy)\b"
)
CITY_ZIP = r"\.?,?\s+[a-z][a-z .'-]{1,30},?\s+[a-z]{2}\s+\d{5}\b"
CALLE = (
    r"(?:calle|c/|avenida|avda\.?|av\.|paseo|plaza|camino)\s*(?:[\w'.]+\s+){0,4}[\w'.]+,?\s+"
    r"(?:n\.?\s?[º°.]\s*|n[uú]m\.?\s*|#\s*)?\d{1,5}\b"
)
PAPERS = r"(?:passport|pasaporte|driver'?s? licen[sc]e|licencia de conducir|alien registration|a-?number)"
INSURED = r"(?:ssn|social security|seguro social|seguridad social)"
PATIENT = (
    r"(?:mrn|med(?:ical)? rec(?:ord)?|patient (?:id|number)|(?:member|insurance|medicaid|medicare) id"
    r"|insurance member"
    r"|historia(?:l)? (?:cl[ií]nic[ao]|m[eé]dic[ao])|n[uú]mero de (?:afiliaci[oó]n|paciente|historia)"
    r"|expediente m[eé]dico|tarjeta sanitaria)"
)
# Words of everyday talk too: only with "number", "#" and the like.
INSURANCE = r"(?:chart|medicaid|medicare|patient|paciente|health (?:plan|card|insurance))"
CASE = r"(?<!\b(?:in|en) (?:\w+ )?)(?:case|docket|cause|court file|caso|causa(?: penal)?|expediente)"
CLIENT = r"(?:hmis|client|participant|cliente) (?:id|#|no\.|number|n[uú]mero)"
NUMBER_OF = r"n[uú]mero (?:de|del) (?:caso|causa|expediente|cliente|participante)"
# What is born besides people.
GROUP = (
    r"\b(?:coalition|initiative|project|program|group|network|partnership|idea|coalici[oó]n|iniciativa"
    r"|proyecto|programa|grupo|red)\s"
)
BIRTH = (
    r"(?:d\.?o\.?b\.?|born|birth ?da(?:y|te)|date of birth"
    r"|fecha de nac\w*|nac(?:i[oó]|id[oa]|imiento)|cumplea[nñ]os|f\.? ?n\.)"
)
NAME = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+"
LIVES = r"(?:lives?|lived|living|stay(?:s|ing)|resid(?:es?|ing))"
HOME_IS = (
    rf"(?:{LIVES}[^\d\n;]{{0,30}}?(?: at | on |, )|home (?:is )?(?:at|on) |moved (?:in)?to "
    r"|(?:home|her|his|their|client'?s?) address\W+(?:is\s+)?"
    r"|(?:family|household|client|tenant|mother|mom|kids) at )"
)
VIVE = r"(?:viven? en|su casa en|se mud(?:[oó]|aron) a|domicilio\W+(?:es|en)?|(?:su )?direcci[oó]n\W+(?:es)?)"
# Where groups meet: their addresses are no secret.
MEETING_PLACE = (
    r"(?<!\b(?:meet\w*|office|hall|library|cent(?:er|re)|church|school|clinic|agency|shelter|building|held)\b"
    r"[^\d\n]{0,30})"
)

# Shapes of our own by kind. In those of EXACT capitals matter.
SHAPES = (
    ("email", r"(?<![\w.])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"),
    ("phone", rf"(?:{LABELS['phone']})\D{{0,20}}(?<!\d)[2-9]\d\d[-. ]\d{{4}}\b(?!\s+{COUNTS})"),
    ("national_id", r"last (?:4|four)(?: digits)? of (?:\w+ )?(?:ssn|social)\D{0,25}\d{4}\b"),
    ("national_id", rf"\b{INSURED} (?:number )?(?:ends|ending) (?:in|with) \d{{4}}\b"),
    ("national_id", rf"\b{INSURED}{NUMBER_WORD}(?:\d[ /.-]?){{8,11}}\d\b"),
    ("national_id", rf"\b(?:dni|nie|nif){NUMBER_WORD}(?:[xyz][ -]?)?\d[\d.]{{6,9}}[ -]?[a-z]\b"),
    ("national_id", rf"\b{PAPERS}{NUMBER_WORD}[:\s]*(?=[a-z-]*\d[\w-]*\d{{4}})[a-z0-9-]{{6,15}}\b"),
    ("health_id", rf"\b{PATIENT}{NUMBER_WORD}{CODE}"),
    ("health_id", rf"\b{INSURANCE}\s*{NUMBERED}{NUMBER_WORD}{CODE}"),
    ("case_number", rf"\b{CASE}\s*{NUMBERED}{NUMBER_WORD}{LONG_CODE}"),
    ("case_number", rf"\b{CASE}{NUMBER_WORD}{DOCKET}"),
    ("case_number", rf"\b(?:{CLIENT}|{NUMBER_OF}){NUMBER_WORD}{LONG_CODE}"),
    ("birth_date", rf"(?<!{GROUP}(?:\w+\s)?)\b{BIRTH}(?:(?!{GROUP})[^\d\n]){{0,20}}?{DATE}"),
    ("street_address", rf"\b{HOME_IS}{STREET}"),
    ("street_address", rf"{STREET},?\s*(?:apt|apartment|unit|#)\.?\s*\w+"),
    ("street_address", rf"\b(?=\d){MEETING_PLACE}{STREET}{CITY_ZIP}"),
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
        """Return what looks like an identifier, in order of place; empty when nothing does.

        Only the first 40,000 signs are looked at: Slack lets no message be longer.
        """
        cleaned = clean(text[:LONGEST])
        spans = narrowest(self._spans(cleaned.text))
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
        logging.getLogger("presidio-analyzer").setLevel(logging.WARNING)
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


def narrowest(spans: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return spans without those around another of their kind: a number with and without its label."""
    kept: list[tuple[str, int, int]] = []
    for kind, start, end in sorted(set(spans), key=lambda one: (one[0], one[2], -one[1])):
        if not kept or kept[-1][0] != kind or start > kept[-1][1]:
            kept.append((kind, start, end))
    return kept


def clean(text: str) -> Cleaned:
    """Return a text with plain digits, dashes and spaces, without unseen signs and without Slack's markup."""
    signs: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(MARKUP.sub(lambda match: " " * len(match[0]), text)):
        if unicodedata.combining(sign) and signs and len(unicodedata.normalize("NFC", signs[-1] + sign)) == 1:
            signs[-1] = unicodedata.normalize("NFC", signs[-1] + sign)
        elif unicodedata.category(sign) != UNSEEN:
            plain = unicodedata.normalize("NFKC", sign).translate(DASHES)
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
    grouped = any(sign in said for sign in "-.()") or IN_GROUPS.fullmatch(said) is not None
    return said.startswith("+") or (digits >= 10 and grouped)


def _shape(kind: str, expression: str, flags: int = 0) -> "EntityRecognizer":
    from presidio_analyzer import Pattern, PatternRecognizer

    return PatternRecognizer(kind, patterns=[Pattern(kind, expression, 1.0)], global_regex_flags=flags)
