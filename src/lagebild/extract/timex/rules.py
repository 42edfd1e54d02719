"""Reads a language's ``dates.toml``: word classes, rules, and the cues of tense.

A rule is a regular expression in which ``<month>`` stands for any word of the class ``month`` and
``<other=month>`` for the same under another name; a blank stands for any white space. What a rule makes of
its match is told by ``make``, the name of a builder in :mod:`lagebild.extract.timex.build`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from lagebild.errors import KnowledgeError
from lagebild.knowledge.load import languages, toml

__all__ = ["Language", "Rule", "language"]

_WRITTEN = re.compile(r"\?P<\w+?__(\w+)>")
_LITERAL = re.compile(r"(?<![\\<=\w])[^\W\d_]{3,}(?![\w>=])")
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
_TOKEN = re.compile(r"\w+")
_REACH = 8  # words to each side of a time word in which a rule may match


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule; ``needs`` are the classes of which at least one word must be near."""

    pattern: re.Pattern[str]
    make: str
    needs: frozenset[str]
    options: dict[str, Any]
    order: int


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of a language's times."""

    code: str
    spaced: bool
    rules: tuple[Rule, ...]
    classes: dict[str, dict[str, str]]
    anchors: dict[str, frozenset[str]]  # first word, lower case, to the classes it may open
    tense: tuple[tuple[re.Pattern[str], int], ...]
    options: dict[str, Any]

    def meaning(self, kind: str, word: str) -> str:
        """Return what ``word`` of the class ``kind`` stands for; the word itself where the class is built in."""
        meanings = self.classes.get(kind)
        if meanings is None:
            return word
        key = " ".join(word.lower().split())
        return meanings.get(key, word)

    def windows(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """Return the stretches of ``text`` near time words, each with the classes seen in it, in order."""
        if not self.spaced:
            return [(0, len(text), frozenset(self.classes) | {"digit"})]
        tokens = list(_TOKEN.finditer(text))
        found: list[tuple[int, int, frozenset[str]]] = []
        for index, token in enumerate(tokens):
            word = token[0]
            kinds = self.anchors.get(word.lower())
            if word[0].isdigit():
                kinds = (kinds or frozenset()) | {"digit"}
            if not kinds:
                continue
            start = tokens[max(0, index - _REACH)].start()
            end = min(len(text), tokens[min(len(tokens) - 1, index + _REACH)].end() + 2)
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], end, found[-1][2] | kinds)
            else:
                found.append((start, end, kinds))
        return found


def _alternatives(words: dict[str, str], *, cased: bool, spaced: bool) -> str:
    ordered = sorted(words, key=len, reverse=True)
    inner = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
    if not cased:
        return f"(?:{inner})"
    upper = "|".join(re.escape(word.upper()) for word in ordered) if spaced else ""
    return f"(?-i:{inner}|{upper})" if upper else f"(?-i:{inner})"


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
        rules.append(Rule(pattern, entry["make"], needs or frozenset({f"rule {order}"}), options, order))
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
    for order, entry in enumerate(rules):
        for word in _LITERAL.findall(entry["find"]):
            opened.setdefault(word.lower(), set()).add(f"rule {order}")
    for left, right in glued:
        for word in (first + second for first in classes[left] for second in classes[right]):
            opened.setdefault(word.lower(), set()).update((left, right))
    for kind, words in classes.items():
        if kind == "number":
            continue
        for word in words:
            first = _TOKEN.search(word)
            if first:
                opened.setdefault(first[0].lower(), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in opened.items()}


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
    return Language(
        code,
        bool(data.get("spaced", True)),
        rules,
        lowered,
        _anchors(classes, data.get("glued", []), data["rule"]),
        _tense(data.get("tense", {})),
        data.get("options", {}),
    )
