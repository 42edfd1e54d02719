"""Fuzz the readers one after the other: ``python -m fuzz [FORMAT …] [--seconds 60] [--runs N]``; ``make fuzz``.

What is found on the way is kept in ``build/fuzz`` and goes on from there the next time. The exit code is 1 if a reader
failed; the input that did it lies beside it, to be put into ``tests/read/crashes/FORMAT`` once it is mended. What ran
is added to ``build/fuzz/runs.tsv``; ``--report`` sums it up.
"""

from __future__ import annotations

import argparse
import collections
import csv
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOUND = HERE.parent / "build" / "fuzz"
LOG = FOUND / "runs.tsv"
FIELDS = ("format", "runs", "slowest_s", "peak_mb", "max_bytes", "held")
FORMATS = (*sorted(path.name for path in (HERE / "corpus").iterdir()), "any")


def fuzz(name: str, *, seconds: int, runs: int, size: int) -> bool:
    """Fuzz one reader for so long, or so many runs, with inputs of up to ``size`` bytes; tell whether it held."""
    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    corpus = [str(path) for path in (HERE / "corpus").iterdir() if name in {"any", path.name}]
    limits = [f"-max_total_time={seconds}", f"-runs={runs}", "-rss_limit_mb=500", "-timeout=120", f"-max_len={size}"]
    output = [f"-artifact_prefix={FOUND}/{name}-", "-print_final_stats=1"]
    command = [sys.executable, str(HERE / "readers.py"), name, *limits, *output, str(folder), *corpus]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603 - our own
    count, slowest, peak = (
        _number(done.stderr, of) for of in ("number_of_executed_units", "slowest_unit_time_sec", "peak_rss_mb")
    )
    held = "no" if done.returncode else "yes"
    with LOG.open("a", encoding="utf-8") as log:
        log.write("\t".join(map(str, (name, count, slowest, peak, size, held))) + "\n")
    sys.stdout.write(f"{name:<10}{count:>12,} runs  {peak:>4} MB  {'FAILED' if done.returncode else 'held'}\n")
    if done.returncode:
        sys.stdout.write(done.stderr[-3000:] + "\n")
    sys.stdout.flush()
    return done.returncode == 0


def _number(text: str, name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+)", text)
    return int(found.group(1)) if found else 0


def report() -> None:
    """Print what ran so far: runs, slowest run (whole seconds), most memory and failures of each reader."""
    total: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0, 0, 0])
    with LOG.open(encoding="utf-8", newline="") as log:
        for row in csv.DictReader(log, FIELDS, delimiter="\t"):
            sums = total[row["format"]]
            sums[0] += int(row["runs"])
            sums[1] = max(sums[1], int(row["slowest_s"]))
            sums[2] = max(sums[2], int(row["peak_mb"]))
            sums[3] += row["held"] == "no"
    sys.stdout.write(f"{'reader':<10}{'runs':>12}{'slowest s':>11}{'most MB':>9}{'failures':>10}\n")
    for name, (runs, slowest, peak, failed) in sorted(total.items()):
        sys.stdout.write(f"{name:<10}{runs:>12,}{slowest:>11}{peak:>9}{failed:>10}\n")


def main() -> int:
    """Fuzz the formats named, or all."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Fuzz the readers.")
    parser.add_argument("formats", nargs="*", choices=[*FORMATS, []], default=[])
    parser.add_argument("--seconds", type=int, default=60, help="for each format (default 60; 0: no limit)")
    parser.add_argument("--runs", type=int, default=-1, help="for each format (default: no limit)")
    parser.add_argument("--size", type=int, default=8192, help="bytes of an input at most (default 8192)")
    parser.add_argument("--report", action="store_true", help="sum up what ran so far")
    given = parser.parse_args()
    if given.report:
        report()
        return 0
    if importlib.util.find_spec("atheris") is None:
        sys.exit("atheris is not installed: pip install --group fuzz (Linux and macOS)")
    held = [fuzz(name, seconds=given.seconds, runs=given.runs, size=given.size) for name in given.formats or FORMATS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
