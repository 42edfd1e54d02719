"""Finds the words that name events: verbs, event nouns, light-verb constructions, by a lexicon per language.

``knowledge/languages/<lang>/triggers.tsv`` has one row a trigger: ``lemma pos type mode need recipient actor``.

``pos``
    ``verb``, ``noun`` or ``adj``.
``type``
    a PLOVER type, or ``LIGHT`` (the event is the noun in its object), ``CEASE`` (it ends what its object
    names) or ``NONE`` (an idiom that is no event).
``need``
    what must stand beside the word, parted by blanks: a slot (``obj``, ``subj``, ``iobj``, ``obl``, ``obl.with``,
    ``clause``, ``modal``, ``mod``, ``any``), optionally ``=`` and words parted by ``|``, where ``@name`` is a list of
    ``words.toml``, ``#TYPE`` any event noun of that type and ``*`` whatever names an actor; ``!`` in front negates.
``recipient``, ``actor``
    the slots that fill the role, best first; empty is the default of the word class. ``=`` as recipient: all
    who take part are actors. ``-``: nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import simplemma

from lagebild.errors import KnowledgeError
from lagebild.extract.naming import names_actor
from lagebild.extract.roles import Slots, Tree, arguments, slots, subtree
from lagebild.extract.timex.rules import language
from lagebild.knowledge.load import rows, toml
from lagebild.records import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Need", "Predicate", "Row", "bases", "compound", "find", "is_idle", "is_one_of", "keys", "lexicon", "nominal_types",
]  # fmt: skip

COLUMNS = ("lemma", "pos", "type", "mode", "need", "recipient", "actor")
SPECIAL = frozenset({"LIGHT", "CEASE", "NONE"})
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
_PARTICLES = frozenset({"ADP", "ADV", "PART", "ADJ"})
_LOOSE = frozenset({"advmod", "compound", "xcomp"})  # relations in which those may be a verb's particles
_SHORT = 3  # letters of words that have no capital in headlines either
_CAPITALS = 0.7  # share of words with a capital from which on a sentence is a headline
_SUFFIX = 5  # shortest event noun that a compound may end in
_SIMPLEMMA = frozenset({"de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One condition on what stands beside a trigger; without words, types or ``actor`` the slot must only be filled.

    ``ends`` are those of the words that a compound may end in.
    """

    slot: str
    words: frozenset[str]
    types: frozenset[str]
    negated: bool
    actor: bool = False  # whatever names an actor will do
    ends: tuple[str, ...] = ()

    @property
    def is_picky(self) -> bool:
        """Whether it is not enough that the slot is filled."""
        return bool(self.words or self.types or self.actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the lexicon."""

    lemma: str
    pos: str
    type: str
    mode: str | None
    needs: tuple[Need, ...]
    recipient: tuple[str, ...]
    actor: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A word that names an event: its index, its row, and the verb that carries it if it is a noun in one.

    ``ceases`` is the type of the noun that a CEASE verb ends; ``consumed`` are words that are part of it.
    """

    index: int
    row: Row
    verb: int | None = None
    ceases: str | None = None
    consumed: tuple[int, ...] = ()
    suffers: bool = False  # the subject of the light verb is who it is done to: "face criticism"

    @property
    def anchor(self) -> int:
        """The word that carries tense and negation: the light verb, or the trigger itself."""
        return self.index if self.verb is None else self.verb


@cache
def lexicon(lang: str) -> dict[tuple[str, str], tuple[Row, ...]]:
    """Return the rows of ``lang`` by word class and lemma, the most demanding first; none without a file.

    Raises:
        KnowledgeError: if a row names an unknown type or list.
    """
    name = f"languages/{lang}/triggers.tsv"
    try:
        table = rows(name, COLUMNS)
    except KnowledgeError as error:
        if "missing" in error.message and "column" not in error.message:
            return {}
        raise
    lists = _word_lists(lang)
    found: dict[tuple[str, str], list[Row]] = {}
    for cells in table:
        row = _row(cells, lists, name)
        found.setdefault((row.pos, row.lemma), []).append(row)
    return {key: tuple(sorted(some, key=_order)) for key, some in found.items()}


def _order(row: Row) -> tuple[int, int, bool]:
    words = sum(need.is_picky for need in row.needs)
    return -len(row.needs), -words, row.type not in SPECIAL


@cache
def _word_lists(lang: str) -> dict[str, list[str]]:
    try:
        data: dict[str, Any] = toml(f"languages/{lang}/words.toml")
    except KnowledgeError:
        return {}
    return dict(data)


def _row(cells: dict[str, str], lists: dict[str, list[str]], name: str) -> Row:
    kind = cells["type"]
    if kind not in SPECIAL and kind not in EventType.__members__:
        raise KnowledgeError(f"'{cells['lemma']}' has the unknown type '{kind}'", where=name, hint="see plover")
    return Row(
        lemma=cells["lemma"].lower(),
        pos=cells["pos"],
        type=kind,
        mode=cells["mode"] or None,
        needs=tuple(_need(one, lists, name) for one in cells["need"].split()),
        recipient=tuple(cells["recipient"].split()),
        actor=tuple(cells["actor"].split()),
    )


def _need(text: str, lists: dict[str, list[str]], name: str) -> Need:
    slot, _, values = text.removeprefix("!").partition("=")
    words: set[str] = set()
    kinds: set[str] = set()
    actor = "*" in values.split("|")
    for value in filter(None, values.split("|")):
        if value.startswith("#"):
            kinds.add(value[1:])
        elif value.startswith("@"):
            if value[1:] not in lists:
                raise KnowledgeError(f"no list '{value[1:]}' in words.toml", where=name, hint="add it there")
            words.update(word.lower() for word in lists[value[1:]])
        elif value != "*":
            words.add(value.lower().replace("_", " "))
    return Need(
        slot=slot.replace("_", " "), words=frozenset(words), types=frozenset(kinds), negated=text.startswith("!"),
        actor=actor, ends=_ends(words),
    )  # fmt: skip


def _ends(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) >= _SUFFIX)


