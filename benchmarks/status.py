"""Measures status, speakers and quotations: our own sentences and the shared development sets; fails below the floors.

Own sentences (``tests/extract/data``) come in two halves: odd rows served development, even rows are held out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lagebild import parse
from lagebild.extract.quotations import find_quotations
from lagebild.extract.status import status_of
from lagebild.records import Document, Sentence, Status
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lagebild.records import Quotation

OWN = Path(__file__).parents[1] / "tests" / "extract" / "data"
SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data" / "status"
HALF = 0.5  # share of common characters (of both together) from which two contents are one quotation
SAID = frozenset({"Direct", "Indirect"})  # the kinds that are reported with words that say so
FLOORS = {
    "own de macro-F1": 0.95, "own en macro-F1": 0.92, "held-out de macro-F1": 0.88, "held-out en macro-F1": 0.86,
    "quotations de F1": 0.64,
}  # fmt: skip


def sentences(text: str, spans: Sequence[Sequence[int]], lang: str) -> list[Sentence]:
    """Return the parsed sentences of ``text``."""
    raw = [
        Sentence(document="d", index=i, span=Span(a, b), text=text[a:b], lang=lang)
        for i, (a, b) in enumerate(spans)
        if text[a:b].strip()
    ]
    return list(parse.parse(raw))


def document(text: str, lang: str, day: str = "2024-04-10") -> Document:
    """Return a document with nothing but its text."""
    return Document(id="d", text=text, language=lang, published=dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC))


# ---------------------------------------------------------------------------------------------
# our own sentences


def own(lang: str) -> Iterator[tuple[int, str, bool, str, str]]:
    """Yield number, status, background, gold and given status of our own sentences."""
    lines = (OWN / f"status.{lang}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "status\t"))]
    for number, (gold, past, marked) in enumerate(rows):
        text, start = marked.replace("[", "").replace("]", ""), marked.index("[")
        (sent,) = sentences(text, [(0, len(text))], lang)
        trigger = next(token.index for token in sent.tokens if token.span.end > start)
        found = status_of(sent, trigger, doc=document(text, lang))
        yield number, gold, (past == "b") == found.background, found.status.value, text


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean of the F1 of the six statuses, over (gold, given)."""
    scores = []
    for kind in Status:
        hits = sum(gold == given == kind for gold, given in pairs)
        some = sum(gold == kind for gold, _ in pairs) + sum(given == kind for _, given in pairs)
        scores.append(2 * hits / max(1, some))
    return sum(scores) / len(scores)


def wrongly_asserted(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the share of planned, alleged and denied events that are given as asserted."""
    unreal = [given for gold, given in pairs if gold in {"planned", "alleged", "denied"}]
    return sum(given == "asserted" for given in unreal) / max(1, len(unreal))


def own_scores(lang: str, *, show: bool) -> dict[str, float]:
    """Return the scores of both halves of our own sentences."""
    rows = list(own(lang))
    for number, gold, _, given, text in rows:
        if show and gold != given and number % 2 == 0:
            print(f"{gold} given as {given}: {text}")
    scores = {}
    for name, half in (("own", rows[0::2]), ("held-out", rows[1::2])):
        pairs = [(gold, given) for _, gold, _, given, _ in half]
        scores[f"{name} {lang} macro-F1"] = macro_f1(pairs)
        scores[f"{name} {lang} wrongly asserted"] = wrongly_asserted(pairs)
        scores[f"{name} {lang} background right"] = sum(row[2] for row in half) / len(half)
    return scores


# ---------------------------------------------------------------------------------------------
# shared sets


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON-lines file of the shared data."""
    with (SHARED / name).open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def overlap(a: Sequence[int], b: Sequence[int]) -> int:
    """Return how many characters two spans have in common."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def same(found: Quotation, gold: dict[str, Any]) -> bool:
    """Tell whether two quotations have the same content, by the share of common characters."""
    common = sum(overlap(found.content, part) for part in gold["quote"])
    total = found.content.length + sum(b - a for a, b in gold["quote"]) - common
    return common >= HALF * total


def right_speaker(found: Quotation, gold: dict[str, Any]) -> bool:
    """Tell whether the speakers overlap, or neither has one."""
    if found.speaker is None or not gold["speaker"]:
        return found.speaker is None and not gold["speaker"]
    return any(overlap(found.speaker, part) for part in gold["speaker"])


def quotation_scores(name: str) -> dict[str, float]:
    """Return precision, recall and F1 of quotations with the right speaker; kinds not scored count neither way."""
    count: Counter[str] = Counter()
    for row in lines(name):
        found = find_quotations(row["text"], sentences(row["text"], row["sentences"], "de"), lang="de")
        left = [quote for quote in row["quotes"] if quote["type"] in SAID]
        other = [quote for quote in row["quotes"] if quote["type"] not in SAID]
        count["gold"] += len(left)
        for one in found:
            hit = next((quote for quote in left if same(one, quote)), None)
            if hit is None:
                count["found"] += not any(same(one, quote) for quote in other)
                continue
            left.remove(hit)
            count["found"] += 1
            count["content"] += 1
            count["right"] += right_speaker(one, hit)
    both = count["found"] + count["gold"]
    return {
        "quotations de content F1": 2 * count["content"] / max(1, both),
        "quotations de precision": count["right"] / max(1, count["found"]),
        "quotations de recall": count["right"] / max(1, count["gold"]),
        "quotations de F1": 2 * count["right"] / max(1, both),
    }


def factuality_scores(name: str) -> dict[str, float]:
    """Return how often events that annotators hold for certain, uncertain or untrue come out so (-3 to 3)."""
    count: Counter[tuple[str, str]] = Counter()
    for row in lines(name):
        if not row["tokens"]:
            continue
        text, starts = "", []
        for word in row["tokens"]:
            starts.append(len(text))
            text += f"{word} "
        (sent,) = sentences(text, [(0, len(text) - 1)], "en")
        for index, value in row["factuality"].items():
            trigger = next((t.index for t in sent.tokens if t.span.end > starts[int(index)]), None)
            if trigger is not None:
                given = status_of(sent, trigger, doc=document(text, "en", "2000-01-01")).status
                count[_band(value), given.value] += 1
    return {
        "factuality: untrue given as asserted": count["untrue", "asserted"] / max(1, _sum(count, "untrue")),
        "factuality: uncertain given as asserted": count["uncertain", "asserted"] / max(1, _sum(count, "uncertain")),
        "factuality: certain given as asserted": count["certain", "asserted"] / max(1, _sum(count, "certain")),
    }


def _band(value: float) -> str:
    return "certain" if value >= 2.5 else "untrue" if value <= -1 else "uncertain"


def _sum(count: Counter[tuple[str, str]], band: str) -> int:
    return sum(number for (name, _), number in count.items() if name == band)


def main() -> int:
    """Print the table; 1 if a floor is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--show", action="store_true", help="print the errors of the development half")
    show = options.parse_args().show
    scores = own_scores("de", show=show) | own_scores("en", show=show)
    if SHARED.is_dir():
        scores |= quotation_scores("wikinews_quotes_dev.de.jsonl")
        scores |= factuality_scores("uw_factuality_dev.en.jsonl")
    else:
        print(f"no shared data in {SHARED}: only our own sentences are measured")
    broken = 0
    for name, value in scores.items():
        floor = FLOORS.get(name)
        broken += floor is not None and value < floor
        print(f"{name:45} {value:.3f}" + (f"   floor {floor:.2f}" if floor is not None else ""))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
