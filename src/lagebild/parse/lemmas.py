"""Lemmas: irregular verbs from a list, other words from simplemma, names and acronyms as they stand.

A separated prefix is joined to its verb ("kündigte … an" → ankündigen).
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import simplemma

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["join_prefixes", "lemma"]

_KNOWN = frozenset({"de", "en", "fr", "es", "pt", "it", "nl", "ru", "uk", "pl", "tr"})
_AS_IT_STANDS = frozenset({"PUNCT", "SYM", "NUM", "X", "INTJ"})
_SEPARABLE = (
    "ab",
    "an",
    "auf",
    "aus",
    "bei",
    "da",
    "durch",
    "ein",
    "empor",
    "entgegen",
    "fehl",
    "fern",
    "fest",
    "fort",
    "frei",
    "gegenüber",
    "gleich",
    "heim",
    "her",
    "heraus",
    "herbei",
    "herein",
    "hervor",
    "hin",
    "hinaus",
    "hinein",
    "hinter",
    "hinzu",
    "hoch",
    "los",
    "mit",
    "nach",
    "nahe",
    "nieder",
    "statt",
    "stand",
    "teil",
    "über",
    "um",
    "unter",
    "vor",
    "voran",
    "voraus",
    "vorbei",
    "weg",
    "weiter",
    "wider",
    "wieder",
    "zu",
    "zurecht",
    "zurück",
    "zusammen",
    "zuvor",
)
_INSEPARABLE = (
    "be",
    "emp",
    "ent",
    "er",
    "ge",
    "miss",
    "ver",
    "zer",
    "über",
    "unter",
    "wider",
    "hinter",
    "um",
    "durch",
    "wieder",
)
_ENDINGS = ("", "e", "en", "est", "st", "t", "et", "te", "ten")
_FUNCTION = {
    "de": {
        **dict.fromkeys(("der", "die", "das", "den", "dem", "des", "deren", "dessen", "denen"), "der"),
        **dict.fromkeys(("ein", "eine", "einen", "einem", "einer", "eines"), "ein"),
        **dict.fromkeys(("kein", "keine", "keinen", "keinem", "keiner", "keines"), "kein"),
        **dict.fromkeys(("dieser", "diese", "dieses", "diesen", "diesem"), "dieser"),
        **dict.fromkeys(("sein", "seine", "seinen", "seinem", "seiner", "seines"), "sein"),
        **dict.fromkeys(("ihre", "ihren", "ihrem", "ihrer", "ihres"), "ihr"),
        **dict.fromkeys(("am", "ans"), "an"),
        **dict.fromkeys(("im", "ins"), "in"),
        **dict.fromkeys(("zum", "zur"), "zu"),
        "vom": "von",
        "beim": "bei",
        "aufs": "auf",
        "ums": "um",
        "fürs": "für",
        "durchs": "durch",
        "ihn": "er",
        "ihm": "er",
        "mich": "ich",
        "mir": "ich",
        "uns": "wir",
        "ihnen": "sie",
    },
    "en": {"an": "a", "n't": "not", "'ll": "will", "'ve": "have", "'re": "be", "'m": "be", "wo": "will", "ca": "can"},
}


def lemma(form: str, upos: str, feats: str, lang: str) -> str:
    """Return the lemma of one word.

    >>> lemma("beschossen", "VERB", "", "de"), lemma("Obamas", "PROPN", "Case=Gen", "de")
    ('beschießen', 'Obama')
    """
    return _lemma(form, upos, lang, "Case=Gen" in feats)


@lru_cache(maxsize=100_000)
def _lemma(form: str, upos: str, lang: str, genitive: bool) -> str:  # noqa: FBT001 (cache key)
    low = form.lower()
    if upos in _AS_IT_STANDS or (len(form) > 1 and form.isupper()):
        return form
    if upos == "PROPN":
        return _name(form, lang, genitive=genitive)
    if upos in {"VERB", "AUX"}:
        return _verb(low, lang, upos)
    if upos == "NOUN":
        return _noun(form, lang)
    found = _FUNCTION.get(lang, {}).get(low) if upos in {"DET", "PRON", "ADP", "PART"} else None
    return found or (low if upos in {"ADP", "CCONJ", "SCONJ", "ADV", "PART", "PRON"} else _plain(low, lang))


def _name(form: str, lang: str, *, genitive: bool) -> str:
    if lang == "de" and genitive and len(form) > 3 and form[-1] == "s" and form[-2] not in "sxzß":
        return form[:-1]
    if lang in {"de", "en"} and form.endswith(("'s", "’s")):
        return form[:-2]
    return form


def _verb(low: str, lang: str, upos: str) -> str:
    found = _irregular(lang).get(low) if upos == "VERB" else _FUNCTION.get(lang, {}).get(low)
    return found or _plain(low, lang).lower()


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
def _irregular(lang: str) -> dict[str, str]:
    """Return the forms of irregular verbs, German ones with all their prefixes."""
    forms: dict[str, str] = {}
    with Path(__file__).with_name("irregular.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["lang"] != lang:
                continue
            verb, past, participle = row["infinitive"], row["past"], row["participle"]
            if lang == "de":
                forms.update(_prefixed(verb, past, participle))
            else:
                forms.setdefault(past, verb)
                forms[participle] = verb
    return forms


def _prefixed(verb: str, past: str, participle: str) -> dict[str, str]:
    """Return a strong German verb's forms, bare and behind every prefix."""
    forms = {past + ending: verb for ending in _ENDINGS} | {participle: verb}
    bare = participle.removeprefix("ge") if participle.startswith("ge") and not verb.startswith("ge") else participle
    for prefix in _SEPARABLE:
        forms |= {prefix + past + ending: prefix + verb for ending in _ENDINGS} | {prefix + participle: prefix + verb}
    for prefix in _INSEPARABLE:
        forms |= {prefix + past + ending: prefix + verb for ending in _ENDINGS}
        forms.setdefault(prefix + bare, prefix + verb)
    return forms


def join_prefixes(lemmas: list[str], forms: Sequence[str], heads: Sequence[int], deprels: Sequence[str]) -> None:
    """Put separated prefixes before the lemmas of their verbs, in place; heads count from 1."""
    for form, head, deprel in zip(forms, heads, deprels, strict=True):
        if deprel == "compound:prt" and head and not lemmas[head - 1].startswith(form.lower()):
            lemmas[head - 1] = form.lower() + lemmas[head - 1]
