"""Every setting with its default, unit and meaning; read from ``lagebild.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from lagebild.errors import SettingsError

__all__ = ["Settings"]


def _setting(default: Any, unit: str, meaning: str) -> Any:  # noqa: ANN401 - the type is the field's annotation
    return field(default=default, metadata={"unit": unit, "help": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a workspace."""

    lang: str = _setting("en", "ISO 639-1", "language of briefs and tables")
    max_file_bytes: int = _setting(100_000_000, "bytes", "files over this size are refused")
    max_line_bytes: int = _setting(10_000_000, "bytes", "a JSON line over this size is refused")
    max_text_chars: int = _setting(1_000_000, "characters", "a document over this length is cut, with an issue")
    min_confidence: float = _setting(0.5, "probability", "mentions below it are not coded")
    lock_timeout: float = _setting(10.0, "seconds", "how long to wait for another writer")

    @classmethod
    def of(cls, values: dict[str, Any], *, where: str = "lagebild.toml") -> Settings:
        """Check ``values`` and return them as settings.

        Raises:
            SettingsError: on an unknown name or a value of the wrong type.
        """
        known = {one.name: one for one in fields(cls)}
        for name, value in values.items():
            if name not in known:
                raise SettingsError(f"unknown setting '{name}'", where=where, hint=f"known: {', '.join(known)}")
            wanted = type(known[name].default)
            if not isinstance(value, wanted) and not (wanted is float and isinstance(value, int)):
                raise SettingsError(f"'{name}' must be a {wanted.__name__}, not {value!r}", where=where)
        return cls(**values)
