from __future__ import annotations

import pytest

from lagebild.errors import SettingsError
from lagebild.settings import Settings


def test_defaults_hold_where_nothing_is_said() -> None:
    assert Settings.of({}) == Settings()


def test_whole_numbers_do_for_seconds() -> None:
    assert Settings.of({"lock_timeout": 3}).lock_timeout == 3


@pytest.mark.parametrize("values", [{"langue": "de"}, {"lang": 3}, {"max_text_chars": "many"}])
def test_wrong_settings_are_named(values: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=next(iter(values))):
        Settings.of(values)
