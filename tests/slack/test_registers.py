"""The registers in Slack: adding, opening, editing, replacing, retiring, linking, and who may what."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.acts import Act
from bot.domain.forms import Filing
from bot.domain.kept import answers_of
from bot.domain.people import LinkedChannel
from bot.slack.ids import Shortcut
from bot.usecases.records import Filled, Records
from bot.usecases.wording import Wording
from tests.slack.envelopes import chosen, day, typed
from tests.world import FAE, HOME, MO, OBI, PIA, PRIVATE, World, shown


@pytest.fixture
def room(world: World) -> World:
    world.found()
    return world


def parameter(**more: Any) -> dict[str, Any]:
    return {
        "title": typed("Consent form of 2019"),
        "kind": chosen("privacy"),
        "hardness": chosen("hard"),
        "effect": chosen("constrains"),
        **more,
    }


def add(room: World, by: str = MO, title: str = "Consent form of 2019", **more: Any) -> dict[str, Any]:
    room.command(by, f"parameter {title}")
    room.submit(by, **parameter(title=typed(title), **more))
    return room.post_with(title)


def opened(room: World, user: str, card: dict[str, Any]) -> dict[str, Any]:
    """Press *Open* on a record's card; return what the person alone was shown."""
    press = next(
        one["accessory"]["action_id"] for one in card["blocks"] if "record.open" in str(one.get("accessory"))
    )
    room.press(user, press, card)
    return last_answer(room)


def last_answer(room: World) -> dict[str, Any]:
    answer = list(room.slack.response_urls.values())[-1].posts[-1]
    return {**answer, "channel": HOME, "ts": "1.1"}


def errors(answer: Any) -> dict[str, str]:
    told: dict[str, str] = json.loads(answer.body or "{}").get("errors", {})
    return told


def audit(room: World, title: str) -> list[tuple[str, str]]:
    with room.units.read("T1") as work:
        (record,) = [one for one in work.parameters.where() if one.title == title]
        return [(one.by, one.reason) for one in work.history("parameters", record.id)]


def test_a_parameter_is_added_from_a_typed_line_and_shown_to_the_channel(room: World) -> None:
    card = add(room)
    assert "Mo put on record" in shown(card)
    assert "Parameter 1" in shown(card)


def test_a_soft_parameter_asks_how_it_could_shift_who_looks_again_and_when(room: World) -> None:
    room.command(MO, "parameter Old consent form")
    wrong = errors(room.submit(MO, **parameter(hardness=chosen("soft"))))
    assert set(wrong) == {"could_shift", "looks_again_id", "review_on"}
    assert room.posts() == []


def test_words_that_point_at_a_person_are_named_at_their_field(room: World) -> None:
    room.command(MO, "parameter Old consent form")
    wrong = errors(room.submit(MO, **parameter(source=typed("the file of SECRET"))))
    assert set(wrong) == {"source"}
    with room.units.read("T1") as work:
        assert work.parameters.where() == ()


def test_an_edit_asks_why_and_stands_in_the_history(room: World) -> None:
    page = opened(room, PIA, add(room))
    room.press(PIA, "record.edit", page)
    room.submit(PIA, hardness=chosen("unknown"), why=typed("nobody has read it yet"))
    assert audit(room, "Consent form of 2019") == [(MO, ""), (PIA, "nobody has read it yet")]
    again = shown(opened(room, FAE, room.post_with("Consent form of 2019")))
    assert 'Can it move?: "Hard" became "Not known yet"' in again
    assert "why: nobody has read it yet" in again


def test_an_edit_without_a_reason_is_not_possible(room: World) -> None:
    page = opened(room, PIA, add(room))
    room.press(PIA, "record.edit", page)
    assert set(errors(room.submit(PIA, why=typed("  ")))) == {"why"}


