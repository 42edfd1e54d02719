"""Reads a language's ``dates.toml``: word classes, rules, and the cues of tense.

A rule is a regular expression in which ``<month>`` stands for any word of the class ``month`` and
``<other=month>`` for the same under another name; a blank stands for any white space. What a rule makes of
its match is told by ``make``, the name of a builder in :mod:`lagebild.extract.timex.build`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import ahocorasick

from lagebild.errors import KnowledgeError
from lagebild.extract.kept import Kept
from lagebild.knowledge.load import languages, toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lagebild.spans import Span

__all__ = ["Language", "Rule", "language"]

_WRITTEN = re.compile(r"\?P<\w+?__(\w+)>")
_LITERAL = re.compile(r"(?<![\\<=\w])[^\W\d_]{3,}(?![\w>=])")
_WHOLE = re.compile(r"(?<![\\<=\w\])])[^\W\d_]{3,}(?![\w>=(?*{\[\\])")
_ENDING = re.compile(r"[>)]([^\W\d_]{1,2})(?![^\W\d_])")  # what its words may end in: "<weekday>s"
_SLOT = re.compile(r"<(?:(?P<name>\w+)=)?(?P<kind>\w+)>")
_BUILT_IN = {
    "day": r"(?:[12]\d|3[01]|0?[1-9])(?!\d)",
    "monthnumber": r"(?:1[0-2]|0?[1-9])(?!\d)",
    "year": r"(?<!\d)(?:1[0-9]|20)\d\d(?!\d)",
    "shortyear": r"\d\d(?!\d)",
    "decade": r"(?:1[0-9]|20)?\d0",
    "hour": r"(?:2[0-4]|[01]?\d)",
    "minute": r"[0-5]\d",
    "digits": r"\d{1,4}",
}
_DIGIT = frozenset({"digit"})
_TOKEN = re.compile(r"\w+")
_MARKS = frozenset("/:")
_PIECE = re.compile(
    r"(?P<slot>(?<!\?P)<(?:\w+=)?(?P<kind>\w+)>)|(?P<open>\((?:\?(?:P<\w+>|-i:|:|=|<=|(?P<not><?!)))?)|(?P<close>\))"
    r"|(?P<or>\|)|(?P<maybe>[?*]|\{0?,\d*\})|(?P<times>\+|\{\d+(?:,\d*)?\})|(?P<digit>\\d|\d)"
    r"|(?P<set>\\.|\[[^\]]*\])|(?P<word>[^\W\d_]+)|(?P<other>.)",
    re.DOTALL,
)
_CLASS = 6  # letters of a word that tells as much as a class does
_TELLING = 3  # letters from which on a word of a rule is looked for before the rule is tried
_REACH = 8  # words to each side of a time word in which a rule may match


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule.

    ``needs`` are the classes of which at least one word must be near; of each set of classes and words in
    ``requires`` one is in every match: looking for them first costs less than trying the rule everywhere.
    """

    pattern: re.Pattern[str]
    make: str
    needs: frozenset[str]
    requires: tuple[frozenset[str], ...]
    options: dict[str, Any]
    order: int

    def is_held_by(self, names: frozenset[str]) -> bool:
        """Tell whether of every set that the rule requires one is among ``names``."""
        for some in self.requires:  # noqa: SIM110 - asked of every rule at every time word; a generator costs more
            if some.isdisjoint(names):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of a language's times."""

    code: str
    spaced: bool
    rules: tuple[Rule, ...]
    classes: dict[str, dict[str, str]]
    tense: tuple[tuple[re.Pattern[str], int], ...]
    options: dict[str, Any]
    signs: Any  # the automaton of :func:`_signs`: what words hold
    odd: Any  # the same of what is no word: marks, and words with marks in them
    words: _Words

    def meaning(self, kind: str, word: str) -> str:
        """Return what ``word`` of the class ``kind`` stands for; the word itself where the class is built in."""
        meanings = self.classes.get(kind)
        if meanings is None:
            return word
        key = " ".join(word.lower().split())
        return meanings.get(key, word)

    def tries(self, text: str, within: Sequence[Span]) -> Iterator[tuple[Rule, int, int]]:
        """Yield each rule with the stretches of ``text`` in which it may match, all of them ``within`` some spans."""
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(letter.lower()[:1] for letter in text)
        for span in within:
            words = [token.span() for token in _TOKEN.finditer(lowered, *span)] if self.spaced else [(*span,)]
            kinds, seen = self.seen(lowered, words)
            names = frozenset(seen)
            for rule in self.rules:
                if rule.needs.isdisjoint(kinds) or not rule.is_held_by(names):
                    continue
                for low, high in _stretches(rule, seen, len(words) - 1):
                    yield rule, words[low][0], min(span.end, words[high][1] + 2)

    def seen(self, lowered: str, words: list[tuple[int, int]]) -> tuple[set[str], dict[str, list[int]]]:
        """Return the classes that may open a time, and in which words the classes and words of rules stand.

        Args:
            lowered: a text in lower case.
            words: where the words looked at stand; a whole stretch where words are not parted by blanks.
        """
        first, last = (words[0][0], words[-1][1]) if words else (0, 0)
        if not self.spaced:
            held = {name: [0] for _, names in self.signs.iter(lowered, first, last) for name in names}
            return {*self.classes, "digit"}, held
        kinds: set[str] = set()
        found: dict[str, list[int]] = {}
        for at, (start, end) in enumerate(words):
            opened, names = self.words[lowered[start:end]]
            kinds |= opened
            for name in names:
                found.setdefault(name, []).append(at)
        starts = [start for start, _ in words]
        for end, some in self.odd.iter(lowered, first, min(last + 1, len(lowered))):  # "Sept."
            for name in some:
                insort(found.setdefault(name, []), max(bisect_right(starts, end) - 1, 0))
        return kinds, found


