"""Read and write CoNLL-U treebanks.

Multiword tokens (zum = zu + dem) become one token: spaCy's tokenizers do not
split them.  The merged token takes the place of the part nearest the root, or
of the adposition where both parts hang on the same word.
"""

from __future__ import annotations

import argparse
import gzip
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Row", "Tree", "collapse", "converter", "read", "write"]

_RANGE = re.compile(r"(\d+)-(\d+)")


@dataclass(slots=True)
class Row:
    """One word of a tree; ``head`` is 1-based and 0 is the root."""

    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    space_after: bool = True
    xpos: str = "_"


@dataclass(slots=True)
class Tree:
    """One sentence of a treebank."""

    rows: list[Row]
    sent_id: str = ""
    text: str = ""
    meta: dict[str, str] = field(default_factory=dict)


def read(path: Path, *, merge: bool | None = None) -> Iterator[Tree]:
    """Yield the trees of a (gzipped) CoNLL-U file.

    Multiword tokens are merged, except in English files ("do" + "n't").
    """
    if merge is None:
        merge = not path.name.startswith("en_")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8") as lines:
        block: list[str] = []
        for line in lines:
            if line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                yield _tree(block, merge=merge)
                block = []
        if block:
            yield _tree(block, merge=merge)


def _tree(block: list[str], *, merge: bool) -> Tree:
    meta: dict[str, str] = {}
    ranges: list[tuple[int, int, str, bool]] = []
    rows: list[Row] = []
    for line in block:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            meta[key.strip()] = value.strip()
            continue
        cells = line.split("\t")
        space = "SpaceAfter=No" not in cells[9]
        if match := _RANGE.fullmatch(cells[0]):
            ranges.append((int(match[1]), int(match[2]), cells[1], space))
        elif cells[0].isdigit():
            rows.append(Row(cells[1], cells[2], cells[3], cells[5], int(cells[6]), cells[7], space, cells[4]))
    for first, last, _, space in ranges:
        for row in rows[first - 1 : last]:
            row.space_after = False
        rows[last - 1].space_after = space
    if merge and ranges:
        rows = _merge(rows, ranges)
    return Tree(rows, meta.get("sent_id", ""), meta.get("text", ""), meta)


def _merge(rows: list[Row], ranges: list[tuple[int, int, str, bool]]) -> list[Row]:
    """Fold each range of words into one; heads are renumbered."""
    place = {0: 0}
    spans = {first: (last, form, space) for first, last, form, space in ranges}
    merged: list[Row] = []
    at = 1
    while at <= len(rows):
        if at in spans:
            last, form, space = spans[at]
            inside = range(at, last + 1)
            top = next((i for i in inside if rows[i - 1].head not in inside), at)
            source = rows[top - 1]
            row = Row(form, source.lemma, source.upos, source.feats, source.head, source.deprel, space, source.xpos)
            if source.upos == "ADP":
                others = [rows[i - 1].feats for i in inside if i != top and rows[i - 1].upos == "DET"]
                row.feats = others[0] if others else source.feats
            merged.append(row)
        else:
            last = at
            merged.append(rows[at - 1])
        for i in range(at, last + 1):
            place[i] = len(merged)
        at = last + 1
    for row in merged:
        row.head = place[row.head]
    return merged


def collapse(deprel: str) -> str:
    """Drop the subtype of a relation, but keep ``:pass``."""
    base, _, sub = deprel.partition(":")
    return f"{base}:pass" if sub == "pass" else base


def write(tree: Tree, out: TextIO) -> None:
    """Write one tree as CoNLL-U."""
    out.write(f"# sent_id = {tree.sent_id}\n# text = {tree.text}\n")
    if "certainty" in tree.meta:
        out.write(f"# certainty = {tree.meta['certainty']}\n")
    for i, row in enumerate(tree.rows, 1):
        misc = "_" if row.space_after else "SpaceAfter=No"
        out.write(
            "\t".join(
                (str(i), row.form, row.lemma or "_", row.upos, "_", row.feats, str(row.head), row.deprel, "_", misc)
            )
            + "\n"
        )
    out.write("\n")


def converter(change: Callable[[Tree], Tree], *, about: str | None) -> None:
    """Be the command that turns every tree of a treebank by ``change`` and writes them to another file."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    args = parser.parse_args()
    with gzip.open(args.target, "wt", encoding="utf8", compresslevel=4) as out:
        for tree in read(args.source):
            write(change(tree), out)
