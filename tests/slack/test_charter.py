"""The charter through Slack: as a file for whoever asks, or as a canvas that follows the records."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from bot.domain.choices import Rule, Secrecy
from bot.domain.decisions import Choice
from bot.domain.people import LinkedChannel
from bot.slack.ids import Shortcut
from tests.usecases.steps import propose
from tests.world import FAE, HOME, MO, OBI, PIA, PRIVATE, STRANGER, World, shown


def decided(world: World) -> None:
    """A coalition with a decision, an action, and a parameter of a private channel."""
    world.found()
    world.command(FAE, "start vision")
    card = propose(world, "Everybody hears of a filing in time")
    for user in (FAE, MO, PIA):
        world.press(user, "position.consent", card)
    world.press(FAE, "round.close", world.post_with("Everybody hears of a filing in time"))
    world.command(MO, f"action share the file <@{MO}|mo> by next Friday")


@pytest.fixture
def table(bare_world: World) -> World:
    decided(bare_world)
    return bare_world


def sent(world: World, user: str, kind: str) -> bytes:
    """Ask for a charter, and return the file that came by direct message."""
    (told,) = world.command(user, f"charter {kind}")
    assert "direct messages" in told
    return bytes(list(world.slack.files.values())[-1]["content"])


def test_a_pdf_holds_what_is_on_record(table: World) -> None:
    reader = PdfReader(io.BytesIO(sent(table, OBI, "pdf")))
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Charter of Housing data table",
        "Everybody hears of a filing in time",
        "share the file",
        "Mo",
    ):
        assert words in text


def test_a_decision_says_who_took_part_and_one_from_talk_that_no_round_was_held(table: World) -> None:
    message = table.slack.says(MO, HOME, "We agreed to meet on Mondays.")
    table.send(table.envelopes.message_shortcut(Shortcut.RECORD_DECISION, MO, message))
    table.submit(MO)
    decided, noted = sent(table, OBI, "md").decode().split("We agreed to meet on Mondays")[:2]
    assert "**Who took part:** Fae, Mo, Pia" in decided
    assert "No round was held" in noted
    assert "Who took part" not in noted and "By consent" not in noted


def test_reasons_stand_in_it_and_an_objection_with_its_name(table: World) -> None:
    with table.units.open("T1") as work:
        (decision,) = work.decisions.where()
        first, second, _ = work.positions.where(proposal_id=decision.proposal_id)
        work.positions.save(replace(first, choice=Choice.STAND_ASIDE, reason="not our field"))
        work.positions.save(replace(second, choice=Choice.OBJECTION, reason="the names"))
        work.commit()
    text = sent(table, OBI, "md").decode()
    assert "Stand aside: not our field" in text
    assert "Objection, Mo: the names" in text


@pytest.mark.parametrize("secrecy", [Secrecy.CONFIDENTIAL, Secrecy.DETACHED])
def test_where_positions_were_not_named_nobody_is(table: World, secrecy: Secrecy) -> None:
    with table.units.open("T1") as work:
        (decision,) = work.decisions.where()
        terms = work.terms.get(decision.proposal_id)
        assert terms is not None
        work.terms.save(replace(terms, secrecy=secrecy))
        _, second, _ = work.positions.where(proposal_id=decision.proposal_id)
        work.positions.save(replace(second, choice=Choice.OBJECTION, reason="the names"))
        work.commit()
    decided = sent(table, OBI, "md").decode().split("share the file")[0]
    assert "Everybody hears of a filing in time" in decided
    assert "Who took part" not in decided
    assert "Objection: the names" in decided and "Mo: the names" not in decided


def test_a_decision_by_votes_says_its_counts(table: World) -> None:
    with table.units.open("T1") as work:
        (decision,) = work.decisions.where()
        work.decisions.save(replace(decision, rule=Rule.TWO_THIRDS, counts="yes 3, no 1"))
        work.commit()
    text = sent(table, OBI, "md").decode()
    assert "Yes: 3, No: 1" in text
    assert "By consent" not in text


def test_an_action_names_all_its_owners(table: World) -> None:
    table.command(FAE, f"action call the court <@{FAE}|fae> and <@{PIA}|pia> by 2026-12-04")
    assert "Fae, Pia" in sent(table, OBI, "md").decode().split("call the court")[1].split("###")[0]


def test_a_bare_charter_offers_its_kinds_by_button(table: World) -> None:
    offer = table.answer_to(MO, "charter")
    assert {"PDF", "Word"} <= set(shown(offer).split())
    table.press(MO, "charter.make.docx", offer)
    assert list(table.slack.files.values())[-1]["name"].endswith(".docx")


def test_a_kind_that_does_not_exist_is_answered_with_those_that_do(table: World) -> None:
    assert "md, docx, pdf, csv or canvas" in table.command(MO, "charter papyrus")[0]


def test_where_no_coalition_is_there_is_no_charter(bare_world: World) -> None:
    for typed in ("charter", "charter pdf", "charter canvas"):
        assert "no coalition" in bare_world.command(MO, typed)[0].casefold()


def test_nothing_of_a_private_channel_stands_in_a_charter_asked_elsewhere(table: World) -> None:
    with table.units.open("T1") as work:
        (coalition,) = work.coalitions.where()
        work.channels.add(LinkedChannel("l2", coalition.id, PRIVATE, private=True))
        work.commit()
    table.command(FAE, "action a secret errand", PRIVATE)
    assert b"secret errand" not in sent(table, FAE, "md")
    (told,) = table.command(FAE, "charter md", PRIVATE)
    assert "direct messages" in told
    assert b"secret errand" in list(table.slack.files.values())[-1]["content"]


def test_people_of_other_workspaces_have_it_in_the_thread_of_their_asking(table: World) -> None:
    asked = table.mention(STRANGER, "charter md")
    (file,) = table.slack.files.values()
    assert (file["channel"], b"share the file" in file["content"]) == (HOME, True)
    (posted,) = [one for one in table.posts() if file["id"] in one.get("files", [])]
    assert posted["thread_ts"] == asked["ts"]


class TestCanvas:
    def test_it_is_written_and_follows_the_records(self, table: World) -> None:
        assert "canvas" in table.command(FAE, "charter canvas")[0]
        (canvas,) = table.slack.canvases.values()
        assert "share the file" in str(canvas)
        table.ticker.tick()
        before = str(canvas)
        table.command(MO, "action call the clinic")
        table.ticker.tick()
        (canvas,) = table.slack.canvases.values()
        assert "call the clinic" in str(canvas)
        assert str(canvas) != before

    def test_asked_for_twice_it_is_one(self, table: World) -> None:
        table.command(FAE, "charter canvas")
        table.command(FAE, "charter canvas")
        assert len(table.slack.canvases) == 1

    def test_only_a_facilitator_sets_it_up(self, table: World) -> None:
        assert "facilitator" in table.command(MO, "charter canvas")[0]
        assert not table.slack.canvases

    def test_where_slack_has_none_a_file_comes_instead(self, table: World) -> None:
        table.slack.fail(
            "conversations.canvases.create", status=200, error="free_team_canvas_tab_already_exists"
        )
        told = table.command(FAE, "charter canvas")
        assert "no canvas" in " ".join(told)
        assert list(table.slack.files.values())[-1]["name"].endswith(".md")


def test_a_charter_that_cannot_be_sent_is_told_with_an_id(table: World) -> None:
    table.slack.fail("files.getUploadURLExternal", times=3)
    assert "note for the operator" in table.command(MO, "charter pdf")[0]
