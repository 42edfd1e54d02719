from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from factories import make_document, make_mention
from lagebild import link
from lagebild.records import Report
from lagebild.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lagebild.records import Event, Mention

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Store.create(tmp_path, timeout=1)
    return tmp_path


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder, timeout=1) as opened:
        yield opened


def put(store: Store, key: str = "d-1", **fields: object) -> tuple[Mention, Event]:
    """Add a document with one mention, joined to the events that are there."""
    published = dt.datetime.fromisoformat(str(fields.pop("published", "2024-04-02"))).replace(tzinfo=dt.UTC)
    doc = make_document(id=key, published=published, **fields.pop("doc", {}))  # type: ignore[arg-type]
    mention = make_mention(document=key, **fields)
    report = Report(mention=mention, published=published, publisher=doc.publisher)
    known = list(store.near(published.date() - dt.timedelta(3), published.date() + dt.timedelta(3)))
    with store.writing():
        store.put_document(doc, [mention], now=NOW)
        for event in link.link([report], known):
            store.put_event(event, now=NOW)
    return mention, event
