"""Actions: who does what by when, recorded from one typed line or a form."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.actions import Action, take_apart
from bot.domain.acts import Act
from bot.domain.deliveries import post
from bot.domain.forms import ActionForm
from bot.domain.framework import StepKind
from bot.domain.messages import ActionCard, DayChoices, Message, Say, Screened
from bot.domain.people import Deed, Participant
from bot.domain.sessions import SessionState
from bot.ports.dates import Dates
from bot.ports.work import Work
from bot.usecases.cards import action_line
from bot.usecases.checkins import refresh_card, scheduled
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.people import People
from bot.usecases.sessions import Sessions

LONGEST = 500


@dataclass(frozen=True)
class Wanted:
    """An action as somebody asks for it: the owner by account as typed, or by participant as chosen."""

    text: str
    owner_user_id: str | None = None
    owner_id: str | None = None
    due_on: date | None = None
    session_id: str = ""
    decision_id: str = ""
    others: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Actions:
    """Records actions, and marks them done."""

    desk: Desk
    sessions: Sessions
    people: People
    dates: Dates

    def typed(self, act: Act, words: str) -> None:
        """Record an action from one line: ``share the file @owner by next Friday``; bare, it opens the form."""
        if not words.strip():
            self.form(act)
            return
        self.desk.run(act, lambda work: self._typed(work, act, words))

    def form(self, act: Act, session_id: str = "", action_id: str = "") -> None:
        """Open the form: for a new action, or for the owner and day of one that lacks them."""
        form = self.desk.look(act, lambda work: self._form(work, act, session_id, action_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def submit(self, act: Act, wanted: Wanted, action_id: str = "") -> None:
        """Record what was written in the form."""
        self.desk.run(act, lambda work: self._submit(work, act, wanted, action_id))

    def _typed(self, work: Work, act: Act, words: str) -> Message | None:
        scene = scene_of(work, act.channel_id)
        split, whole = take_apart(words)
        today = self.desk.clock.now().astimezone(ZoneInfo(scene.coalition.time_zone)).date()
        due = self.dates.read(split.due_words, today, scene.coalition.lang) if split.due_words else None
        days = self.dates.choices(split.due_words, today, scene.coalition.lang) if not due else ()
        chosen = split if due or days else whole
        owner, text = self._account(act, chosen.owner_user_id, chosen.owner_name, chosen.text)
        others = []
        for user_id, name in chosen.others:
            other, text = self._account(act, user_id, name, text)
            others.append(other)
        wanted = Wanted(
            self.people.named(act, text),
            owner,
            due_on=due,
            others=tuple(one for one in others if one),
            days=days,
        )
        return self._record(work, act, scene, wanted)

    def _account(self, act: Act, user_id: str | None, name: str | None, text: str) -> tuple[str | None, str]:
        """Return who is meant; a name that nobody has stays in the text."""
        if not name:
            return user_id, text
        found = self.desk.directory.user_called(act.workspace_id, name)
        return found, text if found else f"{text} (@{name})"

    def day(self, act: Act, action_id: str, day: date) -> None:
        """Set the day of an action whose words could mean two."""
        self.desk.run(act, lambda work: self._day(work, act, action_id, day))

    def _day(self, work: Work, act: Act, action_id: str, day: date) -> Message | None:
        scene = scene_of(work, act.channel_id)
        action = self._action(work, scene, action_id)
        demand(participant(self.desk, work, scene, act), Deed.RECORD_ACTION, scene)
        told = scheduled(work, replace(action, due_on=day), scene.coalition, self.desk)
        refresh_card(work, scene, work.actions.save(told), act.key)
        return Say.of("action.day_set", number=action.number)

    def _submit(self, work: Work, act: Act, wanted: Wanted, action_id: str) -> Message | None:
        scene = scene_of(work, act.channel_id)
        if action_id:
            return self._complete(work, act, scene, wanted, action_id)
        return self._record(work, act, scene, wanted)

    def _record(self, work: Work, act: Act, scene: Scene, wanted: Wanted) -> Message | None:
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.RECORD_ACTION, scene)
        self._mind_words(wanted.text)
        fresh = scene_of(work, act.channel_id)
        owner = _owner(fresh, wanted)
        action = Action(
            id=self.desk.ids.new(),
            coalition_id=scene.coalition.id,
            channel_id=act.channel_id,
            number=len(work.actions.where(coalition_id=scene.coalition.id)) + 1,
            text=wanted.text.strip()[:LONGEST],
            recorded_by=person.id,
            recorded_at=self.desk.clock.now(),
            owner_id=owner.id if owner else None,
            due_on=wanted.due_on,
            session_id=wanted.session_id or None,
            decision_id=wanted.decision_id or None,
            co_owners=" ".join(_others(fresh, wanted, owner)),
        )
        action = scheduled(work, action, scene.coalition, self.desk)
        work.actions.add(action)
        self._show(work, fresh, action, act)
        return self._what_lacks(action, wanted, owner)

    def _complete(self, work: Work, act: Act, scene: Scene, wanted: Wanted, action_id: str) -> Message | None:
        action = self._action(work, scene, action_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.RECORD_ACTION, scene)
        self._mind_words(wanted.text)
        owner = _owner(scene, wanted)
        told = replace(
            action,
            text=wanted.text.strip()[:LONGEST],
            owner_id=owner.id if owner else action.owner_id,
            due_on=wanted.due_on or action.due_on,
        )
        changed = work.actions.save(scheduled(work, told, scene.coalition, self.desk))
        refresh_card(work, scene, changed, act.key)
        if changed.session_id:
            self._refresh_step(work, scene, changed.session_id, act)
        return self._what_lacks(changed, wanted, owner)

    def _mind_words(self, text: str) -> None:
        if not text.strip():
            raise refuse("refused.empty")
        findings = self.desk.screened([text])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))

    def _what_lacks(self, action: Action, wanted: Wanted, owner: Participant | None) -> Message | None:
        """An owner who is not in the coalition is not made one: the action stands, without an owner."""
        if wanted.days:
            return DayChoices(action.id, action.number, wanted.days)
        if wanted.owner_user_id and owner is None:
            return Say.of("action.owner_not_here", number=action.number)
        return None

    def _show(self, work: Work, scene: Scene, action: Action, act: Act) -> None:
        card = ActionCard(action_line(action, scene))
        work.outbox.plan([post(f"action:{action.id}", action.channel_id, card, scene.coalition.lang)])
        if action.session_id:
            self._refresh_step(work, scene, action.session_id, act)

    def _refresh_step(self, work: Work, scene: Scene, session_id: str, act: Act) -> None:
        session = work.sessions.get(session_id)
        if session is None or session.state is SessionState.ENDED:
            return
        cards = self.sessions.cards(work, scene, session)
        step = cards.pillar.step(session.step_id)
        if step is not None and step.kind is StepKind.ASSIGN:
            work.outbox.plan([cards.refresh(step, act.key)])

    def _action(self, work: Work, scene: Scene, action_id: str) -> Action:
        action = work.actions.get(action_id)
        if action is None or action.coalition_id != scene.coalition.id:
            raise refuse("refused.no_action")
        return action

    def _form(self, work: Work, act: Act, session_id: str, action_id: str) -> ActionForm:
        scene = scene_of(work, act.channel_id)
        text = self._action(work, scene, action_id).text if action_id else ""
        people = tuple((one.id, one.name) for one in sorted(scene.people, key=lambda one: one.name))
        return ActionForm(act.channel_id, session_id, action_id, text, people)


def _owner(scene: Scene, wanted: Wanted) -> Participant | None:
    """Return the participant who is to own an action, or None where there is none such in the coalition."""
    if wanted.owner_user_id:
        return scene.person(wanted.owner_user_id)
    return next((one for one in scene.people if one.id == wanted.owner_id), None)


def _others(scene: Scene, wanted: Wanted, first: Participant | None) -> list[str]:
    """Return the further owners who are in the coalition, each once."""
    found = (scene.person(user_id) for user_id in wanted.others)
    ids = [one.id for one in found if one is not None and one != first]
    return list(dict.fromkeys(ids))
