"""Messages on their way: planned with the state that caused them, leased, sent, and remembered by place."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.deliveries import Delivery, DeliveryKind, Place
from bot.ports.queue import Leased, Lost
from bot.ports.work import Stale
from bot.storage.codec import delivery_body, delivery_from
from bot.storage.engine import LAZY
from bot.storage.tables import outbox, places, seen

WAITING, LEASED, SENT, DROPPED, LOST = "waiting", "leased", "sent", "dropped", "lost"
LEASE = timedelta(seconds=60)
# What was sent stands in Slack; to keep its words here would outlive a deletion there.
EMPTY: dict[str, Any] = {}
SEEN_FOR = timedelta(hours=1)


class SqlOutbox:
    """The planning end: works inside a transaction of the unit of work."""

    def __init__(self, connection: Connection, workspace_id: str, now: datetime) -> None:
        """Bind the outbox to a transaction and a workspace."""
        self._connection = connection
        self._workspace_id = workspace_id
        self._now = now

    def plan(self, deliveries: Sequence[Delivery]) -> None:
        """Put deliveries on their way; one whose key is known already is left as it is.

        An update takes the place of one that still waits: people in a hurry are shown how it stands, not how it stood.
        """
        known = self._known(tuple(one.key for one in deliveries))
        together: list[Delivery] = []
        for delivery in deliveries:
            if delivery.key in known:
                continue
            known.add(delivery.key)
            if delivery.kind is DeliveryKind.UPDATE:
                self._put(together)
                together = []
                self._overtake(delivery)
            together.append(delivery)
        self._put(together)

    def _known(self, keys: tuple[str, ...]) -> set[str]:
        here = (outbox.c.workspace_id == self._workspace_id, outbox.c.key.in_(keys))
        return set(self._connection.execute(select(outbox.c.key).where(*here)).scalars())

    def _overtake(self, newer: Delivery) -> None:
        of_ours, place = outbox.c.workspace_id == self._workspace_id, newer.place
        waiting = and_(of_ours, outbox.c.channel_id == newer.channel_id, outbox.c.state == WAITING)
        is_update = and_(outbox.c.place == place, outbox.c.key != place)
        self._connection.execute(
            update(outbox).where(waiting, is_update).values(state=DROPPED, body=EMPTY, note="overtaken")
        )

    def _put(self, deliveries: Sequence[Delivery]) -> None:
        """Put them in, in their order."""
        if not deliveries:
            return
        try:
            self._connection.execute(insert(outbox), [self._row(one) for one in deliveries])
        except IntegrityError as taken:
            raise Stale(f"{deliveries[0].key} or one after it was planned meanwhile") from taken

    def withdraw(self, key: str) -> None:
        """Take back a delivery that nobody has begun to send; its key stays taken."""
        unsent = and_(
            outbox.c.workspace_id == self._workspace_id, outbox.c.key == key, outbox.c.state == WAITING
        )
        self._connection.execute(
            update(outbox).where(unsent).values(state=DROPPED, body=EMPTY, note="withdrawn")
        )

    def place(self, name: str) -> Place | None:
        """Return where a posted message stands, or None while it has not been posted."""
        return _place(self._connection, self._workspace_id, name)

    def planned(self, key: str) -> bool:
        """Tell whether a delivery of that key was planned."""
        known = select(outbox.c.id).where(outbox.c.workspace_id == self._workspace_id, outbox.c.key == key)
        return self._connection.execute(known).first() is not None

    def place_at(self, channel_id: str, ts: str) -> Place | None:
        """Return the message of ours that stands at a time stamp, or None."""
        return _one_place(
            self._connection, self._workspace_id, places.c.channel_id == channel_id, places.c.ts == ts
        )

    def given_up(self, name: str) -> bool:
        """Tell whether a message was planned for a place, does not stand there, and is not on its way any more."""
        here = and_(outbox.c.workspace_id == self._workspace_id, outbox.c.place == name)
        on_its_way = select(outbox.c.id).where(here, outbox.c.state.in_([WAITING, LEASED]))
        waits = self._connection.execute(on_its_way).first() is not None
        return self.planned(name) and not waits and self.place(name) is None

    def in_flight(self, channel_id: str) -> bool:
        """Tell whether something was sent to a channel of which it is not known yet where it stands."""
        tried = and_(outbox.c.state == WAITING, outbox.c.attempted_at.is_not(None))
        here = and_(outbox.c.workspace_id == self._workspace_id, outbox.c.channel_id == channel_id)
        found = select(outbox.c.id).where(here, or_(outbox.c.state == LEASED, tried)).limit(1)
        return self._connection.execute(found).first() is not None

    def _row(self, delivery: Delivery) -> dict[str, Any]:
        return {
            "workspace_id": self._workspace_id,
            "key": delivery.key,
            "channel_id": delivery.channel_id,
            "body": delivery_body(delivery),
            "state": WAITING,
            "due": delivery.due or self._now,
            "expires": delivery.expires,
            "attempts": 0,
            "place": delivery.place,
            "thread": delivery.thread,
        }


def _place(connection: Connection, workspace_id: str, name: str) -> Place | None:
    return _one_place(connection, workspace_id, places.c.name == name)


def _one_place(connection: Connection, workspace_id: str, *conditions: ColumnElement[bool]) -> Place | None:
    found = select(places).where(places.c.workspace_id == workspace_id, *conditions)
    row = connection.execute(found).mappings().first()
    return Place(row["name"], row["channel_id"], row["ts"]) if row else None


class SqlQueue:
    """The sending end: each call is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        """Keep the engine; a lease must be committed before anything is sent."""
        self._engine = engine

    def lease(
        self, now: datetime, workspace_id: str | None = None, resting: Collection[str] = ()
    ) -> Leased | None:
        """Take the next due delivery whose turn it is in its channel, or None; ``resting`` channels are left out."""
        turn = _next_turn(now)
        if workspace_id is not None:
            turn = turn.where(outbox.c.workspace_id == workspace_id)
        if resting:
            turn = turn.where(outbox.c.channel_id.not_in(sorted(resting)))
        with self._engine.begin() as connection:
            while (row := connection.execute(turn).mappings().first()) is not None:
                if _claim(connection, row, now):
                    return _leased(connection, row)
        return None

    def workspaces(self, now: datetime) -> tuple[str, ...]:
        """Return the workspaces that have something due."""
        due = select(outbox.c.workspace_id).where(_ready(now)).distinct().order_by(outbox.c.workspace_id)
        with self._engine.connect() as connection:
            return tuple(connection.execute(due).scalars())

    def lost(self) -> tuple[Lost, ...]:
        """Return the posts that found their channel gone, and that nobody has dealt with."""
        found = select(outbox.c.id, outbox.c.workspace_id, outbox.c.channel_id, outbox.c.note)
        with self._engine.connect() as connection:
            rows = connection.execute(found.where(outbox.c.state == LOST).order_by(outbox.c.id)).all()
        return tuple(Lost(row.id, row.workspace_id, row.channel_id, row.note) for row in rows)

    def settle(self, lost: Lost) -> None:
        """Note that a lost post was dealt with."""
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.id == lost.row_id).values(state=DROPPED))

    def release(self, now: datetime) -> None:
        """End all leases; what they held stays ambiguous."""
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.state == LEASED).values(leased_until=now))

    def sent(self, leased: Leased, ts: str | None, now: datetime) -> None:
        """Mark a delivery as sent, and remember where its message stands.

        Where a loss of power undoes this, the lease still stands: the message is then looked for in Slack, and found.
        """
        with self._engine.execution_options(**LAZY).begin() as connection:
            ours = _mark(connection, leased, state=SENT, sent_at=now, ts=ts, body=EMPTY)
            if ours and leased.delivery.kind == "post" and leased.delivery.place and ts:
                connection.execute(insert(places).values(_place_row(leased, ts)))

    def later(self, leased: Leased, until: datetime, *, ambiguous: bool) -> None:
        """Give a delivery back, to be tried again at a moment; it keeps its turn in its channel."""
        unclear = {} if ambiguous else {"attempted_at": None}
        with self._engine.begin() as connection:
            _mark(connection, leased, state=WAITING, leased_until=until, **unclear)

    def anew(self, leased: Leased, now: datetime) -> bool:
        """Note that no earlier try has arrived: the lease and the doubt begin anew. False where it is not ours now."""
        with self._engine.begin() as connection:
            return _mark(connection, leased, attempted_at=now, leased_until=now + LEASE)

    def drop(self, leased: Leased, reason: str, now: datetime, *, gone: bool = False) -> None:
        """Give a delivery up: it expired, or it can never arrive."""
        with self._engine.begin() as connection:
            _mark(connection, leased, state=LOST if gone else DROPPED, sent_at=now, note=reason, body=EMPTY)

    def forget_seen(self, now: datetime) -> None:
        """Forget the acts that Slack will not send again."""
        with self._engine.begin() as connection:
            connection.execute(delete(seen).where(seen.c.seen_at < now - SEEN_FOR))


