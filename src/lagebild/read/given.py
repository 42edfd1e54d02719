"""What the user says about the input: it holds where the input itself says nothing."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - dataclass fields
from dataclasses import dataclass, field

from lagebild.settings import Settings

__all__ = ["Given"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Defaults for the documents of one call; a field of the input itself goes before them."""

    published: str | dt.date | dt.datetime | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    lang: str | None = None
    undated: dt.date | None = None  # taken, with an issue, where no publication date is known
    settings: Settings = field(default_factory=Settings)
