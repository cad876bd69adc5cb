"""The weekly message: one thing needed first, then the numbers, then thanks."""

from slack_sdk.models.blocks import Block

from bot.domain.messages import LookBack, QuietThing, StillHere, Stuck, WeeklyMessage, WeeklyMore
from bot.domain.pictures import Bars
from bot.domain.records import RecordKind
from bot.domain.silences import Open
from bot.slack.ids import Press, pack
from bot.slack.mrkdwn import escape
from bot.slack.views.parts import Rendered, Words, bullets, button, buttons, clip, context, ref, section


def weekly(message: WeeklyMessage, words: Words) -> Rendered:
    """At most 120 words; those who finished something are thanked, nobody is named as late."""
    need = words(message.need.key, **dict(message.need.params))
    numbers = words(
        "weekly.numbers",
        decisions=message.decisions,
        with_partner=message.with_partner,
        finished=message.finished,
        due_soon=message.due_soon,
        blocked=message.blocked,
        blocked_soft=message.blocked_soft,
        shares=message.shares,
    )
    if message.next_share:
        numbers += ", " + words("weekly.next_share", day=words.day(message.next_share))
    opening = f"{words('weekly.needed')} {need}"
    more = [words("weekly.more", count=message.thanked_more)] if message.thanked_more else []
    names = ", ".join([*message.thanked, *more])
    thanks = [words("weekly.thanks", names=names)] if names else []
    text = opening if message.says_nothing else "\n".join([opening, numbers, *thanks])
    row = buttons(
        button(words.plain("button.actions"), Press.ACTIONS, "1"),
        button(words.plain("button.decisions"), Press.DECISIONS, "1"),
        button(words.plain("button.more"), Press.WEEKLY_MORE, ""),
        button(words.plain("share.button"), Press.RECORD_ADD, pack(RecordKind.SHARE, "")),
    )
    return Rendered(text, (section(text), row))


def progress(message: WeeklyMessage, words: Words) -> Bars | None:
    """Return the picture of a week: the coalition's actions by state; None where it was not asked for."""
    if not message.states:
        return None
    title = words.plain("weekly.picture", name=message.coalition)
    bars = tuple((words.plain(f"action.state.{state}"), count) for state, count in message.states)
    return Bars(title, bars, f"{title}: {', '.join(f'{name}: {count}' for name, count in bars)}")


def weekly_more(more: WeeklyMore, words: Words) -> Rendered:
    """What moved, what is stuck, what is waited for; parts without anything are left out."""
    missing = [words("weekly.details.missing_line", number=n, count=count) for n, count in more.missing]
    parts = [
        (words("weekly.details.moved"), [escape(one) for one in more.moved]),
        (words("weekly.details.stuck"), [_stuck(one, words) for one in more.stuck]),
        (words("weekly.details.missing"), missing),
        (words("weekly.details.reviews"), [escape(clip(one, 200)) for one in more.reviews]),
        (words("weekly.details.sessions"), [escape(one) for one in more.sessions]),
    ]
    title = words("weekly.details.title", name=more.coalition)
    told = [f"{heading}\n{bullets(lines)}" for heading, lines in parts if lines]
    shown = told or [words("weekly.details.nothing")]
    return Rendered(
        clip("\n".join([title, *shown]), 3000), (section(title), *(section(one) for one in shown))
    )


def _stuck(one: Stuck, words: Words) -> str:
    state, text = words.plain(f"action.state.{one.state}"), clip(one.text, 200)
    if one.since is None:
        return words("weekly.details.stuck_line_new", number=one.number, text=text, state=state)
    day = words.day(one.since)
    return words("weekly.details.stuck_line", number=one.number, text=text, state=state, day=day)


def still_here(message: StillHere, words: Words) -> Rendered:
    """For a facilitator alone: in what nothing has moved, and what they can do with each."""
    title = words("silence.told", name=message.coalition)
    parts = [(_quiet(one, words), _choices(n, one, words)) for n, one in enumerate(message.things, 1)]
    blocks = [section(title), *(block for text, row in parts for block in (section(text), row))]
    lines = [title, *(text for text, _ in parts)]
    if message.more:
        lines.append(words("silence.more", count=message.more))
        blocks.append(context(lines[-1]))
    return Rendered(clip("\n".join(lines), 3000), tuple(blocks))


def _quiet(one: QuietThing, words: Words) -> str:
    thing = one.about if one.title else f"{one.about}_private"
    text, day = clip(one.title, 200), words.day(one.since)
    return words(f"silence.about.{thing}", number=one.number, text=text, day=day)


def _choices(n: int, one: QuietThing, words: Words) -> Block:
    value = f"{one.about}:{one.record_id}"
    about = f"{n}. " + (ref(Open.ACTION, one.number, words) if one.about is Open.ACTION else one.title)
    return buttons(
        button(words.plain(f"silence.button.nudge_{one.about}"), Press.SILENCE_NUDGE, value, about=about),
        button(words.plain("silence.button.extend"), Press.SILENCE_EXTEND, value, about=about),
        button(words.plain(f"silence.button.close_{one.about}"), Press.SILENCE_CLOSE, value, about=about),
    )


def look_back(message: LookBack, words: Words) -> Rendered:
    """All that a decision asked for is done: four questions, in a thread."""
    offered = words("look_back.offered", number=message.number, statement=clip(message.statement, 500))
    asked = words("look_back.asked")
    row = buttons(button(words.plain("button.add_action"), Press.ADD_ACTION, ""))
    return Rendered(f"{offered}\n{asked}", (section(offered), section(asked), row))
