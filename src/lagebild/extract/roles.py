"""Finds the arguments of a predicate in a Universal Dependencies tree: the same rules for every language.

What differs by language (which prepositions mark agents, recipients, companions) is data in
``knowledge/languages/<lang>/arguments.toml``. Relations: de Marneffe and others, *Universal Dependencies* (2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from lagebild.errors import KnowledgeError
from lagebild.knowledge.load import toml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.records import Sentence, Token

__all__ = [
    "Arguments",
    "Slots",
    "Tree",
    "antecedent",
    "arguments",
    "is_charge",
    "is_passive",
    "slots",
    "subject",
    "subtree",
    "tree_as_is",
]

_CLAUSES = frozenset({"acl", "advcl", "ccomp", "csubj", "parataxis"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM", "DET"})
_DATELINE = 14  # words in which the dash that ends a dateline must come
_DASHES = frozenset({"-", "--", "–", "—", "---"})
_DEPTH = 12  # longest chain of governors that is followed for a subject


_LISTS = (
    "agent", "recipient", "place", "companion", "between", "genitive", "complement", "object", "separable", "infixes",
    "participle", "purpose", "aside", "oblique_endings", "source",
    "dative", "giving", "topic",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """The case words of a language, lower-cased, by the role they mark; earlier ones win."""

    agent: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    companion: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    genitive: tuple[str, ...] = ()
    complement: tuple[str, ...] = ()
    relative: frozenset[str] = frozenset()
    compounds: bool = False
    endings: tuple[tuple[str, str], ...] = ()  # of forms and of the lemmas they may belong to
    separable: tuple[str, ...] = ()  # prefixes that may stand apart from their verb
    aside: tuple[str, ...] = ()  # case words of what only comes before or along: "after the attack"
    giving: tuple[str, ...] = ()  # verbs with two bare objects, the first of whom gets the second
    dative: tuple[str, ...] = ()  # case words of whom something is given to, behind what is given
    topic: tuple[str, ...] = ()  # case words of what people talk or agree about
    source: tuple[str, ...] = ()  # case words of whom something said comes from: "criticism from Iran"
    purpose: tuple[str, ...] = ()  # conjunctions of infinitives that the subject of the governor is to do: "um"
    oblique_endings: tuple[str, ...] = ()  # of adjectives without an article that no subject has
    participle: tuple[str, ...] = ()  # endings of participles that need no such prefix to be known for one
    infixes: tuple[str, ...] = ()  # what forms put between such a prefix, or nothing, and the stem: "ge", "zu"
    cases: tuple[tuple[str, str], ...] = ()  # contracted case words and the plain ones; "" where they mark no role
    marked: tuple[tuple[str, str], ...] = ()  # features ("Case=Ins") or endings ("-에게") that do a case word's work
    postpositions: bool = False
    object: tuple[str, ...] = ()  # case words that may stand before an object: Spanish "a"
    verb_second: bool = False  # the finite verb comes second, and an object may come first
    oblique: frozenset[str] = frozenset()  # articles and pronouns that no subject has
    nominative: frozenset[str] = frozenset()  # pronouns, and articles if masculine, that no object has
    dummies: frozenset[str] = frozenset()  # pronouns that stand for no one: "es"


@cache
def arguments(lang: str) -> Arguments:
    """Return the case words of ``lang``; a language without a file has none."""
    name = f"languages/{lang}/arguments.toml"
    try:
        data: dict[str, Any] = toml(name)
    except KnowledgeError:
        return Arguments()
    lists = {key: tuple(data.get(key, ())) for key in _LISTS}
    return Arguments(
        **lists, relative=frozenset(data.get("relative", ())), compounds=bool(data.get("compounds", False)),
        endings=tuple((old, new) for old, new in data.get("endings", ())),
        cases=tuple(data.get("cases", {}).items()), marked=tuple(data.get("marked", {}).items()),
        postpositions=bool(data.get("postpositions", False)), verb_second=bool(data.get("verb_second", False)),
        oblique=frozenset(data.get("oblique", ())), nominative=frozenset(data.get("nominative", ())),
        dummies=frozenset(data.get("dummies", ())),
    )  # fmt: skip


class Tree:
    """A sentence with the children of each word at hand, and the relations without their subtypes.

    ``memo`` keeps what has been found in the sentence, by what it is: every mention asks for it again.
    """

    __slots__ = ("args", "case", "children", "dateline", "deprel", "known", "lower", "memo", "rel", "sent", "tokens")

    def __init__(self, sent: Sentence) -> None:
        self.sent = sent
        self.tokens: tuple[Token, ...] = sent.tokens
        self.args = arguments(sent.lang)
        kids: list[list[int]] = [[] for _ in sent.tokens]
        for token in sent.tokens:
            if token.head != token.index:
                kids[token.head].append(token.index)
        self.children = tuple(tuple(some) for some in kids)
        self.deprel = tuple([token.deprel for token in sent.tokens])
        self.rel = tuple([relation.partition(":")[0] if ":" in relation else relation for relation in self.deprel])
        self.lower = tuple([token.text.lower() for token in sent.tokens])
        cased = {token.head for token, relation in zip(sent.tokens, self.rel, strict=True) if relation == "case"}
        self.case = tuple([self._case(at) if at in cased else self._marked(at) for at in range(len(kids))])
        self.dateline = _dateline(self.tokens)
        self.known: dict[int, Slots] = {}
        self.memo: dict[Any, Any] = {}

    def _case(self, index: int) -> str:
        """The case words of a nominal, joined by blanks: "because of", "gegen"."""
        found: list[str] = []
        for child in self.children[index]:
            before = child < index or self.args.postpositions
            if self.rel[child] == "case" and before and self.tokens[child].upos != "PART":
                found.append(self._word(child))
                found += [self._word(c) for c in self.children[child] if self.rel[c] == "fixed"]
        return " ".join(filter(None, found)) or self._marked(index)

    def _marked(self, index: int) -> str:
        """The case word that the form of a noun stands for, in languages that mark roles by endings."""
        if not self.args.marked:
            return ""
        token = self.tokens[index]
        for mark, word in self.args.marked:
            if token.text.endswith(mark[1:]) if mark.startswith("-") else mark in token.feats:
                return word
        return ""

    def _word(self, index: int) -> str:
        token = self.tokens[index]
        lemma, text = token.lemma.lower(), token.text.lower().replace("’", "'")
        word = lemma if token.upos == "ADP" and lemma.isalpha() else text
        return next((plain for form, plain in self.args.cases if form in {word, text}), word)

    def of(self, index: int, *relations: str) -> list[int]:
        """Return the children of a word in one of ``relations`` (whole or without subtype), in text order."""
        below = self.children[index]
        if not below:
            return []
        rel, deprel = self.rel, self.deprel
        return [c for c in below if rel[c] in relations or deprel[c] in relations]

    def feature(self, index: int, value: str) -> bool:
        """Tell whether a word has the feature ``Key=Value``."""
        return value in self.tokens[index].feats

    def is_nominal(self, index: int) -> bool:
        """Tell whether the word can head a nominal phrase."""
        return self.tokens[index].upos in _NOMINAL

    def is_relative(self, index: int) -> bool:
        """Tell whether the word is a relative pronoun."""
        token = self.tokens[index]
        return token.upos in {"PRON", "DET"} and (
            "Rel" in token.feats.partition("PronType=")[2].partition("|")[0] or token.text.lower() in self.args.relative
        )

    def referent(self, index: int) -> int:
        """Return the noun that a relative pronoun stands for, or the word itself."""
        if not self.is_relative(index):
            return index
        at = index
        for _ in range(_DEPTH):
            head = self.tokens[at].head
            if head == at:
                break
            if self.rel[at] == "acl":
                return head
            at = head
        return index


_READ: dict[int, Tree] = {}
_KEPT = 128  # trees kept: those of a long article


def tree_as_is(sent: Sentence) -> Tree:
    """Return the tree of a sentence; that of the last ones is kept with all that was found in them."""
    kept = _READ.get(id(sent))
    if kept is not None and kept.sent is sent:
        return kept
    if len(_READ) >= _KEPT:
        _READ.clear()
    made = _READ[id(sent)] = Tree(sent)
    return made


def _dateline(tokens: Sequence[Token]) -> int:
    """The number of words before the text proper: "ISTANBUL, May 3 (Reuters) --"; 0 without such a beginning."""
    marked = False
    for token in tokens[:_DATELINE]:
        if token.text in _DASHES:
            return token.index + 1 if token.index else 0
        if token.text == ")" and marked:
            return token.index + 1
        marked = marked or token.upos == "NUM" or token.text == ","
        if token.upos not in {"PROPN", "NUM", "PUNCT", "X", "SYM"} and not token.text[:1].isupper():
            return 0
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The argument heads of a predicate, as token indices; ``obliques`` with their case words."""

    subject: int | None = None
    agent: int | None = None
    obj: int | None = None
    iobj: int | None = None
    obliques: tuple[tuple[str, int], ...] = ()
    clause: int | None = None
    passive: bool = False


