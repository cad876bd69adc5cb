"""Bad messages and views are named before Slack sees them; good ones pass."""

import copy
from typing import Any

import pytest
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock

from bot.slack.payloads import advice, problems

Fields = dict[str, Any]


def plain(text: str) -> Fields:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Fields:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "We agreed.", **more: Any) -> Fields:
    return {"type": "section", "text": mrkdwn(text)} | more


def button(action_id: str = "next", **more: Any) -> Fields:
    return {"type": "button", "action_id": action_id, "text": plain("Next"), "value": "s1"} | more


def actions(*elements: Fields) -> Fields:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "a", **more: Any) -> Fields:
    return {"text": plain(f"Option {value}"), "value": value} | more


def menu(kind: str = "static_select", **more: Any) -> Fields:
    return {"type": kind, "action_id": "choose", "options": [option("a"), option("b")]} | more


def image(**more: Any) -> Fields:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a chart"} | more


def grouped(**more: Any) -> Fields:
    group = {"label": plain("Soft"), "options": [option("a")]} | more
    return {"type": "static_select", "action_id": "choose", "option_groups": [group]}


def confirm(**more: Any) -> Fields:
    words = {key: plain(key) for key in ("title", "confirm", "deny")}
    return words | {"text": plain("Are you sure?")} | more


def field(element: Fields | None = None, **more: Any) -> Fields:
    typed = {"type": "plain_text_input", "action_id": "words"}
    return {
        "type": "input",
        "block_id": "b",
        "label": plain("Your words"),
        "element": element or typed,
    } | more


def message(*blocks: Fields, **more: Any) -> Fields:
    return {"channel": "C1", "text": "We agreed.", "blocks": list(blocks)} | more


def modal(*blocks: Fields, **more: Any) -> Fields:
    base = {"type": "modal", "title": plain("A decision"), "submit": plain("Save"), "close": plain("Cancel")}
    return base | {"blocks": list(blocks)} | more


def metadata(**payload: Any) -> Fields:
    return {"event_type": "convener_delivery", "event_payload": payload}


GOOD_MESSAGES: dict[str, Fields] = {
    "text alone": {"channel": "C1", "text": "Noted. Thank you &lt;3"},
    "mentions, dates and links": message(
        section(
            "<@U1> in <#C1|general>: <https://example.org|see>, <!date^1700000000^{date}|Tuesday>, a &lt; b"
        )
    ),
    "quote at the start of a line": message(section("> as said before")),
    "fields": message({"type": "section", "fields": [mrkdwn("*Owner*"), plain("Ana")]}),
    "buttons with a confirmation": message(
        actions(button("a"), button("b", style="danger", confirm=confirm()))
    ),
    "a link button": message(actions(button("a", url="https://example.org/charter"))),
    "menus": message(
        actions(
            menu(initial_option=option("b"), placeholder=plain("Pick one")),
            menu("multi_static_select", action_id="m", max_selected_items=2),
            {"type": "users_select", "action_id": "u"},
            {"type": "conversations_select", "action_id": "c", "filter": {"include": ["public"]}},
            menu("overflow", action_id="o"),
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-03-01"},
            {"type": "timepicker", "action_id": "t", "initial_time": "15:00"},
        )
    ),
    "radio buttons with mrkdwn": message(
        section(accessory=menu("radio_buttons", options=[option(text=mrkdwn("*a*"), description=plain("b"))]))
    ),
    "header, divider, context, image": message(
        {"type": "header", "text": plain("Vision")},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("step 2"), plain("of 5")]},
        {
            "type": "image",
            "image_url": "https://example.org/a.png",
            "alt_text": "a chart",
            "title": plain("Chart"),
        },
    ),
    "markdown block": message({"type": "markdown", "text": "## Vision\n1 < 2"}),
    "rich text": message(
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": " ", "style": {"bold": True}},
                        {"type": "emoji", "name": "tada"},
                    ],
                }
            ],
        }
    ),
    "metadata": message(section(), metadata=metadata(key="k1", n=3, ok=True, of={"a": "b"}, many=[{"c": 1}])),
    "a deleted original": {"delete_original": True},
    "a replaced original": {"replace_original": True, "text": "Closed.", "blocks": [section()]},
    "fifty blocks": message(*[section()] * 50),
    "models of slack_sdk": {
        "text": "x",
        "blocks": [SectionBlock(text="x"), ActionsBlock(elements=[ButtonElement(text="y", action_id="a")])],
    },
    "markdown_text": {"channel": "C1", "markdown_text": "**Vision**"},
}

