"""Trained weights with their cards: one folder a language; ``parsers.toml`` lists the parsers."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ROOT"]

ROOT = Path(__file__).parent
