"""The rows of ``accuracy.py``: each a function from the folder of the event data to figures by name.

Sentences are coded raw: no actor, recipient or trigger is given. Parties are compared by country where the data name
countries, else by their words.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import golden_update  # noqa: E402 - found beside the tests
import lagebild  # noqa: E402
from lagebild.extract import classifier  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lagebild.records import ActorMatch, Mention

FOLDS = 5
RIDGE, OWN_WEIGHT = classifier.RIDGE, classifier.OWN_WEIGHT
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
CODES = {
    "ITL": "ITA", "JAP": "JPN", "VTN": "VNM", "SPN": "ESP", "KUW": "KWT", "NZE": "NZL", "ZBW": "ZWE", "RHO": "ZWE",
    "GMW": "DEU",
}  # fmt: skip
NOBODY = frozenset({"", "---", "###", "XYZ", "HGW", "MRG", "ORC"})  # codes of nobody who could be known


def code(text: str, day: str, lang: str = "en") -> list[Mention]:
    """Return the mentions of one sentence."""
    return list(lagebild.code([{"id": "x", "text": text, "lang": lang, "published": day}]))


def _day(date: str) -> str:
    """Return an ISO date of eight digits; some records have invented ones."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if re.fullmatch(r"(19|20)\d{6}", date or "") else "2005-01-01"


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read JSON lines."""
    with path.open(encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)


def kind_of(mention: Mention) -> str:
    """Return the root of a mention: CONCEDE and RETREAT are one."""
    return MERGED.get(mention.type.value, mention.type.value)


def golden(_: Path) -> dict[str, float]:
    """Share of the golden files of each language that come out right."""
    found: dict[str, list[bool]] = {}
    for name in golden_update.names():
        right = golden_update.same(golden_update.expected(name), golden_update.found(name))
        found.setdefault(name.partition("/")[0], []).append(right)
    return {f"golden {lang}": sum(some) / len(some) for lang, some in sorted(found.items())}


# ---------------------------------------------------------------------------------------------
# PLOVER's gold records


def _countries(parties: Iterable[ActorMatch]) -> set[str]:
    return {"IGO" if (one.country or "").startswith("IGO") else one.country for one in parties if one.country}


def gsr(events: Path) -> dict[str, float]:
    """Shares of PLOVER's gold records with the right pair, and with pair and root both right in one mention."""
    total = pairs = both = 0
    for row in lines(events / "plover_gsr_part.jsonl"):
        found = code(row["sentence"], "2005-01-01")
        for event in row["expected"]:
            sides = [
                {CODES.get(a["code"], a["code"]) for a in event[key] if a.get("code")} for key in ("source", "target")
            ]
            hits = [m for m in found if _is_pair(m, *sides)]
            kind = RENAMED.get(event["event"], event["event"])
            total += 1
            pairs += bool(hits)
            both += any(kind_of(m) == MERGED.get(kind, kind) for m in hits)
    return {"gsr pair": pairs / total, "gsr pair and root": both / total}


def _is_pair(mention: Mention, source: set[str], target: set[str]) -> bool:
    return bool(source & _countries(mention.actors)) and (not target or bool(target & _countries(mention.recipients)))


# ---------------------------------------------------------------------------------------------
# PLV: the classifier has been trained on these sentences, so one row withholds them from it


@cache
def _trained() -> tuple[classifier.Weights, Any]:
    """Return the shipped classifier and the targets it was trained for, won back from its coefficients."""
    model = classifier.load()
    gram = _gram(model)
    weight = np.where(model.strand == 1, OWN_WEIGHT, 1.0)
    return model, np.sign(gram @ model.lean + RIDGE * model.lean / weight[:, None])


def _gram(model: classifier.Weights) -> Any:  # noqa: ANN401 - array
    near = np.where(model.strand[:, None] == model.strand[None, :], 1.0, classifier.ACROSS)
    return classifier.kernel((rows := classifier.dense(model)) @ rows.T, lean=True) * near


@contextmanager
def unseen(rows: Iterable[int]) -> Iterator[None]:
    """Let the classifier forget training sentences of the first strand, by their numbers in the PLV file."""
    model, target = _trained()
    kept = np.ones(len(model.strand), bool)
    kept[list(rows)] = False
    weight = np.where(model.strand == 1, OWN_WEIGHT, 1.0)[kept]
    dual = np.zeros_like(model.lean)
    dual[kept] = np.linalg.solve(_gram(model)[np.ix_(kept, kept)] + RIDGE * np.diag(1.0 / weight), target[kept])
    forgetful = replace(model, lean=dual)
    with patch.object(classifier, "load", lambda: forgetful):
        yield


