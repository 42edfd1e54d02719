"""Choose the German sentences that the teacher labels: all news, and a share of the debates.

python training/mix.py --silver de_silver.conllu.gz --raw de_raw.conllu.gz --debates 24000 --hold dev.conllu --out …
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from pathlib import Path

_TEXT = re.compile(r"# text = (.*)")
_SHORT = 10  # lines of a block that is too short to be worth labelling


def blocks(path: Path) -> list[str]:
    """Return the sentences of a CoNLL-U file as blocks of text."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8") as lines:
        return lines.read().strip().split("\n\n")


def text_of(block: str) -> str:
    """Return the sentence of a block."""
    found = _TEXT.search(block)
    return found[1] if found else ""


def main() -> None:
    """Write the mixture."""
    p = argparse.ArgumentParser(description=__doc__)
    for name in ("silver", "raw", "hold", "out"):
        p.add_argument(f"--{name}", type=Path, required=True)
    p.add_argument("--debates", type=int, default=24_000)
    args = p.parse_args()
    silver = blocks(args.silver)
    news = [b for b in silver if "sent_id = wikinews" in b]
    seen = {text_of(b) for b in news} | {text_of(b) for b in blocks(args.hold)}
    held = {text_of(b) for b in blocks(args.hold)}
    debates = [b for b in silver if "sent_id = parl" in b and b.count("\n") >= _SHORT]
    rng = random.Random(1)  # noqa: S311 - not for secrets
    rng.shuffle(debates)
    chosen = [b for b in news if text_of(b) not in held]
    chosen += [b for b in blocks(args.raw) if text_of(b) not in seen] + debates[: args.debates]
    rng.shuffle(chosen)
    with gzip.open(args.out, "wt", encoding="utf8", compresslevel=4) as out:
        out.write("\n\n".join(chosen) + "\n\n")
    print(len(chosen), "sentences")


if __name__ == "__main__":
    main()
