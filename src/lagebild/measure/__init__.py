"""Events in, series out: how tense it is, day by day."""

from __future__ import annotations

from lagebild.measure.tension import tension

__all__ = ["tension"]