GOOD_VIEWS: dict[str, Fields] = {
    "a modal with inputs": modal(
        field(hint=plain("One sentence"), optional=True),
        field({"type": "datepicker", "action_id": "when"}, block_id="c"),
        field(menu("checkboxes", initial_options=[option("a")]), block_id="d"),
        field({"type": "number_input", "action_id": "n", "is_decimal_allowed": False}, block_id="e"),
        private_metadata='{"session":"s1"}',
        callback_id="decision",
        notify_on_close=True,
    ),
    "a modal with buttons": modal(actions(button())),
    "a modal without submit and without inputs": {k: v for k, v in modal(section()).items() if k != "submit"},
    "grouped options": modal(
        field(
            {
                "type": "static_select",
                "action_id": "x",
                "option_groups": [{"label": plain("Soft"), "options": [option("a")]}],
                "initial_option": option("a"),
            }
        )
    ),
    "a hundred blocks": modal(*[section()] * 100),
    "a home": {"type": "home", "blocks": [section(), actions(button())], "private_metadata": "p"},
    "a home with an input": {"type": "home", "blocks": [field(dispatch_action=True)]},
}

BAD_MESSAGES: dict[str, tuple[Fields, str]] = {
    "no text beside blocks": (message(section(), text=""), "needs a text"),
    "blank text": ({"text": " \n"}, "needs a text"),
    "neither text nor blocks": ({"channel": "C1"}, "needs a text"),
    "text over 40000": ({"text": "x" * 40_001}, "40001 characters"),
    "51 blocks": (message(*[section()] * 51), "51 blocks"),
    "blocks that are no list": ({"text": "x", "blocks": "[]"}, "not a list"),
    "a block of an unknown type": (message({"type": "paragraph"}), "unknown type 'paragraph'"),
    "a block without a type": (message({"text": plain("x")}), "unknown type None"),
    "an unknown key in a block": (message(section(colour="red")), "blocks[0].colour: unknown key"),
    "an unknown key in an element": (
        message(actions(button(onclick="x"))),
        "elements[0].onclick: unknown key",
    ),
    "an element of an unknown type": (message(actions({"type": "slider", "action_id": "a"})), "slider"),
    "a null inside": (message(section(block_id=None, accessory=button(value=None))), "value: not a string"),
    "a string in place of a text object": (message({"type": "section", "text": "x"}), "not understood"),
    "section text over 3000": (message(section("x" * 3001)), "3001 characters"),
    "section without text and fields": (message({"type": "section"}), "without text or fields"),
    "11 fields": (message({"type": "section", "fields": [plain("x")] * 11}), "11 items"),
    "a field over 2000": (message({"type": "section", "fields": [plain("x" * 2001)]}), "2001 characters"),
    "an empty text object": (message(section("")), "empty text"),
    "header over 150": (message({"type": "header", "text": plain("x" * 151)}), "151 characters"),
    "header in mrkdwn": (message({"type": "header", "text": mrkdwn("*x*")}), "only plain_text"),
    "26 elements": (message(actions(*[button(f"a{n}") for n in range(26)])), "26 items"),
    "no elements": (message(actions()), "without elements"),
    "an image among actions": (
        message(actions({"type": "image", "image_url": "https://example.org/a", "alt_text": "a"})),
        "can't stand in actions.elements",
    ),
    "two equal action ids in a block": (
        message(actions(button(), button())),
        "two elements with the action_id",
    ),
    "a button without an action id": (
        message(actions({"type": "button", "text": plain("Next")})),
        "button without action_id",
    ),
    "action id over 255": (message(actions(button("x" * 256))), "action_id: 256 characters"),
    "button text over 75": (message(actions(button(text=plain("x" * 76)))), "76 characters"),
    "button text in mrkdwn": (message(actions(button(text=mrkdwn("x")))), "only plain_text"),
    "button value over 2000": (message(actions(button(value="x" * 2001))), "value: 2001 characters"),
    "button value that is a number": (message(actions(button(value=7))), "value: not a string"),
    "button style of our own": (message(actions(button(style="green"))), "style"),
    "button url over 3000": (
        message(actions(button(url="https://e.org/" + "x" * 3000))),
        "url: 3014 characters",
    ),
    "button url that is none": (message(actions(button(url="charter.html"))), "not in the form"),
    "confirm title over 100": (
        message(actions(button(confirm=confirm(title=plain("x" * 101))))),
        "101 characters",
    ),
    "confirm text over 300": (
        message(actions(button(confirm=confirm(text=plain("x" * 301))))),
        "301 characters",
    ),
    "confirm deny over 30": (
        message(actions(button(confirm=confirm(deny=plain("x" * 31))))),
        "31 characters",
    ),
    "confirm without deny": (
        message(actions(button(confirm={"title": plain("a"), "text": plain("b"), "confirm": plain("c")}))),
        "deny",
    ),
    "block id over 255": (message(section(block_id="x" * 256)), "block_id: 256 characters"),
    "two equal block ids": (
        message(section(block_id="b"), section(block_id="b")),
        "two blocks with the block_id",
    ),
    "11 in a context": (message({"type": "context", "elements": [plain("x")] * 11}), "11 items"),
    "a button in a context": (message({"type": "context", "elements": [button()]}), "can't stand in context"),
    "an image without alt text": (
        message({"type": "image", "image_url": "https://e.org/a"}),
        "without alt_text",
    ),
    "an image without a source": (message({"type": "image", "alt_text": "a"}), "without image_url"),
    "an image that is a file path": (
        message({"type": "image", "image_url": "a.png", "alt_text": "a"}),
        "form",
    ),
    "a menu without options": (message(actions(menu(options=[]))), "without options"),
    "101 options": (message(actions(menu(options=[option(str(n)) for n in range(101)]))), "101 items"),
    "11 radio buttons": (
        message(actions(menu("radio_buttons", options=[option(str(n)) for n in range(11)]))),
        "11 items",
    ),
    "6 in an overflow menu": (
        message(actions(menu("overflow", options=[option(str(n)) for n in range(6)]))),
        "6 items",
    ),
    "option text over 75": (message(actions(menu(options=[option(text=plain("x" * 76))]))), "76 characters"),
    "option value over 150": (message(actions(menu(options=[option("x" * 151)]))), "value: 151 characters"),
    "option in mrkdwn in a menu": (
        message(actions(menu(options=[option(text=mrkdwn("x"))]))),
        "only plain_text",
    ),
    "two options of one value": (
        message(actions(menu(options=[option(), option()]))),
        "two options with the value",
    ),
    "an initial option that is not offered": (
        message(actions(menu(initial_option=option("z")))),
        "not among the options",
    ),
    "placeholder over 150": (message(actions(menu(placeholder=plain("x" * 151)))), "151 characters"),
    "a date written by hand": (
        message(actions({"type": "datepicker", "action_id": "d", "initial_date": "1 March"})),
        "initial_date",
    ),
    "markdown over 12000 in total": (
        message(*[{"type": "markdown", "text": "x" * 6001}] * 2),
        "12002 characters",
    ),
    "a call of the channel": (message(section("Hello <!channel>")), "calls everybody"),
    "a call of those here in the text": ({"text": "Hello <!here|here>"}, "calls everybody"),
    "a call of everyone in a context": (
        message({"type": "context", "elements": [mrkdwn("<!everyone>")]}),
        "calls everybody",
    ),
    "a call of a user group": (
        message({"type": "section", "fields": [mrkdwn("<!subteam^S1>")]}),
        "calls everybody",
    ),
    "a call in a markdown block": (message({"type": "markdown", "text": "<!channel>"}), "calls everybody"),
    "a call in rich text": (
        message(
            {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "broadcast", "range": "here"}]}
                ],
            }
        ),
        "calls everybody",
    ),
    "link_names": ({"text": "@channel", "link_names": True}, "link_names"),
    "other people's text not escaped": (message(section("rates < 5%")), "not escaped"),
    "attachments": ({"text": "x", "attachments": [{"text": "y"}]}, "attachments"),
    "metadata without a type": (message(section(), metadata={"event_payload": {}}), "exactly event_type"),
    "metadata with a null": (message(section(), metadata=metadata(key=None)), "event_payload.key"),
    "metadata nested too deep": (message(section(), metadata=metadata(a={"b": {"c": 1}})), "event_payload.a"),
    "metadata with a list of words": (message(section(), metadata=metadata(a=["b"])), "event_payload.a"),
    "an option's description in mrkdwn": (
        message(section(accessory=menu("radio_buttons", options=[option(description=mrkdwn("_b_"))]))),
        "only plain_text",
    ),
    "confirm button over 30": (message(actions(button(confirm=confirm(confirm=plain("x" * 31))))), "31 char"),
    "image title over 2000": (message(image(title=plain("x" * 2001))), "title: 2001 characters"),
    "alt text over 2000": (message(image(alt_text="x" * 2001)), "alt_text: 2001 characters"),
    "image url over 3000": (message(image(image_url="https://e.org/" + "x" * 3000)), "url: 3014 characters"),
    "accessibility label over 75": (message(actions(button(accessibility_label="x" * 76))), "76 characters"),
    "11 checkboxes": (
        message(actions(menu("checkboxes", options=[option(str(n)) for n in range(11)]))),
        "11 items",
    ),
    "group label over 75": (message(actions(grouped(label=plain("x" * 76)))), "76 characters"),
    "101 options in a group": (
        message(actions(grouped(options=[option(str(n)) for n in range(101)]))),
        "101 items",
    ),
    "options beside groups": (message(actions(grouped() | {"options": [option("z")]})), "together"),
    "a link in a menu's option": (
        message(actions(menu(options=[option(url="https://e.org")]))),
        "only an overflow menu's",
    ),
    "a text field beside a section": (
        message(section(accessory={"type": "plain_text_input", "action_id": "a"})),
        "can't stand in section.accessory",
    ),
    "a time written by hand": (
        message(actions({"type": "timepicker", "action_id": "t", "initial_time": "3 pm"})),
        "initial_time",
    ),
    "an empty context": (message({"type": "context", "elements": []}), "context without elements"),
    "metadata type with blanks": (
        message(section(), metadata={"event_type": "a b", "event_payload": {}}),
        "letters, digits",
    ),
    "a date object": ({"text": "x", "blocks": [section(block_id=object())]}, "can't be turned into JSON"),
    "markdown_text beside blocks": (message(section(), markdown_text="x"), "can't stand beside"),
}

