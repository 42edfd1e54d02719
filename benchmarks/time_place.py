"""Measures times, event dates, places and casualties; prints one table; fails below the floors (time_place.toml).

Usage: ``python benchmarks/time_place.py [ROW …] [--show] [--raise]``. The labelled sentences of ``training/labels``
come with the project; the other sets lie in ``$LAGEBILD_SHARED/data`` (default ``../shared/data``), and rows without
their data are skipped. ``--show`` prints the errors of the rows named, ``--raise`` lifts the floors to what is reached.
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from pathlib import Path

import time_place_rows as rows

FLOORS = Path(__file__).with_suffix(".toml")
SLACK = 0.003  # how far below what is reached a floor is set
HEAD = "# Floors of benchmarks/time_place.py by row and figure; they only rise (--raise).\n"


def raised(floors: dict[str, dict[str, float]], reached: dict[str, dict[str, float]]) -> str:
    """Return the text of the floors, each lifted to what is reached where that is more."""
    parts = [HEAD]
    for row in rows.ROWS:
        figures = {**floors.get(row, {})}
        for figure, value in reached.get(row, {}).items():
            if figure in rows.HELD_TO:
                figures[figure] = max(figures.get(figure, 0.0), round(value - SLACK, 3))
        if figures:
            parts += [f'\n["{row}"]\n', *(f'"{figure}" = {value}\n' for figure, value in figures.items())]
    return "".join(parts)


def main() -> int:
    """Print the table; the exit code is 1 below a floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of: {', '.join(rows.ROWS)}")
    parser.add_argument("--show", action="store_true", help="print the errors")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what is reached")
    options = parser.parse_args()
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    reached: dict[str, dict[str, float]] = {}
    below = False
    for name in options.rows or rows.ROWS:
        started = time.process_time()
        figures = rows.ROWS[name](show=options.show)
        if figures is None:
            print(f"{name:<26}skipped: its data are not here")
            continue
        reached[name] = figures
        under = [figure for figure, floor in floors.get(name, {}).items() if figures[figure] < floor]
        below |= bool(under)
        said = "  ".join(f"{figure} {value:.3f}" for figure, value in figures.items())
        print(
            f"{name:<26}{said}  {time.process_time() - started:.1f} s{'  BELOW: ' + ', '.join(under) if under else ''}"
        )
    if options.lift:
        FLOORS.write_text(raised(floors, reached), encoding="utf-8")
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
