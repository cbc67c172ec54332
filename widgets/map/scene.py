"""What is to be seen of a plan, as arrays and looks: no pixels and no window.

A scene is a value. After an edit the next one shares all that the edit did not touch, so that a
worker may still be drawing the old one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers import looks
from layers.analysis.per_feature import Figures, aligned
from layers.document import Document
from layers.edit import Change
from layers.kind import LayerKind
from layers.kinds import kinds
from layers.layer import Layer
from layers.looks import NO_NUMBERS, Look, Numbering
from layers.measure import Results
from layers.progress import Progress
from layers.style import Style
from widgets.map import picking, preparing, reshaping
from widgets.map.chunk import Chunk
from widgets.map.preparing import Outcome
from widgets.map.ragged import Floats, Indices, Ragged, united
from widgets.map.reading import chunks_of
from widgets.map.underlay import Underlay
from widgets.map.viewport import Bounds

Values = pd.Series | NDArray[Any] | None
NO_FIGURES: Final = Figures()
GRAIN_ROWS: Final = 20_000
"""Below so many features their usual size is worked out anew after each edit of shapes."""

GRAIN_STEPS: Final = 24
"""Steps of the usual size from one to ten times as much."""


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
        How large a feature usually is: what is smaller than a few pixels needs no outline. It
        goes by steps, so that hardly an edit makes it another one and all outlines with it. [m]
    routes
        Lines that run on under one name, as far as they were asked for; it grows, as places of
        names do.
    numbers
        Which look each value has.
    figures
        What the measure says that the style goes by. It may be of an earlier document than the
        rest.
    """

    kind: LayerKind
    style: Style
    looks: tuple[Look, ...]
    chunks: tuple[Chunk, ...]
    source: Layer
    settled: int = 1
    grain: float = 0.0
    routes: dict[str, list[object]] = field(default_factory=dict[str, list[object]])
    numbers: Numbering = field(default_factory=lambda: NO_NUMBERS)
    figures: Figures = NO_FIGURES

    # ---- making ---------------------------------------------------------------------------------

    @classmethod
    def of(cls, document: Document, kind: str, style: Style, figures: Figures = NO_FIGURES) -> Self:
        """Return a kind of a plan as it is drawn; `figures` for a style by a measure."""
        source = document.layer(kind)
        empty = cls(kinds()[kind], style, (), (), source, figures=figures)
        places = np.arange(len(source))
        values = empty.values(places)
        layer = empty.widened(document, values)
        chunks = layer.read(places, values)
        return replace(layer, chunks=chunks, settled=len(chunks)).grained()

    def grained(self) -> Self:
        """Return the layer with the size of its features worked out anew."""
        west, south, east, north = self.boxes_of(None)
        sizes = np.maximum(east - west, north - south)
        return replace(self, grain=_rounded(float(np.median(sizes))) if len(sizes) else 0.0)

    def updated(self, document: Document, ids: Indices) -> Self:
        """Return the layer after rows with these ids were changed, added or removed."""
        source = document.layer(self.kind.id)
        figures = self.figures.outdated(self.style)
        layer = replace(self, source=source, routes={}, figures=figures)
        places = layer.places(ids)
        values = layer.values(places)
        layer = layer.widened(document, values)
        shaping = ("geometry", self.style.width_column)
        if source.version(*shaping) == self.source.version(*shaping):
            return layer.with_classes(places, values)
        if len(ids) > max(reshaping.OPEN_ROWS, len(source) // 2):
            return type(self).of(document, self.kind.id, self.style, figures)
        fresh = layer.read(places, values)
        chunks, settled = reshaping.reshaped(self.chunks, self.settled, ids, fresh)
        layer = replace(layer, chunks=chunks, settled=settled)
        # Of many features a few do not change what is usual.
        return layer.grained() if len(source) < GRAIN_ROWS else layer

    def restyled(self, document: Document, style: Style, figures: Figures) -> Self:
        """Return the layer in another style, or with another code set's colours."""
        if style.width_column != self.style.width_column:
            return type(self).of(document, self.kind.id, style, figures)
        none = NO_NUMBERS
        fresh = replace(self, style=style, looks=(), numbers=none, figures=figures)
        return fresh.classed(document).recoloured(self.source.ids)

    def evaluated(self, figures: Figures) -> Self:
        """Return the layer with the classes that new numbers of its style's measure make."""
        return replace(self, figures=figures).recoloured(self.source.ids)

    def classed(self, document: Document) -> Self:
        """Return the layer with a look for each value that its rows have."""
        return self.widened(document, self.values(np.arange(len(self.source))))

    def widened(self, document: Document, values: Values) -> Self:
        """Return the layer with a look for each of some values."""
        known = self.looks, self.numbers
        found, numbers = looks.widened(document, self.kind.id, self.style, values, known)
        if numbers is self.numbers and found is self.looks:
            return self
        return replace(self, looks=found, numbers=numbers)

    def places(self, ids: Indices) -> Indices:
        """Return the places in the source of some ids, those that are there."""
        places = self.source.positions(ids)
        return places[places >= 0]

    def values(self, places: Indices) -> Values:
        """Return what the style goes by for rows of the source, None where nothing is there."""
        if self.style.measure:
            return aligned(self.figures.series, self.source.ids[places])
        if self.style.by not in self.source.columns or self.style.by == "geometry":
            return None
        found = self.source.picked(self.style.by, places)
        # Few are looked at one by one: a series of them would take longer than that.
        few = len(places) <= looks.FEW and not self.style.graduated
        return np.asarray(found, object) if few else pd.Series(found)

    def read(self, places: Indices, values: Values) -> tuple[Chunk, ...]:
        """Return rows of the source, by their places and what the style goes by, as chunks."""
        kind, column = self.kind, self.style.width_column
        return chunks_of(self.source, kind.shape, column, places, self.classes(places, values))

    def recoloured(self, ids: Indices) -> Self:
        """Return the layer with the classes of some rows read anew."""
        places = self.places(ids)
        return self.with_classes(places, self.values(places))

    def with_classes(self, places: Indices, values: Values) -> Self:
        """Return the layer with the classes of rows that have some values."""
        ids, numbers = self.source.ids[places], self.classes(places, values)
        return replace(self, chunks=tuple(one.with_classes(ids, numbers) for one in self.chunks))

    def classes(self, places: Indices, values: Values) -> looks.Classes:
        """Return which look each of some rows has that have some values."""
        found = looks.classes(self.style, values, self.numbers, len(places))
        if self.style.graduated and self.figures.pending:
            found[self.figures.awaited(self.source.ids[places])] = self.looks.index(looks.PENDING)
        return found

    # ---- asking ---------------------------------------------------------------------------------

    @property
    def there(self) -> bool:
        """Whether it has features."""
        return len(self.source) > 0

    @property
    def extent(self) -> Bounds | None:
        """Bounds of all features, None without any."""
        return united(self.boxes_of(None))

    def boxes_of(self, ids: Indices | None) -> NDArray[np.float64]:
        """Return west, south, east and north of some features (all), as (4, n) in metres."""
        found = [
            chunk.ragged.bounds
            if ids is None and chunk.alive.all()
            else chunk.ragged.bounds[
                :, np.flatnonzero(chunk.alive) if ids is None else chunk.positions(ids)
            ]
            for chunk in self.chunks
        ]
        boxes = found[0] if len(found) == 1 else np.concatenate(found, axis=1)
        there = boxes[0] <= boxes[2]
        return boxes if there.all() else boxes[:, there]

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
    def of(
        cls,
        document: Document,
        styles: Mapping[str, Style] | None = None,
        results: Results | None = None,
    ) -> Self:
        """Return what is to be seen of a plan.

        Parameters
        ----------
        document
            The plan.
        styles
            Styles by kind that hold instead of the plan's own.
        results
            Results of the plan; without them features of a style by a measure look as those do
            whose number is being computed.
        """
        own = MappingProxyType(dict(styles or {}))
        layers: dict[str, SceneLayer] = {}
        for kind in kinds():
            style = own.get(kind) or looks.style_of(document, kind)
            layers[kind] = SceneLayer.of(document, kind, style, Figures.of(results, style))
        return cls(MappingProxyType(layers), own, document=document, results=results)

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
                figures = layer.figures.outdated(layer.style)
                layers[kind] = SceneLayer.of(document, kind, layer.style, figures)
            else:
                layers[kind] = layer.updated(document, ids)
        for section, key in change.values:  # noqa: PD011
            if section == "styles" and key in layers and key not in self.styles:
                style = looks.style_of(document, key)
                figures = Figures.of(self.results, style)
                layers[key] = layers[key].restyled(document, style, figures)
            elif key == "plan.code_set":
                for kind, layer in list(layers.items()):
                    layers[kind] = layer.restyled(document, layer.style, layer.figures)
        return replace(self, layers=MappingProxyType(layers), document=document)

    def evaluated(self, results: Results) -> Self:
        """Return the scene after results came; layers whose numbers are the same are shared."""
        layers = dict(self.layers)
        for kind, layer in self.layers.items():
            figures = Figures.of(results, layer.style)
            if not figures.same(layer.figures):
                layers[kind] = layer.evaluated(figures)
        return replace(self, layers=MappingProxyType(layers), results=results)

    def reclassed(self, before: Self) -> Floats:
        """Return the bounds of features that look different from a scene before `evaluated`."""
        found = [np.empty((4, 0))]
        for kind, layer in self.layers.items():
            if layer is not before.layers[kind]:
                chunks = zip(before.layers[kind].chunks, layer.chunks, strict=True)
                ids = [now.ids[now.classes != was.classes] for was, now in chunks]
                found.append(layer.boxes_of(np.unique(np.concatenate(ids))))
        return np.concatenate(found, axis=1)

    def preparation(self) -> Callable[[Progress], Outcome] | None:
        """Return what is to be worked out beside the window next, None where all is ready."""
        return preparing.work(self.layers)

    def prepared(self, outcome: Outcome) -> Self:
        """Return the scene with what was worked out, as far as it still belongs to it."""
        return self._with({k: preparing.taken(one, outcome) for k, one in self.layers.items()})

    def remembered(self) -> Self:
        """Return the scene with what an earlier run has left of what is to be prepared."""
        return self._with({k: preparing.remembered(one) for k, one in self.layers.items()})

    def _with(self, layers: dict[str, SceneLayer]) -> Self:
        same = all(layers[kind] is layer for kind, layer in self.layers.items())
        return self if same else replace(self, layers=MappingProxyType(layers))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not any(layer.there for layer in self.layers.values())

    def extent(self, kinds_shown: Iterable[str] | None = None) -> Bounds | None:
        """Return the bounds of all features (of some kinds), None without any."""
        found = [self.layers[kind].boxes_of(None) for kind in kinds_shown or self.layers]
        return united(np.concatenate(found, axis=1)) if found else None


def _rounded(size: float) -> float:
    """Return the next step of sizes."""
    return 10.0 ** (round(math.log10(size) * GRAIN_STEPS) / GRAIN_STEPS) if size > 0 else 0.0
