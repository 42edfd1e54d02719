"""Puts the elements of a phrase together into actors: country, role, organisation, person, and the date.

The same rules serve :func:`lagebild.extract.actors.match`, which groups by what stands between two elements, and
:func:`lagebild.extract.actors.resolve`, which groups by Universal Dependencies.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from lagebild.knowledge import actorbook, load
from lagebild.records import ActorMatch
from lagebild.spans import Span

if TYPE_CHECKING:
    from lagebild.extract.scan import Element
    from lagebild.records import Actor, Office

__all__ = ["STATES", "Group", "finish", "order", "states_of"]

STATES: Final = frozenset({"name", "adjective", "capital", "seat", "region", "city", "set"})
_OFFICIAL: Final = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP", "IGO", "PTY", "UNK"})
_UNDATED: Final = dt.date(2021, 11, 1)  # without a date, an office that ended later than this counts as held
_ACRONYM: Final = 4  # letters up to which an acronym is likely to stand for something else too
_FAMOUS: Final = 5  # names, in all languages, from which on an organisation is known by its acronym
_KNOWN: Final = frozenset({"GOV", "MIL", "COP", "SPY", "IGO", "JUD", "LEG", "REB", "NGO"})
_EARLY: Final = dt.timedelta(days=1500)  # before the first office and
_LATE: Final = dt.timedelta(days=9000)  # after the last one a person is still in the news


@dataclass(slots=True)
class Group:
    """The elements of one actor phrase, in text order, while it is being put together."""

    start: int
    end: int
    elements: list[Element] = field(default_factory=list)
    borrowed: list[Element] = field(default_factory=list)  # shared with a coordinated phrase, outside the span
    former: bool = False
    placed: bool = False  # it follows a preposition of place: where, not who
    owned: Element | None = None  # the role that another one has ("the soldiers' families")

    def of(self, *kinds: str) -> list[Element]:
        """Return the elements of these kinds."""
        return [element for element in (*self.elements, *self.borrowed) if element.kind in kinds]

    def states(self) -> list[Element]:
        """Return the elements that name a state."""
        return self.of(*STATES)

    def each(self) -> list[Group]:
        """Return the group once for each state that it names as one of a set ("the two Koreas"), else itself."""
        several = next((e for e in (*self.elements, *self.borrowed) if e.kind == "set"), None)
        if several is None:
            return [self]
        return [self._with(several, several._replace(kind="name", targets=(one,))) for one in several.targets]

    def _with(self, old: Element, new: Element) -> Group:
        own = [new if element is old else element for element in self.elements]
        borrowed = [new if element is old else element for element in self.borrowed]
        return replace(self, elements=own, borrowed=borrowed)

    def without(self, kind: str) -> Group:
        """Return the group as it is without its elements of a kind."""
        own = [element for element in self.elements if element.kind != kind]
        span = (own[0].start, max(element.end for element in own)) if own else (self.start, self.end)
        return replace(self, start=span[0], end=span[1], elements=own)

    def naming(self, *, lone: bool) -> bool:
        """Tell whether anything in the group can name an actor: not a surname or "former", a thing only if ``lone``."""
        silent = {"surname", "former"} if lone else {"surname", "former", "thing"}
        return any(element.kind not in silent for element in (*self.elements, *self.borrowed))

    def add(self, element: Element) -> None:
        """Take in one more element."""
        if element.kind == "former":
            self.former = True
        self.elements.append(element)
        self.start, self.end = min(self.start, element.start), max(self.end, element.end)


@dataclass(slots=True)
class _Reading:
    id: str | None = None
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()


@cache
def _ranks() -> dict[str, int]:
    return {row["code"]: rank for rank, row in enumerate(load.rows("actors/sectors.tsv", ("code", "meaning")))}


def order(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the sectors of several role words, the most telling word's first, without repeats."""
    ranks = _ranks()
    parts = sorted((part for part in parts if part), key=lambda part: ranks.get(part[0], 99))
    return tuple(dict.fromkeys(code for part in parts for code in part))


def _valid(country: str, on: dt.date | None) -> bool:
    state = actorbook.countries().get(country)
    if state is None or on is None:
        return state is None or state.end is None
    return (state.start is None or state.start <= on) and (state.end is None or on < state.end)


def states_of(element: Element, on: dt.date | None) -> str:
    """Return the country that an element names: of several the one that exists on the day."""
    return next((target for target in element.targets if _valid(target, on)), element.targets[0])


def _held(office: Office, on: dt.date | None) -> bool:
    if on is None:
        return office.end is None or office.end >= _UNDATED
    return (office.start is None or office.start <= on) and (office.end is None or on < office.end)


