"""Finds every stretch of a sentence that somebody is reported to say, who says it, and the word that tells so.

The reporting verb heads and what is said is its complement; interrupted quotations and "so der Minister" stand
beside the clause (parataxis). Roles after Pareti, "PARC 3.0: A corpus of attribution relations" (LREC 2016):
source, cue, content.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lagebild.extract.attribution import Adjunct, adjuncts, as_clause, interrupted, is_speech, opens_quote
from lagebild.extract.bounds import ended
from lagebild.extract.claimants import claimant
from lagebild.extract.cues import Stance
from lagebild.extract.roles import slots, subject, subtree
from lagebild.extract.segments import (
    after,
    around,
    as_words,
    is_reported,
    may_report,
    nominal_near,
    opens_other,
)

if TYPE_CHECKING:
    from lagebild.extract.modality import Clauses

__all__ = ["Voice", "phrase", "voices"]

_NEAR = 12  # words behind a verb in which an object of it stands
_VOICING = ("verbs.light", "verbs.request", "speech.voicing")  # verbs whose subject's the words in their object are
_CONTENT = ("ccomp", "csubj", "xcomp")
_SPOKEN = frozenset({Stance.REPORT, Stance.CLAIM, Stance.DENY, Stance.CONFIRM, Stance.REQUEST})
_PHRASE = frozenset(
    {"det", "amod", "nmod", "flat", "compound", "case", "nummod", "appos", "fixed", "conj", "cc", "name", "advmod"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Words of a sentence that are somebody's: token indices, the head of the speaker's phrase, the cue words.

    ``clause`` is set where a whole clause is reported, not only a thing that is claimed or demanded.
    """

    content: frozenset[int]
    speaker: int | None
    cue: tuple[int, ...]
    clause: bool = True


def voices(clauses: Clauses) -> tuple[Voice, ...]:
    """Return the voices of a sentence, the outermost first; remembered."""
    known: tuple[Voice, ...] | None = clauses.tree.memo.get("voices")
    if known is None:
        known = clauses.tree.memo["voices"] = _voices(clauses)
    return known


def _voices(clauses: Clauses) -> tuple[Voice, ...]:
    found: list[Voice] = []
    for index, token in enumerate(clauses.tree.tokens):
        if token.upos in {"VERB", "AUX"} and (is_speech(clauses, index) or _tells(clauses, index)):
            found += _of_verb(clauses, index)
        elif token.upos == "NOUN":
            found += _of_noun(clauses, index)
        elif clauses.is_("speech.predicates", index):
            found += _of_predicate(clauses, index)
    found += [_of_adjunct(clauses, clause, source) for clause, source in adjuncts(clauses)]
    return tuple(sorted(found, key=lambda voice: -len(voice.content)))


def _of_adjunct(clauses: Clauses, clause: int, source: Adjunct) -> Voice:
    """A source beside a main clause speaks the whole sentence, beside a subordinate clause only that."""
    tree = clauses.tree
    below = tree.tokens[clause].head != clause and (
        tree.rel[clause] in {"ccomp", "acl", "advcl", "csubj", "xcomp"} or _is_second(clauses, clause, source.source)
    )
    inside = set(subtree(tree, clause)) if below else set(range(len(tree.tokens)))
    inside -= {*phrase(clauses, source.source), *source.cue}
    inside &= set(_bracketed(clauses, source.source))
    for aside in tree.of(source.source, "acl"):
        if tree.tokens[aside].deprel == "acl:relcl" and (source.source < clause or clause < aside):
            inside -= set(subtree(tree, aside))  # "so die Anwältin, die auch angab, …"
    return Voice(content=frozenset(inside), speaker=source.source, cue=source.cue)


def _bracketed(clauses: Clauses, index: int) -> range:
    """The words of the bracket that a word stands in, or all."""
    texts = [token.text for token in clauses.tree.tokens]
    opened = next((i for i in range(index, -1, -1) if texts[i] in "()"), None)
    closed = next((i for i in range(index, len(texts)) if texts[i] in "()"), None)
    if opened is None or closed is None or texts[opened] != "(" or texts[closed] != ")":
        return range(len(texts))
    return range(opened + 1, closed)


