"""What a document has named so far: for pronouns and definite descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.records import ActorMatch, Sentence

__all__ = ["ActorMemory"]


class ActorMemory:
    """The actors of one document in the order they were named."""

    def __init__(self) -> None:
        self._named: list[ActorMatch] = []

    def note(self, matches: Iterable[ActorMatch]) -> None:
        """Keep ``matches`` as the last named."""
        self._named.extend(match for match in matches if match.country is not None)

    def recall(self, sent: Sentence, head: int) -> tuple[ActorMatch, ...]:
        """Return whom the pronoun or description at ``head`` takes up; empty if that is not safe."""
        del sent, head
        return ()
