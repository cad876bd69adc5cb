"""The WebSocket of local-slack's page: all that is on the screen, and what only the page can do."""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import cast

from websocket import WebSocket, WebSocketTimeoutException, create_connection

from bot.demo.filled import Value, fill_in
from bot.demo.seen import Json, NotThere, Submitted, View


class PageSocket:
    """A connection for each act: the server tells its whole state at the beginning of one."""

    def __init__(self, base_url: str) -> None:
        """Keep the address of local-slack."""
        self._url = base_url.replace("http", "ws", 1) + "/ui"

    def state(self, seconds: float) -> Json:
        """Return all that the page shows: apps, channels, messages, forms (modalStack), homeViews."""
        with closing(self._connect(seconds)) as page:
            return cast(Json, _next(page, "init")["state"])

    def act(self, asked: Json, seconds: float) -> None:
        """Do something as the page would."""
        with closing(self._connect(seconds)) as page:
            _next(page, "init")
            page.send(json.dumps(asked))

    def submit(self, user: str, values: dict[str, Value], seconds: float) -> Submitted:
        """Fill in and send the form on top. Raises NotThere, Unfilled or TimeoutError."""
        with closing(self._connect(seconds)) as page:
            stack = _next(page, "init")["state"]["modalStack"]
            if not stack:
                raise NotThere("no form is open")
            state = fill_in(View.read(stack[-1]), values)
            page.send(json.dumps({"t": "view_submit", "user": user, "values": state}))
            return _outcome(page)

    def _connect(self, seconds: float) -> WebSocket:
        return create_connection(self._url, timeout=seconds, http_no_proxy=["*"])


def _told(page: WebSocket) -> Iterator[Json]:
    try:
        while True:
            yield json.loads(page.recv())
    except WebSocketTimeoutException as silent:
        raise TimeoutError("local-slack said nothing more") from silent


def _next(page: WebSocket, kind: str) -> Json:
    return next(told for told in _told(page) if told["t"] == kind)


def _outcome(page: WebSocket) -> Submitted:
    # Not acknowledged in five seconds, a form is closed as if all were well: only the log tells.
    acknowledged = False
    for told in _told(page):
        if told["t"] == "log":
            acknowledged = acknowledged or told["entry"]["kind"] == "ack"
        elif told["t"] in ("view", "view_errors"):
            if not acknowledged:
                raise TimeoutError("the bot didn't acknowledge the form")
            stack = tuple(View.read(one) for one in told.get("stack") or ())
            return Submitted(errors=told.get("errors") or {}, views=stack)
    raise TimeoutError("local-slack closed the connection")
