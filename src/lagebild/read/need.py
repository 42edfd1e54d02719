"""Imports the libraries of the optional readers, naming the extra to install where one is missing."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from lagebild.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["need"]


def need(module: str, *, extra: str, what: str, where: str = "") -> ModuleType:
    """Return the module of that name.

    Args:
        extra: the extra of this package that brings it.
        what: what it is needed for, as it begins a sentence ("PDF files").

    Raises:
        InputError: if it is not installed; the hint names the extra.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = f"{what} need the package {module.partition('.')[0]}, which is not installed"
        raise InputError(message, where=where, hint=f"pip install 'lagebild[{extra}]'") from error
