"""Lagebild reads news and makes of it an evidence-linked record of who did what to whom, and a cited brief.

Two ways in: a workspace that keeps what it has read (:func:`open_workspace`), and the coder as pure functions
(:func:`code`, :func:`relation`, :func:`actors`, :func:`times`, :func:`places`, :func:`quotations`).

>>> import lagebild
>>> with lagebild.open_workspace("watch") as space:            # doctest: +SKIP
...     list(space.add(["article.txt"], published="2024-04-10"))
...     print(space.render(space.brief(lang="de"), "md"))
"""

from __future__ import annotations

from lagebild.api import actors, code, places, quotations, relation, times
from lagebild.records import (
    ActorMatch,
    Brief,
    Document,
    Event,
    Mention,
    PlaceMatch,
    Quotation,
    Series,
    TimeMatch,
    TypeScore,
)
from lagebild.store import EventQuery
from lagebild.workspace import Workspace, open_workspace

__all__ = [
    "ActorMatch",
    "Brief",
    "Document",
    "Event",
    "EventQuery",
    "Mention",
    "PlaceMatch",
    "Quotation",
    "Series",
    "TimeMatch",
    "TypeScore",
    "Workspace",
    "actors",
    "code",
    "open_workspace",
    "places",
    "quotations",
    "relation",
    "times",
]
