"""The Llm port over langchain, which is imported at the first question."""

import logging
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.ports.llm import ModelFailed

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)
SECONDS = 30.0
LONGEST = 1000
NO_KEY = "none"
CUT_OFF = {"length", "max_tokens"}
BY_STATUS = {401: "refused", 403: "refused", 404: "unknown_model", 408: "slow", 429: "busy"}


class ChatModel:
    """Any chat model that langchain knows, by ``provider:model``.

    ``url`` is a server of one's own: it gets ``key``, or a word that is none, never a key of the provider's.
    """

    def __init__(
        self, name: str, new_id: Callable[[], str], *, url: str = "", key: str = "", seconds: float = SECONDS
    ) -> None:
        """Keep what to call; nothing is loaded before the first question."""
        self._name = name
        self._new_id = new_id
        self._given = {name: value for name, value in (("base_url", url), ("api_key", key)) if value}
        if url and not key:
            self._given["api_key"] = NO_KEY
        self._seconds = seconds
        self._lock = Lock()
        self._model: BaseChatModel | None = None
        self._told = ""

    def reply(self, instructions: str, text: str) -> str:
        """Return the whole reply, which is never empty. Raises ModelFailed, and logs each new reason once."""
        try:
            said = self._asked(instructions, text)
        except ModelFailed as failed:
            self._note(failed)
            raise
        self._told = ""
        return said

    def _asked(self, instructions: str, text: str) -> str:
        model = self._opened()
        try:
            message = model.invoke([("system", instructions), ("human", text)])
        except Exception as failed:
            raise ModelFailed(_reason(failed), type(failed).__name__) from failed
        ended = message.response_metadata
        if CUT_OFF & {str(ended.get("finish_reason")), str(ended.get("stop_reason"))}:
            raise ModelFailed("cut_off")
        if not message.text.strip():
            raise ModelFailed("malformed", "an empty reply")
        return str(message.text)

    def _opened(self) -> "BaseChatModel":
        with self._lock:
            if self._model is None:
                self._model = self._made()
            return self._model

    def _made(self) -> "BaseChatModel":
        from langchain.chat_models import init_chat_model

        settings: dict[str, Any] = {"temperature": 0, "max_tokens": LONGEST, "max_retries": 0, **self._given}
        try:
            made: BaseChatModel = init_chat_model(self._name, timeout=self._seconds, **settings)
        except ImportError as missing:
            raise ModelFailed("no_package", str(missing)) from missing
        except Exception as wrong:
            reason = "no_provider" if isinstance(wrong, ValueError) else "no_key"
            raise ModelFailed(reason, type(wrong).__name__) from wrong
        return made

    def _note(self, failed: ModelFailed) -> None:
        """Log a reason once, until the model replied again."""
        if failed.reason != self._told:
            self._told = failed.reason
            log.error(
                "error %s: the model gave no reply (%s); answering without it", self._new_id()[-8:], failed
            )


def _reason(failed: Exception) -> str:
    """Return why a call failed: providers differ in their exceptions, less so in the status and the name."""
    status = getattr(failed, "status_code", None)
    if isinstance(status, int):
        return BY_STATUS.get(status, "broken" if status >= 500 else "refused")
    name = type(failed).__name__
    if "Timeout" in name:
        return "slow"
    return "unreachable" if "Connect" in name else "malformed"
