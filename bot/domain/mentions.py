"""Accounts named in a text: ``<@U123>``, the one piece of Slack's markup that carries meaning inside."""

import re
from collections.abc import Callable

MENTION = re.compile(r"<@([A-Z0-9]+)>")


def with_names(text: str, name_of: Callable[[str], str]) -> str:
    """Return a text in which the accounts stand by name."""
    return MENTION.sub(lambda found: f"@{name_of(found[1])}", text)
