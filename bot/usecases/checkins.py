"""Check-ins: owners are asked how their actions stand, and say it with a press."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.actions import Action
from bot.domain.acts import Act
from bot.domain.attention import Offer, Urgency
from bot.domain.cadence import Cadence
from bot.domain.checkins import CheckIn, Report, Said, next_check_in, reported
from bot.domain.deliveries import post, update
from bot.domain.forms import ReportForm
from bot.domain.messages import ActionCard, BlockedCard, LookBack, Message, Say, Screened
from bot.domain.people import Coalition, Participant, facilitators
from bot.domain.records import RecordState
from bot.ports.work import Work
from bot.usecases.attention import Attention
from bot.usecases.cards import action_line
from bot.usecases.desk import Desk, Refused, Scene, refuse

MENU = 100


@dataclass(frozen=True)
class CheckIns:
    """Takes what owners say about their actions, from a message, a list or a check-in."""

    desk: Desk

    def hear(self, act: Act, action_id: str, report: Report) -> None:
        """Take a report that needs no more words, or open the form for those that do."""
        if report.is_plain:
            self.submit(act, action_id, Said(report))
            return
        form = self.desk.look(act, lambda work: self._form(work, act, action_id, report))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def submit(self, act: Act, action_id: str, said: Said) -> None:
        """Take a report with its words. Owners may, and facilitators."""
        self.desk.run(act, lambda work: self._submit(work, act, action_id, said))

    def _form(self, work: Work, act: Act, action_id: str, report: Report) -> ReportForm:
        scene, action, _ = self._mine(work, act, action_id)
        return ReportForm(
            act.channel_id,
            action.id,
            report,
            action.number,
            action.text,
            blockers=_blockers(work, action) if report is Report.BLOCKED else (),
            people=_people(scene, action) if report is Report.HAND_OVER else (),
        )

    def _mine(self, work: Work, act: Act, action_id: str) -> tuple[Scene, Action, Participant]:
        """Return the action with its coalition and the one who speaks of it: an owner or a facilitator."""
        action = work.actions.get(action_id)
        coalition = work.coalitions.get(action.coalition_id) if action else None
        if action is None or coalition is None:
            raise refuse("refused.no_action")
        scene = Scene(coalition, work.participants.where(coalition_id=coalition.id))
        person = scene.person(act.user_id)
        if person is None or not (person.id in action.owner_ids or person.facilitates):
            raise refuse("refused.not_yours")
        return scene, action, person

    def _submit(self, work: Work, act: Act, action_id: str, said: Said) -> Message | None:
        scene, action, person = self._mine(work, act, action_id)
        if not action.is_open:
            return Say.of("action.over", number=action.number)
        self._mind(work, act, action, said)
        now = self.desk.clock.now()
        told = reported(action, said, person.id, now)
        changed = work.actions.save(scheduled(work, told, scene.coalition, self.desk))
        work.checkins.add(
            CheckIn(
                self.desk.ids.new(), scene.coalition.id, action.id, person.id, said.report, now, said.text
            )
        )
        refresh_card(work, scene, changed, act.key)
        if said.report is Report.BLOCKED:
            self._tell_facilitators(work, scene, changed, person, act)
        if said.report is Report.HAND_OVER and said.participant_id and said.participant_id != person.id:
            self._tell_owner(work, scene, changed, said.participant_id, act)
        if said.report in (Report.DONE, Report.DROPPED):
            self._offer_look_back(work, scene, changed)
        return _thanks(changed, said)

    def _mind(self, work: Work, act: Act, action: Action, said: Said) -> None:
        """Refuse words that cannot be kept, a day that is past, and what is not the coalition's."""
        findings = self.desk.screened([said.text])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        if said.until is not None and said.until <= self._today(act):
            raise refuse("check_in.not_ahead")
        known = {f"{kind}:{record_id}" for kind, record_id, _ in _blockers(work, action)}
        if said.blocker_id and f"{said.blocker_kind}:{said.blocker_id}" not in known:
            raise refuse("refused.no_action")
        if said.participant_id:
            person = work.participants.get(said.participant_id)
            if person is None or person.coalition_id != action.coalition_id:
                raise refuse("refused.no_action")

    def _today(self, act: Act) -> date:
        """Return the day it is where a person lives."""
        zone = ZoneInfo(self.desk.directory.time_zone(act.workspace_id, act.user_id))
        return self.desk.clock.now().astimezone(zone).date()

    def _offer_look_back(self, work: Work, scene: Scene, action: Action) -> None:
        """Where all actions of a decision are over, the group is offered to look back: once."""
        decision_id = decision_of(work, action)
        decision = work.decisions.get(decision_id) if decision_id else None
        actions = work.actions.where(coalition_id=scene.coalition.id)
        if decision is None or any(one.is_open and decision_of(work, one) == decision_id for one in actions):
            return
        message = LookBack(decision.number, decision.statement)
        work.outbox.plan(
            [post(f"look-back:{decision.id}", decision.channel_id, message, scene.coalition.lang)]
        )

    def _tell_facilitators(self, work: Work, scene: Scene, action: Action, by: Participant, act: Act) -> None:
        card = BlockedCard(
            scene.coalition.name, action.number, action.text, blocker_words(work, action), action.id
        )
        for person in facilitators(scene.people):
            if person.id != by.id:
                key = f"blocked:{action.id}:{act.key}:{person.id}"[:255]
                offer = Offer(key, scene.coalition.id, person.id, Urgency.OTHER, card)
                Attention(self.desk).offer(work, offer)

    def _tell_owner(self, work: Work, scene: Scene, action: Action, participant_id: str, act: Act) -> None:
        """Who was handed an action hears that it is theirs."""
        name, number, text = scene.coalition.name, action.number, action.text
        said = Say.of("check_in.yours", name=name, number=number, text=text)
        key = f"handed:{action.id}:{act.key}"[:255]
        offer = Offer(key, scene.coalition.id, participant_id, Urgency.CHECK_IN, said)
        Attention(self.desk).offer(work, offer)


