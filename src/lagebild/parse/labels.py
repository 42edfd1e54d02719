"""The label sets shared by all models: relations, tags and features."""

from __future__ import annotations

__all__ = ["FEATURES", "RELATIONS", "UPOS", "feature_values", "relation"]

UPOS = (
    "ADJ",
    "ADP",
    "ADV",
    "AUX",
    "CCONJ",
    "DET",
    "INTJ",
    "NOUN",
    "NUM",
    "PART",
    "PRON",
    "PROPN",
    "PUNCT",
    "SCONJ",
    "SYM",
    "VERB",
    "X",
)

RELATIONS = (
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "ccomp",
    "clf",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:pass",
    "dep",
    "det",
    "det:poss",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nsubj",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:arg",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
)
_KNOWN = frozenset(RELATIONS)

FEATURES: dict[str, tuple[str, ...]] = {
    "Case": ("Nom", "Acc", "Dat", "Gen", "Ins", "Loc", "Abl", "Voc"),
    "Definite": ("Def", "Ind"),
    "Degree": ("Pos", "Cmp", "Sup"),
    "Gender": ("Masc", "Fem", "Neut", "Com"),
    "Mood": ("Ind", "Sub", "Imp", "Cnd", "Opt", "Nec", "Pot", "Gen"),
    "Number": ("Sing", "Plur"),
    "NumType": ("Card", "Ord", "Mult", "Frac"),
    "Person": ("1", "2", "3"),
    "Polarity": ("Neg", "Pos"),
    "Poss": ("Yes",),
    "PronType": ("Art", "Dem", "Ind", "Int", "Neg", "Prs", "Rcp", "Rel", "Tot", "Exc", "Emp"),
    "Reflex": ("Yes",),
    "Tense": ("Pres", "Past", "Fut", "Imp", "Pqp"),
    "VerbForm": ("Fin", "Inf", "Part", "Ger", "Conv", "Vnoun"),
    "Voice": ("Act", "Pass", "Mid", "Cau"),
    "Aspect": ("Imp", "Perf", "Prog", "Hab"),
    "Abbr": ("Yes",),
    "Foreign": ("Yes",),
}


def relation(deprel: str) -> str:
    """Return the relation as the models know it: unknown subtypes fall away."""
    if deprel in _KNOWN:
        return deprel
    base = deprel.partition(":")[0]
    return base if base in _KNOWN else "dep"


def feature_values(feats: str) -> tuple[int, ...]:
    """Return one index per feature: 0 is "not there", n the n-th value.

    >>> feature_values("Case=Acc|Number=Plur")[:6]
    (2, 0, 0, 0, 0, 2)
    """
    given = dict(pair.split("=", 1) for pair in feats.split("|") if "=" in pair)
    out = []
    for name, values in FEATURES.items():
        value = given.get(name, "").split(",")[0]
        out.append(values.index(value) + 1 if value in values else 0)
    return tuple(out)
