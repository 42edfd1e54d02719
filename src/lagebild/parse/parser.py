"""The parsers of all languages: loaded once, on first use; batched."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from lagebild import models
from lagebild.errors import ModelError
from lagebild.parse import grammar, lemmas
from lagebild.parse.network import Network
from lagebild.parse.script import simplified

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Model", "Row", "as_seen", "columns", "model", "supported"]


@dataclass(frozen=True, slots=True)
class Model:
    """A shipped parser as its entry in ``models/parsers.toml`` describes it."""

    lang: str
    weights: str
    version: str
    las: float
    experimental: bool

    @property
    def name(self) -> str:
        """Return what records keep of the parser that made them."""
        return f"{self.weights.partition('/')[0]}-{self.version}"


class Row(NamedTuple):
    """One parsed word; ``head`` counts from 1 and 0 is the root."""

    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str


@cache
def supported() -> dict[str, Model]:
    """Return the parser of every language that has one."""
    table = tomllib.loads((models.ROOT / "parsers.toml").read_text(encoding="utf-8"))
    return {
        lang: Model(lang, one["weights"], one["version"], one["las"], one["las"] < table["experimental_below"])
        for lang, one in table["parser"].items()
    }


def model(lang: str) -> Model:
    """Return the parser of a language.

    Raises:
        ModelError: if there is none.
    """
    found = supported().get(lang)
    if found is None:
        known = ", ".join(sorted(supported()))
        raise ModelError(f"there is no parser for '{lang}'", hint=f"languages with a parser: {known}")
    return found


@cache
def _network(weights: str) -> Network:
    return Network(models.ROOT / weights)


def as_seen(forms: Sequence[str], lang: str) -> Sequence[str]:
    """Return the words of a sentence as the network is to see them: Chinese in simplified script."""
    return [simplified(form) for form in forms] if lang == "zh" else forms


def columns(sentences: Sequence[Sequence[str]], lang: str) -> list[list[Row]]:
    """Parse tokenised sentences of one language: trees, tags, lemmas, mended by the rules of grammar.

    Raises:
        ModelError: if the language has no parser.
    """
    network = _network(model(lang).weights)
    seen = [as_seen(forms, lang) for forms in sentences]
    out = []
    for forms, found in zip(sentences, network.parse(seen, lang), strict=True):
        draft = grammar.Draft(list(forms), found.upos, found.feats, found.heads, found.relations)
        grammar.mend(draft, lang)
        words = enumerate(zip(draft.forms, draft.upos, draft.feats, strict=True))
        named = [lemmas.lemma(*word, lang, initial=not i) for i, word in words]
        lemmas.join_prefixes(named, draft.forms, draft.heads, draft.deprels, lang)
        out.append([Row(*row) for row in zip(named, draft.upos, draft.feats, draft.heads, draft.deprels, strict=True)])
    return out
