"""Connections that cannot be led into private networks, nor last longer than allowed.

A name is resolved once, every address it has is checked, and the connection goes to a checked address: what the
name means a moment later (DNS rebinding) does not matter. Certificates and the Host header are still those of the
name.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from typing import TYPE_CHECKING

import httpcore

from lagebild.errors import FetchError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

__all__ = ["Backend", "is_public"]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_WELL_KNOWN_PORTS = frozenset((80, 443))


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet.

    Addresses that carry an IPv4 address inside (mapped, 6to4, Teredo, NAT64) are judged by it too.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner: list[ipaddress.IPv4Address | None] = []
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global:
        return False
    return all(one is None or is_public(str(one)) for one in inner)


class Backend(httpcore.SyncBackend):
    """Opens the connections of one fetch.

    Args:
        deadline: when the fetch must be over, on ``clock`` (seconds).
        allowed: addresses that are taken though they are not public; for tests against a server of their own.
    """

    def __init__(self, *, deadline: float, clock: Callable[[], float], allowed: Collection[str] = ()) -> None:
        self._deadline = deadline
        self._clock = clock
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of ``host`` that answers, all of them being public.

        Raises:
            FetchError: if one of them is not, or the name is unknown.
        """
        error: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = super().connect_tcp(
                    address,
                    port,
                    timeout=self._left(timeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
            else:
                return _Timed(stream, self._left)
        raise error or httpcore.ConnectError("no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        if port < 1024 and port not in _WELL_KNOWN_PORTS:
            raise FetchError(f"port {port} is not for web pages", where=host, hint="use ports 80, 443 or over 1023")
        try:
            addresses = _resolved(host, port, seconds=self._left(None))
        except (OSError, UnicodeError) as error:
            raise FetchError("there is no such host", where=host, hint="check the name and the network") from error
        for address in addresses:
            if address not in self._allowed and not is_public(address):
                message = f"its address {address} lies in a private network and is not fetched from"
                raise FetchError(message, where=host, hint="save the page and add the file")
        return addresses

    def _left(self, timeout: float | None) -> float:
        """Return the seconds that a step may take.

        Raises:
            httpcore.ReadTimeout: if there are none left.
        """
        left = self._deadline - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the fetch took too long")
        return left if timeout is None else min(left, timeout)


def _resolved(host: str, port: int, *, seconds: float) -> list[str]:
    """Return the addresses of a name.

    The resolver of the system knows no time limit, so it is asked in a thread, which is left behind when it takes
    too long.

    Raises:
        OSError: if there is no such name; UnicodeError if it is none.
        httpcore.ConnectTimeout: if that takes longer than ``seconds``.
    """
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answers.put(error)
        else:
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))

    threading.Thread(target=ask, name=f"name of {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty as error:
        raise httpcore.ConnectTimeout("the name is not resolved in time") from error
    if isinstance(answer, Exception):
        raise answer
    return answer


class _Timed(httpcore.NetworkStream):
    """A stream each step of which ends before the deadline of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[float | None], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._left)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the signature of the library
        return self._stream.get_extra_info(info)
