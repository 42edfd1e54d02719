"""Makes text safe for the format it goes into."""

from __future__ import annotations

import unicodedata

__all__ = ["cell", "markdown"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def cell(value: object) -> str:
    """Return ``value`` for a spreadsheet cell: text that would be run as a formula gets a leading apostrophe.

    Source: OWASP, "CSV Injection". Numbers are left as they are.
    """
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def markdown(text: str) -> str:
    """Return ``text`` with the marks of Markdown and HTML escaped, on one line, without control characters."""
    plain = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join(plain.split()).translate(_MARKDOWN)
