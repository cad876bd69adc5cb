"""The Bolt app: who may speak to it, what people are told when something breaks, and its listeners."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Protocol

from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.domain.acts import Act, Surface
from bot.domain.messages import Say
from bot.ports.channel import Channel
from bot.ports.clock import Ids

log = logging.getLogger(__name__)
LISTENERS = 16
ANY = re.compile(".+")


class Feature(Protocol):
    """A group of listeners."""

    def register(self, app: App) -> None:
        """Tell Bolt what to listen to."""
        ...


def build_app(
    client: WebClient,
    signing_secret: str,
    features: Sequence[Feature],
    sorry: "Sorry",
    identity: Mapping[str, str],
    executor: Executor | None = None,
) -> App:
    """Return the Bolt app of one workspace with all its listeners.

    ``identity`` is what ``auth.test`` said of the bot: ``team_id``, ``user_id``, ``bot_id``.
    ``executor`` runs the listeners: with Bolt's default of five, six slow ones would make a command late.
    """
    app = App(
        logger=logging.getLogger("slack_bolt"),
        client=WebClient(base_url=client.base_url, retry_handlers=client.retry_handlers),
        signing_secret=signing_secret or None,
        authorize=lambda: _authorized(client, identity),
        listener_executor=executor or ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener"),
        request_verification_enabled=bool(signing_secret),
    )
    app.error(sorry.tell)
    for feature in features:
        feature.register(app)
    app.event(ANY)(heard)
    app.action(ANY)(heard)
    return app


def heard(ack: Ack) -> None:
    """Take note of what nobody listens to: Slack sends again what was not, and shows a failed press."""
    ack()


def _authorized(client: WebClient, identity: Mapping[str, str]) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None,
        team_id=identity["team_id"],
        bot_token=client.token,
        bot_id=identity.get("bot_id"),
        bot_user_id=identity["user_id"],
    )


class Sorry:
    """What a person is told when something broke: a short sentence with an id that stands in the log, too."""

    def __init__(self, channel: Channel, ids: Ids, lang_of: Callable[[Act], str]) -> None:
        """Keep how to reach the person, and how to tell their language."""
        self._channel = channel
        self._ids = ids
        self._lang_of = lang_of

    def tell(self, error: Exception, body: dict[str, Any], request: BoltRequest) -> None:
        """Log the error with an id, and tell whoever acted."""
        error_id = self._ids.new()[-8:]
        log.error("error %s: %s", error_id, type(error).__name__, exc_info=error)
        act = _act_of(body, request)
        if act is not None:
            self._channel.reply(act, Say.of("error.sorry", id=error_id), self._lang_of(act))


def _act_of(body: Mapping[str, Any], request: BoltRequest) -> Act | None:
    """Return enough of the act to answer the person, or None where nobody can be told."""
    event = body.get("event", {})
    user_id = str(request.context.user_id or "")
    channel_id = str(request.context.channel_id or event.get("channel") or "")
    if not user_id or not channel_id or request.context.authorize_result is None:
        return None
    return Act(
        key="",
        workspace_id=str(request.context.authorize_result.team_id),
        user_id=user_id,
        channel_id=channel_id,
        thread_ts=str(event.get("thread_ts") or ""),
        surface=Surface(str(body.get("trigger_id") or ""), str(body.get("response_url") or "")),
    )
