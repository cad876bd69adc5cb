"""``convener eval``: how well search finds, beside the plain langchain recipe."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import wiring
from bot.cli.commands import DONE, add_command
from bot.domain.voice import Voice
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.cli.commands import Commands


def add(commands: "Commands", voice: Voice) -> None:
    """Add the command ``eval``."""
    evaluation = add_command(commands, voice, "eval", _eval)
    evaluation.add_argument(
        "--collection", type=Path, required=True, metavar="DIR", help=voice.say("cli.help.collection")
    )
    evaluation.add_argument("--json", action="store_true", help=voice.say("cli.help.json"))


def _eval(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    def told(way: str) -> None:
        print(voice.say("cli.evaluating", way=voice.say(f"cli.way.{way}")), file=sys.stderr)

    figures = wiring.evaluate_collection(arguments.collection, settings, told)
    if arguments.json:
        print(json.dumps(figures, ensure_ascii=False))
        return DONE
    print(voice.say("cli.evaluated", name=figures["collection"], **_counts(figures)))
    columns = ("ndcg@10", "recall@10", "p50_ms", "p95_ms", "index_s", "rss_mb")
    print(" " * 16 + "".join(f"{column:>11}" for column in columns))
    for name, run in figures["runs"].items():
        cells = "".join(f"{run[column]:>11}" for column in columns) if run else f"{'-':>11}" * len(columns)
        print(f"{name:16}{cells}")
    return DONE


def _counts(figures: dict[str, Any]) -> dict[str, int]:
    return {"queries": figures["queries"], "passages": figures["passages"]}
