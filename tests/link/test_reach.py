"""What is asked of the store for linking must hold everything that could be linked."""

from __future__ import annotations

import itertools

from factories import make_actor, make_report
from lagebild.link import reach
from lagebild.link.similarity import likeness
from lagebild.records import EventType

SIDES = ((), (make_actor("PRK"),), (make_actor("KOR"),), (make_actor("PRK"), make_actor("USA")))


def test_whatever_is_alike_is_within_reach() -> None:
    reports = [
        make_report(document=f"d-{number}", actors=actors, recipients=recipients, type=kind, mode=None)
        for number, (actors, recipients, kind) in enumerate(
            itertools.product(SIDES, SIDES, (EventType.MOBILIZE, EventType.ASSAULT))
        )
    ]
    alike = 0
    for one, other in itertools.permutations(reports, 2):
        if likeness(one, other) > 0:
            types, countries = reach([one])
            sides = ({m.country for m in side} for side in (other.mention.actors, other.mention.recipients))
            alike += 1
            assert other.mention.type.value in types
            assert countries is None or any(not side or side & countries for side in sides)
    assert alike > 100
