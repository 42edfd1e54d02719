from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from conftest import NOW, put
from factories import make_actor, make_document, make_mention, make_time
from lagebild import ask, link, revise
from lagebild.errors import NotFoundError, SettingsError, StoreError
from lagebild.records import CorrectionAction, EventType, Report
from lagebild.store import EventQuery, Store
from lagebild.store.folding import find, fold, match

SCHEMAS = Path(__file__).parent / "schemas"
LATER = NOW + dt.timedelta(days=1)


def ids(store: Store, **query: object) -> list[str]:
    return [event.id for event in ask.events(store, EventQuery(**query))]  # type: ignore[arg-type]


def correct(store: Store, action: str, target: str, now: dt.datetime = NOW, **more: object) -> str:
    done = revise.correct(store, CorrectionAction(action), target, who="ana", why="seen", now=now, **more)  # type: ignore[arg-type]
    return done.id


def test_what_is_put_comes_back(store: Store) -> None:
    mention, event = put(store)
    assert store.mention(mention.id) == mention
    assert store.event(event.id) == event
    assert list(store.check()) == []
    assert store.counts() == {"document": 1, "mention": 1, "event": 1, "issue": 0, "imported": 0}


def test_questions_narrow(store: Store) -> None:
    _, event = put(store)
    assert ids(store, country="PRK", start=dt.date(2024, 4, 2), end=dt.date(2024, 4, 3)) == [event.id]
    assert ids(store, text="rakete", document="d-1", dataset="own") == [event.id]
    assert ids(store, country="KOR") == ids(store, start=dt.date(2024, 4, 3)) == ids(store, dataset="icews") == []


def test_long_events_meet_every_day_they_cover(store: Store) -> None:
    _, event = put(store, time=make_time("2023-01-01", days=700))
    assert ids(store, start=dt.date(2024, 5, 1), end=dt.date(2024, 5, 2)) == [event.id]
    assert [one.id for one, _ in store.near(dt.date(2024, 5, 1), dt.date(2024, 5, 2))] == [event.id]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("北京和東京举行会谈。", "東京"),
        ("북한이 미사일을 발사했다.", "북한"),
        ("日本の首相がソウルを訪問した。", "訪問"),
        ("เกาหลีเหนือยิงขีปนาวุธ", "ยิง"),
        ("Южная Корея осудила запуск.", "корея"),
        ("Ausführliche Gespräche über Raketen", "gesprache uber"),
        ("أطلقت كوريا صاروخا", "كوريا"),
        ("Mittelstreckenraketen flogen", "Mittelstr*"),
        ("Mittelstreckenraketen flogen", "Mittelstrecken"),
        ("北京市", "市"),
    ],
)
def test_search_finds_every_script(store: Store, text: str, words: str) -> None:
    with store.writing():
        store.put_document(make_document(text=text, language="und"), (), now=NOW)
    (hit,) = store.search(words)
    assert hit.document == "d-1"
    assert list(store.search("flugzeug")) == []


@pytest.mark.parametrize("words", ['"', "AND OR", "a:b", "(", "*", '""', "NEAR(x)", "'; DROP TABLE event; --", "\x00"])
def test_no_query_is_syntax(store: Store, words: str) -> None:
    put(store)
    assert list(store.search(words)) == []
    assert ids(store, text=words) == []


def test_folding_keeps_places() -> None:
    assert find("Die ﬁnale Straße", "strasse") == (10, 16)
    assert fold("Über 東京都") == "uber  東京 京都 都 "
    assert match("東京都 京") == '"東京 京都" "京"*'


def test_quotes_are_searched_too(store: Store) -> None:
    mention, _ = put(store)
    assert [hit.mention for hit in store.search("nordkorea rakete", quotes=True)] == [mention.id]


def test_counts_by_year_and_day_follow_every_change(store: Store) -> None:
    mention, event = put(store, recipients=(make_actor("KOR"), make_actor("JPN")))
    assert {(one.country, one.year, one.events) for one in store.by_year()} == {
        (c, 2024, 1) for c in ("PRK", "KOR", "JPN")
    }
    assert [tuple(day) for day in store.by_day(EventQuery(actor="PRK"))] == [(dt.date(2024, 4, 2), 1, -6.5)]
    correct(store, "reject", mention.id)
    assert list(store.by_year()) == list(store.by_day(EventQuery())) == ids(store) == []
    assert store.event(event.id).id == event.id
    assert list(store.check()) == []


def test_rejecting_can_be_taken_back(store: Store) -> None:
    mention, event = put(store)
    key = correct(store, "reject", mention.id)
    assert list(store.mentions()) == []
    revise.undo(store, key, now=LATER)
    assert ids(store) == [event.id]
    with pytest.raises(NotFoundError):
        revise.undo(store, key, now=LATER)


