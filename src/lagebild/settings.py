"""Every setting with its default, unit and meaning; read from ``lagebild.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from lagebild.errors import SettingsError

__all__ = ["Feed", "Settings"]


def _setting(default: Any, unit: str, meaning: str) -> Any:  # noqa: ANN401 - the type is the field's annotation
    return field(default=default, metadata={"unit": unit, "help": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One RSS or Atom feed that ``lagebild watch`` follows: a ``[[feeds]]`` table of ``lagebild.toml``."""

    url: str = _setting("", "http(s) URL", "where the feed is")
    publisher: str = _setting("", "name", "publisher of its items; the feed's own title where left out")
    lang: str = _setting("", "ISO 639-1", "language of its items; recognised where left out")
    every: int = _setting(30, "minutes", "how often it is asked")
    full: bool = _setting(
        default=False, unit="true or false", meaning="fetch the page behind each item instead of taking its summary"
    )
    silent: int = _setting(3, "days", "without a new item for so long, it is shown as silent")

    @classmethod
    def of(cls, values: object, *, where: str) -> Feed:
        """Check one table and return it as a feed.

        Raises:
            SettingsError: on an unknown name, a wrong type, or a missing URL.
        """
        if not isinstance(values, dict):
            raise SettingsError(
                "feeds must be tables", where=where, hint='write [[feeds]] and below it url = "https://…"'
            )
        feed = cls(**_checked(cls, values, where))
        if not feed.url.startswith(("http://", "https://")):
            raise SettingsError("a feed needs an http or https url", where=where, hint='write url = "https://…"')
        if not (1 <= feed.every <= 525_600 and 1 <= feed.silent <= 36_500):
            raise SettingsError("every (minutes, at most a year) and silent (days) must be at least 1", where=where)
        return feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a workspace."""

    lang: str = _setting("en", "ISO 639-1", "language of briefs and tables")
    max_file_bytes: int = _setting(100_000_000, "bytes", "files over this size are refused")
    max_line_bytes: int = _setting(10_000_000, "bytes", "a JSON line over this size is refused")
    max_text_chars: int = _setting(1_000_000, "characters", "a document over this length is cut, with an issue")
    max_unpack_ratio: int = _setting(200, "times", "a packed file that grows more than this is refused")
    max_pages: int = _setting(2_000, "pages", "a PDF is cut after so many, with an issue")
    fetch_max_bytes: int = _setting(20_000_000, "bytes", "a larger page or feed is not fetched")
    fetch_timeout: float = _setting(30.0, "seconds", "a fetch that takes longer is given up")
    fetch_delay: float = _setting(1.0, "seconds", "pause between two fetches from one host")
    lock_timeout: float = _setting(10.0, "seconds", "how long to wait for another writer")
    feeds: tuple[Feed, ...] = _setting((), "tables", "the feeds that `lagebild watch` follows")

    @classmethod
    def of(cls, values: dict[str, Any], *, where: str = "lagebild.toml") -> Settings:
        """Check ``values`` and return them as settings.

        Raises:
            SettingsError: on an unknown name or a value of the wrong type.
        """
        feeds = values.get("feeds", [])
        if not isinstance(feeds, list):
            raise SettingsError("feeds must be tables", where=where, hint="write [[feeds]] above each")
        tables = tuple(Feed.of(one, where=f"{where}, feed {number}") for number, one in enumerate(feeds, 1))
        rest = {name: value for name, value in values.items() if name != "feeds"}
        return cls(**_checked(cls, rest, where), feeds=tables)


def _checked(kind: type[Feed | Settings], values: dict[str, Any], where: str) -> dict[str, Any]:
    known = {one.name: one for one in fields(kind)}
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"unknown setting '{name}'", where=where, hint=f"known: {', '.join(known)}")
        wanted = type(known[name].default)
        fits = isinstance(value, wanted) and isinstance(value, bool) == (wanted is bool)
        if not fits and not (wanted is float and isinstance(value, int)):
            raise SettingsError(f"'{name}' must be a {wanted.__name__}, not {value!r}", where=where)
    return values
