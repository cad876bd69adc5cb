"""Settings to a ready bot: the only package that knows all others."""

from bot.wiring.archive import export_charter, export_coalition, import_coalition, import_sheet
from bot.wiring.features import build_features
from bot.wiring.library import build_asking, build_library, evaluate_collection
from bot.wiring.model import model_problem
from bot.wiring.ready import Bot, build_bot, build_roster, data_folder
from bot.wiring.simulate import simulate, transcript
from bot.wiring.slack import slack_client, slack_identity, who_am_i
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
