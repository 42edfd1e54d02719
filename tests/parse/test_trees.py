"""Whatever the scores, the result is one tree with one root."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from lagebild.parse.trees import best_tree, is_tree


def _all_trees(size: int) -> list[tuple[int, ...]]:
    found = itertools.product(range(size), repeat=size - 1)
    return [(0, *heads) for heads in found if is_tree(np.array((0, *heads)))]


@pytest.mark.parametrize("seed", range(30))
def test_it_is_the_best_of_all_trees(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(5, 5)).astype(np.float32)
    np.fill_diagonal(scores, -9)
    best = max(_all_trees(5), key=lambda heads: sum(scores[i, heads[i]] for i in range(1, 5)))
    assert tuple(best_tree(scores)) == best


@pytest.mark.parametrize("size", [2, 3, 17, 60])
def test_it_is_a_tree(size: int) -> None:
    scores = np.random.default_rng(size).normal(size=(size, size)).astype(np.float32)
    assert is_tree(best_tree(scores))
