"""Merge two independent correction passes into one treebank, and measure how far they agree.

A pass is a folder of ``BATCH.fix`` files, each line ``SENTENCE TOKEN HEAD DEPREL [UPOS] [L=lemma]``, applied to the
pre-annotated ``BATCH.txt``. Where the passes differ, an adjudication file decides first (one reader, sentence before
him), then the strong parser's vote, then the pass that changed the pre-annotation.

    python training/treebanks.py --work FOLDER --lang de --vote votes.conllu.gz --out training/treebanks/de_lagebild
"""

from __future__ import annotations

import argparse
import collections
import copy
import gzip
import itertools
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from treebank import Row, Tree, read

from lagebild.parse.labels import UPOS


@dataclass
class Sent:
    """A sentence on its way through the passes."""

    id: str
    doc: str
    text: str = ""
    rows: list[Row] = field(default_factory=list)
    dropped: bool = False


def load(path: Path) -> list[Sent]:
    """Read a pre-annotated batch."""
    out: list[Sent] = []
    for line in path.read_text(encoding="utf8").splitlines():
        if match := re.fullmatch(r"# ((?:de|en)\d{4}) (\S+)", line):
            out.append(Sent(match[1], match[2]))
        elif line.startswith("# ") and not out[-1].rows:
            out[-1].text = line[2:]
        elif line:
            _, form, lemma, upos, head, deprel = line.split("\t")
            out[-1].rows.append(Row(form, lemma, upos, "_", int(head), deprel))
    for sent in out:
        at = 0
        for row in sent.rows:
            at = sent.text.index(row.form, at) + len(row.form)
            row.space_after = sent.text[at : at + 1] == " "
    return out


def apply(sents: list[Sent], fixes: Path) -> list[Sent]:
    """Return the sentences with the fixes of one pass."""
    done = copy.deepcopy(sents)
    by_id = {sent.id: sent for sent in done}
    for line in fixes.read_text(encoding="utf8").splitlines():
        cells = line.split("//")[0].split()
        if len(cells) < 2 or cells[1] == "ok" or cells[0] not in by_id:
            continue
        sent = by_id[cells[0]]
        if cells[1] == "drop":
            sent.dropped = True
            continue
        row = sent.rows[int(cells[1]) - 1]
        row.head = row.head if cells[2] == "-" else int(cells[2])
        row.deprel = row.deprel if cells[3] == "-" else cells[3]
        for extra in cells[4:]:
            if extra.startswith("L="):
                row.lemma = extra[2:]
            elif extra in UPOS:
                row.upos = extra
    return done