def subtree(tree: Tree, index: int, *, clauses: bool = True) -> list[int]:
    """Return the words below ``index`` with itself, in text order, without clauses if so wished.

    The list is remembered by the tree and shared.
    """
    key = ("subtree", index, clauses)
    known: list[int] | None = tree.memo.get(key)
    if known is None:
        known = tree.memo[key] = _subtree(tree, index, clauses=clauses)
    return known


def _subtree(tree: Tree, index: int, *, clauses: bool) -> list[int]:
    found, queue = [index], [index]
    while queue:
        for child in tree.children[queue.pop()]:
            if clauses or (tree.rel[child] not in _CLAUSES and tree.rel[child] != "cc"):
                found.append(child)
                queue.append(child)
    return sorted(found)


def is_passive(tree: Tree, index: int) -> bool:  # noqa: PLR0911 - one return a rule, in their order
    """Tell whether the verb at ``index`` is passive, by its auxiliaries and subject, else by its form.

    Parsers take a past tense for a participle now and then; with an object or a complement clause and without any
    auxiliary it is the past tense ("threatened to leave").
    """
    if tree.of(index, "aux:pass"):
        return True
    if not tree.of(index, "aux", "cop") and tree.of(index, "nsubj") and tree.of(index, "obj", "xcomp", "ccomp"):
        return False
    if tree.of(index, "nsubj:pass", "csubj:pass", "obl:agent"):
        return True
    if tree.of(index, "nsubj", "obj"):
        return False
    if tree.feature(index, "Voice=Pass"):
        return True
    if tree.tokens[index].upos == "ADJ":
        return tree.rel[index] == "amod" and any(tree.case[c] in tree.args.agent for c in tree.of(index, "obl", "nmod"))
    past = tree.feature(index, "VerbForm=Part") and not tree.feature(index, "Tense=Pres")
    if past and tree.rel[index] == "xcomp":
        return not tree.of(index, "aux", "cop", "mark")  # "remain detained"
    return past and not tree.of(index, "aux", "cop") and tree.rel[index] in {"acl", "amod"}


