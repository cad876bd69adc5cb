"""Which use case a typed word means: after ``/convene``, or after a mention."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.acts import Act
from bot.domain.grammar import KNOWN, Typed, nearest, start_words, weekly_words
from bot.domain.registers import Register, sought
from bot.domain.sessions import Move
from bot.usecases.actions import Actions
from bot.usecases.answers import Answers
from bot.usecases.attention import Attention
from bot.usecases.charter import Charters
from bot.usecases.people import People
from bot.usecases.records import Records
from bot.usecases.registers import Registers
from bot.usecases.sessions import Sessions
from bot.usecases.setup import Setup

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
    people: People
    attention: Attention
    charters: Charters
    _handlers: dict[str, Handler] = field(init=False)

    def __post_init__(self) -> None:
        """Say which word means what."""
        moves = {move.value: self._move(move) for move in Move if move is not Move.BEGIN}
        self._handlers = {
            "": lambda act, _: self.registers.panel(act),
            "setup": lambda act, _: self.setup.form(act),
            "ask": lambda act, rest: self.answers.whisper(act, self.people.named(act, rest)),
            "start": self._start,
            "status": lambda act, _: self.registers.panel(act),
            "decisions": lambda act, _: self.registers.decisions(act),
            "action": self.actions.typed,
            "actions": lambda act, _: self.registers.actions(act),
            "parameter": self.records.typed,
            **{name: self._list(name) for name in Register},
            "charter": self.charters.make,
            "nudges": self._nudges,
            "language": self._language,
            "privacy": lambda act, _: self.registers.say(act, "privacy.text"),
            "library": self._library,
            "help": lambda act, _: self.registers.say(act, "help.text"),
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

    def _list(self, register: Register) -> Handler:
        return lambda act, rest: self.registers.records(act, sought(register, rest))

    def _start(self, act: Act, rest: str) -> None:
        self.sessions.start(act, *start_words(rest))

    def _nudges(self, act: Act, rest: str) -> None:
        if not rest.strip():
            self.attention.form(act)
            return
        wanted = weekly_words(rest)
        if wanted is None:
            self.registers.say(act, "weekly.usage")
            return
        on, weekday, at = wanted
        self.setup.weekly(act, on=on, weekday=weekday, at=at)

    def _library(self, act: Act, rest: str) -> None:
        if rest.casefold() in ("gaps", "faltas"):
            self.registers.gaps(act)
        else:
            self.registers.say(act, "gaps.usage")

    def _language(self, act: Act, rest: str) -> None:
        spanish = rest.casefold() in ("es", "español", "espanol", "spanish")
        self.setup.speak(act, "es" if spanish else "en")
