"""Lemmas: irregular verbs from a list, other words from simplemma, names and acronyms as they stand.

A separated prefix is joined to its verb ("kündigte … an" → ankündigen).
"""

from __future__ import annotations

import csv
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import simplemma

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["irregular", "join_prefixes", "lemma"]

_KNOWN = frozenset({"de", "en", "fr", "es", "pt", "it", "nl", "ru", "uk", "pl", "tr"})
_AS_IT_STANDS = frozenset({"PUNCT", "SYM", "NUM", "X", "INTJ"})
_FUNCTION = frozenset({"DET", "PRON", "ADP", "PART", "ADJ", "NOUN"})
_UNCHANGED = frozenset({"ADP", "CCONJ", "SCONJ", "ADV", "PART", "PRON"})
_ENDINGS = ("", "e", "en", "est", "st", "t", "et", "te", "ten")
_INFINITIVES = {
    "fr": ("er", "ir", "re"),
    "es": ("ar", "er", "ir", "ír"),
    "pt": ("ar", "er", "ir", "or", "ôr"),
    "it": ("re",),
}
_GENDERED = {
    "fr": ("", "e", "s", "es"),
    "es": ("o", "a", "os", "as"),
    "pt": ("o", "a", "os", "as"),
    "it": ("o", "a", "i", "e"),
}
_PARTICIPLES = {  # the end of a participle before its gender, and what the infinitive has there
    "fr": (("é", ("er",)), ("i", ("ir",)), ("u", ("re", "ir", "oir"))),
    "es": (("ad", ("ar",)), ("id", ("er", "ir")), ("íd", ("er", "ír"))),
    "pt": (("ad", ("ar",)), ("id", ("er", "ir")), ("íd", ("air", "uir"))),
    "it": (("at", ("are",)), ("ut", ("ere",)), ("it", ("ire",))),
}
_APOSTROPHES = str.maketrans("’‘`´", "''''")


def lemma(form: str, upos: str, feats: str, lang: str, *, initial: bool = False) -> str:
    """Return the lemma of one word; ``initial`` says that it starts its sentence.

    >>> lemma("beschossen", "VERB", "", "de"), lemma("Obamas", "PROPN", "Case=Gen", "de")
    ('beschießen', 'Obama')
    """
    if initial and upos == "ADJ":
        form = form.lower()
    return _lemma(form, upos, lang, "Case=Gen" in feats)


@cache
def _tables(lang: str) -> dict[str, Any]:
    tables: dict[str, Any] = tomllib.loads(Path(__file__).with_name("lemmas.toml").read_text(encoding="utf-8"))
    found: dict[str, Any] = tables.get(lang, {})
    return found


@cache
def _function_words(lang: str) -> dict[str, str]:
    return {form: base for base, forms in _tables(lang).get("function", {}).items() for form in forms}


@lru_cache(maxsize=100_000)
def _lemma(form: str, upos: str, lang: str, genitive: bool) -> str:  # noqa: FBT001 (cache key)
    low = form.lower().translate(_APOSTROPHES)
    if upos in _AS_IT_STANDS or (len(form) > 1 and form.isupper()):
        return form
    if upos == "PROPN":
        return _name(form, lang, genitive=genitive)
    if upos in {"VERB", "AUX"}:
        return _verb(low, lang, upos)
    if upos == "NOUN":
        return _noun(form, lang)
    found = _function_words(lang).get(low) if upos in _FUNCTION else None
    if found is None and lang == "en" and upos == "ADJ" and form[0].isupper():
        return form  # Scottish, Republican
    return found or (low if upos in _UNCHANGED else _plain(low, lang))


def _name(form: str, lang: str, *, genitive: bool) -> str:
    if lang == "de" and genitive and len(form) > 3 and form[-1] == "s" and form[-2] not in "sxzß":
        return form[:-1]
    if lang in {"de", "en"} and form.endswith(("'s", "’s")):
        return form[:-2]
    return form


def _verb(low: str, lang: str, upos: str) -> str:
    if lang == "en" and low == "'s":
        return "be"
    found = irregular(lang).get(low) if upos == "VERB" else _function_words(lang).get(low)
    found = found or _plain(low, lang).lower()
    if lang in _PARTICIPLES and not found.endswith(_INFINITIVES[lang]):
        return _from_participle(low, lang)
    if lang == "en" and low.endswith("ing") and (found == low or found[-2:-1] in {"w", "x", "y"}):
        return _without_ing(low)
    return found


