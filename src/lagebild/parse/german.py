"""Rules of German grammar: passive and future, subjects and objects, expletives, spans of time.

They relabel; only a verb that was taken for an auxiliary moves heads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.parse.draft import words

if TYPE_CHECKING:
    from lagebild.parse.draft import Draft

__all__ = [
    "becoming",
    "cases",
    "datives",
    "feminines",
    "future",
    "infinitives",
    "insertions",
    "nobody",
    "shared",
    "subjects",
    "times",
    "two_subjects",
]

_LATER = frozenset({"csubj", "csubj:pass", "ccomp", "xcomp"})  # clauses that an "es" points forward to
_WITHIN = frozenset({"nmod", "case", "det", "amod", "acl", "acl:relcl", "conj", "cc"})  # stays with an adjective
_BESIDE = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "obj", "ccomp")
_COMPLEMENTS = ("obj", "ccomp", "xcomp", "aux:pass")


def becoming(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make "werden" beside an adjective the verb and the adjective its complement ("wurde länger"), no passive."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel != "aux:pass" or len(draft.of(head, "aux:pass", "cop")) > 1:
            continue
        if draft.upos[head - 1] != "ADJ" and draft.form(head).endswith(("t", "n")):
            continue  # a participle
        for child in draft.children(head).copy():
            if child != i and draft.rel(child) not in _WITHIN:
                draft.heads[child - 1] = i
                draft.deprels[child - 1] = draft.rel(child).removesuffix(":pass")
        draft.move(i, draft.heads[head - 1], draft.rel(head))
        draft.move(head, i, "xcomp")


def future(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Tell future from passive: "werden" with an infinitive is no passive auxiliary."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True)):
        if rel != "aux:pass" or "VerbForm=Inf" not in draft.feats[head - 1]:
            continue
        draft.deprels[i] = "aux"
        below = draft.children(head)
        if all(draft.deprels[c - 1] != "aux:pass" for c in below):
            for child in below:
                draft.deprels[child - 1] = draft.deprels[child - 1].replace("subj:pass", "subj")


def shared(draft: Draft, lang: str) -> None:
    """Share a passive auxiliary between joined participles ("beschossen und zerstört wurden"); none, no passive."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True)):
        if rel not in {"nsubj", "nsubj:pass"} or draft.of(head, "aux:pass"):
            continue
        joined = [c for c in draft.of(head, "conj") if draft.of(c, "aux:pass") and not draft.of(c, "nsubj:pass")]
        bare = not draft.of(head, "aux", "cop")
        if rel == "nsubj" and joined and bare and _is_participle(draft, head, lang):
            draft.deprels[i] = "nsubj:pass"
        elif rel == "nsubj:pass" and not joined and not bare and draft.rel(head) != "conj":
            draft.deprels[i] = "nsubj"


def _is_participle(draft: Draft, word: int, lang: str) -> bool:
    form = draft.form(word)
    regular = form.startswith("ge") and form.endswith(("t", "n")) and draft.verb(word, lang) != form
    return regular or "VerbForm=Part" in draft.feats[word - 1]


def subjects(draft: Draft, lang: str) -> None:
    """Keep one subject of a passive: a pronoun, or what agrees with its verb; the others are datives.

    A passive without a subject has the quantity in it ("mehr getan werden") for one.
    """
    for verb in {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel == "aux:pass"}:
        found = draft.of(verb, "nsubj:pass")
        if len(found) > 1:
            numbers = {draft.number(c) for c in draft.of(verb, "aux", "aux:pass")} - {""}
            pronouns = [c for c in found if draft.form(c) in words(lang, "personal")]
            agreeing = [c for c in found if draft.number(c) in numbers and "Case=Gen" not in draft.feats[c - 1]]
            kept = (pronouns or agreeing or found[1:])[0]
            for other in found:
                draft.deprels[other - 1] = "nsubj:pass" if other == kept else "obl:arg"
        elif not found and not draft.of(verb, "csubj:pass", "expl", "nsubj"):
            for child in draft.of(verb, "advmod", "obj"):
                if draft.form(child) in words(lang, "quantity"):
                    draft.deprels[child - 1] = "nsubj:pass"


def nobody(draft: Draft, lang: str) -> None:
    """Make the "es" of "es gibt", "es handelt sich um", "es kommt zu" an expletive: it stands for nobody."""
    for i, (form, rel, head) in enumerate(zip(draft.forms, draft.deprels, draft.heads, strict=True)):
        if rel != "nsubj" or form.lower() != "es":
            continue
        verb = draft.form(head)
        below = draft.children(head)
        reflexive = any(draft.form(c) == "sich" for c in below)
        towards = any(draft.form(g) in words(lang, "to") for c in below for g in draft.children(c))
        foretold = any(draft.deprels[c - 1] in _LATER and c > head for c in below) and i < head - 1
        concerned = verb in words(lang, "concern") and reflexive
        if verb in words(lang, "give") or concerned or (verb in words(lang, "come") and towards) or foretold:
            draft.deprels[i] = "expl"


