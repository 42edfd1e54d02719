"""Tells subject from object where word order does not: "Den Dialog mit Japan verweigert Pjöngjang".

In languages whose finite verb comes second (``verb_second`` in ``arguments.toml``) an object may stand first, and a
parser takes it for the subject. Better evidence is, in this order: a form that no subject has ("den"), a pronoun that
no object is ("er"), number that does not agree with the verb, and that only the one behind the verb can act.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lagebild.extract.mend import mended
from lagebild.extract.naming import names_actor
from lagebild.extract.predicates import keys, lexicon
from lagebild.extract.roles import Tree, tree_as_is

if TYPE_CHECKING:
    from lagebild.records import Sentence

__all__ = ["tree_of"]

_THINGS = frozenset({"NOUN", "PRON"})


def tree_of(sent: Sentence) -> Tree:
    """Return the tree of a parsed sentence as the rules read it: mended, with subjects and objects told apart."""
    tree = tree_as_is(mended(sent))
    turned: dict[int, tuple[str, int]] = {}
    if not tree.args.verb_second:
        lowered = _lowered(tree) | _results(tree)
        if not lowered:
            return tree
        moved = tuple(replace(t, head=lowered.get(t.index, t.head)) for t in tree.tokens)
        return tree_as_is(replace(tree.sent, tokens=moved))
    for token in tree.tokens:
        if token.upos == "VERB":
            turned |= _turned(tree, token.index)
    if not turned:
        return tree
    tokens = list(tree.tokens)
    for index, (relation, head) in turned.items():
        tokens[index] = replace(tokens[index], deprel=relation, head=head)
        if relation == "aux":  # a future: the verb is an infinitive
            tokens[head] = replace(tokens[head], feats=tokens[head].feats.replace("VerbForm=Part", "VerbForm=Inf"))
            tokens[index] = replace(tokens[index], feats=tokens[index].feats.replace("|Voice=Pass", ""))
    return tree_as_is(replace(tree.sent, tokens=tuple(tokens)))


def _lowered(tree: Tree) -> dict[int, int]:
    """The heads of second verbs that a parser has hung on the main verb over a clause with an actor of its own.

    "A broke off relations after B raided its embassy and arrested C": without a comma the nearer verb is meant.
    """
    found: dict[int, int] = {}
    for verb in (t.index for t in tree.tokens if t.upos == "VERB" and tree.rel[t.index] == "conj"):
        head, links = tree.tokens[verb].head, tree.of(verb, "cc")
        if not links or tree.of(verb, "nsubj", "aux") or tree.tokens[links[0] - 1].upos == "PUNCT":
            continue
        near = [c for c in tree.of(head, "advcl") if head < c < verb and tree.of(c, "mark") and tree.of(c, "nsubj")]
        if near and names_actor(tree, tree.of(near[-1], "nsubj")[0]):
            found[verb] = near[-1]
    return found


def _results(tree: Tree) -> dict[int, int]:
    """The heads of participles behind what somebody is accused of: "accused B of firing at a boat, wounding C"."""
    found: dict[int, int] = {}
    for verb in (t.index for t in tree.tokens if t.upos == "VERB" and tree.rel[t.index] == "advcl"):
        head = tree.tokens[verb].head
        if tree.of(verb, "nsubj", "mark", "aux") or tree.tokens[verb - 1].upos != "PUNCT" or not tree.of(head, "obj"):
            continue
        deeds = [c for c in tree.of(head, "advcl", "ccomp", "xcomp") if head < c < verb]
        near = [c for c in deeds if any(tree.lower[m] in tree.args.genitive for m in tree.of(c, "mark"))]
        if near:
            found[verb] = near[-1]
    return found


def _turned(tree: Tree, verb: int) -> dict[int, tuple[str, int]]:  # noqa: PLR0911 - one return a rule
    """Relations and heads of subject and object of a verb where they must be others than the parser's."""
    subjects = [c for c in tree.children[verb] if tree.tokens[c].deprel == "nsubj" and not tree.is_relative(c)]
    if tree.of(verb, "aux:pass", "nsubj:pass"):
        return _future(tree, verb)
    if not subjects:
        return _lost_subject(tree, verb) or _objects(tree, verb)
    objects = [c for c in tree.of(verb, "obj") if not tree.case[c] and tree.is_nominal(c)]
    first, *others = subjects
    if not others and not objects:
        return {first: ("obj", verb)} if _is_oblique(tree, first) else _objects(tree, verb)
    second = others[0] if others else objects[0]
    if tree.is_relative(second) or tree.feature(second, "Reflex=Yes"):
        return {}
    if others and second == first + 1 and tree.tokens[second].upos == "PROPN":
        return {second: ("flat", first)}  # "Minister Clement"
    if not others and second < _finite(tree, verb) < first:
        swapped = not _is_oblique(tree, second) and _cannot_act(tree, verb, first, second)
        return {first: ("obj", verb), second: ("nsubj", verb)} if swapped else {}
    if _is_object_first(tree, verb, first, second):
        left = [at for at in objects if at != second]
        return {first: ("obl:arg" if left else "obj", verb), second: ("nsubj", verb)}
    return {second: ("obl:arg" if objects else "obj", verb)} if others else _objects(tree, verb)


