"""The contract for scripts: names, shapes, exit codes, and one sentence where something is wrong."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from bot import __version__, wiring
from bot.cli import main
from bot.demo.control import wait_for
from bot.demo.local_slack import free_port
from bot.doctor import examine
from bot.settings import Settings
from bot.wiring.words import words_root
from tests.slack.stub import SlackStub

ROOT = Path(__file__).parents[2]
DONE, NO, WRONG = 0, 1, 2
OURS = ("SLACK_", "CONVENER_", "DATABASE_URL", "CHROMA_URL")
TOKENS = {"SLACK_BOT_TOKEN": SlackStub.bot_token, "SLACK_APP_TOKEN": "xapp-1"}


class Convener:
    """The command in a process of its own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def environment(self, **settings: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.upper().startswith(OURS)}
        given = {"CONVENER_EMBEDDINGS": "none", "CONVENER_DATA_DIR": str(self.folder / "data"), **settings}
        return {**kept, "PYTHONPATH": str(ROOT), **given}

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __call__(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def convener(tmp_path: Path) -> Convener:
    return Convener(tmp_path)


def processes_below(pid: int) -> list[int]:
    """Return the ids of the processes that a process started itself."""
    listed = [Path(f"/proc/{pid}/task/{pid}/children").read_text()] if alive(pid) else []
    return [int(child) for child in " ".join(listed).split()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def one_sentence(run: subprocess.CompletedProcess[str]) -> str:
    """Return what was said of wrong use: one line on standard error, nothing else, and exit code 2."""
    assert run.returncode == WRONG, run.stderr
    assert run.stdout == ""
    (line,) = run.stderr.splitlines()
    assert "Traceback" not in line
    return line


class TestAsking:
    def test_an_answer_is_one_json_document_with_three_sources(self, convener: Convener) -> None:
        run = convener("ask", "what is a hard boundary?", "--json")
        assert run.returncode == DONE
        told = json.loads(run.stdout)
        assert set(told) == {
            *("id", "question", "answer", "declined", "lang"),
            *("sources", "suggestions", "mode", "ms"),
        }
        assert told["question"] == "what is a hard boundary?"
        assert "[1]" in told["answer"]
        assert (told["declined"], told["lang"], told["mode"]) == (False, "en", "extractive")
        assert [one["n"] for one in told["sources"]] == [1, 2, 3]
        for source in told["sources"]:
            assert set(source) == {
                *("n", "title", "heading", "url"),
                *("passage_id", "document_id", "score"),
            }
            assert source["passage_id"].startswith(f"{source['document_id']}#")
            assert (ROOT / "knowledge" / f"{source['document_id']}.md").is_file()

    def test_a_declined_question_exits_1_and_suggests_near_topics(self, convener: Convener) -> None:
        run = convener("ask", "who won the football cup?", "--json")
        told = json.loads(run.stdout)
        assert run.returncode == NO
        assert told["declined"] and told["answer"] == "" and told["sources"] == []

    def test_the_same_question_has_the_same_answer(self, convener: Convener) -> None:
        first, second = (convener("ask", "what is a parameter register?").stdout for _ in range(2))
        assert first == second != ""

    def test_a_batch_is_a_line_for_each_question_and_exits_0(self, convener: Convener) -> None:
        asked = [{"id": "a", "question": "what is an MOU?"}, {"id": 7, "question": "who won the cup?"}]
        lines = "\n".join(json.dumps(one) for one in asked)
        (convener.folder / "asked.jsonl").write_text(f"{lines}\n\n")
        run = convener("ask", "--batch", "asked.jsonl", "--json")
        told = [json.loads(line) for line in run.stdout.splitlines()]
        assert run.returncode == DONE
        assert [one["id"] for one in told] == ["a", "7"]
        assert [one["declined"] for one in told] == [False, True]

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("ask",), "question"),
            (("ask", "  "), "question"),
            (("ask", "--batch", "nowhere.jsonl", "--json"), "nowhere.jsonl"),
            (("ask", "--batch", "bad.jsonl", "--json"), "bad.jsonl"),
            (("ask", "--batch", "bad.jsonl"), "--json"),
        ],
    )
    def test_wrong_use_is_one_sentence(
        self, convener: Convener, arguments: tuple[str, ...], says: str
    ) -> None:
        (convener.folder / "bad.jsonl").write_text('{"question": "an id is missing"}\n')
        assert says in one_sentence(convener(*arguments))


