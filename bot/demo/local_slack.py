"""The local Slack: started on a port, and stopped by its own process id.

All it knows is in memory: stopped, it has forgotten every message. It listens on all interfaces, and
has no option to listen on one.
"""

import errno
import json
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from bot.demo.program import LocalSlackMissing, find_binary

__all__ = [
    "LocalSlack",
    "LocalSlackFailed",
    "LocalSlackMissing",
    "Person",
    "PortInUse",
    "Room",
    "find_binary",
    "free_port",
    "port_is_free",
]

TEAM_ID = "T0LOCAL"
APP_ID = "A0CONVENER"
BOT_USER = "U0CONVENER"
BOT_NAME = "convener"
BOT_TOKEN = "xoxb-local-no-real-token"
APP_TOKEN = "xapp-local-no-real-token"
SIGNING_SECRET = "local-no-real-secret"

START_SECONDS = 20.0
GRACE_SECONDS = 5.0

# Linux ends this process when ours ends; the program then takes over the same process id.
LINUX_START = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 15, 0, 0, 0); os.execv(sys.argv[1], sys.argv[1:])"
)


class LocalSlackFailed(Exception):
    """The local Slack was started and didn't come up; ``log`` is the file with its output."""

    def __init__(self, log: Path) -> None:
        """Keep the file, and its last lines in the message."""
        super().__init__(log.read_text(encoding="utf-8", errors="replace")[-500:].strip())
        self.log = log


class PortInUse(Exception):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        """Keep the port."""
        super().__init__(str(port))
        self.port = port


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace. The id begins with U, else local-slack takes it for a channel."""

    id: str
    name: str
    real_name: str
    tz: str = "UTC"
    email: str = ""


@dataclass(frozen=True)
class Room:
    """A channel and the ids of its members; the bot is one of them unless told otherwise."""

    id: str
    name: str
    private: bool = False
    members: tuple[str, ...] = ()
    bot_is_in: bool = True
    topic: str = ""


def free_port() -> int:
    """Return a port on which nothing listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Tell whether the port is free on the loopback interface and on all others."""
    hosts = [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "0.0.0.0")]
    if socket.has_dualstack_ipv6():
        hosts += [(socket.AF_INET6, "::")]
    return all(_can_listen(family, host, port) for family, host in hosts)


class LocalSlack:
    """A running local Slack; as a context manager it is stopped at the end of the block.

    Start it from a thread that lives as long as it shall: on Linux it ends together with that thread.
    """

    def __init__(
        self,
        people: Sequence[Person],
        rooms: Sequence[Room],
        data_dir: Path,
        *,
        port: int | None = None,
        workspace: str = "Local",
        binary: Path | None = None,
    ) -> None:
        """Describe the workspace; nothing is started yet. Without a port, a free one is taken."""
        self.port = port or free_port()
        self.log_file = data_dir / "local-slack.log"
        self._data_dir = data_dir
        self._config = _config(workspace, people, rooms)
        self._binary = binary
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        """Return the address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """Return the address of the Web API, for ``SLACK_API_URL``."""
        return f"{self.base_url}/api/"

    @property
    def ui_url(self) -> str:
        """Return the address of the page on which people act."""
        return f"{self.base_url}/"

    @property
    def pid(self) -> int:
        """Return the process id. Raises RuntimeError where nothing was started."""
        if self._process is None:
            raise RuntimeError("local-slack is not started")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and wait until it answers. Raises LocalSlackMissing, PortInUse or LocalSlackFailed."""
        binary = self._binary or find_binary()
        if not port_is_free(self.port):
            raise PortInUse(self.port)
        self._data_dir.mkdir(parents=True, exist_ok=True)
        config = self._data_dir / "local-slack.json"
        config.write_text(json.dumps(self._config, ensure_ascii=False, indent=2), encoding="utf-8")
        self._process = self._run(binary, config)
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the process: ask, and after five seconds end it. Stopping twice does nothing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def _run(self, binary: Path, config: Path) -> subprocess.Popen[bytes]:
        command = [
            *(str(binary.resolve()), "--config", str(config), "--port", str(self.port)),
            *("--base-host", "127.0.0.1", "--files-dir", str(self._data_dir / "local-slack-files")),
        ]
        if sys.platform == "linux":
            command = [sys.executable, "-I", "-S", "-c", LINUX_START, *command]
        with self.log_file.open("wb") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A session of its own: Ctrl-C at the terminal reaches us, and we stop it in our order.
                start_new_session=True,
            )

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(f"{self.base_url}/_control/state"):
            if not self.is_running or time.monotonic() > deadline:
                raise LocalSlackFailed(self.log_file)
            time.sleep(0.03)
        if not self.is_running:
            raise LocalSlackFailed(self.log_file)


def _config(workspace: str, people: Sequence[Person], rooms: Sequence[Room]) -> dict[str, object]:
    app = {
        "appId": APP_ID,
        "botUserId": BOT_USER,
        "botName": BOT_NAME,
        "botToken": BOT_TOKEN,
        "appToken": APP_TOKEN,
        "signingSecret": SIGNING_SECRET,
        "mode": "socket",
    }
    return {
        "workspace": {"name": workspace, "domain": "local", "teamId": TEAM_ID},
        "apps": [app],
        "users": [_user(person) for person in people],
        "channels": [_channel(room) for room in rooms],
    }


def _user(person: Person) -> dict[str, str]:
    told = {"id": person.id, "name": person.name, "real_name": person.real_name, "tz": person.tz}
    return {**told, "email": person.email} if person.email else told


def _channel(room: Room) -> dict[str, object]:
    members = [*room.members, *([BOT_USER] if room.bot_is_in else [])]
    return {
        "id": room.id,
        "name": room.name,
        "is_private": room.private,
        "topic": room.topic,
        "members": members,
    }


def _can_listen(family: int, host: str, port: int) -> bool:
    with socket.socket(family) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as refused:
            # A machine without IPv6 can't listen on it, and so can't anybody else.
            return refused.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
        return True


def _answers(url: str) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except (URLError, OSError):
        return False