class _Words(Kept[str, tuple[frozenset[str], tuple[str, ...]]]):
    """The words of a language as they are met: the classes that each may open, and the signs that it holds."""

    def __init__(self, anchors: dict[str, frozenset[str]], signs: Any) -> None:  # noqa: ANN401 - an untyped library
        super().__init__()
        self._anchors, self._signs = anchors, signs

    def make(self, key: str) -> tuple[frozenset[str], tuple[str, ...]]:
        opened = self._anchors.get(key, _DIGIT if key[0].isdigit() else frozenset[str]())
        return opened, tuple(dict.fromkeys(name for _, names in self._signs.iter(key) for name in names))


def _stretches(rule: Rule, seen: dict[str, list[int]], last: int) -> list[tuple[int, int]]:
    """Return the runs of words around what a rule requires and is rarest, if all else that it requires is near."""
    if not rule.requires:
        return [(0, last)]
    places = [_merged([seen[name] for name in names if name in seen]) for names in rule.requires]
    places.sort(key=len)
    rarest, *others = places
    found: list[tuple[int, int]] = []
    for at in rarest:
        low, high = at - _REACH, at + _REACH
        if found and low <= found[-1][1]:
            if _are_near(others, low, high):
                found[-1] = (found[-1][0], min(last, high))
        elif _are_near(others, low, high):
            found.append((max(0, low), min(last, high)))
    return found


def _merged(some: list[list[int]]) -> list[int]:
    return some[0] if len(some) == 1 else sorted({at for one in some for at in one})


def _are_near(places: list[list[int]], low: int, high: int) -> bool:
    """Tell whether each list of places, in order, has one between ``low`` and ``high``."""
    for some in places:
        at = bisect_left(some, low)
        if at == len(some) or some[at] > high:
            return False
    return True


def _alternatives(words: dict[str, str], *, cased: bool, spaced: bool) -> str:
    inner = _branches(list(words))
    if not cased:
        return f"(?:{inner})"
    upper = _branches([word.upper() for word in words]) if spaced else ""
    return f"(?-i:{inner}|{upper})" if upper else f"(?-i:{inner})"


