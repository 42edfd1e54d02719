"""Sentence splitting: what must not end a sentence, and what must."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.parse import split
from lagebild.spans import Span

KEPT_WHOLE = [
    ("de", "Am 5. April 2024 traf Dr. Weber in St. Petersburg ein."),
    ("de", "Der 1. FC Köln gewann am 3. Oktober."),
    ("de", "Rund 3,5 Mio. Menschen flohen, z. B. in die Türkei."),
    ("de", "Papst Benedikt XVI. sprach mit George W. Bush."),
    ("de", "„Wirklich?“, fragte er."),
    ("de", "Die Firma (gegr. 1990. Danach verkauft.) klagt."),
    ("en", "U.S. President Joe Biden met Gen. Mark A. Milley on Jan. 6."),
    ("en", "The U.N. Security Council voted 14-0."),
    ("fr", "M. Macron a rencontré le gén. Burkhard."),
    ("ru", "В 2014 г. войска вошли в город."),
    ("tr", "5. Kolordu sınıra hareket etti."),
]

CUT = [
    ("de", ["Er kam 2014.", "Danach ging er."], " "),
    ("de", ["„Ich gehe.“", "Das sagte er."], " "),
    ("de", ["Krieg in Sicht", "Die Truppen rücken vor."], "\n"),
    ("de", ["BERLIN (dpa) – Der Minister trat zurück.", "Er wolle nicht mehr."], " "),
    ("de", ["Es ist unter 2 °C.", "Das ist kalt."], " "),
    ("en", ["He lives in the U.S.", "She does not."], " "),
    ("en", ["Shares fell at Acme Inc.", "The company declined to comment."], " "),
    ("ko", ["북한이 미사일을 발사했다.", "한국은 이를 규탄했다."], " "),
    ("ja", ["首相は会見した。", "野党は反発した。"], ""),
    ("zh", ["总统发表讲话。", "反对派提出抗议！"], ""),
    ("ar", ["وصل الوزير إلى القاهرة.", "هل سيبقى؟", "لا."], " "),
]


@pytest.mark.parametrize(("lang", "text"), KEPT_WHOLE)
def test_one_sentence_stays_one(lang: str, text: str) -> None:
    assert [span.of(text) for span in split(text, lang)] == [text]


@pytest.mark.parametrize(("lang", "parts", "between"), CUT)
def test_sentences_are_cut(lang: str, parts: list[str], between: str) -> None:
    text = between.join(parts)
    assert [span.of(text) for span in split(text, lang)] == parts


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "Der Präsident der Vereinigten Staaten hat am Dienstag vor dem Kongress eine\n"
        "lange Rede gehalten, in der er neue Sanktionen gegen das Land ankündigte und\n"
        "zugleich zu Gesprächen aufrief. Der Kongress reagierte mit Beifall auf diese\n"
        "Ankündigung."
    )
    assert len(split(text, "de")) == 2


def test_only_the_part_asked_for_is_split() -> None:
    text = "Titel\n\nEr kam. Sie ging."
    assert split(text, "de", within=Span(7, 14)) == [Span(7, 14)]


@given(st.text(alphabet="Aab.!?„“ \n5。", max_size=60), st.sampled_from(["de", "en", "ja"]))
def test_spans_are_in_order_and_lose_nothing_but_space(text: str, lang: str) -> None:
    spans = split(text, lang)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    kept = "".join(span.of(text) for span in spans)
    assert "".join(kept.split()) == "".join(text.split())
