"""What a parser sees of a word: its form, its ends, its shape — as row numbers of one embedding table.

Training and parsing use this same function, so the two can never drift apart.
"""

from __future__ import annotations

import unicodedata
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COLUMNS", "HASHED", "SHAPES", "normal", "rows"]

SHAPES = 64  # rows kept for word shapes
HASHED = 6  # columns that share the hashed rows: three suffixes, two prefixes, the whole form
COLUMNS = HASHED + 2
_STARTS = tuple(zlib.crc32(str(i).encode()) for i in range(HASHED))  # the number of a piece is hashed before it

_SAME = str.maketrans(
    {
        "„": '"',
        "“": '"',
        "”": '"',
        "»": '"',
        "«": '"',
        "‟": '"',
        "‚": "'",
        "‘": "'",
        "’": "'",
        "‹": "'",
        "›": "'",
        "`": "'",
        "´": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "…": ".",
        "İ": "i",  # its small form is two characters otherwise
        "\u00a0": " ",
        "\u2009": " ",
    }
)


def normal(form: str) -> str:
    """Return the form under which a word is looked up: one kind of quote and dash, digits as 0 beyond two.

    >>> normal("„Nein"), normal("2014"), normal("18")
    ('"nein', '0000', '18')
    """
    plain = form.translate(_SAME).lower()
    if len(plain) > 2 and not plain.isalpha() and any(c.isdigit() for c in plain):
        return "".join("0" if c.isdigit() else c for c in plain)
    return plain


def shape(form: str) -> int:
    """Return a small number for the case, digits and length of a word."""
    if form.isalpha():
        if form.islower():
            kind = 0
        elif len(form) > 1 and form.isupper():
            kind = 2
        elif form[0].isupper() and form[1:].islower():
            kind = 1
        elif form[0].isupper():
            kind = 3
        else:
            kind = 4
    elif form.isdigit():
        kind = 5
    elif any(c.isdigit() for c in form):
        kind = 6
    elif any(c.isalpha() for c in form):
        kind = 7 if form[0].isupper() else 8
    else:
        kind = 9
    return kind * 6 + min(len(form), 6) - 1


def rows(form: str, forms: Mapping[str, int], hashed: int) -> tuple[int, ...]:
    """Return the table rows of a word: its form, its shape, and six hashed pieces.

    The table holds ``forms`` first (row 0 is the unknown form), then the shapes, then ``hashed`` rows.
    """
    plain = normal(form)
    base = len(forms) + 1 + SHAPES
    letters = unicodedata.normalize("NFD", plain) if "가" <= plain[-1:] <= "힣" else plain  # Korean: one by one
    parts = (letters[-2:], letters[-3:], letters[-4:], letters[:3], letters[:5], plain)
    pieces = [base + zlib.crc32(part.encode(), start) % hashed for part, start in zip(parts, _STARTS, strict=True)]
    return (forms.get(plain, 0), len(forms) + 1 + shape(form), *pieces)
