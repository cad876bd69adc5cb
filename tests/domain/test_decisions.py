"""The rule of consent: silence is never consent, and nothing passes that somebody still objects to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.decisions import (
    OBJECTION_WINDOW,
    Choice,
    DecisionState,
    Missing,
    Objection,
    ObjectionState,
    Position,
    Proposal,
    decide,
    is_due,
    months_later,
    quorum_of,
    reopen,
    settle,
    tally,
)
from bot.domain.people import Participant, Role
from tests.fakes import MONDAY

MEMBERS = tuple(Participant(f"m{n}", "c", f"M{n}") for n in range(4))
PARTNERS = tuple(Participant(f"p{n}", "c", f"P{n}", role=Role.COMMUNITY_PARTNER) for n in range(2))
OBSERVER = Participant("o", "c", "O", role=Role.OBSERVER)
PEOPLE = (*MEMBERS, *PARTNERS, OBSERVER)
PROPOSAL = Proposal("r", "c", "CHOME", 1, "Homes", "m0", MONDAY)


def position(person: Participant, choice: Choice = Choice.CONSENT) -> Position:
    return Position(f"pos-{person.id}", "c", "r", person.id, choice, MONDAY)


def objection(person: Participant, state: ObjectionState = ObjectionState.RAISED) -> Objection:
    return Objection(f"obj-{person.id}", "c", "r", person.id, "harm", MONDAY, state)


@pytest.mark.parametrize(
    ("taken", "objections", "missing"),
    [
        ((), (), (Missing.QUORUM, Missing.COMMUNITY_PARTNER, Missing.CONSENT)),
        (MEMBERS[:2], (), (Missing.QUORUM, Missing.COMMUNITY_PARTNER)),
        (MEMBERS, (), (Missing.COMMUNITY_PARTNER,)),
        ((*MEMBERS[:2], PARTNERS[0]), (), ()),
        (PARTNERS, (), (Missing.QUORUM,)),
        (PEOPLE[:6], (objection(MEMBERS[0]),), (Missing.OBJECTION,)),
        (PEOPLE[:6], (objection(MEMBERS[0], ObjectionState.WITHDRAWN),), ()),
    ],
)
def test_what_is_missing_is_told(
    taken: tuple[Participant, ...], objections: tuple[Objection, ...], missing: tuple[Missing, ...]
) -> None:
    assert tally(PEOPLE, [position(one) for one in taken], objections).missing == missing


def test_without_community_partners_nobody_waits_for_one() -> None:
    assert tally(MEMBERS, [position(one) for one in MEMBERS[:2]], ()).missing == ()


def test_an_observers_position_does_not_count() -> None:
    counted = tally(PEOPLE, [position(OBSERVER)], ())
    assert (counted.ballots, counted.taken) == (6, 0)


def test_concerns_and_stand_asides_do_not_stop_it_but_somebody_must_consent() -> None:
    others = [position(one, Choice.CONCERN) for one in (*MEMBERS[:2], PARTNERS[0])]
    assert tally(PEOPLE, others, ()).missing == (Missing.CONSENT,)
    assert tally(PEOPLE, [*others, position(MEMBERS[2])], ()).missing == ()


@pytest.mark.parametrize(("ballots", "quorum"), [(0, 1), (1, 1), (2, 1), (3, 2), (6, 3), (7, 4)])
def test_quorum_is_half_rounded_up(ballots: int, quorum: int) -> None:
    assert quorum_of(ballots) == quorum


@given(st.lists(st.sampled_from(PEOPLE), unique=True), st.sampled_from([*Choice]))
def test_nothing_passes_without_quorum_a_partner_and_somebodys_consent(
    taken: list[Participant], last: Choice
) -> None:
    positions = [position(one) for one in taken[:-1]] + [position(one, last) for one in taken[-1:]]
    counted = tally(PEOPLE, positions, ())
    if not counted.missing:
        assert counted.taken >= 3
        assert counted.partners_taken >= 1
        assert counted.count(Choice.CONSENT) >= 1


class TestTheDecision:
    COUNTED = tally(PEOPLE, [position(one) for one in (*MEMBERS, PARTNERS[0])], ())

    def test_it_keeps_the_words_and_the_count(self) -> None:
        decision = decide(PROPOSAL, self.COUNTED, decision_id="d", number=3, by="m0", now=MONDAY)
        assert (decision.statement, decision.consents, decision.community_partners) == ("Homes", 5, 1)
        assert decision.review_on == date(2027, 5, 23)

    def test_it_is_provisional_until_its_window_ends(self) -> None:
        decision = decide(PROPOSAL, self.COUNTED, decision_id="d", number=3, by="m0", now=MONDAY)
        assert decision.state is DecisionState.PROVISIONAL
        assert not is_due(decision, MONDAY + OBJECTION_WINDOW - timedelta(seconds=1))
        assert is_due(decision, MONDAY + OBJECTION_WINDOW)
        assert settle(decision).state is DecisionState.FINAL
        assert not is_due(reopen(decision), MONDAY + OBJECTION_WINDOW)

    def test_what_is_not_decided_yet_cannot_be_made_a_decision(self) -> None:
        with pytest.raises(ValueError, match="not decided yet"):
            decide(PROPOSAL, tally(PEOPLE, (), ()), decision_id="d", number=1, by="m0", now=MONDAY)

    def test_a_closed_round_takes_no_positions(self) -> None:
        from bot.domain.decisions import ProposalState

        takes = {state: replace(PROPOSAL, state=state).takes_positions for state in ProposalState}
        assert [state.value for state, does in takes.items() if does] == ["open", "reopened"]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
    ],
)
def test_a_review_in_some_months_is_never_on_a_day_that_is_not(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
