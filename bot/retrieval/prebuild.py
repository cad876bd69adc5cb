"""``python -m bot.retrieval.prebuild KNOWLEDGE SHARE``: the built-in library's index, made at setup time."""

import sys
from pathlib import Path

from bot.retrieval.passages import KnowledgeError, load_passages
from bot.retrieval.search import BuiltInLibrary, Shelves


def main() -> int:
    """Build the index of the pages in one folder under ``SHARE/index``, and print one line."""
    knowledge, share = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        library = BuiltInLibrary(load_passages(knowledge), Shelves((share / "index",), share / "models"))
        library.warm()
    except KnowledgeError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    status = library.dense_status()
    print(f"{len(library.passages)} passages indexed; by meaning: {status.state} {status.reason}".strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