def cases(draft: Draft, lang: str) -> None:
    """Let unambiguous case forms decide between subject and object of one verb."""
    accusative, nominative = words(lang, "accusative"), words(lang, "nominative")
    for verb in {h for h in draft.heads if h}:
        subjects, objects = draft.of(verb, "nsubj"), draft.of(verb, "obj")
        wrong = [c for c in subjects if draft.marked(c) in accusative]
        hidden = [c for c in objects if draft.form(c) in nominative]
        if wrong and (objects or len(subjects) > 1):
            draft.deprels[wrong[0] - 1] = "obj"
            free = [c for c in objects if draft.marked(c) not in accusative]
            if len(subjects) == 1 and free:
                draft.deprels[free[0] - 1] = "nsubj"
        elif hidden and len(subjects) == 1 and draft.marked(subjects[0]) not in nominative:
            draft.deprels[hidden[0] - 1], draft.deprels[subjects[0] - 1] = "nsubj", "obj"


def two_subjects(draft: Draft, lang: str) -> None:
    """Of two subjects of one verb, "es" or the relative pronoun that could be an object is one.

    Beside an object, the one behind the verb is a dative ("der Iran liefere Russland Drohnen").
    """
    for verb in {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel == "nsubj"}:
        subjects = draft.of(verb, "nsubj")
        if len(subjects) != 2 or draft.of(verb, "cop", "aux:pass"):
            continue
        if draft.of(verb, "obj"):
            if subjects[0] < verb < subjects[1]:
                draft.deprels[subjects[1] - 1] = "obl:arg"
            continue
        either = [c for c in subjects if draft.form(c) in words(lang, "either")]
        if len(either) == 1 and (draft.form(either[0]) != "es" or either[0] > 1):
            draft.deprels[either[0] - 1] = "obj"


def insertions(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Put a clause that was taken for the main one back behind its noun ("Die Vorwürfe, X liefere Y, halten an").

    It is told by number: the noun before the comma agrees with a later verb alone.
    """
    for verb in [i for i, upos in enumerate(draft.upos, 1) if upos in {"VERB", "AUX"}]:
        for noun in [c for c in draft.of(verb, "nsubj") if c < verb and draft.form(c + 1) == ","]:
            later = [c for c in draft.of(verb, "xcomp", "ccomp", "conj", "parataxis") if c > verb and _finite(draft, c)]
            if not later or not _finite(draft, verb) or draft.number(noun) == draft.number(verb):
                continue
            main = later[0]
            if draft.number(main) != draft.number(noun) or "," not in draft.forms[verb : main - 1]:
                continue
            draft.move(main, draft.heads[verb - 1], draft.rel(verb))
            draft.move(verb, noun, "acl")
            draft.move(noun, main)
            for child in [c for c in draft.children(verb) if c > main]:
                draft.move(child, main)
            first = verb - 1
            while noun + 1 < draft.heads[first - 1] < verb:
                first = draft.heads[first - 1]
            if draft.upos[first - 1] in {"NOUN", "PROPN", "PRON"}:
                draft.move(first, verb, "nsubj")


def _finite(draft: Draft, word: int) -> bool:
    return "VerbForm=Fin" in draft.feats[word - 1]


def infinitives(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make the subject of an infinitive with "zu" its object: it can have no subject."""
    for verb in {h for h, rel in zip(draft.heads, draft.deprels, strict=True) if rel == "nsubj"}:
        found = draft.of(verb, "nsubj")
        if len(found) != 1 or "VerbForm=Inf" not in draft.feats[verb - 1] or draft.of(verb, "obj", "aux", "cop"):
            continue
        if any(draft.form(c) == "zu" for c in draft.of(verb, "mark")):
            draft.deprels[found[0] - 1] = "obj"


def feminines(draft: Draft, lang: str) -> None:  # noqa: ARG001 (rules share one signature)
    """Make "der" with a feminine noun beside a subject or object a dative: it is no nominative."""
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel not in {"nsubj", "nsubj:pass", "obj"} or draft.marked(i) != "der" or draft.form(i) == "der":
            continue
        if "Gender=Fem|Number=Sing" in draft.feats[i - 1] and [c for c in draft.of(head, *_BESIDE) if c != i]:
            draft.deprels[i - 1] = "obl:arg"


def datives(draft: Draft, lang: str) -> None:
    """Let case forms, the verb, and a second object decide between accusative (obj) and dative (obl:arg)."""
    dative, accusative, verbs = words(lang, "dative"), words(lang, "accusative"), words(lang, "dative_verbs")
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel not in {"obj", "obl:arg"} or draft.of(i, "case"):
            continue
        shown, governs = draft.marked(i), draft.verb(head, lang) in verbs
        second = [c for c in draft.of(head, "obj") if c != i]
        own = shown == "sich" if second else governs and shown not in accusative
        if rel == "obj" and (shown in dative or own):
            draft.deprels[i - 1] = "obl:arg"
        elif rel == "obl:arg" and shown in accusative:
            draft.deprels[i - 1] = "obj"
        elif rel == "obl:arg" and shown in words(lang, "unmarked") and not governs:
            alone = not draft.of(head, *_COMPLEMENTS, "nsubj:pass")
            draft.deprels[i - 1] = "obj" if alone else rel


def times(draft: Draft, lang: str) -> None:
    """Make an object that is a span of time an adverbial, unless the verb is one that takes time ("verbringen")."""
    spans, takers = words(lang, "spans_of_time"), words(lang, "time_takers")
    for i, (rel, head) in enumerate(zip(draft.deprels, draft.heads, strict=True), 1):
        if rel != "obj" or draft.forms[i - 1] not in spans or draft.upos[head - 1] != "VERB":
            continue
        if draft.of(i, "nummod", "det", "amod", "advmod") and draft.verb(head, lang) not in takers:
            draft.deprels[i - 1] = "obl"
