"""What the soak says of memory; the hour itself is ``python -m tests.simulation.soak FILE``."""

from tests.simulation.soak import BOUND_MB, verdict


def test_memory_that_rises_while_warming_up_and_then_stays_is_flat() -> None:
    told = verdict([100.0, 250.0, *[300.0, 302.0] * 17])
    assert told["flat"] and told["most_mb"] == 302.0


def test_memory_that_goes_on_rising_is_not() -> None:
    told = verdict([300.0 + n * (BOUND_MB / 10) for n in range(36)])
    assert not told["flat"]
