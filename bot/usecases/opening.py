"""Opening a round: in a session or outside one, at once or over days, after a look at what stands in its way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.domain.acts import Act
from bot.domain.amendments import touches_interests
from bot.domain.choices import Rule, Secrecy
from bot.domain.deciding import (
    Deciding,
    Part,
    RoundPart,
    Terms,
    bounds_of,
    pace_of,
    secrecy_allowed,
    terms_of,
)
from bot.domain.decisions import Proposal, ProposalState
from bot.domain.framework import Mode
from bot.domain.grammar import text_and_day
from bot.domain.messages import Door, Message, RoundDoors, RoundPlan, Say, Screened
from bot.domain.people import Deed, Participant
from bot.domain.round_forms import DecideForm
from bot.domain.rules import ballots_of
from bot.domain.timetable import Timetable, plan
from bot.ports.dates import Dates
from bot.ports.holidays import Holidays
from bot.ports.work import Work
from bot.usecases.closed_days import closed_days
from bot.usecases.desk import Desk, Refused, Scene, demand, participant, refuse, scene_of
from bot.usecases.round_cards import hard_parameters, round_deliveries, settings_of, terms_for

LONGEST = 1500


@dataclass(frozen=True)
class Wanted:
    """A round as somebody wants it. ``rule`` None: the coalition's. People are Slack user ids.

    ``people`` are those asked (advice) or those who decide (delegated); ``decider`` '' is the proposer.
    """

    text: str
    mode: Mode = Mode.ASYNC
    until: date | None = None
    rapid: bool = False
    rule: Rule | None = None
    secrecy: Secrecy = Secrecy.NAMED
    decider: str = ""
    people: tuple[str, ...] = ()
    limits: str = ""
    supersedes: str = ""
    session_id: str | None = None
    step_id: str = ""


@dataclass(frozen=True)
class Opening:
    """Opens rounds."""

    desk: Desk
    dates: Dates
    holidays: Holidays

    def typed(self, act: Act, rest: str) -> None:
        """Open a round over days, from ``TEXT [until DATE]``; without a text, show the form."""
        if not rest.strip():
            self.form(act)
            return
        self.desk.run(act, lambda work: self._typed(work, act, rest))

    def form(self, act: Act, supersedes: str = "") -> None:
        """Open the form for a round outside a session; where nothing can be opened, offer a button."""
        if not act.surface.trigger_id:
            self.desk.channel.reply(act, RoundDoors(Door.DECIDE), self.desk.lang(act))
            return
        form = self.desk.look(act, lambda work: self._form(work, act, supersedes))
        if form is not None:
            self.desk.channel.open_form(act, form, self.desk.lang(act))

    def put(self, act: Act, wanted: Wanted) -> None:
        """Put words to the group, outside a session."""
        self.desk.run(act, lambda work: self.open(work, act, act.channel_id, wanted))

    def confirm(self, act: Act, proposal_id: str) -> None:
        """Open a round whose plan, or what stands in its way, was shown first."""
        self.desk.run(act, lambda work: self._confirm(work, act, proposal_id))

    def open(self, work: Work, act: Act, channel_id: str, wanted: Wanted) -> Message | None:
        """Open a round in a channel, or return what its proposer should see before it opens."""
        scene = scene_of(work, channel_id)
        person = participant(self.desk, work, scene, act)
        demand(person, Deed.PROPOSE, scene)
        words = self._words(wanted)
        settings = self._settings(work, scene, wanted)
        people = self._people(work, act, channel_id, wanted)
        scene = scene_of(work, channel_id)
        proposal = self._proposal(work, scene, person, replace(wanted, text=words), channel_id, settings.rule)
        terms = self._terms(work, scene, proposal, settings, wanted)
        parts = self._parts(proposal, person, people, wanted, settings.rule)
        self._mind_secrecy(scene, terms, parts)
        work.terms.add(terms)
        for part in parts:
            work.round_parts.add(part)
        return self._begin(work, act, scene, proposal, wanted)

    def _typed(self, work: Work, act: Act, rest: str) -> Message | None:
        scene = scene_of(work, act.channel_id)
        text, day = text_and_day(rest)
        today = self.desk.clock.now().astimezone(ZoneInfo(scene.coalition.time_zone)).date()
        until = self.dates.read(day, today, scene.coalition.lang) if day else None
        if until is None:
            text = rest
        return self.open(work, act, act.channel_id, Wanted(text, until=until))

    def _form(self, work: Work, act: Act, supersedes: str) -> DecideForm:
        scene = scene_of(work, act.channel_id)
        demand(scene.person(act.user_id) or Participant("", "", ""), Deed.PROPOSE, scene)
        before = work.decisions.get(supersedes) if supersedes else None
        settings = settings_of(work, scene.coalition.id)
        return DecideForm(
            act.channel_id,
            settings.rule,
            before.statement if before else "",
            before.id if before else "",
            rapid=settings.rapid_hours > 0,
        )

    def _words(self, wanted: Wanted) -> str:
        words = wanted.text.strip()
        if not words:
            raise refuse("refused.empty")
        if len(words) > LONGEST:
            raise refuse("refused.proposal_too_long", most=LONGEST)
        findings = self.desk.screened([words, wanted.limits])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))
        return words

    def _settings(self, work: Work, scene: Scene, wanted: Wanted) -> Deciding:
        settings = settings_of(work, scene.coalition.id)
        chosen = replace(settings, rule=wanted.rule or settings.rule)
        if wanted.rapid and not settings.rapid_hours:
            raise refuse("refused.no_rapid_lane")
        if chosen.rule is Rule.ADVICE and not wanted.people:
            raise refuse("refused.nobody_asked")
        if chosen.rule is Rule.DELEGATED and not (wanted.people and wanted.limits.strip()):
            raise refuse("refused.no_group")
        return chosen

    def _people(self, work: Work, act: Act, channel_id: str, wanted: Wanted) -> dict[str, Participant]:
        """Return those named in the form; whoever was not a participant yet becomes one."""
        named = dict.fromkeys((*wanted.people, *((wanted.decider,) if wanted.decider else ())))
        found = {}
        for user_id in named:
            scene = scene_of(work, channel_id)
            found[user_id] = participant(self.desk, work, scene, replace(act, user_id=user_id))
        return found

    def _proposal(
        self, work: Work, scene: Scene, person: Participant, wanted: Wanted, channel_id: str, rule: Rule
    ) -> Proposal:
        proposal_id = self.desk.ids.new()
        proposal = Proposal(
            id=proposal_id,
            coalition_id=scene.coalition.id,
            channel_id=channel_id,
            number=len(work.proposals.where(coalition_id=scene.coalition.id)) + 1,
            text=wanted.text,
            proposed_by=person.id,
            opened_at=self.desk.clock.now(),
            session_id=wanted.session_id,
            step_id=wanted.step_id,
            rule=rule,
            mode=wanted.mode,
            state=ProposalState.DRAFT,
            card=f"round:{proposal_id}",
        )
        work.proposals.add(proposal)
        return proposal

    def _terms(
        self, work: Work, scene: Scene, proposal: Proposal, settings: Deciding, wanted: Wanted
    ) -> Terms:
        terms = replace(
            terms_of(settings, proposal.id),
            secrecy=wanted.secrecy,
            limits=wanted.limits.strip(),
            rapid=wanted.rapid,
            supersedes=wanted.supersedes,
            asks_interests=touches_interests(proposal.text),
        )
        if wanted.mode is Mode.LIVE:
            return terms
        times = self._times(work, scene, settings, wanted.until, rapid=wanted.rapid)
        return replace(terms, opens_at=times.opens_at, earliest=times.earliest, closes_at=times.closes_at)

    def _times(
        self, work: Work, scene: Scene, settings: Deciding, until: date | None, *, rapid: bool
    ) -> Timetable:
        return plan(
            self.desk.clock.now(),
            pace_of(settings, rapid=rapid),
            ZoneInfo(scene.coalition.time_zone),
            until,
            closed_days(self.holidays, work, scene.coalition),
        )

    def _parts(
        self,
        proposal: Proposal,
        proposer: Participant,
        people: dict[str, Participant],
        wanted: Wanted,
        rule: Rule,
    ) -> tuple[RoundPart, ...]:
        kind = {Rule.ADVICE: Part.IS_ASKED, Rule.DELEGATED: Part.IS_OF_GROUP}.get(rule)
        if kind is None:
            return ()
        named = [(people[one].id, kind) for one in dict.fromkeys(wanted.people)]
        if rule is Rule.ADVICE:
            decider = people[wanted.decider].id if wanted.decider else proposer.id
            named = [(decider, Part.DECIDES), *(one for one in named if one[0] != decider)]
        new = self.desk.ids.new
        return tuple(RoundPart(new(), proposal.coalition_id, proposal.id, who, part) for who, part in named)

    def _mind_secrecy(self, scene: Scene, terms: Terms, parts: Sequence[RoundPart]) -> None:
        ballots = len(ballots_of(scene.people, {}, bounds=bounds_of(terms, parts)))
        if not secrecy_allowed(terms.secrecy, terms.rule, ballots, terms.ballots_by):
            raise refuse("refused.not_detached", count=ballots)

    def _begin(
        self, work: Work, act: Act, scene: Scene, proposal: Proposal, wanted: Wanted
    ) -> Message | None:
        """Open at once, unless the proposer should see something first."""
        terms = terms_for(work, proposal)
        runs_into = hard_parameters(work, proposal)
        moved = wanted.until is not None and _day(terms.closes_at, scene) != wanted.until
        if not runs_into and not moved:
            self._show(work, act, scene, proposal)
            return None
        return RoundPlan(
            proposal.id,
            proposal.text,
            opens_at=terms.opens_at,
            closes_at=terms.closes_at,
            moved=moved,
            parameters=tuple((one.number, one.title, one.text) for one in runs_into),
            time_zone=scene.coalition.time_zone,
        )

    def _show(self, work: Work, act: Act, scene: Scene, proposal: Proposal) -> None:
        opened = work.proposals.save(
            replace(proposal, state=ProposalState.OPEN, opened_at=self.desk.clock.now())
        )
        work.outbox.plan(round_deliveries(work, scene, opened, act.key))

    def _confirm(self, work: Work, act: Act, proposal_id: str) -> Message | None:
        proposal = work.proposals.get(proposal_id)
        if proposal is None:
            raise refuse("refused.no_round")
        if proposal.state is not ProposalState.DRAFT:
            raise refuse("refused.round_is_open")
        scene = scene_of(work, proposal.channel_id)
        person = participant(self.desk, work, scene, act)
        if person.id != proposal.proposed_by:
            demand(person, Deed.STEER, scene)
        self._set_clock(work, scene, proposal)
        self._show(work, act, scene, proposal)
        return Say.of("decide.opened", number=proposal.number)

    def _set_clock(self, work: Work, scene: Scene, proposal: Proposal) -> None:
        """A plan that lay about for a while starts now, and keeps its wished end where that still leaves time."""
        terms = terms_for(work, proposal)
        if terms.closes_at is None:
            return
        until = _day(terms.closes_at, scene)
        times = self._times(work, scene, settings_of(work, scene.coalition.id), until, rapid=terms.rapid)
        work.terms.save(
            replace(terms, opens_at=times.opens_at, earliest=times.earliest, closes_at=times.closes_at)
        )


def _day(moment: datetime | None, scene: Scene) -> date | None:
    return moment.astimezone(ZoneInfo(scene.coalition.time_zone)).date() if moment else None
