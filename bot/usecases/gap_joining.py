"""Questions that got no help join a gap of their coalition, and leave it again."""

from dataclasses import replace

from bot.domain.gaps import Gap, GapState, joined
from bot.domain.questions import Question
from bot.ports.work import Work
from bot.usecases.desk import Desk


def join(work: Work, desk: Desk, question: Question) -> Question:
    """Put a question that a channel could read into its gap: one alike that is open, or a new one."""
    if not question.public or not question.coalition_id or question.gap_id:
        return question
    gap = joined(question.sought, _within_sight(work, question))
    if gap is None:
        gap = Gap(
            desk.ids.new(),
            question.coalition_id,
            question.channel_id,
            question.sought,
            question.lang,
            recheck_at=desk.clock.now(),
        )
        work.gaps.add(gap)
    else:
        work.gaps.save(replace(gap, asked=gap.asked + 1))
    return work.questions.save(replace(question, gap_id=gap.id))


def leave(work: Work, desk: Desk, question: Question) -> Question:
    """Take a question out of its gap; a gap that nobody asks any more is closed."""
    gap = work.gaps.get(question.gap_id) if question.gap_id else None
    if gap is None or not gap.is_open:
        return question
    fewer = replace(gap, asked=gap.asked - 1)
    if not fewer.asked:
        fewer = replace(fewer, state=GapState.CLOSED, closed_at=desk.clock.now(), recheck_at=None)
    work.gaps.save(fewer)
    return work.questions.save(replace(question, gap_id=""))


def _within_sight(work: Work, question: Question) -> tuple[Gap, ...]:
    """What was asked in a private channel is grouped there alone."""
    linked = work.channels.where(coalition_id=question.coalition_id)
    private = {one.channel_id for one in linked if one.private}
    apart = question.channel_id in private
    return tuple(
        gap
        for gap in work.gaps.where(coalition_id=question.coalition_id)
        if gap.channel_id == question.channel_id or not (apart or gap.channel_id in private)
    )
