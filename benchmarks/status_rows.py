"""The groups of rows of ``benchmarks/status.py``: our own sentences, the labelled news, the shared development sets.

Own sentences (``tests/extract/data``): of ``status.*`` odd rows served development and even rows are held out; of
``status-news.*``, ``status-thin.*`` and ``status-ways.*``, in the manner of news, those are held out whose text has an
even SHA-256.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lagebild import parse
from lagebild.extract.mend import mended
from lagebild.extract.quotations import find_quotations
from lagebild.extract.status import StatusCall, status_of
from lagebild.records import Document, Sentence, Status
from lagebild.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lagebild.records import Quotation

__all__ = ["SHOWN", "factuality", "labels", "macro_f1", "own", "quotations", "wrongly_asserted"]

HERE = Path(__file__).parent
OWN = HERE.parent / "tests" / "extract" / "data"
LABELS = HERE.parent / "training" / "labels"
SHARED = Path(os.environ.get("LAGEBILD_SHARED", HERE.parent / ".." / "shared")) / "data" / "status"
HALF = 0.5  # share of common characters (of both together) from which two contents are one quotation
SAID = frozenset({"Direct", "Indirect"})  # the kinds that are reported with words that say so
UNREAL = frozenset({"planned", "alleged", "denied"})
PATTERNED = ("ar", "ja", "ko", "tr", "zh")  # languages read by their words
SHOWN: set[str] = set()  # the groups whose errors are printed


def parsed(text: str, spans: Iterable[tuple[int, int]], lang: str) -> list[Sentence]:
    """Return the parsed sentences at ``spans`` of ``text``, as the coder reads them."""
    raw = [
        Sentence(document="d", index=i, span=Span(a, b), text=text[a:b], lang=lang)
        for i, (a, b) in enumerate(spans)
        if text[a:b].strip()
    ]
    return [mended(sent) for sent in parse.parse(raw)]


def call(sent: Sentence, index: int, day: str) -> StatusCall:
    """Return the status of a word in a document of that day that is nothing but its sentence."""
    published = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    return status_of(sent, index, doc=Document(id="d", text=sent.text, language=sent.lang, published=published))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the mean F1 of the statuses that occur in (gold, given) as gold."""
    scores = []
    for kind in Status:
        hits = sum(gold == given == kind for gold, given in pairs)
        some = sum(gold == kind for gold, _ in pairs) + sum(given == kind for _, given in pairs)
        if any(gold == kind for gold, _ in pairs):
            scores.append(2 * hits / some)
    return sum(scores) / max(1, len(scores))


