"""Words for one language of briefs: names in their case, verbs in their number, days as people write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.dates import format_date

from lagebild.errors import SettingsError
from lagebild.knowledge import load
from lagebild.knowledge.plover import STATE_SECTORS
from lagebild.records import ActorMatch, TimeBasis, TimePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lagebild.records import Event, Speaker, Status

__all__ = ["LANGUAGES", "Names", "Phrases", "phrases"]

LANGUAGES = load.languages("brief.toml")

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Names:
    """The parties on one side of an event, in three cases, and whether a verb with them is plural."""

    nominative: str
    accusative: str
    dative: str
    plural: bool


@cache
def _iso2() -> dict[str, str]:
    return {row["id"]: row["iso2"] for row in load.rows("actors/countries.tsv", ("id", "iso2"))}


@cache
def phrases(lang: str) -> Phrases:
    """Return the words of ``lang``.

    Raises:
        SettingsError: if no brief can be written in it.
    """
    if lang not in LANGUAGES:
        hint = f"choose one of {', '.join(LANGUAGES)}"
        raise SettingsError(f"no brief can be written in '{lang}'", where="lang", hint=hint)
    return Phrases(lang, load.toml(f"languages/{lang}/brief.toml"))


class Phrases:
    """The words and sentence patterns of one language (``knowledge/languages/<lang>/brief.toml``)."""

    def __init__(self, lang: str, words: dict[str, Any]) -> None:
        self.lang = lang
        self._words = words
        self._locale = Locale(lang)

    def label(self, name: str, **values: object) -> str:
        """Return a label with its blanks filled."""
        return str(self._words["labels"][name]).format(**values)

    def section(self, name: str) -> str:
        """Return the heading of a section."""
        return str(self._words["sections"][name])

    def field(self, name: str) -> str:
        """Return the name of a field of an event."""
        return str(self._words["fields"][name])

    def word(self, name: str) -> str:
        """Return the word for a status, or ``name`` itself where there is none."""
        return str(self._words["words"].get(name, name))

    def day(self, day: dt.date) -> str:
        """Return a day in full."""
        return format_date(day, "long", self._locale)

    def when(self, event: Event) -> str:
        """Return the time of an event as an adverbial phrase with its precision; nothing if none is stated."""
        if event.time_basis is TimeBasis.PUBLISHED:
            return ""
        if event.time_precision is TimePrecision.YEAR:
            return self.label("in_year", year=event.start.year)
        if event.time_precision is TimePrecision.MONTH:
            return self.label("in", month=format_date(event.start, "MMMM y", self._locale))
        last = event.end - _DAY
        if last > event.start:
            return self.label("between", start=self.day(event.start), end=self.day(last))
        return self.label("on", day=self.day(event.start))

    def reported(self, event: Event) -> str:
        """Return the remark that only the day of publication is known, if that is so."""
        if event.time_basis is not TimeBasis.PUBLISHED:
            return ""
        return f" {self.label('reported', day=self.day(event.start))}"

    def name(self, country: str) -> str:
        """Return the name of a country code in this language, without article; the code where unknown."""
        forms = self._words["names"].get(country)
        return str(self._locale.territories.get(_iso2().get(country, ""), forms[0] if forms else country))

    def names(self, side: Sequence[ActorMatch]) -> Names:
        """Return the parties in three cases; each country once."""
        forms = list(dict.fromkeys(form for form in map(self._forms, side) if form))
        if not forms:
            return Names(self.label("nobody"), self.label("nobody"), self.label("nobody"), plural=True)
        nominative, accusative, dative = (self.join([form[case] for form in forms]) for case in range(3))
        return Names(nominative, accusative, dative, plural=len(forms) > 1 or forms[0][3] == "pl")

    def _forms(self, match: ActorMatch) -> tuple[str, str, str, str] | None:
        """Return nominative, accusative, dative and number; ``None`` for a phrase that names nobody we know.

        Who acts for no state is not called by its name: "Zivilpersonen (Georgien)".
        """
        sector = self._words["sectors"].get(match.sectors[0]) if match.sectors else None
        if sector and match.country and ":" not in match.country and match.sectors[0] not in STATE_SECTORS:
            who = f"{sector[0]} ({self.name(match.country)})"
            return who, who, who, sector[-1]
        if match.country is not None and not self._is_named_apart(match):
            known = self._words["names"].get(match.country)
            if known is not None:
                return known[0], known[1], known[2], known[3] if len(known) > 3 else ""
            name = self._locale.territories.get(_iso2().get(match.country, ""), match.name or match.text)
            return name, name, name, ""
        if match.name is not None:
            return match.name, match.name, match.name, ""
        return (sector[0], sector[0], sector[0], sector[-1]) if sector else None

    def _is_named_apart(self, match: ActorMatch) -> bool:
        """Tell whether the party is an organisation or group, which goes by its own name."""
        country = match.country or ""
        return ":" in country and country not in self._words["names"]

    def speaker(self, speaker: Speaker) -> str:
        """Return who says so, in the dative: by country where it is known, else in the words of the source."""
        if speaker.country is None:
            return self.label("quote", text=speaker.text)
        return self.names([ActorMatch(text=speaker.text, span=speaker.span, country=speaker.country)]).dative

    def join(self, parts: Sequence[str]) -> str:
        """Return an enumeration: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.label('and')} {parts[-1]}"

    def act(self, event: Event) -> tuple[str, str]:
        """Return what was done (and to whom, if that is known), as past participle and as infinitive phrase."""
        own = {match.country for match in event.actors}
        others = [match for match in event.recipients if match.country is None or match.country not in own]
        recipients = self.names(others) if any(map(self._forms, others)) else None
        events = self._words["events"]
        entry = events.get(f"{event.type} {event.mode}", events[event.type.value])
        if recipients is None or "done_to" not in entry:
            return entry["done"], entry["do"]
        cases = {"acc": recipients.accusative, "dat": recipients.dative}
        return entry["done_to"].format(**cases), entry["do_to"].format(**cases)

    def sentence(self, status: Status, *, by: str | None, actors: Names, when: str, act: tuple[str, str]) -> str:
        """Return the sentence that states an event with its status, without full stop."""
        pattern = self._words["status"][f"{status.value}_by" if by else status.value]
        verbs = {name: forms[actors.plural] for name, forms in self._words["verbs"].items()}
        text = pattern.format(actors=actors.nominative, when=when, done=act[0], do=act[1], by=by or "", **verbs)
        text = " ".join(text.split()).replace(" ,", ",").replace(" ;", ";")
        return text[0].upper() + text[1:]
