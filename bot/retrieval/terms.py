"""Words to the stems that are compared: accents and endings forgiven, words without content left out."""

import re
import unicodedata
from functools import cache, lru_cache
from threading import Lock
from typing import Protocol

from bot.domain.languages import evidence, without_names

REMEMBERED = 50_000
CLEARLY = 2
# A stemmer keeps the word that it works on in itself.
_ONE_AT_A_TIME = Lock()
WORD = re.compile(r"[^\W_]+")
SNOWBALL = {"en": "english", "es": "spanish"}
STOP = {
    "en": frozenset(
        "a about after all also am an and any are as at be because been before being but by can could did do does "
        "doing for from get got had has have having he her here him his how i if in into is it its just let like "
        "may me might more most much must my near no not of on one only or other our out over own please same shall "
        "she should so some such tell than that the their them then there these they thing things this those through "
        "to too under up us very was we were what when where which while who whom whose why will with would you "
        "your yours mean means explain difference between vs".split()
    ),
    "es": frozenset(
        "a al algo algun alguna algunas alguno algunos ante como con contra cual cuales cuando cuanto de del desde "
        "donde dos e el ella ellas ellos en entre era eran eres es esa esas ese eso esos esta estaba estado estan "
        "estar estas este esto estos fue ha hace hacer hacia han hasta hay la las le les lo los mas me mi mis mucho "
        "muy nada ni no nos nosotros o os otra otras otro otros para pero podemos podria podriamos por porque "
        "puede pueden puedo que quien quienes se sea ser si sin sobre son soy su sus tambien tan te tiene tienen "
        "todo todos tu tus un una unas uno unos usted ustedes y ya yo diferencia significa explica".split()
    ),
}


# Of words that are long enough: "wise" and "hour" are no other spelling of anything.
ISE = re.compile(r"(?<=\w{3})is(e|ed|es|er|ers|ing|able|ations?)$")
OUR = re.compile(r"(?<=\w{3})our(s|ed|ing|al|hoods?)?$")


class Stemmer(Protocol):
    """A stemmer of one language."""

    def stemWord(self, word: str) -> str:  # noqa: N802 (the library's name)
        """Return a word's stem."""
        ...


@cache
def _stemmer(lang: str) -> Stemmer:
    from Stemmer import Stemmer as Snowball

    made: Stemmer = Snowball(SNOWBALL.get(lang, "english"))
    return made


@lru_cache(REMEMBERED)
def stem(word: str, lang: str) -> str:
    """Return the stem of a word in lower case, without accents; English words as they are spelled in America."""
    spelled = _american(word) if lang == "en" else word
    with _ONE_AT_A_TIME:
        return plain(_stemmer(lang).stemWord(spelled))


def _american(word: str) -> str:
    """Return a word with -ise as -ize and -our as -or: what one side spells so, the other finds."""
    return OUR.sub(r"or\1", ISE.sub(r"iz\1", word))


def plain(text: str) -> str:
    """Return text in lower case, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def stems(text: str, lang: str) -> list[str]:
    """Return the stems of all words of a text, in order."""
    return [stem(word, lang) for word in WORD.findall(text.casefold())]


def language_of(text: str, preferred: str) -> str:
    """Return the language that a text is plainly in, names left out; else the preferred one."""
    told = without_names(text)
    counts = evidence([plain(word) for word in WORD.findall(told.casefold())], told)
    likely, other = sorted(counts, key=lambda lang: (-counts[lang], lang))[:2]
    return likely if counts[likely] >= counts[other] + CLEARLY else preferred


def content_stems(question: str, lang: str) -> list[str]:
    """Return the stems of a question's words that carry content, each once, in order."""
    stop = STOP.get(lang, STOP["en"])
    words = [word for word in WORD.findall(question.casefold()) if len(word) > 1 and plain(word) not in stop]
    return list(dict.fromkeys(stem(word, lang) for word in words))
