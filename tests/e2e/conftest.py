"""Here ``slack`` is the local Slack, not the stub that the other tests talk to."""

import pytest

from tests.e2e.browser import browser
from tests.e2e.harness import bot, clock, control, local_slack_binary, slack

__all__ = ["bot", "browser", "clock", "control", "local_slack_binary", "slack"]


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known."""
    config.addinivalue_line("markers", "e2e: processes, talking to each other over sockets")
    config.addinivalue_line("markers", "browser: a browser that shows the local Slack")
