"""How a list is narrowed down: menus, and a button for one's own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Option, PlainTextObject, StaticSelectElement

from bot.domain.records import Hardness
from bot.domain.registers import STATES, Register, Sought, kinds_offered, whole
from bot.slack.ids import Press
from bot.slack.views.parts import Words, button


def filters(wanted: Sought, words: Words) -> ActionsBlock:
    """Menus that narrow the list; each choice carries the whole of what is sought then."""
    first, of_parameters = wanted.at(1), wanted.register is Register.PARAMETERS
    kinds = [("", words.plain("record.all_kinds")), *_kinds(wanted.register, words)]
    states = [
        (state, words.plain(f"record.state.{_state(wanted, state)}")) for state in STATES[wanted.register]
    ]
    states.append(("", words.plain("record.all_states")))
    menus = []
    if len(kinds) > 2:
        menus.append(_menu("kind", first, kinds, wanted.kind, words))
    if of_parameters:
        moves = [("", words.plain("record.all_hardness"))]
        moves += [(str(one), words.plain(f"record.choice.hardness.{one}")) for one in Hardness]
        menus.append(_menu("hardness", first, moves, wanted.hardness, words))
    menus.append(_menu("state", first, states, wanted.state, words))
    label = words.plain("button.everybodys" if wanted.mine else "button.mine")
    mine = button(label, f"{Press.RECORD_FILTER}.mine", _with(first, "mine", "" if wanted.mine else "mine"))
    return ActionsBlock(elements=[*menus, mine])


def _menu(
    name: str, wanted: Sought, choices: Sequence[tuple[str, str]], now: str, words: Words
) -> StaticSelectElement:
    options = [
        Option(value=_with(wanted, name, value), text=PlainTextObject(text=label)) for value, label in choices
    ]
    chosen = next((n for n, (value, _) in enumerate(choices) if value == now), 0)
    return StaticSelectElement(
        action_id=f"{Press.RECORD_FILTER}.{name}",
        placeholder=words.plain(f"record.filter.{name}"),
        options=options,
        initial_option=options[chosen],
    )


def _with(wanted: Sought, name: str, value: str) -> str:
    """Return what is sought with one part of it changed, as a button carries it."""
    changed: dict[str, Any] = {name: value == "mine" if name == "mine" else value}
    return replace(wanted, **changed).token


def _kinds(register: Register, words: Words) -> list[tuple[str, str]]:
    of_parameters = register is Register.PARAMETERS
    return [
        (
            str(kind),
            words.plain(f"record.choice.parameterkind.{kind}" if of_parameters else f"record.plural.{kind}"),
        )
        for kind in kinds_offered(register)
    ]


def _state(wanted: Sought, state: str) -> str:
    """Return a state as its text's key ends; decisions and actions have their own."""
    prefix = {Register.DECISIONS: "decision.", Register.ACTIONS: "action."}.get(wanted.register, "")
    return f"{prefix}{state}"


def nothing_found(nothing: str, wanted: Sought, words: Words) -> str:
    """What stands where a list is empty: nothing is there, or nothing that is sought."""
    return nothing if wanted == whole(wanted.register) else words("record.none_such")