def _finite_clause(tree: Tree, index: int) -> bool:
    """Tell whether a clause has a relative pronoun of its own."""
    return any(tree.is_relative(c) for c in tree.children[index])


def _own_subject(tree: Tree, index: int) -> int | None:
    found = tree.of(index, "nsubj")
    if not found:
        return None
    if found[0] < tree.dateline:
        return _after_dateline(tree, index, found[1:])
    return tree.referent(found[0])


def _after_dateline(tree: Tree, index: int, others: list[int]) -> int | None:
    """The subject that a parser has hung below the dateline: the first nominal after it, before the verb."""
    nominals: list[int] = [*others, *range(tree.dateline, index)]
    for at in nominals:
        head = tree.tokens[at].head
        if (
            at >= tree.dateline
            and tree.is_nominal(at)
            and not tree.case[at]
            and (head < tree.dateline or head == index or at in others)
        ):
            return at
    return None


def antecedent(tree: Tree, pronoun: int) -> int | None:
    """Return whom a personal or possessive pronoun of the third person takes up from its sentence.

    A subject or possessor takes up the subject of a higher clause: "Japan said it had halted aid". Clauses are climbed
    until one has another subject of the same number. An object is never the subject of its own clause, stated or
    understood ("Russia asked Iran to help it"), and first takes up the object of the one above ("called Putin to
    congratulate him"); Chomsky, *Lectures on Government and Binding* (1981), principle B.
    """
    at = tree.tokens[pronoun].head
    number = _number(tree, pronoun)
    is_object = tree.rel[pronoun] in {"obj", "iobj", "obl"} and tree.tokens[at].upos == "VERB"
    barred = subject(tree, at) if is_object else None
    for step in range(_DEPTH):
        own = [*tree.of(at, "obj", "iobj")] if is_object and step else []
        found = [one for one in (*own, subject(tree, at)) if one is not None and one not in {pronoun, barred}]
        found = [one for one in found if _agrees(tree, one, number)]
        if found:
            return found[0]
        if tree.tokens[at].head == at:
            return None
        at = tree.tokens[at].head
    return None


