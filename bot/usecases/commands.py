"""Which use case a typed word means: after ``/convene``, or after a mention."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.acts import Act
from bot.domain.cadence_words import cadence_words
from bot.domain.framework import Mode
from bot.domain.grammar import KNOWN, OFF, ON, Typed, nearest, start_words, until_words
from bot.domain.registers import Register, sought
from bot.domain.sessions import Move
from bot.usecases.actions import Actions
from bot.usecases.answers import Answers
from bot.usecases.attention import Attention
from bot.usecases.cadences import Cadences
from bot.usecases.capture import Capture
from bot.usecases.charter import Charters
from bot.usecases.deciding import HowWeDecide
from bot.usecases.library import Documents
from bot.usecases.opening import Opening
from bot.usecases.over_days import OverDays
from bot.usecases.people import People
from bot.usecases.pictures import Pictures
from bot.usecases.records import Records
from bot.usecases.registers import Registers
from bot.usecases.rotas import Rotas
from bot.usecases.session_room import SessionRoom
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup
from bot.usecases.status import Statuses

Handler = Callable[[Act, str], None]


@dataclass
class Commands:
    """Knows which use case a typed word means."""

    setup: Setup
    sessions: Sessions
    answers: Answers
    actions: Actions
    registers: Registers
    records: Records
    capture: Capture
    statuses: Statuses
    people: People
    over_days: OverDays
    room: SessionRoom
    opening: Opening
    how: HowWeDecide
    attention: Attention
    charters: Charters
    pictures: Pictures
    cadences: Cadences
    documents: Documents
    _handlers: dict[str, Handler] = field(init=False)

    def __post_init__(self) -> None:
        """Say which word means what."""
        moves = {move.value: self._move(move) for move in Move if move is not Move.BEGIN}
        self._handlers = {
            "": lambda act, _: self.registers.panel(act),
            "setup": lambda act, _: self.setup.form(act),
            "ask": lambda act, rest: self.answers.whisper(act, self.people.named(act, rest)),
            "start": self._start,
            "status": lambda act, _: self.statuses.tell(act),
            "decide": lambda act, rest: self.opening.typed(act, self.people.named(act, rest)),
            "settings": lambda act, _: self.how.form(act),
            "action": self.actions.typed,
            "parameter": self.records.typed,
            "record": self.capture.mentioned,
            "suggestions": self._suggestions,
            **{name: self._list(name) for name in Register},
            "charter": self.charters.make,
            "pictures": lambda act, _: self.pictures.send(act),
            "nudges": self._nudges,
            "language": self._language,
            "privacy": lambda act, _: self.registers.say(act, "privacy.text"),
            "library": self._library,
            "help": lambda act, _: self.registers.say(act, "help.text"),
            "extend": lambda act, _: self.over_days.extend(act),
            "park": self.room.park_typed,
            "paste": lambda act, _: self.room.paste_form(act),
            "rehearse": self.room.rehearse,
            "rota": Rotas(self.room.desk).typed,
            "projector": lambda act, _: self.room.projector(act),
            "handover": lambda act, _: self.room.hand_form(act),
            **moves,
        }

    def run(self, act: Act, typed: Typed) -> None:
        """Do what a word means; an unknown one is answered with the nearest that exists."""
        handler = self._handlers.get(typed.command)
        if handler is not None:
            handler(act, typed.rest)
            return
        known = ", ".join(KNOWN)
        words, guess = typed.command[:50], nearest(typed.command)
        self.registers.say(act, "refused.unknown_command", words=words, nearest=guess, known=known)

    def _move(self, move: Move) -> Handler:
        return lambda act, _: self.sessions.press(act, move)

    def _suggestions(self, act: Act, rest: str) -> None:
        if rest.casefold() in (*ON, *OFF):
            self.capture.switch(act, on=rest.casefold() in ON)
        else:
            self.registers.say(act, "capture.switch_usage")

    def _list(self, register: Register) -> Handler:
        return lambda act, rest: self.registers.records(act, sought(register, rest))

    def _start(self, act: Act, rest: str) -> None:
        pillar, mode = start_words(rest)
        if mode is Mode.ASYNC:
            self.over_days.plan(act, pillar, until_words(rest))
        else:
            self.sessions.start(act, pillar)

    def _nudges(self, act: Act, rest: str) -> None:
        if not rest.strip():
            self.attention.form(act)
            return
        wanted = cadence_words(rest)
        if wanted is None:
            self.registers.say(act, "weekly.usage")
        else:
            self.cadences.change(act, wanted)

    def _library(self, act: Act, rest: str) -> None:
        word, *more = [*rest.split(), ""]
        number = more[0].lstrip("#") if more else ""
        match word.casefold():
            case "gaps" | "faltas":
                self.registers.gaps(act)
            case "" | "list" | "lista":
                self.documents.page(act, int(number) if number.isdecimal() else 1)
            case "add" | "agregar" if number:
                self.documents.add_address(act, _address(more))
            case "remove" | "quitar" if number.isdecimal():
                self.documents.remove(act, int(number))
            case _:
                self.registers.say(act, "library.usage")

    def _language(self, act: Act, rest: str) -> None:
        spanish = rest.casefold() in ("es", "español", "espanol", "spanish")
        self.setup.speak(act, "es" if spanish else "en")


def _address(words: list[str]) -> str:
    """Return the web address among words: Slack shows one as its label, with the address in brackets after it."""
    return next((word.strip("<>()") for word in words if "://" in word), words[0])
