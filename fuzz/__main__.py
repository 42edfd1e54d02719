"""Fuzz the readers one after the other: ``python -m fuzz [FORMAT …] [--seconds 60] [--runs N]``; ``make fuzz``.

What is found on the way is kept in ``build/fuzz`` and goes on from there the next time. The exit code is 1 if a reader
failed; the input that did it lies beside it, to be put into ``tests/read/crashes/FORMAT`` once it is mended.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FOUND = HERE.parent / "build" / "fuzz"
FORMATS = (*sorted(path.name for path in (HERE / "corpus").iterdir()), "any")
RUNS = re.compile(r"number_of_executed_units: (\d+)")


def fuzz(name: str, *, seconds: int, runs: int) -> bool:
    """Fuzz one reader for so long, or so many runs; tell whether it held."""
    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    corpus = [str(path) for path in (HERE / "corpus").iterdir() if name in {"any", path.name}]
    limits = [f"-max_total_time={seconds}", f"-runs={runs}", "-rss_limit_mb=500", "-timeout=120", "-max_len=8192"]
    output = [f"-artifact_prefix={FOUND}/{name}-", "-print_final_stats=1"]
    command = [sys.executable, str(HERE / "readers.py"), name, *limits, *output, str(folder), *corpus]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603 - our own
    count = RUNS.search(done.stderr)
    sys.stdout.write(
        f"{name:<10}{int(count.group(1)) if count else 0:>12,} runs  {'held' if not done.returncode else 'FAILED'}\n"
    )
    if done.returncode:
        sys.stdout.write(done.stderr[-3000:] + "\n")
    sys.stdout.flush()
    return done.returncode == 0


def main() -> int:
    """Fuzz the formats named, or all."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Fuzz the readers.")
    parser.add_argument("formats", nargs="*", choices=[*FORMATS, []], default=[])
    parser.add_argument("--seconds", type=int, default=60, help="for each format (default 60; 0: no limit)")
    parser.add_argument("--runs", type=int, default=-1, help="for each format (default: no limit)")
    given = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        sys.exit("atheris is not installed: pip install --group fuzz (Linux and macOS)")
    held = [fuzz(name, seconds=given.seconds, runs=given.runs) for name in given.formats or FORMATS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