def test_edits_stand_beside_what_was_coded(store: Store) -> None:
    mention, event = put(store)
    correct(store, "edit", mention.id, value={"type": "THREATEN", "status": "alleged"})
    assert store.coded(mention.id) == mention
    changed = store.event(event.id)
    assert (changed.type, changed.mode, changed.score, changed.status.value) == (
        EventType.THREATEN,
        None,
        -3.5,
        "alleged",
    )
    assert [(one.who, one.why) for one in changed.corrections] == [("ana", "seen")]
    correct(store, "edit", event.id, value={"background": True})
    assert store.event(event.id).background
    assert store.event(event.id).type is EventType.THREATEN


@pytest.mark.parametrize("value", [{"id": "m-2"}, {"nonsense": 1}, {"status": "perhaps"}, {"evidence": None}])
def test_wrong_edits_are_refused(store: Store, value: dict[str, object]) -> None:
    mention, event = put(store)
    for target in (mention.id, event.id):
        with pytest.raises(StoreError):
            correct(store, "edit", target, value=value)
    assert store.corrections() == ()
    assert store.event(event.id) == event


def test_corrections_need_a_name_a_reason_and_a_target(store: Store) -> None:
    mention, event = put(store)
    with pytest.raises(SettingsError):
        revise.correct(store, CorrectionAction.REJECT, mention.id, who="", why="x", now=NOW)
    with pytest.raises(SettingsError):
        correct(store, "merge", event.id)
    with pytest.raises(NotFoundError):
        correct(store, "reject", "m-nothing")
    with pytest.raises(SettingsError):
        correct(store, "edit", mention.id, value={"type": "WAR"})


def test_merge_and_split(store: Store) -> None:
    one, first = put(store)
    two, second = put(store, "d-2", published="2024-05-02", time=make_time("2024-05-02"))
    assert first.id != second.id
    correct(store, "merge", first.id, ids=[second.id])
    assert ids(store) == [first.id]
    assert set(store.event(first.id).mentions) == {one.id, two.id}
    correct(store, "split", first.id, ids=[two.id])
    assert len(ids(store)) == 2
    assert store.event(first.id).mentions == (one.id,)
    assert list(store.check()) == []


def test_as_of_tells_what_was_known_then(store: Store) -> None:
    one, event = put(store)
    two, same = put(store, "d-2", published="2024-04-04", actors=(make_actor("PRK"), make_actor("RUS")))
    assert same.id == event.id
    assert ids(store, as_of=dt.date(2024, 4, 1)) == []
    (then,) = ask.events(store, EventQuery(as_of=dt.date(2024, 4, 3)))
    assert then.mentions == (one.id,)
    assert ids(store, as_of=dt.date(2024, 4, 3), actor="RUS") == []
    (now,) = ask.events(store, EventQuery(as_of=dt.date(2024, 4, 4), actor="RUS"))
    assert now.mentions == (one.id, two.id)
    assert [day.events for day in ask.by_day(store, EventQuery(as_of=dt.date(2024, 4, 3)))] == [1]


def test_a_later_correction_does_not_change_what_was_known(store: Store) -> None:
    mention, event = put(store)
    correct(store, "reject", mention.id, now=LATER)
    assert ids(store) == []
    assert ids(store, as_of=NOW.date()) == [event.id]
    assert ids(store, as_of=LATER.date()) == []


def test_coding_again_reports_and_keeps_corrections(store: Store) -> None:
    mention, event = put(store)
    correct(store, "edit", mention.id, value={"status": "denied"})
    longer = make_mention(document="d-1", type=EventType.ASSAULT, mode=None)  # same words, another type: another id
    done = revise.recode(store, now=LATER, coder=lambda _: [longer])
    assert (done.mentions_gained, done.mentions_lost) == ((longer.id,), (mention.id,))
    assert done.events_lost == (event.id,)
    assert len(done.events_gained) == 1
    assert store.mention(longer.id).status.value == "denied"
    assert store.event(done.events_gained[0]).status.value == "denied"
    assert list(store.check()) == []
    again = revise.recode(store, now=LATER, coder=lambda _: [longer])
    assert again.mentions_gained == again.mentions_changed == again.events_changed == again.events_gained == ()


def test_coding_again_does_not_report_rejected_events_as_lost(store: Store) -> None:
    mention, _ = put(store)
    correct(store, "reject", mention.id)
    done = revise.recode(store, now=LATER, coder=lambda _: [make_mention(document="d-1", confidence=0.95)])
    assert (done.mentions_changed, done.events_lost, done.events_changed) == ((mention.id,), (), ())
    assert ids(store) == []


