"""Reaching Slack."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.settings import Settings, WrongSettings, require_tokens


def slack_client(settings: Settings, *, waits: bool = False) -> WebClient:
    """Return a client that repeats nothing that may have been done; ``waits``: it sits out a rate limit.

    Messages do not wait in the client: the outbox tries again, and other channels go on meanwhile.
    """
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=1)] if waits else [],
    )


def who_am_i(client: WebClient) -> dict[str, str]:
    """Ask Slack who the bot is. Raises WrongSettings where it refuses or cannot be reached."""
    try:
        answer = client.auth_test()
    except SlackApiError as refused:
        raise WrongSettings("cli.slack_refused", error=str(refused.response.get("error"))) from refused
    except OSError as failed:
        raise WrongSettings("cli.slack_unreachable", url=client.base_url) from failed
    return {name: str(answer.get(name) or "") for name in ("team_id", "user_id", "bot_id", "team", "user")}


def slack_identity(settings: Settings) -> dict[str, str]:
    """Return who the bot is. Raises WrongSettings where the tokens are missing or refused."""
    require_tokens(settings)
    return who_am_i(slack_client(settings))
