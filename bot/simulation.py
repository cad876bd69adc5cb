"""A guided session with made-up people, through the same use cases as in Slack; what they did is a transcript.

A transcript is a list of deeds: who (``by``) did what (``do``), where and with which words. It can be replayed
through the real Bolt app; ``says`` is what the bot newly posted after the deed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from bot.domain.acts import Act
from bot.domain.contributions import Named, Recognised
from bot.domain.decisions import Choice
from bot.domain.deliveries import Delivery, DeliveryKind, Place
from bot.domain.forms import DraftForm, Form
from bot.domain.framework import Pillar, Step, StepKind
from bot.domain.home import Home
from bot.domain.kept import fields_of
from bot.domain.messages import Message
from bot.domain.record_fields import FieldSpec, FieldType
from bot.domain.sessions import Move
from bot.ports.work import UnitOfWork, Work
from bot.usecases.actions import Actions, Wanted
from bot.usecases.contributions import Contributions
from bot.usecases.proposals import Proposals
from bot.usecases.ranking import Ranking
from bot.usecases.records import Filled, Records
from bot.usecases.rounds import Rounds
from bot.usecases.sessions import Sessions
from bot.usecases.synthesising import Synthesising

WORKSPACE, CHANNEL = "T1", "CHOME"
A_DAY = "2026-12-01"
Deed = dict[str, Any]
Say = Callable[[str, str], None]


@dataclass
class Terminal:
    """A Slack that prints: what is posted goes to ``say``; forms are kept for whoever opened them."""

    words: Callable[[Message, str], str]
    say: Say
    posted: list[str] = field(default_factory=list)
    form: Form | None = None
    _stamps: Iterator[int] = field(default_factory=lambda: count(1))

    def deliver(
        self, workspace_id: str, delivery: Delivery, place: Place | None, thread_ts: str | None
    ) -> str | None:
        """Print one delivery; return a time stamp for a posted one."""
        if delivery.message is None or delivery.kind is DeliveryKind.UPDATE:
            return None
        text = self.words(delivery.message, delivery.lang)
        self.say("", text)
        if delivery.kind is not DeliveryKind.POST:
            return None
        self.posted.append(text)
        return f"{next(self._stamps)}.0"

    def dm(self, workspace_id: str, user_id: str) -> str:
        """Return a channel for a person's direct messages."""
        return f"D{user_id}"

    def find(
        self, workspace_id: str, delivery: Delivery, thread_ts: str | None, age: timedelta
    ) -> str | None:
        """Nothing is ever in doubt here."""
        return None

    def reply(self, act: Act, message: Message, lang: str) -> None:
        """Print what one person alone is told."""
        self.say(act.user_id, self.words(message, lang))

    def drawn(self, form: Form, lang: str) -> Mapping[str, Any]:
        """A form is not drawn here."""
        return {}

    def publish(self, workspace_id: str, user_id: str, home: Home, lang: str) -> None:
        """A terminal has no Home to show."""

    def open_form(self, act: Act, form: Form, lang: str) -> None:
        """Keep the form."""
        self.form = form


@dataclass
class Stage:
    """Performs deeds, one by one."""

    units: UnitOfWork
    terminal: Terminal
    sessions: Sessions
    contributions: Contributions
    ranking: Ranking
    synthesising: Synthesising
    records: Records
    proposals: Proposals
    rounds: Rounds
    actions: Actions
    _n: Iterator[int] = field(default_factory=lambda: count(1))

    def perform(self, deed: Deed) -> Deed:
        """Do a deed; return it with what the bot newly posted."""
        before = len(self.terminal.posted)
        act = Act(f"deed-{next(self._n)}", WORKSPACE, deed["by"], CHANNEL)
        getattr(self, f"_{deed['do']}")(act, deed)
        return {**deed, "says": self.terminal.posted[before:]}

    def _session(self) -> str:
        return self._latest(lambda work: work.sessions.where(channel_id=CHANNEL)[-1].id)

    def _proposal(self) -> str:
        return self._latest(lambda work: work.proposals.where(channel_id=CHANNEL)[-1].id)

    def _latest(self, look: Callable[[Work], str]) -> str:
        with self.units.read(WORKSPACE) as work:
            return look(work)

    def _start(self, act: Act, deed: Deed) -> None:
        self.sessions.start(act, deed["pillar"])

    def _move(self, act: Act, deed: Deed) -> None:
        self.sessions.press(act, Move(deed["move"]), self._session())

    def _contribute(self, act: Act, deed: Deed) -> None:
        named = Named(deed["named"])
        self.contributions.submit(act, self._session(), deed["step"], deed["text"], named)

    def _dots(self, act: Act, deed: Deed) -> None:
        with self.units.read(WORKSPACE) as work:
            cards, step = self.sessions.open_step(work, self._session(), deed["step"])
            ids = [one.id for one in cards.options(step)]
        self.ranking.spread(act, self._session(), deed["step"], [ids[n] for n in deed["places"]])

    def _show(self, act: Act, deed: Deed) -> None:
        self.synthesising.form(act, self._session(), deed["step"])
        rows = self.terminal.form.rows if isinstance(self.terminal.form, DraftForm) else ()
        self.synthesising.show(act, self._session(), deed["step"], rows)

    def _recognise(self, act: Act, deed: Deed) -> None:
        self.contributions.recognise(act, self._session(), deed["step"], Recognised(deed["word"]))

    def _record(self, act: Act, deed: Deed) -> None:
        filled = Filled(deed["kind"], session_id=self._session(), answers=deed["answers"])
        self.records.submit(act, filled)

    def _propose(self, act: Act, deed: Deed) -> None:
        self.proposals.put(act, self._session(), deed["step"], deed["text"])

    def _position(self, act: Act, deed: Deed) -> None:
        self.rounds.state(act, self._proposal(), Choice(deed["choice"]), deed["reason"])

    def _close(self, act: Act, deed: Deed) -> None:
        self.rounds.close(act, self._proposal())

    def _assign(self, act: Act, deed: Deed) -> None:
        self.actions.submit(act, Wanted(deed["text"], session_id=self._session()))


