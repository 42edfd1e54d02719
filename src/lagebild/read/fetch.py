"""Fetches pages and feeds from the web: politely, within bounds of size and time, and never from inside.

The only place where the program talks to the network.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
import ssl
import time
import zlib
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from lagebild.errors import FetchError
from lagebild.read.need import need

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from types import ModuleType

    from lagebild.settings import Settings

__all__ = ["Answer", "Fetcher", "shown"]

AGENT = f"lagebild/{version('lagebild')} (+https://lagebild.readthedocs.io)"

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAX_REDIRECTS = 5
_ROBOTS_BYTES = 500_000
_ROBOTS_KEPT = 24 * 3600.0  # seconds
_MAX_DELAY = 60.0  # seconds that a robots.txt may ask for between two fetches
_SAFE = "/%:;,=@&+$!*'()~?#[]"
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: the last of the redirects, its body unpacked."""

    url: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    retrieved: dt.datetime

    @property
    def charset(self) -> str | None:
        """The encoding that the server names."""
        match = _CHARSET.search(self.headers.get("content-type", ""))
        return match.group(1) if match else None

    @property
    def retry_after(self) -> float | None:
        """The seconds after which the server wants to be asked again."""
        value = self.headers.get("retry-after", "").strip()
        if value.isdecimal():
            return float(value[:9])
        try:
            moment = email.utils.parsedate_to_datetime(value)
        except (ValueError, IndexError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return max(0.0, (moment - self.retrieved).total_seconds())


def shown(url: str) -> str:
    """Return an address as messages may show it: without user, password and query, which may be secrets."""
    try:
        parts = urlsplit(url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    except ValueError:
        return "(no address)"


class Fetcher:
    """Fetches within the limits of the settings, one address at a time.

    Args:
        settings: size, time and pause; see ``fetch_…`` there.
        allowed: addresses that are taken though they are not public; for tests against a server of their own.
        clock: monotonic seconds; ``sleep``: waits so many seconds.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        allowed: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._allowed = allowed
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}  # host: when it was last asked
        self._robots: dict[str, tuple[float, ModuleType | None]] = {}  # origin: when read, rules
        self._tls: ssl.SSLContext | None = None

    def get(self, url: str) -> Answer:
        """Return the page at ``url``.

        Raises:
            FetchError: if it cannot be fetched or must not be; the message never shows the query.
        """
        answer = self.ask(url)
        if answer.status != 200:
            hint = "check the address" if answer.status < 500 else "try again later"
            raise FetchError(f"the server answered with status {answer.status}", where=shown(url), hint=hint)
        return answer

    def ask(self, url: str, *, etag: str = "", modified: str = "") -> Answer:
        """Return what the server answers, whatever its status, after all redirects.

        Args:
            etag: the mark of the state that is known already, from the header of the same name: an answer with
                status 304 and no body says that nothing is new. ``modified`` likewise, from Last-Modified.

        Raises:
            FetchError: if there is no answer, or there must be none.
        """
        extra = {"If-None-Match": etag, "If-Modified-Since": modified}
        deadline = self._clock() + self._settings.fetch_timeout
        for _ in range(_MAX_REDIRECTS + 1):
            origin, target = _checked(url)
            deadline += self._follow_rules(origin, target)
            answer = self._once(target, extra, deadline=deadline, limit=self._settings.fetch_max_bytes)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            url = _joined(target, answer.headers["location"])
        raise FetchError("it redirects in circles", where=shown(url), hint="give the address of the page itself")

    def _follow_rules(self, origin: str, url: str) -> float:
        """Wait as long as politeness asks for, and return how long that was.

        Raises:
            FetchError: if the site's robots.txt does not allow the address.
        """
        rules = self._rules(origin)
        delay = self._settings.fetch_delay
        if rules is not None:
            if not rules.can_fetch(url, "lagebild"):
                hint = "ask the site for permission, or save the page and add the file"
                raise FetchError("the site's robots.txt does not allow it", where=shown(url), hint=hint)
            delay = max(delay, min(_MAX_DELAY, rules.crawl_delay("lagebild") or 0.0))
        wait = max(0.0, self._last.get(origin, -_MAX_DELAY) + delay - self._clock())
        if wait:
            self._sleep(wait)
        self._last[origin] = self._clock()
        return wait

    def _rules(self, origin: str) -> ModuleType | None:
        """Return the rules of a site; ``None`` where all is allowed. Kept for a day (RFC 9309)."""
        at, rules = self._robots.get(origin, (0.0, None))
        if origin in self._robots and self._clock() - at < _ROBOTS_KEPT:
            return rules
        protego = need("protego", extra="web", what="Addresses", where=shown(origin))
        url = f"{origin}/robots.txt"
        deadline = self._clock() + self._settings.fetch_timeout
        for _ in range(_MAX_REDIRECTS + 1):
            answer = self._once(url, {}, deadline=deadline, limit=_ROBOTS_BYTES, cut=True)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                break
            _, url = _checked(_joined(url, answer.headers["location"]))
        if answer.status >= 500:
            message = f"its robots.txt is answered with status {answer.status}: nothing is fetched until it is there"
            raise FetchError(message, where=shown(origin), hint="try again later")
        found = protego.Protego.parse(answer.body.decode("utf-8", "replace")) if answer.status == 200 else None
        self._robots[origin] = (self._clock(), found)
        return found

    def _once(self, url: str, extra: Mapping[str, str], *, deadline: float, limit: int, cut: bool = False) -> Answer:
        httpcore = need("httpcore", extra="web", what="Addresses", where=shown(url))
        network = need("lagebild.read.network", extra="web", what="Addresses", where=shown(url))
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
        headers |= {name: value for name, value in extra.items() if value}
        backend = network.Backend(deadline=deadline, clock=self._clock, allowed=self._allowed)
        self._tls = self._tls or httpcore.default_ssl_context()
        try:
            with (
                httpcore.ConnectionPool(network_backend=backend, ssl_context=self._tls, retries=0) as pool,
                pool.stream(
                    "GET", url, headers=[(k.encode(), v.encode("latin-1", "replace")) for k, v in headers.items()]
                ) as response,
            ):
                named = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
                packed = named.get("content-encoding", "identity").strip().lower()
                body = b"" if response.status in _REDIRECTS else _body(
                    response.iter_stream(), packed=packed, limit=limit, cut=cut, where=shown(url)
                )  # fmt: skip
                now = dt.datetime.now(tz=dt.UTC)
                return Answer(url=url, status=response.status, body=body, headers=named, retrieved=now)
        except httpcore.TimeoutException as error:
            hint = "try again later, or raise fetch_timeout in lagebild.toml"
            raise FetchError("the server took too long", where=shown(url), hint=hint) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, ssl.SSLError) as error:
            hint = "check the address and the network"
            raise FetchError(f"no answer: {error}", where=shown(url), hint=hint) from error


def _checked(url: str) -> tuple[str, str]:
    """Return the origin of an address, and the address in ASCII.

    Raises:
        FetchError: if it is no http or https address, or holds a user name.
    """
    hint = "give an address such as https://example.org/page"
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise FetchError("this is no address", where=shown(url), hint=hint) from error
    if parts.scheme not in {"http", "https"} or not host:
        raise FetchError("only http and https addresses are fetched", where=shown(url), hint=hint)
    if parts.username or parts.password:
        raise FetchError("addresses with a user name or password are not fetched", where=shown(url), hint=hint)
    host = f"[{host}]" if ":" in host else host
    place = f"{host}:{port}" if port else host
    target = urlunsplit((parts.scheme, place, quote(parts.path or "/", safe=_SAFE), quote(parts.query, safe=_SAFE), ""))
    return f"{parts.scheme}://{place}", target


def _joined(url: str, location: str) -> str:
    """Return where a redirect leads.

    Raises:
        FetchError: if it leads from https to http, where anybody on the way could change the page.
    """
    try:
        target = urljoin(url, location)
    except ValueError as error:
        raise FetchError("it redirects to no address", where=shown(url)) from error
    if url.startswith("https://") and target.startswith("http://"):
        hint = "give the http address itself if you trust it"
        raise FetchError("it redirects from https to http", where=shown(url), hint=hint)
    return target


def _body(pieces: Iterable[bytes], *, packed: str, limit: int, cut: bool, where: str) -> bytes:
    """Return the unpacked body; over the limit it is refused, or ``cut``.

    Raises:
        FetchError: if it is too large, damaged, or packed otherwise than asked for.
    """
    if packed not in {"identity", "", "gzip", "x-gzip"}:
        raise FetchError(f"the answer is packed in a way not asked for ({packed[:20]})", where=where)
    unpacker = zlib.decompressobj(wbits=31) if "gzip" in packed else None
    body = bytearray()
    try:
        for piece in pieces:
            body += unpacker.decompress(piece, limit + 1 - len(body)) if unpacker else piece
            if len(body) > limit:
                if cut:
                    return bytes(body[:limit])
                hint = "raise fetch_max_bytes in lagebild.toml if you trust it"
                raise FetchError(f"it is larger than {limit:,} bytes", where=where, hint=hint)
        if unpacker and body and not unpacker.eof:
            raise FetchError("the answer breaks off", where=where, hint="try again later")
    except zlib.error as error:
        raise FetchError(f"the answer is damaged: {error}", where=where, hint="try again later") from error
    return bytes(body)
