"""Writes languages/<lang>/forms.txt: inflected forms of triggers that the gate would not know for such.

    python -P training/trigger_forms.py de en …

The gate looks for the beginnings of trigger words; "zog" and "bought" begin unlike "ziehen" and "buy". Other forms have
no rule that leads to their lemma without a parser ("beschossen"). The forms come from the dictionaries of the package
simplemma (MIT), which it lists by lemma, and from the irregular verbs that the parser knows.
"""

from __future__ import annotations

import sys
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from lagebild.extract.gate import needles
from lagebild.extract.predicates import bases, lexicon
from lagebild.parse.lemmas import irregular

ROOT = Path(__file__).parent.parent / "src" / "lagebild" / "knowledge" / "languages"
_SEPARABLE = """
    ab an auf aus bei ein entgegen fest fort frei heim her herab heran heraus hin hinaus los mit
    nach nieder preis rück stand statt teil vor voran voraus vorbei weg weiter wieder zu zurück
    zusammen
"""
PREFIXES = {"de": tuple(_SEPARABLE.split())}


def lemmas(lang: str) -> set[str]:
    """Return the words of the triggers, those with a separable prefix also without it."""
    words = {max(lemma.split(), key=len) for _, lemma in lexicon(lang)}
    for word in list(words):
        words.update(
            word.removeprefix(p) for p in PREFIXES.get(lang, ()) if word.startswith(p) and len(word) > len(p) + 3
        )
    return words


def known(lang: str) -> dict[str, str]:
    """Return the inflected forms of a language with their lemmas."""
    found = {}
    for form, lemma in DefaultDictionaryFactory().get_dictionary(lang).items():
        base = lemma if isinstance(lemma, str) else lemma.decode()
        found[(form if isinstance(form, str) else form.decode()).lower()] = base.lower()
    return found | irregular(lang)


def main() -> None:
    """Write the file of each language named on the command line."""
    for lang in sys.argv[1:]:
        wanted = lemmas(lang)
        heads = tuple(needle for _, lemma in lexicon(lang) for needle in needles(lemma))
        found = set()
        for word, base in known(lang).items():
            if base in wanted and word.isalpha():
                strange = not any(head in word for head in heads)
                if strange or base not in bases(word, word, lang):
                    found.add(word)
        found.update(word for word in wanted if not any(head in word for head in heads))
        (ROOT / lang / "forms.txt").write_text("\n".join(sorted(found)) + "\n", encoding="utf-8")
        print(lang, len(found))


if __name__ == "__main__":
    main()
