"""What a round and a decision look like as they stand: counts, reasons, and their cards."""

from collections.abc import Sequence

from bot.domain.choices import Missing, Secrecy
from bot.domain.collisions import collisions
from bot.domain.deciding import Deciding, Part, RoundPart, Terms, bounds_of
from bot.domain.decisions import Choice, Decision, ObjectionState, Position, Proposal, Tally, counted, tally
from bot.domain.deliveries import Delivery, post, update
from bot.domain.messages import DecisionCard, RoundCard, Voiced
from bot.domain.records import Parameter, RecordState
from bot.domain.rules import Bounds, ballots_of, holders, voted
from bot.ports.work import Work
from bot.usecases.both import in_both
from bot.usecases.desk import Scene

OF_PARTICIPATION = (Missing.QUORUM, Missing.ORGANISATIONS, Missing.SECTORS, Missing.COMMUNITY_PARTNER)


def open_rounds(work: Work, session_id: str) -> tuple[Proposal, ...]:
    """Return the proposals of a session that still take positions."""
    return tuple(one for one in work.proposals.where(session_id=session_id) if one.takes_positions)


def settings_of(work: Work, coalition_id: str) -> Deciding:
    """Return how a coalition decides; the defaults where it has chosen nothing."""
    return work.deciding.get(coalition_id) or Deciding(coalition_id, coalition_id)


def terms_for(work: Work, proposal: Proposal) -> Terms:
    """Return the terms of a round; those of a live round by consent where none were written."""
    return work.terms.get(proposal.id) or Terms(proposal.id, proposal.coalition_id, proposal.rule)


def bounds_for(work: Work, terms: Terms) -> Bounds:
    """Return what the rule of a round needs to know."""
    return bounds_of(terms, work.round_parts.where(proposal_id=terms.id))


def counted_positions(work: Work, proposal: Proposal) -> tuple[Position, ...]:
    """Return the positions to the words as they stand now, in the order in which they were first taken."""
    return work.positions.where(proposal_id=proposal.id, revision=proposal.revision)


def tally_of(work: Work, scene: Scene, proposal: Proposal) -> Tally:
    """Count a round as it stands."""
    terms = terms_for(work, proposal)
    bounds = bounds_for(work, terms)
    if terms.secrecy is Secrecy.DETACHED:
        return _detached_tally(work, scene, proposal, bounds)
    return tally(
        scene.people,
        work.positions.where(proposal_id=proposal.id),
        work.objections.where(proposal_id=proposal.id),
        bounds,
        organisations=work.organisations.where(coalition_id=scene.coalition.id),
        revision=proposal.revision,
    )


def _detached_tally(work: Work, scene: Scene, proposal: Proposal, bounds: Bounds) -> Tally:
    box = work.ballot_box
    organisations = work.organisations.where(coalition_id=scene.coalition.id)
    empty = ballots_of(scene.people, {}, bounds=bounds, organisations=organisations)
    return counted(voted(empty, box.voters(proposal.id), box.counts(proposal.id)), bounds)


def shown_tally(work: Work, scene: Scene, proposal: Proposal) -> Tally:
    """Return what everybody may see: of a detached round that is open, no count that a ballot would move."""
    found = tally_of(work, scene, proposal)
    if not proposal.takes_positions or terms_for(work, proposal).secrecy is not Secrecy.DETACHED:
        return found
    return found.without_counts(OF_PARTICIPATION)


def silent_in(work: Work, scene: Scene, proposal: Proposal, terms: Terms) -> list[str]:
    """Return those who could still speak for a ballot that was not used; of a detached round, all."""
    spoke = {one.participant_id for one in counted_positions(work, proposal)}
    return _unheard(work, scene, terms, set() if terms.secrecy is Secrecy.DETACHED else spoke)


def waits_for(work: Work, scene: Scene, proposal: Proposal, participant_id: str) -> bool:
    """Tell whether a round still waits for one person, as that person alone is shown it."""
    terms = terms_for(work, proposal)
    spoke = {one.participant_id for one in counted_positions(work, proposal)}
    if terms.secrecy is Secrecy.DETACHED:
        spoke = set(work.ballot_box.voters(proposal.id))
    return participant_id in _unheard(work, scene, terms, spoke)


