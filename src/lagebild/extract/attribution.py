"""Finds the words by which a sentence names the source of what it says: "laut", "according to", "so der Minister"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.extract.actors import match
from lagebild.extract.cues import Stance
from lagebild.extract.roles import slots, subtree

if TYPE_CHECKING:
    from lagebild.extract.modality import Clauses

__all__ = ["Adjunct", "adjunct", "adjuncts", "as_clause", "distance", "interrupted", "is_speech", "opens_quote"]

_NAMING = frozenset({"amod", "compound", "flat", "appos", "nmod"})
_OPENING = frozenset({"„", "“", "”", '"', "«", "»", "``"})
_CLOSING = {"„": '“”"', "“": "”", '"': '"', "«": "»", "»": "«", "``": "''"}
_MARKING = frozenset(
    {
        "attribution.adverbs",
        "attribution.thus",
        "attribution.direct",
        "attribution.noun",
        "attribution.quoted",
        "attribution.so",
    }
)
_FAR = 8  # words between a preposition and the noun it marks
_SAYING = frozenset({Stance.REPORT, Stance.CLAIM, Stance.DENY, Stance.CONFIRM})


@dataclass(frozen=True, slots=True)
class Adjunct:
    """A source beside a clause: the head of the phrase that names it, and the words that mark it."""

    source: int
    cue: tuple[int, ...]


def adjunct(clauses: Clauses, index: int) -> Adjunct | None:
    """Return the source that hangs on the clause of ``index``."""
    return next((found for clause, found in adjuncts(clauses) if clause == index), None)


def adjuncts(clauses: Clauses) -> list[tuple[int, Adjunct]]:
    """Return every source named beside a clause of the sentence, with the head of that clause; remembered."""
    known: list[tuple[int, Adjunct]] | None = clauses.tree.memo.get("adjuncts")
    if known is not None:
        return known
    found = clauses.tree.memo["adjuncts"] = []
    for index in _sourced(clauses):
        one = _of_phrase(clauses, index)
        if one is not None:
            found.append((_clause_of(clauses, index), one))
    return found


def _sourced(clauses: Clauses) -> list[int]:
    """The words that may be a source: marked as one by themselves, by a word that hangs on them, or by their case."""
    tree, direct = clauses.tree, clauses.cues.words.get("attribution.direct", frozenset())
    marked = [index for index, lists in enumerate(clauses.lists) if not _MARKING.isdisjoint(lists)]
    near = {*marked, *(tree.tokens[index].head for index in marked)}
    return [index for index, case in enumerate(tree.case) if index in near or case in direct]


def _clause_of(clauses: Clauses, index: int) -> int:
    """The head of the clause that a phrase stands in, climbing over nouns it may have been hung on."""
    tokens = clauses.tree.tokens
    at = tokens[index].head
    while tokens[at].head != at and not clauses.is_verb(at):
        at = tokens[at].head
    return at


def _of_phrase(clauses: Clauses, head: int) -> Adjunct | None:  # noqa: PLR0911 - a list of decisions
    tree = clauses.tree
    if clauses.is_("attribution.adverbs", head) or _is_thus(clauses, head):
        return Adjunct(head, ())
    if clauses.is_("attribution.direct", head):
        return _beside_case(clauses, head)
    if not tree.is_nominal(head) or tree.tokens[head].head == head:
        return None
    for mark in tree.of(head, "case", "mark", "advmod"):
        if clauses.cues.has("attribution.direct", tree.case[head]):
            return Adjunct(head, (mark,))
        source = _marked(clauses, mark, head)
        if source is not None:
            return Adjunct(source, (mark,))
    so = [
        c
        for c in tree.of(head, "advmod", "mark", "case", "cc")
        if clauses.is_("attribution.so", c) and _parenthetic(clauses, c)
    ]
    if so and not tree.of(head, "cop"):
        return Adjunct(head, tuple(so))
    return None


def _marked(clauses: Clauses, mark: int, head: int) -> int | None:
    """The head of the source that a preposition marks where the noun beside it shows that it is one."""
    if clauses.is_("attribution.noun", mark) and not _is_later(clauses, mark):
        if _is_report(clauses, head) or _is_report_before(clauses, head):
            return head
        if mark < head and _is_owned(clauses, head + 1):
            return head + 1
    if clauses.is_("attribution.outlet", mark) and clauses.cues.ends("attribution.media", *clauses.keys(head)):
        return head
    return head if clauses.is_("attribution.quoted", mark) and _is_someone(clauses, head) else None


def _is_thus(clauses: Clauses, head: int) -> bool:
    """Tell whether an adverb at the beginning points to a source: the verb behind it is in no past tense."""
    if head or len(clauses.tree.tokens) == 1 or not clauses.is_("attribution.thus", head):
        return False
    if not clauses.is_finite(1) or clauses.is_("future.forms", 1):
        return False
    past = "Tense=Past" in clauses.tree.tokens[1].feats
    return not past or clauses.is_("irreal.forms", 1) or clauses.is_reported_form(1)


def _is_report(clauses: Clauses, head: int) -> bool:
    """Tell whether a noun, or one set beside it, names what somebody says or finds: "Angaben", "Bericht"."""
    nouns = [head, *clauses.tree.of(head, "appos", "flat", "conj")]
    return any(clauses.cues.ends("attribution.nouns", *clauses.keys(n)) for n in nouns)


def _is_later(clauses: Clauses, mark: int) -> bool:
    """Tell whether a preposition names a time, by the word on either side: "zwei Monate nach dem Urteil"."""
    beside = (i for i in (mark - 1, mark + 1) if 0 <= i < len(clauses.tree.tokens))
    return any(clauses.is_("attribution.later", i) for i in beside)


def _is_report_before(clauses: Clauses, head: int) -> bool:
    """Tell whether a relative pronoun stands for a report: "Berichte, nach denen …"."""
    tree = clauses.tree
    clause = tree.tokens[head].head
    return tree.is_relative(head) and tree.rel[clause] == "acl" and _is_report(clauses, tree.tokens[clause].head)


def _is_owned(clauses: Clauses, index: int) -> bool:
    """Tell whether a noun that the tree parts from its owner names a report: "nach Grupps Meinung"."""
    tokens = clauses.tree.tokens
    bare = index < len(tokens) and tokens[index].upos == "NOUN" and not clauses.tree.of(index, "case", "det")
    return bare and _is_report(clauses, index)


def _is_someone(clauses: Clauses, head: int) -> bool:
    """Tell whether a phrase names somebody who may speak, not a rule or a plan: "gemäß einem Sprecher"."""
    lists = ("attribution.persons", "attribution.media", "attribution.official")
    named = clauses.tree.tokens[head].upos == "PROPN"
    return named or any(clauses.cues.ends(name, *clauses.keys(head)) for name in lists)


def _beside_case(clauses: Clauses, mark: int) -> Adjunct | None:
    """The source beside "laut" or "zufolge", by the tree or where that hangs the word elsewhere by its place."""
    tree = clauses.tree
    head = tree.tokens[mark].head
    before = clauses.is_("attribution.postposed", mark)
    if not before and mark + 1 < len(tree.tokens) and tree.tokens[mark + 1].upos in {"ADP", "PUNCT"}:
        return None  # "laut über etwas nachdenken"
    if tree.is_nominal(head) and head != mark and abs(head - mark) <= _FAR and (head < mark) == before:
        return Adjunct(head, (mark,))
    step = -1 if before else 1
    at = mark + step
    while (
        0 <= at < len(tree.tokens) and abs(at - mark) <= _FAR and tree.tokens[at].upos not in {"PUNCT", "VERB", "AUX"}
    ):
        if tree.tokens[at].upos in {"NOUN", "PROPN", "PRON"}:
            return Adjunct(at, (mark,))
        at += step
    return None


def _parenthetic(clauses: Clauses, index: int) -> bool:
    """Tell whether "so" opens a parenthesis and a name follows: "…, so der Minister"."""
    tokens = clauses.tree.tokens
    opens = index > 0 and tokens[index - 1].upos == "PUNCT"
    return opens and index + 1 < len(tokens) and tokens[index + 1].upos in {"DET", "NOUN", "PROPN", "PRON", "ADJ"}


def is_speech(clauses: Clauses, index: int) -> bool:
    """Tell whether the word at ``index`` is a verb that reports words."""
    forms = clauses.keys(index)
    apart = [clauses.text(c) for c in clauses.tree.of(index, "compound:prt")]
    if apart and clauses.cues.has("clauses.inverted", "*"):  # "findet … statt" is not "findet"
        forms = tuple(form for form in forms if any(part in form for part in apart))
    if clauses.cues.has("speech.silent", clauses.verb_form(index)):
        return False
    return bool(clauses.cues.stances(forms, noun=False) & _SAYING) or clauses.cues.has("speech.verbs", *forms)


def interrupted(clauses: Clauses, index: int) -> int | None:
    """Return the verb of saying that stands beside or inside the clause: "…, sagte er, …"."""
    tree = clauses.tree
    for child in tree.of(index, "parataxis"):
        beside = clauses.is_verb(child) and is_speech(clauses, child) and not _opens_anew(clauses, child)
        full = tree.of(child, "ccomp", "obj", "xcomp", "obl:agent", "aux:pass")
        apart = any(tree.tokens[i].text in {".", ";"} for i in range(min(index, child), max(index, child)))
        if beside and not full and not apart:
            return child
    return None


def _opens_anew(clauses: Clauses, verb: int) -> bool:
    """Tell whether a clause is a new main one: where verbs come second, words put in have it first ("…, sagte er")."""
    finite = min((i for i in (verb, *clauses.tree.of(verb, "aux")) if clauses.is_finite(i)), default=verb)
    ahead = [c for c in clauses.tree.of(verb, "nsubj") if c < finite]
    return bool(ahead) and clauses.cues.has("clauses.inverted", "*")


def as_clause(clauses: Clauses, index: int) -> int | None:
    """Return the verb of a clause that names the source of the clause at ``index``: "wie der Minister sagte"."""
    for child in clauses.tree.of(index, "advcl", "parataxis", "acl"):
        if clauses.is_verb(child) and is_as_clause(clauses, child):
            return child
    return None


def is_as_clause(clauses: Clauses, verb: int) -> bool:
    """Tell whether the verb of saying at ``verb`` stands in a clause that only names a source."""
    tree = clauses.tree
    opened = any(clauses.is_("attribution.as", c) for c in tree.of(verb, "mark", "advmod", "case", "cc"))
    told = any(clauses.is_finite(i) for i in (verb, *tree.of(verb, "aux", "aux:pass", "cop")))  # not "wie geplant"
    naming = clauses.cues.has("speech.naming", *clauses.keys(verb))  # "wie er genannt wird"
    return opened and told and not naming and is_speech(clauses, verb) and not tree.of(verb, "ccomp", "xcomp")


def opens_quote(clauses: Clauses, index: int, head: int) -> bool:
    """Tell whether the verb at ``head`` reports the clause at ``index``, set beside it after a colon or in quotes."""
    if head > index or not is_speech(clauses, head):
        return False
    first = min(subtree(clauses.tree, index))
    begun = ""
    for text in (clauses.tree.tokens[i].text for i in range(head, min(first + 1, index + 1))):
        if text == ":" or text in _OPENING:
            begun = "" if begun and text in _CLOSING.get(begun, "") else text
        elif begun and text in _CLOSING.get(begun, ""):
            begun = ""
    return bool(begun)


def distance(clauses: Clauses, source: int | None, index: int) -> str:
    """Return why a report keeps its distance from a source of the clause at ``index``, or nothing.

    News states many facts by naming who says so. A claim it is when the source is doubted, is a party to what it
    tells, or speaks of what another country does.
    """
    if source is None:
        return ""
    tree = clauses.tree
    filled = slots(tree, index)
    doer = filled.agent if filled.passive else filled.subject
    if doer is not None and clauses.is_("first.pronouns", doer):
        return ""  # whoever says "we have signed" speaks of an act of its own
    words = [source, *(c for c in tree.children[source] if tree.rel[c] in {"nmod", "compound", "amod", "appos"})]
    for word in words:
        if clauses.cues.ends("attribution.partisan", *clauses.keys(word)) or clauses.is_("attribution.doubtful", word):
            return f"source '{clauses.text(word)}'"
    if any(clauses.cues.ends("attribution.media", *clauses.keys(word)) for word in words):
        return ""
    if doer is None or doer == source:
        return ""
    own, other = _countries(clauses, source), _countries(clauses, doer)
    if not other and clauses.cues.ends("attribution.partisan", *clauses.keys(doer)):
        other = frozenset({"the other side"})
    sided = bool(own) or clauses.cues.ends("attribution.official", *clauses.keys(source))
    return f"'{clauses.text(source)}' on '{clauses.text(doer)}'" if sided and other and not own & other else ""


def _countries(clauses: Clauses, head: int) -> frozenset[str]:
    """The countries of the actors that the phrase at ``head`` names."""
    tree = clauses.tree
    near = [c for c in tree.children[head] if tree.rel[c] in _NAMING and (tree.rel[c] != "nmod" or not tree.case[c])]
    words = sorted([head, *near, *(c for one in near for c in tree.of(one, "flat"))])
    text = " ".join(tree.tokens[i].text for i in words)
    return frozenset(actor.country for actor in match(text, lang=clauses.tree.sent.lang) if actor.country)
