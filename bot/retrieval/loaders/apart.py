"""Reading in a process of its own: a file that hangs or eats the memory ends that process, and nothing else.

The process knows nothing but the file: no tokens, no settings, no database.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from os import pathsep
from pathlib import PurePath
from typing import Any

from bot.domain.library import Piece, PlaceKind
from bot.ports.incoming import File, Text, Unreadable
from bot.retrieval.loaders import FileReader
from bot.retrieval.loaders.parts import Limits

SECONDS, MEMORY = 120.0, 2_000_000_000
CHILD = "from bot.retrieval.loaders.apart import answer; answer()"


@dataclass(frozen=True)
class ApartReader:
    """The Reader port over a process that is given so many seconds, and so many bytes of memory."""

    limits: Limits
    seconds: float = SECONDS
    memory: int = MEMORY

    def read(self, file: File, lang: str) -> Text:
        """Return a file's pieces. Raises Unreadable, also where the reading process does not come to an end."""
        if len(file.data) > self.limits.size:
            raise Unreadable("huge", limit=self.limits.size // 1_000_000)
        told = self._told(file, lang)
        if "refused" in told:
            raise Unreadable(told["refused"], **told["params"])
        pieces, wordless = ([_piece(one) for one in told[name]] for name in ("pieces", "wordless"))
        return Text(told["title"], told["kind"], told["lang"], tuple(pieces), tuple(wordless))

    def _told(self, file: File, lang: str) -> dict[str, Any]:
        about = {"name": file.name, "url": file.url, "media_type": file.media_type, "lang": lang}
        asked = {**about, "limits": asdict(self.limits), "memory": self.memory}
        try:
            done = subprocess.run(  # noqa: S603 (our own code, on our own interpreter)
                [sys.executable, "-c", CHILD],
                input=json.dumps(asked).encode() + b"\n" + file.data,
                capture_output=True,
                timeout=self.seconds,
                env={"PYTHONPATH": pathsep.join(path for path in sys.path if path)},
                check=True,
            )
            told: dict[str, Any] = json.loads(done.stdout)
        except subprocess.TimeoutExpired as endless:
            raise Unreadable("slow") from endless
        except (subprocess.CalledProcessError, ValueError) as died:
            kind = PurePath(file.name).suffix.lstrip(".").upper()
            raise Unreadable("broken", kind=kind) from died
        return told


def _piece(told: dict[str, str]) -> Piece:
    return Piece(told["text"], told["heading"], PlaceKind(told["place_kind"]), told["place"])


def answer() -> None:
    """In the process itself: read the file that comes in, and write out its pieces or why it is refused."""
    out, sys.stdout = sys.stdout, sys.stderr
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(header)
    _keep_within(asked["memory"])
    file = File(asked["name"], data, asked["url"], asked["media_type"])
    try:
        told = asdict(FileReader(Limits(**asked["limits"])).read(file, asked["lang"]))
    except Unreadable as refused:
        told = {"refused": refused.reason, "params": refused.params}
    json.dump(told, out)
    out.flush()


def _keep_within(memory: int) -> None:
    """Bound the memory where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
