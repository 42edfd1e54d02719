"""How likely the type of a mention is right: the classifier's probability, calibrated on labelled sentences.

Platt scaling with a second term: ``P = 1 / (1 + exp(-(a + b log(p / (1 - p)) + c g)))``, where ``g`` is what the gate
thinks of the sentence (log odds that it holds an event), and the numbers stand in ``models/types/calibration.toml``
(made by ``training/calibration.py``). Platt, *Probabilistic outputs for support vector machines* (1999).

>>> 0.0 < confidence(0.01) < confidence(0.99) < 1.0
True
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache

from lagebild.errors import ModelError
from lagebild.models import ROOT

__all__ = ["Calibration", "calibration", "confidence"]

_EDGE = 0.002  # probabilities nearer to 0 and 1 are taken for this


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the log-odds of a type are made of, and the least probability a mention may have.

    ``slope`` weighs the log-odds of the classifier, ``gate`` those of the gate; ``usual`` stands for the latter where
    no gate is trained.
    """

    intercept: float
    slope: float
    gate: float
    usual: float
    abstain: float


@cache
def calibration() -> Calibration:
    """Return the shipped calibration.

    Raises:
        ModelError: if the file is missing or malformed.
    """
    path = ROOT / "types" / "calibration.toml"
    try:
        return Calibration(**{name: float(value) for name, value in tomllib.loads(path.read_text("utf-8")).items()})
    except (OSError, TypeError, ValueError) as error:
        raise ModelError(
            f"the calibration does not load: {error}", where=str(path), hint="reinstall lagebild"
        ) from error


def confidence(chance: float, gate: float | None = None) -> float:
    """Return the calibrated probability of a type, in (0, 1).

    Args:
        chance: what the classifier gives to the type.
        gate: log odds that the sentence gives a mention; those usual in news if not known.
    """
    edged = min(max(chance, _EDGE), 1.0 - _EDGE)
    given = calibration()
    odds = given.intercept + given.slope * math.log(edged / (1.0 - edged))
    return 1.0 / (1.0 + math.exp(-(odds + given.gate * (given.usual if gate is None else gate))))
