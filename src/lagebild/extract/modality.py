"""What a clause says of its own reality: negation, modals, tense, mood, adverbs, condition, question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lagebild.extract.attribution import interrupted, is_speech
from lagebild.extract.cues import Cues, Modal, Stance, cues
from lagebild.extract.predicates import keys
from lagebild.extract.readings import Predicate
from lagebild.extract.roles import Tree, tree_as_is
from lagebild.extract.stances import OPEN
from lagebild.records import Status

if TYPE_CHECKING:
    from lagebild.records import Sentence

__all__ = ["Clauses", "Finding", "own"]

_NEAR = frozenset({"advmod", "amod", "det", "advcl", "discourse", "nmod", "cc", "compound", "obl", "mark"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A status and the words it was read from, outermost last."""

    status: Status
    why: tuple[str, ...] = ()

    def because(self, why: str, *, status: Status | None = None) -> Finding:
        """Return the finding with one more reason, and another status if one is given."""
        return Finding(self.status if status is None else status, (*self.why, why))


@dataclass(slots=True, eq=False)
class Clauses:
    """A sentence's tree with its language's cues, and what has been found in it; the same for the same sentence."""

    tree: Tree
    cues: Cues
    found: dict[int, Finding] = field(default_factory=dict)
    owned: dict[int, Finding] = field(default_factory=dict)
    forms: dict[int, tuple[str, ...]] = field(default_factory=dict)
    lists: list[frozenset[str]] = field(init=False)  # the names of the lists that each word is on

    def __post_init__(self) -> None:
        """Look up every word once, as written and by its lemma."""
        listed, none = self.cues.listed, frozenset[str]()
        pairs = zip(self.tree.lower, self.tree.tokens, strict=True)
        self.lists = [listed.get(text, none) | listed.get(token.lemma.lower(), none) for text, token in pairs]

    @classmethod
    def of(cls, sent: Sentence) -> Clauses:
        """Read a sentence; the last ones are remembered, since every mention of a sentence asks for them."""
        tree = tree_as_is(sent)
        known: Clauses | None = tree.memo.get("clauses")
        if known is None:
            known = tree.memo["clauses"] = cls(tree=tree, cues=cues(sent.lang))
        return known

    def keys(self, index: int) -> tuple[str, ...]:
        """Return the forms of a word that lists may hold, particle verbs joined; remembered."""
        if index not in self.forms:
            plain = keys(self.tree, index)
            self.forms[index] = (*self._idioms(index, plain), *plain)
        return self.forms[index]

    def _idioms(self, index: int, plain: tuple[str, ...]) -> list[str]:
        """The set phrases that a verb makes with a noun beside it: "zur last legen", "give green light"."""
        found: list[str] = []
        if self.tree.tokens[index].upos in {"VERB", "AUX"} and not self.cues.idiomatic.isdisjoint(plain):
            for child in self.tree.of(index, "obj", "obl", "xcomp", "nmod"):
                words = " ".join(self.text(c) for c in (*self.tree.of(child, "case", "amod"), child))
                both = (f"{noun} {verb}" for noun in {words, self.text(child)} for verb in plain)
                turned = (f"{verb} {noun}" for noun in {words, self.text(child)} for verb in plain)
                found += [form for form in (*both, *turned) if form in self.cues.idioms]
        return sorted(set(found), key=lambda form: (-len(form), form))

    def is_idiom(self, noun: int, verb: int) -> bool:
        """Tell whether a noun is part of a set phrase of the verb."""
        return any(form in self.cues.idioms and self.text(noun) in form.split() for form in self.keys(verb))

    def verb_form(self, index: int) -> str:
        """Return the form of a verb that the lists know: of "rief … auf" "aufrufen", not "rufen"."""
        forms = self.keys(index)
        return next((form for form in forms if form in self.cues.verbs), forms[0])

    def text(self, index: int) -> str:
        """Return a word as written, lower-cased."""
        return self.tree.lower[index]

    def is_(self, name: str, index: int) -> bool:
        """Tell whether a word stands in the list ``name``, as written or by its lemma."""
        return name in self.lists[index]

    def auxiliaries(self, index: int) -> list[int]:
        """The auxiliaries of a predicate, its own and those of conjuncts: "soll A getötet und B verletzt haben"."""
        tree = self.tree
        found = tree.of(index, "aux")
        if self.is_finite(index) or tree.of(index, "cop", "mark"):
            return found
        if (
            not any(self.is_finite(aux) for aux in found)
            and tree.rel[index] == "conj"
            and self.is_verb(tree.tokens[index].head)
        ):
            found = [*self.auxiliaries(tree.tokens[index].head), *found]
        for other in tree.of(index, "conj"):
            shared = tree.of(other, "aux")
            if self.is_verb(other) and not any(self.is_finite(i) and not self._is_last(i) for i in (other, *shared)):
                found += [aux for aux in shared if aux not in found]
        return sorted(set(found))

    def _is_last(self, aux: int) -> bool:
        """Tell whether an auxiliary behind its participle is an infinitive by its form: "… vernichtet haben"."""
        token = self.tree.tokens[aux]
        return self.text(aux) == token.lemma.lower() and token.head < aux and self.is_("first.perfect", aux)

    def is_last(self, aux: int, index: int) -> bool:
        """Tell the same where a modal stands before: "sollen … vernichtet haben" has but one finite verb."""
        return self._is_last(aux) and any(self.text(a) in self.cues.modals for a in self.auxiliaries(index) if a < aux)

    def is_verb(self, index: int) -> bool:
        """Tell whether a word is a verb or stands with an auxiliary."""
        return self.tree.tokens[index].upos in {"VERB", "AUX"} or bool(self.tree.of(index, "cop", "aux"))

    def is_finite(self, index: int) -> bool:
        """Tell whether the word itself is a finite verb."""
        return "VerbForm=Fin" in self.tree.tokens[index].feats

    def marks(self, index: int) -> list[int]:
        """The words that open a clause: conjunctions, and prepositions before clauses; remembered."""
        key = ("marks", index)
        known: list[int] | None = self.tree.memo.get(key)
        if known is None:
            known = self.tree.memo[key] = self._marks(index)
        return known

    def _marks(self, index: int) -> list[int]:
        found = self.tree.of(index, "mark", "case")
        found += [c for c in self.tree.of(index, "advmod") if self.tree.of(c, "fixed")]  # "instead of"
        if self.is_verb(index):
            found += [
                c
                for at in self.tree.of(index, "nsubj", "dep", "advmod")
                for c in (at, *self.tree.children[at])
                if self.tree.tokens[c].upos == "SCONJ"
            ]
        return found + [c for at in found for c in self.tree.of(at, "fixed")]

    def is_reported_form(self, index: int) -> bool:
        """Tell whether a finite verb has a form of the subjunctive of reported speech ("habe", "gebe").

        The form tells it, since taggers that learnt from news seldom know the mood; a first person looks the same.
        """
        token = self.tree.tokens[index]
        text = self.text(index)
        if text in self.cues.words.get("reported.forms", ()):
            return True
        if not self.cues.third or not self.is_finite(index) or "Person=1" in token.feats or "Mood=Imp" in token.feats:
            return False
        ending, *full = self.cues.third
        lemma, stem = token.lemma.lower(), text.removesuffix(ending)
        whole = text.endswith(ending) and any(lemma.endswith(stem + one) for one in full)
        return (
            whole
            and len(text) > len(ending) + 1
            and not any(self.is_("first.pronouns", c) for c in self.tree.of(index, "nsubj"))
        )

    def has_infinitive_mark(self, index: int) -> bool:
        """Tell whether an infinitive is marked, by a word before it or inside it ("freizulassen")."""
        if any(self.is_("government.infinitive", m) for m in self.tree.of(index, "mark")):
            return True
        inner = self.cues.words.get("government.inner", frozenset())
        text, lemma = self.text(index), self.tree.tokens[index].lemma.lower()
        places = ((mark, text.rfind(mark, 2, -3)) for mark in inner)  # the last: "zurückzukehren"
        return any(at > 0 and text[:at] + text[at + len(mark) :] == lemma for mark, at in places)

    def opening(self, index: int) -> str:
        """The words that open a clause, joined."""
        return " ".join(self.text(c) for c in sorted(set(self.marks(index))))


