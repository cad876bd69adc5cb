"""The command line: reads arguments, calls the wiring, prints; no logic of its own."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import bot
from bot import databases, wiring
from bot.content import ContentError
from bot.domain.answers import Answer
from bot.domain.voice import Voice
from bot.logs import set_up_logs
from bot.settings import Settings, WrongSettings, load_settings, process_environment
from bot.usecases.roster import Founding

DONE, NO, WRONG = 0, 1, 2
Command = Callable[[argparse.Namespace, Settings, Voice], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0 done, 1 the answer is no, 2 wrong use or configuration."""
    voice = wiring.operator_voice()
    arguments = parser(voice).parse_args(argv)
    try:
        settings = load_settings()
        set_up_logs(settings.log_level, settings.log_format)
        command: Command = arguments.run
        return command(arguments, settings, voice)
    except WrongSettings as wrong:
        return _complain(voice.say(wrong.key, **wrong.params))
    except ContentError as wrong:
        return _complain(voice.say("cli.content", why=str(wrong)))
    except KeyboardInterrupt:
        return DONE
    except BrokenPipeError:
        return NO


def parser(voice: Voice) -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser(prog="convener", description=voice.say("cli.help.main"))
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Command) -> argparse.ArgumentParser:
        text = voice.say(f"cli.help.{name}")
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    add("version", _version)
    _ask_arguments(add("ask", _ask), voice)
    doctor = add("doctor", _doctor)
    doctor.add_argument("--json", action="store_true", help=voice.say("cli.help.json"))
    run = add("run", _run)
    run.add_argument("--http", action="store_true", help=voice.say("cli.help.http"))
    run.add_argument("--port", type=int, default=3000, help=voice.say("cli.help.port"))
    _demo_arguments(add("demo", _demo), voice)
    evaluation = add("eval", _eval)
    evaluation.add_argument(
        "--collection", type=Path, required=True, metavar="DIR", help=voice.say("cli.help.collection")
    )
    evaluation.add_argument("--json", action="store_true", help=voice.say("cli.help.json"))
    database = commands.add_parser("db", help=voice.say("cli.help.db"), description=voice.say("cli.help.db"))
    below = database.add_subparsers(dest="database_command", required=True, metavar="COMMAND")
    below.add_parser("upgrade", help=voice.say("cli.help.db_upgrade")).set_defaults(run=_upgrade)
    return top


def _ask_arguments(ask: argparse.ArgumentParser, voice: Voice) -> None:
    ask.add_argument("question", nargs="?", metavar="QUESTION", help=voice.say("cli.help.question"))
    ask.add_argument("--json", action="store_true", help=voice.say("cli.help.json"))
    ask.add_argument("--batch", type=Path, metavar="FILE", help=voice.say("cli.help.batch"))
    ask.add_argument("--coalition", metavar="ID", help=voice.say("cli.help.coalition"))
    ask.add_argument("--lang", choices=("en", "es"), default="en", help=voice.say("cli.help.lang"))


def _demo_arguments(demo: argparse.ArgumentParser, voice: Voice) -> None:
    demo.add_argument("--port", type=int, default=None, help=voice.say("cli.help.port"))
    demo.add_argument("--no-browser", action="store_true", help=voice.say("cli.help.no_browser"))
    demo.add_argument("--data", type=Path, default=None, metavar="DIR", help=voice.say("cli.help.data"))
    demo.add_argument("--once", action="store_true", help=voice.say("cli.help.once"))


def _version(_: argparse.Namespace, __: Settings, voice: Voice) -> int:
    print(voice.say("cli.version", version=bot.__version__))
    return DONE


def _ask(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if arguments.batch is not None:
        return _ask_batch(arguments, settings, voice)
    if not (arguments.question or "").strip():
        raise WrongSettings("cli.no_question")
    asking = wiring.build_asking(settings)
    begun = time.perf_counter()
    answer = asking.ask(arguments.question, arguments.lang)
    if arguments.json:
        print(_as_json(answer, "1", begun))
    else:
        print(_as_text(answer, voice))
    return NO if answer.declined else DONE


def _ask_batch(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if not arguments.json:
        raise WrongSettings("cli.batch_json")
    questions = list(_questions(arguments.batch))
    asking = wiring.build_asking(settings)
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
    return "\n".join([answer.text, "", *sources])


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


def _doctor(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    from bot.doctor import examine

    findings = examine(settings, voice)
    if arguments.json:
        checks = [{"name": one.name, "state": one.state, "detail": one.detail} for one in findings]
        print(json.dumps({"ok": all(one.fine for one in findings), "checks": checks}, ensure_ascii=False))
    else:
        for one in findings:
            print(
                f"{one.name}: {voice.say(f'cli.doctor.{one.state}')}{f' ({one.detail})' if one.detail else ''}"
            )
    return DONE if all(one.fine for one in findings) else NO


def _run(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    if arguments.http:
        raise WrongSettings("cli.http_not_yet")
    with wiring.data_folder(settings):
        ready = wiring.build_bot(settings)
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signal_number, lambda *_: ready.stop())
        print(voice.say("cli.running"), file=sys.stderr)
        ready.run()
    return DONE


def _demo(arguments: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    from bot.demo.run import Wanted, run_demo

    wanted = Wanted(
        port=arguments.port,
        data=arguments.data,
        once=arguments.once or not sys.stdout.isatty(),
        open_browser=not arguments.no_browser,
        environment=process_environment(),
    )
    return run_demo(wanted, wiring.demo_voice(), partial(_found, settings))


def _found(settings: Settings, folder: Path, workspace_id: str, founding: Founding) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    here = settings.model_copy(update={"data_dir": folder, "database_url": ""})
    wiring.build_roster(here).found(workspace_id, founding)


def _upgrade(_: argparse.Namespace, settings: Settings, voice: Voice) -> int:
    print(voice.say("cli.upgraded", revision=databases.upgrade_database(settings)))
    return DONE


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return WRONG
