"""What grammar decides and a small model gets wrong now and then: rules applied to every parsed sentence.

Rules only relabel: no head is moved, so the tree stays the tree it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Draft", "mend"]


@dataclass(slots=True)
class Draft:
    """A parsed sentence in columns; heads count from 1, 0 is the root."""

    forms: list[str]
    upos: list[str]
    feats: list[str]
    heads: list[int]
    deprels: list[str]
    _below: list[list[int]] = field(default_factory=list)

    def children(self, head: int) -> list[int]:
        """Return the numbers of the words that hang on word ``head``."""
        if not self._below:
            self._below = [[] for _ in range(len(self.heads) + 1)]
            for i, above in enumerate(self.heads, 1):
                self._below[above].append(i)
        return self._below[head]


_AGENT_CASE = {
    "de": frozenset({"von", "vom", "durch"}),
    "en": frozenset({"by"}),
    "fr": frozenset({"par"}),
    "es": frozenset({"por"}),
    "pt": frozenset({"por", "pelo", "pela", "pelos", "pelas"}),
    "it": frozenset({"da", "dal", "dalla", "dai", "dalle", "dagli", "dall'"}),
    "nl": frozenset({"door"}),
    "pl": frozenset({"przez"}),
}
_RELATIVE = {
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "den",
            "dem",
            "des",
            "deren",
            "dessen",
            "denen",
            "welcher",
            "welche",
            "welches",
            "welchen",
            "welchem",
            "was",
            "wo",
        ]
    ),
    "en": frozenset({"who", "which", "that", "whose", "whom", "where"}),
    "nl": frozenset({"die", "dat", "wie", "wat", "waar"}),
}
_OBJECT_ARTICLES = frozenset(
    {"einen", "keinen", "diesen", "jeden", "ihn", "mich", "dich", "seinen", "ihren", "unseren"}
)
_DATIVE = frozenset(
    {"dem", "einem", "keinem", "diesem", "jedem", "seinem", "ihrem", "unserem", "ihm", "mir", "dir", "ihnen", "wem"}
)
_SPANS_OF_TIME = frozenset(
    {"Jahr", "Jahre", "Monat", "Monate", "Woche", "Wochen", "Tag", "Tage", "Stunde", "Stunden", "Minuten", "Mal"}
)
_SUBJECT_WORDS = frozenset({"ich", "er", "wir", "man", "wer"})
_GIVE = frozenset({"gibt", "gab", "gäbe", "gebe", "geben", "gegeben"})
_CONCERN = frozenset({"handelt", "handelte", "handele", "handeln", "gehandelt"})
_COME = frozenset({"kommt", "kam", "käme", "komme", "kommen", "gekommen"})
_LATER = frozenset({"csubj", "csubj:pass", "ccomp", "xcomp"})  # clauses that an "es" points forward to
_TO = frozenset({"zu", "zum", "zur"})


def mend(draft: Draft, lang: str) -> None:
    """Apply the rules of a language, in place."""
    for rule in _RULES.get(lang, (_passives, _agents)):
        rule(draft, lang)


def _agents(draft: Draft, lang: str) -> None:
    """Mark the agent of a passive: obl with von/durch/by below a verb that has a passive auxiliary or subject."""
    wanted = _AGENT_CASE.get(lang, frozenset())
    if not wanted:
        return
    passive = {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel in {"aux:pass", "nsubj:pass"}}
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel != "obl" or head not in passive or draft.upos[i - 1] not in {"NOUN", "PROPN", "PRON"}:
            continue
        cases = [draft.forms[c - 1].lower() for c in draft.children(i) if draft.deprels[c - 1] == "case"]
        if len(cases) == 1 and cases[0] in wanted:
            draft.deprels[i - 1] = "obl:agent"


def _passives(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make a subject passive where its verb has a passive auxiliary, and active where it has none."""
    passive = {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel == "aux:pass"}
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True)):
        if rel in {"nsubj", "csubj"} and head in passive:
            draft.deprels[i] = f"{rel}:pass"


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