def own(clauses: Clauses, index: int) -> Finding:
    """Return what the clause of the predicate at ``index`` says of it by itself, without what governs it."""
    if index not in clauses.owned:
        clauses.owned[index] = _own(clauses, index)
    return clauses.owned[index]


def _own(clauses: Clauses, index: int) -> Finding:
    word = Predicate(clauses, index)
    fronted = word.fronted()
    if fronted is not None:
        return Finding(fronted[0], (f"'{fronted[1]}'",))
    finding = _by_verb(word)
    if word.question():
        return finding.because("question", status=Status.HYPOTHETICAL)
    condition = word.conditional()
    if condition:
        return finding.because(f"'{condition}' opens the clause", status=Status.HYPOTHETICAL)
    modifier = word.modifier()
    if modifier is not None and not (modifier[0] in OPEN and word.occurred()):
        return _modified(finding, *modifier)
    if word.scheme():
        return _modified(finding, Status.PLANNED, clauses.text(index))
    return finding


def _modified(finding: Finding, status: Status, text: str) -> Finding:
    if finding.status is Status.ASSERTED:
        return finding.because(f"'{text}'", status=status)
    if finding.status is Status.PLANNED and status is Status.HYPOTHETICAL:
        return finding.because(f"'{text}'", status=status)
    return finding


