from __future__ import annotations

import gzip
import itertools
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from reading import CORPUS

from lagebild.errors import FetchError
from lagebild.read import Given, network, read
from lagebild.read.fetch import Fetcher, shown
from lagebild.records import Document
from lagebild.settings import Settings

if TYPE_CHECKING:
    import http.server

    from conftest import Server

LOCAL = frozenset({"127.0.0.1"})
QUICK = Settings(fetch_delay=0.0, fetch_timeout=5.0)


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(QUICK, allowed=LOCAL)


def test_a_page_is_fetched_and_read(server: Server, fetcher: Fetcher) -> None:
    page = (CORPUS / "html" / "article.html").read_bytes()
    server.routes["/a"] = (200, {"Content-Type": "text/html; charset=utf-8"}, page)
    docs = [item for item in read(f"{server.url}/a", Given(), fetcher=fetcher) if isinstance(item, Document)]
    assert (docs[0].title, docs[0].url) == ("Rakete gestartet", f"{server.url}/a")
    assert docs[0].retrieved is not None
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a"]
    assert all("lagebild" in headers["user-agent"] for _, headers in server.asked)


def test_what_cannot_be_fetched_is_one_error(server: Server, fetcher: Fetcher) -> None:
    errors = list(read(f"{server.url}/none", Given(), fetcher=fetcher))
    assert [str(error) for error in errors] == [
        f"{server.url}/none: the server answered with status 404 (check the address)"
    ]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound to it
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("2002:c0a8:101::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("2001:0:7f00:1::", False),
        ("not an address", False),
    ],
)
def test_which_addresses_are_public(address: str, *, public: bool) -> None:
    assert network.is_public(address) is public


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]", "0"]
)
def test_private_addresses_are_refused_however_written(server: Server, host: str) -> None:
    port = server.url.rpartition(":")[2]
    with pytest.raises(FetchError, match=r"private network|no such host"):
        Fetcher(QUICK).get(f"http://{host}:{port}/")
    assert not server.asked


def test_names_with_one_private_address_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        Fetcher(QUICK).get("http://two.example/")


def test_names_that_take_too_long_to_resolve_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()

    def resolve(*_: object, **__: object) -> list[object]:
        never.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    began = time.monotonic()
    with pytest.raises(FetchError, match="took too long"):
        Fetcher(Settings(fetch_timeout=0.2)).get("http://slow.example/")
    assert time.monotonic() - began < 5
    never.set()


