"""Figures of parcels that are beyond the limits to which a plan is held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from layers.coverage.ground import Ground
from layers.coverage.problem import Problem, area_of, problem_at
from layers.document import Document
from layers.indicators import INDICATORS
from layers.limits import FIRM, breaches, held_by
from layers.message import Message
from layers.parameters import Factor

BELOW: Final = "limit_below"
ABOVE: Final = "limit_above"


def beyond_limits(ground: Ground) -> Iterator[Problem]:
    """Yield figures of parcels below their lower or above their upper limit.

    Limits of the parcels' own count, and defaults of their classes that were verified or entered
    by the user. Others are advice, which is no problem of the plan.
    """
    document, layer = ground.document, ground.layer
    held, classes = held_by(document)
    found = breaches(held)
    firm = np.array(
        [
            [_is_firm(document, classes.factors[row][place]) for place in range(len(INDICATORS))]
            for row in range(len(classes.factors))
        ]
    )
    for number in np.flatnonzero(found.own | firm[found.classes, found.indicators]):
        one = INDICATORS[found.indicators[number]]
        (place,) = layer.positions(found.ids[[number]]).tolist()
        text = Message.of(
            "Parcel {number}: {column} {value} is above the upper limit {limit}."
            if found.above[number]
            else "Parcel {number}: {column} {value} is below the lower limit {limit}.",
            number=ground.name(place),
            column=Message(one.title),
            value=f"{found.figures[number]:g}{one.unit}",
            limit=f"{found.limits[number]:g}{one.unit}",
        )
        shape = layer.geometries[place]
        code = ABOVE if found.above[number] else BELOW
        yield problem_at(code, layer, (place,), shape, text, area_m2=area_of(shape))


def _is_firm(document: Document, factor: str) -> bool:
    found = document.parameters.get(factor)
    return isinstance(found, Factor) and found.confidence in FIRM