@lru_cache(maxsize=200_000)
def _lemma(word: str, lang: str) -> str:
    return str(simplemma.lemmatize(word, lang=lang)).lower() if lang in _SIMPLEMMA else word.lower()


def keys(tree: Tree, index: int) -> tuple[str, ...]:
    """Return the forms under which the lexicon may hold a word, likeliest first, with its particles."""
    known: tuple[str, ...] | None = tree.memo.get(index)
    if known is not None:
        return known
    token = tree.tokens[index]
    found = bases(token.lemma.lower(), token.text, tree.sent.lang)
    particles = _particles(tree).get(index)
    if particles:
        phrasal = (
            form for one in particles for stem in found for form in (one + stem, f"{stem} {one}", f"{one} {stem}")
        )
        found = tuple(dict.fromkeys([*phrasal, *found]))
    tree.memo[index] = found
    return found


def _particles(tree: Tree) -> dict[int, list[str]]:
    """The particles of the words that have any, in text order, lower case; remembered."""
    known: dict[int, list[str]] | None = tree.memo.get("particles")
    if known is None:
        known = tree.memo["particles"] = {}
        for index, token in enumerate(tree.tokens):
            loose = token.upos in _PARTICLES and tree.rel[index] in _LOOSE
            if (loose or token.deprel == "compound:prt") and token.head != index:
                known.setdefault(token.head, []).append(token.text.lower())
    return known


@lru_cache(maxsize=100_000)
def bases(lemma: str, word: str, lang: str) -> tuple[str, ...]:
    """Return the forms under which the lexicon may hold a word with the lemma that a parser gives, likeliest first."""
    parts = [part for part in lemma.split("+") if part] if "+" in lemma else []
    return tuple(dict.fromkeys([lemma, _lemma(word, lang), *parts[:1], *_guessed(word.lower(), lang)]))


