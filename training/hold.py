"""Hold back every n-th sentence of a treebank that has no PUD part, for measuring; write the others.

python training/hold.py --data ../shared/data/ud --out runs nl_lassysmall_train:10:nl_train
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path


def main() -> None:
    """Write what is left for training."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=Path("../shared/data/ud"))
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("plan", nargs="+", help="TREEBANK:EVERY:NAME")
    args = p.parse_args()
    for entry in args.plan:
        source, every, name = entry.split(":")
        with gzip.open(args.data / f"{source}.conllu.gz", "rt", encoding="utf8") as lines:
            sentences = lines.read().strip().split("\n\n")
        left = [sentence for i, sentence in enumerate(sentences) if i % int(every)]
        with gzip.open(args.out / f"{name}.conllu.gz", "wt", encoding="utf8") as out:
            out.write("\n\n".join(left) + "\n\n")


if __name__ == "__main__":
    main()
