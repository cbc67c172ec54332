"""What is to be seen of a plan, as arrays and looks: no pixels and no window.

A scene is a value. After an edit the next one shares all that the edit did not touch, so that a
worker may still be drawing the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Self, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.document import Document, Layer
from layers.edit import Change
from layers.kind import LayerKind, Shape
from layers.kinds import kinds
from layers.measure import Results
from layers.style import Style
from widgets.map import looks, picking
from widgets.map.looks import Look
from widgets.map.ragged import Indices, Ragged
from widgets.map.underlay import Underlay
from widgets.map.viewport import Bounds

OPEN_ROWS: Final = 256
"""Rows that changed shape and are kept apart before they are put with the older ones."""
MOST_CHUNKS: Final = 8
BUFFER_SEGMENTS: Final = 4
GRAIN_ROWS: Final = 20_000
"""Below so many features their usual size is worked out anew after each edit of shapes."""

Classes = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Features of a layer that were read together.

    Parameters
    ----------
    ids
        (f,), feature ids, ascending.
    ragged
        Their shapes.
    classes
        (f,), which look of the layer each has.
    alive
        (f,), False where the feature is gone or stands in a later chunk.
    anchors
        Places of names by row, as far as they were asked for; the one thing that grows. [m]
    """

    ids: Indices
    ragged: Ragged
    classes: Classes
    alive: NDArray[np.bool_]
    anchors: dict[int, tuple[float, float]] = field(default_factory=dict[int, tuple[float, float]])

    def positions(self, ids: Indices) -> Indices:
        """Return the rows of those of the ids that are here and alive, ascending."""
        if len(self.ids) == 0:
            return np.empty(0, np.int64)
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        places = places[self.ids[places] == ids]
        return np.unique(places[self.alive[places]])

    def meeting(self, bounds: Bounds) -> Indices:
        """Return the rows of living features whose bounds meet some bounds, ascending."""
        rows = self.ragged.meeting(bounds)
        return rows[self.alive[rows]]


