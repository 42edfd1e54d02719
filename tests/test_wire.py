from __future__ import annotations

import json

import msgspec
import pytest

from factories import make_document, make_mention, make_report
from lagebild import wire
from lagebild.link import link
from lagebild.records import Document, Event, Mention

PROMISED_MENTION_FIELDS = {
    "id", "document", "lang", "type", "mode", "cameo", "quad", "score", "contexts", "actors", "recipients", "status",
    "background", "said_by", "time", "place", "casualties", "trigger", "evidence", "confidence", "reasons", "versions",
}  # fmt: skip


@pytest.mark.parametrize(
    ("record", "kind"),
    [(make_document(), Document), (make_mention(), Mention), (link([make_report()])[0], Event)],
)
def test_records_survive_json(record: object, kind: type) -> None:
    assert wire.load(wire.dump(record), kind) == record


def test_mention_has_the_promised_fields() -> None:
    fields = json.loads(wire.dump(make_mention()))
    assert fields.keys() >= PROMISED_MENTION_FIELDS
    assert fields["trigger"] == {"text": "Nordkorea", "span": [0, 9]}
    assert fields["time"]["start"] == "2024-04-02"
    assert fields["time"]["end"] == "2024-04-03"
    assert fields["status"] == "asserted"


def test_a_missing_field_is_named() -> None:
    with pytest.raises(msgspec.ValidationError, match="document"):
        wire.load('{"id": "m-1"}', Mention)
