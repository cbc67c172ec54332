"""A picture of the plan cut into cells, in each of which the tiles lie nearly even.

Tiles and a plan's reference system bend against each other. Within a cell the bend is so small
that a plain transformation of the plane will do, and neighbouring cells have their corners in
common, so that nothing gapes between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.pixels import Pixels
from layers.tiles.placing import Placing

Floats = NDArray[np.float64]

TOLERANCE_PX: Final = 0.1
"""How far a cell's transformation may be from the true place. [px]"""
LEAST_PX: Final = 8
"""Cells of this width are not divided any more."""
_ACROSS: Final = np.array([0.0, 1.0, 1.0, 0.0, 0.5, 0.5, 1.0, 0.5, 0.0])
_DOWN: Final = np.array([0.0, 0.0, 1.0, 1.0, 0.5, 0.0, 0.5, 1.0, 0.5])


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle of the picture and where its corners lie among the tiles.

    Parameters
    ----------
    left, top, right, bottom
        In the picture. [px]
    corners
        (4, 2), places on the unit square of upper left, upper right, lower right and lower left.
    even
        Whether the corners make a parallelogram as nearly as matters.
    """

    left: int
    top: int
    right: int
    bottom: int
    corners: Floats
    even: bool


def cells(placing: Placing, frame: Pixels) -> list[Cell]:
    """Return the cells of a picture; where the plan's system leads nowhere there are none.

    Parameters
    ----------
    placing
        How tiles lie in the plan.
    frame
        The picture.
    """
    found: list[Cell] = []
    boxes = np.array([[0, 0, frame.width, frame.height]])
    while len(boxes):
        left, top, right, bottom = boxes.T.astype(float)
        across = left[:, None] + (right - left)[:, None] * _ACROSS
        down = top[:, None] + (bottom - top)[:, None] * _DOWN
        x, y = frame.places(across.ravel(), down.ravel())
        u, v = placing.unit(x, y)
        units = np.stack([u, v], axis=-1).reshape(len(boxes), 9, 2)
        whole = np.isfinite(units).all(axis=(1, 2))
        bend, skew = _errors(np.where(np.isfinite(units), units, 0.0), right - left, bottom - top)
        small = np.maximum(right - left, bottom - top) <= LEAST_PX
        done = whole & ((bend + skew / 4 <= TOLERANCE_PX) | small)
        for n in np.flatnonzero(done):
            first, high, last, low = (int(side) for side in boxes[n])
            even = bool(skew[n] <= TOLERANCE_PX / 2)
            found.append(Cell(first, high, last, low, units[n, :4], even))
        boxes = _divided(boxes[~done & ~small])
    return found


def _errors(units: Floats, wide: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return how far cells are from being even: in between, and at the fourth corner. [px]."""
    first, second, third, fourth = (units[:, n] for n in range(4))
    between = np.stack(
        [
            (first + second + third + fourth) / 4,
            (first + second) / 2,
            (second + third) / 2,
            (third + fourth) / 2,
            (fourth + first) / 2,
        ],
        axis=1,
    )
    # One pixel of the picture among the tiles, along the shorter of its two sides.
    sides = np.stack(
        [
            np.linalg.norm(second - first, axis=1) / wide,
            np.linalg.norm(fourth - first, axis=1) / high,
        ]
    ).min(axis=0)
    pixel = np.maximum(sides, 1e-15)
    bend = np.linalg.norm(units[:, 4:] - between, axis=2).max(axis=1) / pixel
    skew = np.linalg.norm(first - second + third - fourth, axis=1) / pixel
    return bend, skew


def _divided(boxes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return boxes in four parts each; those of one pixel in a direction in two."""
    left, top, right, bottom = boxes.T
    x, y = (left + right) // 2, (top + bottom) // 2
    parts = np.concatenate(
        [
            np.stack([left, top, x, y], axis=1),
            np.stack([x, top, right, y], axis=1),
            np.stack([left, y, x, bottom], axis=1),
            np.stack([x, y, right, bottom], axis=1),
        ]
    )
    return parts[(parts[:, 0] < parts[:, 2]) & (parts[:, 1] < parts[:, 3])]
