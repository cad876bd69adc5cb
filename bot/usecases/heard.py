"""A sign of life: who acts has not ignored what they were sent."""

from dataclasses import replace

from bot.domain.attention import NudgeState
from bot.ports.work import Work


def heard_from(work: Work, user_id: str) -> None:
    """Mark what a person was sent as answered: they did something since."""
    if not user_id:
        return
    for nudge in work.nudges.where(slack_user_id=user_id, state=NudgeState.SENT, answered=False):
        work.nudges.save(replace(nudge, answered=True))