@dataclass(frozen=True, slots=True, eq=False)
class SceneLayer:
    """One kind as it is drawn.

    Parameters
    ----------
    kind
        Its declaration.
    style
        How it is drawn.
    looks
        Its classes; features name them by number.
    chunks
        Its features; the first chunk is as opened, later ones hold what was edited.
    source
        The plan's layer that it shows, for names and values; shared, not copied.
    settled
        How many of the chunks are finished; those behind are made anew with each edit of shapes.
    grain
        How large a feature usually is: what is smaller than a few pixels needs no outline. [m]
    routes
        Lines that run on under one name, as far as they were asked for; it grows, as places of
        names do.
    """

    kind: LayerKind
    style: Style
    looks: tuple[Look, ...]
    chunks: tuple[Chunk, ...]
    source: Layer
    settled: int = 1
    grain: float = 0.0
    routes: dict[str, list[object]] = field(default_factory=dict[str, list[object]])

    # ---- making ---------------------------------------------------------------------------------

    @classmethod
    def of(cls, document: Document, kind: str, style: Style) -> Self:
        """Return a kind of a plan as it is drawn."""
        source = document.layer(kind)
        empty = cls(kinds()[kind], style, (), (), source)
        layer = empty.classed(document)
        chunks = layer.read(np.arange(len(source)))
        return replace(layer, chunks=chunks, settled=len(chunks)).grained()

    def grained(self) -> Self:
        """Return the layer with the size of its features worked out anew."""
        west, south, east, north = self.boxes_of(None)
        sizes = np.maximum(east - west, north - south)
        return replace(self, grain=float(np.median(sizes)) if len(sizes) else 0.0)

    def updated(self, document: Document, ids: Indices) -> Self:
        """Return the layer after rows with these ids were changed, added or removed."""
        source = document.layer(self.kind.id)
        layer = replace(self, source=source, routes={}).classed(document, ids)
        shaping = ("geometry", self.style.width_column)
        if source.version(*shaping) == self.source.version(*shaping):
            return layer.recoloured(ids)
        return layer.reshaped(document, ids)

    def restyled(self, document: Document, style: Style) -> Self:
        """Return the layer in another style, or with another code set's colours."""
        if style.width_column != self.style.width_column:
            return type(self).of(document, self.kind.id, style)
        layer = replace(self, style=style, looks=()).classed(document)
        return layer.recoloured(self.source.ids)

    def classed(self, document: Document, ids: Indices | None = None) -> Self:
        """Return the layer with a look for each value that its rows (some of them) have."""
        style, known = self.style, {look.value for look in self.looks}
        found: list[str | None] = [None]
        if style.by in self.source.columns:
            found += [_text(value) for value in pd.unique(self._values(self.places(ids)))]
        added = [value for value in dict.fromkeys(found) if value not in known]
        new = tuple(looks.look_of(document, self.kind.id, style, value) for value in added)
        return replace(self, looks=self.looks + new)

    def places(self, ids: Indices | None) -> Indices:
        """Return the places in the source of some ids (all), those that are there."""
        if ids is None:
            return np.arange(len(self.source))
        places = self.source.positions(ids)
        return places[places >= 0]

    def _values(self, places: Indices) -> pd.Series:
        return cast("pd.Series", self.source.values(self.style.by).iloc[places])

    def _numbers(self, places: Indices) -> Classes:
        """Return which look each row of the source has."""
        if self.style.by not in self.source.columns:
            return np.zeros(len(places), np.int32)
        number = {look.value: place for place, look in enumerate(self.looks)}
        codes, values = pd.factorize(self._values(places))
        # A missing value has the code -1, which takes the last entry.
        table = [number[_text(value)] for value in values] + [number[None]]
        return np.array(table, np.int32)[codes]

    def read(self, places: Indices) -> tuple[Chunk, ...]:
        """Return rows of the source, by their places, as chunks."""
        ids, geometries = self.source.ids[places], self.source.geometries[places]
        classes = self._numbers(places)

        def chunk(rows: NDArray[np.bool_] | slice, shape: Shape) -> Chunk:
            ragged = Ragged.of(geometries[rows], shape)
            return Chunk(ids[rows], ragged, classes[rows], np.ones(len(ragged), bool))

        column = self.style.width_column
        if self.kind.shape is not Shape.LINE or column not in self.source.columns:
            return (chunk(slice(None), self.kind.shape),)
        widths = self.source.values(column).iloc[places].to_numpy(float, na_value=np.nan)
        wide = widths > 0
        geometries = geometries.copy()
        geometries[wide] = shapely.buffer(
            geometries[wide],
            widths[wide] / 2,
            quad_segs=BUFFER_SEGMENTS,
            cap_style="flat",
        )
        return chunk(wide, Shape.POLYGON), chunk(~wide, Shape.LINE)

    def recoloured(self, ids: Indices) -> Self:
        """Return the layer with the classes of some rows read anew."""
        places = self.places(ids)
        here, numbers = self.source.ids[places], self._numbers(places)
        return replace(
            self, chunks=tuple(_with_classes(chunk, here, numbers) for chunk in self.chunks)
        )

    def reshaped(self, document: Document, ids: Indices) -> Self:
        """Return the layer with some rows read anew; the others are shared."""
        if len(ids) > max(OPEN_ROWS, len(self.source) // 2):
            return type(self).of(document, self.kind.id, self.style)
        layer = self.recoloured(ids)
        settled = tuple(_without(chunk, ids) for chunk in layer.chunks[: self.settled])
        opened = [chunk.ids[chunk.alive] for chunk in layer.chunks[self.settled :]]
        rows = layer.places(np.unique(np.concatenate([ids, *opened])))
        chunks = settled + layer.read(rows)
        full = len(rows) > OPEN_ROWS
        layer = replace(layer, chunks=chunks, settled=len(chunks) if full else len(settled))
        if full and len(chunks) > MOST_CHUNKS:
            layer = layer.gathered()
        # Of many features a few do not change what is usual.
        return layer.grained() if len(self.source) < GRAIN_ROWS else layer

    def gathered(self) -> Self:
        """Return the layer with all that was edited in one chunk again."""
        first = self.chunks[: len(self.read(np.empty(0, np.int64)))]
        later = [chunk.ids[chunk.alive] for chunk in self.chunks[len(first) :]]
        chunks = first + self.read(self.places(np.unique(np.concatenate(later))))
        return replace(self, chunks=chunks, settled=len(chunks))

    # ---- asking ---------------------------------------------------------------------------------

    @property
    def extent(self) -> Bounds | None:
        """Bounds of all features, None without any."""
        return united(self.boxes_of(None))

    def boxes_of(self, ids: Indices | None) -> NDArray[np.float64]:
        """Return west, south, east and north of some features (all), as (4, n) in metres."""
        found = [
            chunk.ragged.bounds[
                :, np.flatnonzero(chunk.alive) if ids is None else chunk.positions(ids)
            ]
            for chunk in self.chunks
        ]
        boxes = np.concatenate(found, axis=1)
        return boxes[:, boxes[0] <= boxes[2]]

    def ragged_of(self, ids: Indices) -> list[Ragged]:
        """Return the shapes of some features, one group for each chunk that has any."""
        found = [(chunk, chunk.positions(ids)) for chunk in self.chunks]
        return [chunk.ragged.taken(rows) for chunk, rows in found if len(rows)]

    def under(self, x: float, y: float, tolerance: float) -> Indices:
        """Return the ids of features at a place, ascending; lines may be so many metres away."""
        return self._alive(lambda ragged: picking.under(ragged, x, y, tolerance))

    def outlined(self, x: float, y: float, tolerance: float) -> Indices:
        """Return the ids of features whose outline passes within so many metres, ascending."""
        return self._alive(lambda ragged: picking.outlined(ragged, x, y, tolerance))

    def inside(self, bounds: Bounds) -> Indices:
        """Return the ids of features that lie in a box entirely, ascending."""
        return self._alive(lambda ragged: picking.inside(ragged, bounds))

    def touching(self, bounds: Bounds) -> Indices:
        """Return the ids of features that lie in a box at least in part, ascending."""
        return self._alive(lambda ragged: picking.touching(ragged, bounds))

    def along(self, start: tuple[float, float], end: tuple[float, float]) -> Indices:
        """Return the ids of features that a straight line touches, ascending."""
        return self._alive(lambda ragged: picking.along(ragged, start, end))

    def _alive(self, found: Callable[[Ragged], Indices]) -> Indices:
        ids: list[Indices] = []
        for chunk in self.chunks:
            rows = found(chunk.ragged)
            ids.append(chunk.ids[rows[chunk.alive[rows]]])
        return np.unique(np.concatenate(ids)) if ids else np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that is to be seen of a plan, from below to above.

    Parameters
    ----------
    layers
        One for every kind, in the order of drawing.
    styles
        Styles by kind that hold instead of the plan's, as on a sheet of one theme.
    underlays
        Pictures of the ground, from below to above; all of them lie below the layers.
    document
        The plan that is shown, for the titles of codes.
    results
        Values of its measures as far as they are known, for what is written or filled by them.
    """

    layers: Mapping[str, SceneLayer]
    styles: Mapping[str, Style]
    underlays: tuple[Underlay, ...] = ()
    document: Document | None = None
    results: Results | None = None

    @classmethod
    def of(cls, document: Document, styles: Mapping[str, Style] | None = None) -> Self:
        """Return what is to be seen of a plan.

        Parameters
        ----------
        document
            The plan.
        styles
            Styles by kind that hold instead of the plan's own.
        """
        own = MappingProxyType(dict(styles or {}))
        layers = {
            kind: SceneLayer.of(document, kind, own.get(kind) or looks.style_of(document, kind))
            for kind in kinds()
        }
        return cls(MappingProxyType(layers), own, document=document)

    def updated(self, document: Document, change: Change) -> Self:
        """Return the scene after an edit; what the edit did not touch is shared.

        Parameters
        ----------
        document
            The plan after the edit.
        change
            What the edit touched.
        """
        layers = dict(self.layers)
        for kind, ids in change.rows.items():
            layer = layers[kind]
            if ids is None:
                layers[kind] = SceneLayer.of(document, kind, layer.style)
            else:
                layers[kind] = layer.updated(document, ids)
        for section, key in change.values:  # noqa: PD011
            if section == "styles" and key in layers and key not in self.styles:
                layers[key] = layers[key].restyled(document, looks.style_of(document, key))
            elif key == "plan.code_set":
                for kind, layer in list(layers.items()):
                    layers[kind] = layer.restyled(document, layer.style)
        return replace(self, layers=MappingProxyType(layers), document=document)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not any(
            chunk.alive.any() for layer in self.layers.values() for chunk in layer.chunks
        )

    def extent(self, kinds_shown: Iterable[str] | None = None) -> Bounds | None:
        """Return the bounds of all features (of some kinds), None without any."""
        shown = self.layers if kinds_shown is None else kinds_shown
        found = [self.layers[kind].boxes_of(None) for kind in shown]
        return united(np.concatenate(found, axis=1)) if found else None


def united(boxes: NDArray[np.float64]) -> Bounds | None:
    """Return the bounds around (4, n) boxes, None without any."""
    if boxes.shape[1] == 0:
        return None
    west, south, east, north = *boxes[:2].min(axis=1), *boxes[2:].max(axis=1)
    return float(west), float(south), float(east), float(north)


def _text(value: object) -> str | None:
    return None if pd.isna(cast("str", value)) else str(value)


def _with_classes(chunk: Chunk, ids: Indices, numbers: Classes) -> Chunk:
    """Return the chunk with other classes for those of the ids that it has."""
    if len(chunk.ids) == 0 or len(ids) == 0:
        return chunk
    places = np.minimum(np.searchsorted(chunk.ids, ids), len(chunk.ids) - 1)
    here = chunk.ids[places] == ids
    if not here.any():
        return chunk
    classes = chunk.classes.copy()
    classes[places[here]] = numbers[here]
    return replace(chunk, classes=classes)


def _without(chunk: Chunk, ids: Indices) -> Chunk:
    places = chunk.positions(ids)
    if len(places) == 0:
        return chunk
    alive = chunk.alive.copy()
    alive[places] = False
    return replace(chunk, alive=alive)
