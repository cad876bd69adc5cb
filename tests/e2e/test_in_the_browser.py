"""The main job as a new user would do it: in a browser, on the page of the local Slack.

With ``CONVENER_PICTURES`` naming a folder, the pictures of the README are taken on the way.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.demo.sample import AMINA, DEV, KIM, LUIS, ROSA
from tests.e2e.browser import Browser
from tests.e2e.coalition import Table

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.slow]
PHONE = (390, 844)


def picture(browser: Browser, name: str) -> None:
    folder = os.environ.get("CONVENER_PICTURES")
    if folder:
        browser.screenshot(Path(folder) / name)


def test_a_new_user_does_the_main_job_with_mouse_and_keys(table: Table, browser: Browser) -> None:
    browser.open(table.slack.ui_url)
    browser.open_channel("fresh-start")
    expect(browser.message("Hi, I'm Convener, an app.")).to_contain_text("Set up: 2 minutes")

    browser.open_channel("eviction-data")
    browser.act_as(DEV)
    browser.say("@convener what is the difference between a hard and a soft boundary?")
    browser.open_thread("what is the difference between a hard and a soft boundary?")
    expect(browser.page.locator(".thread-pane")).to_contain_text("soft boundary is a limit")
    picture(browser, "answer.png")
    browser.press("[1] Open", "soft boundary")
    expect(browser.form()).to_contain_text("Hard and soft boundaries")
    browser.page.locator(".modal-foot .modal-btn").first.click()
    browser.expect_no_form()

    browser.act_as(ROSA)
    browser.say("/convene start vision")
    browser.message("Step 1 of 7")
    browser.press("Next", "Facilitated by")
    browser.message("Who lives with what problem here")
    browser.act_as(AMINA)
    browser.press("Contribute", "The problem")
    browser.form()
    browser.fill("Your words", "Nobody asks us before our data is shared")
    browser.submit()
    browser.expect_no_form()
    expect(browser.message("The problem")).to_contain_text("1 contribution noted")

    browser.act_as(ROSA)
    for shown in ("What changes, and for whom", "What matters most", "Drawn together", "Our vision"):
        browser.press("Next", "Facilitated by")
        expect(browser.message("Facilitated by")).to_contain_text(shown)
        browser.message(shown)
    browser.act_as(AMINA)
    browser.press("Write a proposal", "Our vision")
    browser.form()
    browser.fill("What do you propose?", "People are asked before their data is shared")
    browser.submit()
    browser.expect_no_form()
    for taken, user in enumerate((ROSA, DEV, KIM, AMINA), 1):
        browser.act_as(user)
        browser.press("Consent", "Proposal 1")
        expect(browser.message("Proposed by Amina")).to_contain_text(f"Consent: {taken}")
    picture(browser, "round.png")
    browser.act_as(ROSA)
    browser.press("Close the round", "Proposal 1")
    expect(browser.message("Decision 1")).to_contain_text("Provisional until")

    browser.say("/convene action share the eviction filings file @dev by next Friday")
    expect(browser.message("Noted as an action")).to_contain_text("Dev Sample")


def test_the_answer_can_be_read_on_a_small_screen(table: Table, browser: Browser) -> None:
    browser.open(table.slack.ui_url)
    browser.open_channel("eviction-data")
    browser.act_as(LUIS)
    browser.say("/convene ask what is a community partner?")
    answer = browser.message("A community partner is somebody")
    browser.resize(PHONE)
    expect(answer).to_be_visible()
    for button in answer.get_by_role("button").all():
        assert button.inner_text().strip()
