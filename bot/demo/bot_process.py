"""The bot as a process of its own, as it runs anywhere: started, stopped, or ended with kill -9."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.demo.local_slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

START_SECONDS = 60.0
GRACE_SECONDS = 10.0


class BotFailed(Exception):
    """The bot ended, or did not come up in time; the message is the end of its log."""


class BotProcess:
    """``python -m bot run`` on a data folder, talking to a local Slack."""

    def __init__(
        self,
        api_url: str,
        data_dir: Path,
        clock_file: Path,
        environment: Mapping[str, str],
        is_connected: Callable[[], bool],
    ) -> None:
        """Describe the process; ``is_connected`` tells whether Slack sees the bot."""
        self.log_file = data_dir / "bot.log"
        self._environment = {
            **environment,
            "SLACK_API_URL": api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "CONVENER_DATA_DIR": str(data_dir / "bot"),
            "CONVENER_CLOCK_FILE": str(clock_file),
        }
        self._is_connected = is_connected
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Return the process id. Raises RuntimeError where nothing was started."""
        if self._process is None:
            raise RuntimeError("the bot is not started")
        return self._process.pid

    def start(self) -> None:
        """Start, and wait until Slack sees the bot. Raises BotFailed."""
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_connected():
            if not self.is_running or time.monotonic() > deadline:
                self.stop()
                raise BotFailed(self.log_file.read_text(encoding="utf-8", errors="replace")[-1500:])
            time.sleep(0.05)

    def kill9(self) -> None:
        """End the process at once, in the middle of whatever it does."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """Ask the process to end, and after ten seconds end it."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
