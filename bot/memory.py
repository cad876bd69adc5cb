"""Memory: as many threads as the bot has must not each keep a heap of their own."""

import ctypes
import logging

log = logging.getLogger(__name__)
# From malloc.h of the GNU C library.
M_ARENA_MAX = -8
ARENAS = 2


def share_heaps() -> bool:
    """Let all threads share a few heaps; tell whether that took. To be called before threads begin.

    The GNU C library gives each thread a heap of its own, up to eight a core, and what was freed in one is of no use to
    the others: the bot grew so to twice its size. Other C libraries have nothing of the kind, and are left alone.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        log.debug("this C library has no heaps to share")
        return False
    return bool(mallopt(M_ARENA_MAX, ARENAS))
