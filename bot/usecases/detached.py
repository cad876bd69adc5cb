"""Words that nobody can trace to a person: not with the database, not with the logs."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.domain.acts import Act
from bot.domain.contributions import DETACHED_FROM, LONGEST, Contribution, Named
from bot.domain.messages import Message, Say, Screened
from bot.domain.people import Deed
from bot.ports.work import Stale, Work
from bot.usecases.desk import TRIES, Desk, Refused, Scene, demand, refuse
from bot.usecases.sessions import Sessions


def takes_detached(scene: Scene) -> bool:
    """Tell whether words may be detached from a person: it was switched on, and the group is large enough."""
    return scene.coalition.detached and _is_large(scene)


def _is_large(scene: Scene) -> bool:
    return sum(one.has_ballot for one in scene.people) >= DETACHED_FROM


@dataclass(frozen=True)
class Detached:
    """Notes words in a transaction that knows neither who acts nor when; nothing else is marked beside it."""

    desk: Desk
    sessions: Sessions

    def submit(self, act: Act, session_id: str, step_id: str, text: str) -> None:
        """Note words; sent twice, they are the same words."""
        try:
            self._minded(act, session_id, step_id, text)
            self._again(act, session_id, step_id, text.strip()[:LONGEST])
            said: Message = Say.of("said.detached")
        except Refused as refused:
            said = refused.message
        self.desk.delivery.flush(act.workspace_id)
        self.desk.channel.reply(act, said, self.desk.lang(act))

    def _minded(self, act: Act, session_id: str, step_id: str, text: str) -> None:
        with self.desk.units.read(act.workspace_id) as work:
            cards, _ = self.sessions.open_step(work, session_id, step_id)
        person = cards.scene.person(act.user_id)
        if not cards.scene.coalition.detached:
            raise refuse("refused.detached_off")
        if person is None or not _is_large(cards.scene):
            raise refuse("refused.detached_few", count=DETACHED_FROM)
        demand(person, Deed.CONTRIBUTE, cards.scene)
        if not text.strip():
            raise refuse("refused.empty")
        findings = self.desk.screened([text])
        if findings:
            raise Refused(Screened(tuple(sorted({one.kind for one in findings}))))

    def _again(self, act: Act, session_id: str, step_id: str, words: str) -> None:
        """Try again where somebody else saved first."""
        key, cause = _sealed("words", act), _sealed("card", act)
        for _ in range(TRIES):
            with self.desk.units.read(act.workspace_id) as work:
                if work.contributions.get(key) is not None:
                    return
                moment = self._moment(work, session_id)
            try:
                with self.desk.units.open(act.workspace_id, traceless_at=moment) as work:
                    self._add(work, key, session_id, step_id, words, moment)
                    self._show(work, session_id, step_id, cause)
                    work.commit()
                    return
            except Stale:
                continue
        raise Stale("detached words could not be saved")

    def _moment(self, work: Work, session_id: str) -> datetime:
        """Return when the session began: the moment that all its detached words bear."""
        session = work.sessions.get(session_id)
        if session is None:
            raise refuse("refused.no_session")
        return session.started_at

    def _add(self, work: Work, key: str, session_id: str, step_id: str, words: str, moment: datetime) -> None:
        cards, step = self.sessions.open_step(work, session_id, step_id)
        said = Contribution(
            key, cards.session.coalition_id, session_id, step.id, "", words, moment, Named.DETACHED
        )
        work.traceless.add(said)

    def _show(self, work: Work, session_id: str, step_id: str, cause: str) -> None:
        """Bring the cards up to date; what is on its way to Slack has its moments, and nothing that leads to words."""
        cards, step = self.sessions.open_step(work, session_id, step_id)
        work.outbox.plan(cards.touched(step, f"detached:{cause}"))


def _sealed(what: str, act: Act) -> str:
    """Return an id that is the same for an act sent twice, and tells neither the act nor any other id made of it."""
    return hashlib.sha256(f"{what}:{act.key}".encode()).hexdigest()[:24]
