"""The first message in a channel, and the setup form."""

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
    UserMultiSelectElement,
)
from slack_sdk.models.views import View

from bot.domain.forms import SetupForm
from bot.domain.messages import Welcome
from bot.slack.ids import VALUE, Field, Press, ViewId
from bot.slack.views.parts import Rendered, Words, button, buttons, section

LANGS = ("en", "es")
TIME_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Mexico_City",
    "America/Bogota",
    "America/Toronto",
    "Europe/London",
    "Europe/Madrid",
    "UTC",
)


def welcome(message: Welcome, words: Words) -> Rendered:
    """The bot's first words: who it is, what it keeps, that nobody needs a command."""
    text = words("welcome.text")
    other = Press.ENGLISH if words.voice.lang == "es" else Press.SPANISH
    row = [
        button(words.plain("button.ask"), Press.ASK, "", "primary"),
        button(words.plain("button.what_do_you_keep"), Press.PRIVACY, ""),
        button(words.plain("button.other_language"), other, ""),
    ]
    if not message.is_set_up:
        row.append(button(words.plain("button.set_up"), Press.SETUP, ""))
    return Rendered(text, (section(text), buttons(*row)))


def setup_form(form: SetupForm, words: Words) -> View:
    """A name and the facilitators; the rest has a default."""
    return View(
        type="modal",
        callback_id=ViewId.SETUP,
        private_metadata=form.channel_id,
        title=words.plain("setup.title"),
        submit=words.plain("button.save"),
        close=words.plain("button.cancel"),
        blocks=[
            _name(form, words),
            _people(words, Field.FACILITATORS, form.facilitators, optional=False),
            _people(words, Field.COMMUNITY_PARTNERS, form.community_partners),
            _people(words, Field.OBSERVERS, form.observers),
            _choice(words, Field.TIME_ZONE, _zones(form.time_zone), form.time_zone, {}),
            _choice(words, Field.LANG, LANGS, form.lang, {key: words.plain(f"lang.{key}") for key in LANGS}),
        ],
    )


def _name(form: SetupForm, words: Words) -> InputBlock:
    return InputBlock(
        block_id=Field.NAME,
        label=words.plain("setup.name"),
        hint=words.plain("setup.name_hint"),
        element=PlainTextInputElement(action_id=VALUE, initial_value=form.name or None, max_length=80),
    )


def _people(words: Words, field: Field, chosen: tuple[str, ...], *, optional: bool = True) -> InputBlock:
    return InputBlock(
        block_id=field,
        label=words.plain(f"setup.{field}"),
        hint=words.plain(f"setup.{field}_hint"),
        element=UserMultiSelectElement(action_id=VALUE, initial_users=list(chosen) or None),
        optional=optional,
    )


def _zones(own: str) -> tuple[str, ...]:
    return TIME_ZONES if own in TIME_ZONES else (own, *TIME_ZONES)


def _choice(
    words: Words, field: Field, values: tuple[str, ...], chosen: str, labels: dict[str, str]
) -> InputBlock:
    options = [
        Option(value=value, text=PlainTextObject(text=labels.get(value, value.replace("_", " "))))
        for value in values
    ]
    initial = next((option for option in options if option.value == chosen), options[0])
    return InputBlock(
        block_id=field,
        label=words.plain(f"setup.{field}"),
        element=StaticSelectElement(action_id=VALUE, options=options, initial_option=initial),
    )
