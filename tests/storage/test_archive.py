"""A coalition goes out of one database and into another, whole; what doesn't fit changes nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from bot.domain.library import DocumentPassage, Piece, PlaceKind
from bot.domain.records import Bearing, Hardness, Parameter, ParameterKind
from bot.storage import migrate, tables
from bot.storage.archive import LISTS, ArchiveError, SqlArchive
from bot.storage.engine import open_engine
from bot.storage.tables import audit, metadata
from bot.storage.work import SqlUnitOfWork
from tests.fakes import MONDAY, FakeClock
from tests.storage.filled import one_of_each
from tests.storage.test_work import RECORDS

PROMISED = {
    *(
        "members",
        "sessions",
        "decisions",
        "parameters",
        "proposals",
        "positions",
        "objections",
        "contributions",
    ),
    *("stakeholders", "decision_rights", "working_agreements", "shares", "sharing_profiles", "measures"),
    *("data_assets", "agreements", "actions", "checkins", "documents", "passages"),
}
# What is no coalition's record, and why: none of these may go out with one.
LEFT_OUT = {
    "coalitions": "stands at the document's head",
    "preferences": "a person's own, over all coalitions",
    "homes": "what a person's Home shows, over all coalitions",
    "nudges": "what the bot wrote to one person alone",
    "silences": "what facilitators alone heard of; a new place starts afresh",
    "addings": "an attempt to add a document; the document itself goes out",
    "nudge_settings": "a person's own, over all coalitions",
}
# Messages on their way, where they stand, acts that were seen; the trail, which has a list of its own; and the box of
# detached ballots, which must not leave the place where nobody can look into it: a decision's counts go out with it.
# The passages of documents go out beside them.
NO_RECORDS = {
    "outbox",
    "places",
    "seen_acts",
    "audit_events",
    "ballot_counts",
    "ballot_voters",
    "document_passages",
}
PASSAGES = [
    DocumentPassage(
        "n", "c", "CHOME", n, Piece(text, "Párrafo", PlaceKind.PAGE, str(n)), "es", b"1234", "mini"
    )
    for n, text in enumerate(("Se paga el lunes.", "Se repara en una semana."), 1)
]
PARAMETER = Parameter(
    id="m1",
    coalition_id="c",
    channel_id="CHOME",
    number=1,
    title="Consent form",
    recorded_by="p",
    recorded_at=MONDAY,
    kind=ParameterKind.PRIVACY,
    hardness=Hardness.HARD,
    effect=Bearing.CONSTRAINS,
    review_on=date(2027, 1, 4),
)


def filled(engine: Engine, clock: FakeClock | None = None) -> None:
    with SqlUnitOfWork(engine, clock or FakeClock()).open("T1", by="UPIA") as work:
        for name, record in RECORDS.items():
            getattr(work, name).add(record)
        work.parameters.add(PARAMETER)
        work.passages.put("n", PASSAGES)
        work.commit()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Engine]:
    """Another, empty database."""
    engine = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def taken_out(engine: Engine) -> dict[str, Any]:
    document = SqlArchive(engine).take_out("c")
    assert document is not None
    return document


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        counted = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in LISTS.values()
        ]
    return sum(counted)


def test_the_document_has_the_lists_that_scripts_rely_on(engine: Engine) -> None:
    filled(engine)
    document = taken_out(engine)
    assert document.keys() >= PROMISED | {"coalition", "audit"}
    for name in PROMISED:
        for record in document[name]:
            assert record.keys() >= {"id", "created_at", "updated_at"}, name
    assert document["decisions"][0]["decided_at"] == "2026-11-23T15:00:00+00:00"
    assert document["coalition"]["name"] == "Ñandú & <b> 🏠"


def test_out_in_and_out_again_is_the_same(engine: Engine, other: Engine) -> None:
    filled(engine)
    document = json.loads(json.dumps(taken_out(engine)))
    read = SqlArchive(other).put_in(document)
    assert read.coalition == "Ñandú & <b> 🏠"
    assert taken_out(other) == document


def test_every_table_is_in_the_archive_or_left_out_for_a_reason() -> None:
    names = {name: table.name for name, (table, _) in tables.RECORDS.items()}
    assert set(metadata.tables) == set(names.values()) | NO_RECORDS
    inside, outside = {table.name for table in LISTS.values()}, {names[name] for name in LEFT_OUT}
    assert inside | outside == set(names.values())
    assert not inside & outside


def test_a_record_of_every_kind_with_every_field_filled_goes_out_in_and_out_again(
    engine: Engine, other: Engine
) -> None:
    with SqlUnitOfWork(engine, FakeClock()).open("T1", by="UPIA") as work:
        for name, record in one_of_each().items():
            getattr(work, name).add(record)
        work.commit()
    document = json.loads(json.dumps(taken_out(engine)))
    assert [name for name in LISTS if len(document[name]) != 1] == []
    empty = [
        (name, field)
        for name in LISTS
        for field, value in document[name][0].items()
        if value in (None, "") and field != "version"
    ]
    assert empty == []
    SqlArchive(other).put_in(document)
    assert taken_out(other) == document
    with SqlUnitOfWork(other, FakeClock()).read("T1") as work:
        for name, record in one_of_each().items():
            if name not in LEFT_OUT:
                assert getattr(work, name).where() == (record,), name


def test_what_was_read_in_can_be_worked_with(engine: Engine, other: Engine) -> None:
    filled(engine)
    SqlArchive(other).put_in(taken_out(engine))
    with SqlUnitOfWork(other, FakeClock()).open("T1", by="UPIA") as work:
        assert work.parameters.get("m1") == PARAMETER
        work.parameters.save(replace(PARAMETER, title="Consent form of 2026"))
        work.commit()
    assert [event["id"] for event in taken_out(other)["audit"]][-1] == str(
        len(taken_out(engine)["audit"]) + 1
    )


def test_a_documents_words_go_with_it_and_its_vectors_are_made_anew(engine: Engine, other: Engine) -> None:
    filled(engine)
    document = json.loads(json.dumps(taken_out(engine)))
    assert SqlArchive(other).put_in(document).fates["passages"] == {"added": 2}
    with SqlUnitOfWork(other, FakeClock()).read("T1") as work:
        assert work.passages.of(["n"]) == tuple(replace(one, vector=b"", model="") for one in PASSAGES)


def test_a_newer_version_of_a_document_keeps_its_own_words(engine: Engine) -> None:
    filled(engine)
    document = taken_out(engine)
    clock = FakeClock()
    clock.jump(hours=1)
    with SqlUnitOfWork(engine, clock).open("T1", by="UPIA") as work:
        held = work.documents.get("n")
        assert held is not None
        work.documents.save(replace(held, edition=2, digest="0b"))
        work.passages.put("n", PASSAGES[:1])
        work.commit()
    assert SqlArchive(engine).put_in(document).fates["passages"] == {"kept": 2}
    with SqlUnitOfWork(engine, clock).read("T1") as work:
        assert work.passages.of(["n"]) == tuple(PASSAGES[:1])


@pytest.mark.parametrize("wrong", [{"document_id": "other"}, {"position": "1"}, {"text": None}])
def test_passages_that_are_wrong_change_nothing(engine: Engine, other: Engine, wrong: dict[str, Any]) -> None:
    filled(engine)
    document = taken_out(engine)
    document["passages"][0] |= wrong
    with pytest.raises(ArchiveError):
        SqlArchive(other).put_in(document)
    assert rows(other) == 0


def test_a_dry_run_tells_what_would_happen_and_changes_nothing(engine: Engine, other: Engine) -> None:
    filled(engine)
    read = SqlArchive(other).put_in(taken_out(engine), dry_run=True)
    assert read.fates["decisions"] == {"added": 1}
    assert rows(other) == 0
    assert SqlArchive(other).coalitions() == ()


def test_read_in_twice_nothing_changes(engine: Engine) -> None:
    filled(engine)
    document = taken_out(engine)
    read = SqlArchive(engine).put_in(document)
    assert {fate for fates in read.fates.values() for fate in fates} == {"same"}
    assert taken_out(engine) == document


def test_of_two_that_differ_the_later_saved_one_holds(engine: Engine) -> None:
    clock = FakeClock()
    filled(engine, clock)
    before = taken_out(engine)
    clock.jump(hours=1)
    with SqlUnitOfWork(engine, clock).open("T1", by="UPIA") as work:
        work.parameters.save(replace(PARAMETER, title="Later words"))
        work.commit()
    after = taken_out(engine)
    assert SqlArchive(engine).put_in(before).fates["parameters"] == {"kept": 1}
    assert taken_out(engine) == after


def test_a_document_newer_than_the_database_brings_it_up_to_date(engine: Engine, other: Engine) -> None:
    clock = FakeClock()
    filled(engine, clock)
    SqlArchive(other).put_in(taken_out(engine))
    clock.jump(hours=1)
    with SqlUnitOfWork(engine, clock).open("T1", by="UPIA") as work:
        work.parameters.save(replace(PARAMETER, title="Later words"))
        work.commit()
    assert SqlArchive(other).put_in(taken_out(engine)).fates["parameters"] == {"updated": 1}
    assert taken_out(other) == taken_out(engine)


def without(document: dict[str, Any], name: str, field: str) -> dict[str, Any]:
    return {
        **document,
        name: [{key: value for key, value in one.items() if key != field} for one in document[name]],
    }


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (lambda it: [], "cli.import.no_document"),
        (lambda it: {**it, "format": 99}, "cli.import.other_format"),
        (lambda it: {**it, "dreams": []}, "cli.import.unknown_list"),
        (lambda it: without(it, "decisions", "statement"), "cli.import.bad_row"),
        (
            lambda it: {**it, "decisions": [{**it["decisions"][0], "decided_at": "soon"}]},
            "cli.import.bad_row",
        ),
        (lambda it: {**it, "decisions": [{**it["decisions"][0], "number": "1"}]}, "cli.import.bad_row"),
        (lambda it: {**it, "decisions": {}}, "cli.import.bad_row"),
        (
            lambda it: {**it, "decisions": [{**it["decisions"][0], "coalition_id": "x"}]},
            "cli.import.stranger",
        ),
        (
            lambda it: {**it, "decisions": [*it["decisions"], {**it["decisions"][0], "id": "d2"}]},
            "cli.import.clash",
        ),
        (lambda it: {**it, "audit": [{"id": "1"}]}, "cli.import.bad_row"),
    ],
)
def test_a_document_that_is_not_as_it_should_be_changes_nothing(
    engine: Engine, other: Engine, spoil: Any, key: str
) -> None:
    filled(engine)
    with pytest.raises(ArchiveError) as refused:
        SqlArchive(other).put_in(spoil(taken_out(engine)))
    assert refused.value.key == key
    assert rows(other) == 0


def test_another_audit_trail_is_refused(engine: Engine) -> None:
    filled(engine)
    document = taken_out(engine)
    document["audit"][0] = {**document["audit"][0], "by": "USOMEBODY"}
    with pytest.raises(ArchiveError, match=r"cli\.import\.other_trail"):
        SqlArchive(engine).put_in(document)


def test_nothing_of_another_coalition_goes_out(engine: Engine) -> None:
    filled(engine)
    with SqlUnitOfWork(engine, FakeClock()).open("T1", by="UPIA") as work:
        work.parameters.add(replace(PARAMETER, id="m2", coalition_id="c2", title="Another table's"))
        work.commit()
    assert "Another table's" not in json.dumps(taken_out(engine))


def test_the_trail_tells_of_the_coalition_itself(engine: Engine) -> None:
    filled(engine)
    assert any(event["record"] == "coalitions" for event in taken_out(engine)["audit"])
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(audit)).scalar_one() >= len(PROMISED) - 9


def test_a_coalition_that_is_not_there(engine: Engine) -> None:
    assert SqlArchive(engine).take_out("nobody") is None
