"""All records in, a situation brief out: claims, each holding its evidence, checked against the sources."""

from __future__ import annotations

from lagebild.brief.check import UncitedError, check, faults
from lagebild.brief.compose import MAX_CLAIMS, compose
from lagebild.brief.phrases import LANGUAGES

__all__ = ["LANGUAGES", "MAX_CLAIMS", "UncitedError", "check", "compose", "faults"]
