"""Analysts' corrections: kept beside what the coder said, applied over it, found again after re-coding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from lagebild import wire
from lagebild.errors import NotFoundError, StoreError
from lagebild.records import Correction, CorrectionAction, Event, Mention
from lagebild.store import rows
from lagebild.store.facts import Facts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

__all__ = ["Corrections"]

Record = TypeVar("Record", Mention, Event)

_COLUMNS = "key, action, coalesce(applies, target), value, who, why, made, undone"
_FIXED = frozenset({"id", "document", "mentions", "documents", "evidence", "trigger", "origin", "corrections"})


class Corrections(Facts):
    """Keeps corrections and applies them."""

    def put_correction(self, correction: Correction) -> None:
        """Keep a correction; call inside :meth:`writing`, and put the events that it touches afterwards.

        Raises:
            StoreError: if an edit names a field that does not exist or cannot be edited, or a wrong value.
            NotFoundError: if its target does not exist.
        """
        if correction.action is CorrectionAction.EDIT:
            self._check_edit(correction)
        self._connection.execute(
            "INSERT INTO correction (key, action, target, value, anchor, who, why, made, applies)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                correction.id, correction.action.value, correction.target, wire.dump(correction.value),
                wire.dump(self._anchors(correction.target)), correction.who, correction.why,
                rows.micros(correction.made), correction.target,
            ),
        )  # fmt: skip
        if correction.target.startswith("m-"):
            self._refresh(correction.target)

    def _check_edit(self, correction: Correction) -> None:
        if not correction.target.startswith("m-"):
            return  # events are checked when they are put
        found = self._first("SELECT record FROM mention WHERE key = ? AND ended IS NULL", (correction.target,))
        if found is not None:
            _edited(rows.mention_of(found[0]), correction.value, Mention)

    def undo_correction(self, key: str, *, now: dt.datetime) -> Correction:
        """Take a correction back and return it; call inside :meth:`writing`.

        Raises:
            NotFoundError: if there is none with this id that holds.
        """
        found = self.corrections(key=key)
        if not found or found[0].undone:
            raise NotFoundError(f"there is no correction '{key}' that holds", hint="lagebild correct log lists them")
        self._connection.execute("UPDATE correction SET undone = ? WHERE key = ?", (rows.micros(now), key))
        if found[0].target.startswith("m-"):
            self._refresh(found[0].target)
        return found[0]

    def corrections(self, *, target: str | None = None, key: str | None = None) -> tuple[Correction, ...]:
        """Return the corrections, oldest first: all, those on one mention or event, or the one with this id."""
        where, values = "", []
        if key is not None:
            where, values = "WHERE key = ?", [key]
        elif target is not None:
            where, values = "WHERE applies = ?", [target]
        sql = f"SELECT {_COLUMNS} FROM correction {where} ORDER BY id"
        return tuple(_correction(row) for row in self._rows(sql, values))

    def _holding(self, targets: Iterable[str]) -> list[Correction]:
        return [one for target in targets for one in self.corrections(target=target) if one.undone is None]

    # -- applying -----------------------------------------------------------------------------

    def _corrected(self, event: Event) -> Event:
        """Return an event with its edits over the merged fields, and all words on it and its mentions attached."""
        own = self._holding([event.id])
        for one in own:
            if one.action is CorrectionAction.EDIT:
                event = _edited(event, one.value, Event)
        return replace(event, corrections=tuple(own + self._holding(event.mentions)))

    def corrected_as_of(self, event: Event, as_of: dt.date) -> Event | None:
        """Return an event with the words on it that held at the end of ``as_of``; ``None`` if it was rejected."""
        end = rows.day_after(as_of)
        made = (one for one in self.corrections(target=event.id) if one.made < end)
        held = [one for one in made if one.undone is None or one.undone >= end]
        for one in held:
            if one.action is CorrectionAction.EDIT:
                event = _edited(event, one.value, Event)
        return None if _rejected(held) else replace(event, corrections=tuple(held))

    def _is_rejected(self, key: str) -> bool:
        return _rejected(self._holding([key]))

    def _refresh(self, key: str) -> None:
        """Write the caches of a mention: its record after edits, and whether it is rejected."""
        found = self._first("SELECT record FROM mention WHERE key = ? AND ended IS NULL", (key,))
        if found is None:
            return
        coded = rows.mention_of(found[0])
        mention, rejected = _applied(coded, self._holding([key]))
        edited = None if mention == coded else wire.dump(mention)
        sql = "UPDATE mention SET edited = ?, rejected = ? WHERE key = ? AND ended IS NULL"
        self._connection.execute(sql, (edited, rejected, key))

    def _mention_as_of(self, coded: Mention, as_of: dt.date) -> tuple[Mention, bool]:
        """Return a mention, and whether it was rejected, by the corrections that held at the end of ``as_of``."""
        end = rows.day_after(as_of)
        made = (one for one in self.corrections(target=coded.id) if one.made < end)
        return _applied(coded, [one for one in made if one.undone is None or one.undone >= end])

    # -- anchors ------------------------------------------------------------------------------

    def _anchors(self, target: str) -> list[dict[str, Any]]:
        """Return which words a target stands on: of a mention, or of each member of an event."""
        mentions = (
            "SELECT m.record FROM mention m WHERE m.key = ? AND m.ended IS NULL"
            if target.startswith("m-")
            else "SELECT m.record FROM mention m JOIN member ON member.mention = m.id"
            " JOIN event e ON e.id = member.event WHERE e.key = ? AND m.ended IS NULL"
        )
        found = [rows.mention_of(record) for (record,) in self._rows(mentions, (target,))]
        if not found and target.startswith("m-"):
            raise NotFoundError(f"there is no mention '{target}'", hint="lagebild show EVENT lists its mentions")
        return [
            {"document": m.document, "start": m.trigger.span.start, "end": m.trigger.span.end, "type": m.type.value}
            for m in found
        ]

    def _find_again(self, document: str) -> None:
        """Point the corrections on mentions of a re-coded document to the mentions of the same words now."""
        run = self._connection.execute
        sql = "SELECT id, anchor FROM correction WHERE target LIKE 'm-%' AND anchor LIKE ? ESCAPE '\\'"
        like = "%" + wire.dump(document).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        touched: set[str] = set()
        for number, anchor in run(sql, (like,)).fetchall():
            for one in msgspec.json.decode(anchor):
                if one["document"] == document:
                    found = self._at(one)
                    run("UPDATE correction SET applies = ? WHERE id = ?", (found, number))
                    touched |= {found} if found else set()
        for key in touched:
            self._refresh(key)

    def _at(self, anchor: dict[str, Any]) -> str | None:
        """Return the mention whose trigger shares letters with an anchor: of the same type if there is one."""
        sql = (
            "SELECT m.key, m.record FROM mention m JOIN document d ON d.id = m.document"
            " WHERE d.key = ? AND m.ended IS NULL AND m.start < ? ORDER BY m.start"
        )
        found = self._rows(sql, (anchor["document"], anchor["end"]))
        mentions = [rows.mention_of(record) for _, record in found]
        there = [mention for mention in mentions if mention.trigger.span.end > anchor["start"]]
        there.sort(key=lambda mention: mention.type.value != anchor["type"])
        return there[0].id if there else None


def _correction(row: Sequence[Any]) -> Correction:
    key, action, target, value, who, why, made, undone = row
    return Correction(
        id=key,
        action=CorrectionAction(action),
        target=target,
        value=msgspec.json.decode(value),
        who=who,
        why=why,
        made=rows.moment(made),
        undone=None if undone is None else rows.moment(undone),
    )


def _rejected(holding: Iterable[Correction]) -> bool:
    """Tell whether the last of the corrections that confirm or reject rejects."""
    words = [one.action for one in holding if one.action in {CorrectionAction.CONFIRM, CorrectionAction.REJECT}]
    return bool(words) and words[-1] is CorrectionAction.REJECT


def _applied(coded: Mention, holding: Sequence[Correction]) -> tuple[Mention, bool]:
    mention = coded
    for one in holding:
        if one.action is CorrectionAction.EDIT:
            mention = _edited(mention, one.value, Mention)
    return mention, _rejected(holding)


def _edited(record: Record, value: dict[str, Any], kind: type[Record]) -> Record:
    fields = wire.as_json(record)
    wrong = [name for name in value if name not in fields or name in _FIXED]
    if wrong:
        known = ", ".join(name for name in fields if name not in _FIXED)
        raise StoreError(f"'{wrong[0]}' cannot be edited", where=record.id, hint=f"fields: {known}")
    try:
        return wire.revive({**fields, **value}, kind)
    except msgspec.ValidationError as error:
        raise StoreError(str(error), where=record.id, hint="lagebild show ID --json shows the form") from error