def _branches(words: list[str]) -> str:
    """Return an expression that matches any of ``words``, the longest that fits, branching letter by letter.

    A plain list of alternatives is tried from its beginning at every character of a text.
    """
    tails: dict[str, list[str]] = {}
    for word in words:
        tails.setdefault(word[:1], []).append(word[1:])
    ends = tails.pop("", None) is not None
    parts = [_letter(first) + _branches(rest) for first, rest in tails.items()]
    if not parts:
        return ""
    inner = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{inner}?" if ends else inner


def _letter(letter: str) -> str:
    return r"\s+" if letter == " " else re.escape(letter)


def _classes(table: dict[str, Any], name: str) -> dict[str, dict[str, str]]:
    classes: dict[str, dict[str, str]] = {}
    for kind, meanings in table.items():
        words: dict[str, str] = {}
        for meaning, forms in meanings.items():
            if not isinstance(forms, list):
                raise KnowledgeError(f"class.{kind}.{meaning} is no list", where=name, hint="write a list of words")
            words.update((word, meaning) for form in forms for word in _inflected(form))
        classes[kind] = words
    return classes


def _inflected(form: str) -> list[str]:
    """Return the words that ``form`` writes: "letzt~e,er" is letzte and letzter; a bare comma is no ending."""
    stem, mark, ends = form.partition("~")
    return [stem + end for end in ends.split(",")] if mark else [form]


def _blanks(part: str) -> str:
    """Return ``part`` of a rule with its blanks as any white space; an optional blank stays optional."""
    return part.replace(" ?", r"\s*").replace(" ", r"\s+")


def _compile(
    find: str, patterns: dict[str, str], *, bounded: bool, where: str
) -> tuple[re.Pattern[str], frozenset[str]]:
    used: dict[str, int] = {}
    kinds: set[str] = set()

    def fill(slot: re.Match[str]) -> str:
        kind = slot["kind"]
        if kind not in patterns:
            raise KnowledgeError(f"no class <{kind}> in rule {find!r}", where=where, hint="define [class.…] for it")
        kinds.add(kind)
        name = slot["name"] or kind
        used[name] = used.get(name, 0) + 1
        if used[name] > 1:
            name += str(used[name])
        return f"(?P<{name}__{kind}>{patterns[kind]})"

    kinds.update(kind for kind in _WRITTEN.findall(find) if kind in patterns)
    parts = re.split(r"((?<!\?P)<(?:\w+=)?\w+>)", find)
    body = "".join(_SLOT.sub(fill, part) if _SLOT.fullmatch(part) else _blanks(part) for part in parts)
    if bounded:
        body = rf"(?<![\w.,:/-])(?:{body})(?!\w)"
    try:
        return re.compile(body, re.IGNORECASE), frozenset(kinds)
    except re.error as error:
        raise KnowledgeError(f"rule {find!r}: {error}", where=where, hint="mend the expression") from error


def _required(find: str) -> tuple[frozenset[str], ...]:
    """Return what every match of a rule holds: of each set of classes and words one at least."""
    stack = [_Part()]
    for piece in _PIECE.finditer(find):
        kind, part = piece.lastgroup, stack[-1]
        if piece["open"]:
            stack.append(_Part(negated=bool(piece["not"])))
        elif kind == "close" and len(stack) > 1:
            stack[-2].next(stack.pop().whole())
        elif kind == "or":
            part.branch()
        elif kind == "maybe":
            part.loosen()
        elif kind != "times":
            part.next(_asked(piece), word=bool(piece["word"]))
    return tuple(dict.fromkeys(stack[0].whole()))


def _asked(piece: re.Match[str]) -> list[frozenset[str]]:
    """Return what a piece of a rule that is no group requires by itself."""
    if piece["slot"]:
        return [frozenset({"digit" if piece["kind"] in _BUILT_IN else piece["kind"]})]
    if piece["word"]:
        return [frozenset({"=" + piece["word"].lower()})]
    if piece["digit"]:
        return [_DIGIT]
    return [frozenset({piece[0]})] if piece[0] in _MARKS else []


