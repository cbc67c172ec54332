"""Rasters below the plan: put there, taken away, styled, and brought into another order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Final

from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.errors import InvalidEditError
from layers.message import Message
from layers.raster import ROLES, Raster, RasterStyle, below_to_above

SECTION: Final = "rasters"
MOST: Final = 100
"""Rasters that a plan holds."""


def new_key(document: Document, title: str) -> str:
    """Return a name that no raster of the plan has, made from a title."""
    stem = re.sub(r"[^0-9A-Za-z]+", "_", title).strip("_").lower()[:40] or "raster"
    number, key = 1, stem
    while key in document.rasters:
        number += 1
        key = f"{stem}_{number}"
    return key


def add_raster(document: Document, raster: Raster) -> Edit:
    """Return the edit that lays a raster below the plan, above the rasters that are there.

    Parameters
    ----------
    document
        The plan.
    raster
        The raster; its key is made anew where one of that name is there, its place always.

    Raises
    ------
    InvalidEditError
        Where the plan has as many as it can hold, or the style makes no sense.
    """
    if len(document.rasters) >= MOST:
        raise InvalidEditError(
            "A plan holds {n} rasters at most. Remove one that is not needed.", n=MOST
        )
    key = raster.key if raster.key and raster.key not in document.rasters else ""
    place = max((one.place for one in document.rasters.values()), default=0) + 1
    added = replace(raster, key=key or new_key(document, raster.title), place=place)
    _sound(added.style)
    title = Message.of("Add the raster {name}", name=added.title or added.key)
    return Edit(title, (ValueDelta(SECTION, added.key, None, added),))


def remove_raster(document: Document, key: str) -> Edit:
    """Return the edit that takes a raster out of the plan; its file stays."""
    raster = _known(document, key)
    title = Message.of("Remove the raster {name}", name=raster.title or key)
    return Edit(title, (ValueDelta(SECTION, key, raster, None),))


def set_raster(
    document: Document,
    key: str,
    changes: Mapping[str, object],
    *,
    merge_key: str = "",
) -> Edit:
    """Return the edit that changes a raster.

    Parameters
    ----------
    document
        The plan.
    key
        The raster.
    changes
        New values by field of `Raster` (``role``, ``path``, ``title``, ``crs``, ``visible``) or
        of its style.
    merge_key
        The same for edits in a row that make one step.

    Raises
    ------
    InvalidEditError
        Where there is no such raster or field, or a value makes no sense.
    """
    before = _known(document, key)
    styled = {one.name for one in fields(RasterStyle)}
    own = {"role", "path", "title", "crs", "visible"}
    for name in changes:
        if name not in styled | own:
            raise InvalidEditError(
                "A raster has no field {name}. It has {known}.",
                name=name,
                known=", ".join(sorted(styled | own)),
            )
    style = replace(
        before.style, **{name: value for name, value in changes.items() if name in styled}
    )
    _sound(style)
    others = {name: value for name, value in changes.items() if name in own}
    if others.get("role", before.role) not in ROLES:
        raise InvalidEditError(
            "There is no sort of raster {name}. Known are: {known}.",
            name=str(others["role"]),
            known=", ".join(ROLES),
        )
    after = replace(before, style=style, **others)
    title = Message.of("Change the raster {name}", name=after.title or key)
    deltas = (ValueDelta(SECTION, key, before, after),) if after != before else ()
    return Edit(title, deltas, merge_key)


def move_raster(document: Document, key: str, *, up: bool) -> Edit:
    """Return the edit that exchanges a raster with the next one above or below it."""
    raster = _known(document, key)
    order = below_to_above(document.rasters)
    at = order.index(raster)
    other = at + (1 if up else -1)
    title = Message.of("Reorder the rasters")
    if not 0 <= other < len(order):
        return Edit(title, ())
    wanted = list(order)
    wanted[at], wanted[other] = wanted[other], wanted[at]
    return Edit(
        title,
        tuple(
            ValueDelta(SECTION, one.key, one, replace(one, place=place))
            for place, one in enumerate(wanted, 1)
            if one.place != place
        ),
    )


def _known(document: Document, key: str) -> Raster:
    found = document.rasters.get(key)
    if found is None:
        raise InvalidEditError(
            "The plan has no raster {name}. It has {known}.",
            name=key,
            known=", ".join(document.rasters) or "–",
        )
    return found


def _sound(style: RasterStyle) -> None:
    if problem := style.problem():
        raise InvalidEditError(
            "The value {value} of {name} is none that a raster can be drawn with.",
            name=problem,
            value=str(getattr(style, problem)),
        )
