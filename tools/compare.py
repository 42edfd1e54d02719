"""Prints the events gained, lost and changed against another revision, on the example reports."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
_CODE = "from lagebild.cli import main; main()"


def mentions(source: Path, corpus: Path) -> dict[str, dict[str, object]]:
    """Return what the code below ``source`` finds in ``corpus``, by document, place and type."""
    command = [sys.executable, "-c", _CODE, "code", str(corpus), "--published", "2024-04-10"]
    env = os.environ | {"PYTHONPATH": str(source)}
    run = subprocess.run(command, env=env, capture_output=True, text=True, check=True, cwd=tempfile.gettempdir())
    found = [json.loads(line) for line in run.stdout.splitlines()]
    return {f"{m['document']} {m['trigger']['span']} {m['type']}": m for m in found}


def _line(mention: dict[str, object]) -> str:
    sides = [
        ",".join(str(one["country"] or one["text"]) for one in mention[side]) or "-"
        for side in ("actors", "recipients")
    ]  # type: ignore[attr-defined]
    kind = f"{mention['type']} {mention['mode'] or ''}".strip()
    return f"{sides[0]} > {sides[1]}: {kind} {mention['status']} | {mention['evidence']['quote'][:100]}"  # type: ignore[index]


def main() -> None:
    """Compare the working tree with ``--against`` (main)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", default="main", help="the revision to compare with")
    parser.add_argument("--corpus", type=Path, default=ROOT / "examples", help="files to code")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(
            ["git", "-C", str(ROOT), "worktree", "add", "--quiet", "--detach", str(tree), args.against], check=True
        )
        try:
            before = mentions(tree / "src", args.corpus)
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(tree)], check=True)
    now = mentions(ROOT / "src", args.corpus)
    for title, keys in (("gained", now.keys() - before.keys()), ("lost", before.keys() - now.keys())):
        print(f"{title}: {len(keys)}")
        for key in sorted(keys):
            print("  ", _line((now if title == "gained" else before)[key]))
    changed = [key for key in now.keys() & before.keys() if _line(now[key]) != _line(before[key])]
    print(f"changed: {len(changed)}")
    for key in sorted(changed):
        print("  -", _line(before[key]))
        print("  +", _line(now[key]))


if __name__ == "__main__":
    main()