def wrongly_asserted(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the share of planned, alleged and denied events that are given as asserted."""
    unreal = [given for gold, given in pairs if gold in UNREAL]
    return sum(given == "asserted" for given in unreal) / max(1, len(unreal))


# ---------------------------------------------------------------------------------------------
# our own sentences


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of our own with its gold status, whether the event lies in the past, and what was given."""

    gold: str
    past: bool
    held: bool
    given: StatusCall


def _rows(name: str, lang: str) -> Iterator[Row]:
    lines = (OWN / f"{name}.{lang}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith(("#", "status\t"))]
    for number, (gold, past, marked) in enumerate(cells):
        text, start = marked.replace("[", "").replace("]", ""), marked.index("[")
        digest = int(hashlib.sha256(text.encode()).hexdigest(), 16)
        held = number % 2 == 1 if name == "status" else digest % 2 == 0
        (sent,) = parsed(text, [(0, len(text))], lang)
        index = next(token.index for token in sent.tokens if token.span.end > start)
        row = Row(gold, past == "b", held, call(sent, index, "2024-04-10"))
        if "own" in SHOWN and not held and gold != row.given.status:
            print(f"{gold} given as {row.given.status.value}: {marked}")
        yield row


def own() -> dict[str, float]:
    """Return the figures of our own sentences: flat ones, in the manner of news, thin kinds, and all ways to tell."""
    scores: dict[str, float] = {}
    for name, kind, langs in (
        ("status", "own", ("de", "en", *PATTERNED)), ("status-news", "own news", ("de", "en")),
        ("status-thin", "own thin", ("de", "en")), ("status-ways", "own ways", ("de", "en")),
    ):  # fmt: skip
        for lang in langs:
            rows = list(_rows(name, lang))
            for held in (False, True):
                title = f"{kind} {lang}{' held out' if held else ''}"
                pairs = [(row.gold, row.given.status.value) for row in rows if row.held is held]
                scores[f"{title}: status macro-F1"] = macro_f1(pairs)
                scores[f"{title}: wrongly asserted"] = wrongly_asserted(pairs)
            if any(row.past for row in rows):
                scores[f"{kind} {lang}: background F1"] = _f1((row.past, row.given.background) for row in rows)
    return scores


def _f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    count = Counter(pairs)
    return 2 * count[True, True] / max(1, 2 * count[True, True] + count[True, False] + count[False, True])


# ---------------------------------------------------------------------------------------------
# labelled news


def _trigger(sents: list[Sentence], words: str) -> tuple[Sentence, int] | None:
    """The head of the trigger in the first sentence that has its words."""
    for sent in sents:
        at = sent.text.find(words)
        if at >= 0:
            start = sent.span.start + at
            inside = [t for t in sent.tokens if t.span.end > start and t.span.start < start + len(words)]
            known = {t.index for t in inside}
            tops = [t.index for t in inside if t.head not in known or t.head == t.index]
            return (sent, tops[0]) if tops else None
    return None


def labels() -> dict[str, float]:
    """Return what the status logic makes of the labelled news, the labelled trigger given."""
    scores = {}
    for lang in ("de", "en"):
        pairs: list[tuple[str, str]] = []
        past: list[tuple[bool, bool]] = []
        for line in (LABELS / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            text = one["text"]
            spans = parse.split(text, lang, within=Span(0, len(text))) if one["events"] else []
            sents = parsed(text, [(span.start, span.end) for span in spans], lang)
            for event in one["events"]:
                found = _trigger(sents, event["trigger"])
                if found is not None:
                    given = call(*found, one["date"])
                    pairs.append((event["status"], given.status.value))
                    past.append((event["background"], given.background))
        scores[f"labelled news {lang}: status macro-F1"] = macro_f1(pairs)
        scores[f"labelled news {lang}: status right"] = sum(a == b for a, b in pairs) / max(1, len(pairs))
        scores[f"labelled news {lang}: wrongly asserted"] = wrongly_asserted(pairs)
        scores[f"labelled news {lang}: background F1"] = _f1(past)
    return scores


# ---------------------------------------------------------------------------------------------
# shared sets


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def _joined(words: Sequence[str]) -> tuple[str, list[int]]:
    """Return the words as running text, and where each begins."""
    text, starts = "", []
    for word in words:
        tight = word in {",", ".", ";", ":", "?", "!", "n't", ")"} or word.startswith("'")
        text += "" if tight or not text else " "
        starts.append(len(text))
        text += word
    return text, starts


def _banded(name: str) -> Counter[tuple[str, str]]:
    """Count events by the band of their factuality (-3 to 3) and the status given."""
    count: Counter[tuple[str, str]] = Counter()
    for row in _lines(name):
        if not row["factuality"]:
            continue
        text, starts = _joined(row["tokens"])
        (sent,) = parsed(text, [(0, len(text))], "en")
        for index, value in row["factuality"].items():
            found = next((t.index for t in sent.tokens if t.span.end > starts[int(index)]), None)
            if found is not None:
                band = "certain" if value >= 2.5 else "untrue" if value <= -1 else "open"
                count[band, call(sent, found, "2000-01-01").status.value] += 1
    return count


def factuality() -> dict[str, float]:
    """Return how events come out that annotators hold for certain, for open or for untrue."""
    if not SHARED.is_dir():
        return _absent()
    scores = {}
    for title, name in (("UW", "uw_factuality_dev.en.jsonl"), ("MEANTIME", "meantime_factuality_train.en.jsonl")):
        count = _banded(name)
        for band in ("untrue", "open", "certain"):
            total = sum(number for (one, _), number in count.items() if one == band)
            scores[f"{title} en: {band} given as asserted"] = count[band, "asserted"] / max(1, total)
    return scores


def _absent() -> dict[str, float]:
    print(f"no shared data in {SHARED}")
    return {}


def overlap(a: Sequence[int], b: Sequence[int]) -> int:
    """Return how many characters two spans have in common."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def same(found: Quotation, gold: dict[str, Any]) -> bool:
    """Tell whether two quotations have the same content, by the share of common characters."""
    common = sum(overlap(found.content, part) for part in gold["quote"])
    total = found.content.length + sum(b - a for a, b in gold["quote"]) - common
    return bool(common >= HALF * total)


def right_speaker(found: Quotation, gold: dict[str, Any]) -> bool:
    """Tell whether the speakers overlap, or neither has one."""
    if found.speaker is None or not gold["speaker"]:
        return found.speaker is None and not gold["speaker"]
    return any(overlap(found.speaker, part) for part in gold["speaker"])


def quotations() -> dict[str, float]:
    """Return the scores of German quotations with the right speaker: of the benchmark's articles, and of those unread.

    The errors of the articles that :func:`_unread` names have never been looked at: what counts is their score.
    """
    if not SHARED.is_dir():
        return _absent()
    whole, unread = _scores(_lines("wikinews_quotes_dev.de.jsonl")), _scores(_unread())
    return {f"quotations de: {name}": value for name, value in whole.items()} | {
        "quotations de unread: F1": unread["F1"]
    }


def _unread() -> Iterator[dict[str, Any]]:
    """Yield the articles whose errors nobody has read: by the hash of their id."""
    for name, read in (("wikinews_quotes_dev.de.jsonl", 75), ("wikinews_quotes_train.de.jsonl", 480)):
        rows = sorted(_lines(name), key=lambda row: _hashed(row["id"]))
        yield from (row for row in rows[read:] if _hashed(f"half {row['id']}") % 2)


def _hashed(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)


def _scores(rows: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Return the scores of articles; kinds of quotation that are not scored count neither way.

    Of two with the same words ("die Zeitung zitiert den Minister: …") the one with the right speaker is taken.
    """
    count: Counter[str] = Counter()
    for row in rows:
        sents = parsed(row["text"], [(a, b) for a, b in row["sentences"]], "de")
        left = [quote for quote in row["quotes"] if quote["type"] in SAID]
        other = [quote for quote in row["quotes"] if quote["type"] not in SAID]
        count["gold"] += len(left)
        for one in find_quotations(row["text"], sents, lang="de"):
            hits = [quote for quote in left if same(one, quote)]
            hit = next((quote for quote in hits if right_speaker(one, quote)), hits[0] if hits else None)
            if hit is None:
                count["found"] += not any(same(one, quote) for quote in other)
                continue
            left.remove(hit)
            count["found"] += 1
            count["content"] += 1
            count["right"] += right_speaker(one, hit)
    both = count["found"] + count["gold"]
    return {
        "content F1": 2 * count["content"] / max(1, both),
        "precision": count["right"] / max(1, count["found"]),
        "recall": count["right"] / max(1, count["gold"]),
        "F1": 2 * count["right"] / max(1, both),
    }