def _by_verb(word: Predicate) -> Finding:  # noqa: PLR0911 - a list of decisions, first come first served
    """Modal, future, mood and negation of the verb group."""
    modal = word.modal()
    if modal is not None:
        return _by_modal(word, *modal)
    future = word.future()
    mood = word.mood()
    if word.negation:
        if mood == "irreal" and word.tree.rel[word.index] != "ccomp":
            return Finding(Status.HYPOTHETICAL, (f"'{word.negation}', subjunctive",))
        return Finding(Status.DENIED, (f"'{word.negation}'",))
    if future is not None:
        doubt = word.unsure() or _has_condition(word)
        return Finding(Status.HYPOTHETICAL if doubt else Status.PLANNED, ("future",))
    if mood == "irreal":
        return _irreal(word)
    if mood == "reported":
        return Finding(Status.ALLEGED, ("subjunctive of reported speech",))
    if word.imperative():
        return Finding(Status.REQUESTED, ("imperative",))
    if word.once():
        return Finding(Status.PLANNED, (f"'{word.once()}'",))
    return _in_case(word)


def _in_case(word: Predicate) -> Finding:
    """A deed told in the present that depends on a condition: "Falls …, greift die Armee an"."""
    clauses, index = word.clauses, word.index
    if clauses.tree.tokens[index].upos != "VERB" or not clauses.tree.feature(index, "Tense=Pres"):
        return Finding(Status.ASSERTED)
    placing = clauses.cues.stances(clauses.keys(index), noun=False) or clauses.cues.has(
        "verbs.state", *clauses.keys(index)
    )
    if placing or is_speech(clauses, index) or not _has_condition(word):
        return Finding(Status.ASSERTED)
    return Finding(Status.HYPOTHETICAL, ("present with a condition",))


