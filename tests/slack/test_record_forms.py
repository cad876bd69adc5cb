"""The form of every kind of record, as Slack takes it, in every language."""

from typing import Any

import pytest

from bot.domain.forms import Filing, LinkForm, RecordForm, RetireForm
from bot.domain.history import Difference
from bot.domain.kept import KEPT_KINDS, fields_of
from bot.domain.record_fields import FieldType
from bot.slack.payloads import problems
from bot.slack.render import Renderer
from bot.wiring import content

RENDERER = Renderer(content().voices)
PEOPLE = tuple((f"p{n}", f"Person {n}") for n in range(3))
CROWD = tuple((f"p{n}", f"Person {n}") for n in range(250))
LONG = "word " * 1000


def view(form: Any, lang: str = "en") -> dict[str, Any]:
    shown: dict[str, Any] = RENDERER.form(form, lang).to_dict()
    assert problems(shown, "view") == []
    return shown


def inputs(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["block_id"]: one for one in shown["blocks"] if one["type"] == "input"}


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("kind", KEPT_KINDS)
def test_each_kind_asks_its_fields_in_order(kind: str, lang: str) -> None:
    asked = [spec.name for spec in fields_of(kind)]
    assert list(inputs(view(RecordForm("C", kind, people=PEOPLE), lang))) == asked


@pytest.mark.parametrize("kind", KEPT_KINDS)
def test_a_change_asks_for_its_reason_and_shows_what_stands_there(kind: str) -> None:
    answers = {
        spec.name: str(spec.choices[0]) if spec.type is FieldType.CHOICE else "2026-12-01"
        for spec in fields_of(kind)
        if spec.type in (FieldType.CHOICE, FieldType.DAY)
    }
    answers |= {spec.name: LONG for spec in fields_of(kind) if spec.type in (FieldType.LINE, FieldType.LINES)}
    form = RecordForm("C", kind, Filing.EDIT, tuple(answers.items()), PEOPLE, "r1", 3)
    shown = view(form)
    assert "why" in inputs(shown)
    assert shown["private_metadata"].startswith(f"C|{kind}|edit|r1|3|")
    elements = {name: one["element"] for name, one in inputs(shown).items()}
    for spec in fields_of(kind):
        if spec.type is FieldType.DAY:
            assert elements[spec.name]["initial_date"] == "2026-12-01"


def test_more_people_than_a_menu_holds_stand_in_groups() -> None:
    owner = inputs(view(RecordForm("C", "parameter", people=CROWD)))["owner_id"]["element"]
    assert [len(group["options"]) for group in owner["option_groups"]] == [100, 100, 50]


def test_nobody_is_offered_where_nobody_is_there() -> None:
    assert "owner_id" not in inputs(view(RecordForm("C", "parameter")))


def test_what_somebody_else_changed_meanwhile_stands_above_the_fields() -> None:
    change = Difference("hardness", "soft", "hard", "Mo")
    shown = view(
        RecordForm("C", "parameter", Filing.EDIT, people=PEOPLE, record_id="r1", meanwhile=(change,))
    )
    assert "Mo changed this" in shown["blocks"][0]["text"]["text"]
    assert 'it was "Soft", and is now "Hard"' in shown["blocks"][0]["text"]["text"]


def test_the_words_of_a_message_travel_with_the_form_whatever_is_in_them() -> None:
    said = "we share | by county <@U1> & more " * 200
    shown = view(RecordForm("C", "decision", permalink="https://x.slack.com/p1", quoted=said))
    assert said[:1500] in shown["private_metadata"]
    assert len(shown["private_metadata"]) <= 3000


@pytest.mark.parametrize("lang", ["en", "es"])
def test_retiring_and_linking_have_a_form(lang: str) -> None:
    assert "why" in inputs(view(RetireForm("C", "parameter", "r1", "Consent form"), lang))
    options = tuple(
        (kind, n, f"Title {n}", f"{kind}{n}") for kind in ("decision", "action") for n in range(150)
    )
    menu = inputs(view(LinkForm("C", "parameter", "r1", "Consent form", options), lang))["linked"]["element"]
    assert [len(group["options"]) for group in menu["option_groups"]] == [100, 100]