def _is_second(clauses: Clauses, clause: int, source: int) -> bool:
    """Tell whether a clause with a finite verb of its own follows another, and the source stands inside it."""
    tree = clauses.tree
    own = [i for i in (clause, *tree.of(clause, "aux", "cop", "aux:pass")) if clauses.is_finite(i)]
    return tree.rel[clause] in {"conj", "parataxis"} and bool(own) and min(own) < source


def _tells(clauses: Clauses, verb: int) -> bool:
    """Tell whether an unlisted verb has somebody for subject and a clause with "that": most such verbs tell."""
    tree = clauses.tree
    if any(clauses.cues.has(name, *clauses.keys(verb)) for name in ("speech.never", "speech.silent")):
        return False
    if any(clauses.is_("speech.manner", c) for c in (*tree.of(verb, "advmod", "obl"), *_degrees(clauses, verb))):
        return False
    told = [c for c in tree.of(verb, "ccomp") if _is_told(clauses, c)]
    worded = any(_is_saying(clauses, c) for c in tree.of(verb, "obj", "obl"))  # "vertritt die Auffassung, …"
    if not told and not (worded and any(_is_content(clauses, c) for c in tree.of(verb, "ccomp", "xcomp"))):
        return False
    who = claimant(clauses, verb)
    return (
        who is not None
        and tree.tokens[who].upos in {"NOUN", "PROPN", "PRON"}
        and not clauses.is_("attribution.things", who)
    )


def _degrees(clauses: Clauses, verb: int) -> list[int]:
    """The adverbs of the adverbs beside a verb: "so schnell entwickelt, dass"."""
    return [c for adverb in clauses.tree.of(verb, "advmod") for c in clauses.tree.of(adverb, "advmod")]


def _is_told(clauses: Clauses, index: int) -> bool:
    """Tell whether a complement clause shows by "that" or the subjunctive that it is reported."""
    tree = clauses.tree
    marks = tree.of(index, "mark")
    reported = not marks and any(is_reported(clauses, i) for i in (index, *tree.of(index, "aux", "cop")))
    return reported or any(clauses.is_("clauses.complement", m) for m in marks)


def _is_saying(clauses: Clauses, noun: int) -> bool:
    """Tell whether a noun names words: "Auffassung", "demand"."""
    if clauses.tree.tokens[noun].upos != "NOUN":
        return False
    forms = clauses.keys(noun)
    return bool(clauses.cues.stances(forms, noun=True) & _SPOKEN) or clauses.cues.has("speech.nouns", *forms)


def _of_verb(clauses: Clauses, verb: int) -> list[Voice]:
    tree = clauses.tree
    speaker = claimant(clauses, verb)
    cue = _cue(clauses, verb)
    if (
        speaker is None
        and not slots(tree, verb).passive
        and clauses.is_finite(verb)
        and not _is_impersonal(clauses, verb)
    ):
        behind = verb > 0 and tree.tokens[verb - 1].upos == "PUNCT"
        speaker = nominal_near(clauses, verb, ahead=behind)
        speaker = nominal_near(clauses, verb, ahead=True) if speaker is None else speaker
    front, back = (_taken_up(clauses, verb, front=side) for side in (True, False))
    asks = clauses.cues.has("speech.asking", *clauses.keys(verb))
    contents = [
        c
        for c in tree.of(verb, *_CONTENT)
        if not _is_manner(clauses, c) and not _is_relative(clauses, c) and (asks or not _is_open(clauses, c))
    ]
    contents += [c for c in tree.of(verb, "parataxis") if opens_quote(clauses, c, verb)]
    others = [(c, front if c < verb else back) for c in contents]
    found = [
        Voice(content=_prolonged(clauses, subtree(tree, c)), speaker=speaker if other is None else other, cue=cue)
        for c, other in others
    ]
    speaker = speaker if back is None else back
    head = tree.tokens[verb].head
    if not found and (
        as_clause(clauses, head) == verb or (tree.rel[verb] == "parataxis" and interrupted(clauses, head) == verb)
    ):
        rest = frozenset(subtree(tree, head)) - frozenset(subtree(tree, verb))
        found.append(Voice(content=rest, speaker=speaker, cue=cue))
    alone = tree.rel[verb] != "acl" or as_words(clauses, verb) or _tells_that(clauses, verb)
    if not found and alone and not _is_vague(clauses, verb):
        found = _by_order(clauses, verb, speaker, cue)
    if not found and clauses.cues.stances(clauses.keys(verb), noun=False) & _SPOKEN:
        things = [c for c in tree.of(verb, "obj", "obl", "nsubj:pass") if c != speaker]
        found += [
            Voice(content=frozenset([c, *tree.of(c, "conj")]), speaker=speaker, cue=cue, clause=False) for c in things
        ]
        aims = [c for c in tree.of(verb, "advcl") if _is_aim(clauses, c)]
        found += [Voice(content=frozenset(subtree(tree, c)), speaker=speaker, cue=cue) for c in aims]
    return found


