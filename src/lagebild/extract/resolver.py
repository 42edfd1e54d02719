"""Names the actors of nominal phrases: one resolver a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lagebild.extract import actors as actor_names
from lagebild.extract.roles import antecedent
from lagebild.records import ActorMatch
from lagebild.spans import Span

if TYPE_CHECKING:
    import datetime as dt

    from lagebild.extract.roles import Tree
    from lagebild.records import Document

__all__ = ["Resolver", "Roles", "is_vague"]

_ARMED = frozenset({"MIL", "COP", "GOV", "REB", "OPP", "LEG", "JUD", "PTY", "SPY", "UAF", "PRM", "SEP"})
_OBJECTS = frozenset({"obj", "iobj"})
_DEEP = 3  # how far below an abstract noun its actor is looked for
_INSIDE = ("nmod", "amod", "compound", "appos", "flat", "det", "acl", "obl", "obj", "nsubj", "advmod", "nummod")
_ORDER = {"nmod:poss": 0, "det:poss": 0, "nmod": 1, "amod": 2, "compound": 2, "appos": 3}


def is_vague(found: tuple[ActorMatch, ...]) -> bool:
    """Tell whether parties are known by their role only."""
    return all(one.country is None and one.id is None for one in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The actors and recipients of a predicate, and where they were found."""

    actors: tuple[ActorMatch, ...] = ()
    recipients: tuple[ActorMatch, ...] = ()
    actor_slot: str = ""
    recipient_slot: str = ""


