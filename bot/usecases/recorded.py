"""A coalition's records as passages, read off the database at each question, so that they are right at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.actions import Action
from bot.domain.answers import Passage, Source
from bot.domain.days import day_in_words, moment_in_words
from bot.domain.decisions import Decision
from bot.domain.kept import KEPT_KINDS, Kept, kind_of, plural, title_of
from bot.domain.labels import filled_in, ref
from bot.domain.people import Coalition
from bot.domain.voice import Voice
from bot.ports.work import Work

OVER = ("superseded", "retired", "dropped")
HEADING = 120


def recorded(work: Work, coalition: Coalition, voice: Voice) -> Iterator[tuple[str, Passage]]:
    """Yield each record that holds, with the channel that it belongs to.

    One that another took the place of is left out: what is cited is what holds now.
    """
    people = {one.id: one.name for one in work.participants.where(coalition_id=coalition.id)}
    telling = Telling(coalition, voice, people)
    for kind in KEPT_KINDS:
        for kept in getattr(work, plural(kind)).where(coalition_id=coalition.id):
            if str(kept.state) not in OVER:
                yield kept.channel_id, telling.passage(kept)


@dataclass(frozen=True)
class Telling:
    """Tells records in a coalition's language. ``people``: participants' names by id."""

    coalition: Coalition
    voice: Voice
    people: Mapping[str, str]

    def passage(self, kept: Kept) -> Passage:
        """Return a record as a passage: what it says first, then how it stands and its fields."""
        kind, heading = kind_of(kept), title_of(kept)
        title, document_id = ref(self.voice, kind, kept.number), f"record:{kind}:{kept.id}"
        source = Source(title, publisher=self.coalition.name, url=kept.permalink)
        fields = (f"{label}: {value}" for label, value in filled_in(self.voice, kept, self.people))
        return Passage(
            id=f"{document_id}#1",
            document_id=document_id,
            title=title,
            heading=heading[:HEADING],
            text=" ".join(_sentence(line) for line in (heading, *self._standing(kept), *fields)),
            lang=self.coalition.lang,
            kind="record",
            sources=(source,) if kept.permalink else (),
        )

    def _standing(self, kept: Kept) -> list[str]:
        """Say how firm a decision is, and how far an action; of other records only what holds is told."""
        if isinstance(kept, Action):
            return [self._state(self.voice.say(f"action.state.{kept.state}"))]
        if not isinstance(kept, Decision):
            return []
        until = moment_in_words(self.voice, kept.provisional_until, self.coalition.time_zone)
        day = day_in_words(self.voice, kept.decided_at.date())
        state = self._state(self.voice.say(f"decision.state.{kept.state}", until=until))
        return [self.voice.say("shelved.decided", day=day), state]

    def _state(self, state: str) -> str:
        return f"{self.voice.say('charter.state')}: {state}"


def _sentence(line: str) -> str:
    line = line.strip()
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
