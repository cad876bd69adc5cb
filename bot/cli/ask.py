"""``convener ask``: a question from the command line, or many from a file."""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import wiring
from bot.cli.commands import DONE, NO, add_command
from bot.domain.answers import Answer
from bot.domain.voice import Voice
from bot.settings import Settings, WrongSettings

if TYPE_CHECKING:
    from bot.cli.commands import Commands
    from bot.usecases.answers import Asking


def add(commands: "Commands", voice: Voice) -> None:
    """Add the command ``ask``."""
    ask = add_command(commands, voice, "ask", _ask)
    ask.add_argument("question", nargs="?", metavar="QUESTION", help=voice.say("cli.help.question"))
    ask.add_argument("--json", action="store_true", help=voice.say("cli.help.json"))
    ask.add_argument("--batch", type=Path, metavar="FILE", help=voice.say("cli.help.batch"))
    ask.add_argument("--coalition", metavar="ID", help=voice.say("cli.help.coalition"))
    ask.add_argument("--lang", choices=("en", "es"), default="en", help=voice.say("cli.help.lang"))


def _ask(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if arguments.batch is not None:
        return _ask_batch(arguments, settings, voice)
    if not (arguments.question or "").strip():
        raise WrongSettings("cli.no_question")
    asking = _asking(arguments, settings)
    begun = time.perf_counter()
    answer = asking.ask(arguments.question, arguments.lang)
    if arguments.json:
        print(_as_json(answer, "1", begun))
    else:
        print(_as_text(answer, voice))
    return NO if answer.declined else DONE


def _asking(arguments: argparse.Namespace, settings: Settings) -> "Asking":
    if arguments.coalition:
        return wiring.build_coalition_asking(settings, arguments.coalition)
    return wiring.build_asking(settings)


def _ask_batch(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if not arguments.json:
        raise WrongSettings("cli.batch_json")
    questions = list(_questions(arguments.batch))
    asking = _asking(arguments, settings)
    for question_id, question in questions:
        begun = time.perf_counter()
        print(_as_json(asking.ask(question, arguments.lang), question_id, begun), flush=True)
    return DONE


def _questions(file: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as unreadable:
        raise WrongSettings("cli.no_file", file=str(file)) from unreadable
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            yield str(asked["id"]), str(asked["question"])
        except (ValueError, KeyError, TypeError) as wrong:
            raise WrongSettings("cli.bad_line", line=str(number), file=str(file)) from wrong


def _as_json(answer: Answer, question_id: str, begun: float) -> str:
    told = {
        "id": question_id,
        "question": answer.question,
        "answer": answer.text,
        "declined": answer.declined,
        "lang": answer.lang,
        "sources": [_source(answer, n) for n in range(len(answer.citations))],
        "suggestions": list(answer.suggestions),
        "mode": answer.mode,
        "ms": round((time.perf_counter() - begun) * 1000, 3),
    }
    return json.dumps(told, ensure_ascii=False)


def _source(answer: Answer, place: int) -> dict[str, Any]:
    cited = answer.citations[place]
    passage = cited.passage
    return {
        "n": cited.n,
        "title": passage.title,
        "heading": passage.heading,
        "url": passage.sources[0].url if passage.sources else "",
        "passage_id": passage.id,
        "document_id": passage.document_id,
        "score": round(cited.score, 6),
    }


def _as_text(answer: Answer, voice: Voice) -> str:
    if answer.declined:
        near = [f"- {topic}" for topic in answer.suggestions]
        return "\n".join(
            [voice.say("cli.declined"), *([voice.say("cli.near_topics"), *near] if near else [])]
        )
    sources = [
        voice.say("cli.source", n=one.n, title=one.passage.title, heading=one.passage.heading)
        for one in answer.citations
    ]
    note = [voice.say("cli.only_in")] if answer.only_in else []
    return "\n".join([*note, answer.text, "", *sources])
