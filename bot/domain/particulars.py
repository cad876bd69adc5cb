"""Signs that a question is after one particular thing: pages tell of what holds in general.

The kinds of sign are those that any reader would name: what happened, on which day, how many, at what price, who,
where, which product, do it for me, and names. Words were chosen by kind, not by question.
"""

import re

from bot.domain.passages import Passage

_SIGNS = (
    # What happened
    r"\b(who|what|when|where|which|why|how) (\w+ ){0,2}(did|was|were)\b|^(did|was|were)\b",
    r"\bwho (won|said|signed|voted|paid|came)\b|^(is|are|has|have)\b.*\byet\b",
    r"\bqui[eé]n \w+ó\b|\b(fue|fueron|dijo|dijeron|decidi[oó]|firm[oó])\b",
    # On which day
    r"\b(last|next|this) (week|month|quarter|year|weekend|night)\b|\b(yesterday|today|tonight|tomorrow|right now)\b",
    r"\b(on|by|last|next) (mon|tues|wednes|thurs|fri|satur|sun)day\b|\bin (19|20)\d\d\b",
    r"\b(ayer|anoche|hoy|ahora mismo)\b|\b(semana|mes|año) (pasad[oa]|que viene)\b|\b(pr[oó]xim[oa]) \w+",
    # How many
    r"\bhow (many|much|far|tall|old)\b|\b(percentage|average|population|rate) of\b",
    r"\bcu[aá]nt[oa]s?\b(?! (dura|tarda|tiempo))|\bporcentaje\b",
    # At what price
    r"\b(prices?|salary|wages?|fees?|penalty|penalties|fines|fine (for|of)|cheap\w*|costs?)\b",
    r"\b(precios?|cuestan?|sueldo|salario|multas?|tarifas?|barat[oa]s?)\b",
    # Who, and how to reach them
    r"\bwho(s|'s|’s| is| was) (the \w+ of )?(our|my)\b|\bqui[eé]n es (nuestr[oa]|mi)\b",
    r"\b(the|our|my|their|his|her) (\w+ ){0,2}(phone|e-?mail|address|hotline|password|link|website|deadline|dates?)\b",
    r"\b(tel[eé]fono|correo electr[oó]nico|direcci[oó]n|contraseña|enlace|fecha l[ií]mite) de\b",
    # Where, and when it takes place
    r"\b(what|which) (time|day|date)\b|\ba qu[eé] hora\b|\bqu[eé] (d[ií]a|fecha)\b",
    r"\bwhere (is|are) (the|our|my)\b|\bwhere (can|could) (i|a|my)\b|\bwhen (is|are) (our|my|the next)\b",
    r"\bd[oó]nde (queda|est[aá]|puedo|consigo)\b|\bcu[aá]ndo (es|son) (nuestr[oa]|mi|la|el)\b",
    # Which product
    r"\b(which|what) (\w+ )?(software|tool|app|vendor|product|program|company|brand)\b",
    r"\b(best(?! (ways?|practices?|times?|place|approach))|recommend)\b",
    r"\bqu[eé] (programa|aplicaci[oó]n|producto|empresa|marca)\b|\brecomiend\w+",
    # Do it for me
    r"^((please|can you|could you) )*(write|draft|translate|book|buy|order|convert|summari[sz]e)\b",
    r"\b(write|draft|book|buy|find|make) (me|us)\b|\b(tell me a|for me)\b",
    r"^(escribe|redacta|traduce|compra|resume)\b|\b(escr[ií]be|c[oó]mpra|b[uú]sca|cu[eé]nta)(me|nos)\b",
)
_PARTICULAR = re.compile("|".join(_SIGNS), re.IGNORECASE)
_NAME = re.compile(r"(?<=[\w,] )[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\b")
_OF_US = re.compile(r"\b(we|us|nos|nosotr[oa]s|\w+[aei]mos)\b", re.IGNORECASE)


def is_after_one_thing(question: str, passage: Passage) -> bool:
    """Tell whether a question has such a sign, or names what a passage does not."""
    return bool(_PARTICULAR.search(question)) or _names_what_is_not_there(question, passage)


def is_of_us(question: str) -> bool:
    """Tell whether somebody asks for their group: what a coalition does is what pages are about."""
    return bool(_OF_US.search(question))


def _names_what_is_not_there(question: str, passage: Passage) -> bool:
    """Where every word begins with a capital letter, none is a name."""
    names = _NAME.findall(question)
    if 2 * len(names) >= len(question.split()):
        return False
    told = " ".join(
        (passage.title, passage.heading, passage.text, *passage.aliases, *passage.questions)
    ).casefold()
    return any(name.casefold() not in told for name in names)