def _agrees(tree: Tree, index: int, number: str) -> bool:
    """Tell whether a pronoun can stand for a word; a name says little of its number ("the United Nations said it")."""
    if tree.tokens[index].upos == "PRON":
        return False
    named = tree.tokens[index].upos == "PROPN"
    return not number or named or _number(tree, index) in {"", number} or bool(tree.of(index, "conj"))


def _number(tree: Tree, index: int) -> str:
    return tree.tokens[index].feats.partition("Number=")[2].partition("|")[0]


def subject(tree: Tree, index: int, depth: int = 0) -> int | None:  # noqa: PLR0911 - one return a relation
    """Return the head of the (understood) surface subject of a predicate, through control and coordination."""
    own = _own_subject(tree, index)
    if own is not None or depth > _DEPTH:
        return own
    head, rel = tree.tokens[index].head, tree.rel[index]
    if head == index:
        return None
    if rel == "conj":
        return subject(tree, head, depth + 1)
    if rel == "acl":
        return _acl_subject(tree, index, head, depth)
    if rel == "amod" and tree.tokens[index].upos in {"VERB", "ADJ"}:
        return head
    if rel == "xcomp":
        marks = {tree.tokens[c].text.lower() for c in tree.of(index, "mark")}
        if not marks.isdisjoint(tree.args.purpose):
            return subject(tree, head, depth + 1)
        return _controller(tree, head, depth)
    if rel in {"advcl", "ccomp"} and not tree.feature(index, "VerbForm=Fin"):
        return _controller(tree, head, depth) if is_charge(tree, index) else subject(tree, head, depth + 1)
    return None


def is_charge(tree: Tree, index: int) -> bool:
    """Tell whether a verb without a subject says what somebody is charged with, thanked for, kept from.

    It stands as a gerund behind a case word and is understood of the object: "accused Iran of arming rebels".
    """
    if tree.rel[index] not in {"advcl", "obl", "xcomp"} or tree.feature(index, "VerbForm=Inf"):
        return False
    return any(tree.tokens[c].text.lower() in tree.args.complement for c in tree.of(index, "mark", "case") if c < index)


def _controller(tree: Tree, head: int, depth: int) -> int | None:
    """An infinitive is understood of the object of its governor if that has one ("urged Iran to stop")."""
    for rel in ("iobj", "obj"):
        for child in tree.of(head, rel):
            if not tree.feature(child, "Reflex=Yes") and tree.is_nominal(child) and not tree.case[child]:
                return tree.referent(child)
    return subject(tree, head, depth + 1)


def _acl_subject(tree: Tree, index: int, head: int, depth: int) -> int | None:
    infinitive = tree.feature(index, "VerbForm=Inf") or bool(tree.of(index, "mark"))
    if not infinitive:
        return head if not tree.of(index, "obj") or not _finite_clause(tree, index) else None
    owner = _owner(tree, head)
    if owner is not None:
        return owner
    verb = tree.tokens[head].head
    if verb != head and tree.rel[head] in {"obj", "obl"}:
        return subject(tree, verb, depth + 1)
    return None


