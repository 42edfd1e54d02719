"""What governors make of what they govern, and what a clause's own status becomes inside another: tables alone.

Each class of governors (:class:`~lagebild.extract.cues.Stance`) has a status for its complement when the governor is
affirmed and one when it is negated; which reading of an ambiguous governor comes first depends on the complement.
Method: implicative signatures, Nairn, Condoravdi and Karttunen (2006).
"""

from __future__ import annotations

from lagebild.extract.cues import Stance
from lagebild.records import Status

__all__ = ["ASKED", "FINITE", "HOPED", "INFINITE", "OPEN", "PERFECT", "SAYING", "THING", "combined", "outcome"]

FINITE = (
    Stance.DENY, Stance.CONFIRM, Stance.CLAIM, Stance.SIGN, Stance.KNOWN, Stance.REPORT, Stance.REQUEST,
    Stance.ENABLE, Stance.POSSIBLE, Stance.PLAN, Stance.EXCLUDE, Stance.FAIL, Stance.ACHIEVE,
)  # fmt: skip
INFINITE = (
    Stance.EXCLUDE, Stance.FAIL, Stance.PLAN, Stance.REQUEST, Stance.ENABLE, Stance.POSSIBLE, Stance.ACHIEVE,
    Stance.DENY, Stance.CLAIM, Stance.SIGN, Stance.CONFIRM, Stance.KNOWN, Stance.REPORT,
)  # fmt: skip
ASKED = (Stance.FAIL, Stance.REQUEST, *INFINITE)  # somebody else is to do it: "want him to leave"
PERFECT = (
    Stance.DENY, Stance.CLAIM, Stance.SIGN, Stance.CONFIRM, Stance.REPORT, Stance.KNOWN, Stance.EXCLUDE, Stance.FAIL,
    Stance.PLAN, Stance.REQUEST, Stance.ENABLE, Stance.POSSIBLE, Stance.ACHIEVE,
)  # fmt: skip
THING = (
    Stance.DENY, Stance.EXCLUDE, Stance.FAIL, Stance.CONFIRM, Stance.KNOWN, Stance.PLAN, Stance.REQUEST,
    Stance.ENABLE, Stance.POSSIBLE, Stance.CLAIM, Stance.SIGN, Stance.ACHIEVE, Stance.REPORT,
)  # fmt: skip
_AFFIRMED = {
    Stance.KNOWN: Status.ASSERTED,
    Stance.CONFIRM: Status.ASSERTED,
    Stance.REPORT: Status.ALLEGED,
    Stance.CLAIM: Status.ALLEGED,
    Stance.DENY: Status.DENIED,
    Stance.PLAN: Status.PLANNED,
    Stance.REQUEST: Status.REQUESTED,
    Stance.POSSIBLE: Status.HYPOTHETICAL,
    Stance.ENABLE: Status.HYPOTHETICAL,
    Stance.SIGN: Status.ALLEGED,
    Stance.ACHIEVE: Status.ASSERTED,
    Stance.FAIL: Status.DENIED,
    Stance.EXCLUDE: Status.DENIED,
    Stance.ABSENT: Status.DENIED,
}
_NEGATED = _AFFIRMED | {
    Stance.CONFIRM: Status.ALLEGED,
    Stance.DENY: Status.ALLEGED,
    Stance.PLAN: Status.DENIED,
    Stance.REQUEST: Status.HYPOTHETICAL,
    Stance.ENABLE: Status.DENIED,
    Stance.SIGN: Status.DENIED,
    Stance.ACHIEVE: Status.DENIED,
    Stance.FAIL: Status.ASSERTED,
    Stance.EXCLUDE: Status.HYPOTHETICAL,
    Stance.ABSENT: Status.ASSERTED,
}
OPEN = frozenset({Status.PLANNED, Status.REQUESTED, Status.HYPOTHETICAL})
HOPED = frozenset({Stance.REQUEST, Stance.POSSIBLE, Stance.ENABLE})  # what may be done in vain
SAYING = frozenset({Stance.REPORT, Stance.CLAIM, Stance.DENY})


def combined(inner: Status, outer: Status) -> Status:
    """Return the status of a clause that says ``inner`` of itself and of which ``outer`` is said."""
    if outer is Status.ALLEGED:
        return Status.ALLEGED if inner is Status.ASSERTED else inner
    if outer is Status.DENIED:
        return Status.ALLEGED if inner is Status.DENIED else Status.DENIED
    if inner is Status.DENIED:
        return Status.DENIED if outer is Status.PLANNED else outer
    if inner is Status.HYPOTHETICAL:
        return Status.REQUESTED if outer is Status.REQUESTED else Status.HYPOTHETICAL
    if inner is Status.REQUESTED and outer is not Status.HYPOTHETICAL:
        return inner
    return outer


def outcome(stance: Stance, matrix: Status) -> Status:
    """The status of a complement, from the class of its governor and the governor's own status."""
    if matrix is Status.DENIED:
        return _NEGATED[stance]
    if matrix is Status.ALLEGED and stance in {Stance.ACHIEVE, Stance.CONFIRM}:
        return matrix
    return _opened(stance, matrix) if matrix in OPEN else _AFFIRMED[stance]


def _opened(stance: Stance, matrix: Status) -> Status:
    """The status of a complement whose governor is itself planned, requested or hypothetical."""
    planned = matrix is Status.PLANNED
    table = {
        Stance.KNOWN: Status.ASSERTED,
        Stance.ACHIEVE: matrix,
        Stance.PLAN: matrix,
        Stance.FAIL: Status.DENIED if planned else Status.HYPOTHETICAL,
        Stance.EXCLUDE: Status.HYPOTHETICAL,
        Stance.ABSENT: Status.DENIED if planned else Status.HYPOTHETICAL,
        **dict.fromkeys((Stance.CONFIRM, Stance.SIGN, *SAYING), Status.ALLEGED),
    }
    return table.get(stance, matrix if matrix is Status.HYPOTHETICAL else _AFFIRMED[stance])
