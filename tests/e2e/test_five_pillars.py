"""All five pillars over days, as the demo's people would walk them, with the clock sped up.

Where CONVENER_TRANSCRIPTS names a folder, what stood in Slack in the end is written there, to be read by eye.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.demo.control import wait_for
from bot.demo.local_slack import TEAM_ID
from bot.demo.sample import AMINA, DEV, HOME, JUNE, KIM, LUIS, NAMES, ROSA, ZONE
from bot.demo.seen import Message
from bot.domain.decisions import DecisionState
from bot.domain.framework import Mode, Pillar, PillarKey, Step, StepKind
from bot.domain.records import RecordKind
from bot.domain.sessions import Session, SessionState
from bot.usecases.held import records_of
from bot.usecases.step_reminders import BEFORE
from bot.wiring import content
from tests.e2e.coalition import Table

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PLAYED: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "five_pillars.yaml").read_text("utf-8"))
SPEAKERS = (DEV, KIM, AMINA)
PATIENCE = 30.0
A_MOMENT = timedelta(minutes=1)
SATURDAY = 5


@dataclass
class Walk:
    """One pillar's session over days, from its plan to its end."""

    table: Table
    pillar: Pillar
    played: Mapping[str, Any]
    began: str = ""

    def session(self) -> Session:
        with self.table.database().read(TEAM_ID) as work:
            return work.sessions.where(pillar=self.pillar.key)[0]

    def begin(self) -> None:
        """See the plan, and start as planned; at the weekend nothing would move on before Monday."""
        control, now = self.table.control, datetime.now(UTC) + self.table.clock.offset
        if now.astimezone(ZoneInfo(ZONE)).weekday() >= SATURDAY:
            self.table.clock.jump(to_an_office_hour(now))
        control.command(ROSA, HOME, "/convene", f"start {self.pillar.key} async")
        plan = self.table.shows(f"{self.pillar.title}* over some days")
        self.began = control.mark(HOME)
        control.press(ROSA, plan, "Start as planned")
        wait_for(self._has_begun, PATIENCE, "the session to begin")

    def sees_reminder(self, user: str) -> None:
        """Who has not spoken is written to in the afternoon before the deadline; who has, is not."""
        due, now = self.session().step_due, datetime.now(UTC) + self.table.clock.offset
        assert due is not None
        self.table.clock.jump(due - BEFORE - now + A_MOMENT)
        reminder = self.table.shows("There is still room for your view", self.table.control.dm(user))
        assert "The problem" in reminder.words and "I pass" in reminder.labels
        told = [one.words for one in self.table.control.messages(self.table.control.dm(DEV))]
        assert not any("room for your view" in words for words in told)

    def _has_begun(self) -> bool:
        with self.table.database().read(TEAM_ID) as work:
            return bool(work.sessions.where(pillar=self.pillar.key))

    def steps(self) -> Iterator[Step]:
        """Yield the steps as the session comes to them."""
        seen = ""
        while self.session().state is SessionState.RUNNING:
            step = self.pillar.step(self.session().step_id)
            assert step is not None and step.id != seen
            yield step
            self.leave(step)
            seen = step.id

    def leave(self, step: Step) -> None:
        """Let the step's time pass; where it waits for a facilitator, she presses."""
        due, now = self.session().step_due, datetime.now(UTC) + self.table.clock.offset
        if step.moves_on and due is not None:
            self.table.clock.jump(max(due - now, timedelta()) + A_MOMENT)
        else:
            card = self.table.shows("Facilitated by")
            self.table.control.press(ROSA, card, action_id="session.next")
        wait_for(lambda: self._left(step), PATIENCE, f"{self.pillar.key} to leave {step.id}")

    def _left(self, step: Step) -> bool:
        session = self.session()
        return session.step_id != step.id or session.state is SessionState.ENDED

    def act(self, step: Step) -> None:
        """Do what a step asks of the group."""
        match step.kind:
            case StepKind.GATHER | StepKind.CHECK:
                self._say(step)
            case StepKind.RANK:
                self._spread(step)
            case StepKind.SYNTHESISE:
                self._draw_together(step)
            case StepKind.RECORD:
                self._record(step)
            case StepKind.DECIDE:
                self._decide(step)
            case StepKind.ASSIGN:
                self._assign(step)

    def _shown(self, step: Step, *also: str) -> Message:
        """Return the step's own message of this session, once it says these words, too."""

        def own() -> Message | None:
            mine = [
                one
                for one in self.table.control.answers(HOME, self.began)
                if one.words.startswith(f"*{step.title}*\n")
            ]
            words = mine[-1].words.replace("*", "") if mine else ""
            return mine[-1] if mine and all(one in words for one in also) else None

        return wait_for(own, PATIENCE, f"{step.title} with {also}")

    def _said(self, step: Step) -> list[str]:
        said = self.played["said"]
        return list(said.get(step.id) or said["other"])

    def _say(self, step: Step) -> None:
        message = self._shown(step)
        for user, text in zip(SPEAKERS, self._said(step), strict=True):
            self.table.control.post(user, HOME, text, thread=message.ts)
        self._shown(step, "3 contributions noted")

    def _spread(self, step: Step) -> None:
        for n, user in enumerate(SPEAKERS):
            self.table.control.press(user, self._shown(step), "Spread my dots")
            view = self.table.control.wait_for_view("form.rank")
            options = view.inputs["dot.0"]["element"]["options"]
            assert self.table.control.submit(user, {"dot.0": options[n % 2]["value"]}).accepted
            self._shown(step, f"{n + 1} pe")

    def _draw_together(self, step: Step) -> None:
        control = self.table.control
        control.press(ROSA, self._shown(step), "See and edit the draft")
        control.wait_for_view("form.draft")
        assert control.submit(ROSA, {}).accepted
        drawn = self._shown(step, "Did I get this right?")
        for text in self.played["said"]["other" if "other" in self.played["said"] else "change"]:
            assert text in drawn.words
        control.press(AMINA, drawn, "Yes")
        control.press(LUIS, drawn, "Not what I meant")
        self._shown(step, "Yes: 1 · My point is missing: 0 · Not what I meant: 1")

    def _record(self, step: Step) -> None:
        control = self.table.control
        control.press(KIM, self._shown(step), action_id="record.add")
        view = control.wait_for_view("form.record")
        wanted = self.played["records"].get(step.id) or next(iter(self.played["records"].values()))
        values = {name: value for name, value in wanted.items() if name in view.inputs}
        for name, block in view.inputs.items():
            options = block["element"].get("options")
            if options and not values.get(name) and (name in wanted or not block.get("optional")):
                values[name] = options[0]["value"]
        sent = control.submit(KIM, values)
        assert sent.accepted, (step.id, sent.errors)
        self._shown(step, "1 noted in this session")

    def _decide(self, step: Step) -> None:
        control = self.table.control
        control.press(AMINA, self._shown(step), "Write a proposal")
        control.wait_for_view("form.proposal")
        assert control.submit(AMINA, {"text": self.played["proposal"]}).accepted
        card = self.table.shows(self.played["proposal"])
        for user in (ROSA, DEV, KIM, AMINA):
            control.press(user, card, "Consent")
        self.table.comes_to_show(self.played["proposal"], "Consent: 4")
        self._let_the_round_end()
        self.table.shows("Provisional until")

    def _let_the_round_end(self) -> None:
        """A round over days stays open for its time, whoever has spoken, and closes by itself."""
        now = datetime.now(UTC) + self.table.clock.offset
        with self.table.database().read(TEAM_ID) as work:
            (running,) = [one for one in work.proposals.where() if one.takes_positions]
            terms = work.terms.get(running.id)
        assert terms is not None and terms.closes_at is not None
        self.table.clock.jump(terms.closes_at - now + A_MOMENT)

    def _assign(self, step: Step) -> None:
        control = self.table.control
        control.press(DEV, self._shown(step), action_id="action.add")
        view = control.wait_for_view("form.action")
        day = (datetime.now(UTC) + self.table.clock.offset + timedelta(days=10)).date().isoformat()
        due = {name: day for name, one in view.inputs.items() if one["element"]["type"] == "datepicker"}
        assert control.submit(DEV, {"text": self.played["action"], **due}).accepted
        self.table.shows(self.played["action"])