BAD_VIEWS: dict[str, tuple[Fields, str]] = {
    "no type": ({"blocks": [section()]}, "modal or a home"),
    "no title": ({"type": "modal", "blocks": [section()]}, "without title"),
    "title over 24": (modal(section(), title=plain("x" * 25)), "25 characters"),
    "title in mrkdwn": (modal(section(), title=mrkdwn("x")), "only plain_text"),
    "title that is a string": (modal(section(), title="A decision"), "not understood"),
    "submit over 24": (modal(section(), submit=plain("x" * 25)), "25 characters"),
    "close over 24": (modal(section(), close=plain("x" * 25)), "25 characters"),
    "inputs without submit": ({k: v for k, v in modal(field()).items() if k != "submit"}, "needs one"),
    "no blocks": (modal(), "without blocks"),
    "101 blocks": (modal(*[section()] * 101), "101 blocks"),
    "private metadata over 3000": (modal(section(), private_metadata="x" * 3001), "3001 characters"),
    "private metadata that is an object": (modal(section(), private_metadata={"a": 1}), "not a string"),
    "callback id over 255": (modal(section(), callback_id="x" * 256), "256 characters"),
    "a view as Slack returned it": (
        modal(section(), id="V1", team_id="T1", hash="h"),
        "id: a modal that is sent",
    ),
    "an input without a label": (modal({"type": "input", "element": menu()}), "label"),
    "input label over 2000": (modal(field(label=plain("x" * 2001))), "2001 characters"),
    "input hint over 2000": (modal(field(hint=plain("x" * 2001))), "2001 characters"),
    "external id over 255": (modal(section(), external_id="x" * 256), "256 characters"),
    "a home with too much private metadata": (
        {"type": "home", "blocks": [section()], "private_metadata": "x" * 3001},
        "3001 characters",
    ),
    "a home without blocks": ({"type": "home"}, "without blocks"),
    "input label in mrkdwn": (modal(field(label=mrkdwn("x"))), "only plain_text"),
    "a button as an input": (modal(field(button())), "can't stand in input.element"),
    "an input without an action id": (modal(field({"type": "plain_text_input"})), "without action_id"),
    "max_length over 3000": (
        modal(field({"type": "plain_text_input", "action_id": "a", "max_length": 3001})),
        "allowed 0 to 3000",
    ),
    "initial value over max_length": (
        modal(
            field({"type": "plain_text_input", "action_id": "a", "max_length": 3, "initial_value": "abcd"})
        ),
        "longer than max_length",
    ),
    "max_length that is a string": (
        modal(field({"type": "plain_text_input", "action_id": "a", "max_length": "9"})),
        "wrong type",
    ),
    "two in focus": (
        modal(*(field(menu(focus_on_load=True), block_id=b) for b in "ab")),
        "second element with focus_on_load",
    ),
    "two equal block ids": (modal(field(), field()), "two blocks with the block_id"),
    "a markdown block": (modal({"type": "markdown", "text": "x"}), "stands in messages only"),
    "a home with a title": ({"type": "home", "blocks": [section()], "title": plain("x")}, "title: a home"),
    "a number input without is_decimal_allowed": (
        modal(field({"type": "number_input", "action_id": "n"})),
        "is_decimal_allowed",
    ),
}


