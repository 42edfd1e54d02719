"""Reads a language's ``status.toml``: the words that tell whether an event is so, and who says so.

A language without the file has no cues: every event is asserted, in the document's own voice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from lagebild.errors import KnowledgeError
from lagebild.knowledge.load import languages, toml
from lagebild.records import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Cues", "Modal", "Stance", "cues"]

_SUFFIX = 5  # shortest noun that a compound may end in
_SECTIONS = frozenset(
    {"negation", "modal", "future", "irreal", "reported", "unsure", "clauses", "contact", "government", "verbs",
     "nouns", "modifiers", "speech", "attribution", "background", "first", "predicates", "surface", "forms", "pattern"}
)  # fmt: skip


class Stance(StrEnum):
    """How a verb or noun places what it governs."""

    KNOWN = "known"  # presupposes it: regret, condemn
    CONFIRM = "confirm"  # says that it is so, against oneself or after doubt
    REPORT = "report"  # says it
    CLAIM = "claim"  # says it without proof; accuses
    DENY = "deny"
    PLAN = "plan"  # means to do it, orders it, agrees to it
    REQUEST = "request"
    POSSIBLE = "possible"  # fears, hopes, threatens, warns
    ENABLE = "enable"  # tries, allows, has the chance; without that it is not
    SIGN = "sign"  # points to it; no sign of it: it is not
    ACHIEVE = "achieve"  # does it: manage to
    FAIL = "fail"  # does not do it: refuse to
    EXCLUDE = "exclude"  # says that it cannot be: rule out; not to rule it out leaves it open
    ABSENT = "absent"  # its subject does not take place: fall through


@dataclass(frozen=True, slots=True, kw_only=True)
class Modal:
    """The readings of a modal verb by its surroundings; ``None`` falls back to ``plain``."""

    plain: Status
    perfect: Status | None = None
    state: Status | None = None
    negated: Status | None = None
    past: Status | None = None
    first: Status | None = None
    governs: bool = False  # a modal only where it governs an infinitive: "has to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The cue words of one language, lower-cased; ``words`` holds the plain lists by ``section.name``."""

    lang: str
    modals: dict[str, Modal] = field(default_factory=dict)
    verbs: dict[str, frozenset[Stance]] = field(default_factory=dict)
    nouns: dict[str, frozenset[Stance]] = field(default_factory=dict)
    modifiers: dict[str, Status] = field(default_factory=dict)
    predicates: dict[str, Status] = field(default_factory=dict)  # the modifiers, and adjectives only said of something
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    third: tuple[str, ...] = ()  # ending of a reported third person, and those of its lemma
    correlates: dict[str, str] = field(default_factory=dict)  # the case word that one stands for: "daran": "an"
    idioms: frozenset[str] = frozenset()  # verbs of several words: "zur last legen"
    idiomatic: frozenset[str] = frozenset()  # what idioms begin or end with: their verbs are among it
    listed: dict[str, frozenset[str]] = field(default_factory=dict)  # the names of the lists that hold a word

    def has(self, name: str, *forms: str) -> bool:
        """Tell whether one of ``forms`` stands in the list ``name``."""
        return not self.words.get(name, frozenset()).isdisjoint(forms)

    def stances(self, forms: Iterable[str], *, noun: bool, case: str = "") -> frozenset[Stance]:
        """Return the stances of the first of ``forms`` that is known; compounds count by their last part.

        ``case`` is the word that marks the complement: some govern in one way by one ("vote for", "vote against").
        """
        book = self.nouns if noun else self.verbs
        forms = tuple(forms)
        if case:
            for form in forms:
                if f"{form} {case}" in book:
                    return book[f"{form} {case}"]
        for form in forms:
            if form in book:
                return book[form]
        if noun and self.lang in _COMPOUNDING:
            for form in forms:
                for start in range(2, len(form) - _SUFFIX + 1):
                    if form[start:] in book:
                        return book[form[start:]]
        return frozenset()

    def governs(self, forms: Iterable[str], case: str) -> bool:
        """Tell whether one of the verbs takes a complement by that very case word: "convict … of"."""
        return any(f"{form} {case}" in self.verbs for form in forms)

    def ends(self, name: str, *forms: str) -> bool:
        """Like :meth:`has`, and compounds count by their last part where the language builds them."""
        if self.has(name, *forms):
            return True
        if self.lang not in _COMPOUNDING:
            return False
        known = self.words.get(name, frozenset())
        return any(form[at:] in known for form in forms for at in range(2, len(form) - _SUFFIX + 1))


_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "no", "fi", "hu"})


@cache
def cues(lang: str) -> Cues:
    """Return the cues of ``lang``.

    Raises:
        KnowledgeError: if ``status.toml`` has a section, stance or status that is not known.
    """
    name = f"languages/{lang}/status.toml"
    if lang not in languages("status.toml"):
        return Cues(lang=lang)
    data = toml(name)
    unknown = sorted(set(data) - _SECTIONS)
    if unknown:
        raise KnowledgeError(f"unknown section '{unknown[0]}'", where=name, hint=f"sections: {sorted(_SECTIONS)}")
    try:
        verbs = _stances(data.get("verbs", {}))
        words = _lists(data)
        idioms = frozenset(verb for verb in verbs if " " in verb)
        return Cues(
            lang=lang,
            modals=_modals(data.get("modal", [])),
            verbs=verbs,
            nouns=_stances(data.get("nouns", {})),
            modifiers=_placing(data.get("modifiers", {})),
            predicates=_placing(data.get("modifiers", {})) | _placing(data.get("predicates", {})),
            words=words,
            correlates=dict(pair.split(" ") for pair in data.get("government", {}).get("correlates", ())),
            third=tuple(data.get("reported", {}).get("third", ())),
            idioms=idioms,
            idiomatic=frozenset(part for idiom in idioms for part in _ends(idiom)),
            listed=_listed(words),
        )
    except ValueError as error:
        raise KnowledgeError(
            str(error), where=name, hint="use the names that docs/explanation/status.md lists"
        ) from error


def _placing(section: dict[str, list[str]]) -> dict[str, Status]:
    return {word.lower(): Status(kind) for kind, some in section.items() for word in some}


def _modals(tables: list[dict[str, Any]]) -> dict[str, Modal]:
    found: dict[str, Modal] = {}
    for table in tables:
        readings = {key: Status(value) for key, value in table.items() if key not in {"forms", "governs"}}
        modal = Modal(**readings, governs=bool(table.get("governs", False)))
        found.update(dict.fromkeys((form.lower() for form in table["forms"]), modal))
    return found


def _stances(section: dict[str, list[str]]) -> dict[str, frozenset[Stance]]:
    names = frozenset(Stance)
    found: dict[str, set[Stance]] = {}
    for kind, some in section.items():
        if kind in names:
            for word in some:
                found.setdefault(word.lower(), set()).add(Stance(kind))
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _ends(idiom: str) -> list[str]:
    """Return what a phrase begins and ends with, parted at each blank."""
    words = idiom.split(" ")
    cuts = range(1, len(words))
    return [part for cut in cuts for part in (" ".join(words[:cut]), " ".join(words[cut:]))]


def _listed(words: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, some in words.items():
        for word in some:
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _lists(data: dict[str, Any]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for section, table in data.items():
        if isinstance(table, dict):
            for key, value in table.items():
                if isinstance(value, list) and key != "third":
                    found[f"{section}.{key}"] = frozenset(word.lower() for word in value)
    return found
