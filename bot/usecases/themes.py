"""Keeping themes: those of a synthesis as it is shown, and those that a step ranks, frozen when it opens."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.framework import Step, StepKind
from bot.domain.steps.synthesise import Draft, DrawnTheme
from bot.ports.clock import Ids
from bot.usecases.held import Held


def keep(held: Held, step: Step, drafts: Sequence[Draft], ids: Ids) -> None:
    """Let themes stand as the step's own; what stood before and is no theme any more is emptied, not deleted."""
    before = {
        one.number: one for one in held.work.drawn_themes.where(session_id=held.session.id, step_id=step.id)
    }
    for number, draft in enumerate(drafts, 1):
        members = " ".join(draft.members)
        known = before.pop(number, None)
        if known is not None:
            held.work.drawn_themes.save(replace(known, text=draft.text, members=members))
        else:
            new = DrawnTheme(
                ids.new(), held.session.coalition_id, held.session.id, step.id, number, draft.text, members
            )
            held.work.drawn_themes.add(new)
    for left in before.values():
        held.work.drawn_themes.save(replace(left, text="", members=""))


def freeze_options(held: Held, step: Step, ids: Ids) -> None:
    """Before dots are spread, what they are spread over is held fast; dots stay where they were put."""
    if step.kind is not StepKind.RANK or step.choices or held.drawn(step):
        return
    shown = [
        held.drafts(source)
        for source in (held.pillar.step(name) for name in step.draws_on)
        if source is not None and source.kind is StepKind.SYNTHESISE
    ]
    keep(held, step, [one for drafts in shown for one in drafts] or held.drafts(step), ids)
