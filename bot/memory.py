"""Memory: what threads have freed is of use to the others, and goes back to the system."""

import ctypes
import logging
import time
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)
# From malloc.h of the GNU C library.
M_ARENA_MAX = -8
ARENAS = 2
# Seconds between two times at which what is free goes back.
EVERY = 60.0


def _of_c(name: str) -> Callable[..., Any] | None:
    """Return a function of the C library; None where it has none such, as others than the GNU one."""
    try:
        found: Callable[..., Any] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        log.debug("this C library has no %s", name)
        return None
    return found


def share_heaps() -> bool:
    """Let all threads share a few heaps; tell whether that took. To be called before threads begin.

    The GNU C library gives each thread a heap of its own, up to eight a core, and what was freed in one is of no use to
    the others: the bot grew so to twice its size.
    """
    mallopt = _of_c("mallopt")
    return mallopt is not None and bool(mallopt(M_ARENA_MAX, ARENAS))


class GiveBack:
    """Gives back to the system, once a minute, the pages between what is in use: they would only ever grow."""

    def __init__(self, every: float = EVERY) -> None:
        """Begin with a minute's rest."""
        self._trim = _of_c("malloc_trim")
        self._every = every
        self._next = time.monotonic() + every

    def __call__(self) -> bool:
        """Give back what is free, if a minute has passed; tell whether anything was."""
        if self._trim is None or time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self._every
        return bool(self._trim(0))
