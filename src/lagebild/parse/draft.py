"""A parsed sentence in columns, for the rules of grammar to read and change."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from lagebild.parse import lemmas

__all__ = ["Draft", "words"]


@cache
def words(lang: str, name: str) -> frozenset[str]:
    """Return a list of words from ``grammar.toml``; empty where the language has none of the name."""
    table = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text(encoding="utf-8"))
    found: list[str] = table.get(lang, {}).get(name, [])
    return frozenset(found)


@dataclass(slots=True)
class Draft:
    """A parsed sentence in columns; heads count from 1, 0 is the root."""

    forms: list[str]
    upos: list[str]
    feats: list[str]
    heads: list[int]
    deprels: list[str]
    _below: list[list[int]] = field(default_factory=list)

    def children(self, head: int) -> list[int]:
        """Return the numbers of the words that hang on word ``head``."""
        if not self._below:
            self._below = [[] for _ in range(len(self.heads) + 1)]
            for i, above in enumerate(self.heads, 1):
                self._below[above].append(i)
        return self._below[head]

    def rel(self, word: int) -> str:
        """Return the relation of a word to its head."""
        return self.deprels[word - 1]

    def form(self, word: int) -> str:
        """Return a word in lower case."""
        return self.forms[word - 1].lower()

    def of(self, head: int, *relations: str) -> list[int]:
        """Return the children of a word that stand in one of the relations."""
        return [c for c in self.children(head) if self.deprels[c - 1] in relations]

    def move(self, word: int, head: int, deprel: str | None = None) -> None:
        """Hang a word on another head, and name its relation anew."""
        self.heads[word - 1] = head
        if deprel is not None:
            self.deprels[word - 1] = deprel
        self._below = []

    def marked(self, word: int) -> str:
        """Return the form that shows the case of a noun phrase: its determiner, or the word itself."""
        for child in self.children(word):
            if self.deprels[child - 1] in {"det", "det:poss"}:
                return self.form(child)
        return self.form(word)

    def number(self, word: int) -> str:
        """Return the value of the feature Number, or nothing."""
        return self.feats[word - 1].partition("Number=")[2].partition("|")[0]

    def verb(self, word: int, lang: str) -> str:
        """Return the infinitive of a verb, its separated prefix joined."""
        found = lemmas.lemma(self.forms[word - 1], "VERB", "", lang)
        return "".join([*(self.form(c) for c in self.of(word, "compound:prt")), found])
