"""Which messages read like a decision or a promise: a small set, labelled by hand."""

import pytest

from bot.domain.suggestions import reads_like

DECISIONS = (
    "We decided to share counts by county, not by street.",
    "OK so we agreed: every new field goes past the tenants' council first.",
    "Decision: the clinic keeps the list, the city gets the totals.",
    "It's settled then, we use the 2023 form until June.",
    "The group has agreed on a shared measure of wait time.",
    "We’ve agreed to meet every second Tuesday",
    "Acordamos compartir solo los totales por condado.",
    "Quedamos en usar el formulario nuevo desde enero.",
    "Decisión: la clínica guarda la lista.",
)
PROMISES = (
    "I'll send the field list to Pia by Friday.",
    "I will call the court's data office before Tuesday",
    "We'll have the draft agreement ready by the end of the month",
    "I can get the counts from the shelter tomorrow morning",
    "I promise to ask our lawyer about the consent form",
    "Action: Mo writes to the county",
    "Yo me encargo de hablar con la clínica.",
    "Voy a mandar la lista de campos antes del viernes",
    "Les envío el borrador el lunes sin falta",
)
NEITHER = (
    "Have we decided who holds the data?",
    "We haven't agreed on anything yet.",
    "If we decided to share names, we would need a new form.",
    "Maybe we agreed on that in spring, I don't recall.",
    "Good morning everyone, the link is above.",
    "Thanks, that was a helpful meeting.",
    "I will be late today, sorry everyone",
    "The court decided the case in 2019, long before us.",
    "Should we use the old form by Friday?",
    "agreed",
    "The report is due by Friday.",
    "Todavía no acordamos nada sobre los nombres.",
    "¿Ya decidimos quién guarda los datos?",
    "Gracias a todas por venir hoy.",
)


@pytest.mark.parametrize("text", DECISIONS)
def test_what_reads_like_a_decision(text: str) -> None:
    assert reads_like(text) == "decision"


@pytest.mark.parametrize("text", PROMISES)
def test_what_reads_like_a_promise(text: str) -> None:
    assert reads_like(text) == "action"


@pytest.mark.parametrize("text", NEITHER)
def test_what_reads_like_neither(text: str) -> None:
    assert reads_like(text) == ""


def test_a_long_message_is_left_alone() -> None:
    assert reads_like("We decided to share counts. " * 20) == ""
