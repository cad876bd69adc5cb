"""Rounds over days and what may happen in them: clocks, new words, others' words, detached ballots."""

import json
import logging
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from bot.dates import PeoplesDates
from bot.domain.choices import BallotsBy, Choice, Rule, Secrecy
from bot.domain.deciding import Deciding
from bot.domain.decisions import DecisionState, ObjectionState, Proposal, ProposalState
from bot.domain.framework import Mode
from bot.domain.messages import Amended, ClosingSoon, DecisionRecord, RoundCard, RoundPlan, SaidFor, Say, Who
from bot.domain.people import Participant, Role, Seat
from bot.usecases.amending import Amending
from bot.usecases.attention import Attention
from bot.usecases.deciding import HowWeDecide, Seated
from bot.usecases.decision_records import DecisionRecords
from bot.usecases.opening import Opening, Wanted
from bot.usecases.round_clock import RoundClock
from bot.usecases.rounds import Rounds
from bot.usecases.speaking_for import SpeakingFor
from tests.fakes import PlainHolidays
from tests.usecases.steps import Room, act
from tests.world import COALITION, FAE, HOME, MO, OBI, PIA


class Hall(Room):
    """A coalition, and everything that happens in its rounds; everybody acts by their name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.roster.found("T1", COALITION)
        held = PlainHolidays()
        attention = Attention(self.desk)
        self.rounds = Rounds(self.desk, held)
        self.opening = Opening(self.desk, PeoplesDates(), held)
        self.amending = Amending(self.desk, attention, held)
        self.speaking = SpeakingFor(self.desk, self.rounds)
        self.how = HowWeDecide(self.desk)
        self.records = DecisionRecords(self.desk)
        self.ticks = RoundClock(self.desk, attention)
        self.acts = 0

    def act(self, user: str) -> Any:
        self.acts += 1
        return act(user, f"act-{self.acts}")

    def opens(self, words: str = "Share the counts", by: str = FAE, **more: Any) -> str:
        self.opening.put(self.act(by), Wanted(words, **more))
        return self.newest().id

    def newest(self) -> Proposal:
        with self.units.read("T1") as work:
            return max(work.proposals.where(), key=lambda one: one.number)

    def says(self, user: str, choice: Choice, reason: str = "since") -> None:
        words = reason if choice.needs_reason else ""
        self.rounds.state(self.act(user), self.newest().id, choice, words)

    def later(self, **delta: float) -> None:
        self.clock.jump(**delta)
        self.rounds.settle_due()
        self.ticks.look()
        self.desk.delivery.flush()

    def card(self) -> RoundCard:
        return next(m.message for _, m in reversed(self.channel.sent) if isinstance(m.message, RoundCard))

    def decisions(self) -> list[DecisionState]:
        with self.units.read("T1") as work:
            return [one.state for one in sorted(work.decisions.where(), key=lambda one: one.number)]

    def of(self, kind: type) -> list[tuple[str | None, Any]]:
        return [(d.user_id, d.message) for _, d in self.channel.sent if isinstance(d.message, kind)]

    def key(self) -> str:
        said = self.told()
        assert isinstance(said, Say)
        return said.key

    def recorded(self) -> str:
        said = self.told()
        assert isinstance(said, SaidFor)
        return said.position_id

    def person(self, user: str) -> Participant:
        with self.units.read("T1") as work:
            return work.participants.where(slack_user_id=user)[0]

    def without_slack(self, name: str = "Nan") -> str:
        self.how.seat(self.act(FAE), Seated(name=name))
        with self.units.read("T1") as work:
            return next(one.id for one in work.participants.where() if one.name == name)

    def crowd(self, count: int) -> list[str]:
        users = [f"UMANY{n}" for n in range(count)]
        for user in users:
            self.how.seat(self.act(FAE), Seated(user_id=user))
        return users


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


class TestTheClock:
    def test_nobody_closes_before_the_minimum_not_even_when_all_have_spoken(self, hall: Hall) -> None:
        round_id = hall.opens()
        for user in (FAE, MO, PIA):
            hall.says(user, Choice.CONSENT)
        hall.rounds.close(hall.act(FAE), round_id)
        assert hall.key() == "refused.round_minimum"
        hall.later(hours=72)
        assert hall.decisions() == [DecisionState.PROVISIONAL]

    def test_closing_early_waits_until_nothing_can_change(self, hall: Hall) -> None:
        until = (hall.clock.now() + timedelta(days=11)).date()
        round_id = hall.opens(until=until)
        for user in (FAE, PIA):
            hall.says(user, Choice.CONSENT)
        hall.later(hours=80)
        hall.rounds.close(hall.act(FAE), round_id)
        assert hall.key() == "refused.round_can_change"
        hall.says(MO, Choice.STAND_ASIDE)
        hall.rounds.close(hall.act(FAE), round_id)
        assert hall.decisions() == [DecisionState.PROVISIONAL]

    def test_with_nobodys_answer_it_is_not_decided_and_an_objection_stays_standing(self, hall: Hall) -> None:
        hall.opens()
        hall.says(MO, Choice.OBJECTION, "It harms")
        hall.later(hours=73)
        assert hall.newest().state is ProposalState.UNDECIDED
        with hall.units.read("T1") as work:
            assert [one.state for one in work.objections.where()] == [ObjectionState.STANDING]
        hall.says(FAE, Choice.CONSENT)
        assert hall.told() == Say.of("refused.round_closed")

    def test_the_deadline_counts_to_the_second_also_before_the_clock_has_looked(self, hall: Hall) -> None:
        hall.opens()
        hall.clock.jump(hours=72)
        hall.says(FAE, Choice.CONSENT)
        assert hall.told() == Say.of("refused.round_closed")

    def test_a_notice_lets_people_know_before_they_answer(self, hall: Hall) -> None:
        hall.how.save(hall.act(FAE), Deciding("", "", notice_hours=24))
        hall.opens()
        hall.says(FAE, Choice.CONSENT)
        assert hall.key() == "refused.round_not_open"
        hall.later(hours=24)
        hall.says(FAE, Choice.CONSENT)
        assert hall.card().tally.taken == 1

    def test_one_reminder_a_day_before_to_those_alone_who_have_not_spoken(self, hall: Hall) -> None:
        hall.opens()
        hall.says(FAE, Choice.CONSENT)
        hall.later(hours=49)
        hall.later(hours=1)
        hall.later(hours=20)
        assert sorted(str(user) for user, _ in hall.of(ClosingSoon)) == [MO, PIA]

    def test_a_wished_day_that_is_too_soon_is_told_and_opens_when_confirmed(self, hall: Hall) -> None:
        round_id = hall.opens(until=hall.clock.now().date() + timedelta(days=1), by=MO)
        assert hall.newest().state is ProposalState.DRAFT
        plan = hall.told()
        assert isinstance(plan, RoundPlan) and plan.moved
        hall.opening.confirm(hall.act(PIA), round_id)
        assert hall.told() == Say.of("refused.facilitators_only")
        hall.opening.confirm(hall.act(MO), round_id)
        assert hall.newest().state is ProposalState.OPEN
        hall.opening.confirm(hall.act(MO), round_id)
        assert hall.told() == Say.of("refused.round_is_open")

    def test_the_same_deadline_closes_once(self, hall: Hall) -> None:
        hall.opens()
        for user in (FAE, PIA):
            hall.says(user, Choice.CONSENT)
        for _ in range(3):
            hall.later(hours=73)
        assert hall.decisions() == [DecisionState.FINAL]

    def test_an_objection_in_the_window_opens_it_again_with_time_to_answer(self, hall: Hall) -> None:
        hall.opens()
        for user in (FAE, PIA):
            hall.says(user, Choice.CONSENT)
        hall.later(hours=73)
        with hall.units.read("T1") as work:
            decision = work.decisions.where()[0]
        hall.rounds.object_late(hall.act(MO), decision.id, "Not with us")
        hall.later(hours=1)
        assert (hall.newest().state, hall.decisions()) == (ProposalState.REOPENED, [DecisionState.REOPENED])
        hall.says(MO, Choice.CONSENT)
        hall.later(days=6)
        assert hall.decisions()[1:] == [DecisionState.PROVISIONAL]

    def test_a_live_round_may_close_at_once(self, hall: Hall) -> None:
        round_id = hall.opens(mode=Mode.LIVE)
        for user in (FAE, PIA):
            hall.says(user, Choice.CONSENT)
        hall.rounds.close(hall.act(FAE), round_id)
        assert hall.decisions() == [DecisionState.PROVISIONAL]

    def test_who_typed_a_day_gets_it_and_a_text_alone_is_taken_whole(self, hall: Hall) -> None:
        hall.opening.typed(hall.act(MO), "Meet weekly until 2026-12-08")
        assert hall.newest().text == "Meet weekly"
        hall.opening.typed(hall.act(MO), "Wait until nobody objects")
        assert hall.newest().text == "Wait until nobody objects"


class TestSettings:
    def test_only_facilitators_change_them_and_running_rounds_keep_theirs(self, hall: Hall) -> None:
        round_id = hall.opens()
        hall.how.save(hall.act(MO), Deciding("", "", Rule.MAJORITY))
        assert hall.told() == Say.of("refused.facilitators_only")
        hall.how.save(hall.act(FAE), Deciding("", "", Rule.MAJORITY))
        hall.how.save(hall.act(FAE), Deciding("", "", Rule.TWO_THIRDS))
        with hall.units.read("T1") as work:
            terms = work.terms.get(round_id)
        assert terms is not None and terms.rule is Rule.CONSENT
        hall.opens("Another")
        assert hall.card().tally.rule is Rule.TWO_THIRDS

    def test_what_would_be_unfair_is_refused(self, hall: Hall) -> None:
        hall.how.save(hall.act(FAE), Deciding("", "", open_hours=2))
        assert hall.told() == Say.of("refused.setting.open_hours")

    def test_an_organisations_ballot_is_its_representatives(self, hall: Hall) -> None:
        hall.how.save(hall.act(FAE), Deciding("", "", ballots_by=BallotsBy.ORGANISATION))
        hall.how.seat(
            hall.act(FAE), Seated(user_id=MO, organisation="City", sector="housing", seat=Seat.WATCHES)
        )
        hall.opens()
        hall.says(MO, Choice.CONSENT)
        assert hall.told() == Say.of("refused.no_ballot")
        assert (hall.card().tally.ballots, hall.card().tally.partner_ballots) == (2, 1)

    def test_the_rapid_lane_is_off_until_the_coalition_opens_it(self, hall: Hall) -> None:
        hall.opening.put(hall.act(FAE), Wanted("Now", rapid=True))
        assert hall.told() == Say.of("refused.no_rapid_lane")
        hall.how.save(hall.act(FAE), Deciding("", "", rapid_hours=24))
        hall.opens("Now", rapid=True)
        hall.says(FAE, Choice.CONSENT)
        hall.says(PIA, Choice.CONSENT)
        hall.later(hours=24)
        assert hall.decisions() == [DecisionState.PROVISIONAL]


class TestNewWords:
    def test_an_amendment_clears_positions_tells_those_who_spoke_and_starts_the_clock(
        self, hall: Hall
    ) -> None:
        round_id = hall.opens()
        hall.says(MO, Choice.CONSENT)
        hall.later(hours=40)
        hall.amending.amend(hall.act(FAE), round_id, "Share the names", typo=False)
        assert (hall.newest().revision, hall.card().tally.taken) == (2, 0)
        closes = hall.card().closes_at
        assert closes is not None and closes >= hall.clock.now() + timedelta(hours=72)
        hall.later(hours=12)  # over their night
        assert MO in {user for user, _ in hall.of(Amended)}
        assert PIA not in {user for user, _ in hall.of(Amended)}

    def test_a_typing_mistake_keeps_them_unless_somebody_says_it_changes_the_meaning(
        self, hall: Hall
    ) -> None:
        round_id = hall.opens("Share the agregate counts")
        hall.says(MO, Choice.CONSENT)
        hall.amending.amend(hall.act(FAE), round_id, "Share the aggregate counts", typo=True)
        assert (hall.newest().revision, hall.card().tally.taken) == (1, 1)
        with hall.units.read("T1") as work:
            mended = work.amendments.where()[0]
        hall.amending.changes_meaning(hall.act(OBI), mended.id)
        assert hall.told() == Say.of("refused.observer")
        hall.amending.changes_meaning(hall.act(PIA), mended.id)
        assert (hall.newest().revision, hall.card().tally.taken) == (2, 0)
        hall.amending.changes_meaning(hall.act(PIA), mended.id)
        assert hall.told() == Say.of("amend.is_amendment")

    @pytest.mark.parametrize("words", ["Share not the counts", "Share the names", "Share the counts of 2025"])
    def test_what_is_more_than_a_typing_mistake_is_an_amendment_whatever_it_is_called(
        self, hall: Hall, words: str
    ) -> None:
        round_id = hall.opens()
        hall.amending.amend(hall.act(FAE), round_id, words, typo=True)
        assert hall.newest().revision == 2

    def test_an_objection_stays_open_over_new_words_until_its_own_voice_moves(self, hall: Hall) -> None:
        round_id = hall.opens()
        hall.says(MO, Choice.OBJECTION, "It names people")
        hall.amending.amend(hall.act(FAE), round_id, "Share totals only", typo=False)
        assert hall.card().tally.open_objections == 1
        hall.says(MO, Choice.CONSENT)
        with hall.units.read("T1") as work:
            assert [one.state for one in work.objections.where()] == [ObjectionState.INTEGRATED]

    def test_only_its_proposer_or_a_facilitator_changes_the_words(self, hall: Hall) -> None:
        round_id = hall.opens(by=MO)
        hall.amending.amend(hall.act(PIA), round_id, "Mine", typo=False)
        assert hall.told() == Say.of("refused.facilitators_only")
        hall.amending.amend(hall.act(MO), round_id, "Ours", typo=False)
        assert hall.newest().text == "Ours"


class TestForOthers:
    def test_it_is_read_back_and_the_48_hours_start_when_they_were_told(self, hall: Hall) -> None:
        nan = hall.without_slack()
        round_id = hall.opens(until=hall.clock.now().date() + timedelta(days=20))
        hall.speaking.record(hall.act(MO), round_id, nan, Choice.CONCERN, "Who pays?")
        said = hall.told()
        assert isinstance(said, SaidFor) and (said.by, said.for_whom, said.reason) == (
            "Mo",
            "Nan",
            "Who pays?",
        )
        hall.later(hours=90)
        hall.speaking.told(hall.act(MO), said.position_id)
        hall.later(hours=47)
        hall.speaking.undo(hall.act(PIA), said.position_id)
        assert hall.card().tally.taken == 0
        hall.speaking.undo(hall.act(PIA), said.position_id)
        assert hall.told() == Say.of("refused.nothing_to_undo")

    def test_after_48_hours_it_stands(self, hall: Hall) -> None:
        nan = hall.without_slack()
        round_id = hall.opens()
        hall.speaking.record(hall.act(MO), round_id, nan, Choice.CONSENT, "")
        position_id = hall.recorded()
        hall.speaking.told(hall.act(MO), position_id)
        hall.later(hours=48)
        hall.speaking.undo(hall.act(PIA), position_id)
        assert hall.told() == Say.of("refused.undo_is_over")

    def test_an_undo_after_the_close_opens_what_would_not_have_passed(self, hall: Hall) -> None:
        nan = hall.without_slack()
        round_id = hall.opens()
        hall.says(PIA, Choice.CONSENT)
        hall.later(hours=70)
        hall.speaking.record(hall.act(MO), round_id, nan, Choice.CONSENT, "")
        position_id = hall.recorded()
        hall.later(hours=3)
        assert hall.decisions() == [DecisionState.PROVISIONAL]
        hall.speaking.undo(hall.act(MO), position_id)
        assert (hall.decisions(), hall.newest().state) == ([DecisionState.REOPENED], ProposalState.REOPENED)

    def test_only_for_those_who_cannot_or_who_named_you_and_never_over_their_own_words(
        self, hall: Hall
    ) -> None:
        round_id = hall.opens()
        hall.speaking.record(hall.act(MO), round_id, hall.person(PIA).id, Choice.CONSENT, "")
        assert hall.told() == Say.of("refused.not_your_voice")
        hall.how.seat(hall.act(FAE), Seated(user_id=PIA, proxy=MO))
        hall.says(PIA, Choice.CONCERN)
        hall.speaking.record(hall.act(MO), round_id, hall.person(PIA).id, Choice.CONSENT, "")
        assert hall.told() == Say.of("refused.spoke_for_themselves", name="Pia")

    def test_whoever_has_slack_is_told_by_the_bot(self, hall: Hall) -> None:
        hall.how.seat(hall.act(FAE), Seated(user_id=PIA, proxy=MO))
        round_id = hall.opens()
        hall.speaking.record(hall.act(MO), round_id, hall.person(PIA).id, Choice.CONCERN, "Who reads it?")
        hall.desk.delivery.flush()
        (said,) = [message for user, message in hall.of(SaidFor) if user == PIA]
        assert said.told and said.reason == "Who reads it?"
        assert all(not one.reason for user, one in hall.of(SaidFor) if user is None)


class TestTheRecord:
    def test_it_holds_words_reasons_objections_interests_and_the_chain(self, hall: Hall) -> None:
        round_id = hall.opens("Pay a stipend of 40 dollars")
        assert hall.card().asks_interests
        hall.speaking.declare(hall.act(MO), round_id, "My team would be paid")
        hall.says(MO, Choice.OBJECTION, "Too little")
        hall.says(MO, Choice.STAND_ASIDE, "Not ours")
        hall.says(PIA, Choice.CONSENT)
        hall.later(hours=73)
        hall.later(hours=49)
        with hall.units.read("T1") as work:
            first = work.decisions.where()[0]
        hall.opens("Pay a stipend of 50 dollars", supersedes=first.id)
        for user in (FAE, PIA):
            hall.says(user, Choice.CONSENT)
        hall.later(days=5)
        assert hall.decisions() == [DecisionState.FINAL, DecisionState.PROVISIONAL]
        hall.later(hours=49)
        assert hall.decisions() == [DecisionState.SUPERSEDED, DecisionState.FINAL]
        hall.records.show(hall.act(MO), first.id)
        record = hall.told()
        assert isinstance(record, DecisionRecord)
        assert record.superseded_by == 2
        assert record.interests == (("Mo", "My team would be paid"),)
        assert [(one.name, one.state) for one in record.objections] == [("Mo", ObjectionState.WITHDRAWN)]
        assert {(one.name, one.choice, one.reason) for one in record.positions} == {
            ("Mo", Choice.STAND_ASIDE, "Not ours"),
            ("Pia", Choice.CONSENT, ""),
        }

    def test_words_that_touch_no_money_ask_for_no_interest(self, hall: Hall) -> None:
        hall.opens("Meet on Tuesdays")
        assert not hall.card().asks_interests


class TestConfidential:
    def test_the_channel_and_the_record_show_no_name_and_the_facilitator_can_see(self, hall: Hall) -> None:
        round_id = hall.opens(secrecy=Secrecy.CONFIDENTIAL)
        hall.says(MO, Choice.OBJECTION, "It harms us")
        assert [(one.reason, one.name) for one in hall.card().voiced] == [("It harms us", "")]
        hall.speaking.who(hall.act(MO), round_id)
        assert hall.told() == Say.of("refused.facilitators_only")
        hall.speaking.who(hall.act(FAE), round_id)
        seen = hall.told()
        assert isinstance(seen, Who)
        assert (set(seen.missing), seen.said) == ({"Fae", "Pia"}, (("Mo", Choice.OBJECTION),))


class TestDetached:
    def test_it_is_for_votes_from_eight_people_on(self, hall: Hall) -> None:
        for rule in (Rule.CONSENT, Rule.MAJORITY):
            hall.opening.put(hall.act(FAE), Wanted("Go", rule=rule, secrecy=Secrecy.DETACHED))
            assert hall.told() == Say.of("refused.not_detached", count=3)
        with hall.units.read("T1") as work:
            assert work.proposals.where() == ()

    def test_no_ballot_can_be_linked_to_a_person(self, hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        users = [FAE, MO, PIA, *hall.crowd(9)]
        round_id = hall.opens(rule=Rule.MAJORITY, secrecy=Secrecy.DETACHED)
        for user in users:
            hall.says(user, Choice.YES)
            assert hall.told() == Say.of("refused.not_this_choice")
        caplog.clear()
        dumps = [dump(hall)]
        cast = dict(zip(users, [Choice.YES, Choice.NO, Choice.ABSTAIN] * 4, strict=True))
        for user, choice in cast.items():
            hall.clock.jump(minutes=7)
            hall.rounds.cast(hall.act(user), round_id, choice)
            hall.desk.delivery.flush()
        dumps.append(dump(hall))
        self._no_link(hall, dumps[-1], users)
        added = {name: [row for row in rows if row not in dumps[0][name]] for name, rows in dumps[-1].items()}
        for name, rows in added.items():
            words = json.dumps(rows, default=str)
            if name != "ballot_counts":
                assert not re.search(r'"(yes|no|abstain)"|position\.(yes|no|abstain)', words), name
        assert not re.search(r"\b(yes|no|abstain)\b", caplog.text.casefold())
        assert not any(user in caplog.text for user in users)

    def _no_link(self, hall: Hall, tables: dict[str, list[dict[str, Any]]], users: list[str]) -> None:
        counts, voters = tables["ballot_counts"], tables["ballot_voters"]
        assert {row["choice"]: row["count"] for row in counts} == {"yes": 4, "no": 4, "abstain": 4}
        assert {key for row in counts for key in row} == {"workspace_id", "proposal_id", "choice", "count"}
        assert {key for row in voters for key in row} == {"workspace_id", "proposal_id", "participant_id"}
        ids = [row["participant_id"] for row in voters]
        assert ids == sorted(ids)  # the order of the keys, not that of the voting
        assert len(ids) == len(users)
        assert tables["positions"] == []
        with hall.desk.units.read("T1") as work:
            assert hall.card().tally.counts == ()
            assert work.ballot_box.voters(hall.newest().id) == set(ids)

    def test_rows_have_no_hidden_order_either(self, hall: Hall) -> None:
        users = hall.crowd(9)
        round_id = hall.opens(rule=Rule.MAJORITY, secrecy=Secrecy.DETACHED)
        for user in reversed(users):
            hall.rounds.cast(hall.act(user), round_id, Choice.YES)
        with hall.units._engine.connect() as connection:
            for table in ("ballot_voters", "ballot_counts"):
                with pytest.raises(Exception, match="rowid"):
                    connection.execute(text(f"SELECT rowid FROM {table}"))

    def test_it_is_final_and_counts_when_the_time_is_over(self, hall: Hall) -> None:
        users = [FAE, MO, PIA, *hall.crowd(6)]
        round_id = hall.opens(rule=Rule.MAJORITY, secrecy=Secrecy.DETACHED)
        for user in users[:6]:
            hall.rounds.cast(hall.act(user), round_id, Choice.YES)
        hall.rounds.cast(hall.act(FAE), round_id, Choice.NO)
        assert hall.told() == Say.of("refused.has_voted")
        hall.rounds.ballot_form(hall.act(FAE), round_id)
        assert hall.told() == Say.of("refused.has_voted")
        hall.rounds.cast(hall.act(OBI), round_id, Choice.NO)
        assert hall.told() == Say.of("refused.observer")
        hall.speaking.who(hall.act(FAE), round_id)
        assert hall.told() == Who(1, Secrecy.DETACHED, ())
        hall.later(hours=49)
        assert {user for user, _ in hall.of(ClosingSoon)} == set(users)
        hall.later(hours=24)
        assert dict(hall.card().tally.counts) == {Choice.YES: 6}
        assert hall.decisions() == [DecisionState.PROVISIONAL]

    def test_its_words_cannot_change_since_ballots_cannot_be_called_back(self, hall: Hall) -> None:
        hall.crowd(8)
        round_id = hall.opens(rule=Rule.MAJORITY, secrecy=Secrecy.DETACHED)
        hall.amending.amend(hall.act(FAE), round_id, "Else", typo=False)
        assert hall.told() == Say.of("refused.detached_is_frozen")


def dump(hall: Hall) -> dict[str, list[dict[str, Any]]]:
    """All that a database holds, in the order in which it gives it."""
    with hall.units._engine.connect() as connection:
        return {name: rows(connection, name) for name in inspect(connection).get_table_names()}


def rows(connection: Any, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()]


def test_who_left_counts_no_more_and_who_joins_late_counts(hall: Hall) -> None:
    hall.opens()
    for user in (FAE, MO):
        hall.says(user, Choice.CONSENT)
    with hall.units.open("T1") as work:
        mo = work.participants.where(slack_user_id=MO)[0]
        work.participants.save(replace(mo, role=Role.OBSERVER))
        work.commit()
    hall.says("ULATE", Choice.CONSENT)
    assert (hall.card().tally.ballots, hall.card().tally.taken) == (3, 2)


def test_another_workspace_neither_opens_nor_sees(hall: Hall) -> None:
    hall.opening.put(replace(hall.act(MO), workspace_id="T2"), Wanted("Theirs"))
    assert hall.told() == Say.of("refused.no_coalition")
    round_id = hall.opens()
    for call in (hall.amending.form, hall.speaking.form, hall.speaking.who, hall.rounds.ballot_form):
        call(replace(hall.act(MO), workspace_id="T2"), round_id)
        assert hall.told() == Say.of("refused.no_round")
    assert hall.newest().channel_id == HOME


def test_an_identifier_of_a_person_is_not_kept(hall: Hall) -> None:
    hall.opening.put(hall.act(MO), Wanted("About SECRET"))
    round_id = hall.opens()
    hall.amending.amend(hall.act(FAE), round_id, "About SECRET", typo=False)
    hall.speaking.declare(hall.act(FAE), round_id, "My SECRET")
    assert "SECRET" not in json.dumps(dump(hall), default=str)
