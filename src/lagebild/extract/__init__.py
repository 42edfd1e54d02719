"""Finds events in sentences: who did what to whom, when, where, and who says so."""

from __future__ import annotations

from lagebild.extract.coder import extract
from lagebild.extract.gate import gate
from lagebild.extract.types import relation

__all__ = ["extract", "gate", "relation"]
