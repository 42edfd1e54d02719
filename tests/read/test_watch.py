from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from reading import CORPUS

from lagebild.errors import CorruptError, FetchError, InputError
from lagebild.read.fetch import Fetcher
from lagebild.read.watch import FILE, Watcher
from lagebild.records import Document, IssueKind
from lagebild.settings import Feed, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Server

START = dt.datetime(2024, 4, 10, 6, 53, tzinfo=dt.UTC)
ITEM = "<item><title>{0}</title><link>{1}</link><description>{0} today.</description>{2}</item>"
DATED = "<pubDate>Wed, 10 Apr 2024 06:00:00 GMT</pubDate>"


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


class Case:
    """One feed on the test's server, a folder, and a clock that the test moves."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.clock = Clock()
        self.feed = Feed(url=f"{server.url}/feed", lang="en", every=10)
        self.serve("The army moved", "The army left")

    def serve(self, *titles: str, status: int = 200, dated: bool = True, **headers: str) -> None:
        items = "".join(ITEM.format(t, f"{self.server.url}/{t[-4:]}", DATED if dated else "") for t in titles)
        body = f"<rss><channel><title>Example</title>{items}</channel></rss>".encode()
        self.server.routes["/feed"] = (status, {name.replace("_", "-"): v for name, v in headers.items()}, body)

    def watcher(self) -> Watcher:
        settings = Settings(feeds=(self.feed,), fetch_delay=0.0, fetch_timeout=5.0)
        return Watcher(settings, self.folder, fetcher=Fetcher(settings, allowed={"127.0.0.1"}), now=self.clock)

    def check(self) -> tuple[list[Document], list[InputError]]:
        found = list(self.watcher().check(self.feed))
        return [i for i in found if isinstance(i, Document)], [i for i in found if isinstance(i, InputError)]

    def state(self) -> str:
        ((feed, health),) = self.watcher().health()
        return health.state(feed, self.clock.now)


@pytest.fixture
def case(server: Server, tmp_path: Path) -> Case:
    return Case(server, tmp_path)


def test_new_items_come_once(case: Case) -> None:
    assert case.state() == "new"
    docs, errors = case.check()
    assert ([doc.title for doc in docs], errors) == (["The army moved", "The army left"], [])
    assert {doc.publisher for doc in docs} == {"Example"}
    assert case.check() == ([], [])
    case.serve("The army came", "The army moved", "The army left")
    assert [doc.title for doc in case.check()[0]] == ["The army came"]
    ((_, health),) = case.watcher().health()
    assert (health.items, health.failures, health.success, case.state()) == (3, 0, START, "ok")


def test_a_changed_item_is_new(case: Case) -> None:
    case.check()
    case.serve("The army moves", "The army left")
    assert [doc.title for doc in case.check()[0]] == ["The army moves"]


def test_feeds_are_asked_when_due(case: Case) -> None:
    watcher = case.watcher()
    assert watcher.due() == [case.feed]
    list(watcher.check(case.feed))
    assert (watcher.due(), watcher.pause()) == ([], 600.0)
    case.clock.advance(minutes=10)
    assert case.watcher().due() == [case.feed]


def test_only_what_changed_is_asked_for(case: Case) -> None:
    case.serve("The army moved", ETag='"one"', Last_Modified="Wed, 10 Apr 2024 06:00:00 GMT")
    case.check()
    case.serve(status=304)
    assert case.check() == ([], [])
    asked = case.server.asked[-1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"one"', "Wed, 10 Apr 2024 06:00:00 GMT")
    assert case.state() == "ok"
    case.check()
    assert case.server.asked[-1][1]["if-none-match"] == '"one"'


def test_failing_feeds_are_asked_less_and_less(case: Case) -> None:
    case.serve(status=500)
    pauses = []
    for _ in range(12):
        _, errors = case.check()
        assert "status 500" in str(errors[0])
        watcher = case.watcher()
        pauses.append(watcher.pause() / 60)
        case.clock.advance(seconds=watcher.pause())
    assert pauses[:4] == [20, 40, 80, 160]
    assert pauses[-1] == 24 * 60
    assert case.state() == "failing"
    case.serve("The army moved")
    assert len(case.check()[0]) == 1
    assert case.state() == "ok"


def test_the_server_may_ask_for_more(case: Case) -> None:
    case.serve(status=429, Retry_After="7200")
    case.check()
    assert case.watcher().pause() == 7200


def test_silence_is_shown(case: Case) -> None:
    case.check()
    case.clock.advance(days=2)
    case.check()
    assert case.state() == "ok"
    case.clock.advance(days=2)
    case.check()
    assert case.state() == "silent"


def test_a_page_that_is_no_feed_is_a_failure(case: Case) -> None:
    case.server.routes["/feed"] = (200, {}, b"<html><body>Moved</body></html>")
    _, errors = case.check()
    assert "no item" in str(errors[0])
    assert case.state() == "failing"


def test_items_without_a_date_carry_an_issue(case: Case) -> None:
    case.serve("The army moved", dated=False)
    (doc,), _ = case.check()
    assert [issue.kind for issue in doc.issues] == [IssueKind.NO_DATE]


def test_pages_behind_items(case: Case) -> None:
    case.feed = Feed(url=case.feed.url, full=True, lang="de")
    page = (CORPUS / "html" / "article.html").read_bytes()
    case.server.routes["/oved"] = (200, {"Content-Type": "text/html; charset=utf-8"}, page)
    docs, errors = case.check()
    assert "Die Armee des Landes" in docs[0].text
    assert (docs[0].publisher, docs[0].url) == ("Example", f"{case.server.url}/oved")
    assert docs[1].text == "The army left today."  # its page is not there: the summary, with the error
    assert [type(error) for error in errors] == [FetchError]


def test_links_into_private_networks_are_not_followed(case: Case) -> None:
    case.feed = Feed(url=case.feed.url, full=True)
    body = ITEM.format("The army moved", "http://10.0.0.1/admin", DATED)
    case.server.routes["/feed"] = (200, {}, f"<rss><channel>{body}</channel></rss>".encode())
    docs, errors = case.check()
    assert (len(docs), "private network" in str(errors[0])) == (1, True)


def test_a_break_between_loses_nothing(case: Case) -> None:
    iterator = case.watcher().check(case.feed)
    assert isinstance(next(iterator), Document)
    iterator.close()  # killed before the second item was taken
    assert len(case.check()[0]) == 2


def test_the_record_is_replaced_as_a_whole(case: Case) -> None:
    case.check()
    assert [path.name for path in case.folder.iterdir()] == [FILE]
    assert json.loads((case.folder / FILE).read_text(encoding="utf-8"))[0]["url"] == case.feed.url
    (case.folder / FILE).write_text("[{", encoding="utf-8")
    with pytest.raises(CorruptError, match="damaged"):
        case.watcher()