def _next_turn(now: datetime) -> Any:
    """Select the oldest due row before which nothing waits in the same channel."""
    earlier = outbox.alias("earlier")
    waits = or_(and_(earlier.c.state == WAITING, earlier.c.due <= now), earlier.c.state == LEASED)
    same_channel = and_(
        earlier.c.workspace_id == outbox.c.workspace_id,
        earlier.c.channel_id == outbox.c.channel_id,
        earlier.c.id < outbox.c.id,
    )
    rested = or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= now)
    return (
        select(outbox)
        .where(_ready(now), rested, ~exists().where(same_channel, waits))
        .order_by(outbox.c.id)
        .limit(1)
    )


def _ready(now: datetime) -> ColumnElement[bool]:
    return or_(and_(outbox.c.state == WAITING, outbox.c.due <= now), outbox.c.state == LEASED)


def _claim(connection: Connection, row: Mapping[Any, Any], now: datetime) -> bool:
    """Lease a row if nobody did since it was read: attempts is its version.

    ``attempted_at`` is the first attempt of which it is not known that it failed.
    """
    done = connection.execute(
        update(outbox)
        .where(outbox.c.id == row["id"], outbox.c.attempts == row["attempts"], outbox.c.state == row["state"])
        .values(
            state=LEASED,
            leased_until=now + LEASE,
            attempted_at=row["attempted_at"] or now,
            attempts=row["attempts"] + 1,
        )
    )
    return done.rowcount == 1