def test_who_edits_second_is_shown_the_difference_and_nothing_is_overwritten(room: World) -> None:
    card = add(room)
    room.press(PIA, "record.edit", opened(room, PIA, card))
    pias = list(room.slack.views.values())[-1]
    room.press(FAE, "record.edit", opened(room, FAE, card))
    room.submit(FAE, title=typed("Consent form of 2020"), why=typed("there is a new one"))
    answer = room.send(
        room.envelopes.submit(
            pias, PIA, {"source": {"value": typed("the clinic")}, "why": {"value": typed("I asked")}}
        )
    )
    assert '"response_action": "update"' in answer.body
    assert "Fae changed this" in answer.body and "Consent form of 2020" in answer.body
    assert "the clinic" in answer.body
    with room.units.read("T1") as work:
        (record,) = work.parameters.where()
        assert (record.title, record.source, record.version) == ("Consent form of 2020", "", 1)


def test_whoever_was_told_of_a_change_can_save_on_top_of_it(room: World) -> None:
    card = add(room)
    room.press(PIA, "record.edit", opened(room, PIA, card))
    pias = list(room.slack.views.values())[-1]
    room.press(FAE, "record.edit", opened(room, FAE, card))
    room.submit(FAE, title=typed("Consent form of 2020"), why=typed("there is a new one"))
    said = {"source": {"value": typed("the clinic")}, "why": {"value": typed("I asked")}}
    answer = room.send(room.envelopes.submit(pias, PIA, said))
    renewed = {**pias, **json.loads(answer.body)["view"]}
    room.send(room.envelopes.submit(renewed, PIA, {"why": {"value": typed("I asked")}}))
    with room.units.read("T1") as work:
        (record,) = work.parameters.where()
        assert (record.title, record.source, record.version) == ("Consent form of 2020", "the clinic", 2)


def test_a_replaced_record_says_so_and_cannot_be_edited(room: World) -> None:
    card = add(room)
    page = opened(room, MO, card)
    room.press(MO, "record.supersede", page)
    room.submit(MO, title=typed("Consent form of 2021"), why=typed("a new form"))
    old = room.post_with("Consent form of 2019")
    assert "replaced by number 2" in shown(old)
    assert "record.edit" not in str(opened(room, MO, old))
    room.press(MO, "record.edit", page)
    assert "does not hold any more" in last_answer(room)["text"]


def test_a_retired_record_leaves_the_list_and_stays_on_record(room: World) -> None:
    room.press(MO, "record.retire", opened(room, MO, add(room)))
    room.submit(MO, why=typed("the law changed"))
    assert "Nothing is on record" in room.command(PIA, "parameters")[0]
    assert "Consent form of 2019" in room.command(PIA, "parameters retired")[0]


@pytest.mark.parametrize(
    ("user", "rights"),
    [
        (FAE, {"edit", "link", "supersede", "retire"}),
        (MO, {"edit", "link", "supersede", "retire"}),
        (PIA, {"edit", "link"}),
        (OBI, set()),
    ],
)
def test_each_role_is_offered_what_it_may_do(room: World, user: str, rights: set[str]) -> None:
    page = str(opened(room, user, add(room)))
    assert {
        right for right in ("edit", "link", "supersede", "retire") if f"'record.{right}'" in page
    } == rights


@pytest.mark.parametrize("press", ["record.retire", "record.supersede"])
def test_a_press_that_was_not_offered_is_refused(room: World, press: str) -> None:
    page = opened(room, MO, add(room))
    before = len(room.slack.views)
    room.press(PIA, press, page)
    assert "a facilitator can do that" in last_answer(room)["text"]
    assert len(room.slack.views) == before


def test_an_observer_can_read_and_not_add(room: World) -> None:
    add(room)
    assert "Consent form of 2019" in room.command(OBI, "parameters")[0]
    room.command(OBI, "parameter My own")
    room.submit(OBI, **parameter(title=typed("My own")))
    assert any("Observers can read along" in one for one in room.told(OBI))
    with room.units.read("T1") as work:
        assert len(work.parameters.where()) == 1


def test_records_are_linked_once_and_show_it_on_both_sides(room: World) -> None:
    card = add(room)
    room.command(MO, "action ask the clinic's lawyer")
    action = opened(room, MO, room.answer_to(MO, "actions"))
    room.press(MO, "record.link", action)
    with room.units.read("T1") as work:
        target = work.parameters.where()[0].id
    room.submit(MO, linked=chosen(f"parameter|{target}"))
    assert "hangs on" in room.told(MO)[-1]
    assert "is behind" in shown(opened(room, MO, card))
    room.press(MO, "record.link", action)
    room.submit(MO, linked=chosen(f"parameter|{target}"))
    assert "linked already" in room.told(MO)[-1]