class TestWrongConfiguration:
    @pytest.mark.parametrize(
        ("settings", "says"),
        [
            ({}, "SLACK_BOT_TOKEN"),
            ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
            ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"),
            ({**TOKENS, "CONVENER_LOG_LEVEL": "LOUD"}, "CONVENER_LOG_LEVEL"),
            ({**TOKENS, "CONVENER_EMBEDDINGS": "some"}, "CONVENER_EMBEDDINGS"),
            ({**TOKENS, "CONVENER_METRICS_PORT": "99999"}, "CONVENER_METRICS_PORT"),
        ],
    )
    def test_a_missing_or_wrong_setting_is_named(
        self, convener: Convener, settings: dict[str, str], says: str
    ) -> None:
        assert says in one_sentence(convener("run", **settings))

    def test_tokens_that_slack_refuses(self, convener: Convener, slack: SlackStub) -> None:
        slack.fail("auth.test", status=200, error="invalid_auth")
        settings = {**TOKENS, "SLACK_API_URL": slack.url}
        assert "invalid_auth" in one_sentence(convener("run", **settings))

    def test_a_slack_that_cannot_be_reached(self, convener: Convener) -> None:
        nowhere = f"http://127.0.0.1:{free_port()}/api/"
        assert nowhere in one_sentence(convener("run", **TOKENS, SLACK_API_URL=nowhere))

    def test_a_database_that_cannot_be_opened(self, convener: Convener, slack: SlackStub) -> None:
        nowhere = f"sqlite:///{convener.folder / 'no' / 'such' / 'folder.db'}"
        settings = {**TOKENS, "SLACK_API_URL": slack.url, "DATABASE_URL": nowhere}
        assert "folder.db" in one_sentence(convener("run", **settings))

    def test_a_file_that_is_no_database(self, convener: Convener, slack: SlackStub) -> None:
        (convener.folder / "notes.db").write_text("these are notes, not a database\n" * 50)
        url = f"sqlite:///{convener.folder / 'notes.db'}"
        settings = {**TOKENS, "SLACK_API_URL": slack.url, "DATABASE_URL": url}
        assert "notes.db" in one_sentence(convener("run", **settings))

    def test_a_password_is_never_printed(self, convener: Convener, slack: SlackStub) -> None:
        url = f"postgresql://ana:hunter2@127.0.0.1:{free_port()}/convener"
        settings = {**TOKENS, "SLACK_API_URL": slack.url, "DATABASE_URL": url}
        assert "hunter2" not in one_sentence(convener("run", **settings))

    def test_an_address_that_is_none(self, convener: Convener, slack: SlackStub) -> None:
        settings = {**TOKENS, "SLACK_API_URL": slack.url, "DATABASE_URL": "some words"}
        assert "DATABASE_URL" in one_sentence(convener("run", **settings))

    def test_a_folder_that_another_bot_holds(self, convener: Convener) -> None:
        (convener.folder / "data").mkdir()
        with FileLock(convener.folder / "data" / ".lock"):
            assert "data" in one_sentence(convener("run", **TOKENS))

    def test_a_folder_that_is_a_file(self, convener: Convener) -> None:
        (convener.folder / "data").write_text("")
        assert "data" in one_sentence(convener("run", **TOKENS))

    def test_a_page_of_the_library_that_is_broken(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "en").mkdir()
        (tmp_path / "sources.yaml").write_text("book: {title: A book}")
        (tmp_path / "en" / "page.md").write_text("no front matter")
        monkeypatch.setattr(
            "bot.wiring.library.words_root",
            lambda name: tmp_path if name == "knowledge" else words_root(name),
        )
        assert main(["ask", "what is an MOU?"]) == WRONG
        told = capsys.readouterr()
        assert told.out == ""
        assert "en/page has no front matter" in told.err


