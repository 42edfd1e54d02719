"""The exceptions of Lagebild, drawn as a tree.

::

    LagebildError            everything the program raises on purpose
    ├── InputError           what was given to read cannot be read (names file, line, cause)
    │   ├── EmptyInputError      there is no text in it
    │   ├── EncodingError        the bytes are no text in a known encoding
    │   ├── TooLargeError        over a limit of the settings
    │   └── UnknownFormatError   no reader takes this kind of file
    ├── MissingDateError     a document needs a publication date and has none
    ├── SettingsError        lagebild.toml or an option has a wrong value
    ├── KnowledgeError       a shipped data file is malformed (names file, line, fix)
    ├── ModelError           a trained model is missing or does not load
    ├── FetchError           a URL cannot or must not be fetched
    └── StoreError           the workspace cannot be used
        ├── NotAWorkspaceError   no workspace here, or a database of somebody else's
        ├── LockedError          another process is writing
        ├── CorruptError         the database is damaged
        └── NotFoundError        no such document, mention or event

Every message says what is wrong, where, and what to do about it. ``exit_code`` is what the
command line returns for it: 2 wrong usage, 3 bad input, 4 workspace, 5 the program's own data.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "CorruptError",
    "EmptyInputError",
    "EncodingError",
    "FetchError",
    "InputError",
    "KnowledgeError",
    "LagebildError",
    "LockedError",
    "MissingDateError",
    "ModelError",
    "NotAWorkspaceError",
    "NotFoundError",
    "SettingsError",
    "StoreError",
    "TooLargeError",
    "UnknownFormatError",
]


class LagebildError(Exception):
    """Base of all errors raised on purpose.

    Args:
        message: what is wrong, in one sentence.
        where: the file (and line) or thing it is about, if any.
        hint: the way out, in one sentence.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Render as ``where: message (hint)``."""
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} ({self.hint})" if self.hint else text


class InputError(LagebildError):
    """What was given to read cannot be read."""

    exit_code = 3


class EmptyInputError(InputError):
    """There is no text in the input."""


class EncodingError(InputError):
    """The bytes are not text in a known encoding."""


class TooLargeError(InputError):
    """The input is over a limit of the settings."""


class UnknownFormatError(InputError):
    """No reader takes this kind of input."""


class MissingDateError(InputError):
    """A document needs a publication date and has none."""


class SettingsError(LagebildError):
    """A setting or option has a wrong value."""

    exit_code = 2


class KnowledgeError(LagebildError):
    """A data file that ships with the program is malformed."""

    exit_code = 5


class ModelError(LagebildError):
    """A trained model is missing or does not load."""

    exit_code = 5


class FetchError(InputError):
    """A URL cannot be fetched, or must not be."""


class StoreError(LagebildError):
    """The workspace cannot be used."""

    exit_code = 4


class NotAWorkspaceError(StoreError):
    """There is no workspace here, or the database belongs to another program."""


class LockedError(StoreError):
    """Another process is writing to the workspace."""


class CorruptError(StoreError):
    """The workspace's database is damaged."""


class NotFoundError(StoreError):
    """There is no such document, mention or event in the workspace."""
