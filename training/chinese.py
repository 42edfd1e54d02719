"""Turn Chinese trees from the conventions of GSD to those of PUD, which differ though both are UD.

PUD calls bare nouns before a noun ``compound``, adverbs like 也 and 但 ``advmod``, hangs classifiers on the noun, and
lets the word for year, month or day head its number.

    python training/chinese.py ../shared/data/ud/zh_gsdsimp_dev.conllu.gz zh_dev.conllu.gz
"""

from __future__ import annotations

from treebank import Tree, converter

_CLAUSE_WORDS = frozenset(
    {"来", "所", "如果", "虽然", "因为", "由于", "当", "在", "与", "通过", "从", "自", "为了", "以"}
)
_CALENDAR = frozenset({"年", "月", "日"})
_NOUNS = frozenset({"NOUN", "PROPN", "VERB"})


def convert(tree: Tree) -> Tree:
    """Return the tree in the conventions of PUD; it is changed in place."""
    rows = tree.rows
    _calendar(tree)
    cased = {row.head for row in rows if row.deprel.partition(":")[0] in {"case", "mark"}}
    for i, row in enumerate(rows, 1):
        above = rows[row.head - 1]
        if row.deprel == "mark" and row.head > i and row.form not in _CLAUSE_WORDS:
            row.deprel, row.upos = "advmod", "ADV"
        elif row.deprel == "clf" and row.head == i - 1 and above.deprel in {"nummod", "det"} and above.head > i:
            row.head = above.head
        elif row.deprel == "nmod:tmod":
            row.deprel = "obl"
        elif row.deprel == "nmod" and row.upos in _NOUNS and row.head > i and i not in cased:
            row.deprel = "compound"
    return tree


def _calendar(tree: Tree) -> None:
    """Let 年, 月 and 日 head the number before them."""
    rows = tree.rows
    for i, row in enumerate(rows, 1):
        number = rows[row.head - 1]
        if row.deprel != "clf" or row.form not in _CALENDAR or row.head != i - 1 or number.head == i:
            continue
        for other in rows:
            if other.head == i - 1 and other is not row:
                other.head = i
        relation = "compound" if number.deprel in {"nummod", "nmod"} else number.deprel
        row.head, row.deprel, number.head, number.deprel = number.head, relation, i, "nummod"


if __name__ == "__main__":
    converter(convert, about=__doc__)