def _unheard(work: Work, scene: Scene, terms: Terms, spoke: set[str]) -> list[str]:
    speakers = holders(scene.people, bounds_for(work, terms)).values()
    unused = [those for those in speakers if not any(one.id in spoke for one in those)]
    return [one.id for those in unused for one in those]


def voiced(work: Work, scene: Scene, proposal_id: str) -> tuple[Voiced, ...]:
    """Return the reasons in a round, objections first and by name: they are there to be talked about."""
    proposal = work.proposals.get(proposal_id)
    if proposal is None:
        return ()
    named = terms_for(work, proposal).secrecy is Secrecy.NAMED
    taken = [one for one in counted_positions(work, proposal) if one.reason]
    order = {choice: n for n, choice in enumerate(reversed(Choice))}
    taken.sort(key=lambda one: (order[one.choice], one.taken_at, one.id))
    return tuple(_voice(one, scene, named=named) for one in taken)


def _voice(position: Position, scene: Scene, *, named: bool) -> Voiced:
    shows = named and position.choice in (Choice.OBJECTION, Choice.GRADE_8)
    return Voiced(position.choice, position.reason, scene.named(position.participant_id) if shows else "")


def _names(scene: Scene, parts: Sequence[RoundPart], part: Part) -> tuple[str, ...]:
    return tuple(scene.named(one.participant_id) for one in parts if one.part is part)


def round_card(work: Work, scene: Scene, proposal: Proposal) -> RoundCard:
    """Return a round's card as everybody may see it."""
    terms = terms_for(work, proposal)
    parts = work.round_parts.where(proposal_id=proposal.id)
    held = work.interests.where(proposal_id=proposal.id)
    hidden = terms.secrecy is Secrecy.DETACHED
    return RoundCard(
        proposal_id=proposal.id,
        number=proposal.number,
        text=proposal.text,
        proposer=scene.named(proposal.proposed_by),
        state=proposal.state,
        tally=shown_tally(work, scene, proposal),
        time_zone=scene.coalition.time_zone,
        voiced=() if hidden else voiced(work, scene, proposal.id),
        revision=proposal.revision,
        secrecy=terms.secrecy,
        opens_at=terms.opens_at,
        closes_at=terms.closes_at,
        decider=next(iter(_names(scene, parts, Part.DECIDES)), ""),
        asked=_names(scene, parts, Part.IS_ASKED),
        group=_names(scene, parts, Part.IS_OF_GROUP),
        limits=terms.limits,
        asks_interests=terms.asks_interests,
        interests=tuple((scene.named(one.participant_id), one.text) for one in held),
        discussed=sum(
            one.state is ObjectionState.DISCUSSED for one in work.objections.where(proposal_id=proposal.id)
        ),
    )


def round_deliveries(work: Work, scene: Scene, proposal: Proposal, cause: str) -> list[Delivery]:
    """Bring a round's card up to date, or post it the first time."""
    card = in_both(work, scene, round_card(work, scene, proposal))
    if not work.outbox.planned(proposal.card):
        return [post(proposal.card, proposal.channel_id, card, scene.coalition.lang)]
    return [
        update(f"{cause}:{proposal.card}", proposal.card, proposal.channel_id, card, scene.coalition.lang)
    ]


def decision_delivery(work: Work, scene: Scene, decision: Decision, cause: str) -> Delivery:
    """Bring a decision's card up to date, or post it the first time."""
    place = f"decision:{decision.id}"
    shown = DecisionCard(decision, scene.coalition.time_zone, voiced(work, scene, decision.proposal_id))
    card = in_both(work, scene, shown)
    if not work.outbox.planned(place):
        return post(place, decision.channel_id, card, scene.coalition.lang)
    return update(f"{cause}:{place}", place, decision.channel_id, card, scene.coalition.lang)


def hard_parameters(work: Work, proposal: Proposal) -> tuple[Parameter, ...]:
    """Return the hard parameters that a proposal runs into, of those that its channel may see."""
    private = {
        one.channel_id
        for one in work.channels.where(coalition_id=proposal.coalition_id)
        if one.private and one.channel_id != proposal.channel_id
    }
    held = work.parameters.where(coalition_id=proposal.coalition_id, state=RecordState.CURRENT)
    return collisions(proposal.text, [one for one in held if one.channel_id not in private])