def _role_sectors(group: Group) -> tuple[str, ...]:
    """Return the sectors of the role words: strong words first, weak words only if there are no others."""
    if group.owned is not None and group.owned.kind == "role":
        return group.owned.sectors
    strong = [element.sectors for element in group.of("role", "thing") if element.sectors]
    strong += [element.sectors for element in group.of("seat")]
    if strong:
        return order(strong)
    return order([element.sectors for element in group.of("weak", "unknown") if element.sectors][-1:])


def _offices_named(group: Group, lang: str) -> tuple[str, ...]:
    """Return the kinds of office that the role words of the group name."""
    titles = actorbook.titles(lang)
    words = [element.form.lower() for element in group.of("role", "weak")]
    return tuple(office for word in words for office in titles.get(word, ()))


def _alive(person: Actor, on: dt.date | None) -> bool:
    """Tell whether a report of the day may name the person without a first name: from before office to long after."""
    if on is None:
        return True
    starts = [office.start for office in person.offices if office.start is not None]
    ends = [office.end for office in person.offices]
    begun = not starts or min(starts) - _EARLY <= on
    return begun and (None in ends or on <= max(end for end in ends if end is not None) + _LATE)


def _choose(ids: tuple[str, ...], country: str | None, offices: tuple[str, ...], on: dt.date | None) -> Actor | None:
    """Return who of several namesakes is meant: by country, office and date, in this order; ``None`` if unsure."""
    people = [actorbook.people()[key] for key in ids]

    def fit(person: Actor) -> tuple[bool, bool, bool, dt.date]:
        held = [office for office in person.offices if _held(office, on)]
        past = [office.start for office in person.offices if office.start and (on is None or office.start <= on)]
        return (
            country is None or any(office.country == country for office in person.offices),
            any(office.title in offices for office in (held or person.offices)),
            bool(held),
            max(past, default=dt.date.min),
        )

    ranked = sorted((p for p in people if _alive(p, on)), key=fit, reverse=True)
    if not ranked or not fit(ranked[0])[0]:
        return None
    unsure = len(ranked) > 1 and fit(ranked[0])[:3] == fit(ranked[1])[:3] and ranked[0].country != ranked[1].country
    return None if unsure else ranked[0]


def _person_sectors(person: Actor, on: dt.date | None) -> tuple[str | None, tuple[str, ...]]:
    """Return country and sectors of a person on a day: in office, after it, or before the first."""
    held = [office for office in person.offices if _held(office, on)]
    if held:
        latest = max(held, key=lambda office: office.start or dt.date.min)
        return latest.country, latest.sectors
    past = [o for o in person.offices if on is None or (o.end is not None and o.end <= on)]
    last = max(past or person.offices[:1], key=lambda office: office.end or dt.date.max)
    former = actorbook.offices()[last.title][1]
    if past:
        home = [o.country for o in person.offices if o.country and ":" not in o.country]
        return (home[-1] if home else last.country), former
    return last.country, ("PTY",) if former == ("ELI",) else last.sectors


def _organisation(element: Element, country: str | None, on: dt.date | None) -> _Reading | None:
    """Return which organisation is meant, with its country and sectors on the day; ``None`` if none of the country."""
    actors = [actorbook.organisations()[key] for key in element.targets]
    actor = next((a for a in actors if country is not None and a.country == country), None)
    if actor is None:
        if element.form.endswith(")") or not (country is None or _at_home(actors[0], country)):
            return None
        actor = actors[0]
    spell = next((s for s in actor.offices if (s.end is None if on is None else _held(s, on))), None)
    if spell is not None:
        return _Reading(actor.id, actor.name, spell.country, spell.sectors)
    return _Reading(actor.id, actor.name, actor.country or country, actor.sectors)


def _at_home(actor: Actor, country: str) -> bool:
    """Tell whether the organisation can be spoken of as one of ``country``: its own, or an international one."""
    return actor.country is None or ":" in actor.country or actor.country == country


def _holder(country: str, offices: tuple[str, ...], on: dt.date | None) -> Actor | None:
    """Return the one person who holds one of ``offices`` in ``country`` on the day; ``None`` if not just one."""
    if on is None:
        return None
    holders = [
        p for p in _by_country().get(country, ()) for o in p.offices if _is(o, country, offices) and _held(o, on)
    ]
    unique = {person.id: person for person in holders}
    return next(iter(unique.values())) if len(unique) == 1 else None


def _is(office: Office, country: str, offices: tuple[str, ...]) -> bool:
    return office.country == country and office.title in offices


@cache
def _by_country() -> dict[str, tuple[Actor, ...]]:
    found: dict[str, list[Actor]] = {}
    for person in actorbook.people().values():
        for country in {office.country for office in person.offices if office.country}:
            found.setdefault(country, []).append(person)
    return {country: tuple(people) for country, people in found.items()}