def _from_participle(low: str, lang: str) -> str:
    """Return the infinitive behind a regular Romance participle ("atacadas": atacar), or the form itself."""
    ends = _GENDERED[lang]
    for participle, infinitives in _PARTICIPLES[lang]:
        stem = next((low[: -len(participle + end)] for end in ends if low.endswith(participle + end)), None)
        for ending in infinitives if stem else ():
            guess = f"{stem}{ending}"
            if simplemma.is_known(guess, lang=lang) and simplemma.lemmatize(guess, lang=lang) == guess:
                return guess
    return low


def _inflected(participle: str, lang: str) -> list[str]:
    """Return a participle in all genders and numbers."""
    if lang == "fr":
        return [participle + end for end in _GENDERED["fr"]]
    return [participle[:-1] + end for end in _GENDERED[lang]]


def _without_ing(low: str) -> str:
    """Return the infinitive behind an English form in -ing that simplemma does not know."""
    stem = low[:-3]
    if stem[-1:] in {"w", "x", "y"}:
        return stem
    for guess in (stem[:-1] if stem[-1:] == stem[-2:-1] else stem, stem, f"{stem}e"):
        if simplemma.is_known(guess, lang="en") and simplemma.lemmatize(guess, lang="en") == guess:
            return guess
    return low


def _noun(form: str, lang: str) -> str:
    """Return the lemma of a noun; an unknown German compound takes that of its last known part."""
    if lang != "de":
        return _plain(form, lang) if form[:1].islower() else _plain(form.lower(), lang)
    if simplemma.is_known(form, lang="de"):
        return _plain(form, lang)
    first, dash, last = form.rpartition("-")
    if dash and last:
        return f"{first}-{_noun(last, lang)}"
    for cut in range(2, len(form) - 3):
        tail = form[cut:].capitalize()
        if simplemma.is_known(tail, lang="de"):
            return form[:cut] + _plain(tail, lang).lower()
    return _plain(form, lang)


def _plain(word: str, lang: str) -> str:
    return simplemma.lemmatize(word, lang=lang) if lang in _KNOWN else word


@cache
def irregular(lang: str) -> dict[str, str]:
    """Return the forms of irregular verbs, German ones with all their prefixes."""
    forms: dict[str, str] = {}
    with Path(__file__).with_name("irregular.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["lang"] != lang:
                continue
            verb, past, participle = row["infinitive"], row["past"], row["participle"]
            if lang == "de":
                forms.update(_prefixed(verb, past, participle))
            elif lang in _PARTICIPLES:
                forms.update(dict.fromkeys(_inflected(participle, lang), verb))
            else:
                forms.setdefault(past, verb)
                forms[participle] = verb
    return forms


def _prefixed(verb: str, past: str, participle: str) -> dict[str, str]:
    """Return a strong German verb's forms, bare and behind every prefix."""
    forms = {past + ending: verb for ending in _ENDINGS} | {participle: verb}
    bare = participle.removeprefix("ge") if participle.startswith("ge") and not verb.startswith("ge") else participle
    for prefix in _tables("de")["separable"]:
        forms |= {prefix + past + ending: prefix + verb for ending in _ENDINGS} | {prefix + participle: prefix + verb}
    for prefix in _tables("de")["inseparable"]:
        forms |= {prefix + past + ending: prefix + verb for ending in _ENDINGS}
        forms.setdefault(prefix + bare, prefix + verb)
    return forms


def join_prefixes(
    lemmas: list[str], forms: Sequence[str], heads: Sequence[int], deprels: Sequence[str], lang: str
) -> None:
    """Put separated prefixes before the lemmas of their verbs, in place; heads count from 1."""
    separable = _tables(lang).get("separable", ())
    for form, head, deprel in zip(forms, heads, deprels, strict=True):
        prefix = form.lower()
        if deprel == "compound:prt" and head and prefix in separable and not lemmas[head - 1].startswith(prefix):
            lemmas[head - 1] = prefix + lemmas[head - 1]