def _tells_that(clauses: Clauses, verb: int) -> bool:
    """Tell whether "that" or an infinitive follows behind the comma after a finite verb: "…, der sagt, dass …"."""
    content = after(clauses, verb)
    if not content or not any(clauses.is_finite(i) for i in (verb, *clauses.tree.of(verb, "aux"))):
        return False
    infinitive = any(clauses.has_infinitive_mark(i) for i in content) and not any(map(clauses.is_finite, content))
    first = next((i for i in content if clauses.is_finite(i)), content[0])
    return infinitive or clauses.is_("clauses.complement", content[0]) or clauses.is_reported_form(first)


def _of_predicate(clauses: Clauses, index: int) -> list[Voice]:
    """Adjectives that report words: "wurde bekannt, dass …", "ist zuversichtlich, …"."""
    tree = clauses.tree
    above = tree.tokens[index].head if tree.rel[index] == "xcomp" else index
    contents = [c for at in {index, above} for c in tree.of(at, "ccomp", "csubj", "xcomp", "acl") if c > index]
    contents = [c for c in contents if not _is_manner(clauses, c) and not _is_relative(clauses, c)]
    contents = [c for c in contents if not any(clauses.is_("clauses.question", m) for m in clauses.marks(c))]
    contents = [c for c in contents if not _is_open(clauses, c)]
    speaker = subject(tree, above)
    speaker = None if speaker in contents or speaker is None or clauses.is_("attribution.nobody", speaker) else speaker
    if speaker is None and clauses.is_("speech.held", index):
        return []
    cue = tuple(sorted({index, above, *tree.of(index, "cop"), *tree.of(above, "aux")}))
    return [Voice(content=_prolonged(clauses, subtree(tree, c)), speaker=speaker, cue=cue) for c in contents]


def _is_aim(clauses: Clauses, index: int) -> bool:
    """Tell whether an adverbial clause is a bare infinitive that the verb asks for: "called on them to leave"."""
    finite = [i for i in (index, *clauses.tree.of(index, "aux", "cop")) if clauses.is_finite(i)]
    marks = clauses.marks(index)
    asked = any(clauses.is_(name, m) for m in marks for name in ("government.infinitive", "government.gerund"))
    aim = any(clauses.is_("clauses.purpose", m) and not clauses.is_("government.infinitive", m) for m in marks)
    return asked and not finite and not aim


def _is_impersonal(clauses: Clauses, verb: int) -> bool:
    found = subject(clauses.tree, verb)
    dummy = found is not None and clauses.tree.tokens[found].upos in {"PRON", "DET"}
    return dummy or clauses.cues.has("attribution.witness", *clauses.keys(verb))


def _is_vague(clauses: Clauses, verb: int) -> bool:
    """Tell whether a verb reports words only with a clause of its own, or only with "es" ("heißt es")."""
    forms = clauses.keys(verb)
    if clauses.cues.has("attribution.witness", *forms):
        return not any(clauses.is_("attribution.things", c) for c in clauses.tree.of(verb, "nsubj", "expl", "obj"))
    return clauses.cues.has("speech.never", clauses.verb_form(verb))


def _by_order(clauses: Clauses, verb: int, speaker: int | None, cue: tuple[int, ...]) -> list[Voice]:
    """Voices that only the order of words shows."""
    content, ahead = as_words(clauses, verb), False
    if not content:
        content, ahead = around(clauses, verb), True
    if not content:
        content, ahead = ended(clauses, after(clauses, verb)), False
    if not content:
        return []
    if speaker is None or speaker in content:
        near = nominal_near(clauses, verb, ahead=ahead)
        speaker = near if near is not None else nominal_near(clauses, verb, ahead=not ahead)
    taken = set() if speaker is None else set(phrase(clauses, speaker))
    return [Voice(content=frozenset(content) - taken - set(cue), speaker=speaker, cue=cue)]


