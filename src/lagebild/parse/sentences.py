"""Rule-based sentence splitting: cheap enough to run before the gate, exact in offsets.

A full stop ends a sentence unless the word before it is an abbreviation, an initial or an ordinal, or what
follows cannot start a sentence. Line breaks end sentences unless the text is hard-wrapped.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lagebild.knowledge import load
from lagebild.spans import Span, strip

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["split"]

_CLOSERS = "\"'”“’»›«)]}」』）】〉》"
_OPENERS = "\"'„“‚‘«»‹›([{¿¡「『（【〈《"
_AFTER = re.escape(_CLOSERS)
_STOP = re.compile(
    rf"([.!?…؟۔]+)((?:[{_AFTER}]|[ \u00a0\u202f]»)*)(\[\d+\])*(?=\s|$)"
    rf"|([。！？]+|[!?]+(?=[\u3040-\u9fff]))([{_AFTER.replace('“', '')}]*)"
)
_WORD_BEFORE = re.compile(r"[^\s(\[„“”\"»«‚‘'/–—°º]+$")
_NEXT = re.compile(rf"\s*([{re.escape(_OPENERS)}–—-]*\s?)(\w+)?", re.UNICODE)
_ROMAN = re.compile(r"[IVXLC]+")
_INITIALS = re.compile(r"(?:\w\.)+\w", re.UNICODE)
_WRAPPED = (50, 110)  # the line lengths of hard-wrapped text, in characters
_LONGEST_ASIDE = 200  # characters of a parenthesis within which no sentence ends
_UNIT = frozenset("°º0123456789")


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a language knows of full stops."""

    never: frozenset[str]
    maybe: frozenset[str]
    starters: frozenset[str]
    ordinals: bool
    before_number: frozenset[str]
    before_ordinal: frozenset[str]
    after_ordinal: frozenset[str]


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text(encoding="utf-8"))


@cache
def _rules(lang: str) -> _Rules:
    tables = _tables()
    table, general = tables.get(lang, {}), tables["any"]
    more: list[str] = []
    if lang in load.languages():
        more = load.toml(f"languages/{lang}/language.toml").get("abbreviations", [])
    maybe = frozenset([*table.get("maybe", []), *general["maybe"]])
    never = frozenset([*table.get("never", []), *general["never"], *(word.rstrip(".").lower() for word in more)])
    return _Rules(
        never=never - frozenset(table.get("maybe", [])),
        maybe=maybe,
        starters=frozenset(table.get("starters", [])),
        ordinals=bool(table.get("ordinals", False)),
        before_number=frozenset(general["before_number"]),
        before_ordinal=frozenset(table.get("before_ordinal", [])),
        after_ordinal=frozenset(table.get("after_ordinal", [])),
    )


def split(text: str, lang: str, within: Span | None = None) -> list[Span]:
    """Return the spans of the sentences of ``text`` (of the part ``within`` it, if given), in order.

    >>> text = "Am 5. April traf Dr. Weber die z. B. kranken Kinder. Danach flog er ab."
    >>> [span.of(text) for span in split(text, "de")]
    ['Am 5. April traf Dr. Weber die z. B. kranken Kinder.', 'Danach flog er ab.']
    """
    whole = within or Span(0, len(text))
    rules = _rules(lang)
    spans: list[Span] = []
    for block in _blocks(text, whole):
        start = block.start
        for end in _ends(text, block, rules):
            spans.append(strip(text, Span(start, end)))
            start = end
        spans.append(strip(text, Span(start, block.end)))
    return [span for span in spans if span.length]


