"""A headless Chromium on the page of the local Slack: what a person does there with mouse and keys."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)
MILLISECONDS = 15_000.0
DESKTOP = (1280, 800)


def find_chromium() -> Path | None:
    """Return the machine's own Chromium or Chrome, or None."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


class Browser:
    """One window with an empty profile; every wait ends after fifteen seconds (Playwright's TimeoutError)."""

    def __init__(self, chromium: Path, profile: Path) -> None:
        """Keep where the browser is, and an empty folder for its profile."""
        self._chromium = chromium
        self._profile = profile
        self._playwright: Playwright | None = None
        self._context: Any = None
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """Return the page, for what this helper doesn't do. Raises RuntimeError before it is opened."""
        if self._page is None:
            raise RuntimeError("the browser isn't open")
        return self._page

    def open(self, url: str, size: tuple[int, int] = DESKTOP) -> None:
        """Open an address in a window of some width and height, and wait until the page is live."""
        self.resize(size)
        self.page.goto(url)
        expect(self.page.get_by_text("ui live")).to_be_visible()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another width and height."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def act_as(self, user_id: str) -> None:
        """Be that person from now on."""
        self.page.get_by_label("Act as").select_option(user_id)

    def open_channel(self, name: str) -> None:
        """Go to a channel by its name, or to a direct message by the person's name."""
        self.page.locator(".sidebar-item", has_text=name).first.click()
        expect(self.page.locator(".channel-title")).to_contain_text(name)

    def say(self, text: str, *, in_thread: bool = False) -> None:
        """Type a message (or a slash command) and send it, in the thread that is open if so told."""
        pane = self.page.locator(".thread-pane" if in_thread else ".main")
        pane.locator(".composer-input").fill(text)
        pane.get_by_role("button", name="Send").click()

    def message(self, containing: str) -> Locator:
        """Return the last message with those words, once it is on the screen."""
        found = self.page.locator(".msg", has_text=containing).last
        expect(found).to_be_visible()
        return found

    def press(self, label: str, containing: str = "") -> None:
        """Press the button with that label in the last message that has it (and those words)."""
        with_button = self.page.locator(".msg", has=self.page.get_by_role("button", name=label, exact=True))
        message = with_button.filter(has_text=containing).last
        message.get_by_role("button", name=label, exact=True).click()

    def open_thread(self, containing: str) -> None:
        """Open the thread under the last message with those words."""
        self.message(containing).locator(".thread-summary").click()
        expect(self.page.locator(".thread-pane")).to_be_visible()

    def fill(self, label: str, value: str) -> None:
        """Fill in the form's input with that label: text, a date, or the words of an option."""
        named = self.page.locator(".bk-label").get_by_text(label, exact=True)
        block = self.page.locator(".modal .bk-input", has=named)
        if block.locator("select").count():
            block.locator("select").select_option(label=value)
        elif block.locator(".bk-options").count():
            block.locator(".bk-options label", has_text=value).locator("input").check()
        else:
            block.locator("input").fill(value)

    def form(self) -> Locator:
        """Return the form on top, once it is on the screen."""
        found = self.page.locator(".modal")
        expect(found).to_be_visible()
        return found

    def submit(self) -> None:
        """Send the form."""
        self.page.locator(".modal-foot .modal-btn.primary").click()

    def expect_no_form(self) -> None:
        """Wait until no form is open. Raises AssertionError."""
        expect(self.page.locator(".modal")).to_have_count(0)

    def screenshot(self, path: Path) -> Path:
        """Save a picture of the window; return its path."""
        self.page.screenshot(path=path)
        return path

    def __enter__(self) -> Self:
        """Start the browser."""
        expect.set_options(timeout=MILLISECONDS)
        self._playwright = sync_playwright().start()
        try:
            self._context = self._playwright.chromium.launch_persistent_context(
                self._profile, executable_path=self._chromium, headless=True, args=FLAGS
            )
        except BaseException:
            self._playwright.stop()
            raise
        self._context.set_default_timeout(MILLISECONDS)
        self._page = self._context.pages[0]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the browser and its driver."""
        try:
            self._context.close()
        finally:
            if self._playwright is not None:
                self._playwright.stop()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """A browser with an empty profile; skipped where the machine has none."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(f"no browser on this machine (looked for {', '.join(NAMES)})")
    with Browser(chromium, tmp_path / "profile") as running:
        yield running