def _owner(tree: Tree, noun: int) -> int | None:
    """The possessor of a noun: "Iran's plan", "the plan of Iran", "Irans Plan"."""
    for child in tree.children[noun]:
        token = tree.tokens[child]
        if token.deprel in {"nmod:poss", "det:poss"} or (
            tree.rel[child] == "nmod" and tree.case[child] in {"", *tree.args.genitive}
        ):
            return child
    return None


def slots(tree: Tree, index: int) -> Slots:
    """Return the arguments of the verb (or predicative word) at ``index``; remembered by the tree."""
    if index not in tree.known:
        tree.known[index] = _slots(tree, index)
    return tree.known[index]


def _slots(tree: Tree, index: int) -> Slots:
    passive = is_passive(tree, index)
    surface = subject(tree, index)
    found: dict[str, int] = {}
    obliques: list[tuple[str, int]] = []
    for child in _argument_children(tree, index):
        slot, target = _slot(tree, child, passive=passive), tree.referent(child)
        if slot == "obl":
            obliques.append((tree.case[child], target))
        elif slot == "obj" and "obj" in found and "iobj" not in found and tree.tokens[index].lemma in tree.args.giving:
            found |= {"iobj": found["obj"], "obj": target}  # two objects: "gave Lebanon ten million euros"
        elif slot:
            found.setdefault(slot, target)
    second = tree.of(index, "nsubj")[1:]
    if second and not passive and second[0] != surface:
        found.setdefault("obj", second[0])  # two subjects: the parser has missed the object
    if passive and surface is not None:
        found["obj"], surface = surface, None
    if passive and "agent" not in found:
        found |= _shared_agent(tree, index)
    return Slots(
        subject=None if passive else surface, agent=found.get("agent"), obj=found.get("obj"), iobj=found.get("iobj"),
        obliques=tuple(obliques), clause=_clause(tree, index), passive=passive,
    )  # fmt: skip


def _shared_agent(tree: Tree, index: int) -> dict[str, int]:
    """The agent that coordinated passives share, named with the last: "two were killed and one hurt by rebels"."""
    for verb in tree.of(index, "conj"):
        named = tree.of(verb, "obl:agent") if is_passive(tree, verb) else []
        if named:
            return {"agent": tree.referent(named[0])}
    head = tree.tokens[index].head
    if tree.rel[index] == "conj" and is_passive(tree, head):
        behind = [c for c in tree.of(head, "obl:agent") if c > index]
        return {"agent": tree.referent(behind[0])} if behind else {}
    return {}


def _slot(tree: Tree, child: int, *, passive: bool) -> str:
    """The slot that a dependent of a verb fills, by its relation and its case word."""
    rel, case = tree.rel[child], tree.case[child]
    if tree.tokens[child].deprel == "obl:agent" or (passive and case in tree.args.agent):
        return "agent"
    if rel in {"obj", "iobj"} and (not case or case in tree.args.object):
        return "" if tree.feature(child, "Reflex=Yes") else rel
    if tree.tokens[child].deprel == "obl:arg" and not case:
        return "iobj"
    return "obl" if rel in {"obl", "obj", "iobj", "nmod"} else ""


def _argument_children(tree: Tree, index: int) -> list[int]:
    """Own arguments, and those of a governing verb that a conjunct shares ("attacked and shelled the town")."""
    own = tree.of(index, "obj", "iobj", "obl", "nmod")
    shared = [c for c in own if tree.rel[c] in {"obj", "iobj"}]
    if shared:
        return own
    for child in tree.of(index, "conj"):
        if tree.tokens[child].upos == "VERB":
            own += [c for c in tree.of(child, "obj") if tree.is_nominal(c) and not tree.of(child, "nsubj")]
    return own


def _clause(tree: Tree, index: int) -> int | None:
    for rel in ("xcomp", "ccomp"):
        for child in tree.of(index, rel):
            return child
    if tree.of(index, "obj"):
        return None
    for child in tree.of(index, "advcl"):  # "agreed today to open": parsers take it for an adjunct
        marks = [c for c in tree.of(child, "mark") if tree.tokens[c].text.lower() not in tree.args.purpose]
        if index < child and tree.feature(child, "VerbForm=Inf") and [tree.tokens[c].upos for c in marks] == ["PART"]:
            return child
    return None
