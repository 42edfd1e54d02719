"""Finds words in marks of quotation, over sentences, and who speaks them: "…", sagte X; X sagte: "…"; X: "…"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.extract.attribution import adjuncts, is_speech
from lagebild.extract.claimants import claimant
from lagebild.extract.segments import nominal_near
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.extract.modality import Clauses

__all__ = ["Marked", "in_marks", "is_worded"]

_MARKED = re.compile(
    r"„[^„“”\"\n]{2,1500}[“”\"]|“[^“”\n]{2,1500}”|«[^«»\n]{2,1500}»|»[^«»\n]{2,1500}«|\"[^\"\n]{2,1500}\""
)
_QUOTES = '„“”«»" '
_WORDS = 5  # shortest words in marks that may be speech without a verb of saying
_FEW = 2  # the same of words that open small, and so are no name
_BELOW = frozenset({"ccomp", "acl", "advcl", "xcomp"})
_BETWEEN = 90  # characters between two quotations of one speaker
_REACH = 3  # words between a quotation and the verb that reports it


@dataclass(frozen=True, slots=True)
class Marked:
    """Words in marks: their span with the marks, and where they are spoken who speaks and by which word."""

    span: Span
    near: int = -1  # index of the sentence that names the speaker
    speaker: int | None = None  # head of the speaker's phrase in it
    cue: int | None = None
    speech: bool = False  # whether they are words that somebody says, not a name or a term
    guess: bool = False  # the speaker is only whom the sentence is about
    name: bool = False  # words beside them say that they are a name or title


def in_marks(text: str, parsed: Sequence[Clauses]) -> list[Marked]:
    """Return all words in marks of quotation, in text order, each with its speaker where the words around name one."""
    found: list[Marked] = []
    for match in _MARKED.finditer(text):
        found.append(_placed(Span(*match.span()), text, parsed, found[-1] if found else None))
    return found


def _placed(span: Span, text: str, parsed: Sequence[Clauses], last: Marked | None) -> Marked:
    touching = [i for i, clauses in enumerate(parsed) if clauses.tree.sent.span.overlaps(span)]
    if not touching or _is_title(span, text, parsed[touching[0]]):
        return Marked(span, name=bool(touching))
    clausal = _is_clausal(span, [parsed[i] for i in touching])
    words = len(span.of(text).split())
    named = not clausal and not span.of(text)[1].islower()  # a title or name rather than words somebody said
    for near in (touching[0], touching[0] - 1):
        beside = _beside(span, text, parsed[near]) if clausal and near >= 0 else None
        if beside is not None:
            return Marked(span, near=near, speaker=beside, speech=True)
    for sentence, verb, ahead in _reporters(span, text, parsed, touching):
        clauses = parsed[sentence]
        if not clausal and _is_own_name(clauses, verb, span):
            return Marked(span, name=True)
        who = _who(clauses, verb, span, ahead=ahead)
        if who is not None:
            few = 1 if _is_predicate(span, clauses) else _FEW
            speech = clausal or (words >= _WORDS and ahead) or (words >= few and (few == 1 or not named))
            return Marked(span, near=sentence, speaker=who, cue=verb, speech=speech)
    speech = words >= _WORDS and (clausal or _is_small(span.of(text)))
    if speech and last is not None and last.speech and last.speaker is not None and _goes_on(span, text, last):
        return Marked(span, near=last.near, speaker=last.speaker, speech=True)
    near, who = _subject_around(span, parsed, touching[0]) if speech else (-1, None)
    return Marked(span, near=near, speaker=who, speech=speech, guess=who is not None)


def _is_title(span: Span, text: str, clauses: Clauses) -> bool:
    """Tell whether the noun before the marks says that they hold a name or title: "unter dem Motto „…“"."""
    before = [t for t in clauses.tree.tokens if t.span.end <= span.start and t.upos != "PUNCT"][-1:]
    if not before or text[before[0].span.end : span.start].strip(" :"):
        return False
    return clauses.cues.ends("attribution.titled", *clauses.keys(before[0].index))


def _is_own_name(clauses: Clauses, verb: int, span: Span) -> bool:
    """Tell whether the words in marks name who speaks: "teilte das „Institut für Zeitgeschichte“ mit"."""
    who = claimant(clauses, verb) if clauses.tree.tokens[verb].upos in {"VERB", "AUX"} else None
    return who is not None and span.contains(clauses.tree.tokens[who].span)


def is_worded(quoted: str) -> bool:
    """Tell whether words in marks inside reported speech are the speaker's own, not a name: long, or opening small."""
    return len(quoted.split()) >= _WORDS or _is_small(quoted)


def _is_small(quoted: str) -> bool:
    """Tell whether words in marks open small, as no name or title does; an address of the web does too."""
    first = quoted.strip(_QUOTES).split(maxsplit=1)[:1]
    return bool(first) and first[0][0].islower() and "." not in first[0].rstrip(".…")


def _goes_on(span: Span, text: str, last: Marked) -> bool:
    """Tell whether the speaker of the marks before goes on: nothing but who said so stands between, in a paragraph."""
    between = text[last.span.end : span.start]
    joined = not between.strip(" ,") or between.strip(" ,").isalpha()  # "…“ und „…“"
    return "\n" not in between and (
        joined or (len(between) <= _BETWEEN and between.rstrip().endswith((".", ",", "!", "?")))
    )


