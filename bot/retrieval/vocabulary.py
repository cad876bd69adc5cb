"""Words that are spelled right, whether or not a page holds them: a typo of something else they are not."""

import json
from functools import cache
from pathlib import Path

from bot.retrieval.weights import MODEL

SHORTEST = 3


def is_spelled(models_dir: Path, said: str, lang: str) -> bool:
    """Tell whether a word is one of a language, as far as the model that lies in a folder knows its words.

    The default model reads English alone; for other languages, and where it is not there, nothing is known.
    """
    return lang == "en" and said in _whole_words(models_dir / MODEL / "tokenizer.json")


@cache
def _whole_words(tokenizer: Path) -> frozenset[str]:
    """Return the whole words in a tokenizer's vocabulary; parts of words, numbers and signs are left out."""
    if not tokenizer.is_file():
        return frozenset()
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(
        word for word in vocabulary if len(word) >= SHORTEST and word.isascii() and word.isalpha()
    )
