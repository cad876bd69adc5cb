"""A round from its opening to its decision: positions may change, and what changed leaves its trace."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.choices import CHOICES
from bot.domain.decisions import (
    OBJECTION_WINDOW,
    Choice,
    DecisionState,
    ObjectionState,
    Proposal,
    ProposalState,
    Rule,
)
from bot.domain.messages import DecisionCard, RoundCard, Say
from bot.domain.registers import Register, whole
from bot.usecases.registers import Registers
from bot.usecases.rounds import Rounds
from tests.fakes import PlainHolidays
from tests.usecases.steps import Room, act
from tests.world import COALITION, FAE, HOME, MO, OBI, PIA


class Hall(Room):
    """A coalition with a proposal before it; everybody acts by their name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.roster.found("T1", COALITION)
        self.rounds = Rounds(self.desk, PlainHolidays())
        self.acts = 0
        with self.units.open("T1") as work:
            by = work.participants.where(slack_user_id=FAE)[0]
            now = self.clock.now()
            work.proposals.add(Proposal("r", by.coalition_id, HOME, 1, "Homes", by.id, now, card="round:r"))
            work.commit()

    def says(self, user: str, choice: Choice, reason: str = "since") -> None:
        self.acts += 1
        words = reason if choice.needs_reason else ""
        self.rounds.state(act(user, f"act-{self.acts}"), "r", choice, words)

    def close(self, user: str = FAE) -> None:
        self.acts += 1
        self.rounds.close(act(user, f"act-{self.acts}"), "r")

    def objects(self, user: str, decision_id: str) -> None:
        self.acts += 1
        self.rounds.object_late(act(user, f"act-{self.acts}"), decision_id, "We were not there")

    def card(self) -> RoundCard:
        return next(m.message for _, m in reversed(self.channel.sent) if isinstance(m.message, RoundCard))

    def decisions(self) -> list[DecisionState]:
        with self.units.read("T1") as work:
            return [one.state for one in sorted(work.decisions.where(), key=lambda one: one.number)]

    def decision_id(self) -> str:
        with self.units.read("T1") as work:
            return max(work.decisions.where(), key=lambda one: one.number).id


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def test_somebody_who_acts_for_the_first_time_has_a_ballot_at_once(hall: Hall) -> None:
    hall.says("UNEW", Choice.CONSENT)
    assert dict(hall.card().tally.counts) == {Choice.CONSENT: 1}


def test_a_position_may_be_changed_and_each_person_has_one(hall: Hall) -> None:
    for choice in (Choice.CONCERN, Choice.STAND_ASIDE, Choice.CONSENT, Choice.CONSENT):
        hall.says(MO, choice)
    assert dict(hall.card().tally.counts) == {Choice.CONSENT: 1}
    assert hall.card().voiced == ()


def test_an_objection_stands_on_record_where_its_round_is_set_aside(hall: Hall) -> None:
    hall.says(MO, Choice.OBJECTION)
    hall.rounds.set_aside(act(FAE, "aside"), "r")
    with hall.units.read("T1") as work:
        assert [one.state for one in work.objections.where()] == [ObjectionState.STANDING]


def test_an_objection_taken_back_stands_in_the_way_no_longer_and_is_still_on_record(hall: Hall) -> None:
    hall.says(MO, Choice.OBJECTION)
    hall.says(MO, Choice.OBJECTION, "another reason")
    assert hall.card().tally.open_objections == 1
    hall.says(MO, Choice.CONSENT)
    assert hall.card().tally.open_objections == 0
    with hall.units.read("T1") as work:
        assert [one.reason for one in work.objections.where()] == ["since", "another reason"]


def test_a_reason_is_asked_for(hall: Hall) -> None:
    for choice in set(CHOICES[Rule.CONSENT]) - {Choice.CONSENT}:
        hall.says(MO, choice, "  ")
        assert hall.told() == Say.of("refused.reason_missing")
    with hall.units.read("T1") as work:
        assert work.positions.where() == ()


def test_what_is_missing_is_told_and_nothing_decided(hall: Hall) -> None:
    hall.close()
    assert hall.told() == Say.of("not_decided.quorum", quorum=2, taken=0)
    hall.says(FAE, Choice.CONSENT)
    hall.says(MO, Choice.CONSENT)
    hall.close()
    assert hall.told() == Say.of("not_decided.community_partner", quorum=2, taken=2)
    hall.says(PIA, Choice.OBJECTION)
    hall.close()
    assert hall.told() == Say.of("not_decided.objection", quorum=2, taken=3)
    assert hall.decisions() == []


