"""Where nothing may be missing (``CONVENER_NO_SKIPS``), a skipped test fails the run."""

import os

import pytest

SKIPPED = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin an empty list."""
    config.stash[SKIPPED] = []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):  # type: ignore[no-untyped-def]
    """Note each test that was skipped, and why; an expected failure is none."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        item.config.stash[SKIPPED].append(f"{item.nodeid}: {report.longrepr}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where tests were skipped that should have run here."""
    if os.environ.get("CONVENER_NO_SKIPS") and session.config.stash[SKIPPED]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which tests were skipped."""
    if os.environ.get("CONVENER_NO_SKIPS") and config.stash[SKIPPED]:
        terminalreporter.section("skipped, but nothing may be skipped here", red=True)
        for line in config.stash[SKIPPED]:
            terminalreporter.line(line)
