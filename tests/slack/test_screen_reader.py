"""What a screen reader hears: every message says in its text what its blocks show, and everything has a name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.home import Home
from bot.domain.messages import Digest, InBoth
from bot.slack.payloads import problems
from bot.slack.render import FORMS, MESSAGES, Renderer
from bot.wiring import content
from tests.slack.samples import VARIANTS, made

RENDERER = Renderer(content().voices)
SPOKEN = (*MESSAGES, Digest, InBoth)
LANGS = ("en", "es")
LINK = re.compile(r"<([^|>]+)\|([^>]+)>")
WORD = re.compile(r"\w+")


def payload(kind: type, n: int, lang: str) -> dict[str, Any]:
    """A message as Slack takes it."""
    message = made(kind, n)
    if isinstance(message, InBoth):
        message = replace(message, lang="en" if lang == "es" else "es")
    rendered = RENDERER.message(message, lang)
    said = {"text": rendered.text, "blocks": [block.to_dict() for block in rendered.blocks]}
    assert problems(said, "message") == []
    return said


def view(kind: type, n: int, lang: str) -> dict[str, Any]:
    """A form as Slack takes it."""
    drawn: dict[str, Any] = RENDERER.form(made(kind, n), lang).to_dict()
    assert problems(drawn, "view") == []
    return drawn


def elements(part: Any, *kinds: str) -> Iterator[dict[str, Any]]:
    """All elements of these kinds, however deep they stand."""
    if isinstance(part, Mapping):
        if part.get("type") in kinds:
            yield dict(part)
        for value in part.values():
            yield from elements(value, *kinds)
    elif isinstance(part, list):
        for one in part:
            yield from elements(one, *kinds)


def read(part: Any) -> str:
    """All words that the blocks show, but for those on buttons and in menus."""
    if isinstance(part, list):
        return "\n".join(read(one) for one in part)
    if not isinstance(part, Mapping):
        return ""
    if part.get("type") in ("mrkdwn", "plain_text", "markdown") and isinstance(part.get("text"), str):
        return str(part["text"])
    shown = [value for name, value in part.items() if name not in ("accessory", "element")]
    return "" if part.get("type") == "actions" else "\n".join(read(one) for one in shown)


def words(text: str) -> set[str]:
    return set(WORD.findall(LINK.sub(r"\2", text)))


def names(block: Any) -> Iterator[tuple[str, Any]]:
    """Buttons by the name that a screen reader says, with what they do."""
    for one in elements(block, "button"):
        told = one.get("accessibility_label") or one["text"]["text"]
        yield told, (one.get("action_id"), one.get("value"), one.get("url"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", SPOKEN, ids=lambda kind: kind.__name__)
def test_a_messages_text_says_all_that_its_blocks_show(kind: type, lang: str) -> None:
    for n in range(VARIANTS):
        said = payload(kind, n, lang)
        assert said["text"].strip(), n
        assert words(read(said["blocks"])) - words(said["text"]) == set(), n


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", SPOKEN, ids=lambda kind: kind.__name__)
def test_no_two_buttons_of_a_message_are_called_the_same(kind: type, lang: str) -> None:
    for n in range(VARIANTS):
        told = list(names(payload(kind, n, lang)["blocks"]))
        assert len({name for name, _ in told}) == len(set(told)), told


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", [*SPOKEN, *FORMS], ids=lambda kind: kind.__name__)
def test_menus_and_pictures_have_a_name(kind: type, lang: str) -> None:
    for n in range(VARIANTS):
        shown = view(kind, n, lang) if kind in FORMS else payload(kind, n, lang)
        for block in shown["blocks"]:
            for image in elements(block, "image"):
                assert image["alt_text"].strip()
            if block["type"] != "input":
                menus = elements(block, "static_select", "users_select", "multi_users_select", "datepicker")
                assert [one for one in menus if not one.get("placeholder")] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: kind.__name__)
def test_every_field_of_a_form_has_a_label_of_its_own(kind: type, lang: str) -> None:
    for n in range(VARIANTS):
        shown = view(kind, n, lang)
        labels = [one["label"]["text"] for one in shown["blocks"] if one["type"] == "input"]
        assert all(label.strip() for label in labels)
        assert len(set(labels)) == len(labels), labels
        assert shown["title"]["text"].strip()


@pytest.mark.parametrize("lang", LANGS)
def test_a_homes_buttons_are_told_apart_and_all_of_it_can_be_heard(lang: str) -> None:
    for n in range(VARIANTS):
        shown: dict[str, Any] = RENDERER.home(made(Home, n), lang).to_dict()
        assert problems(shown, "view") == []
        told = list(names(shown["blocks"]))
        assert len({name for name, _ in told}) == len(told), told
