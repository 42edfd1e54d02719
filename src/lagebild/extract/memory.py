"""What a document has named so far: for pronouns, surnames and definite descriptions."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from lagebild.knowledge import actorbook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lagebild.records import ActorMatch, Document, Sentence, Token

__all__ = ["ActorMemory"]

_KEPT: Final = 40  # matches kept
_NEAR: Final = 2  # sentences back in which a pronoun finds whom it means
_RECENT: Final = 4  # matches back that must agree on a country for a definite description to take it
_CITIZENS: Final = frozenset({"CVL", "REF", "UNK", "JRN", "EDU", "MED", "BUS", "LAB", "CRM"})


class ActorMemory:
    """The actors of one document in the order they were named.

    An anaphor is resolved only where it is safe: a surname to the one person who bears it; a singular personal
    pronoun to the one person named in this sentence or the two before; a definite description without a country
    ("the ministry") to the last actor of the same sector, or to the one country that was last spoken of.
    """

    def __init__(self) -> None:
        self._named: deque[tuple[int, ActorMatch]] = deque(maxlen=_KEPT)
        self._document = ""
        self.home: str | None = None  # the one country that the headline names

    def begin(self, headline: Iterable[ActorMatch], doc: Document) -> None:
        """Start with a document: its headline has named its actors before the text begins."""
        self._document = doc.id
        self._named.clear()
        named = [match for match in headline if match.country is not None]
        self._named.extend((-1, match) for match in named)
        countries = {match.country for match in named}
        self.home = countries.pop() if len(countries) == 1 else None
        if self.home is not None and ":" in self.home:
            self.home = None

    def note(self, matches: Iterable[ActorMatch], sent: Sentence, doc: Document) -> None:
        """Keep ``matches``, found in ``sent``, as the last named; a new document starts afresh."""
        if doc.id != self._document:
            self._document = doc.id
            self._named.clear()
        known = [match for match in matches if match.country is not None]
        seen = {(index, match.span) for index, match in self._named} if known else ()
        for match in known:
            if (sent.index, match.span) not in seen:
                self._named.append((sent.index, match))

    def settle(self, named: list[ActorMatch], sent: Sentence, head: int) -> list[ActorMatch]:
        """Return ``named`` with what the memory knows: whom a pronoun means, whose "the government" is."""
        if not self._document or sent.document not in {"", self._document}:
            return named
        token = sent.tokens[head]
        if not named:
            found = self._pronoun(token, sent) if token.upos == "PRON" else self._surname(token)
            return [] if found is None else [replace(found, text=token.text, span=token.span)]
        return [self._described(match, sent, head) for match in named]

    def _pronoun(self, token: Token, sent: Sentence) -> ActorMatch | None:
        feats = set(token.feats.split("|"))
        if "PronType=Prs" not in feats or "Person=3" not in feats or "Number=Sing" not in feats:
            return None
        if "Gender=Neut" in feats or token.lemma.lower() in {"it", "es"}:
            return None
        near = [match for index, match in self._named if sent.index - _NEAR <= index <= sent.index]
        people = {match.id: match for match in near if match.id in actorbook.people()}
        return next(iter(people.values())) if len(people) == 1 else None

    def _surname(self, token: Token) -> ActorMatch | None:
        if token.upos != "PROPN":
            return None
        word = token.text
        bearers = {m.id: m for _, m in self._named if m.id in actorbook.people() and _last_word(m.text) == word}
        return next(iter(bearers.values())) if len(bearers) == 1 else None

    def _described(self, match: ActorMatch, sent: Sentence, head: int) -> ActorMatch:
        """Return a match without a country with the country that its definite description takes up."""
        if match.country is not None or not match.sectors or match.sectors[0] in _CITIZENS:
            return match
        if not _definite(sent, head):
            return match
        near = [earlier for index, earlier in self._named if sent.index - _NEAR - 1 <= index <= sent.index]
        same = {earlier.country for earlier in near if earlier.sectors[:1] == match.sectors[:1]}
        last = {earlier.country for _, earlier in list(self._named)[-_RECENT:]}
        for countries in (same, last):
            if len(countries) == 1 and ":" not in str(*countries):
                return replace(match, country=next(iter(countries)))
        return match


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].rstrip("’'s") if text.split() else ""


def _definite(sent: Sentence, head: int) -> bool:
    """Tell whether the phrase has a definite article or demonstrative, as English and German mark it."""
    marks = [t for t in sent.tokens if t.head == head and t.deprel == "det"]
    return any(
        "Definite=Def" in t.feats or "PronType=Dem" in t.feats or t.lemma.lower() in {"the", "der"} for t in marks
    )
