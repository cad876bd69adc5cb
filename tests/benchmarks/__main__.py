"""``make bench``: a table on standard output, and all figures in build/bench.json."""

import json
import platform
import sys
from pathlib import Path

from tests.benchmarks import large, planning, search, sending

OUT = Path("build") / "bench.json"


def main() -> int:
    """Run all benchmarks; return 0."""
    figures = {"machine": f"{platform.machine()}, Python {platform.python_version()}"}
    told = {**figures, "search": search.measure(), "large": large.measure(), "sending": sending.measure()}
    told["planning"] = planning.measure()
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    for name in ("search", "large", "sending", "planning"):
        _table(name, told[name])  # type: ignore[arg-type]
    return 0


def _table(name: str, rows: dict[str, dict[str, float]]) -> None:
    columns = list(dict.fromkeys(column for values in rows.values() for column in values))
    print(f"\n{name:32}" + "".join(f"{column:>18}" for column in columns))
    for row, values in rows.items():
        print(f"{row:32}" + "".join(_cell(values.get(column)) for column in columns))


def _cell(value: float | None) -> str:
    return f"{'-':>18}" if value is None else f"{value:>18.3f}"


if __name__ == "__main__":
    sys.exit(main())
