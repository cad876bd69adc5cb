"""Setting up: a name and the facilitators are enough; what was not asked stays as it is."""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.domain.cadence import Change
from bot.domain.forms import ActionForm, SetupForm
from bot.domain.messages import Say, Welcome
from bot.domain.people import Role
from bot.domain.sessions import Move, Session
from bot.ports.holidays import NoHolidays
from bot.usecases.actions import Actions, Wanted
from bot.usecases.cadences import Cadences
from bot.usecases.people import People
from bot.usecases.roster import Enrolled, Founding
from bot.usecases.setup import Wishes
from tests.usecases.steps import Room, act
from tests.world import FAE, GUEST, HOME, MO, OBI, PIA

NEW, PRIVATE = "CNEW", "CPRIVATE2"
WISHES = Wishes("Youth data circle", (FAE,), "America/Chicago", "en")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture
def at_home(room: Room) -> Room:
    room.setup.save(act(FAE, "found", NEW), WISHES)
    return room


def test_a_name_and_the_facilitators_are_enough(at_home: Room) -> None:
    assert at_home.told() == Say.of("setup.done", name="Youth data circle")
    assert at_home.people() == {FAE: (Role.MEMBER, True)}
    assert at_home.next_due() == datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert [delivery.channel_id for _, delivery in at_home.channel.sent] == [NEW]


def test_who_sets_up_need_not_take_part(room: Room) -> None:
    room.setup.save(act(MO, "found", NEW), WISHES)
    assert room.people() == {FAE: (Role.MEMBER, True)}


@pytest.mark.parametrize("name", ["", "   "])
def test_a_coalition_has_a_name(room: Room, name: str) -> None:
    room.setup.save(act(FAE, "found", NEW), replace(WISHES, name=name))
    assert room.told() == Say.of("refused.empty")
    assert room.people() == {}


def test_a_private_home_is_known_as_private(room: Room) -> None:
    room.setup.save(act(FAE, "found", PRIVATE), WISHES)
    with room.units.read("T1") as work:
        assert [one.private for one in work.channels.where()] == [True]


def test_the_form_opens_with_what_is_there(at_home: Room) -> None:
    at_home.setup.save(act(FAE, "more", NEW), replace(WISHES, community_partners=(PIA,), observers=(OBI,)))
    at_home.setup.form(act(FAE, "form", NEW))
    form = at_home.channel.forms[-1]
    assert form == SetupForm(NEW, WISHES.name, (FAE,), "America/Chicago", "en", (PIA,), (OBI,))


def test_the_form_of_a_new_channel_proposes_who_opens_it(room: Room) -> None:
    room.setup.form(act(MO, "form", NEW))
    assert room.channel.forms == [SetupForm(NEW, "", (MO,), "UTC", "en")]


def test_another_time_zone_moves_the_weekly_message_to_the_same_hour_there(at_home: Room) -> None:
    at_home.setup.save(act(FAE, "moved", NEW), replace(WISHES, time_zone="Asia/Kolkata"))
    assert at_home.next_due() == datetime(2026, 11, 30, 3, 30, tzinfo=UTC)


def test_a_facilitator_who_is_not_named_again_is_none_any_more(at_home: Room) -> None:
    at_home.setup.save(act(FAE, "handed over", NEW), replace(WISHES, facilitators=(MO,)))
    assert at_home.people() == {FAE: (Role.MEMBER, False), MO: (Role.MEMBER, True)}
    at_home.setup.form(act(FAE, "form", NEW))
    assert at_home.told() == Say.of("refused.facilitators_only")


def test_somebody_named_for_two_roles_keeps_the_one_with_a_ballot(at_home: Room) -> None:
    at_home.setup.save(act(FAE, "both", NEW), replace(WISHES, community_partners=(PIA,), observers=(PIA,)))
    assert at_home.people()[PIA] == (Role.COMMUNITY_PARTNER, False)


def test_moving_the_weekly_message_keeps_what_is_not_said(at_home: Room) -> None:
    cadences = Cadences(at_home.desk, NoHolidays())
    cadences.change(act(FAE, "friday", NEW), Change(on=True, weekday=4, at=time(16, 30)))
    cadences.change(act(FAE, "off", NEW), Change(on=False))
    at_home.clock.jump(days=30)
    cadences.change(act(FAE, "on", NEW), Change(on=True))
    assert at_home.told() == Say.of("weekly.on", weekday=4, at="16:30", zone="America/Chicago")
    assert at_home.next_due() == datetime(2026, 12, 25, 22, 30, tzinfo=UTC)


