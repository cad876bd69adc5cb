"""The language of a short question, with accents or without, whoever it names."""

import pytest

from bot.retrieval.terms import language_of, stem

SPANISH = """
¿Qué es un pilar?
hipaa no nos deja compartir
estamos atascados que leemos
que papeles hay que firmar
que es un dsa
como votamos
quien decide
reunion por zoom
consejos para reuniones largas
podemos pagar a los vecinos
datos de salud
mi jefe dice que no
nos quedamos sin dinero
que hacemos si alguien se va
compartir nombres esta bien
ferpa y escuelas
resumen por favor
no entiendo nada
cuanto tarda
poder compartido
pedir consentimiento
plan de accion
gente cansada de encuestas
nadie contesta
limites duros
la policia pidio datos
cuando firma Washington University el acuerdo
QUE ES EL MOU
"""
ENGLISH = """
What is a pillar?
who runs Casa de Salud
what did Maria de los Santos say about HIPAA
can El Paso schools join
Los Angeles county data
is La Raza a member
does Centro de la Comunidad need a BAA
data sharing with San Juan de Dios
what does casa de salud want from us
la clinica wants our data
ask José Luis García about the grant
leadership doesn't see the point
legal said no
tips for a hybrid meeting
impact or outcome?
no budget
no one listens to us
hipaa says no
give me an example
governance takes forever
who takes notes?
raci chart
partner said no, now what
how long
Do no harm
WHAT IS HMIS???
"""
NEITHER = ["", "   ", "HMIS", "?!", "12345", "no", "FERPA HIPAA", "NEAR(x y)", "\N{PILE OF POO}"]


@pytest.mark.parametrize("preferred", ["en", "es"])
@pytest.mark.parametrize("asked", SPANISH.strip().splitlines())
def test_spanish_is_known_by_its_words_and_endings(asked: str, preferred: str) -> None:
    assert language_of(asked, preferred) == "es"


@pytest.mark.parametrize("preferred", ["en", "es"])
@pytest.mark.parametrize("asked", ENGLISH.strip().splitlines())
def test_english_stays_english_whoever_it_names(asked: str, preferred: str) -> None:
    assert language_of(asked, preferred) == "en"


@pytest.mark.parametrize("preferred", ["en", "es"])
@pytest.mark.parametrize("asked", NEITHER)
def test_what_tells_nothing_is_in_the_preferred_language(asked: str, preferred: str) -> None:
    assert language_of(asked, preferred) == preferred


@pytest.mark.parametrize(
    ("written", "in_america"),
    [
        ("organisation", "organization"),
        ("authorised", "authorized"),
        ("prioritise", "prioritizing"),
        ("behaviour", "behavior"),
        ("neighbourhood", "neighborhood"),
    ],
)
def test_words_are_found_however_they_are_spelled(written: str, in_america: str) -> None:
    assert stem(written, "en") == stem(in_america, "en")


@pytest.mark.parametrize("word", ["wise", "hour", "our", "four", "rise"])
def test_short_words_keep_their_spelling(word: str) -> None:
    assert stem(word, "en").startswith(word[:3]) and "z" not in stem(word, "en")
