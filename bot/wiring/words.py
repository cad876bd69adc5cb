"""Where the words are, and reading them."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.content import Content, load_content, load_voice
from bot.domain.voice import Voice


def words_root(name: str) -> Traversable:
    """Return ``knowledge`` or ``prompts``: beside the code in a checkout, within the package in a wheel."""
    packed = files("bot") / "_words" / name
    return packed if packed.is_dir() else Path(__file__).parents[2] / name


def operator_voice() -> Voice:
    """Return the command line's words, without loading anything else."""
    return load_voice(words_root("prompts") / "en" / "cli.yaml", "en")


def demo_voice() -> Voice:
    """Return the demo's words, with those of the command line."""
    folder = words_root("prompts") / "en"
    texts = {**load_voice(folder / "cli.yaml", "en").texts, **load_voice(folder / "demo.yaml", "en").texts}
    return Voice("en", texts)


def content() -> Content:
    """Return all voices and scripts."""
    return load_content(words_root("prompts"))