class TestDemo:
    def test_a_port_in_use(self, convener: Convener) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            run = convener("demo", "--once", "--port", port)
        assert run.returncode == WRONG
        assert port in run.stderr
        assert "Traceback" not in run.stderr

    @pytest.mark.e2e
    @pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc, which Linux has")
    def test_ended_from_outside_it_leaves_no_process_behind(self, convener: Convener) -> None:
        demo = convener.start("demo", "--once")
        wait_for(lambda: len(processes_below(demo.pid)) >= 2, 30, "the demo's processes")
        started = processes_below(demo.pid)
        demo.terminate()
        demo.wait(30)
        wait_for(lambda: not any(alive(pid) for pid in started), 15, "the processes to end")

    @pytest.mark.e2e
    @pytest.mark.slow
    def test_the_tour_walks_by_itself_and_exits_0(self, convener: Convener) -> None:
        run = convener("demo", "--once", CONVENER_EMBEDDINGS="default")
        assert run.returncode == DONE, run.stdout + run.stderr
        assert run.stdout.count("Sample: ") > 20
        assert "went well" in run.stdout.splitlines()[-1]


class TestOthers:
    def test_version(self, convener: Convener) -> None:
        run = convener("version")
        assert (run.returncode, run.stderr) == (DONE, "")
        assert __version__ in run.stdout

    def test_help_is_everywhere(self, convener: Convener) -> None:
        for command in ((), ("ask",), ("run",), ("demo",), ("doctor",), ("db",), ("db", "upgrade")):
            run = convener(*command, "--help")
            assert run.returncode == DONE
            assert "usage: convener" in run.stdout

    def test_an_unknown_command_is_wrong_use(self, convener: Convener) -> None:
        run = convener("dance")
        assert run.returncode == WRONG
        assert "Traceback" not in run.stderr

    def test_upgrade_makes_the_database(self, convener: Convener) -> None:
        run = convener("db", "upgrade")
        assert run.returncode == DONE
        assert (convener.folder / "data" / "convener.db").is_file()

    def test_doctor_looks_at_everything_without_slack(self, convener: Convener) -> None:
        run = convener("doctor", "--json")
        told = json.loads(run.stdout)
        assert run.returncode == DONE
        assert told["ok"]
        assert {one["state"] for one in told["checks"]} == {"ok", "not_set"}

    def test_doctor_tells_a_slip_in_a_script_with_its_step(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        shutil.copytree(ROOT / "prompts", tmp_path / "prompts")
        script = tmp_path / "prompts" / "en" / "pillars" / "vision.yaml"
        script.write_text(script.read_text("utf-8").replace("kind: gather", "kind: gahter", 1), "utf-8")
        monkeypatch.setattr("bot.wiring.words.words_root", lambda name: tmp_path / name)
        found = examine(Settings(_env_file=None), wiring.operator_voice())  # type: ignore[call-arg]
        (words,) = (one for one in found if not one.fine and "vision.yaml" in one.detail)
        assert words.detail.startswith("vision.yaml (en): step problem: kind is gahter; known: ")

    def test_doctor_says_no_where_the_model_is_missing(self, convener: Convener) -> None:
        run = convener("doctor", "--json", CONVENER_EMBEDDINGS=f"folder:{convener.folder}")
        told = json.loads(run.stdout)
        assert run.returncode == NO
        (failed,) = [one for one in told["checks"] if one["state"] == "failed"]
        assert str(convener.folder) in failed["detail"]

    def test_http_is_refused_in_a_sentence_while_it_does_not_exist(self, convener: Convener) -> None:
        assert "--http" in one_sentence(convener("run", "--http", **TOKENS))
