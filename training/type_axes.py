"""Finds the axes along which the embeddings of what is done differ: the second spaces of the type classifier.

Ten thousand relations of English news are read by the rules alone; a linear discriminant analysis of each text of a
view then tells their triggers apart (regularised; axes weighted by the fourth root of their eigenvalues). No label
is used, only which trigger of which type the rules found.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from lagebild import parse
from lagebild.extract import classifier
from lagebild.extract.coder import scene_of
from lagebild.extract.drafts import drafts_of
from lagebild.extract.orient import tree_of
from lagebild.extract.views import TEXTS, View, look
from lagebild.ids import document_id
from lagebild.records import Document, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["found", "kept", "trees"]

DAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
RELATIONS = 10_000
BATCH = 500  # sentences parsed at a time
LENGTHS = range(40, 350)  # of sentences, in characters
COMPONENTS = 64
SHRINKAGE = 0.1  # of the variance of the texts, as a share of its mean
RARE = 3  # views that a trigger must have


def trees(texts: list[tuple[str, str]]) -> list[tuple[Document, list[Sentence]]]:
    """Parse every text, with its language, as a document of its own."""
    docs = [Document(id=document_id("", text), text=text, language=lang, published=DAY) for text, lang in texts]
    plain = [
        Sentence(document=doc.id, index=index, span=span, text=span.of(doc.text), lang=doc.language)
        for doc in docs
        for index, span in enumerate(parse.split(doc.text, doc.language))
    ]
    parsed: dict[str, list[Sentence]] = {}
    for sent in parse.parse(plain):
        parsed.setdefault(sent.document, []).append(sent)
    return [(doc, list(dict.fromkeys(parsed[doc.id]))) for doc in docs]


def kept(path: Path) -> tuple[Any, Any]:
    """Return the centres and axes of a classifier's file."""
    with np.load(path) as data:
        return data["centre"][TEXTS:].astype(np.float32), data["projection"][TEXTS:].astype(np.float32)


def found(news: Path) -> tuple[Any, Any]:
    """Return centres (5 x 512) and axes (5 x 512 x ``COMPONENTS``) found in the English news of a folder."""
    seen: list[tuple[str, View]] = []
    sentences = _sentences(news)
    for at in range(0, len(sentences), BATCH):
        if len(seen) < RELATIONS:
            seen += _relations(sentences[at : at + BATCH])
    return axes([name for name, _ in seen], [view.texts for _, view in seen])


def _sentences(news: Path) -> list[str]:
    with gzip.open(news / "current_events_2002_2023.en.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    with (news / "wikinews.en.jsonl").open(encoding="utf-8") as lines:
        texts += [json.loads(line)["text"] for line in lines]
    some = {span.of(text) for text in texts for span in parse.split(text, "en") if span.end - span.start in LENGTHS}
    order = sorted(some)
    return [order[index] for index in np.random.default_rng(1).permutation(len(order))]


def _relations(sentences: list[str]) -> Iterator[tuple[str, View]]:
    for doc, parsed in trees([(text, "en") for text in sentences]):
        tree = tree_of(parsed[0])
        drafts = drafts_of(tree, scene_of(doc, parsed))
        for draft in drafts:
            actors, recipients = draft.roles.actors, draft.roles.recipients
            sides = [one.span for one in (*actors[:1], *recipients[:1], *actors[1:])]
            if actors and len(sides) > 1 and not sides[0].overlaps(sides[1]):
                yield f"{draft.kind.value}|{draft.pred.row.lemma}", look(tree, sides[0], sides[1], drafts)


def axes(names: list[str], texts: list[tuple[str, ...]]) -> tuple[Any, Any]:
    """Return the centres and the axes that tell the names apart, for each of the texts."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        groups[name].append(index)
    centres, projections = [], []
    for index in range(TEXTS):
        some = [one[index] for one in texts]
        raw = np.concatenate([classifier.embed(some[at : at + 128]) for at in range(0, len(some), 128)])
        centres.append(raw.mean(0))
        projections.append(_discriminant(raw - raw.mean(0), [rows for rows in groups.values() if len(rows) >= RARE]))
    return np.stack(centres), np.stack(projections)


def _discriminant(raw: Any, groups: list[list[int]]) -> Any:  # noqa: ANN401 - arrays
    total = raw.T @ raw / len(raw)
    between = np.zeros_like(total)
    for rows in groups:
        mean = raw[rows].mean(0)
        between += len(rows) / len(raw) * np.outer(mean, mean)
    values, vectors = np.linalg.eigh(total)
    white = vectors / np.sqrt(values + SHRINKAGE * values.mean())
    found_values, found_vectors = np.linalg.eigh(white.T @ between @ white)
    best = np.argsort(-found_values)[:COMPONENTS]
    return white @ found_vectors[:, best] * found_values[best].clip(0) ** 0.25