class _Part:
    """A group of a rule while it is read: what each of its branches requires."""

    def __init__(self, *, negated: bool = False) -> None:
        """Begin an empty group; of a negated one nothing is required."""
        self.negated = negated
        self.done: list[list[frozenset[str]]] = []
        self.here: list[frozenset[str]] = []
        self.last: list[frozenset[str]] = []
        self.word = False  # whether the last piece is a word

    def next(self, sets: list[frozenset[str]], *, word: bool = False) -> None:
        """Add what the next piece requires."""
        self.here += [some for some in self.last if all(len(one) > _TELLING for one in some if one[0] == "=")]
        self.last, self.word = sets, word

    def loosen(self) -> None:
        """Make the last piece an option; of a word only its last letter is one."""
        self.last = [frozenset({one[:-1] for one in self.last[0]})] if self.word else []

    def branch(self) -> None:
        """Begin another branch."""
        self.next([])
        self.done.append(self.here)
        self.here = []

    def whole(self) -> list[frozenset[str]]:
        """Return what the group requires: of several branches what one of them does."""
        self.branch()
        if self.negated or not all(self.done):
            return []
        if len(self.done) == 1:
            return self.done[0]
        shared = [some for some in self.done[0] if all(some in one for one in self.done[1:])]
        return [*shared, frozenset().union(*(min(one, key=_commonness) for one in self.done))]


def _commonness(some: frozenset[str]) -> tuple[int, int]:
    """Return a key that puts first what few texts hold: classes and long words, and few of them."""
    return -min(len(one) if one[0] == "=" else _CLASS for one in some), len(some)


def _telling(phrase: str) -> str:
    """Return the longest word of a phrase, lower case: a text that holds the phrase holds it, and few others do."""
    return max(phrase.lower().split(" "), key=len)


def _signs(classes: dict[str, dict[str, str]], rules: tuple[Rule, ...]) -> dict[str, frozenset[str]]:
    """Return a word of each phrase of all classes, and the words that rules require, each with what it is a sign of."""
    names: dict[str, set[str]] = {str(digit): {"digit", "n"} for digit in range(10)}
    for kind, words in classes.items():
        for word in words:
            names.setdefault(_telling(word), set()).update({kind, "n"} if kind == "number" else {kind})
    for word in {one for rule in rules for some in rule.requires for one in some if one[0] == "=" or one in _MARKS}:
        names.setdefault(word.removeprefix("="), set()).add(word)
    wanted = frozenset(one for rule in rules for some in rule.requires for one in some)
    return {word: wanted & some for word, some in names.items() if not wanted.isdisjoint(some)}


def _finder(signs: dict[str, frozenset[str]]) -> Any:  # noqa: ANN401 - an untyped library
    """Return an automaton that finds signs."""
    automaton = ahocorasick.Automaton()
    for word, names in signs.items():
        automaton.add_word(word, names)
    automaton.make_automaton()
    return automaton


def _rules(data: dict[str, Any], classes: dict[str, dict[str, str]], where: str) -> tuple[Rule, ...]:
    spaced = bool(data.get("spaced", True))
    cased = set(data.get("cased", ()))
    patterns = dict(_BUILT_IN)
    patterns.update((kind, _alternatives(words, cased=kind in cased, spaced=spaced)) for kind, words in classes.items())
    patterns["n"] = rf"(?:\d{{1,3}}(?:[.,]\d{{3}})+|\d+(?:[.,]\d+)?|{patterns.get('number', '(?!)')})"
    rules = []
    for order, entry in enumerate(data.get("rule", ())):
        options = {key: value for key, value in entry.items() if key not in ("find", "make")}
        bounded = spaced and not entry.get("open")
        pattern, kinds = _compile(entry["find"], patterns, bounded=bounded, where=where)
        needs = frozenset(kind if kind in classes else "digit" for kind in kinds if kind not in ("n", "number"))
        needs = needs or frozenset({f"rule {order}"})
        rules.append(Rule(pattern, entry["make"], needs, _required(entry["find"]), options, order))
    return tuple(rules)


