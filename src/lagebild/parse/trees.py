"""From arc scores to one tree: best heads, or the maximum spanning arborescence where they form none.

Word 0 stands above the root. ``scores[dependent, head]`` are log probabilities.
Reference: Chu and Liu (1965); Edmonds (1967); McDonald et al. (2005), EMNLP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Heads = NDArray[np.int64]

__all__ = ["best_tree", "is_tree"]

_NEVER = -1e6  # the score of an arc that is not allowed


def best_tree(scores: NDArray[np.float32]) -> Heads:
    """Return for each word the head that together make the best tree with exactly one root."""
    heads: Heads = scores.argmax(-1)
    heads[0] = 0
    if is_tree(heads):
        return heads
    count = len(scores)
    inner = scores.copy()
    inner[1:, 0] = _NEVER
    np.fill_diagonal(inner, _NEVER)
    most = inner.max(-1)
    # what a tree with this root reaches at most: no search is needed below the best tree found
    bounds = scores[1:, 0] - most[1:] + most[1:].sum()
    best, best_total = heads, -np.inf
    for root in np.argsort(-bounds) + 1:
        if bounds[root - 1] <= best_total:
            break
        limited = inner.copy()
        limited[root] = _NEVER
        limited[root, 0] = scores[root, 0]
        found = _arborescence(limited)
        total = float(scores[np.arange(1, count), found[1:]].sum())
        if total > best_total:
            best, best_total = found, total
    return best


def is_tree(heads: Heads) -> bool:
    """Tell whether heads form one tree with one root.

    >>> is_tree(np.array([0, 2, 0, 2])), is_tree(np.array([0, 0, 0, 2])), is_tree(np.array([0, 0, 3, 2]))
    (True, False, False)
    """
    if int((heads[1:] == 0).sum()) != 1:
        return False
    above: Heads = heads
    for _ in range(len(heads).bit_length() + 1):
        above = above[above]
    return not bool(above.any())


def _arborescence(scores: NDArray[np.float32]) -> Heads:
    """Return the heads of the maximum spanning arborescence below word 0."""
    scores = scores.copy()
    np.fill_diagonal(scores, -np.inf)
    heads: Heads = scores.argmax(-1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inner = np.array(sorted(cycle))
    outer = np.setdiff1d(np.arange(len(scores)), inner)
    gain = scores[inner] - scores[inner, heads[inner]][:, None]
    small = np.full((len(outer) + 1, len(outer) + 1), -np.inf, scores.dtype)
    small[:-1, :-1] = scores[np.ix_(outer, outer)]
    small[-1, :-1] = gain[:, outer].max(0)
    small[:-1, -1] = scores[np.ix_(outer, inner)].max(1)
    solved = _arborescence(small)
    return _expand(scores, heads, inner, outer, solved)


def _expand(
    scores: NDArray[np.float32],
    heads: Heads,
    inner: Heads,
    outer: Heads,
    solved: Heads,
) -> Heads:
    """Open the contracted cycle again: it is entered once, where that gains most."""
    result = heads.copy()
    exits = inner[scores[np.ix_(outer, inner)].argmax(1)]
    for i, word in enumerate(outer):
        if word:
            result[word] = exits[i] if solved[i] == len(outer) else outer[solved[i]]
    above = outer[solved[-1]]
    gain = scores[inner, above] - scores[inner, heads[inner]]
    result[inner[gain.argmax()]] = above
    result[0] = 0
    return result


def _cycle(heads: Heads) -> list[int]:
    """Return the words of one cycle, or nothing."""
    colour = [0] * len(heads)
    colour[0] = 2
    for start in range(1, len(heads)):
        path = []
        at = start
        while colour[at] == 0:
            colour[at] = 1
            path.append(at)
            at = int(heads[at])
        if colour[at] == 1:
            return path[path.index(at) :]
        for seen in path:
            colour[seen] = 2
    return []