def _future(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Tell German future from passive: "werden" with an infinitive is no passive auxiliary."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True)):
        if rel != "aux:pass" or "VerbForm=Inf" not in draft.feats[head - 1]:
            continue
        draft.deprels[i] = "aux"
        below = draft.children(head)
        if all(draft.deprels[c - 1] != "aux:pass" for c in below):
            for child in below:
                draft.deprels[child - 1] = draft.deprels[child - 1].replace("subj:pass", "subj")


def _one_subject(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Of two subjects of a German passive keep the one that agrees with its verb; the other is a dative."""
    for verb in {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel == "nsubj:pass"}:
        subjects = [c for c in draft.children(verb) if draft.deprels[c - 1] == "nsubj:pass"]
        if len(subjects) != 2:
            continue
        numbers = [_number(draft, c) for c in draft.children(verb) if draft.deprels[c - 1] in {"aux", "aux:pass"}]
        agreeing = [c for c in subjects if _number(draft, c) in numbers]
        kept = agreeing[0] if len(agreeing) == 1 else subjects[1]
        draft.deprels[(subjects[0] if kept == subjects[1] else subjects[1]) - 1] = "obl:arg"


def _number(draft: Draft, word: int) -> str:
    return draft.feats[word - 1].partition("Number=")[2].partition("|")[0]


def _relatives(draft: Draft, lang: str) -> None:
    """Mark relative clauses: acl whose first word, but for a preposition, is a relative pronoun."""
    wanted = _RELATIVE.get(lang, frozenset())
    for i, rel in enumerate(draft.deprels, 1):
        if rel != "acl":
            continue
        low = [c for c in draft.children(i) if draft.upos[c - 1] in {"PRON", "ADV", "DET"} and c < i]
        if any(draft.forms[c - 1].lower() in wanted for c in low) and draft.heads[i - 1] < i:
            draft.deprels[i - 1] = "acl:relcl"


def _nobody(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make the "es" of "es gibt", "es handelt sich um", "es kommt zu" an expletive: it stands for nobody."""
    for i, (form, rel, head) in enumerate(zip(draft.forms, draft.deprels, draft.heads, strict=True)):
        if rel != "nsubj" or form.lower() != "es":
            continue
        verb = draft.forms[head - 1].lower()
        below = draft.children(head)
        reflexive = any(draft.forms[c - 1].lower() == "sich" for c in below)
        towards = any(draft.forms[g - 1].lower() in _TO for c in below for g in draft.children(c))
        foretold = any(draft.deprels[c - 1] in _LATER and c > head for c in below) and i < head - 1
        if verb in _GIVE or (verb in _CONCERN and reflexive) or (verb in _COME and towards) or foretold:
            draft.deprels[i] = "expl"


def _cases(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Let unambiguous German case forms decide between subject and object of one verb."""
    for verb in {h for h in draft.heads if h}:
        below = draft.children(verb)
        subjects = [c for c in below if draft.deprels[c - 1] == "nsubj"]
        objects = [c for c in below if draft.deprels[c - 1] == "obj"]
        wrong = [c for c in subjects if _marked(draft, c) in _OBJECT_ARTICLES]
        hidden = [c for c in objects if draft.forms[c - 1].lower() in _SUBJECT_WORDS]
        if wrong and (objects or len(subjects) > 1):
            draft.deprels[wrong[0] - 1] = "obj"
            free = [c for c in objects if _marked(draft, c) not in _OBJECT_ARTICLES]
            if len(subjects) == 1 and free:
                draft.deprels[free[0] - 1] = "nsubj"
        elif hidden and len(subjects) == 1 and _marked(draft, subjects[0]) not in _SUBJECT_WORDS:
            draft.deprels[hidden[0] - 1], draft.deprels[subjects[0] - 1] = "nsubj", "obj"


def _datives(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Let unambiguous German case forms decide between accusative (obj) and dative (obl:arg) objects."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel not in {"obj", "obl:arg"} or any(draft.deprels[c - 1] == "case" for c in draft.children(i)):
            continue
        shown = _marked(draft, i)
        if rel == "obj" and shown in _DATIVE:
            draft.deprels[i - 1] = "obl:arg"
        elif rel == "obl:arg" and shown in _OBJECT_ARTICLES:
            draft.deprels[i - 1] = "obj"
        elif rel == "obj" and draft.forms[i - 1] in _SPANS_OF_TIME and draft.upos[head - 1] == "VERB":
            numbered = any(draft.deprels[c - 1] in {"nummod", "det", "amod"} for c in draft.children(i))
            others = [c for c in draft.children(head) if draft.deprels[c - 1] in {"obj", "ccomp", "xcomp", "aux:pass"}]
            if numbered and len(others) > 1:
                draft.deprels[i - 1] = "obl"


def _marked(draft: Draft, word: int) -> str:
    """Return the form that shows the case of a noun phrase: its determiner, or the word itself."""
    for child in draft.children(word):
        if draft.deprels[child - 1] in {"det", "det:poss"}:
            return draft.forms[child - 1].lower()
    return draft.forms[word - 1].lower()


_RULES: dict[str, tuple[Callable[[Draft, str], None], ...]] = {
    "de": (_future, _passives, _nobody, _one_subject, _cases, _datives, _agents, _relatives),
    "en": (_passives, _agents),
    "nl": (_passives, _agents, _relatives),
    "es": (_que, _passives, _agents),
}
