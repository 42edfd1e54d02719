"""What changes a workspace after the fact: event-data files, analysts' corrections, coding again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from lagebild import link, pipeline
from lagebild.errors import InputError, NotFoundError, SettingsError
from lagebild.ids import event_id, stable_id
from lagebild.knowledge import plover
from lagebild.read import duplicates
from lagebild.read.eventdata import EVENT_READERS, recognise
from lagebild.records import Correction, CorrectionAction, EventType

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from lagebild.records import Document, Event, EventBatch, Mention
    from lagebild.store import Store

__all__ = ["DATASETS", "Imported", "Recoded", "correct", "import_file", "recode", "undo"]

DATASETS = tuple(EVENT_READERS)
"""The data sets whose files can be imported."""

_BYTES_A_ROW = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of an event-data file: rows that are new, rows that were left out by reason."""

    file: str
    dataset: str
    new: int
    known: int
    skipped: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded:
    """What coding again has changed: ids of mentions and events gained, lost and changed.

    ``notes`` says of each of these events what it is or was, and of a changed one which fields are other now.
    """

    documents: int
    mentions_gained: tuple[str, ...]
    mentions_lost: tuple[str, ...]
    mentions_changed: tuple[str, ...]
    events_gained: tuple[str, ...]
    events_lost: tuple[str, ...]
    events_changed: tuple[str, ...]
    notes: dict[str, str] = field(default_factory=dict)


