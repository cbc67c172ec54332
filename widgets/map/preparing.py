"""Levels of detail of a scene, worked out beside the window and then put into the scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from layers.kind import Shape
from layers.memory import give_back
from widgets.map import kept_levels, thinning
from widgets.map.chunk import Chunk
from widgets.map.detail import Detail, adopted
from widgets.map.ragged import Ragged
from widgets.map.thinning import OWN

if TYPE_CHECKING:
    from layers.progress import Progress
    from widgets.map.scene import SceneLayer

FEWEST: Final = 2_000
"""Places below which all of them are always drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Levels of some shapes.

    Parameters
    ----------
    detail
        Levels of all of the shapes, whichever are still there.
    """

    detail: Detail


def work(layers: Mapping[str, SceneLayer]) -> Callable[[Progress], Outcome] | None:
    """Return how the next levels are worked out, None where all are there.

    The smallest shapes come first, so that all but the largest layer are complete soon.
    """
    waiting = [
        chunk.ragged for layer in layers.values() for chunk in layer.chunks if _is_waiting(chunk)
    ]
    if not waiting:
        return None
    ragged = min(waiting, key=lambda one: len(one.xy))
    return lambda progress: _outcome(ragged, progress)


def taken(layer: SceneLayer, outcome: Outcome) -> SceneLayer:
    """Return the layer with levels for those of its shapes that they belong to."""
    chunks = tuple(
        replace(chunk, detail=_of_living(chunk, outcome.detail))
        if chunk.ragged is outcome.detail.ragged
        else chunk
        for chunk in layer.chunks
    )
    return layer if chunks == layer.chunks else replace(layer, chunks=chunks)


def _is_waiting(chunk: Chunk) -> bool:
    ragged = chunk.ragged
    return chunk.detail is None and ragged.shape is not Shape.POINT and len(ragged.xy) >= FEWEST


def _outcome(ragged: Ragged, progress: Progress) -> Outcome:
    def stopped() -> bool:
        progress.at(0.5)  # raises where the work shall stop
        return False

    kept = kept_levels.path_of(ragged) if len(ragged.xy) >= kept_levels.FEWEST else None
    codes = None if kept is None else kept_levels.read(kept, len(ragged.xy))
    if codes is None:
        codes = thinning.coded(ragged, stopped)
        if kept is not None and codes is not None:
            kept_levels.write(kept, codes)
    detail = Detail(ragged, codes)
    detail.make_ahead()
    if len(ragged.xy) >= kept_levels.FEWEST:
        give_back()
    return Outcome(detail)


def _of_living(chunk: Chunk, detail: Detail) -> Detail:
    """Return levels in which the lines of features that are gone are drawn by their neighbours."""
    gone = np.flatnonzero(~chunk.alive)
    if len(gone) == 0 or detail.codes is None:
        return detail
    codes = detail.codes.copy()
    codes[adopted(detail, chunk.alive, [detail.part(gone)])] |= OWN
    return Detail(detail.ragged, codes)
