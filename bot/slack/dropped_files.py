"""Files that people dropped into Slack: fetched from Slack's own host alone, with the bot's token."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.library import Dropped
from bot.ports.incoming import File, Unreadable

HOSTS = ("slack.com",)
SECONDS = 30.0


@dataclass(frozen=True)
class DroppedFiles:
    """The SharedFiles port. No redirect is followed: the token must not travel."""

    client_for: Callable[[str], WebClient]
    limit: int

    def fetch(self, workspace_id: str, file: Dropped) -> File:
        """Return a dropped file. Raises Unreadable."""
        client = self.client_for(workspace_id)
        if not file.url:
            file = _looked_up(client, file)
        if not self._is_slacks(file.url, client.base_url):
            raise Unreadable("not_from_slack")
        return File(file.name, self._body(file, {"Authorization": f"Bearer {client.token}"}))

    def _body(self, file: Dropped, headers: dict[str, str]) -> bytes:
        import httpx

        try:
            with httpx.stream(
                "GET", file.url, headers=headers, timeout=SECONDS, follow_redirects=False
            ) as answer:
                if answer.status_code != 200:
                    raise Unreadable("not_there", status=answer.status_code)
                if _is_sign_in(file.name, answer.headers.get("content-type", "")):
                    raise Unreadable("no_access")
                held = bytearray()
                for chunk in answer.iter_bytes():
                    held += chunk
                    if len(held) > self.limit:
                        raise Unreadable("huge", limit=self.limit // 1_000_000)
        except (httpx.HTTPError, httpx.InvalidURL) as failed:
            raise Unreadable("unreachable") from failed
        return bytes(held)

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


def _looked_up(client: WebClient, file: Dropped) -> Dropped:
    """Return a file of a shared channel with its address, which Slack tells only when it is asked."""
    try:
        told = client.files_info(file=file.id)["file"]
    except SlackApiError as refused:
        raise Unreadable("no_access") from refused
    return Dropped(file.id, str(told.get("name") or file.id), str(told.get("url_private_download") or ""))


def _is_sign_in(name: str, media_type: str) -> bool:
    """Tell whether a page came in place of the file: that is how Slack says that the bot may not read it."""
    return media_type.startswith("text/html") and not name.casefold().endswith((".html", ".htm"))