def sound(rows: list[Row]) -> bool:
    """Tell whether rows form one tree with one root."""
    if sum(row.head == 0 for row in rows) != 1:
        return False
    for start in range(1, len(rows) + 1):
        at, steps = start, 0
        while at and steps <= len(rows):
            at, steps = rows[at - 1].head, steps + 1
        if at:
            return False
    return True


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Return Cohen's kappa of two raters' labels."""
    total = len(pairs)
    same = sum(a == b for a, b in pairs) / total
    left, right = collections.Counter(a for a, _ in pairs), collections.Counter(b for _, b in pairs)
    chance = sum(left[label] * right[label] for label in left) / total**2
    return (same - chance) / (1 - chance)


def merge(
    passes: tuple[Sent, Sent, Sent], vote: Tree | None, how: collections.Counter[str], ruled: dict[str, str]
) -> Sent:
    """Merge one sentence; ``how`` counts the ways in which differing words were decided."""
    pre, a, b = passes
    out = copy.deepcopy(a)
    ways: list[str] = []
    for i, (old, x, y) in enumerate(zip(pre.rows, a.rows, b.rows, strict=True)):
        third = vote.rows[i] if vote else None
        row = out.rows[i]
        row.upos = _plain(old.upos, x.upos, y.upos, third.upos if third else None)
        row.lemma = _plain(old.lemma, x.lemma, y.lemma, None)
        if (x.head, x.deprel) == (y.head, y.deprel):
            continue
        side, way = _side(old, x, y, third, ruled.get(f"{a.id} {i + 1}"))
        ways.append(way)
        chosen = x if side == "A" else y
        row.head, row.deprel = chosen.head, chosen.deprel
    if not sound(out.rows):
        better = max((a, b), key=lambda s: sum(r.head == o.head for r, o in zip(s.rows, out.rows, strict=True)))
        for row, chosen in zip(out.rows, better.rows, strict=True):
            row.head, row.deprel = chosen.head, chosen.deprel
        ways = ["whole sentence, to keep a tree"] * len(ways)
    how.update(ways)
    out.dropped = a.dropped or b.dropped
    return out


def _plain(old: str, x: str, y: str, third: str | None) -> str:
    if x in (y, third):
        return x
    return y if third == y or x == old else x


def _side(old: Row, x: Row, y: Row, third: Row | None, ruled: str | None) -> tuple[str, str]:
    if ruled:
        return ruled, "by reading"
    if third is not None:
        for measure in (lambda r: (r.head, _base(r.deprel)), lambda r: r.head if x.head != y.head else _base(r.deprel)):
            if measure(third) == measure(x) != measure(y):
                return "A", "by the parser's vote"
            if measure(third) == measure(y) != measure(x):
                return "B", "by the parser's vote"
    changed = (x.head, x.deprel) != (old.head, old.deprel)
    return ("A" if changed else "B"), "by the pass that changed the pre-annotation"


def _base(deprel: str) -> str:
    base, _, sub = deprel.partition(":")
    return deprel if sub == "pass" else base


def agreement(pairs: list[tuple[Sent, Sent]]) -> dict[str, float]:
    """Measure how far two passes agree; punctuation is left out."""
    words = [(x, y) for a, b in pairs for x, y in zip(a.rows, b.rows, strict=True) if x.upos != "PUNCT"]
    share = lambda test: round(100 * sum(map(test, words)) / len(words), 1)  # noqa: E731
    return {
        "sentences": len(pairs),
        "words": len(words),
        "UAS": share(lambda p: p[0].head == p[1].head),
        "LAS": share(lambda p: (p[0].head, p[0].deprel) == (p[1].head, p[1].deprel)),
        "UPOS": share(lambda p: p[0].upos == p[1].upos),
        "kappa_relations": round(kappa([(x.deprel, y.deprel) for x, y in words]), 3),
        "identical_sentences": round(
            100
            * sum([(r.head, r.deprel) for r in a.rows] == [(r.head, r.deprel) for r in b.rows] for a, b in pairs)
            / len(pairs),
            1,
        ),
    }


def write(sents: list[Sent], path: Path) -> None:
    """Write CoNLL-U."""
    with path.open("w", encoding="utf8") as out:
        for sent in sents:
            out.write(f"# sent_id = {sent.id}\n# source = {sent.doc}\n# text = {sent.text}\n")
            for i, r in enumerate(sent.rows, 1):
                misc = "_" if r.space_after else "SpaceAfter=No"
                out.write(f"{i}\t{r.form}\t{r.lemma}\t{r.upos}\t_\t{r.feats}\t{r.head}\t{r.deprel}\t_\t{misc}\n")
            out.write("\n")


def plain(sents: list[Sent], path: Path) -> None:
    """Write the words alone, for the voting parser."""
    with gzip.open(path, "wt", encoding="utf8") as out:
        for sent in sents:
            out.write(f"# sent_id = {sent.id}\n# text = {sent.text}\n")
            for i, r in enumerate(sent.rows, 1):
                misc = "_" if r.space_after else "SpaceAfter=No"
                out.write(f"{i}\t{r.form}\t_\tX\t_\t_\t{i - 1}\tdep\t_\t{misc}\n")
            out.write("\n")


def main() -> None:
    """Merge, measure and write."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--work", type=Path, required=True, help="folder with pre/, A/ and B/")
    p.add_argument("--lang", required=True)
    p.add_argument("--vote", type=Path)
    p.add_argument("--rulings", type=Path, help="lines SENTENCE TOKEN A|B")
    p.add_argument("--plain", type=Path, help="write the words for the voting parser here, and stop")
    p.add_argument("--out", type=Path)
    args = p.parse_args()
    batches = sorted(
        x
        for x in (args.work / "pre").glob(f"{args.lang}_*.txt")
        if all((args.work / s / f"{x.stem}.fix").exists() for s in "AB")
    )
    if args.plain:
        plain([s for x in batches for s in load(x)], args.plain)
        return
    votes = {t.sent_id: t for t in read(args.vote)} if args.vote else {}
    ruled = {}
    if args.rulings and args.rulings.exists():
        ruled = {f"{c[0]} {c[1]}": c[2] for c in map(str.split, args.rulings.read_text().splitlines()) if len(c) == 3}
    how: collections.Counter[str] = collections.Counter()
    merged, pairs = [], []
    for path in batches:
        pre = load(path)
        passes = [apply(pre, args.work / side / f"{path.stem}.fix") for side in "AB"]
        for old, a, b in zip(pre, *passes, strict=True):
            if a.dropped or b.dropped:
                continue
            pairs.append((a, b))
            merged.append(merge((old, a, b), votes.get(a.id), how, ruled))
    args.out.mkdir(parents=True, exist_ok=True)
    docs = list(dict.fromkeys(s.doc for s in merged))
    held = set(docs[::10])  # whole documents, so that dev shares no story with train
    write([s for s in merged if s.doc not in held], args.out / "train.conllu")
    write([s for s in merged if s.doc in held], args.out / "dev.conllu")
    figures = {**agreement(pairs), "dropped": sum(1 for x in batches for _ in load(x)) - len(merged)}
    figures["differing words, decided"] = dict(how)
    (args.out / "agreement.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf8")
    print(figures, sum(s.doc in held for s in merged), "sentences held for dev")
    assert all(sound(s.rows) for s in merged)
    assert not list(itertools.chain.from_iterable([r for r in s.rows if not r.form] for s in merged))


if __name__ == "__main__":
    main()