def _is_relative(clauses: Clauses, index: int) -> bool:
    """Tell whether a clause opens with a relative pronoun, or tells a result: no reported words."""
    words = [i for i in subtree(clauses.tree, index) if clauses.tree.tokens[i].upos != "PUNCT"]
    if not words or opens_other(clauses, words[0]):
        return bool(words)
    opener = words[0]
    joined = clauses.tree.tokens[opener].upos == "SCONJ" and clauses.tree.rel[opener] == "mark"
    return (
        joined
        and not clauses.is_("clauses.complement", opener)
        and not clauses.is_("clauses.question", opener)
        and not clauses.is_("clauses.according", opener)
    )


def _is_open(clauses: Clauses, index: int) -> bool:
    """Tell whether a clause names a topic, not words: "erklärte, warum …"; only who asks says it."""
    words = [i for i in subtree(clauses.tree, index) if clauses.tree.tokens[i].upos != "PUNCT"]
    return bool(words) and clauses.is_("clauses.topic", words[0])


def _is_question(clauses: Clauses, index: int) -> bool:
    """Tell whether a clause is an indirect question, the topic of a noun rather than what it says."""
    return any(clauses.is_(name, m) for m in clauses.marks(index) for name in ("clauses.question", "clauses.topic"))


def _prolonged(clauses: Clauses, words: list[int]) -> frozenset[int]:
    """Add the rest of the sentence to a reported clause if it stands in the subjunctive of reported speech too."""
    rest = range(max(words) + 1, len(clauses.tree.tokens))
    more = any(is_reported(clauses, i) for i in rest)
    return frozenset(ended(clauses, [*words, *rest] if more else words))


def _is_manner(clauses: Clauses, index: int) -> bool:
    """Tell whether a complement is a noun or adjective ("nannte ihn einen Freund"), no clause."""
    return not clauses.is_verb(index) and not clauses.tree.of(index, "nsubj", "mark")


def _of_noun(clauses: Clauses, noun: int) -> list[Voice]:
    """Nouns of saying with a clause or thing: "der Vorwurf Kiews, …", "Forderungen der Opposition nach …"."""
    tree = clauses.tree
    sourced = [c for c in tree.of(noun, "acl") if _is_sourced(clauses, c)] if "acl" in tree.rel else []
    if not sourced and not _is_saying(clauses, noun):
        return []
    owner = _owner(clauses, noun)
    owner = None if owner == noun else owner
    parts = [c for c in tree.of(noun, "acl", "ccomp") if _is_content(clauses, c)]
    speaker = noun if owner is None else owner
    found = [Voice(content=frozenset(subtree(tree, c)), speaker=speaker, cue=(noun,)) for c in parts]
    found += [Voice(content=frozenset(subtree(tree, c)), speaker=speaker, cue=()) for c in sourced]
    if not found:
        content = after(clauses, noun) if _ends_segment(clauses, noun) else []
        found = [Voice(content=frozenset(content), speaker=owner, cue=(noun,))] if content and owner is not None else []
    things = [c for c in tree.of(noun, "nmod") if c != owner and tree.case[c]]
    return found + [
        Voice(content=frozenset(subtree(tree, c)), speaker=owner, cue=(noun,), clause=False)
        for c in things
        if owner is not None
    ]


def _is_sourced(clauses: Clauses, index: int) -> bool:
    """Tell whether a clause says by itself that its noun is its source: "Berichte, wonach …"."""
    return any(clauses.is_("clauses.according", c) for c in clauses.tree.children[index])


def _is_content(clauses: Clauses, index: int) -> bool:
    """Tell whether a clause of a noun is what the noun says: opened by "that", an infinitive, or in the subjunctive."""
    tree = clauses.tree
    if tree.tokens[index].deprel == "acl:relcl" or _is_relative(clauses, index) or _is_question(clauses, index):
        return False
    verbs = (index, *tree.of(index, "aux", "cop"))
    return (
        bool(tree.of(index, "mark"))
        or clauses.has_infinitive_mark(index)
        or any(may_report(clauses, verb) for verb in verbs)
    )


def _ends_segment(clauses: Clauses, index: int) -> bool:
    following = index + 1
    return following < len(clauses.tree.tokens) and clauses.tree.tokens[following].text == ","