def test_rebinding_does_not_help(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is asked for once a connection, and the connection goes to the address that was checked."""
    answers = itertools.chain(["127.0.0.1"], itertools.repeat("10.0.0.1"))
    port = int(server.url.rpartition(":")[2])
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *rest: object, **named: object) -> object:
        if host != "rebind.example":
            return real(host, *rest, **named)  # type: ignore[arg-type]
        asked.append(host)
        return [(2, 1, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.routes["/"] = (200, {}, b"words")
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):  # robots.txt goes through, the page is refused
        Fetcher(QUICK, allowed=LOCAL).get(f"http://rebind.example:{port}/")
    assert server.asked[0][1]["host"] == f"rebind.example:{port}"
    assert (len(asked), server.pages()) == (2, [])


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data"])
def test_redirects_into_private_networks_are_refused(server: Server, fetcher: Fetcher, target: str) -> None:
    server.routes["/a"] = (302, {"Location": target}, b"")
    with pytest.raises(FetchError, match="private network"):
        fetcher.get(f"{server.url}/a")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "javascript:alert(1)"])
def test_only_http(server: Server, fetcher: Fetcher, target: str) -> None:
    with pytest.raises(FetchError, match="only http"):
        fetcher.get(target)
    server.routes["/a"] = (301, {"Location": target}, b"")
    with pytest.raises(FetchError, match="only http"):
        fetcher.get(f"{server.url}/a")


def test_other_services_are_not_spoken_to(fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="port 25"):
        fetcher.get("http://127.0.0.1:25/")


def test_secrets_are_never_shown(server: Server, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher.get(f"{server.url}/none?token=geheim")
    assert "geheim" not in str(caught.value)
    with pytest.raises(FetchError, match="user name") as caught:
        fetcher.get("http://user:geheim@example.org/")
    assert "geheim" not in str(caught.value)
    assert shown("https://a:b@example.org/x?k=v#f") == "https://example.org/x"


def test_redirects_are_followed_and_counted(server: Server, fetcher: Fetcher) -> None:
    server.routes["/a"] = (302, {"Location": "/b"}, b"")
    server.routes["/b"] = (200, {}, b"words")
    server.routes["/loop"] = (302, {"Location": "/loop"}, b"")
    assert fetcher.get(f"{server.url}/a").url == f"{server.url}/b"
    with pytest.raises(FetchError, match="circles"):
        fetcher.get(f"{server.url}/loop")


def test_large_bodies_are_refused(server: Server) -> None:
    fetcher = Fetcher(Settings(fetch_delay=0.0, fetch_max_bytes=1000), allowed=LOCAL)
    server.routes["/large"] = (200, {}, b"x" * 1001)
    server.routes["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 10_000_000))
    server.routes["/good"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 1000))
    for path in ("/large", "/bomb"):
        with pytest.raises(FetchError, match="larger than 1,000 bytes"):
            fetcher.get(server.url + path)
    assert len(fetcher.get(f"{server.url}/good").body) == 1000


@pytest.mark.parametrize(
    ("headers", "body", "word"),
    [
        ({"Content-Encoding": "gzip"}, b"no gzip", "damaged"),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"words" * 99, mtime=0)[:-12], "breaks off"),
        ({"Content-Encoding": "br"}, b"x", "not asked for"),
        ({"Content-Length": "99"}, b"x", "no answer"),
    ],
)
def test_damaged_answers_are_told(
    server: Server, fetcher: Fetcher, headers: dict[str, str], body: bytes, word: str
) -> None:
    server.routes["/a"] = (200, headers, body)
    with pytest.raises(FetchError, match=word):
        fetcher.get(f"{server.url}/a")


def test_slow_servers_are_given_up(server: Server) -> None:
    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    server.routes["/slow"] = drip
    fetcher = Fetcher(Settings(fetch_delay=0.0, fetch_timeout=1.0), allowed=LOCAL)
    start = time.monotonic()
    with pytest.raises(FetchError, match="too long"):
        fetcher.get(f"{server.url}/slow")
    assert time.monotonic() - start < 4


def test_robots_are_heeded(server: Server) -> None:
    server.routes["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")
    server.routes["/open"] = (200, {}, b"words")
    waited: list[float] = []
    fetcher = Fetcher(QUICK, allowed=LOCAL, clock=lambda: 1000.0 + sum(waited), sleep=waited.append)
    with pytest.raises(FetchError, match=r"robots\.txt does not allow"):
        fetcher.get(f"{server.url}/private/a")
    fetcher.get(f"{server.url}/open")
    fetcher.get(f"{server.url}/open")
    assert waited == [7.0]
    assert [path for path, _ in server.asked].count("/robots.txt") == 1


def test_no_robots_while_the_site_is_down(server: Server, fetcher: Fetcher) -> None:
    server.routes["/robots.txt"] = (503, {}, b"")
    server.routes["/open"] = (200, {}, b"words")
    with pytest.raises(FetchError, match="503"):
        fetcher.get(f"{server.url}/open")
    assert server.pages() == []


def test_one_host_is_not_hurried(server: Server) -> None:
    server.routes["/a"] = (200, {}, b"words")
    waited: list[float] = []
    fetcher = Fetcher(Settings(fetch_delay=2.0), allowed=LOCAL, clock=lambda: 1000.0 + sum(waited), sleep=waited.append)
    for _ in range(3):
        fetcher.get(f"{server.url}/a")
    assert waited == [2.0, 2.0]


def test_what_is_known_is_not_sent_again(server: Server, fetcher: Fetcher) -> None:
    server.routes["/a"] = (304, {}, b"")
    answer = fetcher.ask(f"{server.url}/a", etag='"abc"', modified="Wed, 10 Apr 2024 06:53:00 GMT")
    assert (answer.status, answer.body) == (304, b"")
    asked = server.asked[-1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"abc"', "Wed, 10 Apr 2024 06:53:00 GMT")


@pytest.mark.parametrize(("value", "seconds"), [("120", 120.0), ("soon", None), ("", None)])
def test_when_the_server_wants_to_be_asked_again(
    server: Server, fetcher: Fetcher, value: str, seconds: float | None
) -> None:
    server.routes["/a"] = (429, {"Retry-After": value}, b"")
    assert fetcher.ask(f"{server.url}/a").retry_after == seconds
