"""Threads share heaps, so that what one has freed is of use to the others."""

import platform
import subprocess
import sys

import pytest

PROBE = """
import ctypes, re, threading
from bot.memory import share_heaps
{shared}
def work(): held.append(bytearray(200_000)); ready.wait()
held, ready = [], threading.Barrier(25)
threads = [threading.Thread(target=work) for _ in range(24)]
[one.start() for one in threads]
ready.wait()
libc = ctypes.CDLL(None)
libc.malloc_stats()
"""


def heaps(shared: str) -> int:
    """Count the heaps of a process in which two dozen threads took memory at the same time."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE.format(shared=shared)], capture_output=True, text=True, check=True
    )
    return ran.stderr.count("Arena ")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no such heaps")
def test_two_dozen_threads_share_two_heaps() -> None:
    assert heaps("share_heaps()") <= 2 < heaps("")