def to_an_office_hour(now: datetime) -> timedelta:
    """Return the time until ten o'clock of the next Monday, where the coalition is."""
    local = now.astimezone(ZoneInfo(ZONE))
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, time(10), ZoneInfo(ZONE)) - now


def transcript(table: Table) -> str:
    """Return everything that stands in the home channel and in people's direct messages."""
    parts = []
    for title, channel in (("home", HOME), *((NAMES[one][1], table.control.dm(one)) for one in NAMES)):
        parts.append(f"##### {title}\n")
        parts += [_told(one) for one in table.control.messages(channel)]
    return "\n".join(parts)


def _told(message: Message) -> str:
    who = "Convener" if message.from_bot else NAMES.get(message.user, (message.user, message.user))[1]
    alone = f" (only to {NAMES[message.ephemeral_to][1]})" if message.ephemeral_to in NAMES else ""
    indent = "    " if message.thread_ts not in ("", message.ts) else ""
    words = message.words.replace("\n", f"\n{indent}  ")
    return f"{indent}-- {who}{alone}:\n{indent}  {words}\n"


def keep(table: Table, name: str) -> None:
    folder = os.environ.get("CONVENER_TRANSCRIPTS")
    if folder:
        (Path(folder) / f"{name}.txt").write_text(transcript(table), "utf-8")


@pytest.mark.timeout(300)
def test_all_five_pillars_are_walked_over_days_and_leave_their_records(table: Table) -> None:
    scripts = content()
    table.clock.jump(to_an_office_hour(datetime.now(UTC)))
    try:
        for key in PillarKey:
            walk = Walk(table, scripts.pillars[key, "en"], PLAYED[key])
            walk.begin()
            for step in walk.steps():
                walk.act(step)
                if (key, step.id) == (PillarKey.VISION, "problem"):
                    walk.sees_reminder(JUNE)
            table.shows(f"*{walk.pillar.title}* is complete")
            assert not walk.session().partial and walk.session().mode is Mode.ASYNC
    finally:
        keep(table, "five_pillars")
    with table.database().read(TEAM_ID) as work:
        decided = work.decisions.where()
        kept = {kind for kind in RecordKind if records_of(work, kind).where()}
        actions = work.actions.where()
        said = work.contributions.where(withdrawn=False)
    assert [one.statement for one in decided] == [PLAYED[key]["proposal"] for key in PillarKey]
    assert {one.state for one in decided} <= {DecisionState.FINAL, DecisionState.PROVISIONAL}
    assert len(kept) >= 8
    assert len(actions) == len(PillarKey)
    assert len({one.participant_id for one in said}) == len(SPEAKERS)
    placeholders = [
        one.words for one in table.control.messages(HOME) if "{" in one.words or "None" in one.words
    ]
    assert placeholders == []
