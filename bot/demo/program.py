"""The program of the local Slack: where it is kept, and how it gets there.

It is the npm package ``local-slack``, one prebuilt program per platform; ``package.json`` pins it.
"""

import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

SYSTEMS = {"linux": "linux", "darwin": "darwin", "win32": "windows"}
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
PACKAGES = {"linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64", "windows-x64"}
INSTALL_SECONDS = 600.0
Reason = Literal["no_npm", "platform", "install_failed"]


class LocalSlackMissing(Exception):
    """There is no local Slack on this machine and none could be installed; ``reason`` says why."""

    def __init__(self, reason: Reason, detail: str) -> None:
        """Keep the reason and what is known about it."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def default_prefix() -> Path:
    """Return where local-slack is kept: with the virtual environment."""
    return Path(sys.prefix) / "share" / "convener" / "local-slack"


def find_binary(prefix: Path | None = None) -> Path:
    """Return the program under ``prefix``, installing it where it is missing. Raises LocalSlackMissing."""
    where = prefix or default_prefix()
    binary = _binary_in(where)
    if not binary.is_file():
        _install(where)
    if not binary.is_file():
        raise LocalSlackMissing("install_failed", f"npm left no {binary.name} in {where}")
    return binary


def _binary_in(prefix: Path) -> Path:
    here = f"{SYSTEMS.get(sys.platform, sys.platform)}-{MACHINES.get(platform.machine().lower(), 'unknown')}"
    if here not in PACKAGES:
        raise LocalSlackMissing("platform", f"{sys.platform} {platform.machine()}")
    name = "local-slack.exe" if here.startswith("windows") else "local-slack"
    return prefix / "node_modules" / f"local-slack-{here}" / "bin" / name


def _npm() -> str:
    found = shutil.which("npm", path=str(Path(sys.executable).parent)) or shutil.which("npm")
    if found is None:
        raise LocalSlackMissing("no_npm", "npm is neither in the virtual environment nor on the path")
    return found


def _install(prefix: Path) -> None:
    npm = _npm()
    prefix.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).with_name("package.json"), prefix / "package.json")
    quietly = ("--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
    try:
        done = subprocess.run(
            [npm, "install", "--prefix", str(prefix), *quietly],
            cwd=prefix,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise LocalSlackMissing("install_failed", str(failed)) from failed
    if done.returncode != 0:
        raise LocalSlackMissing("install_failed", (done.stderr or done.stdout).strip()[-300:])


def main() -> int:
    """Fetch the program ahead of its first use, and print where it is or why it cannot be had."""
    try:
        print(find_binary())
    except LocalSlackMissing as missing:
        print(missing, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
