"""What was saved reaches Slack once, whatever Slack does; in order, and never at the price of what follows."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.deliveries import post
from bot.domain.messages import Say
from bot.storage.outbox import LEASE, SqlQueue
from tests.slack.stub import SlackStub
from tests.world import HOME, World, shown

MINUTE = 60


@pytest.fixture
def plan(world: World) -> Callable[..., None]:
    def plan_one(key: str, channel: str = HOME) -> None:
        said = Say.of("decision.now_stands", number=1, statement=key)
        with world.units.open(world.slack.team) as work:
            work.outbox.plan([post(key, channel, said, "en")])
            work.commit()

    return plan_one


def flush(world: World, later: float = 0) -> None:
    world.clock.jump(seconds=later)
    world.desk.delivery.flush()


def said(world: World) -> list[str]:
    return [shown(one).split(": ")[1].split("\n")[0] for one in world.posts() if "now stands" in shown(one)]


def test_too_many_requests_are_waited_out(world: World, slack: SlackStub, plan: Callable[..., None]) -> None:
    slack.fail("chat.postMessage", times=2, status=429, error="ratelimited", retry_after=30)
    plan("a")
    flush(world)
    flush(world, 29)
    assert said(world) == []
    flush(world, 2)
    flush(world, 31)
    assert said(world) == ["a"]


@pytest.mark.parametrize("takes_effect", [True, False])
def test_a_connection_that_breaks_leaves_one_message(
    world: World, slack: SlackStub, plan: Callable[..., None], takes_effect: bool
) -> None:
    slack.drop("chat.postMessage", takes_effect=takes_effect)
    plan("a")
    flush(world)
    flush(world, MINUTE)
    flush(world, MINUTE)
    assert said(world) == ["a"]
    assert slack.delivered()["a"] == 1


def test_a_slack_that_is_down_is_tried_again(
    world: World, slack: SlackStub, plan: Callable[..., None]
) -> None:
    slack.fail("chat.postMessage", times=3, status=503)
    plan("a")
    for _ in range(5):
        flush(world, MINUTE)
    assert slack.delivered()["a"] == 1


def test_after_a_crash_between_sending_and_marking_it_is_not_sent_again(
    world: World, slack: SlackStub, plan: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: Any) -> None:
        raise SystemExit("kill -9")

    plan("a")
    with monkeypatch.context() as patched:
        patched.setattr(SqlQueue, "sent", dies)
        with pytest.raises(SystemExit):
            flush(world)
    assert said(world) == ["a"]
    world.restart()
    world.desk.delivery.resume()
    plan("b")
    flush(world)
    assert said(world) == ["a", "b"]
    assert slack.delivered()["a"] == 1


def test_another_process_waits_for_the_lease_of_one_that_may_still_live(
    world: World, slack: SlackStub, plan: Callable[..., None]
) -> None:
    plan("a")
    SqlQueue(world.engine).lease(world.clock.now())
    flush(world, LEASE.total_seconds() - 1)
    assert said(world) == []
    flush(world, 2)
    assert said(world) == ["a"]


def test_an_archived_channel_is_told_in_the_log_and_holds_nobody_up(
    world: World, slack: SlackStub, plan: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    slack.fail("chat.postMessage", status=200, error="is_archived")
    plan("a")
    plan("b")
    flush(world)
    assert said(world) == ["b"]
    assert "a dropped: is_archived" in caplog.text


def test_a_fault_of_our_own_is_given_up_in_the_end_and_the_next_goes_on(
    world: World, plan: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    with world.units.open(world.slack.team) as work:
        work.outbox.plan([post("bad", HOME, Say.of("there.is.no.such.text"), "en")])
        work.commit()
    plan("b")
    for _ in range(6):
        flush(world, 2 * MINUTE)
    assert said(world) == ["b"]
    assert "delivery bad failed the 5. time" in caplog.text


def test_a_message_past_its_time_is_not_sent(world: World) -> None:
    world.clock.jump(days=10)  # past several Mondays, and a day past the last
    world.ticker.tick()
    assert not any("One thing needed" in shown(one) for one in world.posts())


def test_what_people_wrote_calls_nobody(world: World, plan: Callable[..., None]) -> None:
    plan("<!channel> <@UMO> *bold* & <https://bad.example|click>")
    flush(world)
    text = shown(world.post_with("now stands"))
    assert "<!channel>" not in text and "<@UMO>" not in text and "<https://" not in text
    assert "&lt;!channel&gt;" in text
