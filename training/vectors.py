"""Word vectors for the small parsers, distilled from the teacher: what it makes of a word standing alone.

Each vector joins the principal components of the word's subword embeddings with those of the teacher's own
representation. The teacher is multilingual, so words of like use lie close across languages.

    python training/vectors.py --encoder e5.bin --model teacher.pt --out de.vec.npz de:36000:de_gsd_dev,silver.conllu.gz
"""

from __future__ import annotations

import argparse
import collections
from pathlib import Path

import numpy as np
import pieces as subwords
import simplemma
import torch
import wordfreq
from teacher import LANGS, Teacher
from treebank import read

from lagebild.parse.features import normal

_HALF = 64  # components of each kind


def words(lang: str, size: int, corpora: list[Path]) -> dict[str, str]:
    """Return the commonest words, look-up form to surface: those of the corpora first, then a frequency list."""
    surfaces: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for path in corpora:
        for tree in read(path):
            for i, row in enumerate(tree.rows):
                surfaces[normal(row.form)][row.form] += 1 if i == 0 else 10
    ranked = sorted(surfaces, key=lambda form: -sum(surfaces[form].values()))
    found = {form: surfaces[form].most_common(1)[0][0] for form in ranked if sum(surfaces[form].values()) > 20}
    listed = wordfreq.top_n_list(lang, size * 2) if lang in wordfreq.available_languages("best") else []
    for word in listed:
        if len(found) >= size:
            break
        found.setdefault(normal(word), _cased(word, lang))
    for form in ranked:
        if len(found) >= size:
            break
        found.setdefault(form, surfaces[form].most_common(1)[0][0])
    return dict(list(found.items())[:size])


def _cased(word: str, lang: str) -> str:
    """Return a German noun with its capital."""
    if lang == "de" and not simplemma.is_known(word, lang="de") and simplemma.is_known(word.capitalize(), lang="de"):
        return word.capitalize()
    return word


def represent(model: Teacher, cut: subwords.Pieces, surfaces: list[str]) -> np.ndarray:
    """Return subword embedding and teacher representation of words, side by side."""
    out = np.zeros((len(surfaces), 2 * model.sizes["hidden"]), np.float32)
    coded = [cut.segment(word, start=True) for word in surfaces]
    order = sorted(range(len(coded)), key=lambda i: len(coded[i]))
    model.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(order), 512):
            group = order[start : start + 512]
            width = max(len(coded[i]) for i in group) + 2
            ids = torch.tensor([[cut.bos, *coded[i], cut.eos] + [1] * (width - 2 - len(coded[i])) for i in group])
            real = torch.tensor([[0, *[1] * len(coded[i])] + [0] * (width - 1 - len(coded[i])) for i in group])
            mask = torch.tensor([[True] * (len(coded[i]) + 2) + [False] * (width - 2 - len(coded[i])) for i in group])
            share = (real / real.sum(1, keepdim=True))[..., None]
            static = (model.word(ids) * share).sum(1)
            deep = (model.encode(ids, mask).float() * share).sum(1)
            out[group] = torch.cat([static.float(), deep], 1).numpy()
    return out


def components(x: np.ndarray, count: int) -> np.ndarray:
    """Return the first principal components, evened out by half, at the scale of a fresh embedding."""
    centred = x - x.mean(0)
    values, axes = np.linalg.eigh(centred.T @ centred / len(x))
    top = np.argsort(-values)[:count]
    scores = centred @ axes[:, top] / np.sqrt(np.sqrt(values[top]))
    return 0.5 * scores / scores.std()


def main() -> None:
    """Write words and vectors."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, default=Path("../shared/data/ud"))
    p.add_argument("--encoder", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("plan", nargs="+", help="LANG:SIZE:CORPUS,CORPUS…")
    args = p.parse_args()
    torch.set_num_threads(1)
    cut, tensors, sizes = subwords.load(args.encoder)
    model = Teacher(sizes)
    model.load_encoder(tensors)
    model.load_state_dict(torch.load(args.model), strict=False)
    forms: dict[str, str] = {}
    for entry in args.plan:
        lang, size, corpora = entry.split(":")
        assert lang in LANGS
        paths = [Path(c) if Path(c).exists() else args.data / f"{c}.conllu.gz" for c in corpora.split(",") if c]
        found = words(lang, int(size), paths)
        print(lang, len(found), list(found.items())[-5:])
        for form, surface in found.items():
            forms.setdefault(form, surface)
    x = represent(model, cut, list(forms.values()))
    half = model.sizes["hidden"]
    vectors = np.concatenate([components(x[:, :half], _HALF), components(x[:, half:], _HALF)], 1)
    np.savez(args.out, forms=np.frombuffer("\n".join(forms).encode(), np.uint8), vectors=vectors.astype(np.float16))
    print(len(forms), vectors.shape, vectors.std(0)[[0, 1, 63, 64, 127]])


if __name__ == "__main__":
    main()