def _names(parties: Iterable[ActorMatch], phrase: str) -> bool:
    wanted = phrase.lower().strip()
    return any(one.text.lower() in wanted or wanted in one.text.lower() for one in parties)


def plv(events: Path) -> dict[str, float]:
    """Shares of PLV sentences with a mention of the right parties, and of the right parties and root.

    Nobody has read the errors of the last fold: what counts is its figure.
    """
    rows = list(lines(events / "plv_train.jsonl"))
    of_fold = [[i for i, row in enumerate(rows) if int(row["sentence_id"]) % FOLDS == fold] for fold in range(FOLDS)]
    seen = [_plv_hit(row) for row in rows]
    new: list[list[tuple[bool, bool]]] = []
    for fold in of_fold:
        with unseen(fold):
            new.append([_plv_hit(rows[i]) for i in fold])
    return {
        "plv parties": sum(parties for parties, _ in seen) / len(rows),
        "plv parties and root": sum(right for _, right in seen) / len(rows),
        "plv parties and root, types unseen": sum(right for fold in new for _, right in fold) / len(rows),
        "plv parties and root, never read": sum(right for _, right in new[-1]) / len(new[-1]),
    }


def _plv_hit(row: dict[str, Any]) -> tuple[bool, bool]:
    found = [
        m
        for m in code(row["sentence"], "2020-01-01")
        if _names(m.actors, row["source"]) and _names(m.recipients, row["target"])
    ]
    return bool(found), any(kind_of(m) == row["gold_root"] for m in found)


# ---------------------------------------------------------------------------------------------
# PETRARCH: roles; the invented countries of its unit records are replaced by real ones


@cache
def _stand_ins() -> dict[str, dict[str, str]]:
    return dict(tomllib.loads((Path(__file__).parent / "petrarch.toml").read_text(encoding="utf-8")))


def petrarch(events: Path) -> dict[str, float]:
    """Shares of PETRARCH's records all of whose pairs of source and target are found, and of the pairs."""
    figures = {}
    for name, file in (("unit", "petrarch_unittest.jsonl"), ("petr2", "petr2_gsr_validation.jsonl")):
        hits = [some for row in lines(events / file) if (some := petrarch_pairs(row))]
        flat = [one for some in hits for one in some]
        figures[f"petrarch {name} records"] = sum(map(all, hits)) / len(hits)
        figures[f"petrarch {name} pairs"] = sum(flat) / len(flat)
    return figures


def petrarch_pairs(row: dict[str, Any]) -> list[bool]:
    """Return for each expected pair of parties of known countries whether a mention has it.

    What a record expects in both directions is mutual: there it does not matter who of the two is named actor.
    """
    sides = [(_home(event["source"]), _home(event["target"])) for event in row["expected"]]
    sides = [(a, b) for a, b in sides if a and b]
    if not sides or "expected_error" in row or not row["sentence"]:
        return []
    found = code(real(row["sentence"]), _day(row["date"]))
    named = [(_countries(m.actors), _countries(m.recipients)) for m in found]
    return [
        any(
            (a in one and b in two) or ((b, a) in sides and {a, b} <= one | two and not (one & two))
            for one, two in named
        )
        for a, b in sides
    ]


def real(text: str) -> str:
    """Return a sentence with real countries for invented ones."""
    names = _stand_ins()["names"]
    return re.sub("|".join(map(re.escape, names)), lambda found: names[found[0]], text)


def _home(wanted: str | None) -> str:
    """Return the country that a PETRARCH code begins with, by its ISO code; empty if it names none."""
    first = (wanted or "")[:3]
    if first in {"IGO", "IMG", "NGO", "NGM"}:
        return "IGO" if first == "IGO" else ""
    known = {**CODES, **_stand_ins()["codes"]}
    return known.get(first, "" if first in NOBODY else first)


# ---------------------------------------------------------------------------------------------
# Spanish


def spanish(events: Path) -> dict[str, float]:
    """Shares of Spanish events with the right type, and with type and source both right.

    The labels take marches and strikes for MOBILIZE as often as for PROTEST: the two count as one here.
    """
    total = typed = right = 0
    for row in lines(events / "spanish_protest_part.jsonl"):
        found = code(row["text"], _day(row["date"]), "es")
        for event in row["events"]:
            kind = RENAMED.get(event["plover"], event["plover"])
            hits = [m for m in found if _crowd(kind_of(m)) == _crowd(MERGED.get(kind, kind))]
            source = event["sourcetext"]
            total += 1
            typed += bool(hits)
            right += any(not source or _names(m.actors, source) for m in hits)
    return {"spanish type": typed / total, "spanish type and source": right / total}


def _crowd(kind: str) -> str:
    return "PROTEST" if kind == "MOBILIZE" else kind
