"""Accuracy of the event coder in one table, with floors that only rise (``accuracy.toml``).

    python benchmarks/accuracy.py [--shared ../shared] [--only plv gsr]

``ROWS`` names the groups of rows; a group is a function from the folder of the event data to figures by name, in
[0, 1], higher is better (:mod:`event_rows` holds them). Add a row: write its function, name it in ``ROWS``, give its
figures floors. A figure without a floor is only printed. What the type classifier does on sentences it has not
seen, actor and recipient given, is printed by ``training/event_types.py --dry``.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import event_rows
import german_records
from floors import told

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
ROWS: dict[str, Callable[[Path], dict[str, float]]] = {
    "golden": event_rows.golden,
    "gsr": event_rows.gsr,
    "plv": event_rows.plv,
    "petrarch": event_rows.petrarch,
    "spanish": event_rows.spanish,
    "german": german_records.german,
}


def main() -> int:
    """Print the table; 1 where a figure is under its floor."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    options.add_argument("--only", nargs="+", choices=sorted(ROWS), default=list(ROWS))
    given = options.parse_args()
    events = given.shared / "data" / "events"
    floors = tomllib.loads((HERE / "accuracy.toml").read_text(encoding="utf-8"))
    fallen = False
    for name in given.only:
        if name == "golden" or events.is_dir():
            for figure, value in ROWS[name](events).items():
                fallen |= told(figure, value, floors.get(figure))
        else:
            print(f"{name}: skipped, no data in {events}")
    return int(fallen)


if __name__ == "__main__":
    sys.exit(main())