def _irreal(word: Predicate) -> Finding:
    """The unreal, or in reported speech no more than the report: "sagte, sie würden abziehen", "said it would"."""
    head, rel = word.tree.tokens[word.index].head, word.tree.rel[word.index]
    reported = rel == "ccomp" and bool(word.clauses.cues.stances(word.clauses.keys(head), noun=False))
    said = interrupted(word.clauses, word.index)
    if said is not None and Stance.REPORT in word.clauses.cues.stances(word.clauses.keys(said), noun=False):
        reported = True
    called = rel in {"acl", "appos"} and word.clauses.cues.stances(word.clauses.keys(head), noun=True)
    reported = reported or bool(called and not called.isdisjoint({Stance.REPORT, Stance.CLAIM}))
    reported = reported or (
        rel == "acl" and any(word.clauses.is_("clauses.according", c) for c in word.tree.children[word.index])
    )
    if not reported and _is_plain_report(word):
        return Finding(Status.ALLEGED, ("subjunctive of a report",))
    if not reported or _has_condition(word):
        return Finding(Status.HYPOTHETICAL, ("subjunctive of the unreal",))
    if any(word.clauses.text(aux) in word.clauses.cues.words.get("future.past", ()) for aux in word.aux):
        return Finding(Status.PLANNED, ("future of a report",))
    return Finding(Status.ALLEGED, ("subjunctive of a report",))


def _is_plain_report(word: Predicate) -> bool:
    """Tell whether a main clause without a condition has a form that serves for one of reported speech ("hätten")."""
    clauses = word.clauses
    stand_in = any(clauses.is_("reported.plural", aux) and clauses.is_finite(aux) for aux in word.aux)
    if not stand_in or clauses.tree.rel[word.index] not in {"root", "parataxis"} or _has_condition(word):
        return False
    beside = clauses.tree.children[word.index]
    unreal = ("negation.almost", "clauses.unless", "unsure.words")
    return not any(clauses.is_(name, c) for c in beside for name in unreal)


def _has_condition(word: Predicate) -> bool:
    """Tell whether a conditional clause hangs on the predicate."""
    clauses = word.clauses
    for child in word.tree.of(word.index, "advcl"):
        if any(clauses.is_("clauses.conditional", mark) for mark in clauses.marks(child)):
            return True
        modal = Predicate(clauses, child).modal()
        if modal is not None and _comes_first(clauses, child, modal[0]) and modal[1].first is not None:
            return True
    return False


def _by_modal(word: Predicate, aux: int, modal: Modal) -> Finding:  # noqa: PLR0911 - as above
    text = f"'{word.clauses.text(aux)}'"
    if modal.first is not None and _comes_first(word.clauses, word.index, aux):
        return Finding(modal.first, (f"{text} opens the clause",))
    if word.perfect():
        return Finding(modal.perfect or modal.plain, (f"{text} with a perfect infinitive",))
    if modal.governs and any(word.clauses.is_("negation.yet", i) for i in range(aux, word.index)):
        return Finding(Status.DENIED, (f"{text} with 'yet'",))
    if word.negation:
        return Finding(modal.negated or Status.DENIED, (f"{text} with '{word.negation}'",))
    if modal.state is not None and word.clauses.cues.has("verbs.state", *word.clauses.keys(word.index)):
        return Finding(modal.state, (f"{text} with a state",))
    if modal.plain is Status.PLANNED and (word.unsure() or _has_condition(word)):
        return Finding(Status.HYPOTHETICAL, (text, "doubt"))
    return Finding(modal.plain, (text,))


def _comes_first(clauses: Clauses, index: int, aux: int) -> bool:
    """Tell whether the modal opens a clause that a main clause follows: "Sollte Moskau angreifen, …"."""
    if clauses.tree.sent.text.rstrip().endswith("?"):
        return False
    before = aux - 1
    opens = before < 0 or clauses.tree.tokens[before].upos == "PUNCT"
    return (opens and aux < index and any(aux < c for c in clauses.tree.of(index, "nsubj"))) or (
        opens and clauses.tree.rel[index] == "advcl"
    )