def _leased(connection: Connection, row: Mapping[Any, Any]) -> Leased:
    workspace_id, delivery = row["workspace_id"], delivery_from({str(k): v for k, v in row.items()})
    return Leased(
        row_id=row["id"],
        workspace_id=workspace_id,
        delivery=delivery,
        place=_place(connection, workspace_id, delivery.place) if delivery.place else None,
        thread_ts=_thread_ts(connection, workspace_id, delivery.thread),
        ambiguous=row["attempted_at"] is not None,
        attempted_at=row["attempted_at"],
        attempts=row["attempts"] + 1,
    )


def _thread_ts(connection: Connection, workspace_id: str, thread: str | None) -> str | None:
    if thread is None or thread.startswith("ts:"):
        return thread and thread.removeprefix("ts:")
    place = _place(connection, workspace_id, thread)
    return place.ts if place else None


def _mark(connection: Connection, leased: Leased, **values: Any) -> bool:
    """Change a row while its lease is ours: nobody took it since, which the attempts tell."""
    ours = and_(outbox.c.id == leased.row_id, outbox.c.state == LEASED, outbox.c.attempts == leased.attempts)
    return connection.execute(update(outbox).where(ours).values(**values)).rowcount == 1


def _place_row(leased: Leased, ts: str) -> dict[str, str | None]:
    return {
        "workspace_id": leased.workspace_id,
        "name": leased.delivery.place,
        "channel_id": leased.delivery.channel_id,
        "ts": ts,
    }