def _blocks(text: str, whole: Span) -> Iterator[Span]:
    """Cut at line breaks that end a sentence: all of them, unless the lines are hard-wrapped."""
    piece = whole.of(text)
    lines = [line for line in piece.split("\n") if line.strip()]
    low, high = _WRAPPED
    long = [line for line in lines if low <= len(line.rstrip()) <= high]
    open_ended = [line for line in long if line.rstrip()[-1] not in ".!?:" + _CLOSERS]
    wrapped = len(lines) > 2 and len(long) * 10 >= len(lines) * 6 and len(open_ended) * 2 > len(long)
    start = whole.start
    for match in re.finditer(r"\n[\s]*", piece):
        at = whole.start + match.start()
        single = match.group().count("\n") == 1
        after = text[whole.start + match.end() : whole.start + match.end() + 1]
        before = text[start:at].rstrip()[-1:]
        flows = before not in ".!?:…" + _CLOSERS and (wrapped or (after.islower() and before.isalpha()))
        if single and flows:
            continue
        yield Span(start, at)
        start = whole.start + match.end()
    yield Span(start, whole.end)


def _ends(text: str, block: Span, rules: _Rules) -> Iterator[int]:
    """Yield where sentences end inside one block, its own end excepted."""
    asides = _asides(text, block)
    for match in _STOP.finditer(text, block.start, block.end):
        end = match.end()
        if end >= block.end or any(a <= match.start() < b for a, b in asides):
            continue
        if match.group(4):
            if not _quoting(text, match):
                yield end
        elif _is_end(text, block, match, rules):
            yield end


def _asides(text: str, block: Span) -> list[tuple[int, int]]:
    """Return the parentheses of a block that are short enough to hold no sentence end of their own."""
    found = []
    for match in re.finditer(r"\([^()]*\)|「[^」]*」|『[^』]*』|（[^）]*）", text[block.start : block.end]):
        last = block.start + match.end()
        if match.end() - match.start() <= _LONGEST_ASIDE:
            found.append((block.start + match.start(), last - 1))
    return found


def _quoting(text: str, match: re.Match[str]) -> bool:
    """Tell whether a CJK quotation that just closed goes on into its sentence (「…。」と述べた)."""
    closers = match.group(5)
    following = text[match.end() : match.end() + 1]
    return bool(closers) and (following in "とっては、をがにのも" and following != "")


def _is_end(text: str, block: Span, match: re.Match[str], rules: _Rules) -> bool:
    """Decide on one full stop, question or exclamation mark that white space follows."""
    following = _NEXT.match(text, match.end(), block.end)
    opener, word = (following.group(1), following.group(2) or "") if following else ("", "")
    if word[:1].islower() or (opener.strip() in {"–", "—", "-"} and match.group(2)):
        return False
    if not word and following and text[following.end() : following.end() + 1] in {",", ";", ":"}:
        return False
    if match.group(1) != "." or match.group(2).strip("\"'”“’»›«"):
        return True
    blank = text.rfind(" ", block.start, match.start())  # the word begins behind it
    before = _WORD_BEFORE.search(text, max(block.start, blank + 1), match.start())
    last = before.group() if before else ""
    if not last or before is None:
        return True
    previous = text[block.start : before.start()]
    return _ends_after(previous, last, word, rules)


def _ends_after(previous: str, last: str, word: str, rules: _Rules) -> bool:
    """Decide on a full stop after the word ``last``, with ``word`` following and ``previous`` before."""
    low, starts = last.lower(), word.lower() in rules.starters
    if last.isdigit() and len(last) <= 2 and rules.ordinals:
        word_before = (previous.split() or [""])[-1].lower().strip('„"(,')
        return bool(previous) and word_before not in rules.before_ordinal and word.lower() not in rules.after_ordinal
    unit = len(last) == 1 and previous[-2:].strip()[-1:] in _UNIT  # "unter 2 °C."
    if unit or low in rules.before_number:
        return unit or not word[:1].isdigit()
    if rules.ordinals and _ROMAN.fullmatch(last):
        return starts
    if low in rules.maybe or (_INITIALS.fullmatch(last) and low not in rules.never):
        return starts
    if low in rules.never or (low.rsplit(".", 1)[-1] in rules.never and "." in low):
        return False
    return not (len(last) == 1 and last.isalpha() and last.isupper())
