"""What stands with one predicate in its clause: negators, modals, tense and mood, adverbs, conditions, questions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from lagebild.extract.cues import Stance
from lagebild.extract.stances import outcome
from lagebild.records import Status

if TYPE_CHECKING:
    from lagebild.extract.cues import Modal
    from lagebild.extract.modality import Clauses

__all__ = ["Predicate", "in_contact"]

_ARGUMENTS = frozenset({"nsubj", "obj", "iobj", "obl", "expl"})
_HEADLINE = frozenset({"root", "conj", "parataxis"})
_DONE = (Stance.DENY, Stance.FAIL, Stance.PLAN, Stance.REQUEST, Stance.POSSIBLE, Stance.CLAIM)
_QUOTES = (": „", ': "', ": “", ": «", ": »")


class Predicate:
    """One predicate in its clause, asked about its own marks of reality."""

    def __init__(self, clauses: Clauses, index: int) -> None:
        self.clauses = clauses
        self.tree = clauses.tree
        self.index = index
        self.aux = clauses.auxiliaries(index)

    @cached_property
    def negation(self) -> str:
        """The word that negates the predicate, or nothing."""
        clauses = self.clauses
        children = list(self.tree.children[self.index])
        children += [c for aux in self.aux for c in self.tree.children[aux]]
        for child in children:
            if clauses.is_("negation.words", child) and not self._focus(child):
                if clauses.is_idiom(child, self.index):
                    continue  # "came to nothing"
                return clauses.text(child)
            if clauses.is_("negation.determiners", child) and self.tree.rel[child] in {
                "det",
                "advmod",
                "cc",
                "nsubj",
                "obj",
                "iobj",
                "cc:preconj",
            }:
                return clauses.text(child)
            if self.tree.rel[child] in _ARGUMENTS and clauses.is_verb(self.index):
                inner = next((c for c in self.tree.children[child] if self._voids(c)), None)
                if inner is not None:
                    return clauses.text(inner)
        for mark in clauses.marks(self.index):
            if clauses.is_("negation.without", mark) or clauses.cues.has(
                "negation.without", clauses.opening(self.index)
            ):
                return clauses.text(mark)
        return ""

    def _voids(self, inner: int) -> bool:
        """Tell whether a word in an argument leaves nothing of it: "no ship", "not one of the ships"."""
        if self.tree.rel[inner] not in {"det", "advmod", "cc", "dep"}:
            return False
        if self.clauses.is_("negation.determiners", inner) or self.clauses.is_("negation.scarce", inner):
            return True
        after = min(inner + 1, len(self.tree.tokens) - 1)
        one = self.clauses.is_("negation.one", after)
        return one and self.clauses.is_("negation.words", inner) and not self._focus(inner)

    def _focus(self, index: int) -> bool:
        """Tell whether a negator belongs to "not only", or to a phrase that it contrasts: "nicht A, sondern B".

        So it does where it opens the sentence before a phrase: "Not for the first time …".
        """
        tokens = self.tree.tokens
        after = min(index + 1, len(tokens) - 1)
        if self.clauses.is_("negation.not_with", after):
            return True
        if self.clauses.is_("negation.scarce", index) and self.clauses.is_("first.have", after):
            return True  # "hardly had they left": they had
        if index == 0 and self.tree.rel[min(1, len(tokens) - 1)] == "case" and self._first_phrase(1) < self.index:
            return True
        for at in range(index + 1, len(tokens)):
            if tokens[at].upos in {"VERB", "AUX"}:
                return False
            if self.clauses.is_("negation.contrast", at):
                return True
        return False

    def _first_phrase(self, at: int) -> int:
        """The word of the predicate's own clause that the phrase at ``at`` hangs by, or the last word."""
        tokens = self.tree.tokens
        for _step in tokens:
            if tokens[at].head == self.index:
                return at if self.tree.rel[at] == "obl" else len(tokens)
            at = tokens[at].head
        return len(tokens)

    def modal(self) -> tuple[int, Modal] | None:
        """The modal verb that stands with the predicate, and its readings."""
        modals = self.clauses.cues.modals
        to_be = self.tree.of(self.index, "cop") if self.tree.tokens[self.index].upos == "VERB" else []
        for aux in (*self.aux, *(c for c in to_be if self._to_be(c))):
            known = modals.get(self.clauses.text(aux))
            if known is not None and (not known.governs or self._to_be(aux)):
                return aux, known
        head = self.tree.tokens[self.index].head
        being = self.tree.tokens[head].upos == "AUX" and self.tree.rel[self.index] in {"advcl", "acl"}
        if (being or self.tree.rel[self.index] in {"xcomp", "ccomp"}) and head != self.index:
            known = modals.get(self.clauses.text(head))
            if known is not None and not self.clauses.is_finite(self.index):
                return head, known
        return None

    def _to_be(self, aux: int) -> bool:
        """Tell whether an auxiliary stands before a marked infinitive: "is to visit", "sind abzuziehen"."""
        if self.clauses.cues.words.get("government.inner") and self.clauses.has_infinitive_mark(self.index):
            return True
        marks = [m for m in self.tree.of(self.index, "mark") if self.clauses.is_("government.infinitive", m)]
        verbs = [self.index, *self.aux]
        return any(
            aux < m and any(m < verb and "VerbForm=Inf" in self.tree.tokens[verb].feats for verb in verbs)
            for m in marks
        )

    def perfect(self) -> bool:
        """Tell whether a perfect infinitive stands with the modal: "soll … getötet haben", "may have killed"."""
        return any(
            self.clauses.is_("first.perfect", aux)
            and self.tree.tokens[aux].deprel == "aux"
            and (
                "VerbForm=Fin" not in self.tree.tokens[aux].feats
                or self.clauses.is_last(aux, self.index)
                or (aux > 0 and self.clauses.text(aux - 1) in self.clauses.cues.modals)
            )
            and not self._opens(aux)
            for aux in self.aux
        )

    def missed(self) -> bool:
        """Tell whether the predicate is one that was not so, looking back: "might have stopped it"."""
        modal = self.modal()
        if modal is not None and self.perfect():
            return modal[1].perfect is Status.HYPOTHETICAL
        return self.mood() == "irreal" and any(self.clauses.is_("first.have", aux) for aux in self.aux)

    def _opens(self, aux: int) -> bool:
        return aux == min(self.aux) and aux < self.index

    def future(self) -> int | None:
        """The auxiliary of a future, if there is one: with an infinitive, not with the participle of a passive."""
        for aux in self.aux:
            certain = "VerbForm=Part" not in self.tree.tokens[self.index].feats or len(self.aux) > 1
            certain = certain or self._is_bare_infinitive()
            passive = self.tree.tokens[aux].deprel != "aux" or not (certain or self._is_only_future(aux))
            unreal = self.clauses.text(aux) in self.clauses.cues.words.get("irreal.forms", ())
            if self.clauses.is_("future.forms", aux) and not passive and not unreal:
                return aux
        if "Tense=Fut" in self.tree.tokens[self.index].feats or any(
            "Tense=Fut" in self.tree.tokens[a].feats for a in self.aux
        ):
            return self.index
        return None

    def _is_bare_infinitive(self) -> bool:
        """Tell whether a form taken for a participle is an infinitive: one of "stattfinden" would have an infix."""
        text, lemma = self.clauses.text(self.index), self.tree.tokens[self.index].lemma.lower()
        parts = [part for part in self.tree.args.separable if text.startswith(part)]
        return bool(parts and self.tree.args.infixes) and text == lemma

    def _is_only_future(self, aux: int) -> bool:
        """Tell whether the auxiliary makes no passive too, as German "werden" does."""
        return not self.clauses.cues.third and self.clauses.is_("future.forms", aux)

    def mood(self) -> str:
        """The subjunctive that the clause stands in: ``reported``, ``irreal`` or nothing."""
        finite = [*self.aux, *self.tree.of(self.index, "cop"), self.index]
        finite += [] if any(map(self.clauses.is_finite, finite)) else self._stranded()
        for word in finite:
            feats = self.tree.tokens[word].feats
            if (
                self.clauses.is_("irreal.forms", word)
                and self.clauses.text(word) in self.clauses.cues.words["irreal.forms"]
            ):
                return "irreal"
            if word in self.aux and self.clauses.is_("reported.perfect", word):
                return "reported"  # "aurait attaqué": the conditional of hearsay
            if self.clauses.is_reported_form(word):
                return "" if self._first_person() else "reported"
            if "Mood=Sub" in feats and self.clauses.cues.words.get("reported.forms"):
                return "irreal" if "Tense=Past" in feats else "reported"
            if "Mood=Cnd" in feats:
                return "irreal"
        return ""

    def _stranded(self) -> list[int]:
        """The finite auxiliary before a participle that a parser has hung elsewhere: "sei das Amt angeboten worden"."""
        tree = self.tree
        if not self.aux:
            return []
        for at in range(self.index - 1, -1, -1):
            if tree.tokens[at].upos in {"PUNCT", "VERB", "SCONJ"}:
                return []
            if tree.tokens[at].upos == "AUX" and self.clauses.is_finite(at):
                return [at]
        return []

    def _first_person(self) -> bool:
        return any(self.clauses.is_("first.pronouns", c) for c in self.tree.of(self.index, "nsubj"))

    def modifier(self) -> tuple[Status, str] | None:
        """An adverb, adjective or participle that places the event: "angeblich", "planned"."""
        clauses = self.clauses
        for child in [*self.tree.children[self.index], *(c for a in self.aux for c in self.tree.children[a])]:
            if self.tree.rel[child] in {"advmod", "amod", "acl", "discourse", "nmod", "compound"} and not self.tree.of(
                child, "case"
            ):
                if self.tree.rel[child] == "acl" and self.tree.of(child, "nsubj", "mark"):
                    continue
                for form in clauses.keys(child):
                    status = clauses.cues.modifiers.get(form)
                    if status is not None and not (
                        clauses.is_verb(self.index) and status in {Status.REQUESTED, Status.DENIED}
                    ):
                        return status, clauses.text(child)
                status = self._done_to(child)
                if status is not None:
                    return status, clauses.text(child)
        return None

    def _done_to(self, child: int) -> Status | None:
        """What a participle before an event noun says was done to it: "der abgesagte Besuch"."""
        tree, clauses = self.tree, self.clauses
        token = tree.tokens[child]
        done = token.upos == "ADJ" or (token.upos == "VERB" and "VerbForm=Part" in token.feats)
        if tree.rel[child] != "amod" or not done or tree.tokens[self.index].upos != "NOUN":
            return None
        forms = [form for form in clauses.keys(child) if form != clauses.text(child)]
        if not forms or any(clauses.text(child).endswith(end) for end in clauses.cues.words.get("first.active", ())):
            return None
        stances = clauses.cues.stances(forms, noun=False)
        stance = next((one for one in _DONE if one in stances), None)
        spoken = clauses.cues.stances(clauses.keys(self.index), noun=True)
        if stance is None or spoken:
            return None
        vain = clauses.cues.has("verbs.vain", *forms) and not clauses.cues.ends(
            "nouns.result", *clauses.keys(self.index)
        )
        return None if vain else outcome(stance, Status.ASSERTED)  # a failed coup has been one

    def fronted(self) -> tuple[Status, str] | None:
        """The adjective before a copula that says what a noun behind it is: "Überfällig sei eine Entschuldigung"."""
        for cop in self.tree.of(self.index, "cop"):
            before = cop - 1
            if before >= 0 and cop < self.index and self.tree.tokens[before].upos == "ADJ":
                status = self.clauses.cues.predicates.get(self.clauses.keys(before)[0])
                if status is not None and self.tree.tokens[self.index].upos == "NOUN":
                    return status, self.clauses.text(before)
        return None

    def occurred(self) -> bool:
        """Tell whether what was meant or feared took place: "the planned rally began on Friday"."""
        tree, clauses = self.tree, self.clauses
        head = tree.tokens[self.index].head
        if tree.rel[self.index] != "nsubj" or not clauses.cues.has("verbs.occur", *clauses.keys(head)):
            return False
        verb = Predicate(clauses, head)
        done = tree.feature(head, "Tense=Past") or any(clauses.is_("first.have", aux) for aux in verb.aux)
        open_ = verb.negation or verb.modal() is not None or verb.future() is not None or verb.mood() == "irreal"
        return done and not open_

    def scheme(self) -> bool:
        """Tell whether the noun names a plan for an event in one word or beside it: "Anschlagsplan", "bomb plot"."""
        if self.tree.tokens[self.index].upos != "NOUN":
            return False
        known = self.clauses.cues.words.get("nouns.scheme", frozenset())
        forms = self.clauses.keys(self.index)
        one = self.tree.args.compounds or bool(self.tree.of(self.index, "compound"))
        return one and not known.isdisjoint(forms)

    def once(self) -> str:
        """The word that ties a clause in the present to what is still to come: "sobald er geht, wird sie …"."""
        for clause in self.tree.of(self.index, "advcl"):
            finite = [i for i in (clause, *self.tree.of(clause, "aux", "cop")) if self.clauses.is_finite(i)]
            if any(self.tree.feature(i, "Tense=Pres") for i in finite):
                for mark in self.clauses.marks(clause):
                    words = " ".join(self.clauses.text(i) for i in range(max(0, mark - 2), mark + 1))
                    if self.clauses.is_("clauses.once", mark) or self.clauses.cues.has("clauses.once", words):
                        return words
        return ""

    def conditional(self) -> str:
        """The word that makes the clause a condition, a purpose or an open question."""
        clauses = self.clauses
        for mark in clauses.marks(self.index):
            if clauses.is_("clauses.conditional", mark) or clauses.is_("clauses.question", mark):
                return clauses.text(mark)
        inverted = self._inverted()
        if inverted:
            return inverted
        if self.tree.rel[self.index] == "advcl" and "VerbForm=Fin" not in self.tree.tokens[self.index].feats:
            for mark in clauses.marks(self.index):
                if clauses.is_("clauses.purpose", mark) and self.modal() is None and not self._governed():
                    return "" if in_contact(clauses, self.index) else clauses.text(mark)
        for mark in clauses.marks(self.index):
            if (
                clauses.is_("clauses.purpose", mark)
                and not clauses.is_("government.infinitive", mark)
                and self.tree.rel[self.index] == "advcl"
                and not in_contact(clauses, self.index)
            ):
                return clauses.text(mark)
        return ""

    def _inverted(self) -> str:
        """The finite verb that opens a clause before its subject, as conditions do: "Had they …", "Greift er an, …".

        Another clause must follow; a question has none.
        """
        clauses, tree = self.clauses, self.tree
        finite = min(
            (w for w in [*self.aux, *tree.of(self.index, "cop"), self.index] if clauses.is_finite(w)), default=-1
        )
        subjects = [c for c in tree.of(self.index, "nsubj", "expl") if c > finite]
        if finite < 0 or not subjects or clauses.is_("negation.words", subjects[0]):
            return ""
        opens = finite == 0 or (tree.tokens[finite - 1].upos == "PUNCT" and tree.tokens[finite - 1].text != ",")
        free = (
            tree.rel[self.index] == "advcl"
            and clauses.cues.has("clauses.inverted", "*")
            and self.index < tree.tokens[self.index].head
        )
        free = free or (tree.rel[self.index] == "root" and self._answered())
        if not opens or not (free or clauses.is_("clauses.inverted", finite)):
            return ""
        return "" if tree.sent.text.rstrip().endswith("?") else clauses.text(finite)

    def _answered(self) -> bool:
        """Tell whether another clause follows that begins with its finite verb: "Kommt es dazu, könnten sie …"."""
        tokens = self.tree.tokens
        for clause in self.tree.of(self.index, "parataxis", "conj"):
            verbs = [i for i in (clause, *self.tree.of(clause, "aux", "cop")) if self.clauses.is_finite(i)]
            if any(i > 0 and tokens[i - 1].text == "," for i in verbs):
                return self.clauses.cues.has("clauses.inverted", "*")
        return False

    def _governed(self) -> bool:
        """Tell whether the governor takes an infinitive, so that this one is no purpose ("urged X to stop")."""
        clauses, head = self.clauses, self.tree.tokens[self.index].head
        if clauses.cues.stances(clauses.keys(head), noun=not clauses.is_verb(head)):
            return True
        if clauses.cues.has("verbs.allot", *clauses.keys(head)) and any(
            clauses.is_("nouns.span", c) or clauses.cues.has("clauses.ahead", self.tree.case[c])
            for c in self.tree.of(head, "obj", "obl")
        ):
            return True
        objects = [c for c in self.tree.of(head, "obj") if c < self.index and clauses.is_verb(head)]
        light = clauses.cues.has("verbs.light", *clauses.keys(head))  # "made an offer to …"
        marks = clauses.marks(self.index)
        case = clauses.text(marks[0]) if marks else ""
        return light and any(clauses.cues.stances(clauses.keys(c), noun=True, case=case) for c in objects)

    def question(self) -> bool:
        """Tell whether the sentence asks about this predicate."""
        text = self.tree.sent.text.rstrip().rstrip("\"'”“»«)")
        if not text.endswith("?") or self.tree.rel[self.index] not in _HEADLINE:
            return False
        quoted = max(text.rfind(mark) for mark in _QUOTES)
        return self.tree.tokens[self.index].span.end - self.tree.sent.span.start > quoted  # not 'asked: "Why …?"'

    def imperative(self) -> bool:
        """Tell whether the predicate is a command."""
        token = self.tree.tokens[self.index]
        before = self.index - 1
        opens = before < 0 or self.tree.tokens[before].upos == "PUNCT"
        if not opens or token.deprel not in {"root", "ccomp", "parataxis"} or self.tree.of(self.index, "aux", "mark"):
            return False
        return ("Mood=Imp" in token.feats and not self.tree.of(self.index, "nsubj")) or self._polite()

    def _polite(self) -> bool:
        """Tell whether the verb is a command to somebody addressed politely: "Lassen Sie …"."""
        after = self.index + 1
        if after >= len(self.tree.tokens) or self.tree.sent.text.rstrip("\"'”“»«) ").endswith("?"):
            return False
        text = self.tree.tokens[after].text
        return text[:1].isupper() and self.clauses.is_("first.polite", after) and self.clauses.is_finite(self.index)

    def unsure(self) -> bool:
        """Tell whether a word of doubt stands in the clause."""
        return any(self.clauses.is_("unsure.words", c) for c in self.tree.children[self.index])


def in_contact(clauses: Clauses, index: int) -> bool:
    """Tell whether an infinitive says what is said or done where people meet, call or write: "rang him to thank him".

    It is done with the contact, so it is as real as that; whom somebody calls *on* to do it has yet to.
    """
    tree = clauses.tree
    head = tree.tokens[index].head
    if tree.rel[index] not in {"advcl", "xcomp", "acl"} or not tree.feature(index, "VerbForm=Inf"):
        return False
    if not clauses.cues.has("contact.done", *clauses.keys(index)):
        return False
    if not clauses.is_verb(head):
        return clauses.cues.has("contact.nouns", *clauses.keys(head))
    aside = any(clauses.cues.has("contact.aside", tree.case[c]) for c in tree.of(head, "obl"))
    return not aside and clauses.cues.has("contact.verbs", *clauses.keys(head))
