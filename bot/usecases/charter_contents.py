"""What stands in a charter: all records of a coalition that may be seen in a place, in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.actions import Action
from bot.domain.charter import Charter, Entry, Fact, LinkPicture, Node, Section
from bot.domain.choices import Rule, Secrecy
from bot.domain.days import day_in_words, moment_in_words
from bot.domain.decisions import Decision, DecisionState, counts_in
from bot.domain.kept import KEPT_KINDS, Kept, kind_of, plural, title_of
from bot.domain.labels import filled_in, ref
from bot.domain.links import Link
from bot.domain.messages import Voiced
from bot.domain.people import Role, facilitators
from bot.domain.records import RecordKind
from bot.domain.voice import Voice
from bot.ports.work import Work
from bot.usecases.desk import Scene
from bot.usecases.round_cards import counted_positions, terms_for, voiced

COLUMNS = (RecordKind.GOAL.value, RecordKind.PARAMETER.value, "decision", "action")
NODES_A_COLUMN = 10
LINKS_TOLD = 20
Key = tuple[str, str]


@dataclass(frozen=True)
class Contents:
    """A coalition's records on their way into a charter. ``hidden``: channels whose records stay out of it."""

    work: Work
    scene: Scene
    voice: Voice
    now: datetime
    hidden: frozenset[str] = frozenset()

    def charter(self) -> Charter:
        """Return the charter."""
        registers = {kind: self._register(kind) for kind in KEPT_KINDS}
        held = {(kind, one.id): one for kind, kept in registers.items() for one in kept}
        links = [one for one in self.work.links.where(coalition_id=self._id) if _ends(one) <= held.keys()]
        name = self.scene.coalition.name
        return Charter(
            title=self.voice.say("charter.title", name=name),
            subtitle=self.voice.say("charter.as_of", day=self._today()),
            about=self._about(),
            sections=tuple(self._section(kind, registers[kind], held, links) for kind in KEPT_KINDS),
            lang=self.voice.lang,
            file_stem=_file_name(self.voice.say("charter.file", name=name)),
            picture=self._picture(held, links),
            picture_title=self.voice.say("charter.picture"),
        )

    @property
    def _id(self) -> str:
        return self.scene.coalition.id

    def _today(self) -> str:
        local = self.now.astimezone(ZoneInfo(self.scene.coalition.time_zone))
        return day_in_words(self.voice, local.date())

    def _register(self, kind: str) -> tuple[Kept, ...]:
        found: Sequence[Kept] = getattr(self.work, plural(kind)).where(coalition_id=self._id)
        return tuple(
            sorted((one for one in found if one.channel_id not in self.hidden), key=lambda one: one.number)
        )

    def _about(self) -> tuple[str, ...]:
        people = self.scene.people
        organisations = len(self.work.organisations.where(coalition_id=self._id))
        partners = sum(one.role is Role.COMMUNITY_PARTNER for one in people)
        names = ", ".join(one.name for one in facilitators(people))
        counted = self.voice.say(
            "charter.people", count=len(people), organisations=organisations, partners=partners
        )
        steered = [self.voice.say("charter.facilitated", names=names)] if names else []
        private = [self.voice.say("charter.only_here")] if self.hidden else []
        return (counted, *steered, *private)

    def _section(
        self, kind: str, kept: Sequence[Kept], held: Mapping[Key, Kept], links: Sequence[Link]
    ) -> Section:
        entries = tuple(self._entry(one, held, links) for one in kept)
        title = self.voice.say(f"record.plural.{kind}")
        return Section(plural(kind), title, self.voice.say("charter.nothing"), entries)

    def _entry(self, kept: Kept, held: Mapping[Key, Kept], links: Sequence[Link]) -> Entry:
        kind = kind_of(kept)
        standing = Fact(self.voice.say("charter.state"), self._standing(kept, held))
        facts = [Fact(*told) for told in filled_in(self.voice, kept, self._names(kept))]
        if isinstance(kept, Decision) and kept.state is not DecisionState.NOTED:
            facts = self._decided(kept)
        mine = [
            held[one.to_kind, one.to_id] for one in links if (one.from_kind, one.from_id) == (kind, kept.id)
        ]
        hangs_on = [
            self.voice.say("charter.hangs_on", ref=self._ref(one), title=title_of(one)) for one in mine
        ]
        return Entry(self._ref(kept), title_of(kept), (standing, *facts), tuple(hangs_on))

    def _decided(self, decision: Decision) -> list[Fact]:
        """Tell how a round came to a decision, who took part where positions were named, and the reasons given."""
        proposal = self.work.proposals.get(decision.proposal_id)
        if proposal is None:
            return []
        is_named = terms_for(self.work, proposal).secrecy is Secrecy.NAMED
        taken = counted_positions(self.work, proposal) if is_named else ()
        names = {self.scene.named(one.participant_id) for one in taken} - {""}
        reasons = [self._reason(one) for one in voiced(self.work, self.scene, proposal.id)]
        told = [
            Fact(self.voice.say("charter.how"), self._how(decision)),
            Fact(self.voice.say("charter.took_part"), ", ".join(sorted(names))),
            Fact(self.voice.say("charter.reasons"), " · ".join(reasons)),
        ]
        return [one for one in told if one.value]

    def _reason(self, voiced: Voiced) -> str:
        """An objection stands with its name, as it did in the round; other reasons without one."""
        choice = self.voice.say(f"choice.{voiced.choice}")
        return f"{choice}, {voiced.name}: {voiced.reason}" if voiced.name else f"{choice}: {voiced.reason}"

    def _names(self, kept: Kept) -> dict[str, str]:
        """Return names by participant id; an action's first owner stands for all of its owners."""
        names = {one.id: one.name for one in self.scene.people}
        if isinstance(kept, Action) and kept.owner_id:
            names[kept.owner_id] = ", ".join(self.scene.named(one) for one in kept.owner_ids)
        return names

    def _ref(self, kept: Kept) -> str:
        return ref(self.voice, kind_of(kept), kept.number)

    def _standing(self, kept: Kept, held: Mapping[Key, Kept]) -> str:
        """Say whether a record holds; one that was replaced names what took its place."""
        if isinstance(kept, Action):
            return self.voice.say(f"action.state.{kept.state}")
        successor = held.get((kind_of(kept), kept.superseded_by))
        if successor is not None:
            return self.voice.say("charter.replaced", ref=self._ref(successor))
        if isinstance(kept, Decision):
            until = moment_in_words(self.voice, kept.provisional_until, self.scene.coalition.time_zone)
            return self.voice.say(f"decision.state.{kept.state}", until=until)
        return self.voice.say(f"record.state.{kept.state}")

    def _how(self, decision: Decision) -> str:
        common = {
            "partners": decision.community_partners,
            "ballots": decision.ballots,
            "review": day_in_words(self.voice, decision.review_on),
        }
        if decision.rule is not Rule.CONSENT:
            rule = self.voice.say(f"round.rule.{decision.rule}")
            counts = ", ".join(
                self.voice.say("round.count", choice=self.voice.say(f"choice.{choice}"), count=count)
                for choice, count in counts_in(decision.counts)
            )
            return self.voice.say("decision.how_else", rule=rule, counts=counts, **common)
        return self.voice.say(
            "decision.how",
            consents=decision.consents,
            stand_asides=decision.stand_asides,
            concerns=decision.concerns,
            **common,
        )

    def _picture(self, held: Mapping[Key, Kept], links: Sequence[Link]) -> LinkPicture | None:
        """Draw what hangs on what among vision, parameters, decisions and actions; nothing where nothing is linked."""
        drawn = [one for one in links if one.from_kind in COLUMNS and one.to_kind in COLUMNS]
        keys = sorted({key for one in drawn for key in _ends(one)}, key=lambda key: held[key].number)
        shown = [key for kind in COLUMNS for key in [one for one in keys if one[0] == kind][:NODES_A_COLUMN]]
        edges = [one for one in drawn if _ends(one) <= set(shown)]
        if not edges:
            return None
        nodes = tuple(Node(self._ref(held[key]), title_of(held[key]), COLUMNS.index(key[0])) for key in shown)
        told = [
            self.voice.say("charter.link_told", ref=self._ref(held[start]), other=self._ref(held[end]))
            for end, start in map(_edge, edges)
        ]
        return LinkPicture(
            columns=tuple(self.voice.say(f"charter.column.{kind}") for kind in COLUMNS),
            nodes=nodes,
            edges=tuple((self._ref(held[end]), self._ref(held[start])) for end, start in map(_edge, edges)),
            alt_text=" ".join(told[:LINKS_TOLD]),
        )


def _edge(link: Link) -> tuple[Key, Key]:
    """Return what is hung on, then what hangs on it: the way an arrow goes."""
    return (link.to_kind, link.to_id), (link.from_kind, link.from_id)


def _ends(link: Link) -> set[Key]:
    return set(_edge(link))


def _file_name(name: str) -> str:
    """Return a name that every system takes for a file."""
    return re.sub(r"[^\w.-]+", "-", name.casefold()).strip("-")[:80]
