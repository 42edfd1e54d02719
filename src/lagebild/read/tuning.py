"""Makes the libraries that take HTML pages apart quicker, without changing what they find in the languages read here.

Two costs stood out in the profile of a page of 1 kB. justext asks for the hash of its 150,000 words of all languages
anew for every short page: half of the time of the page. htmldate hands a date that it cannot read to dateparser,
which tries two hundred languages: 2.5 s for the first such page of a run, 20 ms for each one after.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lagebild.read.language import SUPPORTED
from lagebild.read.need import need

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["extractor"]


class _Words(tuple[str, ...]):
    """Words whose hash is counted once; two are the same only if they are one object."""

    __slots__ = ()

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@lru_cache(maxsize=1)
def extractor() -> ModuleType:
    """Return trafilatura, made ready.

    Raises:
        InputError: if it is not installed.
    """
    trafilatura = need("trafilatura", extra="web", what="HTML pages")
    fallbacks = need("trafilatura.external", extra="web", what="HTML pages")
    vars(fallbacks)["JT_STOPLIST"] = _Words(fallbacks.jt_stoplist_init())
    dates = need("htmldate.extractors", extra="web", what="HTML pages").get_external_parser()
    dates.languages = list(SUPPORTED)
    return trafilatura
