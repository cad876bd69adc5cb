"""What a session holds: its contributions, themes, dots and records."""

from dataclasses import dataclass, replace

from bot.domain.contributions import Contribution, Named, Quote, Theme
from bot.domain.framework import Pillar, Step, StepKind
from bot.domain.people import Role
from bot.domain.records import Record, RecordKind
from bot.domain.sessions import Session
from bot.domain.steps.check import Heard, heard
from bot.domain.steps.rank import OPTIONS_AT_MOST, Option, RankBallot
from bot.domain.steps.synthesise import Draft, DrawnTheme, Numbered, drafted, numbered
from bot.ports.work import Repository, Work
from bot.usecases.desk import Scene

REPOSITORIES = {kind: f"{kind}s" for kind in RecordKind}


def records_of(work: Work, kind: RecordKind) -> Repository[Record]:
    """Return the repository of a kind of record."""
    found: Repository[Record] = getattr(work, REPOSITORIES[kind])
    return found


@dataclass(frozen=True)
class Held:
    """Looks up what belongs to one session."""

    work: Work
    scene: Scene
    pillar: Pillar
    session: Session

    def said(self, *step_ids: str) -> tuple[Contribution, ...]:
        """Return the contributions to these steps (all steps where none is named), not the withdrawn ones."""
        return tuple(one for one in self._all_said(*step_ids) if not one.withdrawn)

    def _all_said(self, *step_ids: str) -> tuple[Contribution, ...]:
        kept = self.work.contributions.where(session_id=self.session.id)
        return tuple(one for one in kept if not step_ids or one.step_id in step_ids)

    def quote(self, said: Contribution) -> Quote:
        """Return a contribution's words, with a name where it was given with one."""
        named = said.named is Named.NAMED
        return Quote(said.text, self.scene.named(said.participant_id) if named else "")

    def sources(self, step: Step) -> tuple[Numbered, ...]:
        """Return the contributions that a step draws on, numbered as they were said."""
        drawn = self._all_said(*self.words_behind(step)) if step.draws_on else ()
        return numbered(drawn, {one.id: self.quote(one) for one in drawn})

    def words_behind(self, step: Step) -> tuple[str, ...]:
        """Return the steps whose words a step draws on; where it draws on a synthesis, those behind that one."""
        found: list[str] = []
        for source in (self.pillar.step(name) for name in step.draws_on):
            if source is not None:
                behind = self.words_behind(source) if source.draws_on else (source.id,)
                found += [one for one in behind if one not in found]
        return tuple(found)

    def drawn(self, step: Step) -> tuple[DrawnTheme, ...]:
        """Return the themes of a step as they were shown to the group; none while they are a draft."""
        rows = self.work.drawn_themes.where(session_id=self.session.id, step_id=step.id)
        return tuple(sorted((one for one in rows if one.members), key=lambda one: one.number))

    def drafts(self, step: Step) -> tuple[Draft, ...]:
        """Return the themes of a step: as they were shown, or grouped by likeness."""
        shown = self.drawn(step)
        if shown:
            return tuple(Draft(one.text, one.draws) for one in shown)
        return drafted(self.sources(step))

    def themes(self, step: Step) -> tuple[tuple[Theme, ...], tuple[Quote, ...]]:
        """Return the themes of a step in the words as they stand now, and what was said since they were drawn."""
        quotes = {one.id: one.quote for one in self.sources(step)}
        drafts = self.drafts(step)
        themes = tuple(
            _theme(draft, quotes) for draft in drafts if any(one in quotes for one in draft.members)
        )
        held = {one for draft in drafts for one in draft.members}
        return themes, tuple(quote for key, quote in quotes.items() if key not in held)

    def agreed_words(self, step: Step) -> tuple[str, ...]:
        """Return the wording that a proposal may start from: the last synthesis of what it draws on."""
        before = self.pillar.steps[: max(self.pillar.number(step.id) - 1, 0)]
        shown = [one for one in before if one.kind is StepKind.SYNTHESISE and self.drawn(one)]
        themes, _ = self.themes(shown[-1] if shown else step)
        return tuple(theme.label.text for theme in themes)

    def options(self, step: Step) -> tuple[Option, ...]:
        """Return what a step ranks: its own choices, or the themes that were there when it opened."""
        if step.choices:
            return tuple(Option(*choice) for choice in step.choices)
        quotes = {one.id: one.quote for one in self.sources(step)}
        rows = [one for one in self.drawn(step) if any(key in quotes for key in one.draws)]
        named = [Option(one.id, _theme(Draft(one.text, one.draws), quotes).label.text) for one in rows]
        return tuple(named[:OPTIONS_AT_MOST])

    def ballots(self, step: Step) -> tuple[RankBallot, ...]:
        """Return the dots of a step; those of people who can't spread any (any more) do not count."""
        spread = {one.id for one in self.scene.people if one.role is not Role.OBSERVER}
        cast = self.work.rank_ballots.where(session_id=self.session.id, step_id=step.id)
        return tuple(one for one in cast if one.participant_id in spread)

    def records(self, kind: str) -> tuple[Record, ...]:
        """Return the records of a kind that came of this session."""
        return records_of(self.work, RecordKind(kind)).where(session_id=self.session.id)

    def heard(self) -> Heard:
        """Return who has been heard in this session."""
        bodies = self.work.organisations.where(coalition_id=self.scene.coalition.id)
        spoke = {one.participant_id for one in self.said()}
        return heard(self.scene.people, {one.id: one.name for one in bodies}, spoke)

    def at(self, session: Session) -> "Held":
        """Return what a session holds in another state."""
        return replace(self, session=session)


def _theme(draft: Draft, quotes: dict[str, Quote]) -> Theme:
    drawn = [quotes[one] for one in draft.members if one in quotes]
    if draft.text:
        return Theme(Quote(draft.text), tuple(drawn))
    return Theme(drawn[0], tuple(drawn[1:]))
