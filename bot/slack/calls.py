"""A call of Slack's Web API: whether a failure passes, or is for good."""

from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.ports.channel import TryLater, Undeliverable

PASSING = {
    "ratelimited",
    "rate_limited",
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
}
GONE = {"channel_not_found", "is_archived", "not_in_channel"}


def call(method: Callable[..., Any], **arguments: Any) -> Any:
    """Call the Web API; tell failures that pass from those that stay."""
    try:
        return method(**arguments)
    except SlackApiError as failed:
        error = str(failed.response.get("error", "unknown"))
        status = failed.response.status_code
        if status == 429 or error in PASSING or status >= 500:
            after = float(failed.response.headers.get("Retry-After", 5))
            raise TryLater(error, after, unclear=status >= 500) from failed
        raise Undeliverable(error, gone=error in GONE) from failed
    except OSError as failed:
        raise TryLater(type(failed).__name__, unclear=True) from failed
