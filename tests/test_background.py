"""Work aside: bounded, in a few threads, and a failure stops nobody."""

from threading import Barrier, Event, current_thread

import pytest

from bot.background import Threads, side_by_side
from bot.ports.background import Busy


def test_work_is_done_in_another_thread() -> None:
    seen: list[str] = []
    aside = Threads()
    aside.submit("look", lambda: seen.append(current_thread().name))
    aside.stop()
    assert seen[0].startswith("background")


def test_more_than_there_is_room_for_is_refused_and_taken_on_again_later() -> None:
    gate, done = Event(), Event()
    aside = Threads(threads=1, waiting=1)
    aside.submit("first", lambda: _wait(gate))
    aside.submit("second", done.set)
    with pytest.raises(Busy):
        aside.submit("third", done.set)
    gate.set()
    assert done.wait(5)
    aside.stop()


def test_a_failure_is_logged_by_name_and_its_place_given_back(caplog: pytest.LogCaptureFixture) -> None:
    aside = Threads(threads=1, waiting=0)
    aside.submit("breaking", _break)
    aside.stop()
    assert "breaking failed" in caplog.text


def test_nothing_is_taken_on_after_the_end() -> None:
    aside = Threads()
    aside.stop()
    with pytest.raises(Busy):
        aside.submit("late", _break)


def test_the_same_work_is_done_several_times_at_once() -> None:
    meeting = Barrier(4, timeout=5)
    side_by_side(4, meeting.wait)
    assert not meeting.broken


def test_what_fails_in_one_of_them_is_raised() -> None:
    with pytest.raises(ValueError, match="broken"):
        side_by_side(2, _break)


def _wait(gate: Event) -> None:
    gate.wait(5)


def _break() -> None:
    raise ValueError("broken")
