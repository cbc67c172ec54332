"""Levels of detail of a scene, worked out beside the window and then put into the scene."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from layers.kind import Shape
from layers.memory import give_back
from widgets.map import kept_levels, thinning
from widgets.map.chunk import Chunk, steps_of
from widgets.map.detail import Detail
from widgets.map.handover import adopted
from widgets.map.ragged import Ragged
from widgets.map.thinning import OWN, Codes

if TYPE_CHECKING:
    from layers.progress import Progress
    from widgets.map.scene import SceneLayer

FEWEST: Final = 2_000
"""Places below which all of them are always drawn."""
MOST_WAITED_FOR: Final = 1_000_000
"""Of more places the first picture is there sooner without levels, which follow beside it."""


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
    waiting = [chunk for layer in layers.values() for chunk in _waiting(layer)]
    if not waiting:
        return None
    chunk = min(waiting, key=lambda one: len(one.ragged.xy))
    return lambda progress: _outcome(chunk.ragged, chunk.detail, progress)


def remembered(layer: SceneLayer) -> SceneLayer:
    """Return a layer with the levels that an earlier run has left; what is not there waits.

    So does what is too large to be read in no time.
    """
    chunks = tuple(_remembered(chunk) for chunk in layer.chunks)
    return layer if chunks == layer.chunks else replace(layer, chunks=chunks)


def taken(layer: SceneLayer, outcome: Outcome) -> SceneLayer:
    """Return the layer with levels for those of its shapes that they belong to."""
    chunks = tuple(
        replace(chunk, detail=_of_living(chunk, outcome.detail))
        if chunk.ragged is outcome.detail.ragged and chunk.detail is not outcome.detail
        else chunk
        for chunk in layer.chunks
    )
    chunks = tuple(_alike(chunk, chunks) for chunk in chunks)
    return layer if chunks == layer.chunks else replace(layer, chunks=chunks)


def _waiting(layer: SceneLayer) -> Iterator[Chunk]:
    """Yield the chunks of a layer whose levels are missing.

    Few shapes need none, unless what was added to them since has levels: all would look different
    if the plan were read anew.
    """
    known = {one.ragged.shape for one in layer.chunks if one.detail is not None}
    for number, chunk in enumerate(layer.chunks):
        few = number < layer.settled and chunk.detail is None and len(chunk.ragged.xy) > 0
        if _is_waiting(chunk) or (few and chunk.ragged.shape in known):
            yield chunk


def _is_waiting(chunk: Chunk) -> bool:
    ragged, detail = chunk.ragged, chunk.detail
    if ragged.shape is Shape.POINT or len(ragged.xy) < FEWEST:
        return False
    # Levels of a few features are made when they are drawn; nobody waits for them.
    return detail is None or (len(ragged.xy) >= kept_levels.FEWEST and not detail.ready)


def _remembered(chunk: Chunk) -> Chunk:
    ragged = chunk.ragged
    quick = kept_levels.FEWEST <= len(ragged.xy) <= MOST_WAITED_FOR
    if chunk.detail is not None or not _is_waiting(chunk) or not quick:
        return chunk
    codes = kept_levels.read(kept_levels.path_of(ragged), len(ragged.xy))
    return chunk if codes is None else replace(chunk, detail=Detail(ragged, codes))


def _outcome(ragged: Ragged, detail: Detail | None, progress: Progress) -> Outcome:
    if detail is None:
        detail = Detail(ragged, _codes(ragged, progress))
    detail.make_ahead()
    if len(ragged.xy) >= kept_levels.FEWEST:
        give_back()
    return Outcome(detail)


def _codes(ragged: Ragged, progress: Progress) -> Codes | None:
    """Return the codes of some shapes, from an earlier run or worked out now."""

    def stopped() -> bool:
        progress.at(0.5)  # raises where the work shall stop
        return False

    kept = kept_levels.path_of(ragged) if len(ragged.xy) >= kept_levels.FEWEST else None
    codes = None if kept is None else kept_levels.read(kept, len(ragged.xy))
    if codes is None:
        codes = thinning.coded(ragged, stopped)
        if kept is not None and codes is not None:
            kept_levels.write(kept, codes)
    return codes


def _of_living(chunk: Chunk, detail: Detail) -> Detail:
    """Return levels in which the lines of features that are gone are drawn by their neighbours."""
    if chunk.alive.all() or detail.codes is None:
        return detail
    codes = detail.codes.copy()
    codes[adopted(detail, chunk.alive)] |= OWN
    return Detail(detail.ragged, codes, detail.steps)


def _alike(chunk: Chunk, chunks: tuple[Chunk, ...]) -> Chunk:
    """Return a chunk with the levels that all chunks of its shape keep."""
    if chunk.detail is None or not chunk.detail.known:
        return chunk
    detail = chunk.detail.stepped(steps_of(chunks, chunk.ragged.shape))
    return chunk if detail is chunk.detail else replace(chunk, detail=detail)
