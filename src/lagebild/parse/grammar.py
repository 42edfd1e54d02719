"""What grammar decides and a small model gets wrong now and then: rules applied to every parsed sentence.

The rules that go by the words of a language take them from ``grammar.toml``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lagebild.parse import conventions, german
from lagebild.parse.draft import Draft, words

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Draft", "mend"]

_ACCUSATIVE = re.compile(r"['’]y?[ıiuü]$")
_PAST = re.compile(r"[dt][ıiuü](l[ae]r)?$")


def mend(draft: Draft, lang: str) -> None:
    """Apply the rules of a language, in place."""
    for rule in _RULES.get(lang, (_initials, _passives, _agents)):
        rule(draft, lang)


def _agents(draft: Draft, lang: str) -> None:
    """Mark the agent of a passive: obl with von/durch/by below a verb that has a passive auxiliary or subject."""
    wanted = words(lang, "agent_case")
    if not wanted:
        return
    passive = {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel in {"aux:pass", "nsubj:pass"}}
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel != "obl" or head not in passive or draft.upos[i - 1] not in {"NOUN", "PROPN", "PRON"}:
            continue
        cases = [draft.form(c) for c in draft.of(i, "case")]
        if len(cases) == 1 and cases[0] in wanted:
            draft.deprels[i - 1] = "obl:agent"


def _passives(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make a subject passive where its verb has a passive auxiliary, and active where it has none."""
    passive = {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel == "aux:pass"}
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True)):
        if rel in {"nsubj", "csubj"} and head in passive:
            draft.deprels[i] = f"{rel}:pass"


def _initials(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make a name of what is written in capitals and was taken for an adverb: subject of its verb if none is there."""
    for i, (form, rel, head) in enumerate(zip(draft.forms, draft.deprels, draft.heads, strict=True), 1):
        if rel != "advmod" or draft.upos[i - 1] != "ADV" or not (len(form) > 1 and form.isupper() and form.isalpha()):
            continue
        draft.upos[i - 1] = "PROPN"
        subjects = draft.of(head, "nsubj", "nsubj:pass")
        draft.deprels[i - 1] = "obl" if subjects or draft.of(i, "case") else "nsubj"


def _que(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Give the "que" of a Spanish relative clause its role: subject, or object where there is a subject."""
    for i, (form, rel, head) in enumerate(zip(draft.forms, draft.deprels, draft.heads, strict=True), 1):
        if rel != "mark" or form.lower() != "que" or draft.deprels[head - 1] not in {"acl", "acl:relcl"}:
            continue
        below = [draft.deprels[c - 1] for c in draft.children(head)]
        noun = draft.heads[head - 1]
        if below.count("mark") > 1 or "case" in below or not noun < i <= noun + 2:
            continue
        draft.deprels[i - 1] = "obj" if {"nsubj", "nsubj:pass", "expl:pass"} & set(below) else "nsubj"
        draft.deprels[head - 1] = "acl:relcl"


def _relatives(draft: Draft, lang: str) -> None:
    """Mark relative clauses: acl whose first word, but for a preposition, is a relative pronoun."""
    wanted = words(lang, "relative")
    for i, rel in enumerate(draft.deprels, 1):
        if rel != "acl":
            continue
        low = [c for c in draft.children(i) if draft.upos[c - 1] in {"PRON", "ADV", "DET"} and c < i]
        if any(draft.form(c) in wanted for c in low) and draft.heads[i - 1] < i:
            draft.deprels[i - 1] = "acl:relcl"


def _accusatives(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make a Turkish name in the accusative (İran'ı) an object and what governs it, if it ends in -dı, a verb."""
    for i, (form, rel, head) in enumerate(zip(draft.forms, draft.deprels, draft.heads, strict=True)):
        if rel not in {"nmod", "nmod:poss", "nsubj", "obl", "amod"} or not head or not _ACCUSATIVE.search(form):
            continue
        light = any(draft.upos[c - 1] == "VERB" for c in draft.of(head, "compound"))  # tehdit etti
        if light or draft.upos[head - 1] == "VERB" or _PAST.search(draft.forms[head - 1]):
            draft.deprels[i] = "obj"
            draft.upos[head - 1] = "NOUN" if light else "VERB"


def _gerunds(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make an infinitive in -ing a gerund, unless "to" or an auxiliary stands by it ("of shelling", but "to bring")."""
    for i, (form, feats) in enumerate(zip(draft.forms, draft.feats, strict=True), 1):
        if feats != "VerbForm=Inf" or not form.endswith("ing"):
            continue
        if not draft.of(i, "aux") and not any(draft.form(c) == "to" for c in draft.of(i, "mark")):
            draft.feats[i - 1] = "VerbForm=Ger"


_RULES: dict[str, tuple[Callable[[Draft, str], None], ...]] = {
    "de": (
        german.insertions, german.becoming, german.future, _passives, german.shared, german.nobody, german.feminines,
        german.subjects, german.cases, german.two_subjects, german.infinitives, german.datives, german.times, _agents,
        _relatives, conventions.german,
    ),
    "en": (_gerunds, _passives, _agents),
    "nl": (_passives, _agents, _relatives),
    "tr": (_accusatives, _passives, _agents),
    "es": (_que, _passives, _agents, conventions.romance),
    "fr": (_passives, _agents, conventions.romance),
    "pt": (_passives, _agents, conventions.romance),
    "it": (_passives, _agents, conventions.romance),
    "pl": (_passives, _agents, conventions.slavic),
}  # fmt: skip
