"""The network: what it refuses, and that batching changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lagebild import models
from lagebild.errors import ModelError
from lagebild.parse import encoder, features, parser
from lagebild.parse.network import Network

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(models.ROOT / parser.model("de").weights)


def test_a_missing_model_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="do not load"):
        Network(tmp_path / "none.npz")


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04 broken"])
def test_a_broken_model_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="do not load"):
        Network(path)


def test_neighbours_in_a_batch_do_not_matter(network: Network) -> None:
    short = ["Er", "kam", "."]
    long = ["Die", "Truppen", ",", "die", "aus", "dem", "Norden", "kamen", ",", "zogen", "ab", "."]
    alone = network.parse([short], "de")[0]
    beside = network.parse([long, short, long], "de")[1]
    assert (alone.heads, alone.relations, alone.upos) == (beside.heads, beside.relations, beside.upos)


def test_a_model_without_ranges_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "parser.npz"
    path.write_bytes((models.ROOT / parser.model("de").weights).read_bytes())
    with pytest.raises(ModelError, match="ranges"):
        Network(path)


def test_eight_bits_say_nearly_what_floats_say() -> None:
    rng = np.random.default_rng(0)
    weight = rng.standard_normal((192, 64), np.float32)
    x = rng.standard_normal((5, 192), np.float32)
    stored = encoder.in_bytes({"up.weight": weight}, {"up": (float(x.min()), float(x.max()))})
    scale, zero = stored["up.scale"], stored["up.zero"]
    whole = np.clip(np.rint(x / scale) + zero, 0, 255).astype(np.int32) - int(zero)
    found = (whole @ stored["up.weight"].astype(np.int32)) * scale * stored["up.weight.scale"]
    assert float(np.abs(found - x @ weight).max()) < 0.02 * float(np.abs(x @ weight).max())


def test_unknown_words_and_signs_are_parsed(network: Network) -> None:
    (found,) = network.parse([["Xzqw", "☃", "日本", "\u200b", "e\u0301"]], "de")
    assert len(found.heads) == 5
    assert found.heads.count(0) == 1


def test_forms_that_differ_in_quotes_or_digits_alone_are_one() -> None:
    assert features.normal("„Krieg“") == features.normal('"Krieg"')
    assert features.normal("2014") == features.normal("1999")


@pytest.mark.parametrize("lang", sorted(parser.supported()))
def test_weights_are_small(lang: str) -> None:
    assert (models.ROOT / parser.model(lang).weights).stat().st_size < 10_000_000


def test_all_weights_together_are_small() -> None:
    files = {models.ROOT / model.weights for model in parser.supported().values()}
    assert sum(path.stat().st_size for path in files) < 90_000_000


def test_languages_without_a_parser_are_said_so() -> None:
    with pytest.raises(ModelError, match="no parser for 'sv'"):
        parser.model("sv")
