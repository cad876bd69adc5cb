"""How a coalition stands: what is agreed, what is undecided, and what its actions hang on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.domain.actions import Action, ActionState
from bot.domain.acts import Act
from bot.domain.decisions import Decision, DecisionState, Proposal
from bot.domain.kept import ACTION, Kept
from bot.domain.messages import Message, Shift, Status, Undecided, Unsigned
from bot.domain.messages.records import RecordLine
from bot.domain.progress import PillarLine, pillar_line
from bot.domain.reach import hangs_on, reached
from bot.domain.records import Agreement, AgreementStatus, Bearing, Hardness, Parameter, RecordKind
from bot.domain.sessions import Session
from bot.ports.scripts import Scripts
from bot.ports.work import Work
from bot.usecases.desk import Desk, Scene, scene_of
from bot.usecases.keeping import holds, line_of
from bot.usecases.registers import hidden_channels
from bot.usecases.round_cards import tally_of

SHOWN = 5
LONG = 200
Placed = TypeVar("Placed", Session, Proposal, Decision, Action, Parameter, Agreement)


@dataclass(frozen=True)
class Statuses:
    """Tells how a coalition stands."""

    desk: Desk
    scripts: Scripts

    def tell(self, act: Act) -> None:
        """Tell whoever asks how the coalition of this channel stands."""
        status = self.desk.look(act, lambda work: self._status(work, act))
        if status is not None:
            self.desk.channel.reply(act, status, self.desk.lang(act))

    def _status(self, work: Work, act: Act) -> Message:
        scene = scene_of(work, act.channel_id)
        look = Look(work, scene, hidden_channels(work, scene, act.channel_id))
        undecided, noted = look.undecided(), look.noted()
        shifts, unsigned = look.held_up()
        return Status(
            coalition=scene.coalition.name,
            pillars=tuple(look.pillars(self.scripts)),
            undecided=tuple(undecided[:SHOWN]),
            noted=tuple(noted[:SHOWN]),
            shifts=tuple(shifts[:SHOWN]),
            unsigned=tuple(unsigned[:SHOWN]),
            more=sum(max(0, len(part) - SHOWN) for part in (undecided, noted, shifts, unsigned)),
        )


@dataclass(frozen=True)
class Look:
    """A look at all records of a coalition that may be seen in a place."""

    work: Work
    scene: Scene
    hidden: frozenset[str]

    def pillars(self, scripts: Scripts) -> list[PillarLine]:
        """Return where the coalition stands with each pillar that has a script."""
        sessions = self._seen(self.work.sessions.where(coalition_id=self.scene.coalition.id))
        decisions = self._seen(self.work.decisions.where(coalition_id=self.scene.coalition.id))
        return [pillar_line(key, sessions, decisions) for key in scripts.available()]

    def undecided(self) -> list[Undecided]:
        """Return the proposals whose round is open."""
        rounds = self._seen(self.work.proposals.where(coalition_id=self.scene.coalition.id))
        waiting = [(one, tally_of(self.work, self.scene, one)) for one in rounds if one.takes_positions]
        return [Undecided(one.number, one.text[:LONG], told.taken, told.ballots) for one, told in waiting]

    def noted(self) -> list[RecordLine]:
        """Return the decisions that were noted from talk, with no round behind them."""
        there = self.work.decisions.where(coalition_id=self.scene.coalition.id, state=DecisionState.NOTED)
        return [self._line(one) for one in self._seen(there)]

    def held_up(self) -> tuple[list[Shift], list[Unsigned]]:
        """Return the soft parameters that open actions run into, and the agreements that they wait for.

        What is blocked comes first, then what is at risk, then what is due next.
        """
        here = self.scene.coalition.id
        there = [one for one in self._seen(self.work.actions.where(coalition_id=here)) if one.is_open]
        actions = sorted(there, key=_urgent)
        ends = hangs_on(self.work.links.where(coalition_id=here), actions)
        parameters = {one.id: one for one in self._seen(self.work.parameters.where(coalition_id=here))}
        agreements = {one.id: one for one in self._seen(self.work.agreements.where(coalition_id=here))}
        shifts: list[Shift] = []
        unsigned: list[Unsigned] = []
        for action in actions:
            for kind, record_id in reached(ends, (ACTION, action.id)):
                parameter, agreement = parameters.get(record_id), agreements.get(record_id)
                if kind == RecordKind.PARAMETER and parameter is not None and _could_move(parameter):
                    shifts.append(self._shift(action, parameter))
                if kind == RecordKind.AGREEMENT and agreement is not None and _waits(agreement):
                    unsigned.append(Unsigned(self._line(action), self._line(agreement)))
        return shifts, unsigned

    def _shift(self, action: Action, parameter: Parameter) -> Shift:
        return Shift(
            self._line(action),
            self._line(parameter),
            parameter.could_shift[:LONG],
            self.scene.named(parameter.looks_again_id),
            parameter.review_on,
        )

    def _line(self, kept: Kept) -> RecordLine:
        return line_of(self.work, self.scene, kept)

    def _seen(self, records: Iterable[Placed]) -> list[Placed]:
        return [one for one in records if one.channel_id not in self.hidden]


def _urgent(action: Action) -> tuple[bool, bool, date, int]:
    state = action.state
    stuck = (state is not ActionState.BLOCKED, state is not ActionState.AT_RISK)
    return (*stuck, action.due_on or date.max, action.number)


def _could_move(parameter: Parameter) -> bool:
    soft = parameter.hardness is Hardness.SOFT and parameter.effect is Bearing.CONSTRAINS
    return soft and holds(parameter)


def _waits(agreement: Agreement) -> bool:
    return agreement.status is not AgreementStatus.SIGNED and holds(agreement)
