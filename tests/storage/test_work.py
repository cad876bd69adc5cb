"""The unit of work keeps what is committed, and nothing else; versions decide races."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.domain.actions import Action
from bot.domain.cadence import first
from bot.domain.contributions import Contribution, Named, Recognised, SynthesisCheck
from bot.domain.decisions import (
    Choice,
    Decision,
    DecisionState,
    Objection,
    Position,
    Proposal,
    Rule,
)
from bot.domain.framework import Mode, PillarKey
from bot.domain.library import Adding, Document
from bot.domain.people import Coalition, LinkedChannel, Organisation, Participant, Role
from bot.domain.preferences import Preference
from bot.domain.questions import Judgement, Question, Verdict
from bot.domain.sessions import Session
from bot.ports.work import AlreadySeen, Stale
from bot.storage.tables import audit
from bot.storage.work import SqlUnitOfWork
from tests.fakes import MONDAY, FakeClock

T, OTHER = "T1", "T2"
LATER = datetime(2026, 11, 25, 9, 30, 15, 123456, tzinfo=UTC)
RECORDS: dict[str, Any] = {
    "coalitions": Coalition("c", "Ñandú & <b> 🏠", "CHOME", "Asia/Kolkata", "es"),
    "channels": LinkedChannel("l", "c", "CHOME", private=True),
    "organisations": Organisation("o", "c", "Legal Aid"),
    "participants": Participant("p", "c", "Pia", "UPIA", Role.COMMUNITY_PARTNER, True, "o"),
    "preferences": Preference("UPIA", "es"),
    "sessions": Session("s", "c", "CHOME", PillarKey.VISION, Mode.LIVE, "hello", MONDAY),
    "contributions": Contribution("k", "c", "s", "hello", "p", "x" * 2000, LATER, Named.CONFIDENTIAL, "1.2"),
    "checks": SynthesisCheck("y", "c", "s", "together", "p", Recognised.NOT_MEANT),
    "proposals": Proposal("r", "c", "CHOME", 1, "Homes", "p", MONDAY, Mode.LIVE, "s"),
    "positions": Position("q", "c", "r", "p", Choice.STAND_ASIDE, LATER, "Not our field"),
    "objections": Objection("b", "c", "r", "p", "Our names", LATER),
    "decisions": Decision(
        *("d", "c", "CHOME", "r", 1, "Homes", Rule.CONSENT, 3, 0, 1, 1, 4, "p"),
        *(MONDAY, LATER, date(2027, 5, 23), "s", DecisionState.PROVISIONAL),
    ),
    "actions": Action("a", "c", "CHOME", 1, "share the file", "p", MONDAY, "p", date(2026, 11, 27)),
    "questions": Question(
        "u", "c", "CHOME", "UPIA", "who owns it?", "en", MONDAY, declined=True, public=True
    ),
    "judgements": Judgement("j", "c", "u", "UPIA", Verdict.NOT_HELPED),
    "documents": Document(
        *("n", "c", "CHOME", 1, "Plan ñ.pdf", "pdf", "0a", 10, "es", "p", MONDAY, 3, 1),
        "https://example.org/" + "x" * 600,
    ),
    "addings": Adding("g", "c", "CHOME", "Plan.pdf", "p", MONDAY, "place", "es", give_up_at=MONDAY),
    "cadences": first("e", "c", 0, time(9, 0), "Asia/Kolkata", MONDAY),
}


@pytest.fixture
def units(engine: Engine) -> SqlUnitOfWork:
    return SqlUnitOfWork(engine, FakeClock())


def keep(units: SqlUnitOfWork, workspace_id: str = T) -> None:
    with units.open(workspace_id, by="test") as work:
        work.coalitions.add(RECORDS["coalitions"])
        work.commit()


class TestKeeping:
    def test_nothing_is_kept_without_a_commit(self, units: SqlUnitOfWork) -> None:
        with units.open(T) as work:
            work.coalitions.add(RECORDS["coalitions"])
            work.once("act")
        with units.open(T) as work:
            assert work.coalitions.where() == ()
            work.once("act")

    def test_nothing_is_kept_when_something_breaks(self, units: SqlUnitOfWork) -> None:
        def break_down() -> None:
            with units.open(T) as work:
                work.coalitions.add(RECORDS["coalitions"])
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            break_down()
        with units.read(T) as work:
            assert work.coalitions.where() == ()

    @pytest.mark.parametrize("kind", RECORDS)
    def test_every_record_comes_back_as_it_was_kept(self, units: SqlUnitOfWork, kind: str) -> None:
        record = RECORDS[kind]
        with units.open(T) as work:
            getattr(work, kind).add(record)
            work.commit()
        with units.read(T) as work:
            assert getattr(work, kind).where() == (record,)

    @pytest.mark.parametrize("kind", RECORDS)
    def test_every_record_can_be_saved_again(self, units: SqlUnitOfWork, kind: str) -> None:
        with units.open(T) as work:
            getattr(work, kind).add(RECORDS[kind])
            saved = getattr(work, kind).save(RECORDS[kind])
            work.commit()
        assert saved == replace(RECORDS[kind], version=1)

    def test_one_workspace_never_sees_anothers_records(self, units: SqlUnitOfWork) -> None:
        keep(units)
        with units.open(OTHER) as work:
            assert work.coalitions.where() == ()
            assert work.coalitions.get("c") is None
            with pytest.raises(Stale):
                work.coalitions.save(RECORDS["coalitions"])
        assert units.workspaces() == (T,)

    def test_the_audit_trail_says_who_when_what_before_and_after_without_peoples_words(
        self, units: SqlUnitOfWork, engine: Engine
    ) -> None:
        said = RECORDS["contributions"]
        with units.open(T, by="UPIA") as work:
            work.contributions.add(said)
            work.contributions.save(replace(said, withdrawn=True, text=""))
            work.commit()
        with engine.connect() as connection:
            first_note, second = connection.execute(select(audit).order_by(audit.c.id)).mappings()
        assert (first_note["by"], first_note["record"], first_note["before"]) == (
            "UPIA",
            "contributions",
            None,
        )
        assert (second["before"]["withdrawn"], second["after"]["withdrawn"]) == (False, True)
        assert "text" not in first_note["after"]


class TestRaces:
    def test_the_second_writer_is_told(self, units: SqlUnitOfWork) -> None:
        keep(units)
        with units.read(T) as work:
            read_by_both = work.coalitions.where()[0]
        with units.open(T) as work:
            work.coalitions.save(replace(read_by_both, name="First"))
            work.commit()
        with units.open(T) as work, pytest.raises(Stale):
            work.coalitions.save(replace(read_by_both, name="Second"))
        with units.read(T) as work:
            assert work.coalitions.where()[0].name == "First"

    def test_of_eight_that_save_at_once_one_wins(self, units: SqlUnitOfWork) -> None:
        keep(units)
        with units.read(T) as work:
            read_by_all = work.coalitions.where()[0]
        together = Barrier(8)

        def save(n: int) -> bool:
            together.wait()
            try:
                with units.open(T) as work:
                    work.coalitions.save(replace(read_by_all, name=f"Writer {n}"))
                    work.commit()
            except Stale:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(save, range(8))) == 1

    def test_of_eight_that_see_an_act_at_once_one_does_it(self, units: SqlUnitOfWork) -> None:
        together = Barrier(8)

        def see(_: int) -> bool:
            together.wait()
            try:
                with units.open(T) as work:
                    work.once("event-1")
                    work.commit()
            except AlreadySeen:
                return False
            return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(see, range(8))) == 1

    def test_a_number_is_given_once(self, units: SqlUnitOfWork) -> None:
        with units.open(T) as work:
            work.actions.add(RECORDS["actions"])
            with pytest.raises(Stale):
                work.actions.add(replace(RECORDS["actions"], id="a2"))

    def test_a_reader_does_not_wait_for_a_writer(self, units: SqlUnitOfWork) -> None:
        keep(units)
        with units.open(T) as writer:
            writer.coalitions.save(replace(RECORDS["coalitions"], name="New"))
            with units.read(T) as reader:
                assert reader.coalitions.where()[0].name == RECORDS["coalitions"].name


def test_moments_come_back_in_utc(units: SqlUnitOfWork) -> None:
    with units.open(T) as work:
        work.objections.add(RECORDS["objections"])
        work.commit()
    with units.read(T) as work:
        raised = work.objections.where()[0]
    assert raised.raised_at.utcoffset() == timedelta(0)
