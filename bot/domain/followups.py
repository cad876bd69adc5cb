"""A question that leans on the one before it, put so that it can be looked up by itself. Rules alone, no model."""

import re
from dataclasses import dataclass
from datetime import timedelta

WITHIN = timedelta(hours=1)
LONGEST_TOPIC = 8
LEAST_TOPIC = 2

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_CONNECTIVE = re.compile(
    r"^[\s¿¡]*(?:and|but|or|so|also|ok|okay|then|y|e|o|pero|entonces|también|además)\b[\s,:]*(?:then\b|entonces\b)?[\s,]*"
    r"|^[\s¿¡]*(?:(?:what|how) about|qué hay de|que hay de|qué tal)\b\s*",
    re.IGNORECASE,
)
_WITH_PREPOSITION = re.compile(
    r"^(for|with|in|by|from|to|about|of|on|at|under|para|con|en|por|de|del|sobre|sin|without)\s+(.+)$",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(it|its|this|that|these|those|they|them|their|theirs|he|she|one|"
    r"eso|esto|esa|ese|esas|esos|esta|este|estas|estos|ello|ella|ellos|ellas|lo|le|les|su|sus)\b",
    re.IGNORECASE,
)
_ASKS_WHAT_IT_IS = re.compile(
    r"^[\s¿¡]*(?:what (?:is|are|was)|what's|what do(?:es)? \w+ mean|define|qu[ée] (?:es|son)|qu[ée] significa)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it "
    "its may me might must my no not of on or our ours shall should so than that the their them then "
    "there these they this those to too us was we were what when where which who whom whose why will with "
    "without would yes you your he she one about under also ok okay just only really any some al algo "
    "como cómo con cual cuál cuáles cuando cuándo cuanta cuánta cuanto cuánto cuántas cuántos de del "
    "desde donde dónde e el ella ellas ello ellos en entonces es esa esas ese eso esos esta está estas "
    "están este esto estos fue ha hay la las le les lo los me mi más muy ni no nos nuestra nuestro o para "
    "pero por porque puede pueden que qué quien quién quiénes se ser si sí sin sobre son su sus también "
    "tan te tiene tienen tu un una unas uno unos y ya además tal".split()
)
# Words that ask something of a topic, and name none.
_FRAME = frozenset(
    "long take takes took taking happen happens mean means meaning example examples instance more much "
    "many often start starts begin first next last tell explain say says said work works need needs want "
    "wants make makes done get gets give gives better best good way ways thing things please help "
    "elaborate different important matter matters time times else again detail details know go goes going "
    "went wrong right tarda tardan tiempo dura duran pasa ocurre significa ejemplo ejemplos decir dice "
    "explica explicar dime cuéntame funciona necesita necesitamos necesito quiere quiero hace hacen hacer "
    "hago hacemos empieza empezar empezamos primero lleva llevan sale salir va van mal luego después "
    "mejor manera forma cosa cosas detalle detalles ayuda favor importa importante veces saber".split()
)


@dataclass(frozen=True)
class Turn:
    """What was asked before: as it was understood, in its language, and what its first source is headed."""

    understood: str
    lang: str
    heading: str = ""


def stands_alone(question: str) -> bool:
    """Tell whether a question has a topic of its own, whatever was asked before it."""
    own = topic(question)
    if not own:
        return False
    if _POINTER.search(question) and len(own) <= LEAST_TOPIC:
        return False
    rest = _CONNECTIVE.sub("", question, count=1)
    if rest == question or _ASKS_WHAT_IT_IS.match(rest):
        return True
    return len(own) > (LEAST_TOPIC + 1 if _WITH_PREPOSITION.match(rest) else 1)


def understood(question: str, before: Turn | None) -> str:
    """Return a question as it can be looked up: with the topic of the turn before, where it has none of its own."""
    words = " ".join(question.split())
    if before is None or stands_alone(words):
        return words
    rest = _CONNECTIVE.sub("", words, count=1).strip(" ¿¡?!.,:;")
    swapped = _swapped(rest, before.understood)
    if swapped:
        return swapped
    carried = " ".join(word for word in _carried(before) if word.casefold() not in rest.casefold().split())
    if not carried:
        return words
    return f"{rest}: {carried}?" if rest else f"{carried}?"


def topic(question: str) -> tuple[str, ...]:
    """Return the words of a question that name what it is about, in their order, each once."""
    found: dict[str, str] = {}
    for word in _WORD.findall(question):
        key = word.casefold()
        if len(key) > 1 and key not in _SMALL and key not in _FRAME:
            found.setdefault(key, word)
    return tuple(found.values())


def _carried(before: Turn) -> tuple[str, ...]:
    """The topic of the turn before; where its words say little, with those of what answered it."""
    words = topic(before.understood.rsplit(": ", 1)[-1])
    if len(words) < LEAST_TOPIC:
        known = {word.casefold() for word in words}
        words += tuple(word for word in topic(before.heading) if word.casefold() not in known)
    return words[:LONGEST_TOPIC]


def _swapped(rest: str, before: str) -> str:
    """Put "for operations" in the place of the "for policy" that the question before ended in; '' if there is none."""
    new = _WITH_PREPOSITION.match(rest)
    if new is None or not topic(new[2]):
        return ""
    old = before.rstrip(" ?!.")
    at = old.casefold().rfind(f" {new[1].casefold()} ")
    if at < 0 or not topic(old[:at]):
        return ""
    return f"{old[:at]} {new[1].casefold()} {new[2]}?"
