"""What stands around a possible trigger, as names of features that a trained gate weighs.

A sentence is told by what it shows as a whole; each of its possible triggers by its rows, by the words beside it, and
by the nearest known actor and the nearest role word to its left and right: what they are, how far, what stands before
them and what between. A word is told by itself if it is one of the frequent ones, else by what it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lagebild.knowledge import actorbook
from lagebild.knowledge.load import toml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from lagebild.extract.scan import Element
    from lagebild.extract.signs import Shown, Trigger

__all__ = ["of_sentence", "of_triggers"]

_SORT = {
    "name": "state", "seat": "state", "set": "state", "demonym": "adjective", "weak": "role",
}  # fmt: skip  # kinds of names that are told as another
_KNOWN = frozenset({"state", "adjective", "capital", "org", "person"})
_REACH = (1, 2, 4, 8, 15)  # words: bounds of the distances that are told apart
_LED = 3  # words at most that stand between a name and its preposition
_LENGTH = 5  # words that a step of a sentence's length has
_MARKS = {",": ",", '"': '"', "“": '"', "„": '"', "”": '"', "»": '"', "«": '"', ":": '"', ";": '"', "(": '"', ")": '"'}
_TOLD = (",", "t", "e", '"')  # what is told of what stands between: comma, trigger, name, other mark


class _Party(NamedTuple):
    """A name or role word: its first word and the one behind its last, what it is, and what stands before it."""

    start: int
    stop: int
    sort: str
    before: str


def of_sentence(shown: Shown, lang: str) -> list[str]:
    """Return what is seen of a sentence as a whole."""
    sorts = [_SORT.get(one.kind, one.kind) for one in shown.elements]
    known, roles = sum(one in _KNOWN for one in sorts), sorts.count("role")
    words = shown.words
    there = frozenset(map(str.lower, words))
    found = [
        f"actors:{min(known, 3)}:{min(roles, 3)}", f"length:{min(len(words) // _LENGTH, 12)}", f"end:{words[-1]}",
        f"triggers:{min(len(shown.triggers), 6)}", *{f"kind:{one}": 0 for one in sorts},
        *{f"sector:{one.sectors[0]}": 0 for one in shown.elements if one.sectors},
    ]  # fmt: skip
    seen = {
        "off topic": not _off_topic(lang).isdisjoint(there),
        "pronoun": not sorts,
        "quoted": not there.isdisjoint('"“„»'),
    }
    return found + [name for name, is_seen in seen.items() if is_seen]


@cache
def _off_topic(lang: str) -> frozenset[str]:
    return frozenset(toml(f"languages/{lang}/words.toml").get("offtopic", ()))


def of_triggers(shown: Shown, lang: str, frequent: AbstractSet[str]) -> list[list[str]]:
    """Return what is seen of each possible trigger of a sentence.

    Args:
        shown: the sentence.
        lang: ISO 639-1 code.
        frequent: the words that are told by themselves, in small letters.
    """
    parties = [(one, *_place(one, shown.starts)) for one in shown.elements]
    classes, marks = _classes(shown, parties, frequent)
    skipped = _skipped(lang)
    pools: tuple[list[_Party], list[_Party]] = ([], [])
    for one, start, stop in parties:
        sort = _SORT.get(one.kind, one.kind)
        if sort in _KNOWN or sort == "role":
            pools[sort == "role"].append(_Party(start, stop, sort, _before(classes, start, skipped)))
    return [_around(trigger, shown.words, classes, marks, pools) for trigger in shown.triggers]


def _place(one: Element, starts: Sequence[int]) -> tuple[int, int]:
    """The numbers of the first word of an element, and of the one behind its last."""
    start = max(bisect_right(starts, one.start) - 1, 0)
    return start, max(bisect_left(starts, one.end), start + 1)


def _classes(
    shown: Shown, parties: Sequence[tuple[Element, int, int]], frequent: AbstractSet[str]
) -> tuple[list[str], str]:
    """What each word of a sentence is told by, with a border at either end; and for each word a letter."""
    triggers = {one.at for one in shown.triggers}
    names = {at: one.kind for one, start, stop in parties for at in range(start, stop)}
    classes, marks = ["#"], []
    for at, word in enumerate(shown.words):
        low = word.lower()
        kind = names.get(at)
        if kind is not None:
            classes.append(f"E{_SORT.get(kind, kind)}")
        elif low in frequent:
            classes.append(low)
        else:
            classes.append("T" if at in triggers else _shape(word))
        marks.append("t" if at in triggers else "e" if kind is not None else _MARKS.get(word, "."))
    return [*classes, "#"], "".join(marks)


def _shape(word: str) -> str:
    if word[0].isalpha():
        return "L" if word.islower() else "A" if word.isupper() and len(word) > 1 else "C"
    return "0" if word[0].isdigit() else word


@cache
def _skipped(lang: str) -> frozenset[str]:
    """What may stand between a name and the preposition that governs it: articles, capitals, unknown small words."""
    return frozenset({"C", "L", *actorbook.roles(lang)["grammar"].get("skip", ())})


def _before(classes: Sequence[str], start: int, skipped: AbstractSet[str]) -> str:
    """What stands before a name, past the words and names that lead up to it; ``classes`` has a border in front."""
    at = start
    while at > max(start - _LED, 0) and (classes[at] in skipped or classes[at][0] == "E"):
        at -= 1
    return classes[at]


def _around(
    trigger: Trigger, words: Sequence[str], classes: Sequence[str], marks: str, pools: Sequence[Sequence[_Party]]
) -> list[str]:
    at = trigger.at
    word = words[at]
    last, left, right = word[-2:].lower(), classes[at], classes[at + 2]
    found = [f"before:{left}", f"after:{right}", f"last:{last}", f"capital:{at > 0 and word[0].isupper()}"]
    sides = ""
    for pool in pools:
        near = _nearest(pool, at)
        sides += "".join("01"[one is not None] for one in near)
        for side, party in zip("<>", near, strict=True):
            found += _party(party, at, marks, f"{side}{pool is pools[1]:d}")
    types = list(dict.fromkeys(f"{row.type}:{row.pos}" for row in trigger.rows)) or ["irregular"]
    found += dict.fromkeys([f"row:{row.lemma}:{row.pos}" for row in trigger.rows])
    found.append(f"sides:{sides}")
    for one in types:
        found += [
            f"type:{one}", f"{one}:before:{left}", f"{one}:after:{right}", f"{one}:last:{last}", f"{one}:{sides}",
            f"{one}:two:{len(pools[0]) > 1}",
        ]  # fmt: skip
    return found


def _nearest(pool: Sequence[_Party], at: int) -> tuple[_Party | None, _Party | None]:
    """The nearest of a pool to the left and to the right of a word."""
    left = None
    for one in pool:
        if one.start > at:
            return left, one
        if one.stop <= at:
            left = one
    return left, None


def _party(one: _Party | None, at: int, marks: str, name: str) -> list[str]:
    """What is told of the nearest name or role word on one side of the word ``at``."""
    if one is None:
        return [f"{name}:none"]
    between = marks[one.stop : at] if one.start < at else marks[at + 1 : one.start]
    far = bisect_left(_REACH, len(between))
    told = "".join([mark for mark in _TOLD if mark in between])
    return [
        f"{name}:{one.sort}:{far}", f"{name}:{far}:{told}", f"{name}:after:{one.before}",
        f"{name}:{one.sort}:after:{one.before}:{told}",
    ]  # fmt: skip
