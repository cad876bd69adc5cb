"""Socket Mode: the bot calls Slack, so no address of its own is needed."""

from threading import Event

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient


class Socket:
    """A connection that is opened, held until told to stop, and closed."""

    def __init__(self, app: App, app_token: str, api_url: str) -> None:
        """Prepare the connection; nothing is opened yet."""
        client = WebClient(token=app_token, base_url=api_url)
        self._handler = SocketModeHandler(app, app_token, web_client=client)
        self._stopped = Event()

    def run(self) -> None:
        """Connect, and stay until ``stop`` is called. Raises SlackApiError where Slack refuses the token."""
        self._handler.connect()  # type: ignore[no-untyped-call]
        self._stopped.wait()
        self._handler.close()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        """Ask ``run`` to come to its end."""
        self._stopped.set()