@lru_cache(maxsize=50_000)
def _guessed(text: str, lang: str) -> tuple[str, ...]:
    """A form and the lemmas that it may belong to by its ending, and by what was put behind a separable prefix."""
    args = arguments(lang)
    stems = [(prefix, text[len(prefix) :]) for prefix in ("", *args.separable) if text.startswith(prefix)]
    stems = [(prefix, stem) for prefix, stem in stems if prefix or stem.endswith(args.participle)]
    whole = [prefix + stem.removeprefix(infix) for prefix, stem in stems for infix in args.infixes]
    ended = [form[: -len(old)] + new for form in (text, *whole) for old, new in args.endings if form.endswith(old)]
    return (text, *ended)


def _entries(tree: Tree, index: int) -> tuple[Row, ...]:
    """The rows under which a word may stand, by its class; a participle used as an adjective is a verb too."""
    return _listed_words(tree).get(index, ())


def _listed_words(tree: Tree) -> dict[int, tuple[Row, ...]]:
    """The rows of every word that the lexicon has and that is not part of a name, in text order; remembered."""
    known: dict[int, tuple[Row, ...]] | None = tree.memo.get("entries")
    if known is None:
        known = tree.memo["entries"] = {}
        lang, particles = tree.sent.lang, _particles(tree)
        for index, token in enumerate(tree.tokens):
            if token.upos in _POS:
                found = _alone(token.upos, token.lemma, token.text, lang)
                if index in particles:
                    plain = token.text.lower() if token.upos == "ADJ" else ""
                    found = _listed(_POS[token.upos], keys(tree, index), lang, plain)
                if found and not _is_in_name(tree, index):
                    known[index] = found
    return known


@lru_cache(maxsize=50_000)
def _alone(upos: str, lemma: str, text: str, lang: str) -> tuple[Row, ...]:
    """The rows of a word without particles."""
    plain = text.lower() if upos == "ADJ" else ""
    return _listed(_POS[upos], bases(lemma.lower(), text, lang), lang, plain)


@lru_cache(maxsize=20_000)
def _listed(pos: str, forms: tuple[str, ...], lang: str, plain: str) -> tuple[Row, ...]:
    """The rows of the first of ``forms`` that has any; ``plain`` is an adjective as written.

    "Free" is no participle of "to free", so an adjective that looks like a verb's own lemma is none of its forms.
    """
    book = lexicon(lang)
    found: list[Row] = []
    for key in forms:
        for one in (pos, "verb") if pos == "adj" and key != plain else (pos,):
            found += [row for row in book.get((one, key), ()) if row not in found]
        if found:
            break
    if not found and pos == "noun" and arguments(lang).compounds:
        return compound(forms, lang)
    return tuple(found)


def _is_in_name(tree: Tree, index: int) -> bool:
    """Tell whether a word is part of a name of several words ("Organization of Islamic Cooperation")."""
    token = tree.tokens[index]
    if token.upos not in {"PROPN", "ADJ"} or not token.text[:1].isupper() or not index or _is_headline(tree):
        return False
    if tree.tokens[index - 1].upos == "PUNCT":
        return False
    near = [c for c in tree.of(index, "flat", "compound", "amod") if tree.tokens[c].text[:1].isupper()]
    head = tree.tokens[token.head]
    inside = tree.rel[index] in {"flat", "compound", "amod"} and head.upos == "PROPN" and head.text[:1].isupper()
    return inside or (token.upos == "PROPN" and bool(near))


def _is_headline(tree: Tree) -> bool:
    """Tell whether most words have capitals, so that they say nothing of names; remembered."""
    known: bool | None = tree.memo.get("headline")
    if known is None:
        known = tree.memo["headline"] = _has_capitals(tree)
    return known


def _has_capitals(tree: Tree) -> bool:
    words = [token.text for token in tree.tokens if token.text.isalpha() and len(token.text) > _SHORT]
    return sum(word[0].isupper() for word in words) > _CAPITALS * len(words)


def compound(forms: tuple[str, ...], lang: str) -> tuple[Row, ...]:
    """Return the rows of the longest event noun that a compound ends in ("Raketentest" → "test").

    Of one that ends in a word which only frames an event, those of what stands before ("Vermittlungsbemühung").
    """
    book = lexicon(lang)
    for key in forms:
        for start in range(2, len(key) - _SUFFIX + 1):
            found = book.get(("noun", key[start:]))
            if found:
                return found
        for frame in _word_lists(lang).get("transparent", []):
            found = book.get(("noun", key.removesuffix(frame).removesuffix("s"))) if key.endswith(frame) else None
            if found:
                return found
    return ()


