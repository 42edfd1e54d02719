"""How closely two words of a sentence hang together: the cost of the path between them in the tree.

Relations inside a clause are cheap, those between clauses dear, so that a time or a place in another clause than
the predicate costs more than :data:`FAR`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lagebild.records import Sentence, Token
    from lagebild.spans import Span

__all__ = ["FAR", "ancestors", "cost_of", "head_of", "path_cost"]

FAR = 5.0
_COSTS = {
    "ccomp": 6.0,
    "csubj": 6.0,
    "parataxis": 6.0,
    "advcl": 6.0,
    "acl": 6.0,
    "conj": 2.0,
    "xcomp": 1.0,
    "obl": 1.0,
    "nmod": 1.0,
    "dep": 2.0,
    "flat": 0.2,
    "compound": 0.5,
    "appos": 0.5,
    "fixed": 0.2,
    "advmod": 0.5,
    "nummod": 0.5,
    "amod": 0.5,
    "case": 0.5,
    "orphan": 2.0,
}
_OTHER = 1.0


def ancestors(sent: Sentence, index: int) -> tuple[int, ...]:
    """Return the words from ``index`` up to the root, itself first."""
    tokens = sent.tokens
    chain, token = [index], tokens[index]
    while token.head != token.index and len(chain) <= len(tokens):
        token = tokens[token.head]
        chain.append(token.index)
    return tuple(chain)


def head_of(sent: Sentence, span: Span) -> int | None:
    """Return the highest word of those that ``span`` (document offsets) covers, ``None`` where it covers none."""
    low, high = span
    inside = [token.index for token in sent.tokens if token.span[0] < high and low < token.span[1]]
    if not inside:
        return None
    return min(inside, key=lambda index: len(ancestors(sent, index)))


def cost_of(token: Token) -> float:
    """Return the usual cost of the edge from ``token`` to its head."""
    return _COSTS.get(token.deprel.split(":")[0], _OTHER)


def path_cost(sent: Sentence, start: int, goal: int, *, costs: dict[str, float] | None = None) -> float:
    """Return the cost of the way from word ``start`` to word ``goal`` through the tree; 0.0 for the same word.

    Args:
        sent: a parsed sentence.
        start: index of a word.
        goal: index of another.
        costs: relations (without subtype) whose cost differs from the usual one.
    """
    up, down = ancestors(sent, start), ancestors(sent, goal)
    shared = next(index for index in up if index in down)
    crossed = [*up[: up.index(shared)], *down[: down.index(shared)]]
    special = costs or {}
    return sum(special.get(sent.tokens[i].deprel.split(":")[0], cost_of(sent.tokens[i])) for i in crossed)
