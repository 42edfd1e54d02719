"""Actor phrases to country and PLOVER sectors: one table, with floors that only rise (``actors.toml``).

    python benchmarks/actors.py [--wrong]

Rows: our own cases (``actor_cases.tsv``, written before the coder was asked; every second one is held out: it is
counted, but ``--wrong`` does not show it), and the case files of the shared data folder (``LAGEBILD_SHARED``).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from floors import told

from lagebild.extract.actors import match
from lagebild.knowledge import actorbook

SHARED = Path(os.environ.get("LAGEBILD_SHARED", str(Path(__file__).parent.parent.parent / "shared")))
CASES = Path(__file__).parent / "actor_cases.tsv"
_MONTHS = {
    m: n for n, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}
_ALIAS = {"UNO": "IGO:UN", "EUR": "IGO:EU"}
_NOTHING = {"", "UNK"}


@dataclass
class Tally:
    """How many cases were asked and how many were right."""

    asked: int = 0
    right: int = 0

    def add(self, ok: bool) -> None:  # noqa: FBT001
        """Count one case."""
        self.asked += 1
        self.right += ok

    def __str__(self) -> str:
        """Render as per cent and counts."""
        return f"{100 * self.right / max(1, self.asked):5.1f} %  ({self.right}/{self.asked})"


def day(text: str | None) -> dt.date | None:
    """Return the date of a case: ISO, "12 April 2022" or "October 1, 2021"; ``None`` for none and "today"."""
    if not text or text.lower() == "today":
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    month = next(_MONTHS[w[:3].lower()] for w in re.findall(r"[A-Za-z]+", text))
    return dt.date(max(numbers), month, min(numbers))


def judge(case: dict[str, Any]) -> dict[str, bool]:
    """Return, for each thing a case asks for, whether it is right."""
    found = match(case["text"], lang="en", on=day(case.get("date")))
    if case.get("expect_none"):
        return {"none": not found}
    best = found[0] if found else None
    country = (best.country if best else None) or ""
    sectors = best.sectors if best else ()
    verdict: dict[str, bool] = {}
    wanted = case["expected_country"]
    if wanted is not None:
        wanted = _ALIAS.get(wanted, wanted)
        verdict["country"] = country == wanted or (wanted == "IGO" and country.startswith("IGO:"))
    for key, at in (("expected_code_1", 0), ("expected_code_2", 1)):
        wanted = case[key]
        if wanted is not None and wanted != "????":
            code = sectors[at] if len(sectors) > at else ""
            verdict[key[9:]] = code == wanted or (code in _NOTHING and wanted in _NOTHING)
    allowed = case.get("expect_in", {}).get("code_1")
    if allowed:
        verdict["code_1"] = sectors[:1] != () and sectors[0] in allowed
    return verdict


def germeval() -> tuple[Tally, Tally]:
    """Return, on German sentences with gold entities, how many named actors lie on one, and of persons on a person.

    Gold: GermEval 2014 (dev), outer entities. Named actors are matches with an id that is no bare country.
    """
    named, people = Tally(), Tally()
    path = SHARED / "data" / "actors" / "germeval2014_dev.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold: list[str] = []
        for token, tag in zip(row["tokens"], row["outer"], strict=True):
            gold += [tag[2:]] * len(token) + ["O"]
        for actor in match(" ".join(row["tokens"]), lang="de", on=dt.date(2010, 1, 1)):
            if actor.id is None:
                continue
            kinds = set(gold[actor.span.start : actor.span.end]) - {"", "O"}
            named.add(bool(kinds))
            if actor.id in actorbook.people():
                people.add(any(kind.startswith("PER") for kind in kinds))
    return named, people


def own(*, wrong: bool) -> dict[str, float]:
    """Return the shares of our own cases with the right country, first sector and both, of each half."""
    tallies: dict[str, Tally] = {}
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith(("#", "lang\t"))]
    for number, line in enumerate(lines, 1):
        lang, date, text, country, codes = line.split("\t")
        found = match(text, lang=lang, on=day(date))
        half = "seen" if number % 2 else "held out"
        if country == "nobody":
            verdict = dict.fromkeys(("country", "sector", "all"), not found)
        else:
            code = (found[0].sectors[:1] or ("",))[0] if found else "nothing"
            fits = code in codes.split("|") or (code in _NOTHING and bool({"-", "UNK"} & set(codes.split("|"))))
            placed = bool(found) and (found[0].country or "") == country
            verdict = {"country": placed, "sector": fits, "all": placed and fits}
        for key, ok in verdict.items():
            tallies.setdefault(f"own, {half}: {key}", Tally()).add(ok)
        if wrong and half == "seen" and not verdict["all"]:
            print("  ", text, "|", country, codes, "|", [(m.text, m.id, m.country, m.sectors) for m in found])
    return {name: tally.right / tally.asked for name, tally in sorted(tallies.items())}


def main() -> int:
    """Print the table; 1 where a figure is below its floor."""
    wrong = "--wrong" in sys.argv
    floors = tomllib.loads(CASES.with_name("actors.toml").read_text(encoding="utf-8"))
    fallen = False
    for name, figure in own(wrong=wrong).items():
        fallen |= told(name, figure, floors.get(name))
    if not (SHARED / "data" / "actors").is_dir():
        print(f"skipped: no data in {SHARED}")
        return int(fallen)
    for name in ("actor_cases_part", "nationality_cases"):
        tallies: dict[str, Tally] = {}
        for line in (SHARED / "data" / "actors" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            verdict = judge(case)
            for key, ok in verdict.items():
                tallies.setdefault(key, Tally()).add(ok)
            tallies.setdefault("all", Tally()).add(all(verdict.values()))
            if wrong and not all(verdict.values()):
                found = match(case["text"], lang="en", on=day(case.get("date")))
                shown = [(m.text, m.id, m.country, m.sectors) for m in found]
                print("  ", case["text"], "|", case.get("date"), "|", case["expect"], "|", shown)
        print(name)
        for key in sorted(tallies):
            print(f"  {key:8} {tallies[key]}")
    named, people = germeval()
    print("germeval2014_dev (de): precision of named actors against gold entities")
    print(f"  named    {named}\n  people   {people}")
    return int(fallen)


if __name__ == "__main__":
    sys.exit(main())