def nominal_types(tree: Tree, index: int) -> frozenset[str]:
    """Return the event types that a noun can name by itself."""
    if tree.tokens[index].upos not in {"NOUN", "PROPN"}:
        return frozenset()
    return frozenset(row.type for row in _entries(tree, index) if row.type not in SPECIAL)


def is_one_of(tree: Tree, index: int, name: str) -> bool:
    """Tell whether a word, or what it is a compound of, is on the list ``name`` of ``words.toml``."""
    return _is_one_of(tree, index, _list(name, tree.sent.lang))


@cache
def _list(name: str, lang: str) -> Need:
    """The condition to stand on a list of ``words.toml``."""
    words = frozenset(_word_lists(lang).get(name, ()))
    return Need(slot="", words=words, types=frozenset(), negated=False, ends=_ends(words))


def _holds(tree: Tree, index: int, filled: Slots, need: Need) -> bool:
    heads = _slot_heads(tree, index, filled, need.slot)
    if not heads:
        met = False
    elif need.is_picky:
        met = any(_is_one_of(tree, head, need) for head in heads)
    else:
        met = any(not _is_date(tree, head) for head in heads)  # "on Monday" is nobody's target
    return met != need.negated


def _is_date(tree: Tree, index: int) -> bool:
    known = language(tree.sent.lang)
    word = tree.tokens[index].text.lower()
    return known is not None and any(word in known.classes.get(name, ()) for name in ("weekday", "month"))


def _is_one_of(tree: Tree, index: int, need: Need) -> bool:
    forms = keys(tree, index)
    if not need.words.isdisjoint(forms):
        return True
    if need.ends and tree.args.compounds and any(form.endswith(need.ends) for form in forms):
        return True
    if need.actor and names_actor(tree, index):
        return True
    return bool(need.types) and not need.types.isdisjoint(nominal_types(tree, index))


def _slot_heads(tree: Tree, index: int, filled: Slots, slot: str) -> list[int]:
    """The heads that fill ``slot`` of the word, conjuncts of nouns with them; remembered, since most rows ask for one.

    The list is shared.
    """
    key = (index, slot)
    known: list[int] | None = tree.memo.get(key)
    if known is None:
        known = tree.memo[key] = _fillers(tree, index, filled, slot)
    return known


def _fillers(tree: Tree, index: int, filled: Slots, slot: str) -> list[int]:
    name, _, case = slot.partition(".")
    direct = {"obj": filled.obj, "subj": filled.subject, "iobj": filled.iobj, "agent": filled.agent}
    if name in direct:
        head = direct[name]
        heads = [] if head is None else [head]
    elif name == "obl":
        heads = [head for word, head in filled.obliques if not case or word == case]
        low = [head for word, head in filled.obliques if word in tree.args.place]
        spots = [index, *([] if filled.obj is None else [filled.obj]), *low]  # parsers hang it now here, now there
        parts = [c for at in spots for c in tree.of(at, "nmod") if tree.case[c] in tree.args.genitive]
        heads += [c for at in (*spots, *parts) for c in tree.of(at, "nmod") if case and tree.case[c] == case]
    elif name in {"clause", "modal"}:
        heads = [] if filled.clause is None else [filled.clause]
        heads = heads if name == "clause" else [aux for head in heads for aux in tree.of(head, "aux")]
    else:
        heads = _around(tree, index, name)
    if name not in {"any", "clause", "gov"}:
        heads += [c for head in heads for c in tree.of(head, "conj")]
        heads += [
            c for head in heads if _is_transparent(tree, head) for c in tree.of(head, "compound", "nmod", "acl", "amod")
        ]
    return heads


