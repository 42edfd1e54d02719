"""Events in, series out: how tense it is, day by day."""

from __future__ import annotations

from lagebild.measure.tension import tension, tension_of_sums

__all__ = ["tension", "tension_of_sums"]