def decision_of(work: Work, action: Action) -> str | None:
    """Return the decision behind an action: the one it was recorded with, or was linked to."""
    if action.decision_id:
        return action.decision_id
    linked = work.links.where(from_kind="action", from_id=action.id, to_kind="decision")
    return linked[0].to_id if linked else None


def scheduled(work: Work, action: Action, coalition: Coalition, desk: Desk) -> Action:
    """Return an action with the moment at which its owners are asked next."""
    cadences: tuple[Cadence, ...] = work.cadences.where(coalition_id=coalition.id, on=True)
    due = cadences[0].next_due if cadences else None
    return replace(action, next_check_in=next_check_in(action, coalition.time_zone, due, desk.clock.now()))


def refresh_card(work: Work, scene: Scene, action: Action, cause: str) -> None:
    """Bring the card that was posted for an action up to date."""
    place = f"action:{action.id}"
    if work.outbox.planned(place):
        card = ActionCard(action_line(action, scene))
        work.outbox.plan(
            [update(f"{cause}:{place}"[:255], place, action.channel_id, card, scene.coalition.lang)]
        )


def blocker_words(work: Work, action: Action) -> str:
    """Return what is in an action's way: the named record, and the words."""
    named = next(
        (
            title
            for kind, record_id, title in _blockers(work, action)
            if (kind, record_id) == (action.blocker_kind, action.blocker_id)
        ),
        "",
    )
    return " · ".join(part for part in (named, action.blocker) if part)


def _blockers(work: Work, action: Action) -> tuple[tuple[str, str, str], ...]:
    """Return what can block an action: parameters and other open actions, as kind, id and title.

    A record of a private channel is named in that channel's actions alone.
    """
    here = action.coalition_id
    private = {one.channel_id for one in work.channels.where(coalition_id=here, private=True)}
    hidden = private - {action.channel_id}
    parameters = work.parameters.where(coalition_id=here, state=RecordState.CURRENT)
    actions = work.actions.where(coalition_id=here)
    return (
        *(("parameter", one.id, one.title) for one in parameters if one.channel_id not in hidden),
        *(
            ("action", one.id, f"{one.number}. {one.text}")
            for one in actions
            if one.is_open and one.id != action.id and one.channel_id not in hidden
        ),
    )[:MENU]


def _people(scene: Scene, action: Action) -> tuple[tuple[str, str], ...]:
    others = [one for one in scene.people if one.id not in action.owner_ids]
    return tuple((one.id, one.name) for one in sorted(others, key=lambda one: one.name))[:MENU]


def _thanks(action: Action, said: Said) -> Message:
    if said.report is Report.DONE:
        return Say.of("action.done", number=action.number, text=action.text)
    return Say.of("check_in.noted", number=action.number)
