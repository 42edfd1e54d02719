"""Collect raw news text, split and tokenise it, and write it as CoNLL-U without trees, for labelling.

python training/raw.py --data ../shared/data --out raw/ en fr es …
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

from treebank import read

from lagebild.parse.sentences import split
from lagebild.parse.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

# What may be used in what ships; see the READMEs beside them.
DATED = (
    "news/wikinews.{lang}.jsonl",
    "news/voa.{lang}.jsonl",
    "news/current_events_2002_2023.{lang}.jsonl.gz",
    "link/meantime_docs.{lang}.jsonl",
)
NOT_SHIPPED = {"news/wikinews.ja.jsonl"}  # its rights do not allow weights that ship
SHORT = "link/itn_part.jsonl"
PARALLEL = "parallel/ntrex_part.jsonl"


def texts(data: Path, lang: str) -> Iterator[str]:
    """Yield the texts of a language."""
    for pattern in DATED:
        name = pattern.format(lang=lang)
        path = data / name
        if path.exists() and name not in NOT_SHIPPED:
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf8") as lines:
                for line in lines:
                    yield json.loads(line).get("text", "")
    with (data / SHORT).open(encoding="utf8") as lines:
        yield from (one["text"] for one in map(json.loads, lines) if one["lang"] == lang)
    with (data / PARALLEL).open(encoding="utf8") as lines:
        for one in map(json.loads, lines):
            yield from one["text"].get(lang, ())


def main() -> None:
    """Write one file a language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=60_000)
    parser.add_argument("--hold", type=Path, nargs="*", default=[], help="treebanks whose sentences are left out")
    parser.add_argument("langs", nargs="+")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    held = {tree.text for path in args.hold for tree in read(path)}
    for lang in args.langs:
        seen: set[str] = set()
        for text in texts(args.data, lang):
            seen.update(span.of(text) for span in split(text, lang))
        seen = {s for s in seen if not any(s in h or h in s for h in held)}
        sentences = sorted(s for s in seen if 12 <= len(s) <= 600 and "|" not in s and "http" not in s)
        random.Random(5).shuffle(sentences)  # noqa: S311 - not for secrets
        with gzip.open(args.out / f"{lang}_raw.conllu.gz", "wt", encoding="utf8") as out:
            count = 0
            for sentence in sentences[: args.limit]:
                text = " ".join(sentence.split())
                words = tokenise(text, lang)
                if 3 <= len(words) <= 80:
                    count += 1
                    out.write(f"# sent_id = raw-{count}\n# text = {text}\n")
                    for i, (form, at) in enumerate(words, 1):
                        misc = "_" if text[at + len(form) :].startswith(" ") else "SpaceAfter=No"
                        out.write(f"{i}\t{form}\t_\tX\t_\t_\t{i - 1}\tdep\t_\t{misc}\n")
                    out.write("\n")
        print(lang, count)


if __name__ == "__main__":
    main()