def _lost_subject(tree: Tree, verb: int) -> dict[int, tuple[str, int]]:
    """The subject that a parser has taken for a second object ("Hilfe haben auch die USA angeboten")."""
    found = [c for c in tree.of(verb, "obj") if not tree.case[c] and tree.is_nominal(c)]
    finite = _finite(tree, verb)
    if len(found) < 2 or tree.rel[verb] == "conj" or not tree.feature(finite, "VerbForm=Fin"):
        return {}
    first, second = found[:2]
    if finite == verb and first < verb < second and names_actor(tree, first) and not _is_oblique(tree, first):
        return {first: ("nsubj", verb)}  # "China gratulierte Putin"
    acting = first < finite < second and not _is_oblique(tree, second) and _cannot_act(tree, verb, first, second)
    return {second: ("nsubj", verb)} if acting else {}


def _objects(tree: Tree, verb: int) -> dict[int, tuple[str, int]]:
    """The object that a parser has taken for another complement ("das Abkommen kündigen")."""
    objects = [c for c in tree.of(verb, "obj") if not tree.case[c] and not tree.feature(c, "Reflex=Yes")]
    if len(objects) > 1 and tree.tokens[objects[0]].upos == "PROPN" and tree.tokens[objects[1]].upos == "NOUN":
        return {objects[0]: ("obl:arg", verb)}  # "hat Putin ein Ultimatum gestellt"
    found = [] if objects else _accusative(tree, verb)
    return {found[0]: ("obj", verb)} if found else {}


def _future(tree: Tree, verb: int) -> dict[int, tuple[str, int]]:
    """The relations of an infinitive that a parser took for a participle: "wird aufgeben" is no passive."""
    auxiliaries = tree.of(verb, "aux:pass")
    lone = len(tree.of(verb, "aux")) == len(auxiliaries) == 1
    token, bare = tree.tokens[verb], _accusative(tree, verb)
    infinitive = tree.feature(verb, "VerbForm=Inf") or (bool(bare) and token.text.lower() == token.lemma.lower())
    if not lone or not infinitive or not tree.feature(auxiliaries[0], "VerbForm=Fin"):
        return {}
    found = {auxiliaries[0]: ("aux", verb)}
    found |= dict.fromkeys(tree.of(verb, "nsubj:pass"), ("nsubj", verb))
    if bare and not tree.of(verb, "obj"):
        found[bare[0]] = ("obj", verb)
    return found


def _accusative(tree: Tree, verb: int) -> list[int]:
    """The bare dependents of a verb in the accusative, objects by form whatever the parser calls them."""
    return [c for c in tree.of(verb, "obj", "obl:arg") if not tree.case[c] and tree.feature(c, "Case=Acc")]


def _is_object_first(tree: Tree, verb: int, first: int, second: int) -> bool:
    odd = _is_oblique(tree, first), _is_oblique(tree, second)
    if any(odd):
        return odd[0] and not odd[1]
    if tree.tokens[second].text.lower() in tree.args.nominative:
        return tree.tokens[first].text.lower() not in tree.args.nominative
    finite = _finite(tree, verb)
    if not first < finite < second or _is_masculine_subject(tree, first):
        return False
    return _disagrees(tree, first, second, finite) or _cannot_act(tree, verb, first, second)


def _is_oblique(tree: Tree, index: int) -> bool:
    """Tell whether a nominal has a form that no subject has, by its article, else by its adjective."""
    articles = tree.of(index, "det", "det:poss", "nmod:poss")
    if any(tree.tokens[at].text.lower() in tree.args.oblique for at in (index, *articles)):
        return True
    adjectives = [tree.tokens[at].text for at in tree.of(index, "amod") if at < index]
    return not articles and bool(adjectives) and adjectives[0].endswith(tree.args.oblique_endings)


def _is_masculine_subject(tree: Tree, index: int) -> bool:
    """Tell whether a nominal has the article of a masculine subject: "der Rat", but not "der Regierung"."""
    articles = [c for c in tree.of(index, "det") if tree.tokens[c].text.lower() in tree.args.nominative]
    return any(tree.feature(at, "Gender=Masc") for article in articles for at in (index, article))


def _finite(tree: Tree, verb: int) -> int:
    found = [c for c in tree.of(verb, "aux", "cop") if tree.feature(c, "VerbForm=Fin")]
    return found[0] if found else verb


def _number(tree: Tree, index: int) -> str:
    return tree.tokens[index].feats.partition("Number=")[2].partition("|")[0]


def _disagrees(tree: Tree, first: int, second: int, finite: int) -> bool:
    """Tell whether only ``second`` has the number of the verb; names and coordinated nouns say nothing."""
    nouns = all(tree.tokens[at].upos == "NOUN" and not tree.of(at, "conj", "nummod") for at in (first, second))
    nouns = nouns and bool(tree.of(first, "det"))  # without an article a parser may be wrong about the number
    wanted = _number(tree, finite)
    if not nouns or not wanted or _number(tree, first) in {"", wanted} or _number(tree, second) != wanted:
        return False
    return names_actor(tree, second) or not names_actor(tree, first)


def _cannot_act(tree: Tree, verb: int, first: int, second: int) -> bool:
    """Tell whether ``second`` names an actor and ``first`` nobody; of violence things can be the cause."""
    token, book = tree.tokens[first], lexicon(tree.sent.lang)
    if token.upos not in _THINGS or (token.upos == "PRON" and not tree.feature(first, "Gender=Neut")):
        return False
    rows = [row for key in keys(tree, verb) for row in book.get(("verb", key), ())]
    harming = any(row.type == "ASSAULT" and all(need.negated for need in row.needs) for row in rows)
    if harming or token.text.lower() in tree.args.dummies:
        return False
    named = (first, *tree.of(first, "appos", "flat"))
    return names_actor(tree, second) and not any(names_actor(tree, at) for at in named)
