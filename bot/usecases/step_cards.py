"""The message of each kind of step, from what the session holds."""

from collections.abc import Callable

from bot.domain.actions import Action
from bot.domain.contributions import Recognised
from bot.domain.framework import Step, StepKind
from bot.domain.messages import (
    ActionLine,
    AssignCard,
    CheckCard,
    ExplainCard,
    GatherCard,
    ProposeCard,
    RankCard,
    RecordCard,
    StepCard,
    StepMessage,
    SynthesisCard,
)
from bot.domain.steps.rank import totals
from bot.usecases.desk import Scene
from bot.usecases.held import Held


def action_line(action: Action, scene: Scene, viewer: str = "") -> ActionLine:
    """Return an action as it stands in a list; ``viewer`` is the participant who looks."""
    return ActionLine(
        id=action.id,
        number=action.number,
        text=action.text,
        owner=", ".join(filter(None, (scene.named(one) for one in action.owner_ids))),
        due_on=action.due_on,
        state=action.state,
        closable=any(
            one.id == viewer and (one.facilitates or one.id in action.owner_ids) for one in scene.people
        ),
    )


def actions_of(held: Held) -> tuple[ActionLine, ...]:
    """Return the actions that came of a session."""
    found = held.work.actions.where(session_id=held.session.id)
    return tuple(action_line(action, held.scene) for action in found)


def _explain(held: Held, shown: StepCard, step: Step) -> StepMessage:
    return ExplainCard(shown, step.equity_check or held.pillar.equity_check)


def _gather(held: Held, shown: StepCard, step: Step) -> StepMessage:
    return GatherCard(shown, len(held.said(step.id)))


def _rank(held: Held, shown: StepCard, step: Step) -> StepMessage:
    ballots = held.ballots(step)
    return RankCard(
        shown,
        options=totals(held.options(step), ballots),
        voters=sum(bool(one.picks) for one in ballots),
        dots=step.dots,
    )


def _synthesise(held: Held, shown: StepCard, step: Step) -> StepMessage:
    sources = held.sources(step)
    if sources and not held.drawn(step):
        return SynthesisCard(shown, is_draft=True, sources=len(sources))
    words = [one.word for one in held.work.checks.where(session_id=held.session.id, step_id=step.id)]
    themes, later = held.themes(step)
    return SynthesisCard(
        shown,
        themes=themes,
        later=later,
        sources=len(sources),
        recognised=words.count(Recognised.YES),
        missing=words.count(Recognised.MISSING),
        not_meant=words.count(Recognised.NOT_MEANT),
    )


def _record(held: Held, shown: StepCard, step: Step) -> StepMessage:
    return RecordCard(shown, step.records, tuple(one.title for one in held.records(step.records)))


def _propose(held: Held, shown: StepCard, step: Step) -> StepMessage:
    return ProposeCard(shown)


def _check(held: Held, shown: StepCard, step: Step) -> StepMessage:
    question = step.equity_check or held.pillar.equity_check
    return CheckCard(shown, question, len(held.said(step.id)))


def _assign(held: Held, shown: StepCard, step: Step) -> StepMessage:
    return AssignCard(shown, actions_of(held))


STEP_CARDS: dict[StepKind, Callable[[Held, StepCard, Step], StepMessage]] = {
    StepKind.EXPLAIN: _explain,
    StepKind.GATHER: _gather,
    StepKind.RANK: _rank,
    StepKind.SYNTHESISE: _synthesise,
    StepKind.RECORD: _record,
    StepKind.DECIDE: _propose,
    StepKind.CHECK: _check,
    StepKind.ASSIGN: _assign,
}
