"""Actions: as recorded, in a list, and the form."""

from slack_sdk.models.blocks import (
    Block,
    ButtonElement,
    DatePickerElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.forms import ActionForm
from bot.domain.kept import ACTION
from bot.domain.messages import ActionCard, ActionLine, ActionList, DayChoices
from bot.slack.ids import VALUE, Field, Press, ViewId, pack
from bot.slack.views.filters import filters, nothing_found
from bot.slack.views.parts import (
    Rendered,
    Words,
    button,
    buttons,
    clip,
    context,
    header,
    pager,
    ref,
    section,
    spoken,
)

MENU = 100


def action_words(action: ActionLine, words: Words) -> str:
    """An action in one line: its number, what, who, by when."""
    who = action.owner or words.plain("action.nobody")
    when = words.day(action.due_on) if action.due_on else words.plain("action.no_day")
    done = words(f"action.state.{action.state}")
    return words(
        "action.line", number=action.number, text=clip(action.text, 300), owner=who, due=when, state=done
    )


def action_card(card: ActionCard, words: Words) -> Rendered:
    """An action that was just recorded; what it lacks can be added by a button."""
    text = f"{words('action.noted')} {action_words(card.action, words)}"
    lacking = card.action.due_on is None or not card.action.owner
    label = words.plain("button.complete_action" if lacking else "button.change_action")
    row = buttons(button(label, Press.COMPLETE_ACTION, card.action.id))
    return Rendered(text, (section(text), row))


def day_choices(choices: DayChoices, words: Words) -> Rendered:
    """Which of two days is meant?"""
    text = words("action.which_day", number=choices.number)
    shown = [
        button(words.day(day), f"{Press.ACTION_DAY}.{n}", pack(choices.action_id, day.isoformat()))
        for n, day in enumerate(choices.days)
    ]
    return Rendered(text, (section(text), buttons(*shown)))


def action_list(listed: ActionList, words: Words) -> Rendered:
    """One page of actions; one's own can be marked done, and all by a facilitator."""
    title = words.plain("action.list_title", name=listed.coalition)
    blocks: list[Block] = [header(title), filters(listed.sought, words)]
    for action in listed.actions:
        line = action_words(action, words)
        done = _done(action, words)
        closable = action.closable and not action.state.is_over
        blocks += [section(line, _open(action, words)), *([buttons(done)] if closable else [])]
    if not listed.actions:
        blocks.append(section(nothing_found(words("action.none_yet"), listed.sought, words)))
    if listed.without_account:
        names = ", ".join(listed.without_account)
        blocks.append(context(words("check_in.no_account", count=len(listed.without_account), names=names)))
    blocks += pager(
        words, Press.ACTIONS, listed.page, listed.pages, lambda page: listed.sought.at(page).token
    )
    return Rendered(spoken(blocks), tuple(blocks))


def _done(action: ActionLine, words: Words) -> ButtonElement:
    place = f"{Press.ACTION_DONE}.{action.number}"
    return button(words.plain("button.done"), place, action.id, about=ref(ACTION, action.number, words))


def _open(action: ActionLine, words: Words) -> ButtonElement:
    about = pack(ACTION, action.id)
    place = f"{Press.RECORD_OPEN}.{ACTION}.{action.number}"
    return button(words.plain("button.open"), place, about, about=ref(ACTION, action.number, words))


def action_form(form: ActionForm, words: Words) -> View:
    """What, who, by when."""
    return View(
        type="modal",
        callback_id=ViewId.ACTION,
        private_metadata=pack(form.channel_id, form.session_id, form.action_id),
        title=words.plain("action.form_title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[
            InputBlock(
                block_id=Field.TEXT,
                label=words.plain("action.what"),
                element=PlainTextInputElement(
                    action_id=VALUE, initial_value=form.text or None, multiline=True, max_length=500
                ),
            ),
            *_owner(form, words),
            InputBlock(
                block_id=Field.DUE,
                label=words.plain("action.by_when"),
                optional=True,
                element=DatePickerElement(action_id=VALUE),
            ),
        ],
    )


def _owner(form: ActionForm, words: Words) -> list[InputBlock]:
    """The participants to choose from: a menu holds a hundred."""
    options = [
        Option(value=person_id, text=PlainTextObject(text=clip(name, 75)))
        for person_id, name in form.people[:MENU]
    ]
    if not options:
        return []
    element = StaticSelectElement(action_id=VALUE, options=options)
    label = words.plain("action.who")
    return [InputBlock(block_id=Field.OWNER, label=label, optional=True, element=element)]