def _home(group: Group, lang: str) -> str | None:
    """Return the country that the beginning of a role word stands for ("Bundesregierung")."""
    prefixes: dict[str, str] = actorbook.roles(lang)["grammar"].get("home_prefix", {})
    words = [element.form.lower() for element in group.of("role", "weak")]
    return next((state for prefix, state in prefixes.items() if any(w.startswith(prefix) for w in words)), None)


def _alone(group: Group, state: Element, country: str) -> _Reading:
    """Read a state that stands without a role: a country, its capital for its government, or one of its cities."""
    sectors: tuple[str, ...] = state.sectors
    if state.kind == "capital" and not group.placed:
        sectors = ("GOV",)
    if state.kind == "city":
        return _Reading(country=country, sectors=("CVL",))
    if state.kind == "region":
        return _Reading(country=country)
    return _Reading(country, actorbook.countries()[country].name, country, sectors)


def _with_organisation(group: Group, reading: _Reading, on: dt.date | None) -> None:
    element = group.of("org")[0]
    stated = bool(group.of("role"))
    found = _organisation(element, reading.country, on)
    if found is None:  # a name that organisations of several countries bear: its kind is known, it is not
        actor = actorbook.organisations()[element.targets[0]]
        reading.sectors = reading.sectors if stated else actor.sectors
        return
    reading.id, reading.name, reading.country = found.id, found.name, found.country
    roles = reading.sectors if stated else ()
    sectors = found.sectors
    if sectors[:1] in {("IGO",), ("PTY",), ("CVL",)}:
        sectors, roles = (*roles, *sectors), ()
    reading.sectors = tuple(dict.fromkeys((*sectors, *roles)))


def _with_person(group: Group, reading: _Reading, lang: str, on: dt.date | None) -> None:
    """Add to ``reading`` who the person is; nothing if nobody of the name fits the rest of the phrase."""
    offices = _offices_named(group, lang)
    element = group.of("person", "surname")[0]
    person = _choose(element.targets, reading.country, offices, on)
    if person is None:
        return
    country, sectors = _person_sectors(person, on)
    reading.id, reading.name = person.id, person.name
    if not (group.of("org") and reading.country):
        reading.country = country or reading.country
    stated = reading.sectors[:1]  # what the phrase says of him, true of him once: the phrase is right
    titled = any(office.title in offices or office.sectors[:1] == stated for office in person.offices)
    if not titled or sectors[:1] == reading.sectors[:1] or not reading.sectors:
        reading.sectors = sectors


def finish(group: Group, *, lang: str, on: dt.date | None, lone: bool = False) -> ActorMatch | None:
    """Return the actor that the elements of ``group`` name together; ``None`` if they name none.

    ``lone`` says that the phrase is all there is of the text: then things ("missiles") and acronyms of parties count
    that in a sentence need a state beside them.
    """
    if not (lone or _vouched(group, lang)):
        group = group.without("org")
    if not group.naming(lone=lone):
        return None
    reading = _Reading(sectors=_role_sectors(group))
    states = group.states()
    if states:
        reading.country = states_of(states[0], on)
    if group.of("org"):
        _with_organisation(group, reading, on)
        if group.of("person"):
            _with_person(group, reading, lang, on)
    elif group.of("person", "surname"):
        _with_person(group, reading, lang, on)
    elif states and not group.of("role", "weak", "unknown", "thing"):
        reading = _alone(group, states[0], states_of(states[0], on))
    else:
        _with_role(group, reading, lang, on)
    if group.former and reading.sectors[:1] and reading.sectors[0] in _OFFICIAL:
        reading.sectors = (actorbook.roles(lang)["grammar"]["former_sector"],)
    if reading.id is None and reading.country is None and not reading.sectors:
        return None
    return ActorMatch(
        text="",
        span=Span(group.start, group.end),
        id=reading.id,
        name=reading.name,
        country=reading.country,
        sectors=reading.sectors,
    )


def _vouched(group: Group, lang: str) -> bool:
    """Tell whether an acronym is safe: that of a party or club is not, without a state beside it."""
    element = next(iter(group.of("org")), None)
    if element is None or group.states() or not (element.form.isupper() and len(element.form) <= _ACRONYM):
        return True
    actor = actorbook.organisations()[element.targets[0]]
    home = actorbook.roles(lang)["grammar"].get("home", [])
    return actor.country in home or bool(_KNOWN.intersection(actor.sectors[:1])) or len(actor.names) > _FAMOUS


def _with_role(group: Group, reading: _Reading, lang: str, on: dt.date | None) -> None:
    reading.country = reading.country or _home(group, lang)
    if reading.country is None or group.former:
        return
    offices = _offices_named(group, lang)
    holder = _holder(reading.country, offices, on) if offices and len(group.of("role", "weak")) == 1 else None
    if holder is not None:
        reading.id, reading.name = holder.id, holder.name
