"""Who people and channels are, as Slack tells; remembered for a while."""

import logging
import time
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.ports.channel import Said
from bot.slack.mrkdwn import plain

log = logging.getLogger(__name__)
REMEMBERED = 600.0
NOBODY = "someone"
SPOKEN = ("en", "es")


class SlackDirectory:
    """The Directory port over the Web API."""

    def __init__(self, client_for: Callable[[str], WebClient]) -> None:
        """Keep how to reach a workspace."""
        self._client_for = client_for
        self._known: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}
        self._lock = Lock()

    def name(self, workspace_id: str, user_id: str) -> str:
        """Return a person's display name; a neutral word where Slack does not tell."""
        user = self._user(workspace_id, user_id)
        profile = user.get("profile", {})
        return str(profile.get("display_name") or profile.get("real_name") or user.get("real_name") or NOBODY)

    def lang(self, workspace_id: str, user_id: str) -> str:
        """Return the language a person set in Slack, as far as the bot speaks it; else English."""
        locale = str(self._user(workspace_id, user_id).get("locale", "en"))[:2]
        return locale if locale in SPOKEN else SPOKEN[0]

    def time_zone(self, workspace_id: str, user_id: str) -> str:
        """Return a person's IANA time zone; UTC where Slack does not tell."""
        return str(self._user(workspace_id, user_id).get("tz") or "UTC")

    def is_private(self, workspace_id: str, channel_id: str) -> bool:
        """Tell whether a channel is private; yes where Slack does not tell."""
        answer = self._ask(workspace_id, "conversations_info", channel=channel_id)
        return bool(answer.get("channel", {}).get("is_private", True))

    def is_member(self, workspace_id: str, channel_id: str, user_id: str) -> bool:
        """Tell whether a person is in a channel; no where Slack does not tell."""
        pages = self._pages(workspace_id, "conversations_members", "members", channel=channel_id)
        return user_id in pages

    def channels(self, workspace_id: str) -> dict[str, bool]:
        """Return the channels that the bot is in, and whether each is private; none where Slack does not tell."""
        kinds = "public_channel,private_channel"
        pages = self._pages(
            workspace_id, "users_conversations", "channels", types=kinds, exclude_archived=True
        )
        return {str(one["id"]): bool(one.get("is_private", True)) for one in pages if not one.get("is_im")}

    def permalink(self, workspace_id: str, channel_id: str, ts: str) -> str:
        """Return the address of a message; nothing where Slack does not tell."""
        answer = self._ask(workspace_id, "chat_getPermalink", channel=channel_id, message_ts=ts)
        return str(answer.get("permalink", ""))

    def message(self, workspace_id: str, channel_id: str, ts: str, thread_ts: str = "") -> Said | None:
        """Return one message, read as people read it, or None where it is gone."""
        window = {"oldest": ts, "latest": ts, "inclusive": True, "limit": 2}
        answer = self._ask(
            workspace_id, "conversations_replies", channel=channel_id, ts=thread_ts or ts, **window
        )
        for one in answer.get("messages", []):
            if one.get("ts") == ts:
                return Said(str(one.get("user") or ""), plain(str(one.get("text") or "")), ts)
        return None

    def user_called(self, workspace_id: str, handle: str) -> str | None:
        """Return the id of the person with that handle, or None."""
        for user in self._pages(workspace_id, "users_list", "members"):
            if str(user.get("name", "")).casefold() == handle.casefold() and not user.get("deleted"):
                return str(user["id"])
        return None

    def _pages(self, workspace_id: str, method: str, holds: str, **arguments: Any) -> Iterator[Any]:
        """Yield what all pages of a list hold."""
        cursor = ""
        while True:
            answer = self._ask(workspace_id, method, limit=200, cursor=cursor, **arguments)
            yield from answer.get(holds, [])
            cursor = answer.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                return

    def _user(self, workspace_id: str, user_id: str) -> dict[str, Any]:
        key = (workspace_id, user_id)
        with self._lock:
            held = self._known.get(key)
        if held and time.monotonic() - held[0] < REMEMBERED:
            return held[1]
        user: dict[str, Any] = self._ask(workspace_id, "users_info", user=user_id, include_locale=True).get(
            "user", {}
        )
        if user:
            with self._lock:
                self._known[key] = (time.monotonic(), user)
        return user

    def _ask(self, workspace_id: str, method: str, **arguments: Any) -> dict[str, Any]:
        try:
            answer = getattr(self._client_for(workspace_id), method)(**arguments)
        except (SlackApiError, OSError) as failed:
            log.warning("%s did not tell: %s", method, type(failed).__name__)
            return {}
        return dict(answer.data)
