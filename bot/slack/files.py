"""Files that people dropped into Slack: fetched from Slack's own host alone, with the bot's token."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.ports.files import File, Unreadable

HOSTS = ("slack.com",)
SECONDS = 30.0


@dataclass(frozen=True)
class SlackFiles:
    """The SharedFiles port. No redirect is followed: the token must not travel."""

    client_for: Callable[[str], WebClient]
    limit: int

    def fetch(self, workspace_id: str, url: str, name: str) -> File:
        """Return a dropped file. Raises Unreadable."""
        import httpx

        client = self.client_for(workspace_id)
        if not self._is_slacks(url, client.base_url):
            raise Unreadable("not_from_slack")
        headers = {"Authorization": f"Bearer {client.token}"}
        try:
            with httpx.stream("GET", url, headers=headers, timeout=SECONDS, follow_redirects=False) as answer:
                if answer.status_code != 200:
                    raise Unreadable("not_there", status=answer.status_code)
                held = bytearray()
                for chunk in answer.iter_bytes():
                    held += chunk
                    if len(held) > self.limit:
                        raise Unreadable("huge", limit=self.limit // 1_000_000)
        except (httpx.HTTPError, httpx.InvalidURL) as failed:
            raise Unreadable("unreachable") from failed
        return File(name, bytes(held))

    def _is_slacks(self, url: str, base_url: str) -> bool:
        """Tell whether an address is Slack's, or of the local Slack that the bot was told to use."""
        given, base = urlsplit(url), urlsplit(base_url)
        if (given.scheme, given.netloc) == (base.scheme, base.netloc):
            return True
        host = given.hostname or ""
        ours = base.hostname == "slack.com" or (base.hostname or "").endswith(".slack.com")
        return (
            ours and given.scheme == "https" and any(host == one or host.endswith(f".{one}") for one in HOSTS)
        )
