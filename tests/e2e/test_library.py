"""A coalition's own library for real: a file dropped into the local Slack, read apart, and answered from."""

import pytest

from bot.demo.local_slack import BOT_USER
from bot.demo.sample import AMINA, DEV, HOME, KIM
from tests.e2e.coalition import Table
from tests.papers import pdf, with_part, word

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_dropped_pdf_is_read_answered_from_listed_and_removed(table: Table) -> None:
    plan = pdf("Welcome to the plan", "The parking permit at Maplewood costs nine dollars a month.")
    table.control.upload(DEV, HOME, "plan.pdf", plan, f"<@{BOT_USER}> please keep this")
    table.comes_to_show("plan.pdf", "It is in the library now, in 2 parts")

    asked = table.control.mention(KIM, HOME, "what does the Maplewood parking permit cost?")
    answer = table.control.wait_for_answer(HOME, thread=asked)
    assert "nine dollars a month. [1]" in answer.words and "plan.pdf: page 2" in answer.words

    table.control.command(DEV, HOME, "/convene", "library remove 1")
    again = table.control.mention(AMINA, HOME, "what does the Maplewood parking permit cost?")
    assert "nine dollars" not in table.control.wait_for_answer(HOME, thread=again).words


def test_a_hostile_file_and_a_private_address_are_refused_in_a_sentence(table: Table) -> None:
    macro = with_part(word(), "word/vbaProject.bin", b"code")
    table.control.upload(DEV, HOME, "rules.docx", macro, f"<@{BOT_USER}> please keep this")
    table.comes_to_show("rules.docx", "This file has macros in it")
    table.control.command(DEV, HOME, "/convene", "library add http://127.0.0.1:9/plan.pdf")
    table.comes_to_show("127.0.0.1:9", "This address is not on the open web")