def _around(tree: Tree, index: int, name: str) -> list[int]:
    """The words that stand to ``index`` as ``name`` says: its attributes, what governs it, any word below it."""
    if name == "mod":
        return tree.of(index, "amod", "compound", "nmod", "advmod", "nummod")
    if name == "any":
        return [one for one in subtree(tree, index) if one != index]
    if name == "gen":
        return [c for c in tree.of(index, "nmod", "appos") if tree.case[c] in {"", *tree.args.genitive}]
    if name == "refl":
        return [c for c in tree.children[index] if tree.feature(c, "Reflex=Yes")]
    if name == "gov":
        return [tree.tokens[index].head]
    return tree.of(index, name) if name in {"xcomp", "advmod", "advcl"} else []


def _is_transparent(tree: Tree, index: int) -> bool:
    """Tell whether a noun only measures or frames the one below it: "a series of talks", "mediation efforts"."""
    return not _list("transparent", tree.sent.lang).words.isdisjoint(keys(tree, index))


def _choose(tree: Tree, index: int) -> Row | None:
    """The first row whose needs are met."""
    found = _entries(tree, index)
    filled = slots(tree, index)
    for row in found:
        if all(_holds(tree, index, filled, need) for need in row.needs) and _carries(tree, index, filled, row):
            return row
    return None


def _carries(tree: Tree, index: int, filled: Slots, row: Row) -> bool:
    """A light or ceasing verb counts only with an event noun to carry."""
    if row.type not in {"LIGHT", "CEASE"}:
        return True
    return any(nominal_types(tree, head) for head in _carried(tree, index, filled, row))


def _carried(tree: Tree, index: int, filled: Slots, row: Row) -> list[int]:
    wanted = [need.slot for need in row.needs if not need.negated] or ["obj"]
    return list(dict.fromkeys(head for slot in wanted for head in _slot_heads(tree, index, filled, slot)))


def find(tree: Tree) -> tuple[Predicate, ...]:
    """Return the predicates of a sentence in text order, nouns in light verbs joined with them; remembered."""
    known: tuple[Predicate, ...] | None = tree.memo.get("predicates")
    if known is None:
        known = tree.memo["predicates"] = _find(tree)
    return known


def _find(tree: Tree) -> tuple[Predicate, ...]:
    chosen = {i: row for i in _listed_words(tree) if (row := _choose(tree, i)) is not None}
    found: list[Predicate] = []
    taken: set[int] = set()
    for index, row in chosen.items():
        if row.type in {"LIGHT", "CEASE"}:
            for noun in _event_objects(tree, index, row, chosen):
                found.append(_joined(index, noun, row, chosen[noun]))
                taken.add(noun)
    for index, row in chosen.items():
        if row.type not in SPECIAL and index not in taken:
            found.append(Predicate(index=index, row=row, consumed=_consumed(tree, index, row)))
    return tuple(sorted(found, key=lambda one: one.index))


def is_idle(tree: Tree, index: int) -> bool:
    """Tell whether the row that fits a word says that it names no event."""
    row = _choose(tree, index)
    return row is not None and row.type == "NONE"


def _event_objects(tree: Tree, index: int, row: Row, chosen: dict[int, Row]) -> list[int]:
    """The event nouns that a light or ceasing verb has for its object (its subject, if passive)."""
    heads = _carried(tree, index, slots(tree, index), row)
    return [h for h in heads if h in chosen and chosen[h].pos == "noun" and chosen[h].type not in SPECIAL]


def _joined(verb: int, noun: int, light: Row, event: Row) -> Predicate:
    if light.type == "LIGHT":
        return Predicate(index=noun, row=event, verb=verb, consumed=(noun,), suffers="subj" in light.recipient)
    return Predicate(index=verb, row=light, ceases=event.type, consumed=(noun,))


def _consumed(tree: Tree, index: int, row: Row) -> tuple[int, ...]:
    """The words that a row's needs have matched: they are part of the trigger, no triggers themselves."""
    filled = slots(tree, index)
    return tuple(
        head
        for need in row.needs
        if not need.negated and (need.words or need.types) and not need.actor and need.slot not in {"any", "gov"}
        for head in _slot_heads(tree, index, filled, need.slot)
        if _is_one_of(tree, head, need)
    )
