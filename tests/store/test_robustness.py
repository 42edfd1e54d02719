from __future__ import annotations

import os
import resource
import runpy
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from conftest import NOW, put
from factories import make_document
from lagebild.errors import CorruptError, LockedError, NotAWorkspaceError, StoreError
from lagebild.store import EventQuery, Store

KILLS = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "kills.py"))


def test_a_kill_loses_nothing_and_leaves_nothing_half() -> None:
    assert KILLS["run"](8, seed=3, rows=200) == []


def _in_a_child(work: object) -> int:
    """Run ``work`` in a forked process and return its exit status."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = work()  # type: ignore[operator]
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_full_disk_is_said_and_leaves_nothing_half(folder: Path) -> None:
    def fill() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        with Store.open(folder, timeout=1) as store:
            try:
                for number in range(1000):
                    with store.writing():
                        store.put_document(make_document("Wort " * 5000, id=f"d-{number}"), (), now=NOW)
            except StoreError as error:
                return 42 if "disk is full" in str(error) else 43
        return 44

    assert _in_a_child(fill) == 42
    with Store.open(folder, timeout=1) as store:
        assert list(store.check()) == []
        assert 0 < store.counts()["document"] < 1000
        put(store, "d-after")  # room again: it goes on


def test_two_processes_write_and_both_are_kept(folder: Path) -> None:
    def write(name: str) -> int:
        with Store.open(folder, timeout=30) as store:
            for number in range(20):
                with store.writing():
                    store.put_document(make_document(id=f"d-{name}-{number}"), (), now=NOW)
        return 0

    child = os.fork()
    if child == 0:
        os._exit(write("child"))
    write("parent")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with Store.open(folder, timeout=1) as store:
        assert store.counts()["document"] == 40
        assert list(store.check()) == []


def test_another_writer_is_waited_for_and_then_named(folder: Path) -> None:
    one, two = Store.open(folder, timeout=0.05), Store.open(folder, timeout=0.05)
    with one, two, one.writing(), pytest.raises(LockedError), two.writing():
        pass


def test_readers_go_on_during_a_long_write(folder: Path, store: Store) -> None:
    _, event = put(store)
    with store.writing():
        store.put_document(make_document(id="d-2"), (), now=NOW)
        with Store.open(folder, timeout=0.05) as reader:
            assert [one.id for one in reader.events(EventQuery())] == [event.id]
            assert not reader.has("d-2")
    assert store.has("d-2")


def test_a_backup_is_made_while_others_write(folder: Path, store: Store, tmp_path: Path) -> None:
    put(store)
    stop = threading.Event()

    def write() -> None:
        with Store.open(folder, timeout=10) as other:
            number = 0
            while not stop.is_set() and number < 500:
                number += 1
                with other.writing():
                    other.put_document(make_document(id=f"d-w{number}"), (), now=NOW)

    thread = threading.Thread(target=write)
    thread.start()
    copy = tmp_path / "copy"
    copy.mkdir()
    try:
        store.backup(copy / "lagebild.db")
    finally:
        stop.set()
        thread.join()
    with Store.open(copy, timeout=1) as saved:
        assert list(saved.check()) == []
        assert saved.has("d-1")
    with pytest.raises(StoreError):
        store.backup(copy / "lagebild.db")


def test_a_damaged_database_is_named(folder: Path) -> None:
    with Store.open(folder, timeout=1) as store:
        for number in range(50):
            put(store, f"d-{number}")
    path = folder / "lagebild.db"
    data = bytearray(path.read_bytes())
    for at in range(4096 * 3, len(data) - 4096, 4096):
        data[at + 8 : at + 2048] = b"\xaa" * 2040
    path.write_bytes(data)

    def work() -> list[str]:
        with Store.open(folder, timeout=1) as store:
            found = list(store.check())
            list(store.documents())
            list(store.events(EventQuery()))
            return found

    with pytest.raises(CorruptError):
        work()


@pytest.mark.parametrize("keep", [0, 1, 7, 100, 4000, 9000, -1, -100])
def test_a_cut_log_loses_whole_documents_only(folder: Path, tmp_path: Path, keep: int) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    with Store.open(folder, timeout=1) as store:
        for number in range(5):
            put(store, f"d-{number}")
        for name in ("lagebild.db", "lagebild.db-wal"):
            shutil.copy(folder / name, copy / name)
    log = copy / "lagebild.db-wal"
    log.write_bytes(log.read_bytes()[:keep])
    with Store.open(copy, timeout=1) as store:
        assert list(store.check()) == []
        there = [doc.id for doc in store.documents()]
        assert there == [f"d-{number}" for number in range(len(there))]


def test_a_cut_database_is_refused(folder: Path) -> None:
    with Store.open(folder, timeout=1) as store:
        put(store)
    path = folder / "lagebild.db"
    path.write_bytes(path.read_bytes()[:10_000])
    with pytest.raises(CorruptError), Store.open(folder, timeout=1) as store:
        list(store.documents())


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_what_is_no_database_of_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lagebild.db"
    path.write_bytes(content)
    with pytest.raises(NotAWorkspaceError):
        Store.open(tmp_path, timeout=1)
    assert path.read_bytes() == content


def test_a_foreign_or_newer_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "lagebild.db") as db:
        db.execute("CREATE TABLE other (x)")
    db.close()
    with pytest.raises(NotAWorkspaceError):
        Store.create(tmp_path, timeout=1)
    with sqlite3.connect(tmp_path / "lagebild.db") as db:
        db.executescript("PRAGMA application_id = 1279346756; PRAGMA user_version = 999;")
    db.close()
    with pytest.raises(NotAWorkspaceError, match="999"):
        Store.open(tmp_path, timeout=1)
