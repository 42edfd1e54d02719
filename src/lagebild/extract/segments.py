"""Reads reported speech off the order of words where a tree shows none: "…, sagte X" and "X sagte, …".

Parsers hang quotations on their verb of saying in many ways; commas, colons, conjunctions and the subjunctive say the
same more reliably.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lagebild.extract.modality import Clauses

__all__ = ["after", "agrees", "around", "as_words", "is_reported", "may_report", "nominal_near", "opens_other"]

_BREAK = frozenset({",", ";", ":", "–", "—", "-", "„", "“", "”", '"', "«", "»", "(", ")"})
_NAME = 6  # words of a name in marks, with them
_QUOTES = frozenset({"„", "“", "”", '"', "«", "»", "``", "''"})
_OPENERS = ("clauses.conditional", "clauses.after", "clauses.ahead", "clauses.purpose", "clauses.topic")
_VERBAL = frozenset({"VERB", "AUX"})


def around(clauses: Clauses, verb: int) -> list[int]:
    """Return the words that a verb of saying behind a comma reports: "…, sagte X", "…, so vermutet X, …".

    Empty unless the verb opens its segment and another verb stands before it.
    """
    tokens = clauses.tree.tokens
    start = verb - 1
    while start >= 0 and (clauses.is_("attribution.so", start) or clauses.is_("attribution.things", start)):
        start -= 1  # "…, so vermutet X", "…, das teilte X mit"
    if start < 1 or tokens[start].text not in _BREAK or tokens[start].text == ":":
        return []
    if not _is_inserted(clauses, verb):
        return []
    before = list(range(start))
    first = 1 if tokens[0].upos == "ADV" and tokens[1].upos == "SCONJ" else 0  # "Selbst wenn …"
    if _is_argument(clauses, verb) or (
        (tokens[first].upos == "SCONJ" or (tokens[first].upos != "ADP" and _opens(clauses, first)))
        and not clauses.is_("clauses.complement", first)
        and not clauses.is_("clauses.question", first)
    ):
        return []  # a subordinate clause in front: what follows is its main clause
    end = _segment_end(clauses, verb)
    rest = list(range(end + 1, len(tokens)))
    parted = start < verb - 1 and any(clauses.is_finite(i) for i in rest)  # "Tatsächlich, so betont sie, ist …"
    quoted = any(tokens[i].text in _QUOTES for i in range(start + 1))
    if not parted and not quoted and not any(clauses.is_finite(i) for i in before):
        return []
    if any(clauses.is_("clauses.complement", i) or tokens[i].upos == "SCONJ" for i in range(start + 1, verb)):
        return []
    goes_on = any(tokens[i].upos in _VERBAL for i in rest) or any(tokens[i].text in _QUOTES for i in rest)
    return before + (rest if goes_on and end < len(tokens) and tokens[end].text in _BREAK else [])


def _opens(clauses: Clauses, index: int) -> bool:
    return any(clauses.is_(name, index) for name in _OPENERS)


def _is_inserted(clauses: Clauses, verb: int) -> bool:
    """Tell whether a clause that opens with its verb can name who spoke: by a subject behind it, or without any."""
    tree = clauses.tree
    near = nominal_near(clauses, verb, ahead=True)
    if near is not None:
        return tree.rel[verb] != "conj" or tree.rel[near] != "obj"  # "fordern A, lehnen aber B ab"
    passive = bool(tree.of(verb, "aux:pass")) or "Voice=Pass" in tree.tokens[verb].feats
    return passive or clauses.cues.has("attribution.witness", *clauses.keys(verb))


def _is_argument(clauses: Clauses, verb: int) -> bool:
    """Tell whether the words before a verb are a noun of its own with a clause: "Der Mann, der …, will …"."""
    tokens, at = clauses.tree.tokens, 0
    while tokens[at].head != at and tokens[at].head < verb:
        at = tokens[at].head
    nominal = tokens[at].upos in {"NOUN", "PROPN", "PRON"} and tokens[at].head != at
    return nominal and clauses.tree.rel[at] in {"nsubj", "obj", "obl", "iobj"} and not clauses.tree.of(at, "cop")


def as_words(clauses: Clauses, verb: int) -> list[int]:
    """Return the words around a clause that only names their source: "Wie der Minister mitteilte, …"."""
    tokens = clauses.tree.tokens
    at = verb - 1
    while at >= 0 and not clauses.is_("attribution.as", at) and tokens[at].text not in ":;–—":
        at -= 1
    if at < 0 or not clauses.is_("attribution.as", at) or not (at == 0 or tokens[at - 1].text in _BREAK):
        return []
    if any(tokens[i].upos == "VERB" and clauses.is_finite(i) and tokens[i].head == i for i in range(at, verb)):
        return []
    end = _segment_end(clauses, verb)
    told = any(clauses.is_finite(i) for i in range(at + 1, min(end + 1, len(tokens))))
    told = told and not clauses.cues.has("speech.naming", *clauses.keys(verb))
    if told and (end < verb + 2 or verb + 1 == end):
        words = [*range(max(0, at - 1)), *range(end + 1, len(tokens))]
        return words if any(tokens[i].upos in _VERBAL for i in words) else []
    return []


def after(clauses: Clauses, verb: int) -> list[int]:  # noqa: PLR0911 - a list of decisions
    """Return the words that a verb of saying before a comma or colon reports: "X sagte, …", "X teilte mit: …".

    What follows must show that it is reported: by its conjunction, the subjunctive, an infinitive or a colon.
    """
    tokens = clauses.tree.tokens
    end = _segment_end(clauses, verb)
    rest = list(range(end + 1, len(tokens)))
    if not rest or not any(tokens[i].upos in _VERBAL for i in rest):
        return []
    if tokens[end].text == ":":
        return rest
    if tokens[end].text != ",":
        return []
    first = rest[0]
    if clauses.is_("clauses.complement", first) or (clauses.is_("clauses.question", first)):
        return rest
    stop = next((i for i in rest if tokens[i].text == ","), len(tokens))
    head = range(first, stop)
    if clauses.is_("clauses.subordinate", first) or opens_other(clauses, first):
        return []
    if any(may_report(clauses, i) for i in head):
        return rest
    infinitive = any(clauses.is_("government.infinitive", i) or clauses.has_infinitive_mark(i) for i in head)
    return (
        rest
        if infinitive and not any(clauses.is_finite(i) for i in head) and not clauses.is_("clauses.purpose", first)
        else []
    )


def opens_other(clauses: Clauses, first: int) -> bool:
    """Tell whether a clause that begins at ``first`` is a relative one or tells a result."""
    tokens = clauses.tree.tokens
    second = first + 1 < len(tokens) and clauses.is_("clauses.complement", first + 1)
    if second and not clauses.is_("clauses.complement", first):
        return clauses.is_("attribution.so", first)
    at = first + 1 if tokens[first].upos == "ADP" and first + 1 < len(tokens) else first
    if tokens[first].upos == "PRON" and tokens[first].text.lower() in clauses.tree.args.relative:
        verb = next((t.index for t in tokens[first:-1] if clauses.is_finite(t.index)), first)
        if clauses.tree.args.verb_second and verb > first + 1 and tokens[verb + 1].upos == "PUNCT":
            return True  # its verb comes last
    return "Rel" in tokens[at].feats.partition("PronType=")[2].partition("|")[0] and tokens[at].upos in {"PRON", "DET"}


def is_reported(clauses: Clauses, index: int) -> bool:
    """Tell whether a verb stands in a subjunctive that may be that of reported speech."""
    token = clauses.tree.tokens[index]
    if token.upos not in _VERBAL:
        return False
    return (
        "Mood=Sub" in token.feats
        or clauses.is_reported_form(index)
        or clauses.text(index) in clauses.cues.words.get("irreal.forms", ())
    )


def may_report(clauses: Clauses, index: int) -> bool:
    """Tell the same behind a word of saying, where a subjunctive of the second kind reports too: "könnte"."""
    verbal = clauses.tree.tokens[index].upos in _VERBAL
    return is_reported(clauses, index) or (verbal and clauses.cues.ends("reported.second", clauses.text(index)))


def _segment_end(clauses: Clauses, verb: int) -> int:
    """The break that ends the segment of the verb; appositions between commas after its subject are passed over."""
    tokens = clauses.tree.tokens
    at = verb + 1
    while at < len(tokens) and tokens[at].text not in _BREAK and tokens[at].text not in ".!?":
        at += 1
    if at < len(tokens) and tokens[at].text == ",":
        closing = next((i for i in range(at + 1, len(tokens)) if tokens[i].text in _BREAK), None)
        if closing is not None and tokens[closing].text in {",", ":"} and _is_apposition(clauses, at + 1, closing):
            return closing
    return min(at, len(tokens) - 1)


def _is_apposition(clauses: Clauses, start: int, end: int) -> bool:
    tokens = clauses.tree.tokens
    inside = range(start, end)
    return (
        end - start <= 12
        and not any(tokens[i].upos in _VERBAL or tokens[i].upos == "SCONJ" for i in inside)
        and any(tokens[i].upos in {"NOUN", "PROPN"} for i in inside)
    )


def nominal_near(clauses: Clauses, verb: int, *, ahead: bool) -> int | None:
    """Return the head of the nearest bare nominal in the segment of the verb: its likely subject."""
    for index in _walk(clauses, verb, ahead=ahead):
        token = clauses.tree.tokens[index]
        named = token.upos in {"NOUN", "PROPN", "PRON"} and "Reflex=Yes" not in token.feats
        named = named or (token.upos == "ADJ" and clauses.is_("attribution.pronouns", index))  # "so letztere"
        if (
            named
            and not clauses.tree.case[index]
            and not clauses.is_("attribution.nobody", index)
            and agrees(clauses, index, verb)
        ):
            top = _top(clauses, index, verb)
            if top == index or agrees(clauses, top, verb):
                return top
    return None


def agrees(clauses: Clauses, noun: int, verb: int) -> bool:
    """Tell whether a nominal may be the subject of a verb by its number and the form of its article."""
    tokens, args = clauses.tree.tokens, clauses.tree.args
    words = (noun, *clauses.tree.of(noun, "det"))
    if any(tokens[i].text.lower() in args.oblique for i in words):
        return False
    finite = next((i for i in (verb, *clauses.tree.of(verb, "aux", "aux:pass")) if clauses.is_finite(i)), None)
    single = finite is not None and "Number=Sing" in tokens[finite].feats
    plural = finite is not None and "Number=Plur" in tokens[finite].feats
    joined = bool(clauses.tree.of(noun, "conj"))
    return not (
        (plural and "Number=Sing" in tokens[noun].feats and not joined)
        or (single and "Number=Plur" in tokens[noun].feats)
    )


def _walk(clauses: Clauses, verb: int, *, ahead: bool) -> Iterator[int]:
    tokens = clauses.tree.tokens
    at = verb
    while True:
        at += 1 if ahead else -1
        if not 0 <= at < len(tokens) or (tokens[at].upos in _VERBAL and not ahead):
            return
        if tokens[at].text in _BREAK and not _opens_name(clauses, at):
            return
        yield at


def _opens_name(clauses: Clauses, index: int) -> bool:
    """Tell whether marks of quotation open or shut around a short name: "schrieb die „Zeit“"."""
    tokens = clauses.tree.tokens
    if tokens[index].text not in _QUOTES:
        return False
    others = (i for step in (1, -1) for i in range(index + step, index + step * _NAME, step) if 0 <= i < len(tokens))
    other = next((i for i in others if tokens[i].text in _QUOTES), None)
    inside = () if other is None else range(min(index, other) + 1, max(index, other))
    return bool(inside) and not any(tokens[i].upos in {*_VERBAL, "PUNCT"} for i in inside)


def _top(clauses: Clauses, index: int, verb: int) -> int:
    """The head of the phrase around ``index``, as long as it is a nominal on the same side of the verb."""
    tokens = clauses.tree.tokens
    at = index
    for _ in range(6):
        above = tokens[at].head
        same_side = (above > verb) == (index > verb)
        if (
            above in {at, verb}
            or not same_side
            or tokens[above].upos not in {"NOUN", "PROPN"}
            or clauses.tree.case[above]
        ):
            break
        if any(tokens[i].text in _BREAK for i in range(min(at, above), max(at, above))):
            break
        at = above
    return at
