"""APScheduler as an alarm clock: it wakes the use cases that look at the database; it is never the truth."""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)


class Ticker:
    """Wakes a list of jobs every few seconds; one that fails is logged and does not stop the others."""

    def __init__(self, jobs: Sequence[Callable[[], object]], seconds: float) -> None:
        """Keep the jobs, and how often they are woken."""
        self._jobs = jobs
        self._seconds = seconds
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        """Begin to wake the jobs, in a thread of its own."""
        from apscheduler.schedulers.background import BackgroundScheduler

        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=self._seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Stop waking, after the jobs that run have ended."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)

    def tick(self) -> None:
        """Wake every job once."""
        for job in self._jobs:
            try:
                job()
            except Exception:
                log.exception("a job of the clock failed; it is tried again in %s s", self._seconds)
