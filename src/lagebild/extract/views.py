"""Looks at the relation of two parties in a sentence from several sides, for the type classifier.

Five short texts (predicate, dependency path, clause, window, neighbourhood) are what is embedded; counted features
say what the trigger lexicon and the rules make of it. Parties are masked as A (actor) and B (recipient),
so that the classifier learns what is done, not by whom.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.extract.drafts import kind_of
from lagebild.extract.predicates import find, keys
from lagebild.extract.roles import subtree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lagebild.extract.drafts import Draft
    from lagebild.extract.roles import Tree
    from lagebild.spans import Span

__all__ = ["TEXTS", "View", "look"]

TEXTS = 5  # number of texts of a view
_GRAMS = (4, 5)  # lengths of the letter sequences of the predicate that are features
_LONG = 40  # words over which a clause is cut down to its own phrase
_MARKS = ("compound:prt", "aux", "advmod", "mark")
_CONTENT = frozenset({"VERB", "AUX", "NOUN", "ADJ"})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the classifier sees: ``TEXTS`` texts, or the first alone, and weighted features."""

    texts: tuple[str, ...]
    features: dict[str, float]
    core: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """How two parties hang together: their words, the word where their chains meet, and the words between."""

    actor: frozenset[int]
    recipient: frozenset[int]
    top: int
    up: tuple[int, ...]
    down: tuple[int, ...]


def look(
    tree: Tree, actor: Span | None, recipient: Span | None, drafts: Sequence[Draft] = (), *, lean: bool = False
) -> View:
    """Return the view on what ``actor`` does to ``recipient``; without parties, on the root of the sentence.

    Args:
        tree: the sentence.
        actor: where the actor stands, in document offsets; ``None`` if not in the sentence.
        recipient: likewise.
        drafts: what the rules found in the sentence.
        lean: leave out the texts that only an embedding reads.
    """
    link = _link(tree, actor, recipient)
    core = _core(tree, link)
    features = _features(tree, link, core)
    for draft in drafts:
        name = f"{draft.kind.value}"
        hits = _hits(draft.roles.actors, actor) + _hits(draft.roles.recipients, recipient)
        crossed = _hits(draft.roles.actors, recipient) + _hits(draft.roles.recipients, actor)
        features[f"draft{hits}:{name}"] += 1.0
        if crossed:
            features[f"crossed:{name}"] += 0.5
        if draft.pred.index in core or draft.pred.anchor in core:
            features[f"coredraft:{name}"] += 1.0
            features[f"status:{draft.status.value}"] += 0.5
    words = " ".join(tree.tokens[at].text for at in core if at not in link.actor and at not in link.recipient)
    texts = (words,) if lean else (words, *_texts(tree, link, core))
    features.update(_grams(words))
    return View(texts=texts, features=dict(features), core=tuple(core))


def _grams(text: str) -> dict[str, float]:
    line = f" {text.lower()} "
    return {f"gram:{line[at : at + n]}": 1.0 for n in _GRAMS for at in range(len(line) - n + 1)}


def _hits(parties: Iterable[object], span: Span | None) -> int:
    return int(span is not None and any(getattr(one, "span").overlaps(span) for one in parties))  # noqa: B009


def _chain(tree: Tree, index: int) -> list[int]:
    found = [index]
    while tree.tokens[index].head != index:
        index = tree.tokens[index].head
        found.append(index)
    return found


def _words_in(tree: Tree, span: Span | None) -> list[int]:
    if span is None:
        return []
    low, high = span
    return [t.index for t in tree.tokens if t.span[0] < high and low < t.span[1] and t.upos != "PUNCT"]


def _head(tree: Tree, words: list[int]) -> int | None:
    inside = set(words)
    return next((i for i in words if tree.tokens[i].head not in inside or tree.tokens[i].head == i), None)


def _link(tree: Tree, actor: Span | None, recipient: Span | None) -> _Link:
    mine, yours = _words_in(tree, actor), _words_in(tree, recipient)
    first, second = _head(tree, mine), _head(tree, yours)
    root = next((token.index for token in tree.tokens if token.head == token.index), 0)
    left = _chain(tree, first) if first is not None else [root]
    right = _chain(tree, second) if second is not None else left
    if first is None:
        left = right
    meet = next((i for i in left if i in right), root)
    up = left[: left.index(meet)][1:] if meet in left else left[1:]
    down = right[: right.index(meet)][1:] if meet in right else right[1:]
    masked = {*mine, *yours}
    top = meet
    while (top in masked or tree.tokens[top].upos not in _CONTENT) and tree.tokens[top].head != top:
        top = tree.tokens[top].head
    return _Link(actor=frozenset(mine), recipient=frozenset(yours), top=top, up=tuple(up), down=tuple(down))


def _core(tree: Tree, link: _Link) -> list[int]:
    """The words that carry the relation: where the parties meet, what lies between, its objects and marks."""
    masked = link.actor | link.recipient
    middle = [link.top, *(i for i in (*link.up, *link.down) if i not in masked)]
    found = set(middle)
    for at in middle:
        found.update(c for c in tree.of(at, *_MARKS) if tree.tokens[c].upos in {"ADP", "PART", "AUX"})
        found.update(c for c in tree.of(at, "obj", "xcomp", "ccomp") if c not in masked)
    return sorted(found)


def _mask(tree: Tree, link: _Link, words: Iterable[int]) -> str:
    found: list[str] = []
    for at in words:
        word = "A" if at in link.actor else "B" if at in link.recipient else tree.tokens[at].text
        if word not in {"A", "B"} or not found or found[-1] != word:
            found.append(word)
    return " ".join(found)


def _texts(tree: Tree, link: _Link, core: list[int]) -> tuple[str, ...]:
    masked = sorted(link.actor | link.recipient)
    clause = subtree(tree, link.top)
    if len(clause) > _LONG:
        clause = subtree(tree, link.top, clauses=False)
    low, high = (masked[0], masked[-1]) if masked else (0, len(tree.tokens) - 1)
    window = range(max(0, low - 2), min(len(tree.tokens), high + 8))
    near = {c for at in core for c in tree.of(at, "obj", "obl", "nmod", "amod", "compound", "xcomp", "case")}
    return (
        _path(tree, link),
        _mask(tree, link, sorted({*clause, *masked})),
        _mask(tree, link, window),
        _mask(tree, link, sorted({*core, *near})),
    )


def _path(tree: Tree, link: _Link) -> str:
    up = [tree.tokens[at].text for at in reversed(link.up) if at not in link.actor]
    down = [f"{tree.case[at]} {tree.tokens[at].text}".strip() for at in reversed(link.down) if at not in link.recipient]
    case = next((tree.case[at] for at in sorted(link.recipient) if tree.case[at]), "")
    return " ".join(("A", *up, tree.tokens[link.top].text, *down, case, "B")).replace("  ", " ")


def _features(tree: Tree, link: _Link, core: list[int]) -> defaultdict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    inside = set(core)
    for pred in find(tree):
        kind, mode = kind_of(pred)
        if kind is None:
            continue
        found[f"sentence:{kind.value}"] += 0.3
        if pred.index in inside or pred.anchor in inside:
            found[f"core:{kind.value}"] += 1.0
            if mode:
                found[f"mode:{kind.value}-{mode}"] += 0.5
        if link.top in {pred.index, pred.anchor}:
            found[f"top:{kind.value}"] += 1.0
    for at in core:
        for form in keys(tree, at)[:2]:
            found[f"word:{form}"] += 0.5
    return found
