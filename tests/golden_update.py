"""The golden files: short texts and the mentions that a careful reader takes from them.

``tests/golden/<lang>/NNNN-name.txt`` is the text, ``.json`` beside it the right answer, checked by reading. Where the
coder falls short the right answer stays, and the name is listed in ``known-failures.txt``, which may only shrink.

    python -m tests.golden_update            prints every difference
    python -m tests.golden_update --forget   takes names off the list that have come right

An answer is only ever changed by hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lagebild
from lagebild import parse
from lagebild.records import IssueKind

if TYPE_CHECKING:
    from lagebild.records import ActorMatch, Mention

ROOT = Path(__file__).parent / "golden"
KNOWN = ROOT / "known-failures.txt"
PUBLISHED = "2024-04-10"


def names() -> list[str]:
    """Return the cases as ``<lang>/NNNN-name``."""
    return sorted(f"{path.parent.name}/{path.stem}" for path in ROOT.glob("*/*.txt"))


def known_failures() -> list[str]:
    """Return the cases in which the coder is known to fall short."""
    lines = KNOWN.read_text(encoding="utf-8").splitlines() if KNOWN.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def expected(name: str) -> list[dict[str, Any]]:
    """Return the right answer."""
    answer: list[dict[str, Any]] = json.loads((ROOT / f"{name}.json").read_text(encoding="utf-8"))
    return answer


def found(name: str) -> list[dict[str, Any]]:
    """Return the coder's answer in the form of the files."""
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8").strip()
    doc = {"id": name, "text": text, "lang": name.partition("/")[0], "published": PUBLISHED}
    return [plain(mention) for mention in lagebild.code([doc])]


def plain(mention: Mention) -> dict[str, Any]:
    """Return what a golden file says of a mention; parties are named by country, else not at all."""
    return {
        "type": mention.type.value,
        "mode": mention.mode,
        "actors": _countries(mention.actors),
        "recipients": _countries(mention.recipients),
        "status": mention.status.value,
        "contexts": list(mention.contexts),
    }


def _countries(parties: tuple[ActorMatch, ...]) -> list[str]:
    return list(dict.fromkeys(one.country for one in parties if one.country))


def same(wanted: list[dict[str, Any]], got: list[dict[str, Any]]) -> bool:
    """Tell whether two answers agree; the order of parties does not count, nor what the right answer leaves open.

    Open are a mode of ``null`` and contexts that are not given; those that are must all be found.
    """

    def key(one: dict[str, Any]) -> tuple[Any, ...]:
        return one["type"], one["status"], sorted(one["actors"]), sorted(one["recipients"])

    if sorted(map(key, wanted)) != sorted(map(key, got)):
        return False
    modes = {str(key(one)): one["mode"] for one in got}
    contexts = {str(key(one)): set(one["contexts"]) for one in got}
    return all(
        (one["mode"] is None or modes[str(key(one))] == one["mode"])
        and contexts[str(key(one))] >= set(one.get("contexts", ()))
        for one in wanted
    )


def main(*, forget: bool) -> int:
    """Print the differences; with ``forget``, shorten the list of known failures."""
    known, wrong = known_failures(), []
    for name in names():
        doubt = parse.doubt(name.partition("/")[0])
        if doubt is not None and doubt.kind is IssueKind.UNSUPPORTED_LANGUAGE:
            print(f"skipped {name}: {doubt.message}")  # noqa: T201 - this is a command
            continue
        wanted, got = expected(name), found(name)
        if not same(wanted, got):
            wrong.append(name)
            mark = "known" if name in known else "NEW"
            text = (ROOT / f"{name}.txt").read_text(encoding="utf-8").strip()
            print(f"{mark} {name}: {text}")  # noqa: T201
            print("   wanted", *map(_line, wanted))  # noqa: T201
            print("   found ", *map(_line, got))  # noqa: T201
    right = [name for name in known if name not in wrong]
    print(f"{len(names()) - len(wrong)} of {len(names())} right; come right: {', '.join(right) or 'none'}")  # noqa: T201
    if forget and right:
        lines = [line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line.strip() not in right]
        KNOWN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(any(name not in known for name in wrong))


def _line(one: dict[str, Any]) -> str:
    who = f"{','.join(one['actors']) or '-'} > {','.join(one['recipients']) or '-'}"
    return f"[{one['type']}/{one['mode']} {who} {one['status']}]"


if __name__ == "__main__":
    sys.exit(main(forget="--forget" in sys.argv))
