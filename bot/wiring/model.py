"""The chat model, where one is set."""

from bot.clock import TimeOrderedIds
from bot.llm import ChatModel
from bot.ports.llm import ModelFailed
from bot.settings import Settings
from bot.usecases.asking_model import Prompts, Writer
from bot.wiring.words import words_root

LANGS = ("en", "es")


def build_model(settings: Settings) -> ChatModel:
    """Return the chat model that is set; it is loaded at the first question."""
    key = settings.model_key.get_secret_value()
    return ChatModel(settings.model, TimeOrderedIds().new, url=settings.model_url, key=key)


def build_writer(settings: Settings) -> Writer | None:
    """Return what has a model write the answers, or None where none is set."""
    return Writer(build_model(settings), model_prompts()) if settings.model else None


def model_prompts() -> dict[str, Prompts]:
    """Return what a model is told, by language."""
    folders = {lang: words_root("prompts") / lang / "model" for lang in LANGS}
    return {
        lang: Prompts(
            (folder / "answer.md").read_text(encoding="utf-8"),
            (folder / "check.md").read_text(encoding="utf-8"),
        )
        for lang, folder in folders.items()
    }


def model_problem(settings: Settings) -> str:
    """Return why the model that is set cannot be used, as the end of a text's key; empty where it can."""
    try:
        build_model(settings).reply("Reply with one word.", "Ready?")
    except ModelFailed as failed:
        return failed.reason
    return ""