def test_a_language_is_kept_and_may_be_changed_back(room: Room) -> None:
    for lang in ("es", "es", "en"):
        room.setup.speak(act(MO, f"{lang}-{len(room.channel.replies)}", NEW), lang)
    assert room.told() == Welcome(is_set_up=False)
    with room.units.read("T1") as work:
        assert [one.lang for one in work.preferences.where()] == ["en"]


def test_a_coalition_is_entered_once(room: Room) -> None:
    founding = Founding("Table", HOME, "UTC", "en", (Enrolled("Fae", FAE, organisation="Legal Aid"),))
    for _ in range(2):
        room.roster.found("T1", founding)
    with room.units.read("T1") as work:
        assert len(work.coalitions.where()) == len(work.organisations.where()) == 1
        assert work.participants.where()[0].organisation_id == work.organisations.where()[0].id


class TestWithoutAFacilitator:
    @pytest.fixture
    def leaderless(self, room: Room) -> Room:
        people = (
            Enrolled("Mo", MO),
            Enrolled("Pia", PIA, role=Role.COMMUNITY_PARTNER),
            Enrolled("Obi", OBI, role=Role.OBSERVER),
        )
        room.roster.found("T1", Founding("Table", HOME, "UTC", "en", people))
        return room

    def session(self, room: Room) -> Session:
        with room.units.read("T1") as work:
            return work.sessions.where()[0]

    def test_whoever_starts_steers_and_nobody_gets_stuck(self, leaderless: Room) -> None:
        leaderless.sessions.start(act(PIA, "start"), "vision")
        begun = self.session(leaderless)
        with leaderless.units.read("T1") as work:
            starter = work.participants.where(slack_user_id=PIA)[0]
        assert begun.steers == starter.id
        leaderless.sessions.press(act(MO, "next"), Move.NEXT, begun.id)
        assert self.session(leaderless).step_id == "problem"

    def test_an_observer_does_not_start(self, leaderless: Room) -> None:
        leaderless.sessions.start(act(OBI, "start"), "vision")
        assert leaderless.told() == Say.of("refused.facilitators_only")
        assert leaderless.channel.sent == []

    def test_who_started_still_steers_when_a_facilitator_comes(self, leaderless: Room) -> None:
        leaderless.sessions.start(act(PIA, "start"), "vision")
        leaderless.setup.save(act(MO, "setup"), replace(WISHES, facilitators=(MO,)))
        leaderless.sessions.press(act(PIA, "next"), Move.NEXT, self.session(leaderless).id)
        assert self.session(leaderless).step_id == "problem"


class TestOwners:
    def test_somebody_outside_the_coalition_is_made_no_owner(self, at_home: Room) -> None:
        actions = self.actions(at_home)
        actions.submit(act(FAE, "add", NEW), Wanted("call the court", owner_user_id=GUEST))
        assert at_home.told() == Say.of("action.owner_not_here", number=1)
        with at_home.units.read("T1") as work:
            assert [one.owner_id for one in work.actions.where()] == [None]
        assert GUEST not in at_home.people()

    def test_a_participant_of_another_coalition_is_made_no_owner(self, at_home: Room) -> None:
        at_home.roster.found("T1", Founding("Other", HOME, "UTC", "en", (Enrolled("Mo", MO),)))
        with at_home.units.read("T1") as work:
            stranger = work.participants.where(slack_user_id=MO)[0]
        self.actions(at_home).submit(act(FAE, "add", NEW), Wanted("call the court", owner_id=stranger.id))
        with at_home.units.read("T1") as work:
            assert [one.owner_id for one in work.actions.where()] == [None]

    def test_an_action_of_another_coalition_is_neither_shown_nor_changed(self, at_home: Room) -> None:
        at_home.roster.found("T1", Founding("Other", HOME, "UTC", "en", (Enrolled("Mo", MO),)))
        actions = self.actions(at_home)
        actions.submit(act(FAE, "add", NEW), Wanted("call the court"))
        with at_home.units.read("T1") as work:
            (theirs,) = work.actions.where()
        actions.form(act(MO, "form", HOME), action_id=theirs.id)
        actions.submit(act(MO, "complete", HOME), Wanted("something else"), theirs.id)
        shown = [form for form in at_home.channel.forms if isinstance(form, ActionForm)]
        assert all(form.text != "call the court" for form in shown)
        with at_home.units.read("T1") as work:
            assert [one.text for one in work.actions.where()] == ["call the court"]

    def actions(self, room: Room) -> Actions:
        return Actions(room.desk, room.sessions, People(room.desk.directory), NoDates())


class NoDates:
    """Reads no day in any words."""

    def read(self, words: str, today: object, lang: str) -> None:
        return None

    def choices(self, words: str, today: object, lang: str) -> tuple[()]:
        return ()
