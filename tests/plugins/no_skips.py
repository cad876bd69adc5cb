"""Where nothing may be missing (``CONVENER_NO_SKIPS``), a skipped test fails the run."""

import os

import pytest


class NoSkips:
    """Notes the tests that were skipped, in the process to which all others report."""

    def __init__(self) -> None:
        """Begin an empty list."""
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note each test that was skipped, and why; an expected failure is none."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note each file that was skipped as a whole."""
        if report.skipped:
            self.skipped.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run where tests were skipped that should have run here."""
        if self.skipped:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which tests were skipped."""
        if self.skipped:
            terminalreporter.section("skipped, but nothing may be skipped here", red=True)
            for line in self.skipped:
                terminalreporter.line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Look for skipped tests where none may be."""
    if os.environ.get("CONVENER_NO_SKIPS"):
        config.pluginmanager.register(NoSkips())