def _numbers(data: dict[str, Any]) -> dict[str, list[str]]:
    """Return number words by value: those listed, and the compounds of tens and ones that ``compound`` tells."""
    words = {key: [word for form in forms for word in _inflected(form)] for key, forms in data["words"].items()}
    shape = data.get("compound")
    if shape:
        joined = data.get("joined", {})
        for ten in range(20, 100, 10):
            for one in range(1, 10):
                ones = joined.get(str(one), words.get(str(one), []))
                forms = [shape.format(ten=t, one=o) for t in words.get(str(ten), []) for o in ones]
                words.setdefault(str(ten + one), []).extend(forms)
    return words


def _anchors(
    classes: dict[str, dict[str, str]], glued: list[list[str]], rules: list[dict[str, Any]]
) -> dict[str, frozenset[str]]:
    """Return for each word that may open a time the classes it belongs to, and the rules without classes it is in."""
    opened: dict[str, set[str]] = {}
    endings: dict[str, set[str]] = {}
    for order, entry in enumerate(rules):
        for word in _opening(entry["find"]):
            opened.setdefault(word, set()).add(f"rule {order}")
        named = [slot["kind"] for slot in _SLOT.finditer(entry["find"])]
        for kind in (*named, *_WRITTEN.findall(entry["find"])):
            endings.setdefault(kind, set()).update(_ENDING.findall(entry["find"]))
    for left, right in glued:
        for word in (first + second for first in classes[left] for second in classes[right]):
            opened.setdefault(word.lower(), set()).update((left, right))
    for kind, words in classes.items():
        if kind == "number":
            continue
        for word in (word.lower() + ending for word in words for ending in ("", *endings.get(kind, ()))):
            parts = _TOKEN.findall(word)
            if parts:
                opened.setdefault(max(parts, key=len), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in opened.items()}


def _opening(find: str) -> set[str]:
    """Return whole words of which one is in every match of a rule: those that tell most, if they can be told."""
    literals = {word.lower() for word in _LITERAL.findall(find)}
    whole = {word.lower() for word in _WHOLE.findall(find)}
    required = [{one[1:] for one in some} for some in _required(find) if all(one[0] == "=" for one in some)]
    known = [some for some in required if some <= whole]
    return min(known, key=lambda some: _commonness(frozenset("=" + one for one in some))) if known else literals


def _tense(table: dict[str, list[str]]) -> tuple[tuple[re.Pattern[str], int], ...]:
    signs = {"past": -1, "future": 1, "present": 0}
    return tuple(
        (re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE), signs[name])
        for name, forms in table.items()
    )


@cache
def language(code: str) -> Language | None:
    """Return what is known of the times of the language ``code``, or ``None`` where nothing is.

    Raises:
        KnowledgeError: if its file is malformed.
    """
    if code not in languages("dates.toml"):
        return None
    where = f"languages/{code}/dates.toml"
    data = toml(where)
    classes = _classes(data.get("class", {}), where)
    if code in languages("numbers.toml"):
        found = _numbers(toml(f"languages/{code}/numbers.toml"))
        classes["number"] = {word: value for value, forms in found.items() for word in forms}
    rules = _rules(data, classes, where)
    lowered = {kind: {" ".join(w.lower().split()): m for w, m in words.items()} for kind, words in classes.items()}
    spaced = bool(data.get("spaced", True))
    signs = _signs(classes, rules)
    odd = {word: names for word, names in signs.items() if spaced and not _TOKEN.fullmatch(word)}
    inner = _finder({word: names for word, names in signs.items() if word not in odd})
    return Language(
        code,
        spaced,
        rules,
        lowered,
        _tense(data.get("tense", {})),
        data.get("options", {}),
        inner,
        _finder(odd or {"\n\n\n": frozenset()}),
        _Words(_anchors(classes, data.get("glued", []), data["rule"]), inner),
    )
