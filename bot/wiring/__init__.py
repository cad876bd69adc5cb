"""Settings to a ready bot: the only package that knows all others.

Each piece is imported when it is asked for, so that a question from the command line loads neither Slack nor SQL.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.wiring.archive import export_charter, export_coalition, import_coalition, import_sheet
    from bot.wiring.features import build_features
    from bot.wiring.library import build_asking, build_library, evaluate_collection
    from bot.wiring.model import model_problem
    from bot.wiring.ready import Bot, build_bot, build_roster, data_folder
    from bot.wiring.slack import slack_client, slack_identity, who_am_i
    from bot.wiring.stage import simulate, transcript
    from bot.wiring.words import content, demo_voice, operator_voice, words_root

__all__ = [
    "Bot",
    "build_asking",
    "build_bot",
    "build_features",
    "build_library",
    "build_roster",
    "content",
    "data_folder",
    "demo_voice",
    "evaluate_collection",
    "export_charter",
    "export_coalition",
    "import_coalition",
    "import_sheet",
    "model_problem",
    "operator_voice",
    "simulate",
    "slack_client",
    "slack_identity",
    "transcript",
    "who_am_i",
    "words_root",
]
_PIECES = {
    "archive": ("export_charter", "export_coalition", "import_coalition", "import_sheet"),
    "features": ("build_features",),
    "library": ("build_asking", "build_library", "evaluate_collection"),
    "model": ("model_problem",),
    "ready": ("Bot", "build_bot", "build_roster", "data_folder"),
    "stage": ("simulate", "transcript"),
    "slack": ("slack_client", "slack_identity", "who_am_i"),
    "words": ("content", "demo_voice", "operator_voice", "words_root"),
}
_WHERE = {name: module for module, names in _PIECES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"bot.wiring.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
