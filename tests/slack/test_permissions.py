"""Who may do what: each role on each operation of registers, capture, links, charter, pictures, Home and settings.

*facilitator*, *member* (who put the record on record), *colleague* (a member who did not), *partner* (a community
partner), *guest* (of one channel), *stranger* (from another workspace), *observer*; *neighbour* facilitates another
coalition in another channel, *nobody* is in no coalition. An act is tried by its button and, where that opens no form,
with the form that a facilitator has open.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.domain.kept import plural
from bot.domain.people import Participant
from bot.slack.ids import Shortcut
from bot.usecases.roster import Enrolled, Founding
from tests.slack.envelopes import chosen, typed
from tests.world import EMPTY, FAE, GUEST, HOME, MO, OBI, PIA, STRANGER, World, shown

COLLEAGUE, NEIGHBOUR, NOBODY, ELSEWHERE = "UCOL", "UNEAR", "UNOBODY", "CELSEWHERE"
ROLES = {
    "facilitator": FAE,
    "member": MO,
    "colleague": COLLEAGUE,
    "partner": PIA,
    "guest": GUEST,
    "stranger": STRANGER,
    "observer": OBI,
    "neighbour": NEIGHBOUR,
    "nobody": NOBODY,
}
HERE = frozenset({"facilitator", "member", "colleague", "partner", "guest", "stranger", "observer"})
WITH_BALLOT = HERE - {"observer"}
KNOWN = HERE - {"guest", "stranger"}
THEIRS = frozenset({"facilitator", "member"})
FACILITATORS = frozenset({"facilitator"})
PARAMETER = {
    "title": typed("Old form"),
    "kind": chosen("privacy"),
    "hardness": chosen("hard"),
    "effect": chosen("constrains"),
}
WHY = typed("the law changed")


@dataclass
class Try:
    """One person tries one thing, once."""

    world: World
    user: str
    record: str
    decision: str

    @property
    def place(self) -> str:
        return {NEIGHBOUR: EMPTY, NOBODY: ELSEWHERE}.get(self.user, HOME)

    def says(self, text: str) -> str:
        """Say a sub-command: typed, or with a mention by whoever has no commands here."""
        if self.user == STRANGER:
            self.world.mention(self.user, text, self.place)
            return " ".join(shown(one) for one in self.world.slack.ephemerals if one["user"] == self.user)
        return " ".join(self.world.command(self.user, text, self.place))

    def press(self, action_id: str, value: str, user: str = "") -> dict[str, Any] | None:
        """Press a button; return the form that it opened, if any."""
        before = set(self.world.slack.views)
        element = {
            "type": "button",
            "action_id": action_id,
            "value": value,
            "text": {"type": "plain_text", "text": "x"},
        }
        message = {"ts": "1.1", "channel": self.place, "blocks": [{"type": "actions", "elements": [element]}]}
        self.world.press(user or self.user, action_id, message)
        opened = [key for key in self.world.slack.views if key not in before]
        return self.world.slack.views[opened[-1]] if opened else None

    def fills(self, action_id: str, value: str, **values: Any) -> None:
        """Press, and send the form; where none opened, send the one that a facilitator has open."""
        form = self.press(action_id, value)
        if form is None and self.place == HOME:
            form = self.press(action_id, value, FAE)
        if form is not None:
            state = {name: {"value": given} for name, given in values.items()}
            self.world.send(self.world.envelopes.submit(form, self.user, state))

    def count(self, kind: str) -> int:
        with self.world.units.read("T1") as work:
            return len(getattr(work, plural(kind)).where(coalition_id=self.coalition().id))

    def parameter(self) -> Any:
        with self.world.units.read("T1") as work:
            return work.parameters.get(self.record)

    def coalition(self) -> Any:
        with self.world.units.read("T1") as work:
            return next(one for one in work.coalitions.where() if one.home_channel_id == HOME)

    def home(self) -> str:
        self.world.send(self.world.envelopes.home_opened(self.user))
        return str(self.world.slack.homes[self.user])

    def last_answer(self) -> str:
        return shown(list(self.world.slack.response_urls.values())[-1].posts[-1])


def lists(it: Try) -> bool:
    return "Rule of 2019" in it.says("parameters")


def opens(it: Try) -> bool:
    it.press("record.open.parameter.1", f"parameter|{it.record}")
    return "History" in it.last_answer()


def adds(it: Try) -> bool:
    it.fills("record.add.parameter", "parameter", **PARAMETER)
    return it.count("parameter") == 2


def edits(it: Try) -> bool:
    it.fills("record.edit", f"parameter|{it.record}", source=typed("the clinic"), why=WHY)
    return bool(it.parameter().source == "the clinic")


def replaces(it: Try) -> bool:
    it.fills("record.supersede", f"parameter|{it.record}", **PARAMETER, why=WHY)
    return it.count("parameter") == 2


def retires(it: Try) -> bool:
    it.fills("record.retire", f"parameter|{it.record}", why=WHY)
    return bool(it.parameter().state == "retired")


def links(it: Try) -> bool:
    it.fills("record.link", f"parameter|{it.record}", linked=chosen(f"decision|{it.decision}"))
    return it.count("link") == 1


def notes_by_shortcut(it: Try) -> bool:
    seen = set(it.world.slack.views)
    message = it.world.slack.says(it.user, it.place, "We agreed to share counts by week.")
    it.world.send(it.world.envelopes.message_shortcut(Shortcut.RECORD_DECISION, it.user, message))
    for key in [key for key in it.world.slack.views if key not in seen]:
        it.world.send(it.world.envelopes.submit(it.world.slack.views[key], it.user, {}))
    return it.count("decision") == 2


def notes_in_a_thread(it: Try) -> bool:
    message = it.world.slack.says(it.user, it.place, "We agreed to share counts by week.")
    it.world.mention(it.user, "record as decision", it.place, thread=message["ts"])
    return it.count("decision") == 2


def adds_an_action(it: Try) -> bool:
    it.says("action call the court")
    return it.count("action") == 1


def switches_suggestions_on(it: Try) -> bool:
    it.says("suggestions on")
    return bool(it.coalition().suggests)


def gets_the_charter(it: Try) -> bool:
    it.says("charter md")
    return any(b"Rule of 2019" in one["content"] for one in it.world.slack.files.values())


def sets_up_the_canvas(it: Try) -> bool:
    it.says("charter canvas")
    return any(one["channel"] == HOME for one in it.world.slack.canvases.values())


def gets_pictures(it: Try) -> bool:
    it.says("pictures")
    told = [one["alt_txt"] for one in it.world.slack.files.values()]
    return bool(told) and it.place == HOME


def sees_voices(it: Try) -> bool:
    with it.world.units.open("T1") as work:
        for person in work.participants.where(coalition_id=it.coalition().id):
            there = work.organisations.where(name="City")[0]
            work.participants.save(replace(person, organisation_id=there.id))
        work.commit()
    it.says("pictures")
    return any(one["name"] == "organisations.png" for one in it.world.slack.files.values())


def asks_for_the_status(it: Try) -> bool:
    return "How Housing data table stands" in it.says("status")


def finds_it_on_home(it: Try) -> bool:
    return "Housing data table" in it.home()


def finds_settings_on_home(it: Try) -> bool:
    return f"at|{HOME}" in it.home() and "setup.open" in it.home().split(f"at|{HOME}")[1].split("at|")[0]


def changes_settings(it: Try) -> bool:
    it.fills("setup.open", "-", name=typed("Another name"))
    return bool(it.coalition().name == "Another name")


def lets_facilitators_take_turns(it: Try) -> bool:
    it.says("rota on")
    return bool(it.coalition().rota)


def switches_the_rota_on_in_the_settings(it: Try) -> bool:
    it.fills("deciding.open", "", rota=chosen("on"))
    return bool(it.coalition().rota)


def allows_words_without_a_trace(it: Try) -> bool:
    it.fills("deciding.open", "", detached=chosen("on"))
    return bool(it.coalition().detached)


def moves_the_weekly_message(it: Try) -> bool:
    it.says("nudges off")
    with it.world.units.read("T1") as work:
        return not work.cadences.where(coalition_id=it.coalition().id)[0].on


def imports_from_slack(it: Try) -> bool:
    """A word that the bot does not know; with a mention, it is taken for a question."""
    told = it.says("import")
    return not ("I don't know" in told or it.user == STRANGER)


MAY: dict[Callable[[Try], bool], frozenset[str]] = {
    lists: HERE,
    opens: HERE,
    adds: WITH_BALLOT,
    edits: WITH_BALLOT,
    replaces: THEIRS,
    retires: THEIRS,
    links: WITH_BALLOT,
    notes_by_shortcut: WITH_BALLOT,
    notes_in_a_thread: WITH_BALLOT,
    adds_an_action: WITH_BALLOT,
    switches_suggestions_on: FACILITATORS,
    gets_the_charter: HERE,
    sets_up_the_canvas: FACILITATORS,
    gets_pictures: HERE,
    sees_voices: FACILITATORS,
    asks_for_the_status: HERE,
    finds_it_on_home: KNOWN,
    finds_settings_on_home: FACILITATORS,
    changes_settings: FACILITATORS,
    lets_facilitators_take_turns: FACILITATORS,
    switches_the_rota_on_in_the_settings: FACILITATORS,
    allows_words_without_a_trace: FACILITATORS,
    moves_the_weekly_message: FACILITATORS,
    # Reading a whole coalition out or in is for whoever runs the bot, on the command line.
    imports_from_slack: frozenset(),
}


@pytest.fixture
def town(world: World) -> World:
    """The coalition with a colleague more, a parameter and a decision of the member's, and another coalition nearby."""
    for user, name in ((COLLEAGUE, "Cy"), (NEIGHBOUR, "Nia"), (NOBODY, "Ned")):
        world.slack.add_user(user, name=name)
    world.slack.channels[HOME].members.add(COLLEAGUE)
    world.slack.channels[EMPTY].members.add(NEIGHBOUR)
    world.slack.add_channel(ELSEWHERE, (NOBODY, "UBOT"))
    world.found(Founding("Next door", EMPTY, "UTC", "en", (Enrolled("Nia", NEIGHBOUR, facilitates=True),)))
    with world.units.open("T1") as work:
        here = work.channels.where(channel_id=HOME)[0].coalition_id
        work.participants.add(Participant("colleague", here, "Cy", slack_user_id=COLLEAGUE))
        work.commit()
    world.command(MO, "parameter Rule of 2019")
    world.submit(MO, **{**PARAMETER, "title": typed("Rule of 2019")})
    message = world.slack.says(MO, HOME, "We agreed to share counts by county.")
    world.send(world.envelopes.message_shortcut(Shortcut.RECORD_DECISION, MO, message))
    world.submit(MO)
    return world


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("deed", MAY, ids=lambda deed: deed.__name__)
def test_each_role_may_what_the_table_says(town: World, deed: Callable[[Try], bool], role: str) -> None:
    with town.units.read("T1") as work:
        record, decision = work.parameters.where()[0].id, work.decisions.where()[0].id
    assert deed(Try(town, ROLES[role], record, decision)) is (role in MAY[deed])
