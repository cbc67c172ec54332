"""Shapes that an edit changed, in the chunks of a layer: what it did not touch is shared.

What was edited since the plan was opened stands in one more chunk, which is put together anew
with each edit of shapes: from what stood there, not from the plan. Once it has many rows it is
finished like the first one, and the next edit begins another.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from layers.kind import Shape
from widgets.map import handover
from widgets.map.chunk import Chunk, joined, steps_of
from widgets.map.detail import Detail
from widgets.map.handover import NONE, Around
from widgets.map.ragged import Indices, Ragged

OPEN_ROWS: Final = 256
"""Rows that changed shape and are put together anew with each edit, before they are left alone."""
MOST_CHUNKS: Final = 8
"""More than so many chunks are put together, all but what was read first."""
NOWHERE: Final = np.empty((4, 0))

Chunks = tuple[Chunk, ...]


def reshaped(chunks: Chunks, settled: int, ids: Indices, fresh: Chunks) -> tuple[Chunks, int]:
    """Return the chunks of a layer after some rows changed shape, and how many are finished.

    Parameters
    ----------
    chunks
        The chunks so far.
    settled
        How many of them are finished; those behind hold what was edited lately.
    ids
        Which features were changed, added or removed.
    fresh
        Those of them that are there now, as they were read: a chunk for each shape that the
        layer has, be it without any.
    """
    gone = [chunk.positions(ids) for chunk in chunks]
    bounds = [one.ragged.bounds for one in fresh if one.ragged.shape is Shape.POLYGON]
    around = handover.around(chunks, gone, np.concatenate([NOWHERE, *bounds], axis=1))
    # Neighbours whose lines were drawn with what is gone come along.
    leaning = [NONE] * len(chunks) if around is None else around.leaning
    moved = [chunk.taken(rows) for chunk, rows in zip(chunks, leaning, strict=True) if len(rows)]
    left = [
        chunk.without(np.concatenate([one, other]))
        for chunk, one, other in zip(chunks, gone, leaning, strict=True)
    ]
    steps = {one.ragged.shape: steps_of(chunks, one.ragged.shape) for one in fresh}
    opened = tuple(
        joined(
            [*_like(one, left[settled:]), _together([*_like(one, moved), one], around)],
            steps[one.ragged.shape],
        )
        for one in fresh
    )
    found = (*left[:settled], *opened)
    if sum(len(one.ids) for one in opened) <= OPEN_ROWS:
        return found, settled
    if len(found) > MOST_CHUNKS:
        later = found[len(fresh) :]
        last = (joined(_like(one, later), steps[one.ragged.shape]) for one in fresh)
        found = (*found[: len(fresh)], *last)
    return found, len(found)


def _like(chunk: Chunk, others: Iterable[Chunk]) -> list[Chunk]:
    """Return those of other chunks that have the shape of one."""
    return [other for other in others if other.ragged.shape is chunk.ragged.shape]


def _together(parts: list[Chunk], around: Around | None) -> Chunk:
    """Return chunks one after another; they go on with levels of detail where there were any."""
    ragged = Ragged.concatenated([one.ragged for one in parts])
    ids = np.concatenate([one.ids for one in parts])
    classes = np.concatenate([one.classes for one in parts])
    detail = None
    if around is not None and ragged.shape is Shape.POLYGON:
        detail = Detail(ragged, handover.handed_on(ragged, around))
    return Chunk(ids, ragged, classes, np.ones(len(ids), bool), detail=detail)
