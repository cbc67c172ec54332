"""Numbers of new parcels, as those of their neighbours go on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import Final, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from layers.coverage.arrangement import meeting
from layers.coverage.matching import TOLERANCE
from layers.edits.inheritance import Numbers
from layers.layer import Layer

_NUMBER: Final = re.compile(r"(.*?)(\d{1,9})[a-z]*", re.DOTALL)
"""A number: what it begins with, what is counted, and the letters of parts."""
_ROAD_WEIGHT: Final = 1e-6
_ROADS: Final = re.compile(r"S|12")
"""Codes of roads begin so; their numbers go along the road and not around a block."""


def numbers_beside(layer: Layer, grounds: Sequence[BaseGeometry]) -> list[str | None]:
    """Return the next free numbers of the blocks that new parcels join; None where none is known.

    A block is that with which ground has most of its border in common; roads count where there
    is nothing else. Beside ``A-02-01`` and ``A-02-03`` lies ``A-02-04``: no parcel is renumbered.

    Parameters
    ----------
    layer
        The parcels.
    grounds
        Of the new parcels.
    """
    numbers, given = Numbers(layer), set[str]()
    found: list[str | None] = []
    for ground in grounds:
        block = _block(layer, ground)
        number = None
        if block is not None:
            names = (f"{block.beginning}{n:0{block.width}d}" for n in count(block.highest + 1))
            number = next(name for name in names if name not in given and not numbers.taken(name))
            given.add(number)
        found.append(number)
    return found


class _Block(NamedTuple):
    beginning: str
    width: int
    highest: int


def _block(layer: Layer, ground: BaseGeometry) -> _Block | None:
    """Return the block that ground joins, with the highest number among its neighbours there."""
    places = meeting(layer, ground)
    reach = shapely.buffer(ground, TOLERANCE)
    borders = shapely.intersection(shapely.boundary(layer.shapes(places)), reach)
    shared: dict[str, float] = defaultdict(float)
    known: dict[str, _Block] = {}
    for number, use, length in zip(
        layer.picked("number", places).tolist(),
        layer.picked("land_use", places).tolist(),
        shapely.length(borders).tolist(),
        strict=True,
    ):
        parts = _NUMBER.fullmatch(number) if isinstance(number, str) else None
        if parts is None or length <= TOLERANCE:
            continue
        road = isinstance(use, str) and _ROADS.match(use) is not None
        shared[parts[1]] += length * (_ROAD_WEIGHT if road else 1.0)
        before = known.get(parts[1], _Block(parts[1], 0, 0))
        width, highest = max(before.width, len(parts[2])), max(before.highest, int(parts[2]))
        known[parts[1]] = _Block(parts[1], width, highest)
    return known[max(shared, key=lambda one: shared[one])] if shared else None
