"""The bytes of one input: opened late, unpacked and recoded within limits, its beginning known before it is read."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from lagebild.errors import EmptyInputError, EncodingError, InputError, TooLargeError
from lagebild.read.need import need

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from _typeshed import WriteableBuffer

    from lagebild.settings import Settings

__all__ = ["PACKED", "Source", "from_bytes", "opened", "stem_of"]

PACKED = (".gz", ".zst")

_HEAD = 65_536  # bytes that are looked at to tell the format
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_FREE = 16_000_000  # bytes that may come out of a packed file before its ratio is looked at
_WINDOW = 2**27  # bytes of memory that a zstd stream may ask for


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input, open and standing at its start.

    Attributes:
        name: the path or URL, for messages.
        short: the file's own name, kept as the source of its documents.
        head: its first bytes (up to 64 KiB), unpacked and, where a byte order mark says so, recoded to UTF-8.
        stream: all of it, likewise.
        url: where it was fetched from.
        retrieved: when it was fetched (UTC).
        charset: the encoding that the server named.
    """

    name: str
    short: str
    head: bytes
    stream: BinaryIO
    url: str | None = None
    retrieved: dt.datetime | None = None
    charset: str | None = None

    def data(self, settings: Settings) -> bytes:
        """Return all the bytes, for formats that cannot be read piece by piece.

        Raises:
            TooLargeError: if there are more than ``max_file_bytes``.
        """
        limit = settings.max_file_bytes
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            hint = "raise max_file_bytes in lagebild.toml, or split the file"
            raise TooLargeError(f"over the limit of {limit:,} bytes", where=self.name, hint=hint)
        return data


def stem_of(name: str) -> str:
    """Return ``name`` without the ending of its packing: ``a.jsonl.gz`` is ``a.jsonl``."""
    return next((name[: -len(end)] for end in PACKED if name.lower().endswith(end)), name)


@contextmanager
def opened(path: Path, settings: Settings) -> Iterator[Source]:
    """Open a file (``-`` is standard input).

    Raises:
        InputError: if it cannot be opened, is empty, or unpacks to far more than it should.
    """
    if str(path) == "-":
        yield _source(sys.stdin.buffer, name="-", short="-", settings=settings)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        hint = "check the name and its rights"
        raise InputError(f"cannot be opened: {error.strerror}", where=str(path), hint=hint) from error
    with file:
        try:
            yield _source(file, name=str(path), short=path.name, settings=settings)
        except OSError as error:
            hint = "check the disk or the network drive"
            raise InputError(f"cannot be read: {error.strerror or error}", where=str(path), hint=hint) from error


def from_bytes(
    data: bytes,
    *,
    name: str,
    settings: Settings,
    url: str | None = None,
    retrieved: dt.datetime | None = None,
    charset: str | None = None,
) -> Source:
    """Return bytes in memory as a source; errors as :func:`opened`."""
    return _source(
        io.BytesIO(data), name=name, short=name, settings=settings, url=url, retrieved=retrieved, charset=charset
    )


def _source(
    raw: BinaryIO,
    *,
    name: str,
    short: str,
    settings: Settings,
    url: str | None = None,
    retrieved: dt.datetime | None = None,
    charset: str | None = None,
) -> Source:
    head, stream = _peek(raw)
    if head.startswith((_GZIP, _ZSTD)):
        head, stream = _peek(_unpack(stream, head, name, settings))
        if head.startswith((_GZIP, _ZSTD)):
            raise InputError("it is packed twice", where=name, hint="unpack it once before")
    encoding = next((code for mark, code in _BOMS if head.startswith(mark)), None)
    if encoding:
        head, stream = _peek(io.BufferedReader(_Recoded(stream, encoding, name)))
    if not head.strip():
        raise EmptyInputError("the file is empty", where=name, hint="give a file with text")
    return Source(name=name, short=short, head=head, stream=stream, url=url, retrieved=retrieved, charset=charset)


def _peek(raw: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream, and the stream at its start again."""
    head = b""
    while len(head) < _HEAD and (more := raw.read(_HEAD - len(head))):
        head += more
    if raw.seekable():
        raw.seek(0)
        return head, raw
    return head, io.BufferedReader(_Joined(head, raw), _HEAD)


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._head[: len(view)] or memoryview(self._rest.read(len(view)))
        self._head = self._head[len(piece) :]
        view[: len(piece)] = piece
        return len(piece)


class _Counted(io.RawIOBase):
    """A stream that counts what was read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._stream.read(len(view))
        self.count += len(piece)
        view[: len(piece)] = piece
        return len(piece)


def _unpack(stream: BinaryIO, head: bytes, name: str, settings: Settings) -> BinaryIO:
    packed = _Counted(stream)
    if head.startswith(_GZIP):
        unpacked: BinaryIO = cast("BinaryIO", gzip.GzipFile(fileobj=packed, mode="rb"))
        faults: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error)
    else:
        zstd = need("zstandard", extra="files", what="zstd files", where=name)
        unpacked = zstd.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(packed, read_across_frames=True)
        faults = (zstd.ZstdError,)
    guarded = _Unpacked(packed, unpacked, faults=faults, name=name, ratio=settings.max_unpack_ratio)
    return io.BufferedReader(guarded, _HEAD)


class _Unpacked(io.RawIOBase):
    """An unpacking stream that stops when far more comes out of it than went in."""

    def __init__(
        self, packed: _Counted, unpacked: BinaryIO, *, faults: tuple[type[Exception], ...], name: str, ratio: int
    ) -> None:
        self._packed = packed
        self._unpacked = unpacked
        self._faults = faults
        self._name = name
        self._ratio = ratio
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        try:
            piece = self._unpacked.read(len(view))
        except self._faults as error:
            hint = "fetch or copy the file again"
            raise InputError(f"the packed file is damaged: {error}", where=self._name, hint=hint) from error
        self._count += len(piece)
        if self._count > _FREE and self._count > self._ratio * self._packed.count:
            message = f"it unpacks to over {self._ratio} times its size"
            hint = "raise max_unpack_ratio in lagebild.toml if you trust it"
            raise TooLargeError(message, where=self._name, hint=hint)
        view[: len(piece)] = piece
        return len(piece)


class _Recoded(io.RawIOBase):
    """A stream in UTF-16 or UTF-32 as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str, name: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._encoding = encoding
        self._name = name
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        while not self._left:
            piece = self._stream.read(_HEAD)
            try:
                text = self._decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                message = f"it begins as {self._encoding.upper()} but does not go on so"
                raise EncodingError(message, where=self._name, hint="save it as UTF-8") from error
            self._left = text.encode("utf-8", "replace")
            if not piece:
                break
        piece = self._left[: len(view)]
        self._left = self._left[len(piece) :]
        view[: len(piece)] = piece
        return len(piece)
