"""Work done aside: a few threads, and a queue that is never longer than people would wait for."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from bot.ports.background import Busy

log = logging.getLogger(__name__)
THREADS, WAITING = 4, 24


def side_by_side(times: int, work: Callable[[], object]) -> None:
    """Do the same work in so many threads at once, and wait for all of them; a failure of one is raised."""
    with ThreadPoolExecutor(times, thread_name_prefix="beside") as pool:
        for done in [pool.submit(work) for _ in range(times)]:
            done.result()


class Threads:
    """The Background port over threads."""

    def __init__(self, threads: int = THREADS, waiting: int = WAITING) -> None:
        """Make room for so many pieces of work at once, and so many more that wait."""
        self._places = BoundedSemaphore(threads + waiting)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="background")

    def submit(self, name: str, work: Callable[[], None]) -> None:
        """Take work on and return at once; a failure is logged under ``name``. Raises Busy."""
        if not self._places.acquire(blocking=False):
            log.warning("%s was not taken on: too much is waiting", name)
            raise Busy(name)
        try:
            self._pool.submit(self._do, name, work)
        except RuntimeError as ending:
            self._places.release()
            raise Busy(name) from ending

    def stop(self) -> None:
        """Take on nothing more; end what was begun, and forget what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _do(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:
            log.exception("%s failed", name)
        finally:
            self._places.release()
