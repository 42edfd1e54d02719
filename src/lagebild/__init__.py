"""Lagebild reads news and makes of it an evidence-linked record of who did what to whom, and a cited brief.

>>> import lagebild
>>> with lagebild.open_workspace("watch") as space:            # doctest: +SKIP
...     list(space.add(["article.txt"], published="2024-04-10"))
...     print(space.render(space.brief(lang="de"), "md"))
"""

from __future__ import annotations

from lagebild.records import Brief, Document, Event, Mention, Series
from lagebild.store import EventQuery
from lagebild.workspace import Workspace, open_workspace

__all__ = ["Brief", "Document", "Event", "EventQuery", "Mention", "Series", "Workspace", "open_workspace"]
