"""Half a year of a few coalitions; ``python -m tests.simulation.years`` runs two years of two hundred."""

from pathlib import Path

from tests.simulation.years import Years, unsynced


def test_each_comes_once_at_its_minute_within_the_budget_and_in_nobodys_off_hours(tmp_path: Path) -> None:
    told = Years(unsynced(tmp_path), 12, tmp_path).run(40)
    assert +told.faults == {}
    assert told.weekly >= 12 * 5
    assert told.to_people > 30
