"""A smaller run of the kill test; ``python -m tests.simulation.kills`` kills a hundred times in 2,000."""

from tests.simulation.kills import on_postgres


def test_of_sixty_messages_none_is_lost_and_none_comes_twice() -> None:
    outcome = on_postgres(60, 3)
    assert (outcome.once, outcome.twice, outcome.lost) == (60, 0, 0)
    assert outcome.kills == 3
