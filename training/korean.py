"""Turn the Korean treebanks GSD and Kaist to the conventions of PUD, so that one parser can learn from both.

GSD chains the words of a phrase, and clauses joined by -고 or -며, from the first one on; PUD lets all but conjoined
nouns depend on a later word. GSD and Kaist name relations after endings otherwise than PUD. What is changed is
decided by the morphemes that the treebanks give in their XPOS column.

    python training/korean.py ../shared/data/ud/ko_gsd_train.conllu.gz ko_train.conllu.gz
"""

from __future__ import annotations

import itertools
import re

from treebank import Row, Tree, converter

_NUMBER = re.compile(r"(\d[\d.,]*)([^\d\W].*)")
_CASES = frozenset({"JKB", "jca"})  # adverbial particles: -에, -에서, -로 …
_OF = frozenset({"JKG", "jcm"})  # -의
_TOPIC = frozenset({"JX", "jxt"})  # -은, -는
_ATTRIBUTIVE = frozenset({"ETM", "etm"})  # a verb before a noun
_JOINING = frozenset({"EC", "ecc", "ecs", "ecx"})  # a verb before another verb
_QUOTING = ("다고", "라고", "다며", "라며", "냐고", "자고")


def convert(tree: Tree) -> Tree:
    """Return the tree in the conventions of PUD, lemmas and features left out."""
    rows = tree.rows
    _turn_phrases(rows)
    _turn_clauses(rows)
    for row in rows:
        row.deprel = _relation(row)
        row.upos = "NOUN" if row.upos in {"ADV", "VERB"} and _last(row) in _CASES else row.upos
        row.feats, row.lemma = "?", "_"
    return Tree(_split_numbers(rows), tree.sent_id, tree.text)


def _last(row: Row) -> str:
    return row.xpos.rpartition("+")[2]


def _relation(row: Row) -> str:
    base, last = row.deprel.partition(":")[0], _last(row)
    if base == "det" and last in _OF:
        return "nmod:poss"
    if base in {"advmod", "advcl", "iobj", "nmod"} and last in _CASES and row.upos != "CCONJ":
        return "obl"
    if base == "dislocated" and last in _TOPIC:
        return "nsubj"
    if base == "dep" and last in _ATTRIBUTIVE:
        return "acl:relcl"
    if base in {"ccomp", "xcomp"} and last in _JOINING and not row.form.endswith(_QUOTING):
        return "advcl"
    return row.deprel


def _turn_phrases(rows: list[Row]) -> None:
    """Let the last word of a chain of ``flat`` words be its head, and each word depend on the next."""
    for first, row in enumerate(rows, 1):
        chain = [first, *(i for i, other in enumerate(rows, 1) if other.head == first and other.deprel == "flat")]
        if len(chain) == 1 or chain != sorted(chain) or row.deprel == "flat":
            continue
        last = chain[-1]
        for other in rows:
            if other.head == first and other.deprel != "flat":
                other.head = last
        rows[last - 1].head, rows[last - 1].deprel = row.head, row.deprel
        if _last(rows[last - 1]) in _CASES and rows[last - 1].deprel.startswith(("advmod", "nmod")):
            rows[last - 1].deprel = "obl"
        for here, following in itertools.pairwise(chain):
            verb = rows[here - 1].upos == "VERB" and _last(rows[here - 1]) in _JOINING
            rows[here - 1].head, rows[here - 1].deprel = following, "advcl" if verb else "compound"


def _turn_clauses(rows: list[Row]) -> None:
    """Let a verb that joins on to a later one depend on it, however long the chain."""
    for at in range(len(rows), 0, -1):
        row = rows[at - 1]
        if _last(row) not in _JOINING:
            continue
        later = [i for i, other in enumerate(rows, 1) if other.head == at and other.deprel == "conj" and i > at]
        if not later:
            continue
        last = later[-1]
        rows[last - 1].head, rows[last - 1].deprel = row.head, row.deprel
        for i, other in enumerate(rows, 1):
            if other.head == at and i > last:
                other.head = last
        row.head, row.deprel = last, "advcl"
        for one in later[:-1]:
            rows[one - 1].head, rows[one - 1].deprel = last, "advcl"


def _split_numbers(rows: list[Row]) -> list[Row]:
    """Make two words of a number and what it counts (2016년에), as PUD does."""
    place, out = {0: 0}, []
    for i, row in enumerate(rows, 1):
        match = _NUMBER.fullmatch(row.form)
        if match:
            out.append(Row(match[1], "_", "NUM", "?", -1, "nummod", space_after=False))
            row.form = match[2]
        out.append(row)
        place[i] = len(out)
    for at, row in enumerate(out, 1):
        row.head = at + 1 if row.head == -1 else place[row.head]
    return out


if __name__ == "__main__":
    converter(convert, about=__doc__)
