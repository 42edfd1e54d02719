"""What stands around a possible trigger, as clues that a trained gate weighs.

A clue is a tuple of words: its kind, and what was seen. Clues are few enough to be remembered with their weights;
:func:`named` says which features a clue shows. A sentence is told by what it shows as a whole; each of its possible
triggers by its rows, by the words beside it, by whether a weapon is named, and by the nearest known actor and the
nearest role word to its left and right: what they are, how far, what stands before them and what between. A word is
told by itself if it is one of the frequent ones, else by what it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lagebild.extract.kept import Kept
from lagebild.knowledge import actorbook
from lagebild.knowledge.load import toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from lagebild.extract.scan import Element
    from lagebild.extract.signs import Shown, Trigger

__all__ = ["Clue", "Words", "named", "of_sentence", "of_triggers"]

Clue: TypeAlias = tuple[str, ...]

_SORT = {
    "name": "state", "seat": "state", "set": "state", "demonym": "adjective", "weak": "role",
}  # fmt: skip  # kinds of names that are told as another
_KNOWN = frozenset({"state", "adjective", "capital", "org", "person"})
_REACH = (1, 2, 4, 8, 15)  # words: bounds of the distances that are told apart
_LED = 3  # words at most that stand between a name and its preposition
_LENGTH = 5  # words that a step of a sentence's length has
_LONGEST = 12  # steps
_MARKS = {",": ",", '"': '"', "“": '"', "„": '"', "”": '"', "»": '"', "«": '"', ":": '"', ";": '"', "(": '"', ")": '"'}
_TOLD = (",", "t", "e", '"')  # what is told of what stands between: comma, trigger, name, other mark
_DIGITS = "0123456789"


class Words(Kept[str, str]):
    """What each word is told by, by itself or by its shape, as words are met.

    Args:
        lang: ISO 639-1 code.
        frequent: the words that are told by themselves, in small letters.
    """

    def __init__(self, lang: str, frequent: AbstractSet[str]) -> None:
        """Begin with no words."""
        super().__init__()
        self.lang = lang
        self.frequent = frequent

    def make(self, key: str) -> str:
        """Return what a word is told by."""
        low = key.lower()
        return low if low in self.frequent else _shape(key)


def _shape(word: str) -> str:
    if word[0].isalpha():
        return "L" if word.islower() else "A" if word.isupper() and len(word) > 1 else "C"
    return "0" if word[0].isdigit() else word


class _Party(NamedTuple):
    """A name or role word: its first word and the one behind its last, what it is, and what stands before it."""

    start: int
    stop: int
    sort: str
    before: str


def of_sentence(shown: Shown, lang: str) -> list[Clue]:
    """Return what is seen of a sentence as a whole."""
    sorts = [_SORT.get(one.kind, one.kind) for one in shown.elements]
    words = shown.words
    marks = "".join([
        "o" * (not _off_topic(lang).isdisjoint(map(str.lower, words))),
        "q" * any(mark in words for mark in '"“„»'),
        "p" * (not sorts),
    ])  # fmt: skip
    known, roles = sum([one in _KNOWN for one in sorts]), sorts.count("role")
    return [
        ("actors", _DIGITS[min(known, 3)], _DIGITS[min(roles, 3)]),
        ("size", str(min(len(words) // _LENGTH, _LONGEST)), words[-1]),
        ("triggers", _DIGITS[min(len(shown.triggers), 6)], marks),
        *[("kind", one) for one in dict.fromkeys(sorts)],
        *[("sector", one) for one in dict.fromkeys([one.sectors[0] for one in shown.elements if one.sectors])],
    ]


@cache
def _off_topic(lang: str) -> frozenset[str]:
    return frozenset(toml(f"languages/{lang}/words.toml").get("offtopic", ()))


def of_triggers(shown: Shown, told: Words) -> list[list[Clue]]:
    """Return what is seen of each possible trigger of a sentence."""
    starts = shown.starts
    parties = [(one, *_place(one, starts)) for one in shown.elements]
    classes, marks = _classes(shown, parties, told)
    skipped = _skipped(told.lang)
    pools: tuple[list[_Party], list[_Party]] = ([], [])
    for one, start, stop in parties:
        sort = _SORT.get(one.kind, one.kind)
        if sort in _KNOWN or sort == "role":
            pools[sort == "role"].append(_Party(start, stop, sort, _before(classes, start, skipped)))
    around = [_around(trigger, shown.words, classes, marks, pools) for trigger in shown.triggers]
    if any(one.kind == "thing" for one in shown.elements):
        for clues, trigger in zip(around, shown.triggers, strict=True):
            clues.append(("weapon", trigger.rows))
    return around


def _place(one: Element, starts: Sequence[int]) -> tuple[int, int]:
    """The numbers of the first word of an element, and of the one behind its last."""
    start = max(bisect_right(starts, one.start) - 1, 0)
    return start, max(bisect_left(starts, one.end), start + 1)


def _classes(shown: Shown, parties: Iterable[tuple[Element, int, int]], told: Words) -> tuple[list[str], str]:
    """What each word of a sentence is told by, with a border at either end; and for each word a letter."""
    plain = [told[word] for word in shown.words]
    marks = [_MARKS.get(one, ".") for one in plain]
    for trigger in shown.triggers:
        if plain[trigger.at] not in told.frequent:
            plain[trigger.at] = "T"
    for one, start, stop in parties:
        plain[start:stop] = [f"E{_SORT.get(one.kind, one.kind)}"] * (stop - start)
        marks[start:stop] = ["e"] * (stop - start)
    for trigger in shown.triggers:
        marks[trigger.at] = "t"
    return ["#", *plain, "#"], "".join(marks)


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
    trigger: Trigger, words: Sequence[str], classes: Sequence[str], marks: str, pools: tuple[list[_Party], list[_Party]]
) -> list[Clue]:
    at, rows = trigger.at, trigger.rows
    word = words[at]
    known, roles = (_nearest(pool, at) for pool in pools)
    sides = "".join(["01"[one is not None] for one in (*known, *roles)])
    return [
        ("row", rows),
        ("before", rows, classes[at]),
        ("after", rows, classes[at + 2]),
        ("form", rows, word[-2:].lower(), "C" if at and word[0].isupper() else "c"),
        ("sides", rows, sides, "+" if len(pools[0]) > 1 else "-"),
        _party(known[0], at, marks, "<0"),
        _party(known[1], at, marks, ">0"),
        _party(roles[0], at, marks, "<1"),
        _party(roles[1], at, marks, ">1"),
    ]


def _nearest(pool: Sequence[_Party], at: int) -> tuple[_Party | None, _Party | None]:
    """The nearest of a pool to the left and to the right of a word."""
    left = None
    for one in pool:
        if one.start > at:
            return left, one
        if one.stop <= at:
            left = one
    return left, None


def _party(one: _Party | None, at: int, marks: str, side: str) -> Clue:
    """What is told of the nearest name or role word on one side of the word ``at``."""
    if one is None:
        return ("nobody", side)
    between = marks[one.stop : at] if one.start < at else marks[at + 1 : one.start]
    far = bisect_left(_REACH, len(between))
    return ("party", side, one.sort, _DIGITS[far], "".join([mark for mark in _TOLD if mark in between]), one.before)


def named(clue: Clue) -> list[str]:
    """Return the features that a clue shows."""
    kind, *seen = clue
    if kind == "party":
        side, sort, far, told, before = seen
        return [
            f"{side}:{sort}:{far}", f"{side}:{far}:{told}", f"{side}:after:{before}",
            f"{side}:{sort}:after:{before}:{told}",
        ]  # fmt: skip
    if kind == "size":
        return [f"length:{seen[0]}", f"end:{seen[1]}"]
    if kind == "triggers":
        return [f"triggers:{seen[0]}", *(f"mark:{mark}" for mark in seen[1])]
    if kind in {"row", "before", "after", "form", "sides", "weapon"}:
        return _of_rows(kind, *seen)
    return [":".join(clue)]


def _of_rows(kind: str, rows: str, *seen: str) -> list[str]:
    """The features of a clue that tells a possible trigger too: by themselves, and with each type of its rows."""
    types = list(dict.fromkeys(row.partition(":")[2] for row in rows.split("\n")))
    if kind == "row":
        return [*(f"row:{row}" for row in dict.fromkeys(rows.split("\n"))), *(f"type:{one}" for one in types)]
    if kind == "weapon":
        return [f"{one}:weapon" for one in types]
    first, *second = seen
    both = [*(f"capital:{one}" for one in second)] if kind == "form" else []
    with_type = [f"{one}:two:{second[0]}" for one in types] if kind == "sides" else []
    return [f"{kind}:{first}", *both, *(f"{one}:{kind}:{first}" for one in types), *with_type]
