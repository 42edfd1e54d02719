from __future__ import annotations

import time

import pytest

from lagebild.read.furniture import find


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("SEOUL, 2. April – Nordkorea hat gefeuert.", "SEOUL, 2. April –"),
        ("BERLIN (dpa) - Die Regierung tagt.", "BERLIN (dpa) -"),
        ("Seoul (AFP) — The army fired.", "Seoul (AFP) —"),
        ("WASHINGTON, D.C. (AP) — The Senate met.", "WASHINGTON, D.C. (AP) —"),
        ("MOSCOW, April 2 (Reuters) - Russia said.", "MOSCOW, April 2 (Reuters) -"),
        ("NEW DELHI — India said.", "NEW DELHI —"),
        ("KYIV, Ukraine — Troops moved.", "KYIV, Ukraine —"),
        ("NAIROBI, Kenya (AP) _\n\nThe embassy closed.", "NAIROBI, Kenya (AP) _"),
        ("MOSCOW (AP)_ The mayor spoke.", "MOSCOW (AP)_"),
        ("Bozen  (lu). Heute läuft die Frist ab.", "Bozen  (lu)."),
        ("BOZEN. „Wir warten“, hieß es.", "BOZEN."),
        ("Paris, le 2 avril (AFP) – La France a dit.", "Paris, le 2 avril (AFP) –"),
        ("Madrid, 2 abr (EFE).- España dijo.", "Madrid, 2 abr (EFE).-"),
        ("МОСКВА, 2 апр — РИА Новости. Россия заявила.", "МОСКВА, 2 апр — РИА Новости."),
        ("МОСКВА, 2 апреля. /ТАСС/. Россия заявила.", "МОСКВА, 2 апреля. /ТАСС/."),
        ("(서울=연합뉴스) 김철수 기자 = 북한이 발사했다.", "(서울=연합뉴스) 김철수 기자 ="),
        ("【ソウル共同】北朝鮮が発射した。", "【ソウル共同】"),
        ("新华社北京4月2日电（记者张三）中国外交部表示。", "新华社北京4月2日电（记者张三）"),
        ("Friday, January 4, 2019\xa0\n\nA house collapsed.", "Friday, January 4, 2019"),
        ("5. April 2024\nDie Armee rückte vor.", "5. April 2024"),
        ("2 апреля 2024 г.\nРоссия заявила.", "2 апреля 2024 г."),
        ("2024년 4월 10일\n북한이 발사했다.", "2024년 4월 10일"),
        ("Die Überschrift\nBERLIN (dpa) - Die Regierung tagt.", "BERLIN (dpa) -"),
    ],
)
def test_datelines(text: str, dateline: str) -> None:
    found = find(text)
    assert [credit.text for credit in found.credits] == [dateline]
    assert dateline not in "".join(span.of(text) for span in found.body)


@pytest.mark.parametrize(
    "text",
    [
        "NATO – the alliance – said it would help.",
        "EU - Die Kommission tagt.",
        "Die Partei (neu gegründet). Sie tagt.",
        "UNO. Das ist ein Spiel.",
        "Nordkorea – so die Regierung – testet weiter.",
        "Am 5. April – so der Minister – begann es.",
        "Donald Trump - the president - said no.",
        "Tuesday was a day of rest, 10 April 2024.",
        "In 2024 – a year of elections – much changed.",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    found = find(text)
    assert not found.credits
    assert [span.of(text) for span in found.body] == [text]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Foto: KCNA", "photo"),
        ("(Photo: Erika Muster/AP)", "photo"),
        ("写真：共同", "photo"),
        ("kle/sti (dpa, afp)", "agency"),
        ("Reuters", "agency"),
        ("Quelle: dpa", "agency"),
    ],
)
def test_lines_around_the_text(line: str, kind: str) -> None:
    text = f"The army moved.\n\n{line}"
    found = find(text)
    assert [(credit.kind.value, credit.text) for credit in found.credits] == [(kind, line)]
    assert [span.of(text) for span in found.body] == ["The army moved."]


def test_an_agency_behind_the_last_sentence() -> None:
    text = "The army moved. (Reuters)\nIt (the army) stayed."
    found = find(text)
    assert [credit.text for credit in found.credits] == ["(Reuters)"]
    assert [span.of(text) for span in found.body] == ["The army moved.", "It (the army) stayed."]


def test_notes_in_the_forms_they_take() -> None:
    text = (
        "Die Armee rückte vor1. Der Minister sagte: „Wir handeln.“2 Mehr dazu[3] und[4, 5] später⁶.\n\n"
        "1https://example.org/a\n2 Zeitung, 2. April\n[3] Ein Blatt\n(4) Vier\n5. Fünf, https://example.org/e\n⁶ Sechs"
    )
    found = find(text)
    assert [(note.marker, note.url) for note in found.footnotes] == [
        *(("1", "https://example.org/a"), ("2", None), ("3", None), ("4", None)),
        *(("5", "https://example.org/e"), ("6", None)),
    ]
    assert [[ref.of(text) for ref in note.refs] for note in found.footnotes] == [
        *(["1"], ["2"], ["[3]"], ["[4, 5]"], ["[4, 5]"], ["⁶"]),
    ]
    assert len(found.body) == 1


@pytest.mark.parametrize(
    "text",
    ["Es waren 10.30 Uhr.\n30 Menschen kamen.", "Er kaufte eine Leopard 2.\n2 Panzer fuhren.", "12 people died."],
)
def test_numbers_are_no_notes(text: str) -> None:
    assert not find(text).footnotes


def test_a_list_of_sources_closes_the_text() -> None:
    text = "The army moved.\n\nSources\n- Example Daily, 2 April 2024\n- https://example.org/x\n"
    found = find(text)
    assert [note.text for note in found.footnotes] == [
        *("Sources", "Example Daily, 2 April 2024", "https://example.org/x"),
    ]
    assert [span.of(text) for span in found.body] == ["The army moved."]


def test_a_heading_before_sentences_is_no_list() -> None:
    text = "He spoke.\nSources\nThe army said that it left. It denied the rest."
    assert not find(text).footnotes


@pytest.mark.parametrize(
    "text",
    [
        " " * 1_000_000 + "x",
        "A" * 1_000_000,
        "Aa" * 500_000,
        "Satz1. " * 50_000 + "\n" + "\n".join(f"{number % 999} x" for number in range(20_000)),
        "(" * 1_000_000,
        "(AP) " * 100_000,
        "A - " * 250_000,
        "[1]" * 200_000,
        "Quellen\n" * 50_000,
        "Foto: x\n" * 50_000,
    ],
    ids=range(10),
)
def test_time_grows_with_the_text_and_no_faster(text: str) -> None:
    start = time.process_time()
    find(text)
    assert time.process_time() - start < 2.0
