"""The rules of the house that the import contracts cannot name."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest
import yaml
from slack_bolt.kwargs_injection.args import Args

from bot import wiring
from bot.settings import Settings
from bot.slack.ids import COMMAND, Press, Shortcut, ViewId

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"
MODULES = sorted(BOT.rglob("*.py"))
HEAVY = ("alembic", "chromadb", "langchain", "langchain_core", "onnxruntime", "presidio_analyzer", "spacy")
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40


def name_of(module: Path) -> str:
    return str(module.relative_to(ROOT))


def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imported(module: Path) -> Iterator[str]:
    """Yield the full names of what a module imports, anywhere in it."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(module: Path) -> set[str]:
    """Return the dotted names of everything that is called or read in a module."""
    return {ast.unparse(node) for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute)}


def test_importing_the_wiring_loads_no_heavy_library() -> None:
    pieces = ", ".join(f"bot.wiring.{one.stem}" for one in (BOT / "wiring").glob("[a-z]*.py"))
    code = f"import sys, {pieces}; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_question_from_the_command_line_loads_no_sql_and_no_slack() -> None:
    slow = ("sqlalchemy", "slack_bolt", "slack_sdk", *HEAVY)
    code = f"import sys, bot.cli, bot.wiring.library; print([n for n in {slow!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_each_piece_of_the_wiring_is_where_it_is_said_to_be() -> None:
    for name in wiring.__all__:
        assert getattr(wiring, name).__name__ == name


def test_views_know_slacks_models_alone() -> None:
    for module in sorted((BOT / "slack" / "views").glob("*.py")):
        for name in imported(module):
            assert not name.startswith("slack_sdk") or name.startswith("slack_sdk.models"), (module, name)


def test_the_environment_is_read_in_settings_alone() -> None:
    readers = {name_of(module) for module in MODULES if "os.environ" in called(module)}
    assert readers == {"bot/settings.py"}


def test_the_time_and_chance_come_through_ports() -> None:
    wanted = {"datetime.now", "uuid.uuid4", "uuid.uuid7", "secrets.token_hex", "random.random", "date.today"}
    readers = {name_of(one) for one in MODULES if called(one) & wanted and "demo" not in one.parts}
    assert readers <= {"bot/clock.py"}


def test_no_mocks() -> None:
    for module in sorted((ROOT / "tests").rglob("*.py")):
        assert not any(name.startswith("unittest.mock") for name in imported(module)), module


def test_listeners_take_what_bolt_gives() -> None:
    known = set(signature(Args.__init__).parameters)
    for module in sorted((BOT / "slack" / "listeners").glob("*.py")):
        for listener in registered(module):
            names = {argument.arg for argument in listener.args.args} - {"self"}
            assert names <= known, (module.name, listener.name, names - known)
            assert not listener.args.kwonlyargs, (module.name, listener.name)


def registered(module: Path) -> Iterator[ast.FunctionDef]:
    """Yield the methods that a module's ``register`` hands to Bolt."""
    for kind in (node for node in tree(module).body if isinstance(node, ast.ClassDef)):
        methods = {node.name: node for node in kind.body if isinstance(node, ast.FunctionDef)}
        if "register" in methods:
            source = ast.unparse(methods["register"])
            yield from (methods[name] for name in re.findall(r"\)\(self\.(\w+)\)", source))


def test_the_look_at_listeners_finds_them() -> None:
    found = [one for module in (BOT / "slack" / "listeners").glob("*.py") for one in registered(module)]
    assert len(found) > 20


@pytest.mark.parametrize("known", [*Press, *ViewId], ids=str)
def test_every_button_and_form_has_a_listener(known: Press | ViewId) -> None:
    kind = type(known).__name__
    sources = [module.read_text() for module in (BOT / "slack" / "listeners").glob("*.py")]
    if known in (ViewId.PASSAGE, ViewId.PASSAGES, ViewId.PROJECTOR):
        assert not any(f"ViewId.{known.name})" in source for source in sources)  # they are read, not sent
    else:
        assert any(f"{kind}.{known.name}" in source for source in sources)


def test_every_setting_is_explained() -> None:
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    known = {str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()}
    assert listed == known


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_modules_and_functions_are_short(module: Path) -> None:
    assert (
        len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE or "versions" in module.parts
    )
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef) and "versions" not in module.parts:
            assert (node.end_lineno or 0) - node.lineno + 1 <= LONGEST_FUNCTION, node.name


def test_requirements_carry_hashes_and_no_addresses() -> None:
    for file in ROOT.glob("requirements*.txt"):
        text = file.read_text()
        assert "://" not in text
        assert all("--hash=sha256:" in part for part in re.split(r"\n(?=\S)", text.strip()))


def test_the_manifest_asks_for_what_the_bot_listens_to() -> None:
    manifest = yaml.safe_load((BOT / "slack" / "manifest.yaml").read_text())
    sources = "\n".join(module.read_text() for module in (BOT / "slack" / "listeners").glob("*.py"))
    listened = set(re.findall(r'app\.event\("(\w+)"\)', sources))
    asked = {event.split(".")[0] for event in manifest["settings"]["event_subscriptions"]["bot_events"]}
    assert asked == listened
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == COMMAND
    assert command["should_escape"]


def test_the_manifest_names_the_shortcuts_that_the_bot_listens_to() -> None:
    manifest = yaml.safe_load((BOT / "slack" / "manifest.yaml").read_text())
    named = {one["callback_id"]: one for one in manifest["features"]["shortcuts"]}
    assert set(named) == set(Shortcut)
    assert all(one["type"] == "message" and len(one["name"]) <= 24 for one in named.values())


def test_the_top_level_holds_what_was_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    requirements = {name for name in top if re.fullmatch(r"requirements(-\w+)?\.txt", name)}
    assert top - requirements <= {
        *("bot", "knowledge", "prompts", "tests", "Dockerfile", "pyproject.toml", "README.md"),
        *("Makefile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"),
        *(".env.example", ".gitignore", ".dockerignore", ".ci"),
    }
