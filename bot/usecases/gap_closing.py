"""A gap is closed when a new document or record answers it, and whoever asked is told."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.acts import Act
from bot.domain.answers import Answer
from bot.domain.attention import Offer, Urgency
from bot.domain.gaps import Gap, GapState, answers
from bot.domain.messages import Say
from bot.domain.questions import Question
from bot.ports.work import Work
from bot.usecases.answers import Asking
from bot.usecases.attention import Attention
from bot.usecases.desk import Desk
from bot.usecases.shelves import Shelves

log = logging.getLogger(__name__)
AGAIN = timedelta(hours=1)
NEWS_FOR = timedelta(days=21)
AT_ONCE = 20
LINE = 300


@dataclass(frozen=True)
class GapClosing:
    """Asks the library again what it could not answer, with what may be seen where it was asked."""

    desk: Desk
    asking: Asking
    shelves: Shelves

    def look_again(self) -> None:
        """Look at the gaps whose turn it is, a few at a time: the clock has other things to do."""
        now = self.desk.clock.now()
        for workspace_id in self.desk.units.with_due("gaps", "recheck_at", now):
            with self.desk.units.read(workspace_id) as work:
                due = work.gaps.due("recheck_at", now)[:AT_ONCE]
            for gap in due:
                self._look(workspace_id, gap, now)
            self.desk.delivery.flush(workspace_id)

    def _look(self, workspace_id: str, gap: Gap, now: datetime) -> None:
        """Search before the transaction begins. One that cannot be looked at must not hold up the others."""
        act = Act(f"gap:{gap.id}", workspace_id, "", gap.channel_id)
        try:
            answer = self.asking.over(self.shelves.here(act)).found(gap.text, gap.lang)
        except Exception:
            log.exception("gap %s could not be looked at", gap.id)
            answer = Answer(gap.text, "", gap.lang, declined=True)
        with self.desk.units.open(workspace_id, by="library") as work:
            if work.gaps.get(gap.id) == gap:
                self._settle(work, gap, answer, now)
                work.commit()

    def _settle(self, work: Work, gap: Gap, answer: Answer, now: datetime) -> None:
        asked = work.questions.where(coalition_id=gap.coalition_id, gap_id=gap.id)
        before = [passage_id for question in asked for passage_id in question.cited.splitlines()]
        best = [cited.passage.id for cited in answer.citations[:1]]
        if answer.declined or not answers(best, before):
            work.gaps.save(replace(gap, recheck_at=now + AGAIN))
            return
        work.gaps.save(replace(gap, state=GapState.CLOSED, closed_at=now, recheck_at=None))
        for question in {one.asked_by: one for one in asked}.values():
            self._tell(work, gap, question, now)

    def _tell(self, work: Work, gap: Gap, question: Question, now: datetime) -> None:
        """Tell one who asked. The words are their own; the answer comes when they ask, where they may see it."""
        people = work.participants.where(coalition_id=gap.coalition_id, slack_user_id=question.asked_by)
        for person in people:
            Attention(self.desk).offer(
                work,
                Offer(
                    key=f"gap:{gap.id}:{person.id}",
                    coalition_id=gap.coalition_id,
                    participant_id=person.id,
                    urgency=Urgency.OTHER,
                    message=Say.of("library.gap_closed", text=question.text[:LINE]),
                    expires=now + NEWS_FOR,
                ),
            )


def look_soon(work: Work, coalition_id: str, now: datetime) -> None:
    """Let the open gaps of a coalition be looked at at the next tick: something new was added."""
    for gap in work.gaps.where(coalition_id=coalition_id):
        if gap.is_open:
            work.gaps.save(replace(gap, recheck_at=now))
