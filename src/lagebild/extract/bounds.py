"""Finds where a reported clause ends: at the verb with which the main clause goes on.

Parsers hang whatever follows on the reported clause ("…, dass er kam, und gab an, …"). In languages that put the
finite verb second in main clauses and last in others, its place tells the two apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lagebild.extract.segments import is_reported

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lagebild.extract.modality import Clauses

__all__ = ["ended", "told_apart"]

_OPEN = frozenset({"„", "«", "“", '"'})
_SHUT = frozenset({"“", "”", "»", '"'})
_BREAKS = frozenset({",", ":", ";", "–", "—"})
_OPENERS = ("clauses.conditional", "clauses.complement", "clauses.question", "clauses.after", "clauses.ahead")


def ended(clauses: Clauses, words: Sequence[int]) -> list[int]:
    """Return the words of a reported clause up to where the clause around it goes on.

    Args:
        clauses: the sentence.
        words: indices of what may be the clause, in order.
    """
    said = [i for i in words if clauses.tree.tokens[i].upos != "PUNCT"]
    if not said or not clauses.tree.args.verb_second:
        return list(words)
    final = _opens(clauses, said[0])
    due = 0 if _is_infinitive(clauses, said) else 1  # finite verbs that must still come before the clause can end
    marked = _in_marks(clauses, words)
    for i in said:
        if i in marked:
            continue
        if i != said[0] and _opens(clauses, i):
            due += 1
        elif clauses.is_finite(i):
            if due <= 0 and _is_main(clauses, i, final=final):
                return [word for word in words if word < _break(clauses, i)]
            due -= 1
    return list(words)


def _opens(clauses: Clauses, index: int) -> bool:
    """Tell whether a word opens a clause with its verb at the end."""
    token = clauses.tree.tokens[index]
    after = index == 0 or clauses.tree.tokens[index - 1].upos in {"PUNCT", "CCONJ", "ADP"}
    kind = token.feats.partition("PronType=")[2].partition("|")[0]
    relative = "Rel" in kind or "Int" in kind or (token.upos == "PRON" and clauses.tree.is_relative(index))
    listed = any(clauses.is_(name, index) for name in _OPENERS)
    return token.upos == "SCONJ" or (after and (relative or listed))


def _in_marks(clauses: Clauses, words: Sequence[int]) -> set[int]:
    """The words between marks of quotation that open and close among ``words``."""
    inside: set[int] = set()
    begun: int | None = None
    for i in words:
        text = clauses.tree.tokens[i].text
        if begun is None and text in _OPEN:
            begun = i
        elif begun is not None and text in _SHUT:
            inside.update(range(begun, i))
            begun = None
    return inside


def _is_infinitive(clauses: Clauses, words: Sequence[int]) -> bool:
    """Tell whether the first verb of the words is an infinitive with "zu"."""
    first = next((i for i in words if clauses.tree.tokens[i].upos in {"VERB", "AUX"}), None)
    return first is not None and not clauses.is_finite(first) and clauses.has_infinitive_mark(first)


def _is_main(clauses: Clauses, verb: int, *, final: bool) -> bool:
    """Tell whether a finite verb behind a reported clause stands as in a main clause, and is not reported too."""
    tokens = clauses.tree.tokens
    if verb + 1 >= len(tokens) or (not final and is_reported(clauses, verb)):
        return False
    before, behind = tokens[verb - 1], tokens[verb + 1]
    if behind.upos == "PUNCT" or before.text == ",":
        return before.text == "," and behind.upos != "PUNCT"
    if before.upos == "CCONJ":
        return True
    return not final and _joined_at(clauses, verb) is not None


def _joined_at(clauses: Clauses, verb: int) -> int | None:
    """The conjunction before the clause of a finite verb, with nothing but its first phrase between them."""
    tokens = clauses.tree.tokens
    at = verb - 1
    while at > 0 and tokens[at].upos not in {"CCONJ", "PUNCT", "SCONJ", "VERB", "AUX"}:
        at -= 1
    return at if tokens[at].upos == "CCONJ" else None


def _break(clauses: Clauses, verb: int) -> int:
    """Where the clause of a finite verb begins: at the conjunction before it or at its verb."""
    tokens = clauses.tree.tokens
    if tokens[verb - 1].text == ",":
        return verb - 1
    at = _joined_at(clauses, verb)
    at = verb if at is None else at
    return at - 1 if tokens[at - 1].text == "," else at


def told_apart(clauses: Clauses) -> Iterator[tuple[int, int]]:
    """Yield where the clauses in the subjunctive of reported speech begin and end behind an indicative main clause."""
    tokens = clauses.tree.tokens
    finite = [t.index for t in tokens if clauses.is_finite(t.index)]
    if not finite or not clauses.tree.args.verb_second or is_reported(clauses, finite[0]):
        return
    for verb in finite[1:]:
        start = _begins(clauses, verb)
        if clauses.is_reported_form(verb) and start > finite[0] and not _is_set(clauses, verb):
            yield start, len(ended(clauses, range(start, len(tokens)))) + start


def _is_set(clauses: Clauses, verb: int) -> bool:
    """Tell whether a subjunctive belongs to a set phrase: "es sei denn"."""
    return verb + 1 < len(clauses.tree.tokens) and clauses.is_("reported.phrases", verb + 1)


def _begins(clauses: Clauses, verb: int) -> int:
    """Where the clause of a finite verb begins: behind the break before it, or at what opens it if it comes last."""
    tokens = clauses.tree.tokens
    at = verb
    while at > 0 and tokens[at - 1].text not in _BREAKS:
        at -= 1
    last = verb + 1 >= len(tokens) or tokens[verb + 1].upos in {"PUNCT", "CCONJ"}
    while last and at > 1 and not _opens(clauses, at) and not _opens(clauses, min(at + 1, verb)):
        at -= 1
        while at > 0 and tokens[at - 1].text not in _BREAKS:
            at -= 1
    return at
