"""What a facilitator has at hand beside the steps: parking lot, scribe's notes, projector, rehearsal, hand-over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.acts import Act
from bot.domain.contributions import LONGEST, Contribution
from bot.domain.forms import HandForm, ParkForm, PasteForm, ProjectorView
from bot.domain.framework import Step
from bot.domain.messages import Message, Parked, Rehearsal, Say, Screened
from bot.domain.people import Deed
from bot.domain.sessions import OPEN_TO_WORDS
from bot.domain.steps.notes import Line, lines_of
from bot.domain.steps.parking import ParkedPoint
from bot.ports.work import Work
from bot.usecases.cards import Cards
from bot.usecases.desk import Desk, Refused, demand, participant, refuse, scene_of
from bot.usecases.sessions import Sessions, the_session


@dataclass(frozen=True)
class SessionRoom:
    """The things on the table of a session."""

    desk: Desk
    sessions: Sessions

    def park_form(self, act: Act, session_id: str) -> None:
        """Open the form for a point to park."""
        self.desk.channel.open_form(act, ParkForm(act.channel_id, session_id), self.desk.lang(act))

    def park_typed(self, act: Act, text: str) -> None:
        """Park a point in the session that is under way here; bare, show what is parked."""
        if text.strip():
            self.park(act, "", text)
            return
        shown = self.desk.look(act, lambda work: self._parked(work, the_session(work, act.channel_id).id))
        if shown is not None:
            self.desk.channel.reply(act, shown, self.desk.lang(act))

    def park(self, act: Act, session_id: str, text: str) -> None:
        """Keep a point for later."""
        self.desk.run(act, lambda work: self._park(work, act, session_id, text))

    def paste_form(self, act: Act, session_id: str = "") -> None:
        """Open the form for a scribe's notes on the step that is open."""
        form = self.desk.look(act, lambda work: self._paste_form(work, act, session_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def paste(self, act: Act, session_id: str, step_id: str, block: str) -> None:
        """Note a block of notes: a line a contribution, by the name in front of it."""
        self.desk.run(act, lambda work: self._paste(work, act, session_id, step_id, block))

    def projector(self, act: Act, session_id: str = "") -> None:
        """Open the step in large type."""
        view = self.desk.look(act, lambda work: self._projector(work, act, session_id))
        if view is not None:
            self.desk.channel.open_form(act, view, self.desk.lang(act))

    def rehearse(self, act: Act, words: str) -> None:
        """Show a script from beginning to end to the person alone; nothing is posted, nothing kept."""
        card = self.desk.look(act, lambda work: self._rehearsal(work, act, words))
        if card is not None:
            self.desk.channel.reply(act, card, self.desk.lang(act))

    def hand_form(self, act: Act, session_id: str = "") -> None:
        """Open the form that asks who steers from now on."""
        form = self.desk.look(act, lambda work: self._hand_form(work, act, session_id))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def hand_over(self, act: Act, session_id: str, participant_id: str) -> None:
        """Let somebody else steer a session."""
        self.desk.run(act, lambda work: self._hand_over(work, act, session_id, participant_id))

    def _cards(self, work: Work, act: Act, session_id: str) -> Cards:
        known = session_id or the_session(work, act.channel_id).id
        session = work.sessions.get(known)
        if session is None:
            raise refuse("refused.no_session")
        return self.sessions.cards(work, scene_of(work, session.channel_id), session)

    def _step(self, cards: Cards) -> Step:
        step = cards.pillar.step(cards.session.step_id)
        if step is None:
            raise refuse("note.step_left")
        return step

    def _parked(self, work: Work, session_id: str) -> Parked:
        session = work.sessions.get(session_id)
        if session is None:
            raise refuse("refused.no_session")
        cards = self.sessions.cards(work, scene_of(work, session.channel_id), session)
        points = work.parked_points.where(session_id=session_id)
        return Parked(session_id, cards.pillar.title, tuple(one.text for one in points))

    def _park(self, work: Work, act: Act, session_id: str, text: str) -> Message | None:
        cards = self._cards(work, act, session_id)
        person = participant(self.desk, work, cards.scene, act)
        demand(person, Deed.CONTRIBUTE, cards.scene)
        self._mind([text])
        point = ParkedPoint(
            self.desk.ids.new(),
            cards.session.coalition_id,
            cards.session.id,
            person.id,
            text.strip()[:LONGEST],
            self.desk.clock.now(),
        )
        work.parked_points.add(point)
        return Say.of("room.parked")

    def _mind(self, texts: Sequence[str]) -> None:
        findings = self.desk.screened(texts)
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))

    def _paste_form(self, work: Work, act: Act, session_id: str) -> PasteForm:
        cards = self._cards(work, act, session_id)
        step = self._step(cards)
        if step.kind not in OPEN_TO_WORDS:
            raise refuse("refused.no_words_here")
        return PasteForm(act.channel_id, cards.session.id, step.id, step.title)

    def _paste(self, work: Work, act: Act, session_id: str, step_id: str, block: str) -> Message | None:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        scribe = participant(self.desk, work, cards.scene, act)
        demand(scribe, Deed.CONTRIBUTE, cards.scene)
        self._mind([block])
        lines = lines_of(block, {one.name: one.id for one in cards.scene.people})
        if not lines:
            raise refuse("refused.empty")
        for line in lines:
            work.contributions.add(self._noted(cards, step, line, line.participant_id or scribe.id))
        fresh = self.sessions.fresh(work, cards)
        work.outbox.plan(fresh.touched(step, act.key))
        unknown = sum(not line.participant_id for line in lines)
        return Say.of("room.pasted", count=len(lines), unknown=unknown)

    def _noted(self, cards: Cards, step: Step, line: Line, participant_id: str) -> Contribution:
        return Contribution(
            id=self.desk.ids.new(),
            coalition_id=cards.session.coalition_id,
            session_id=cards.session.id,
            step_id=step.id,
            participant_id=participant_id,
            text=line.text[:LONGEST],
            said_at=self.desk.clock.now(),
        )

    def _projector(self, work: Work, act: Act, session_id: str) -> ProjectorView:
        cards = self._cards(work, act, session_id)
        step = self._step(cards)
        begun = cards.session.touched_at
        ends = cards.session.step_due or (begun + timedelta(minutes=step.minutes) if begun else None)
        return ProjectorView(cards.plain_card(step), ends, cards.scene.coalition.time_zone)

    def _rehearsal(self, work: Work, act: Act, words: str) -> Rehearsal:
        scene = scene_of(work, act.channel_id)
        cards = self.sessions.sketch(work, act, self.sessions.pillar_called(words or "vision", scene))
        steps = tuple(cards.plain_card(step) for step in cards.pillar.steps)
        return Rehearsal(cards.pillar.title, steps, cards.pillar.minutes)

    def _hand_form(self, work: Work, act: Act, session_id: str) -> HandForm:
        cards = self._cards(work, act, session_id)
        person = cards.scene.person(act.user_id)
        if person is None:
            raise refuse("refused.facilitators_only")
        demand(person, Deed.STEER, cards.scene, steers=cards.session.steers)
        people = tuple((one.id, one.name) for one in cards.scene.people if one.has_ballot)
        return HandForm(act.channel_id, cards.session.id, people)

    def _hand_over(self, work: Work, act: Act, session_id: str, participant_id: str) -> Message | None:
        cards = self.sessions.steered(work, act, session_id)
        chosen = next((one for one in cards.scene.people if one.id == participant_id), None)
        if chosen is None or not chosen.has_ballot:
            raise refuse("refused.facilitators_only")
        now = self.desk.clock.now()
        handed = work.sessions.save(replace(cards.session, steers=chosen.id, touched_at=now, offered_at=None))
        work.outbox.plan([cards.at(handed).show_session(act.key)])
        return Say.of("room.handed", name=chosen.name)