def _beside(span: Span, text: str, clauses: Clauses) -> int | None:
    """Who is named before the colon that opens the marks, without a verb: "Koppelin wörtlich: …", "…, so X weiter: …".

    ``clauses`` is the sentence around the marks or the one before them.
    """
    words = [t for t in clauses.tree.tokens if t.span.end <= span.start]
    if not words or "".join(text[words[-1].span.end - 1 : span.start].split()) != ":":
        return None
    named = [one.source for _, one in adjuncts(clauses) if clauses.tree.tokens[one.source].span.end <= span.start]
    last = max((t.index for t in words if t.upos in {"VERB", "AUX"}), default=-1)
    if named and max(named) > last:
        return max(named)
    for so in (t.index for t in words if t.index > last and clauses.is_("attribution.so", t.index)):
        return nominal_near(clauses, so, ahead=True)
    if last >= 0:
        return None
    heads = (t.index for t in words if t.upos in {"NOUN", "PROPN"} and not clauses.tree.case[t.index])
    return next(heads, None)


def _subject_around(span: Span, parsed: Sequence[Clauses], sentence: int) -> tuple[int, int | None]:
    """Who the sentence around the marks, or the one before them, is about."""
    for near in (sentence, sentence - 1):
        if near >= 0:
            clauses = parsed[near]
            for token in clauses.tree.tokens:
                if token.head == token.index and not span.contains(token.span):
                    who = claimant(clauses, token.index)
                    if (
                        who is not None
                        and not span.contains(clauses.tree.tokens[who].span)
                        and not clauses.is_("first.pronouns", who)
                    ):
                        return near, who
    return -1, None


def _is_clausal(span: Span, some: Sequence[Clauses]) -> bool:
    """Tell whether a finite verb stands in the marks."""
    return any(
        t.upos in {"VERB", "AUX"} and "VerbForm=Fin" in t.feats and span.contains(t.span)
        for clauses in some
        for t in clauses.tree.tokens
    )


def _reporters(span: Span, text: str, parsed: Sequence[Clauses], touching: list[int]) -> list[tuple[int, int, bool]]:
    """Candidates for the verb of saying, best first: right behind the marks, before a colon, in the sentence around."""
    found: list[tuple[int, int, bool]] = []
    last = touching[-1]
    for sentence in (last, last + 1):
        if sentence < len(parsed):
            found += [(sentence, v, True) for v in _behind(parsed[sentence], span, text)]
    first = touching[0]
    before = text[: span.start].rstrip()
    for sentence in (first, first - 1):
        if sentence >= 0 and (before.endswith((":", ",")) or sentence == first):
            found += [(sentence, v, False) for v in _ahead(parsed[sentence], span, colon=before.endswith(":"))]
    return found


def _is_predicate(span: Span, clauses: Clauses) -> bool:
    """Tell whether words in marks stand for what somebody is called: "als „Fehler“", "as 'a mistake'"."""
    before = [t.index for t in clauses.tree.tokens if t.span.end <= span.start and t.upos != "PUNCT"][-2:]
    return any(clauses.is_("attribution.role", i) for i in before)


def _behind(clauses: Clauses, span: Span, text: str) -> list[int]:
    """Verbs of saying (or "so") that follow the marks at once, in the same sentence."""
    tokens = clauses.tree.tokens
    words = [t.index for t in tokens if t.span.start >= span.end and t.upos != "PUNCT"][:_REACH]
    between = text[span.end : tokens[words[0]].span.start] if words else "."
    if len(between.strip()) > _REACH or "." in between or "\n" in between:
        return []
    reach = 1 if clauses.cues.has("clauses.inverted", "*") else 2  # "…", sagte er; "…", he said
    heads = [tokens[w].head if clauses.tree.rel[w] in {"aux", "aux:pass"} else w for w in words[:reach]]
    verbs = [w for w in heads if tokens[w].upos in {"VERB", "AUX"} and is_speech(clauses, w)]  # "…", wird X zitiert
    return verbs or [w for w in words[:1] if clauses.is_("attribution.so", w)]


def _ahead(clauses: Clauses, span: Span, *, colon: bool) -> list[int]:
    """Verbs of saying before or around the marks, nearest first; before a colon the main verb will do."""
    outside = [t for t in clauses.tree.tokens if not span.contains(t.span)]
    verbs = [t.index for t in outside if t.upos in {"VERB", "AUX"} and is_speech(clauses, t.index)]
    above = _above(clauses, span)
    around = sorted((v for v in verbs if v in above), key=above.index)
    before = [v for v in reversed(verbs) if clauses.tree.tokens[v].span.start < span.start and v not in around]
    found = around + before + [v for v in verbs if v not in before and v not in around]
    before = [v for v in reversed(verbs) if clauses.tree.tokens[v].span.start < span.start]
    if colon:
        found = sorted(before, key=lambda v: clauses.tree.rel[v] in _BELOW)
    if colon and not found:
        found = [
            t.index for t in outside if t.span.start < span.start and t.head == t.index and t.upos in {"VERB", "AUX"}
        ]
    return found


def _above(clauses: Clauses, span: Span) -> list[int]:
    """The words that the words in the marks hang on, the nearest first."""
    tokens = clauses.tree.tokens
    inside = [t for t in tokens if span.contains(t.span) and not span.contains(tokens[t.head].span)]
    found: list[int] = []
    at = inside[0].head if inside else None
    while at is not None and at not in found:
        found.append(at)
        at = tokens[at].head
    return found


def _who(clauses: Clauses, verb: int, span: Span, *, ahead: bool) -> int | None:
    tokens = clauses.tree.tokens
    who = claimant(clauses, verb) if tokens[verb].upos in {"VERB", "AUX"} else None
    if who is None or span.contains(tokens[who].span):
        who = nominal_near(clauses, verb, ahead=ahead)
    if who is None:
        who = nominal_near(clauses, verb, ahead=not ahead)
    if who is None and tokens[verb].upos in {"NOUN", "PROPN"}:
        who = verb
    return None if who is None or span.contains(tokens[who].span) else who
