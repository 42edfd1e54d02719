"""Measures language identification on short text: fragments of news in every supported language, and headlines.

    python benchmarks/language.py            (needs the folder of evaluation data: LAGEBILD_SHARED)

Fragments are taken from the translated news of NTREX-128 (``parallel/ntrex_part.jsonl``): runs of three, five and eight
words, of Chinese and Japanese as many characters as such words have (two a word). Headlines are the titles of Wikinews
(``news/wikinews.*.jsonl``). Prints one table, per language in per cent named rightly; exits 1 below a floor.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path

from lagebild.read.language import SUPPORTED, identify

FOLDER = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[2] / "shared")) / "data"
FLOORS = {"3 words": 0.94, "5 words": 0.975, "8 words": 0.99, "headlines": 0.98}
WORDS = (3, 5, 8)
A_LANGUAGE = 300
UNSPACED = {"zh": 2, "ja": 2}  # characters a word


def fragments(texts: list[str], code: str, words: int, chance: random.Random) -> list[str]:
    """Return runs of so many words, each from another sentence."""
    found: list[str] = []
    for text in chance.sample(texts, len(texts)):
        pieces = list(text) if code in UNSPACED else text.split()
        size = words * UNSPACED.get(code, 1)
        if len(pieces) >= size and len(found) < A_LANGUAGE:
            start = chance.randint(0, len(pieces) - size)
            found.append(("" if code in UNSPACED else " ").join(pieces[start : start + size]))
    return [text for text in found if any(map(str.isalpha, text))]


def sentences() -> dict[str, list[str]]:
    """Return the sentences of every supported language."""
    found: dict[str, list[str]] = {code: [] for code in SUPPORTED}
    for line in (FOLDER / "parallel" / "ntrex_part.jsonl").read_text(encoding="utf-8").splitlines():
        for code, texts in json.loads(line)["text"].items():
            found.get(code, []).extend(texts)
    return found


def headlines() -> dict[str, list[str]]:
    """Return the titles of Wikinews by language."""
    found: dict[str, list[str]] = {}
    for path in sorted((FOLDER / "news").glob("wikinews.*.jsonl")):
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        found[path.name.split(".")[1]] = [row["title"] for row in rows if row.get("title")]
    return found


def accuracy(cases: dict[str, list[str]]) -> dict[str, float]:
    """Return the share named rightly, by language."""
    return {
        code: sum(identify(text)[0] == code for text in texts) / len(texts) for code, texts in cases.items() if texts
    }


def main() -> int:
    """Print the table; 1 if something falls below its floor."""
    if not FOLDER.is_dir():
        print(f"skipped: no evaluation data in {FOLDER} (set LAGEBILD_SHARED)")
        return 0
    chance = random.Random(5)  # noqa: S311 - the same fragments every time
    texts = sentences()
    cases = {f"{n} words": {code: fragments(texts[code], code, n, chance) for code in SUPPORTED} for n in WORDS} | {
        "headlines": headlines()
    }
    print(f"{'':<11}{'n':>6}{'all':>7}{'floor':>7}  " + "".join(f"{code:>6}" for code in SUPPORTED))
    short = False
    began = time.process_time()
    total = 0
    for name, by_language in cases.items():
        found = accuracy(by_language)
        number = sum(map(len, by_language.values()))
        total += number
        share = sum(found[code] * len(by_language[code]) for code in found) / number
        cells = "".join(f"{100 * found[code]:>6.1f}" if code in found else f"{'-':>6}" for code in SUPPORTED)
        print(f"{name:<11}{number:>6}{100 * share:>7.1f}{100 * FLOORS[name]:>7.1f}  {cells}")
        short |= share < FLOORS[name]
    print(f"{1e6 * (time.process_time() - began) / total:.0f} µs a text")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