@pytest.mark.parametrize("name", GOOD_MESSAGES)
def test_a_right_message_has_no_problems(name: str) -> None:
    assert problems(GOOD_MESSAGES[name], "message") == []


@pytest.mark.parametrize("name", GOOD_VIEWS)
def test_a_right_view_has_no_problems(name: str) -> None:
    assert problems(GOOD_VIEWS[name], "view") == []


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_a_wrong_message_is_named(name: str) -> None:
    payload, said = BAD_MESSAGES[name]
    assert said in "\n".join(problems(payload, "message"))


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_a_wrong_view_is_named(name: str) -> None:
    payload, said = BAD_VIEWS[name]
    assert said in "\n".join(problems(payload, "view"))


def test_all_that_is_wrong_is_said_at_once_with_its_place() -> None:
    found = problems(
        message(section(), actions(button(value="x" * 2001), button("b", style="x")), text=""), "message"
    )
    assert any(line.startswith("text:") for line in found)
    assert any(line.startswith("blocks[1].elements[0].value") for line in found)
    assert any(line.startswith("blocks[1].elements[1].style") for line in found)


def test_looking_at_a_payload_leaves_it_as_it_was() -> None:
    payload = message(section(), actions(button(confirm=confirm()), menu()))
    before = copy.deepcopy(payload)
    problems(payload, "message")
    assert payload == before


def test_a_long_text_is_right_and_advised_against() -> None:
    long = {"text": "x" * 4001}
    assert problems(long, "message") == []
    assert "4001" in advice(long)[0]
    assert advice({"text": "short"}) == []


WRONG: tuple[Any, ...] = (None, 7, "x", [], {}, [7], {"type": 5}, {"type": []}, [[1]], True)


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_values_of_any_type_in_any_place_are_answered_and_never_raise(wrong: Any) -> None:
    for payload in (
        message(actions(button(confirm=confirm()), menu()), metadata=metadata(a=1)),
        modal(field(menu())),
    ):
        kind = "view" if payload.get("type") == "modal" else "message"
        for path in list(_paths(payload)):
            broken = copy.deepcopy(payload)
            _put(broken, path, wrong)
            assert isinstance(problems(broken, kind), list), path  # type: ignore[arg-type]


def _paths(node: Any, path: tuple[Any, ...] = ()) -> Any:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _paths(value, (*path, key))


def _put(node: Any, path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
