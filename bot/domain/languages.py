"""Signs by which a short text is told to be English or Spanish, accents or none."""

import re
from collections.abc import Sequence

# What a word, a letter or an ending counts for a language.
PLAIN, HINT = 2, 1
# Small words of one language that the other does not have; "no", "a", "me", "he", "has", "son", "sin" tell nothing.
SMALL = {
    "en": frozenset(
        "about after all also am an and any are as at be because been before being but by can could did do does "
        "doing don for from get give got had have having her here him his how i if in into is it its just let like "
        "may might more most much must my need not of on only or other our out over own same shall she should some "
        "such tell than that the their them then there these they thing things this those through to too under up "
        "us very was we were what when where which while who whom whose why will with won would you your yours "
        "isn doesn didn aren wasn".split()
    ),
    "es": frozenset(
        "al algo algun alguna alguno algunos ante antes aqui asi bien cada como con cual cuales cuando cuanta cuanto "
        "cuantos de deben debo debe del desde donde dos el ella ellas ellos en entre eran eres es esa esas ese eso "
        "esos esta estaba estado estamos estan estar estas este esto estos estoy fue ha hace hacemos hacer hacia "
        "hago han hasta hay ir la las le les lo los mas mi mis mucho muchos muy nada nadie ni nos nosotros nuestra "
        "nuestras nuestro nuestros nunca o otra otras otro otros para pero poco podemos por porque puede pueden "
        "puedo que quien quienes quiere quiero se sea ser si siempre sobre somos soy su sus tambien tan tanto te "
        "tenemos tengo tiene tienen todo todos tu tus un una unas uno unos usted ustedes va vamos y ya yo".split()
    ),
}
# Words that members ask with, told plainly by neither their letters nor their endings.
COMMON = {
    "en": frozenset(
        "agency ask boss budget cells chart consent data form forms group help list one partner people person "
        "questions rule rules said says share sharing staff steps takes tips use vote".split()
    ),
    "es": frozenset(
        "acuerdo ahora algoritmo ayuda comite compartir comunidad dato datos decidir decide deja dejan diferencia "
        "dinero ejemplo empezar equipo explica firma firmar gente grupo hablar jefa jefe juntas leer ley leyes "
        "limite limites lista listas meta metas miembro miembros nombre nombres objetivo paga "
        "pagar palabras papel papeles pasos pedir permiso personal pide pregunta preguntas quita "
        "reunion reuniones significa sirve socio socios "
        "poder registro registros sola solo tarea tareas usar vecinos votar voto".split()
    ),
}
_LETTERS = {
    "en": re.compile(r"[kw]|th|sh|gh|oo|ph|ck|nn|tt|pp|ff|mm|ss|y$|[bcdfghjkmpqtvw]$"),
    "es": re.compile(r"[^aeiou]i[oa]s?$|[aei]dos?$|[ai]das?$|ue[lnrst]|ll[aeo]|rr|ñ"),
}
_ENDINGS = {
    "en": re.compile(r"(ing|tion|tions|ment|ments|ness|ly|ed|ship|able|ity|ful|ers|ors)$"),
    "es": re.compile(
        r"(amos|emos|imos|cion|ciones|dad|dades|mente|iendo|ando|[ai]d[oa]s?|[aei]r(l[aeo]|l[ao]s|nos|se))$"
    ),
}
_SIGNS = re.compile("[ñ¿¡áéíóú]", re.IGNORECASE)
_SHORTEST, _SHORTEST_ENDED = 3, 6
_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][\w.]*(?:\s+(?:(?:de|del|la|las|los|el|y|of|the)\s+)*[A-ZÁÉÍÓÚÑ][\w.]*)*")


def without_names(text: str) -> str:
    """Return a text without its names: what is capital within a sentence, with the small words between."""
    if text.upper() == text:
        return text
    start = next((n for n, sign in enumerate(text) if sign.isalpha()), 0)
    return _NAME.sub(lambda found: found[0] if found.start() == start and " " not in found[0] else " ", text)


def evidence(words: Sequence[str], text: str) -> dict[str, int]:
    """Return how much tells for each language: ``words`` are a text's words, in lower case and without accents."""
    told = {lang: sum(_of(word, lang) for word in words) for lang in SMALL}
    told["es"] += PLAIN * len(_SIGNS.findall(text))
    return told


def _of(word: str, lang: str) -> int:
    if word in SMALL[lang]:
        return PLAIN if len(word) > 1 else HINT
    if any(word in words for words in (*SMALL.values(), *COMMON.values())):
        return PLAIN if word in COMMON[lang] else 0
    shaped = len(word) >= _SHORTEST and bool(_LETTERS[lang].search(word))
    ended = len(word) >= _SHORTEST_ENDED and bool(_ENDINGS[lang].search(word))
    return HINT * (shaped + ended)