def test_only_who_steers_closes_a_round(hall: Hall) -> None:
    for user in (FAE, PIA):
        hall.says(user, Choice.CONSENT)
    hall.close(MO)
    assert hall.told() == Say.of("refused.facilitators_only")
    assert hall.decisions() == []


def test_after_the_close_no_position_is_taken(hall: Hall) -> None:
    for user in (FAE, PIA):
        hall.says(user, Choice.CONSENT)
    hall.close()
    hall.says(MO, Choice.OBJECTION)
    assert hall.told() == Say.of("refused.round_closed")
    hall.close()
    assert hall.decisions() == [DecisionState.PROVISIONAL]


def test_a_reopened_round_can_be_decided_again_and_the_first_decision_stays_on_record(hall: Hall) -> None:
    for user in (FAE, PIA):
        hall.says(user, Choice.CONSENT)
    hall.close()
    hall.objects(MO, hall.decision_id())
    assert (hall.card().state, hall.decisions()) == (ProposalState.REOPENED, [DecisionState.REOPENED])
    hall.close()
    assert hall.told() == Say.of("not_decided.objection", quorum=2, taken=3)
    hall.says(MO, Choice.STAND_ASIDE)
    hall.close()
    assert hall.decisions() == [DecisionState.REOPENED, DecisionState.PROVISIONAL]


def test_the_window_ends_to_the_second(hall: Hall) -> None:
    for user in (FAE, PIA):
        hall.says(user, Choice.CONSENT)
    hall.close()
    hall.clock.jump(seconds=(OBJECTION_WINDOW - timedelta(seconds=1)).total_seconds())
    hall.rounds.settle_due()
    assert hall.decisions() == [DecisionState.PROVISIONAL]
    hall.clock.jump(seconds=1)
    hall.objects(MO, hall.decision_id())
    assert hall.told() == Say.of("refused.window_over")
    hall.rounds.settle_due()
    hall.rounds.settle_due()
    assert hall.decisions() == [DecisionState.FINAL]
    hall.desk.delivery.flush()
    assert hall.channel.said().count(f"settled:{hall.decision_id()}") == 1


def test_an_observer_neither_takes_a_position_nor_objects_later(hall: Hall) -> None:
    hall.says(OBI, Choice.CONSENT)
    assert hall.told() == Say.of("refused.observer")
    for user in (FAE, PIA):
        hall.says(user, Choice.CONSENT)
    hall.close()
    hall.objects(OBI, hall.decision_id())
    assert hall.decisions() == [DecisionState.PROVISIONAL]


def test_the_decision_keeps_the_words_and_who_was_counted(hall: Hall) -> None:
    hall.says(FAE, Choice.CONSENT)
    hall.says(MO, Choice.STAND_ASIDE, "Not our field")
    hall.says(PIA, Choice.CONCERN, "Who reads it?")
    hall.close()
    card = next(m.message for _, m in reversed(hall.channel.sent) if isinstance(m.message, DecisionCard))
    decided = card.decision
    assert (decided.statement, decided.consents, decided.stand_asides, decided.concerns) == ("Homes", 1, 1, 1)
    assert (decided.community_partners, decided.ballots) == (1, 3)
    assert [(one.choice, one.reason, one.name) for one in card.voiced] == [
        (Choice.CONCERN, "Who reads it?", ""),
        (Choice.STAND_ASIDE, "Not our field", ""),
    ]


def test_another_workspace_sees_none_of_it(hall: Hall) -> None:
    for user in (FAE, PIA):
        hall.says(user, Choice.CONSENT)
    hall.close()
    registers = Registers(hall.desk, hall.sessions.scripts)
    registers.records(replace(act(MO, "theirs"), workspace_id="T2"), whole(Register.DECISIONS))
    assert hall.told() == Say.of("refused.no_coalition")
    hall.rounds.state(replace(act(MO, "theirs-2"), workspace_id="T2"), "r", Choice.CONSENT, "")
    assert hall.told() == Say.of("refused.no_round")
