"""Here ``slack`` is the local Slack, not the stub that the other tests talk to."""

from tests.e2e.browser import browser
from tests.e2e.coalition import table
from tests.e2e.harness import bot, clock, control, local_slack_binary, slack

__all__ = ["bot", "browser", "clock", "control", "local_slack_binary", "slack", "table"]
