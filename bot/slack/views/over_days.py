"""Sessions over days: the plan before the start, and the offer to take one over."""

from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block

from bot.domain.days import place_of
from bot.domain.framework import StepKind
from bot.domain.messages import HandOver, PlanCard
from bot.slack.ids import Press, pack
from bot.slack.views.parts import Rendered, Words, bullets, button, buttons, clip, context, section


def plan_card(card: PlanCard, words: Words) -> Rendered:
    """The steps with their deadlines; where they do not fit, that is said, with the first day that would do."""
    plan = card.plan
    lines = [
        words("over_days.step", title=one.title, day=_moment(one.due, card.time_zone, words))
        for one in plan.steps
        if one.kind is not StepKind.EXPLAIN
    ]
    opening = words("over_days.plan", title=card.title, day=words.day(plan.until.date()))
    if not plan.fits:
        opening = words("over_days.no_fit", asked=card.asked, day=words.day(plan.earliest))
    text = f"{opening}\n{bullets(lines)}"
    start = button(
        words.plain("button.start_then"),
        Press.START_PLANNED,
        pack(card.pillar, plan.until.date().isoformat()),
        "primary",
    )
    live = button(words.plain("button.start_live"), f"{Press.START}.{card.pillar}", card.pillar)
    zone = context(words("over_days.zone", place=place_of(card.time_zone)))
    blocks: list[Block] = [section(text), zone, buttons(start, live)]
    return Rendered(clip(text, 3000), tuple(blocks))


def _moment(moment: datetime, time_zone: str, words: Words) -> str:
    """Return a moment without its zone, which stands below once."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{words.day(local.date())}, {local:%H:%M}"


def hand_over(card: HandOver, words: Words) -> Rendered:
    """Nobody is named: somebody may take the session over."""
    text = words("over_days.offer", title=card.title, step=card.step_title, count=card.days)
    if card.left:
        text = words("over_days.left", title=card.title, step=card.step_title)
    row = buttons(button(words.plain("button.take_over"), Press.TAKE_OVER, card.session_id))
    return Rendered(text, (section(text), row))
