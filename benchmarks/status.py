"""Accuracy of status, background, speakers and quotations in one table, with floors that only rise (``status.toml``).

    python benchmarks/status.py [--only own quotations …] [--show]

``ROWS`` names the groups of rows; a group is a function that gives figures by name (:mod:`status_rows`
holds them). A figure of which less is better stands under ``[at_most]`` in ``status.toml``, the others under
``[at_least]``; one without a floor is only printed. ``--show`` prints the errors of the development halves.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import status_rows
from floors import told

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS: dict[str, Callable[[], dict[str, float]]] = {
    "own": status_rows.own,
    "labels": status_rows.labels,
    "factuality": status_rows.factuality,
    "quotations": status_rows.quotations,
}


def main() -> int:
    """Print the table; 1 where a floor is broken."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", nargs="+", choices=sorted(ROWS), default=list(ROWS))
    options.add_argument("--show", action="store_true", help="print the errors of the development halves")
    given = options.parse_args()
    status_rows.SHOWN.update(given.only if given.show else ())
    floors = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    broken = False
    for group in given.only:
        for name, figure in ROWS[group]().items():
            most = name in floors["at_most"]
            broken |= told(name, figure, floors["at_most" if most else "at_least"].get(name), most=most)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
