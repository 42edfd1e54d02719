"""A figure beside its bound, as every table of the benchmarks prints it."""

from __future__ import annotations

__all__ = ["told"]


def told(name: str, value: float, bound: float | None, *, most: bool = False, digits: int = 3) -> bool:
    """Print a figure beside its bound, if it has one; tell whether it is on the wrong side of it.

    ``most``: the bound is what the figure may reach at most, not at least.
    """
    wrong = bound is not None and (value > bound if most else value < bound)
    side = "" if bound is None else f"at {'most ' if most else 'least'} {bound:.{digits}f}{' BROKEN' * wrong}"
    print(f"{name:<52} {value:10.{digits}f}   {side}".rstrip(), flush=True)
    return wrong