def test_coding_again_keeps_an_event_whose_mention_only_changed(store: Store) -> None:
    mention, event = put(store)
    surer = make_mention(document="d-1", confidence=0.95)
    assert surer.id == mention.id
    done = revise.recode(store, now=LATER, coder=lambda _: [surer])
    assert (done.mentions_changed, done.events_changed, done.events_lost) == ((mention.id,), (event.id,), ())
    assert store.event(event.id).confidence == 0.95
    assert "confidence 0.9 → 0.95" in done.notes[event.id]
    assert list(store.check()) == []


def test_migration_from_every_released_schema(tmp_path: Path) -> None:
    for path in sorted(SCHEMAS.glob("*.sql")):
        folder = tmp_path / path.stem
        folder.mkdir()
        doc, mention = make_document(), make_mention()
        (event,) = link.link([Report(mention=mention, published=doc.published, publisher="Bote")])
        _fill_old(folder, path, doc.id, mention, event)
        with Store.open(folder, timeout=1) as store:
            assert list(store.check()) == []
            assert store.event(event.id) == event
            assert [hit.document for hit in store.search("rakete")] == [doc.id]
            assert ids(store, country="PRK") == [event.id]
            with sqlite3.connect(folder / "lagebild.db") as db:
                migrated = _shape(db)
            db.close()
            revise.recode(store, now=LATER, coder=lambda _: [mention])  # noqa: B023
            assert list(store.check()) == []
        assert migrated == _shape_of_new(tmp_path / f"new-{path.stem}")


def _shape(db: sqlite3.Connection) -> dict[str, set[tuple[str, str]]]:
    """Return the columns and types of every table, and what the indexes are on."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    shape = {one: {row[1:3] for row in db.execute(f"PRAGMA table_info({one})")} for one in tables}
    indexes = db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
    return {**shape, "indexes": set(indexes)}


def _shape_of_new(folder: Path) -> dict[str, set[tuple[str, str]]]:
    folder.mkdir()
    Store.create(folder, timeout=1)
    with sqlite3.connect(folder / "lagebild.db") as db:
        shape = _shape(db)
    db.close()
    return shape


def _fill_old(folder: Path, path: Path, key: str, mention: object, event: object) -> None:
    from lagebild import wire  # noqa: PLC0415 - only old databases are filled by hand
    from lagebild.store import rows  # noqa: PLC0415
    from lagebild.store.writing import Writing  # noqa: PLC0415

    doc = make_document()
    with sqlite3.connect(folder / "lagebild.db") as db:
        db.executescript(path.read_text())
        db.execute("INSERT INTO code VALUES (1, 'publisher', 'Bote')")
        values = (key, rows.micros(doc.published), 1, "de", None, doc.text, rows.document_record(doc), 0)
        db.execute("INSERT INTO document VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        known = "INSERT INTO mention (id, key, document, start, record, known) VALUES (1, ?, 1, 0, ?, 0)"
        db.execute(known, (mention.id, wire.dump(mention)))  # type: ignore[attr-defined]
        if path.stem == "1":
            db.execute("INSERT INTO event VALUES (1, ?, ?, 0)", (event.id, wire.dump(event)))  # type: ignore[attr-defined]
        else:
            Writing(path, db).restore_events([(1, event.id, wire.dump(event), 0)])  # type: ignore[attr-defined]
            for table, words in (("document", doc.text), ("quote", mention.evidence.quote)):  # type: ignore[attr-defined]
                db.execute(f"INSERT INTO search_{table} (rowid, words) VALUES (1, ?)", (fold(words),))  # noqa: S608
        db.execute("INSERT INTO member VALUES (1, 1, 0)")
    db.close()


def test_the_check_finds_what_is_wrong_and_repair_mends_caches(folder: Path, store: Store) -> None:
    put(store)
    with sqlite3.connect(folder / "lagebild.db") as db:
        db.execute("DELETE FROM fact")
        db.execute("UPDATE cube SET events = 7")
        db.execute("DROP INDEX fact_dyad")
    db.close()
    assert len(list(store.check())) == 3
    store.repair()
    assert list(store.check()) == []
    with sqlite3.connect(folder / "lagebild.db") as db:
        db.execute("UPDATE document SET text = 'another text'")
    db.close()
    assert [line for line in store.check() if "quote" in line]


def test_sql_stands_nowhere_in_values(store: Store) -> None:
    evil = "x'; DROP TABLE event; --"
    put(store, actors=(make_actor(evil),), doc={"publisher": evil, "title": evil})
    assert len(ids(store, actor=evil)) == 1
    assert ids(store, document=evil, text=evil) == []
    assert list(store.prefix(evil)) == []
