"""The mentions that the coder finds in our labelled news, and whether each has the type of a label."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import lagebild

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.records import Mention

LABELS = Path(__file__).parent.parent / "training" / "labels"


def root(name: str) -> str:
    """Return the type's name with CONCEDE and RETREAT taken together."""
    return "YIELD" if name in {"CONCEDE", "RETREAT"} else name


def typed(lang: str) -> Iterator[tuple[Mention, bool, str]]:
    """Yield every mention found, whether a label of its sentence has its type, and the document."""
    for line in (LABELS / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        doc = {"text": one["text"], "title": one["title"], "lang": lang, "published": one["date"]}
        labels = {root(label["type"]) for label in one["events"]}
        for mention in lagebild.code([doc]):
            yield mention, root(mention.type.value) in labels, one["doc"]
