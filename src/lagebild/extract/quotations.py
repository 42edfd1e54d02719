"""Finds quotations in a document: what is said, who says it, and the word that reports it.

Two sources are brought together: marks of quotation in the text, which may run over sentences, and the voices
that syntax shows. Kinds and spans as in Petersen-Frey and Biemann, "Dataset of quotation attribution in German
news articles" (LREC-COLING 2024).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from lagebild.extract.attribution import is_speech
from lagebild.extract.bounds import told_apart
from lagebild.extract.claimants import claimant, quoter
from lagebild.extract.cues import Stance
from lagebild.extract.marked import Marked, in_marks, is_worded
from lagebild.extract.mend import mended
from lagebild.extract.modality import Clauses
from lagebild.extract.segments import is_reported, nominal_near
from lagebild.extract.voices import Voice, phrase, voices
from lagebild.records import Quotation, QuotationKind
from lagebild.spans import Span, covering, strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lagebild.records import Sentence

__all__ = ["find_quotations"]

_COVER = 0.6  # share of a reported clause in marks from which it is a direct quotation
_MOST = 0.35  # share of a sentence from which a voice of its own leaves nothing for the speaker before
_HALF = 0.5  # share of a stretch from which it is what is said, though speaker and cue stand inside
_SHORT = 30  # words of the longest sentence that only names a source
_POINTS = frozenset({Stance.REPORT, Stance.CONFIRM, Stance.CLAIM})
_SAID = _POINTS | {Stance.REQUEST, Stance.DENY}
_OPENING = "„«"
_CLOSING = "“”»"
_MARKS = frozenset('„“”«»"')
_EDGE = " \t\n\r,;:–—-."


@dataclass(frozen=True, slots=True)
class _Reported:
    """A voice of a sentence as spans of the document."""

    content: Span
    speaker: Span | None
    cue: Span | None
    beside: bool = False  # the speaker stands beside the clause: "laut X", "so X"
    said: bool = False  # a verb reports what is said, not what is thought or done


def find_quotations(doc_text: str, sentences: Sequence[Sentence], *, lang: str) -> tuple[Quotation, ...]:
    """Return the quotations of a document in text order.

    Args:
        doc_text: the text that the spans of ``sentences`` point into.
        sentences: its parsed sentences, in order.
        lang: ISO 639-1 code; a language without ``status.toml`` has quotations in marks only.
    """
    del lang  # each sentence knows its own
    parsed = [Clauses.of(mended(sent)) for sent in sentences]
    marked = in_marks(doc_text, parsed)
    reported, free = _spoken(doc_text, parsed, marked)
    return _joined(doc_text, parsed, marked, reported, free)


def _spoken(text: str, parsed: Sequence[Clauses], marked: list[Marked]) -> tuple[list[_Reported], list[_Reported]]:
    """The voices of each sentence, and the runs of sentences in which the last of them speaks on."""
    reported: list[_Reported] = []
    free: list[_Reported] = []
    last: _Reported | None = None
    going = False  # the sentence before spoke on
    before: Clauses | None = None
    since = 0  # where the words begin that nobody has been said to say
    for clauses in parsed:
        sent = clauses.tree.sent
        end = sent.span.start if before is None else before.tree.sent.span.end
        here = [one for one in _of_sentence(clauses, text) if not any(_holds(m.span, one.cue) for m in marked)]
        if not here and before is not None:
            run = Span(max(since, text.rfind("\n", 0, end) + 1), end)
            here = _pointing_back(clauses, before.tree.sent.span, run, text)
        named = [one for one in here if one.speaker is not None and not _is_own(one)]
        here += _unclaimed(clauses, here, text)
        if last is not None and _runs_on(clauses) and all(_is_retold(clauses, one) for one in here):
            here, named = [], []  # what the speaker before says that others say
        reported += here
        before = clauses
        since = sent.span.end if here else since
        if (
            last is not None
            and not any(one.content.length > _MOST * sent.span.length for one in here)
            and _runs_on(clauses)
        ):
            content = _trim(text, sent.span)
            if going:
                content = Span(free.pop().content.start, content.end)
            free.append(_Reported(content, last.speaker, None))
            going = True
            continue
        going = False
        if named:
            last = max(named, key=lambda one: one.content.length)
        elif sent.tokens and not here and not _touches(sent.span, marked):
            last = None
    return reported, free


def _unclaimed(clauses: Clauses, here: Sequence[_Reported], text: str) -> list[_Reported]:
    """What a clause in the subjunctive tells that no voice claims: "verlangte mehr, weil das nicht reiche"."""
    for start, end in told_apart(clauses):
        content = _trim(text, covering(t.span for t in clauses.tree.tokens[start:end]))
        who = _before(clauses, start)
        if who is not None and not start <= who < end and not any(one.content.overlaps(content) for one in here):
            return [_Reported(content, _span(clauses, who), None)]
    return []


def _before(clauses: Clauses, start: int) -> int | None:
    """Who speaks in the clause before a word, if with a verb of saying; or else the subject of the main clause."""
    tree = clauses.tree
    finite = (i for i in range(start - 1, -1, -1) if clauses.is_finite(i))
    last = [tree.tokens[i].head if tree.rel[i] in {"aux", "aux:pass", "cop"} else i for i in islice(finite, 1)]
    roots = (t.index for t in tree.tokens if t.head == t.index)
    some = (claimant(clauses, verb) for verb in (*(v for v in last if is_speech(clauses, v)), *roots))
    return next((who for who in some if who is not None), None)


def _is_retold(clauses: Clauses, one: _Reported) -> bool:
    """Tell whether words are reported beside the main clause, not with it: in "A habe gesagt, B komme" only B comes."""
    return not any(one.content.contains(t.span) for t in clauses.tree.tokens if t.head == t.index)


def _pointing_back(clauses: Clauses, last: Span, run: Span, text: str) -> list[_Reported]:
    """What stands before, where a sentence only says who says so: "Das berichtet die Zeitung".

    ``run`` holds the sentences that nobody else speaks, which are all reported; who confirms speaks the ``last``.
    """
    tokens = clauses.tree.tokens
    if (
        not tokens
        or len(tokens) > _SHORT
        or not (
            (tokens[0].upos == "PRON" and clauses.is_("attribution.things", 0))
            or clauses.is_("attribution.pointing", 0)
        )
    ):
        return []
    for verb in (t.index for t in tokens if t.upos == "VERB" and is_speech(clauses, t.index)):
        forms = clauses.keys(verb)
        if clauses.cues.stances(forms, noun=False) & _POINTS or clauses.cues.has("speech.showing", *forms):
            who = claimant(clauses, verb)
            who = nominal_near(clauses, verb, ahead=True) if who is None else who
            if who is not None:
                whole = run.contains(last) and Stance.CONFIRM not in clauses.cues.stances(forms, noun=False)
                return [_Reported(_trim(text, run if whole else last), _span(clauses, who), tokens[verb].span)]
    return []


def _runs_on(clauses: Clauses) -> bool:
    """Tell whether the main clause stands in the subjunctive of reported speech."""
    roots = [t.index for t in clauses.tree.tokens if t.head == t.index]
    return any(is_reported(clauses, i) for root in roots for i in (root, *clauses.tree.of(root, "aux", "cop")))


def _of_sentence(clauses: Clauses, text: str) -> list[_Reported]:
    found: list[_Reported] = []
    for voice in voices(clauses):
        if not voice.clause or not voice.content or _is_unsaid(clauses, voice):
            continue
        cue = _cue(clauses, voice)
        words = _core(clauses, voice)
        content = _closed(text, _trim(text, _unbroken(text, covering(clauses.tree.tokens[i].span for i in words), cue)))
        beside = not any(clauses.is_verb(i) for i in voice.cue)
        clausal = content.length > 0 and (beside or _is_clause(clauses, content))
        if not clausal or any(content.overlaps(one.content) and one.cue == cue for one in found):
            continue
        speaker = None if voice.speaker is None else _named(clauses, voice)
        said = any(clauses.cues.stances(clauses.keys(i), noun=False) & _SAID for i in voice.cue)
        found.append(_Reported(content, speaker, cue, beside, said))
    return sorted(found, key=_apart)


def _is_clause(clauses: Clauses, content: Span) -> bool:
    """Tell whether words hold a predicate or a mark of quotation."""
    words = (t for t in clauses.tree.tokens if content.contains(t.span))
    return any(t.text in _MARKS or t.upos in {"VERB", "AUX"} for t in words)


def _is_unsaid(clauses: Clauses, voice: Voice) -> bool:
    """Tell whether nobody says it: what is known or felt, what is not said, what is still to be said."""
    verbs = [i for i in voice.cue if clauses.tree.tokens[i].upos == "VERB"]
    if any(clauses.is_("speech.thought", i) for i in voice.cue) or _is_writer(clauses, voice):
        return True
    if _is_proof(clauses, voice):
        return True
    if voice.speaker is None and any(clauses.has_infinitive_mark(i) or clauses.is_("speech.held", i) for i in verbs):
        return True
    return any(_is_negated(clauses, i) and clauses.cues.stances(clauses.keys(i), noun=False) & _POINTS for i in verbs)


def _is_writer(clauses: Clauses, voice: Voice) -> bool:
    """Tell whether who writes speaks, or asks: "ich denke", "glauben Sie"; or nobody does."""
    who = voice.speaker
    if who is None or clauses.tree.tokens[who].upos not in {"PRON", "DET"}:
        return False
    polite = who > 0 and clauses.tree.tokens[who].text[0].isupper() and clauses.is_("first.polite", who)
    opens = who > 0 and clauses.tree.tokens[who - 1].upos == "PUNCT"
    return clauses.is_("first.pronouns", who) or clauses.is_("attribution.none", who) or (polite and not opens)


def _is_proof(clauses: Clauses, voice: Voice) -> bool:
    """Tell whether a thing shows what is so: "das zeigt, dass"; who "zeigt sich überzeugt" speaks."""
    who = voice.speaker
    thing = who is None or clauses.is_("attribution.nobody", who)
    return thing and any(clauses.cues.has("speech.proving", *clauses.keys(i)) for i in voice.cue)


def _is_negated(clauses: Clauses, verb: int) -> bool:
    return any(clauses.is_("negation.words", c) for c in clauses.tree.of(verb, "advmod"))


def _apart(one: _Reported) -> tuple[int, bool]:
    """The characters between what is said and the word that reports it, and whether that stands behind."""
    if one.cue is None:
        return 0, False
    return max(0, one.content.start - one.cue.end, one.cue.start - one.content.end), one.cue.start > one.content.start


def _is_own(one: _Reported) -> bool:
    """Tell whether nobody is named but the words themselves: "der Vorwurf, …"."""
    return one.speaker is not None and one.cue is not None and one.speaker.overlaps(one.cue)


def _named(clauses: Clauses, voice: Voice) -> Span:
    """The words of the clause itself that name the speaker: of "…, der sagte" the pronoun, as of "er sagte"."""
    tree = clauses.tree
    for own in (c for verb in voice.cue for c in tree.of(verb, "nsubj")):
        if tree.is_relative(own) and voice.speaker is not None and voice.speaker < own:
            return tree.tokens[own].span
    return _span(clauses, voice.speaker or 0)


def _span(clauses: Clauses, head: int) -> Span:
    return covering(clauses.tree.tokens[i].span for i in phrase(clauses, head))


def _cue(clauses: Clauses, voice: Voice) -> Span | None:
    """The verb of saying (without a far-off auxiliary) or the preposition."""
    words = [i for i in voice.cue if i - min(voice.cue) <= len(voice.cue)]
    return covering(clauses.tree.tokens[i].span for i in words) if words else None


def _core(clauses: Clauses, voice: Voice) -> list[int]:
    """The content words from the first to the last when speaker and cue are cut off at its ends."""
    holes = set(voice.cue)
    if voice.speaker is not None:
        holes |= set(phrase(clauses, voice.speaker))
    tokens = clauses.tree.tokens
    words = [
        i for i in sorted(voice.content) if i not in holes and (tokens[i].upos != "PUNCT" or tokens[i].text in _MARKS)
    ]
    return _most(clauses, words, holes) if words else sorted(voice.content)


def _most(clauses: Clauses, words: list[int], holes: set[int]) -> list[int]:
    """The words said, with speaker and cue where these stand among them; the longer part if they take up more."""
    whole = range(words[0], words[-1] + 1)
    inside = [i for i in holes if i in whole]
    if not inside:
        return list(whole)
    parts = [[i for i in whole if i < min(inside)], [i for i in whole if i > max(inside)]]
    lengths = [_length(clauses, part) for part in parts]
    return list(whole) if sum(lengths) >= _HALF * _length(clauses, whole) else parts[lengths.index(max(lengths))]


def _length(clauses: Clauses, words: Sequence[int]) -> int:
    return covering(clauses.tree.tokens[i].span for i in words).length if words else 0


def _unbroken(text: str, span: Span, cue: Span | None) -> Span:
    """The paragraph of words that seem to run over its end."""
    at = text.find("\n", span.start, span.end)
    if at < 0:
        return span
    return Span(at, span.end) if cue is not None and cue.start > at else Span(span.start, at)


def _trim(text: str, span: Span) -> Span:
    """Cut blanks and joining punctuation off both ends, but no marks of quotation."""
    start, end = strip(text, span)
    while start < end and (text[start] in _EDGE or (text[start] == "“" and "”" not in text[start:end])):
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def _closed(text: str, span: Span) -> Span:
    """Take in the mark that closes a quotation opened inside."""
    inside, following = span.of(text), text[span.end : span.end + 1]
    opened = max(inside.rfind(mark) for mark in _OPENING)
    shut = max(inside.rfind(mark) for mark in _CLOSING)
    return Span(span.start, span.end + 1) if opened > shut and following in _CLOSING and following else span


def _touches(span: Span, marked: Iterable[Marked]) -> bool:
    return any(mark.span.overlaps(span) for mark in marked)


def _joined(
    text: str, parsed: Sequence[Clauses], marked: list[Marked], reported: list[_Reported], free: list[_Reported]
) -> tuple[Quotation, ...]:
    """Bring marks and voices together: a voice mostly in marks is the quotation in these marks."""
    found: dict[Span, Quotation] = {}
    inside: set[Span] = set()
    for one in _outermost(reported):
        inside |= _told(text, parsed, marked, one, found)
    for mark in [mark for mark in marked if mark.span not in inside]:
        goes_on = next((one for one in free if one.content.contains(mark.span) and mark.cue is None), None)
        if goes_on is not None and (mark.speech or is_worded(mark.span.of(text))):
            _keep(found, Quotation(kind=QuotationKind.DIRECT, content=mark.span, speaker=goes_on.speaker))
        elif mark.speech:
            spoken = [_Reported(one.content, one.speaker, one.cue) for one in found.values()]
            _keep(found, _direct(parsed, mark, [*reported, *free, *spoken], text))
    for one in free:
        if not any(mark.speech and _share(one.content, mark.span) > _MOST for mark in marked):
            _keep(found, Quotation(kind=QuotationKind.INDIRECT, content=one.content, speaker=one.speaker))
    both = [*found.values(), *_quoted(parsed, found.values())]
    return tuple(sorted(both, key=lambda one: (one.content.start, -one.content.end)))


def _told(
    text: str, parsed: Sequence[Clauses], marked: list[Marked], one: _Reported, found: dict[Span, Quotation]
) -> set[Span]:
    """Add the quotations of a voice to those found; return the marks that stand inside what it says."""
    touching = [m.span for m in marked if m.span.overlaps(one.content) and not _holds(m.span, one.cue)]
    whole = next((span for span in touching if _share(one.content, span) >= _COVER), None)
    if whole is not None:
        near = next((mark for mark in marked if mark.span == whole and _is_nearer(parsed, mark, one)), None)
        direct = Quotation(kind=QuotationKind.DIRECT, content=whole, speaker=one.speaker, cue=one.cue)
        _keep(found, direct if near is None else _direct(parsed, near, [], text))
        if not _is_framed(text, one.content, whole):
            return set()
    content = _to_marks(one, touching)
    if content is None:
        return set()
    within = [span for span in touching if content.contains(span)]
    kind = QuotationKind.MIXED if touching else QuotationKind.INDIRECT
    _keep(found, Quotation(kind=kind, content=content, speaker=one.speaker, cue=one.cue))
    names = {mark.span for mark in marked if mark.name}
    for span in [span for span in within if span not in names and is_worded(span.of(text))]:
        _keep(found, Quotation(kind=QuotationKind.DIRECT, content=span, speaker=one.speaker, cue=one.cue))
    return set(within)


def _quoted(parsed: Sequence[Clauses], found: Iterable[Quotation]) -> list[Quotation]:
    """The same words as those of who quotes them: "die Zeitung zitiert den Minister: …" is said by both."""
    more: list[Quotation] = []
    for clauses in parsed:
        for verb in (t.index for t in clauses.tree.tokens if clauses.is_("speech.quoting", t.index)):
            who = quoter(clauses, verb)
            cue = clauses.tree.tokens[verb].span
            if who is not None:
                speaker = _span(clauses, who)
                said = [one for one in found if one.cue and one.cue.contains(cue) and one.speaker != speaker]
                more += [replace(one, speaker=speaker) for one in said if one.speaker is not None]
    return more


def _to_marks(one: _Reported, marks: Iterable[Span]) -> Span | None:
    """What is said up to the end of marks that it ends amid; none where it begins amid them, or is not told itself."""
    content = one.content
    for span in marks:
        if span.start < content.start < span.end < content.end:
            return None
        if content.start < span.start < content.end < span.end:
            if one.beside:
                return None
            content = Span(content.start, span.end)
    return content


def _outermost(reported: list[_Reported]) -> list[_Reported]:
    """Leave out what is reported inside something that is reported: of "A says that B said it" what A says."""
    return [one for one in reported if not any(_is_within(one, other) for other in reported)]


def _is_within(one: _Reported, other: _Reported) -> bool:
    """Tell whether words are but a part of what somebody else says; "laut X sagte Y, …" is said by both."""
    if other.content == one.content or not other.content.contains(one.content):
        return False
    return not (other.beside and one.speaker is not None and one.said)


def _is_nearer(parsed: Sequence[Clauses], mark: Marked, one: _Reported) -> bool:
    """Tell whether the word that reports marks stands between them and the cue of a voice."""
    if mark.cue is None or one.cue is None:
        return False
    cue = parsed[mark.near].tree.tokens[mark.cue].span
    return one.cue.end <= cue.start < mark.span.start or mark.span.end <= cue.start < one.cue.start


def _is_framed(text: str, content: Span, mark: Span) -> bool:
    """Tell whether words outside the marks are reported too: "er sei „nicht bereit“", "dass „…“"."""
    return any(char.isalpha() for char in text[content.start : mark.start] + text[mark.end : content.end])


def _direct(parsed: Sequence[Clauses], mark: Marked, voices_: list[_Reported], text: str) -> Quotation:
    if mark.speaker is None or (mark.guess and not _is_about(parsed[mark.near], mark)):
        start = text.rfind("\n", 0, mark.span.start) + 1
        before = [one for one in voices_ if one.speaker is not None and start <= one.content.start < mark.span.start]
        before = [one for one in before if not _is_own(one)]
        if before or mark.speaker is None:
            speaker = max(before, key=lambda one: one.content).speaker if before else None
            return Quotation(kind=QuotationKind.DIRECT, content=mark.span, speaker=speaker)
    clauses = parsed[mark.near]
    cue = None if mark.cue is None else clauses.tree.tokens[mark.cue].span
    return Quotation(kind=QuotationKind.DIRECT, content=mark.span, speaker=_span(clauses, mark.speaker), cue=cue)


def _is_about(clauses: Clauses, mark: Marked) -> bool:
    """Tell whether the sentence around marks names somebody who may well speak them: "A griff B als „…“ an"."""
    who = mark.speaker
    if who is None or not clauses.tree.sent.span.overlaps(mark.span):
        return False
    return clauses.tree.tokens[who].upos in {"NOUN", "PROPN"} and not _runs_on(clauses)


def _holds(mark: Span, cue: Span | None) -> bool:
    return cue is not None and mark.contains(cue)


def _share(span: Span, mark: Span) -> float:
    """The share of ``span`` that lies in ``mark``."""
    return (min(span.end, mark.end) - max(span.start, mark.start)) / max(1, span.length)


def _keep(found: dict[Span, Quotation], quotation: Quotation) -> None:
    """Keep one quotation for each content: the one that names a speaker."""
    other = found.get(quotation.content)
    if other is None or (other.speaker is None and quotation.speaker is not None):
        found[quotation.content] = quotation