def import_file(
    store: Store,
    path: Path,
    *,
    dataset: str | None = None,
    now: dt.datetime,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Read an event-data file into the store; rows that are there already are passed over.

    Args:
        store: the store.
        path: the file.
        dataset: one of :data:`DATASETS`; recognised by the first line where not given.
        now: when it becomes known.
        progress: called with the number of new rows so far.

    Raises:
        InputError: if the file cannot be read; what was read until then stays.
        StoreError: if the workspace cannot be written.
    """
    name = dataset or recognise(path)
    if name not in EVENT_READERS:
        raise SettingsError(f"no data set '{name}'", hint=f"known are {', '.join(EVENT_READERS)}")
    if not path.is_file():
        raise InputError("there is no such file", where=str(path), hint="check the name")
    skipped: Counter[str] = Counter()
    total: Counter[str] = Counter()

    def note(batch: EventBatch, new: int) -> None:
        skipped.update(dict(batch.skipped))
        total["rows"] += len(batch.ids)
        if progress:
            progress(new)

    expected = path.stat().st_size // _BYTES_A_ROW
    new = store.import_events(
        EVENT_READERS[name](path), dataset=name, file=path.name, now=now, expected=expected, progress=note
    )
    return Imported(file=str(path), dataset=name, new=new, known=total["rows"] - new, skipped=dict(+skipped))


# -- corrections --------------------------------------------------------------------------------


def correct(
    store: Store,
    action: CorrectionAction,
    target: str,
    *,
    who: str,
    why: str,
    value: dict[str, Any] | None = None,
    ids: Sequence[str] = (),
    now: dt.datetime,
) -> Correction:
    """Keep an analyst's word on a mention or event, and bring everything that follows from it in step.

    Args:
        store: the store.
        action: confirm, reject, edit, merge (``ids``: the events that become one with ``target``) or split
            (``ids``: the mentions that become an event of their own).
        target: id of a mention or event; merge and split are for events.
        who: the analyst.
        why: the reason.
        value: the new fields of an edit, in the form of the JSON of a mention or event.
        ids: see ``action``.
        now: when it is made.

    Raises:
        NotFoundError: if something with such an id is not there.
        StoreError: if an edit names a wrong field or value.
        SettingsError: if who or why is missing, or the action does not fit the target.
    """
    _check(action, target, who=who, why=why, ids=ids)
    fields = _completed(store, target, value or {}) if action is CorrectionAction.EDIT else {}
    correction = Correction(
        id=stable_id("c", action.value, target, who, now.isoformat()),
        action=action,
        target=target,
        value={"ids": list(ids)} if ids else fields,
        who=who,
        why=why,
        made=now,
    )
    with store.writing():
        store.put_correction(correction)
        if action is CorrectionAction.MERGE:
            _merge(store, target, ids, now=now)
        elif action is CorrectionAction.SPLIT:
            _split(store, target, ids, now=now)
        else:
            _follow(store, target, now=now)
    return correction


def _check(action: CorrectionAction, target: str, *, who: str, why: str, ids: Sequence[str]) -> None:
    if not who.strip() or not why.strip():
        raise SettingsError("a correction needs a name and a reason", hint="give --who and --why")
    if action in {CorrectionAction.MERGE, CorrectionAction.SPLIT}:
        if not ids or not target.startswith("e-"):
            what = "events" if action is CorrectionAction.MERGE else "mentions"
            raise SettingsError(f"{action.value} needs an event and {what}", hint=f"name the event, then the {what}")
        if target in ids:
            raise SettingsError("an event cannot be merged with itself", hint="name two different events")


def undo(store: Store, key: str, *, now: dt.datetime) -> Correction:
    """Take back a correction that confirms, rejects or edits; it stays on record.

    Raises:
        NotFoundError: if there is none with this id that holds.
        SettingsError: if it is a merge or split, which are undone by their opposite.
    """
    found = store.corrections(key=key)
    if found and found[0].action in {CorrectionAction.MERGE, CorrectionAction.SPLIT}:
        raise SettingsError("a merge or split is not taken back", where=key, hint="make the opposite correction")
    with store.writing():
        correction = store.undo_correction(key, now=now)
        _follow(store, correction.target, now=now)
    return correction


def _completed(store: Store, target: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an edit with what follows from a new type or mode."""
    if not {"type", "mode"} & value.keys():
        return value
    record: Mention | Event = store.mention(target) if target.startswith("m-") else store.event(target)
    name = value.get("type", record.type.value)
    if name not in EventType.__members__:
        raise SettingsError(f"'{name}' is no PLOVER type", hint=f"types are {', '.join(EventType)}")
    kind = EventType(name)
    mode = value.get("mode", record.mode if kind is record.type else None)
    if mode is not None and mode not in plover.info(kind).modes:
        raise SettingsError(f"{name} has no mode '{mode}'", hint=f"modes are {', '.join(plover.info(kind).modes)}")
    follows = {"cameo": plover.cameo(kind, mode), "quad": plover.quad(kind).value, "score": plover.score(kind, mode)}
    return {**follows, **value, "type": name, "mode": mode}


def _follow(store: Store, target: str, *, now: dt.datetime) -> None:
    """Bring the event of a corrected mention, or a corrected event, in step."""
    event = store.event_of_mention(target) if target.startswith("m-") else store.event(target)
    if event.origin is not None:
        store.refresh_imported(event.id)
    else:
        _refresh(store, event, now=now)


def _refresh(store: Store, event: Event, *, now: dt.datetime) -> Event | None:
    """Merge an event anew from the reports that hold; ``None`` if there are none."""
    reports = store.reports(event)
    if reports:
        merged = link.merge(event.id, reports)
        store.put_event(merged, now=now)
        return merged
    store.end_event(event.id, now=now, rejected=bool(store.members(event)))
    return None


def _merge(store: Store, target: str, ids: Sequence[str], *, now: dt.datetime) -> None:
    event, others = store.event(target), [store.event(key) for key in ids]
    if event.origin or any(other.origin for other in others):
        raise SettingsError("imported events cannot be merged", where=target, hint="merge events coded here")
    reports = [report for one in (event, *others) for report in store.reports(one)]
    if not reports:
        raise NotFoundError("none of these events has a report that holds", where=target)
    store.put_event(link.merge(target, reports), now=now)
    for other in others:
        store.end_event(other.id, now=now)


def _split(store: Store, target: str, ids: Sequence[str], *, now: dt.datetime) -> None:
    event = store.event(target)
    reports = store.reports(event)
    apart = [report for report in reports if report.mention.id in ids]
    rest = [report for report in reports if report.mention.id not in ids]
    if len(apart) != len(set(ids)) or not rest:
        raise NotFoundError("name some, not all, of the event's mentions", where=target, hint="see lagebild show")
    first = min(apart, key=lambda report: (report.published, report.mention.id)).mention.id
    key = event_id(first) if event_id(first) != target else stable_id("e", first, "split")
    store.put_event(link.merge(key, apart), now=now)
    store.put_event(link.merge(target, rest), now=now)


# -- coding again -------------------------------------------------------------------------------


def recode(
    store: Store,
    *,
    now: dt.datetime,
    coder: Callable[[Iterable[Document]], Iterable[Mention]] = pipeline.code,
    progress: Callable[[int, int], None] | None = None,
) -> Recoded:
    """Code every document again with the rules and models of today; corrections stay and are found again.

    Each document is one transaction, so a run that is cut off loses nothing and can be started again.

    Args:
        store: the store.
        now: when it becomes known.
        coder: what codes.
        progress: called with the number of documents done and their total.

    Raises:
        StoreError: if the workspace cannot be written.
    """
    changes: dict[str, list[str]] = {"gained": [], "lost": [], "changed": []}
    before: dict[str, Event] = {}
    gained: set[str] = set()
    documents = list(store.documents())
    for number, doc in enumerate(documents, 1):
        old = {mention.id: mention for mention in store.mentions(doc.id, as_coded=True)}
        mentions = pipeline.own(tuple(coder([doc])), _original(store, doc))
        new = {mention.id: mention for mention in mentions}
        found = {
            "gained": [key for key in new if key not in old],
            "lost": [key for key in old if key not in new],
            "changed": [key for key in new if key in old and new[key] != old[key]],
        }
        if any(found.values()):
            for name, keys in found.items():
                changes[name] += keys
            touched = [old[key] for key in found["lost"] + found["changed"]]
            with store.writing():
                _recode_document(store, doc, new, touched, before=before, gained=gained, now=now)
        if progress:
            progress(number, len(documents))
    after = {key: store.find_event(key) for key in {*before, *gained}}
    events_changed = sorted(key for key, one in before.items() if after[key] not in (None, one))
    events_lost = sorted(key for key in before if after[key] is None)
    events_gained = sorted(key for key in gained - before.keys() if after[key] is not None)
    return Recoded(
        documents=len(documents),
        mentions_gained=tuple(changes["gained"]),
        mentions_lost=tuple(changes["lost"]),
        mentions_changed=tuple(changes["changed"]),
        events_gained=tuple(events_gained),
        events_lost=tuple(events_lost),
        events_changed=tuple(events_changed),
        notes={key: _note(before.get(key), after[key]) for key in (*events_gained, *events_lost, *events_changed)},
    )


_COMPARED = ("type", "mode", "status", "background", "start", "end", "actors", "recipients", "place", "casualties",
             "contexts", "score", "confidence", "mentions", "documents", "publishers")  # fmt: skip


def _note(old: Event | None, new: Event | None) -> str:
    """Return what an event is or was, and the fields in which ``new`` differs from ``old``."""
    one = new or old
    if one is None:
        return ""
    sides = (", ".join(m.country or m.name or m.text for m in side) or "-" for side in (one.actors, one.recipients))
    actors, recipients = sides
    line = f"{one.start} {' '.join(filter(None, (one.type.value, one.mode)))}: {actors} → {recipients}"
    if old is None or new is None:
        return line
    other = [name for name in _COMPARED if getattr(old, name) != getattr(new, name)]
    return f"{line} ({', '.join(map(partial(_changed, old, new), other)) or 'details'})"


def _changed(old: Event, new: Event, name: str) -> str:
    was, now = getattr(old, name), getattr(new, name)
    return name if isinstance(was, tuple) or name == "place" else f"{name} {was} → {now}"


def _original(store: Store, doc: Document) -> Document | None:
    """Return the original of a document that is a copy; documents kept before copies were known are looked at now."""
    if not store.has_fingerprint(doc.id):
        fingerprint = duplicates.fingerprint(doc.text)
        if fingerprint is None:
            return None
        found = pipeline.original_of(store, doc, fingerprint)
        with store.writing():
            store.put_fingerprint(doc.id, fingerprint, found.id if found else None)
    key = store.original(doc.id)
    return store.document(key) if key else None


def _recode_document(
    store: Store,
    doc: Document,
    new: dict[str, Mention],
    touched: Sequence[Mention],
    *,
    before: dict[str, Event],
    gained: set[str],
    now: dt.datetime,
) -> None:
    events = {event.id: event for event in (store.event_of_mention(mention.id) for mention in touched)}
    held = {key for key in events if store.find_event(key) is not None}  # a rejected event cannot be lost
    store.recode_document(doc, tuple(new.values()), now=now)
    for key, event in events.items():
        if key in held:
            before.setdefault(key, event)
        _refresh(store, event, now=now)
    for event in pipeline.linked(store, store.unlinked(doc.id)):
        known = store.find_event(event.id)
        if known is not None:
            before.setdefault(event.id, known)
        else:
            gained.add(event.id)
        store.put_event(event, now=now)
