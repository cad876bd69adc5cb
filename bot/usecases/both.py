"""Two languages in one channel: which, and a card in both."""

from bot.domain.messages import DecisionCard, InBoth, Message, RoundCard
from bot.ports.work import Work
from bot.usecases.desk import Scene


def other_language(work: Work, scene: Scene) -> str:
    """Return a language that somebody in the coalition chose and that is not its own; nothing where all read one."""
    accounts = tuple(one.slack_user_id for one in scene.people if one.slack_user_id)
    chosen = {one.lang for one in work.preferences.where(id=accounts)} - {scene.coalition.lang}
    return min(chosen, default="")


def in_both(work: Work, scene: Scene, card: RoundCard | DecisionCard) -> Message:
    """Return a card that holds people's words as they wrote them: in one language or, where two are read, in both."""
    other = other_language(work, scene)
    return InBoth(card, card, other) if other else card
