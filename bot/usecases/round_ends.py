"""How a round ends: by hand, at its deadline, set aside; and how a decision becomes final or opens again."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.deciding import Terms, pace_of
from bot.domain.decisions import (
    Decision,
    DecisionState,
    ObjectionState,
    Proposal,
    ProposalState,
    Tally,
    decide,
    reopen,
    settle,
)
from bot.domain.deliveries import Delivery, post
from bot.domain.links import Link
from bot.domain.messages import Message, NotDecided, Say
from bot.domain.timetable import plan
from bot.ports.holidays import Holidays
from bot.ports.work import Work
from bot.usecases.closed_days import closed_days
from bot.usecases.desk import Desk, Scene, refuse, scene_of
from bot.usecases.round_cards import (
    decision_delivery,
    hard_parameters,
    round_deliveries,
    settings_of,
    tally_of,
    terms_for,
)


def mind_the_clock(terms: Terms, counted: Tally, desk: Desk, scene: Scene) -> None:
    """Refuse to close a round over days before its minimum, or while what is still said can change it."""
    now = desk.clock.now()
    if terms.closes_at is None or terms.earliest is None or now >= terms.closes_at:
        return
    if now < terms.earliest:
        raise refuse("refused.round_minimum", until=local(terms.earliest, scene))
    if not counted.settled:
        raise refuse("refused.round_can_change", until=local(terms.closes_at, scene))


def local(moment: datetime, scene: Scene) -> str:
    """Return a moment as people of the coalition read a clock."""
    return f"{moment.astimezone(ZoneInfo(scene.coalition.time_zone)):%Y-%m-%d %H:%M}"


def conclude(
    desk: Desk, work: Work, scene: Scene, proposal: Proposal, by: str, cause: str, *, time_is_over: bool
) -> Message | None:
    """End a round with a decision, a no, or (when its time is over) with "not decided yet" and why."""
    counted = tally_of(work, scene, proposal)
    if not counted.missing:
        _decided(desk, work, scene, proposal, counted, by, cause)
        return None
    if counted.rejected:
        _ended(work, scene, proposal, ProposalState.REJECTED, counted, cause)
        return None
    if time_is_over:
        _ended(work, scene, proposal, ProposalState.UNDECIDED, counted, cause)
        return None
    return Say.of(f"not_decided.{counted.missing[0]}", quorum=counted.quorum, taken=counted.taken)


def _decided(
    desk: Desk, work: Work, scene: Scene, proposal: Proposal, counted: Tally, by: str, cause: str
) -> None:
    terms = terms_for(work, proposal)
    made = decide(
        proposal,
        counted,
        decision_id=desk.ids.new(),
        number=len(work.decisions.where(coalition_id=scene.coalition.id)) + 1,
        by=by,
        now=desk.clock.now(),
        window=timedelta(hours=terms.window_hours),
        review_months=terms.review_months,
    )
    decision = replace(made, supersedes=terms.supersedes, conditions=terms.limits)
    work.decisions.add(decision)
    _leave_standing(work, proposal)
    for parameter in hard_parameters(work, proposal):
        ends = ("decision", decision.id, "parameter", parameter.id)
        work.links.add(Link(desk.ids.new(), scene.coalition.id, *ends, by, desk.clock.now()))
    closed = work.proposals.save(replace(proposal, state=ProposalState.DECIDED))
    cards = round_deliveries(work, scene, closed, cause)
    work.outbox.plan([*cards, decision_delivery(work, scene, decision, cause)])


def _leave_standing(work: Work, proposal: Proposal) -> None:
    """What is still objected to when a round ends stays on record so."""
    for raised in work.objections.where(proposal_id=proposal.id):
        if raised.is_open:
            work.objections.save(replace(raised, state=ObjectionState.STANDING))


def _ended(
    work: Work, scene: Scene, proposal: Proposal, state: ProposalState, counted: Tally, cause: str
) -> None:
    _leave_standing(work, proposal)
    closed = work.proposals.save(replace(proposal, state=state))
    said = NotDecided(closed.number, closed.text, state, counted.missing)
    note = post(
        f"{cause}:ended:{closed.id}", closed.channel_id, said, scene.coalition.lang, thread=closed.card
    )
    work.outbox.plan([*round_deliveries(work, scene, closed, cause), note])


def set_aside(work: Work, scene: Scene, proposal: Proposal, cause: str) -> None:
    """End a round without a decision; what was said stays on record, and what was objected to, too."""
    _leave_standing(work, proposal)
    dropped = work.proposals.save(replace(proposal, state=ProposalState.DROPPED))
    work.outbox.plan(round_deliveries(work, scene, dropped, cause))


def make_final(work: Work, decision: Decision) -> None:
    """Let a decision stand after its window; the one that it replaces is superseded from now on."""
    scene = scene_of(work, decision.channel_id)
    final = work.decisions.save(settle(decision))
    said = Say.of("decision.now_stands", number=final.number, statement=final.statement)
    key = f"settled:{final.id}"
    lang = scene.coalition.lang
    note = post(key, final.channel_id, said, lang, thread=f"decision:{final.id}")
    work.outbox.plan([decision_delivery(work, scene, final, key), note, *_replaced(work, scene, final, key)])


def _replaced(work: Work, scene: Scene, final: Decision, key: str) -> list[Delivery]:
    before = work.decisions.get(final.supersedes) if final.supersedes else None
    if before is None or before.coalition_id != final.coalition_id or before.superseded_by:
        return []
    old = work.decisions.save(replace(before, state=DecisionState.SUPERSEDED, superseded_by=final.id))
    return [decision_delivery(work, scene, old, key)]


def open_again(
    desk: Desk, work: Work, scene: Scene, decision: Decision, holidays: Holidays, cause: str
) -> Proposal:
    """Take a provisional decision back and let its round run again, with a new card. The caller plans the cards."""
    proposal = work.proposals.get(decision.proposal_id)
    if proposal is None:
        raise refuse("refused.no_round")
    again = work.proposals.save(
        replace(proposal, state=ProposalState.REOPENED, card=f"round:{proposal.id}:{cause}")
    )
    run_again(desk, work, scene, again, holidays)
    reopened = work.decisions.save(reopen(decision))
    work.outbox.plan([decision_delivery(work, scene, reopened, cause)])
    return again


def run_again(desk: Desk, work: Work, scene: Scene, proposal: Proposal, holidays: Holidays) -> None:
    """Let the clock of a round over days begin anew: its words changed, or its decision opened again."""
    terms = work.terms.get(proposal.id)
    if terms is None or terms.closes_at is None:
        return
    zone, closed = ZoneInfo(scene.coalition.time_zone), closed_days(holidays, work, scene.coalition)
    pace = replace(pace_of(settings_of(work, scene.coalition.id), rapid=terms.rapid), notice=timedelta())
    times = plan(desk.clock.now(), pace, zone, holiday=closed)
    work.terms.save(
        replace(
            terms,
            earliest=times.earliest,
            closes_at=max(terms.closes_at, times.closes_at),
            reminded=False,
        )
    )