@dataclass(frozen=True)
class Cast:
    """Who plays, and their words. The first facilitates, the last is a community partner."""

    users: tuple[str, ...]
    said: tuple[str, ...]
    missing: str
    proposal: str
    objection: str
    action: str
    titles: tuple[str, ...]


def deeds(pillar: Pillar, cast: Cast) -> Iterator[Deed]:
    """Return what the people do, from the start to the end: forward, back, and an objection on the way."""
    yield {"by": cast.users[0], "do": "start", "pillar": pillar.key.value}
    lines, titles = _cycle(cast.said), _cycle(cast.titles)
    for n, step in enumerate(pillar.steps):
        yield from _at_step(step, cast, lines, titles)
        yield _move(cast, Move.NEXT)
        if n == 1:
            yield _move(cast, Move.BACK)
            yield _move(cast, Move.NEXT)


def _cycle(words: Sequence[str]) -> Iterator[str]:
    return (words[n % len(words)] for n in count())


def _move(cast: Cast, move: Move) -> Deed:
    return {"by": cast.users[0], "do": "move", "move": move.value}


def _at_step(step: Step, cast: Cast, lines: Iterator[str], titles: Iterator[str]) -> Iterator[Deed]:
    match step.kind:
        case StepKind.GATHER | StepKind.CHECK:
            yield from _gather(step, cast, lines)
        case StepKind.RANK:
            yield from _rank(step, cast)
        case StepKind.SYNTHESISE:
            yield from _synthesise(step, cast)
        case StepKind.RECORD:
            yield _record(step, cast, next(titles))
        case StepKind.DECIDE:
            yield from _decide(step, cast)
        case StepKind.ASSIGN:
            yield {"by": cast.users[1], "do": "assign", "text": cast.action}


def _rank(step: Step, cast: Cast) -> Iterator[Deed]:
    for n, user in enumerate(cast.users):
        yield {"by": user, "do": "dots", "step": step.id, "places": [0, n % 2][: step.dots]}


def _gather(step: Step, cast: Cast, lines: Iterator[str]) -> Iterator[Deed]:
    for user in cast.users:
        named = Named.CONFIDENTIAL if user == cast.users[-1] else Named.NAMED
        yield _said(user, step.id, next(lines), named)


def _said(user: str, step_id: str, text: str, named: Named) -> Deed:
    return {"by": user, "do": "contribute", "step": step_id, "text": text, "named": named.value}


def _synthesise(step: Step, cast: Cast) -> Iterator[Deed]:
    yield {"by": cast.users[0], "do": "show", "step": step.id}
    yield {"by": cast.users[1], "do": "recognise", "step": step.id, "word": Recognised.YES.value}
    yield {"by": cast.users[-1], "do": "recognise", "step": step.id, "word": Recognised.NOT_MEANT.value}
    yield _said(cast.users[-1], step.draws_on[-1], cast.missing, Named.NAMED)
    yield {"by": cast.users[-1], "do": "recognise", "step": step.id, "word": Recognised.YES.value}


def _record(step: Step, cast: Cast, title: str) -> Deed:
    """Fill in what must be filled in; a parameter is hard, so that it asks for nothing more."""
    answers = {spec.name: _answer(spec, title) for spec in fields_of(step.records) if spec.required}
    return {
        "by": cast.users[1],
        "do": "record",
        "step": step.id,
        "kind": step.records,
        "answers": answers,
    }


def _answer(spec: FieldSpec, title: str) -> str:
    if spec.type is FieldType.DAY:
        return A_DAY
    return str(spec.choices[0]) if spec.choices else title


def _decide(step: Step, cast: Cast) -> Iterator[Deed]:
    """An objection keeps the round from passing; it is withdrawn when its holder consents."""
    yield {"by": cast.users[-1], "do": "propose", "step": step.id, "text": cast.proposal}
    for user in cast.users[:-1]:
        yield _position(user, Choice.CONSENT)
    yield _position(cast.users[-1], Choice.OBJECTION, cast.objection)
    yield {"by": cast.users[0], "do": "close"}
    yield _position(cast.users[-1], Choice.CONSENT)
    yield {"by": cast.users[0], "do": "close"}


def _position(user: str, choice: Choice, reason: str = "") -> Deed:
    return {"by": user, "do": "position", "choice": choice.value, "reason": reason}