def _owner(clauses: Clauses, noun: int) -> int | None:
    """Whose word it is: a genitive or possessor, or the subject of the verb that carries the noun."""
    tree = clauses.tree
    head = tree.tokens[noun].head
    told = tree.case[noun] and tree.rel[noun] == "obl" and is_speech(clauses, head)
    for child in tree.of(noun, "nmod", "det:poss"):
        relation = tree.tokens[child].deprel
        if relation in {"nmod:poss", "det:poss"} or tree.case[child] in {"", *tree.args.genitive}:
            his = told and relation == "det:poss"  # "spekuliert in seinen Aussagen, …"
            return claimant(clauses, head) if his else child
    for child in tree.of(noun, "amod"):
        doer = slots(tree, child).agent if tree.tokens[child].upos == "VERB" else None
        if doer is not None:
            return doer  # "die vom Minister geäußerte Hoffnung"
    if tree.of(noun, "cop"):
        return subject(tree, noun)
    if head != noun and tree.rel[noun] in {"obj", "obl"} and clauses.is_verb(head):
        return _voicing(clauses, head, noun)
    if head != noun and tree.rel[noun] == "nsubj":
        return next(
            (c for c in tree.of(head, "obl") if any(clauses.is_("attribution.from", m) for m in clauses.marks(c))), None
        )
    return None


def _voicing(clauses: Clauses, verb: int, noun: int) -> int | None:
    """The subject of a verb that voices the words which ``noun`` names: "vertritt die Auffassung, …"."""
    forms = clauses.keys(verb)
    voiced = clauses.cues.has("speech.along", clauses.tree.case[noun]) or is_speech(clauses, verb)
    voiced = voiced or any(clauses.cues.has(name, *forms) for name in _VOICING)
    who = claimant(clauses, verb) if voiced and not _answers(clauses, verb, noun) else None
    where = who is not None and clauses.tree.rel[who] == "obl" and not slots(clauses.tree, verb).passive
    return None if where else who


def _answers(clauses: Clauses, verb: int, noun: int) -> bool:
    """Tell whether a verb takes up what others say, named by ``noun``: "wies den Vorwurf zurück", "auf die Bitte"."""
    forms = clauses.keys(verb)
    other = clauses.cues.has("speech.answering", *forms) or Stance.DENY in clauses.cues.stances(forms, noun=False)
    case = clauses.tree.case[noun]
    return (other and not case) or clauses.cues.has("attribution.occasion", case)


def _taken_up(clauses: Clauses, verb: int, *, front: bool) -> int | None:
    """The words of others that a verb with a clause takes up: "hat Berichte zurückgewiesen, er sei …".

    ``front`` asks for those that stand before the finite verb, as what they say then does too.
    """
    tree = clauses.tree
    finite = next((i for i in (*tree.of(verb, "aux"), verb) if clauses.is_finite(i)), verb)
    nouns = (c for c in tree.of(verb, "obj", "obl") if _is_saying(clauses, c) and c < verb + _NEAR)
    nouns = (
        c for c in nouns if (c < finite) == front and (not tree.case[c] or tree.of(c, "det"))
    )  # "auf Anfrage" takes up no words
    noun = next((c for c in nouns if _answers(clauses, verb, c)), None)
    owner = None if noun is None else _owner(clauses, noun)
    return noun if owner is None else owner


def _cue(clauses: Clauses, verb: int) -> tuple[int, ...]:
    """The verb of saying with its auxiliaries and particle."""
    return tuple(sorted([verb, *clauses.tree.of(verb, "aux", "compound:prt", "aux:pass")]))


def phrase(clauses: Clauses, head: int) -> list[int]:
    """Return the words of the phrase headed at ``head`` that name somebody: no clauses, no preposition in front."""
    tree = clauses.tree
    found, queue = [head], [head]
    while queue:
        at = queue.pop()
        for child in tree.children[at]:
            if tree.rel[child] in _PHRASE and not (at == head and tree.rel[child] in {"case", "cc", "advmod"}):
                found.append(child)
                queue.append(child)
    return _unbroken(clauses, sorted(found), head)


def _unbroken(clauses: Clauses, words: list[int], head: int) -> list[int]:
    """Keep the run of words around the head; punctuation between them does not break it."""
    tokens = clauses.tree.tokens
    kept = [head]
    for step, some in ((1, [w for w in words if w > head]), (-1, [w for w in reversed(words) if w < head])):
        at = head
        for word in some:
            if any(tokens[i].upos != "PUNCT" for i in range(at + step, word, step)):
                break
            kept.append(word)
            at = word
    return sorted(kept)