def test_a_record_of_a_private_channel_is_found_there_alone(world: World) -> None:
    world.found()
    add(world)
    with world.units.open("T1") as work:
        coalition = work.coalitions.where()[0]
        work.channels.add(LinkedChannel("link", coalition.id, PRIVATE, private=True))
        record = work.parameters.where()[0]
        work.parameters.save(replace(record, channel_id=PRIVATE))
        work.commit()
    assert "Nothing is on record" in world.command(MO, "parameters")[0]
    assert "Consent form of 2019" in world.command(MO, "parameters", PRIVATE)[0]
    card = world.post_with("Consent form of 2019")
    assert "can't find that record" in opened(world, MO, card)["text"]


@pytest.mark.parametrize("register", ["parameters", "power", "data"])
def test_each_register_opens_empty_with_a_way_to_add(room: World, register: str) -> None:
    answer = room.answer_to(FAE, register)
    assert "Nothing is on record" in answer["text"]
    assert "record.add" in str(answer["blocks"])


def test_a_list_is_narrowed_by_its_menus_and_by_words(room: World) -> None:
    add(room, title="Consent form")
    add(room, by=PIA, title="Grant report", kind=chosen("funding"), hardness=chosen("unknown"))
    page = room.answer_to(MO, "parameters")
    menu = next(
        element
        for block in page["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "record.filter.kind"
    )
    value = next(one["value"] for one in menu["options"] if ":funding:" in one["value"])
    room.send(room.envelopes.press("record.filter.kind", MO, message=page, state=chosen(value)))
    assert "Grant report" in last_answer(room)["text"]
    assert "Consent form" not in last_answer(room)["text"]
    assert "Consent form" in room.command(MO, "parameters mine")[0]
    assert "Grant report" not in room.command(MO, "parameters mine")[0]
    assert "Grant report" not in room.command(MO, "parameters hard")[0]


def test_actions_are_narrowed_by_menu_by_word_and_to_ones_own_and_the_pages_keep_to_it(room: World) -> None:
    for n in range(12):
        room.command(MO, f"action call number {n} <@{MO}|mo>")
    room.command(PIA, f"action call the court <@{PIA}|pia>")
    page = room.answer_to(MO, "actions")
    room.press(MO, "record.filter.mine", page)
    mine = last_answer(room)
    assert "call the court" not in shown(mine) and "call number 1" in shown(mine)
    room.press(MO, "actions.page.2", mine)
    assert "call number 11" in shown(last_answer(room)) and "call the court" not in shown(last_answer(room))
    assert "call the court" not in room.command(MO, "actions done")[0]
    assert "Nothing here is like that" in room.command(MO, "actions done")[0]
    assert "call the court" in room.command(PIA, "actions open mine")[0]


def test_decisions_are_narrowed_by_how_firm_they_are(room: World) -> None:
    two_decisions(room)
    page = room.answer_to(MO, "decisions")
    value = next(one for one in choices_of(page, "record.filter.state") if ":noted:" in one)
    room.send(room.envelopes.press("record.filter.state", MO, message=page, state=chosen(value)))
    assert "Share counts by county" in last_answer(room)["text"]
    assert "Share counts by county" not in room.command(MO, "decisions final")[0]
    assert "Share counts by county" in room.command(MO, "decisions noted mine")[0]
    assert "Share counts by county" not in room.command(PIA, "decisions mine")[0]


def choices_of(page: dict[str, Any], action_id: str) -> list[str]:
    return [
        one["value"]
        for block in page["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == action_id
        for one in element["options"]
    ]


def test_an_action_is_edited_with_a_reason(room: World) -> None:
    room.command(MO, "action share the file")
    room.press(MO, "record.edit", opened(room, MO, room.answer_to(MO, "actions")))
    room.submit(MO, due_on=day("2026-12-04"), why=typed("we set a day"))
    assert "December 4" in room.command(MO, "actions")[0]


def test_whoever_mentions_the_bot_adds_a_parameter_without_a_form(room: World) -> None:
    room.mention(MO, "parameter our lawyer is away until May")
    assert "our lawyer is away until May" in shown(room.post_with("put on record"))


def test_whoever_listens_hears_all_that_is_shown(room: World) -> None:
    card = add(room)
    seen = [
        opened(room, MO, card),
        *(room.answer_to(MO, command) for command in ("parameters", "power", "status")),
    ]
    for message in seen:
        for block in message["blocks"]:
            parts = block.get("elements", []) if block["type"] == "context" else [block.get("text") or {}]
            for part in parts:
                assert part.get("text", "") in message["text"]


def two_decisions(room: World) -> None:
    for text in ("Share counts by county.", "Share counts by district."):
        message = room.slack.says(PIA, HOME, text)
        room.send(room.envelopes.message_shortcut(Shortcut.RECORD_DECISION, MO, message))
        room.submit(MO)


def test_a_facilitator_says_which_decision_takes_anothers_place_and_both_stay(room: World) -> None:
    two_decisions(room)
    with room.units.read("T1") as work:
        first, second = work.decisions.where()
    listed = room.answer_to(FAE, "decisions")
    room.press(FAE, "record.open.decision.1", listed)
    room.press(FAE, "record.supersede", last_answer(room))
    room.submit(FAE, linked=chosen(f"decision|{second.id}"), why=typed("the county split in two"))
    assert "Number 1 is replaced by number 2" in room.told(FAE)[-1]
    assert "Replaced by a later decision" in room.command(MO, "decisions")[0]
    room.press(MO, "record.open.decision.1", listed)
    assert "replaced by number 2" in last_answer(room)["text"]
    assert "why: the county split in two" in last_answer(room)["text"]
    with room.units.read("T1") as work:
        assert work.decisions.get(first.id).superseded_by == second.id  # type: ignore[union-attr]


@pytest.mark.parametrize("user", [MO, PIA, OBI])
def test_nobody_else_replaces_a_decision_and_nobody_edits_one(room: World, user: str) -> None:
    two_decisions(room)
    listed = room.answer_to(user, "decisions")
    room.press(FAE, "record.open.decision.1", listed)
    page = last_answer(room)
    assert "record.edit" not in str(page)
    forms = len(room.slack.views)
    room.press(user, "record.supersede", page)
    assert len(room.slack.views) == forms


def test_a_form_that_slack_sends_twice_adds_one_record(room: World) -> None:
    room.command(MO, "parameter Old form")
    view = list(room.slack.views.values())[-1]
    given = {name: {"value": state} for name, state in parameter(title=typed("Old form")).items()}
    payload = room.envelopes.submit(view, MO, given)
    room.send(payload)
    room.send(payload, retry=1)
    with room.units.read("T1") as work:
        assert len(work.parameters.where()) == 1


def test_who_is_second_by_a_hair_is_told_after_the_form_has_closed(room: World) -> None:
    add(room)
    with room.units.read("T1") as work:
        record = work.parameters.where()[0]
    room.press(FAE, "record.edit", opened(room, FAE, room.post_with("Consent form of 2019")))
    room.submit(FAE, title=typed("Consent form of 2020"), why=typed("there is a new one"))
    late = Filled(
        "parameter",
        Filing.EDIT,
        record.id,
        record.version,
        answers={**answers_of(record), "source": "the clinic"},
        why="I asked",
    )
    act = Act("late", "T1", PIA, HOME)
    Records(room.desk, Wording(room.desk, room.texts.voices)).submit(act, late)
    assert "Fae changed this record just before you" in room.told(PIA)[-1]
    assert "Consent form of 2020" in room.told(PIA)[-1]
    with room.units.read("T1") as work:
        assert work.parameters.where()[0].source == ""


def test_every_member_of_the_register_power_can_be_added(room: World) -> None:
    page = room.answer_to(MO, "power")
    room.press(MO, "record.add.stakeholder", page)
    assert set(errors(room.submit(MO, title=typed("Tenants' council"), interest=number("9")))) == {"interest"}
    room.submit(MO, title=typed("Tenants' council"), interest=number("5"))
    assert "Tenants' council" in room.command(PIA, "power stakeholders")[0]
    assert "Tenants' council" not in room.command(PIA, "power working agreements")[0]


def number(value: str) -> dict[str, Any]:
    return {"type": "number_input", "value": value}