@dataclass(slots=True)
class Resolver:
    """Names the actors of nominal phrases in one sentence, and remembers them."""

    tree: Tree
    doc: Document
    on: dt.date
    memory: actor_names.ActorMemory | None = None
    taken: tuple[Span, ...] = ()  # stretches that name no actor: times
    seen: dict[int, tuple[ActorMatch, ...]] = field(default_factory=dict)

    def at(self, head: int) -> tuple[ActorMatch, ...]:
        """The actors that the phrase headed at ``head`` names; a proper name nobody knows stands for itself."""
        if head not in self.seen:
            sent = self.tree.sent
            self.seen[head] = ()  # a pronoun must not look for itself
            found = (
                self._pronoun(head) if self.tree.rel[head] in _OBJECTS else ()
            )  # the document's memory knows no tree
            if not found:
                found = actor_names.resolve(sent, head, doc=self.doc, on=self.on, memory=self.memory)
                found = tuple(one for one in found if not self._is_attribute(head, one))
                found = self._placed(head, found) or self._pronoun(head) or self._unknown(head)
            self.seen[head] = found + self._conjuncts(head, found) if found else ()
        return self.seen[head]

    def _is_attribute(self, head: int, one: ActorMatch) -> bool:
        """Tell whether a role word is only an attribute of the phrase: "military equipment", "migrant crisis"."""
        tokens = self.tree.tokens
        if one.country or one.id or one.span.overlaps(tokens[head].span):
            return False
        inside = [c for c in self.tree.children[head] if one.span.overlaps(tokens[c].span)]
        kinds = ("amod",) if _ARMED.intersection(one.sectors[:1]) else ("amod", "compound")
        return bool(inside) and all(self.tree.rel[c] in kinds for c in inside)

    def _placed(self, head: int, found: tuple[ActorMatch, ...]) -> tuple[ActorMatch, ...]:
        """Give a role word the country of its adjective or possessor where it has none ("American hostages")."""
        if len(found) != 1 or found[0].country or found[0].id or not found[0].sectors:
            return found
        for child in self.tree.of(head, "amod", "compound", "nmod:poss", "nmod"):
            if self.tree.rel[child] != "nmod" or self.tree.case[child] in {"", *self.tree.args.genitive}:
                country = next((one.country for one in self.at(child) if one.country), None)
                if country:
                    return (replace(found[0], country=country),)
        return found

    def _conjuncts(self, head: int, found: tuple[ActorMatch, ...]) -> tuple[ActorMatch, ...]:
        """Conjuncts of the phrase that its own resolution has left out."""
        more: list[ActorMatch] = []
        named = self.tree.of(head, "appos", "flat")
        for child in [c for at in (head, *named) for c in self.tree.of(at, "conj")]:
            if self.tree.is_nominal(child):
                below = [at for at in self.tree.of(child, "appos") if any(one.country for one in self.at(at))]
                some = self.at(below[0]) if below else self.at(child)
                new = [one for one in some if not any(one.span.overlaps(old.span) for old in (*found, *more))]
                more += [one for one in new if one.country or one.id or one.sectors]
        return tuple(more)

    def _pronoun(self, head: int) -> tuple[ActorMatch, ...]:
        token = self.tree.tokens[head]
        if token.upos not in {"PRON", "DET"} or "Person=3" not in token.feats:
            return ()
        found = antecedent(self.tree, head)
        return self.deep(found) if found is not None else ()

    def _unknown(self, head: int) -> tuple[ActorMatch, ...]:
        token = self.tree.tokens[head]
        acronym = token.upos == "NOUN" and token.text.isalpha() and token.text.isupper() and len(token.text) > 1
        if not (token.upos == "PROPN" or acronym) or self.tree.rel[head] in {"flat", "amod"}:
            return ()
        if not token.text[:1].isupper():
            return ()
        span = _name_span(self.tree, head)
        if any(span.overlaps(one) for one in self.taken):
            return ()
        return (ActorMatch(text=span.of(self.doc.text), span=span),)

    def deep(self, head: int, depth: int = _DEEP, *, placed: bool = True) -> tuple[ActorMatch, ...]:
        """The actors at ``head``, or those nearest below it ("the decision of the government").

        Without ``placed``, where it is names nobody: "a car bomb in Kiev".
        """
        found = self.at(head)
        if found or depth == 0:
            return found
        children = [c for c in self.tree.of(head, *_INSIDE) if self.tree.rel[c] in _INSIDE[:8] or depth == _DEEP]
        for child in sorted(children, key=self._nearness):
            if not placed and self.tree.case[child] in self.tree.args.place:
                continue
            found = self.deep(child, depth - 1, placed=placed)
            if found and not (self.tree.rel[child] == "amod" and is_vague(found)):
                return self._what_is_there(head, child, found)
        return ()

    def _what_is_there(self, head: int, child: int, found: tuple[ActorMatch, ...]) -> tuple[ActorMatch, ...]:
        """Return what stands in a place of a known country, not the place itself: "an army camp in Kabul"."""
        tree = self.tree
        one = found[0]
        place = tree.rel[child] == "nmod" and tree.case[child] in tree.args.place and one.id == one.country
        if len(found) > 1 or not place or tree.tokens[head].upos != "NOUN" or child < head:
            return found
        return (self.thing(head, one),)

    def thing(self, head: int, place: ActorMatch) -> ActorMatch:
        """Return a thing as something of the country of a place; its words reach to the place's if those follow it."""
        left = [c for c in self.tree.of(head, "amod", "compound", "nummod") if c < head]
        start, end = self.tree.tokens[min([head, *left])].span.start, self.tree.tokens[head].span.end
        below = place.span.start > end and self.tree.sent.span.contains(place.span)
        span = Span(start, place.span.end if below else end)
        return ActorMatch(text=span.of(self.doc.text), span=span, country=place.country)

    def _nearness(self, child: int) -> int:
        """The rank of a dependent as the one who acts in what its head names: first "by Serbia"."""
        args = self.tree.args
        if self.tree.rel[child] == "nmod" and self.tree.case[child] in args.agent:
            return -1 if self.tree.case[child] not in args.genitive else 1
        return _ORDER.get(self.tree.tokens[child].deprel, 4)

    def below(self, head: int) -> tuple[ActorMatch, ...]:
        """The first party of a known country in the attributes of a phrase: "troops for a force in Liberia"."""
        for child in self.tree.of(head, "nmod", "acl", "obl"):
            if self.tree.case[child] in self.tree.args.genitive and self.tree.rel[head] != "acl":  # "made up of"
                continue
            found = tuple(one for one in self.at(child) if one.country) or self.below(child)
            if found:
                return self._what_is_there(head, child, found)
        return ()


def _name_span(tree: Tree, head: int) -> Span:
    near = [head, *tree.of(head, "flat", "compound", "amod", "nmod:poss", "det", "fixed")]
    near += [c for one in list(near) for c in tree.of(one, "flat", "compound", "case") if one != head]
    low, high = min(near), max(near)
    return Span(tree.tokens[low].span.start, tree.tokens[high].span.end)
