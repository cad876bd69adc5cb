"""Which hard parameters a proposal may run into: both touch the same thing, in the same or in kindred words.

It rather shows one too many than one too few: a facilitator reads them before the round opens, and decides.
"""

import re
from collections.abc import Sequence

from bot.domain.records import Bearing, Hardness, Parameter

# What parameters in this field are about, by the beginnings of words in English and Spanish.
THINGS: dict[str, str] = {
    "identity": "name(?:s|d)? of|client|personal|identif|address|birth|social security|case (?:number|note|file)|"
    "person-level|row-level|individual|nombres? de|direcci|client(?:e|a)s|datos personales|confidential|"
    "lists? of (?:people|tenant|famil|student)",
    "education": "ferpa|student|school record|education|grades?\\b|transcript|estudiant|alumn|school a list",
    "health": "health|hipaa|diagnos|medical|patient|treatment|clinical|lab result|salud|paciente|médic",
    "substance": "substance|addict|42 cfr|opioid|overdose|drug|alcohol|adicci",
    "violence": "violence|survivor|vawa|victim|hmis|violencia|víctima",
    "justice": "police|law enforcement|jail|probation|sheriff|arrest|policía|cárcel",
    "immigration": "immigra|citizen|undocumented|visa\\b|migra|ciudadan",
    "tribal": "trib(?:e|al)|indigenous|sacred|indígena",
    "minors": "minor|child|youth|guardian|parent|menores|niñ|joven|jóven",
    "press": "press\\b|newspaper|reporter|journalis|media\\b|prensa|periód",
    "commerce": "commerc|sell\\b|sale\\b|vendor|company|compan|insur|market|comercial|vender|empresa",
    "research": "research|study\\b|survey|interview|irb\\b|ethics|universit|investigaci|encuesta|entrevista",
    "small counts": "counts?\\b|cells?\\b|suppress|fewer than|"
    "by (?:block|street|age|race)|each (?:street|block)|conteo|celda",
    "money": "money|dollar|\\$|budget|grant|stipend|pay(?:s|ment)?\\b|"
    "buy\\b|spend|purchas|cost|presupuest|dólar|pagar|comprar",
    "place": "store[ds]?\\b|host|cloud|server|abroad|outside the (?:state|country)|servidor|nube",
    "time kept": "destroy|delet|retention|archiv|for (?:good|ever)|"
    "years?\\b.*(?:file|data|record)|keep the|borrar|conservar",
    "pace": "real-time|hourly|every hour|refresh|nightly|"
    "once a (?:night|day|week)|export|feeds?\\b|tiempo real|cada hora",
    "workload": "staff|paperwork|capacity|by hand|caseload|hours a week|personal extra|fill in",
    "access": "access|download|caseworker|see(?:n)? by|open the|analyst|acceso|descarg",
    "level": "aggregate|summary|person-level|row-level|record-level|agregad",
    "transfer": "e-?mail|attach|secure transfer|encrypt|in transit|usb|adjunt|cifrad|correo electr",
    "contact": "contact|phone|text(?:s|ing)? (?:clients|families|people)|"
    "call (?:clients|families)|by mail|llamar|contactar",
    "reporting": "report(?:s|ing)? (?:to|is|are|in|outcomes)|(?:annual|final) report|due on|deadline|informe",
    "linking": "link|join|match|merge|combin|vincul|unir|cruzar",
    "pictures": "video|photo|picture|film|recorded|foto|imagen|grabar",
}
_THINGS = {name: re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE) for name, words in THINGS.items()}
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words that nearly every proposal or parameter holds.
COMMON = frozenset(
    "data share shared shares sharing with from that this must only need needs every each year years month week group "
    "meeting meetings coalition other people agency agencies used uses between before after their them these "
    "datos compartir compartido para desde cada grupo reunión año mes semana otros gente solo antes después".split()
)
STEM = 5
SHARED_WORDS = 2


def collisions(text: str, parameters: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """Return the hard, constraining parameters that a proposal may run into, in the order given."""
    return tuple(one for one in parameters if _binds(one) and runs_into(text, f"{one.title} {one.text}"))


def _binds(parameter: Parameter) -> bool:
    return parameter.hardness is Hardness.HARD and parameter.effect is Bearing.CONSTRAINS


def runs_into(proposal: str, parameter: str) -> bool:
    """Tell whether a proposal may run into a parameter: a thing or two words that both speak of."""
    if things(proposal) & things(parameter):
        return True
    return len(_stems(proposal) & _stems(parameter)) >= SHARED_WORDS


def things(text: str) -> frozenset[str]:
    """Return what a text is about, of the things that parameters are made for."""
    return frozenset(name for name, words in _THINGS.items() if words.search(text))


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(text.casefold()) if word not in COMMON}
