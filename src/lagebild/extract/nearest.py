"""Finds the form that a misspelt name or role word is one letter away from ("supremicists", "Evelyne Anite").

Two words are near if one letter taken from each makes them equal: that covers one letter more, less, changed or
moved (the symmetric delete method of W. Garbe's SymSpell). Used only where nothing else was found.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from lagebild.extract.scan import fold, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.extract.scan import Element

__all__ = ["nearest"]

_SHORTEST: Final = 8  # letters below which one wrong letter says too little
_KINDS: Final = frozenset({"person", "org", "role", "thing"})


def _deletes(word: str) -> Iterator[str]:
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


@cache
def _index(lang: str) -> dict[str, Element]:
    """Return the forms of ``lang`` by what is left of them without any one letter (ambiguous ones left out)."""
    book = lexicon(lang)
    index: dict[str, Element] = {}
    twice: set[str] = set()
    for key, value in book.automaton.items():
        word = key.strip()
        element = next((e for e in book.entries[value] if e.kind in _KINDS), None)
        if element is None or len(word) < _SHORTEST:
            continue
        for left in set(_deletes(word)):
            rival = index.get(left)
            if rival is not None and (rival.targets, rival.sectors) != (element.targets, element.sectors):
                twice.add(left)
            index[left] = element
    return {left: element for left, element in index.items() if left not in twice}


def nearest(phrase: str, lang: str) -> Element | None:
    """Return the element that the whole of ``phrase`` misspells; ``None`` if there is none or more than one."""
    word = fold(phrase).strip()
    if len(word) < _SHORTEST:
        return None
    index = _index(lang)
    for stem in (word, word.removesuffix("s")):
        found = {index[left] for left in _deletes(stem) if left in index}
        if len({(e.targets, e.sectors) for e in found}) == 1:
            return next(iter(found))._replace(start=0, end=len(phrase))
    return None
