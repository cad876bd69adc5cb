"""Threads share heaps, so that what one has freed is of use to the others."""

import platform
import subprocess
import sys

import pytest

GNU = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no such heaps")
PROBE = """
import ctypes, threading
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


@GNU
def test_two_dozen_threads_share_two_heaps() -> None:
    assert heaps("share_heaps()") <= 2 < heaps("")


FILL = """
import ctypes
from bot.memory import GiveBack
def resident(): return int(open("/proc/self/statm").read().split()[1])
held = [bytes(1000) for _ in range(100_000)]
held = held[::50]
before, gave = resident(), GiveBack(every=0)()
print(gave, before - resident())
print(GiveBack(every=60)())
"""


@GNU
def test_what_lies_free_between_what_is_in_use_goes_back_once_a_minute() -> None:
    ran = subprocess.run([sys.executable, "-c", FILL], capture_output=True, text=True, check=True)
    first, second = ran.stdout.splitlines()
    gave, pages = first.split()
    assert (gave, second) == ("True", "False")
    assert int(pages) > 5_000
