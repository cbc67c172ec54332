"""Geometries of a layer: as coordinates, or as shapely's objects made when they are asked for.

A map needs coordinates; a million objects take seconds to make and gigabytes to keep. So a plan is
opened with the coordinates alone where all its features are plain polygons. Who needs objects asks
for those of some rows; an edit replaces some and leaves the others as they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray

from layers.arrays import FEW
from layers.coordinates import Coordinates, Floats, Objects
from layers.woven import Piece, Woven

MOST_LATER: Final = 4_096
"""Geometries that edits brought, of which those that are gone again are kept for a while."""
MOST_AT_HAND: Final = 1_000
"""Geometries made of coordinates that are kept because they may be asked for again."""
BLOCK: Final = 64
"""So many geometries that stand side by side are looked for by a common box first."""
ROWS, AREAS, BOUNDS = "rows", "areas", "bounds"
NO_OBJECTS: Final = np.empty(0, object)


class _AtHand:
    """Geometries that were made: a verb looks at the same ones often, and so does the next one."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def taken(self, rows: NDArray[np.intp], made: Callable[[NDArray[np.intp]], Objects]) -> Objects:
        """Return geometries by their numbers; those that are not at hand are made."""
        if len(rows) > MOST_AT_HAND:
            return made(rows)
        if len(self._known) > MOST_AT_HAND:
            self._known = {}
        known, asked = self._known, rows.tolist()
        missing = [row for row in asked if row not in known]
        if missing:
            known.update(zip(missing, made(np.array(missing, np.intp)).tolist(), strict=True))
        found = np.empty(len(rows), object)
        found[:] = [known[row] for row in asked]
        return found


class _Read:
    """Geometries as a layer had them first, for all that edits make of it.

    Parameters
    ----------
    found
        Coordinates, or the objects.
    """

    def __init__(self, found: Coordinates | Objects) -> None:
        self.coordinates = found if isinstance(found, Coordinates) else None
        self.made: Objects | None = None if isinstance(found, Coordinates) else _frozen(found)
        self._lock = threading.Lock()
        self._at_hand = _AtHand()

    @property
    def objects(self) -> Objects:
        """All of them as objects, always the same ones."""
        with self._lock:
            if self.made is None and self.coordinates is not None:
                self.made = _frozen(self.coordinates.objects())
            return self.made if self.made is not None else NO_OBJECTS

    def taken(self, rows: NDArray[np.intp]) -> Objects:
        """Return some of them as objects."""
        if self.made is not None:
            return self.made[rows]
        if self.coordinates is None or not len(rows):
            return np.empty(0, object)
        return self._at_hand.taken(rows, self._made)

    def _made(self, rows: NDArray[np.intp]) -> Objects:
        return cast("Coordinates", self.coordinates).taken(rows).objects()

    @cached_property
    def areas(self) -> Floats:
        """Areas of all. [m²]."""
        known = self.coordinates
        return shapely.area(self.objects) if known is None else known.areas

    @cached_property
    def bounds(self) -> Floats:
        """Bounds of all. [m]."""
        known = self.coordinates
        return _boxes(self.objects) if known is None else known.bounds


class Geometries:
    """Geometries of the rows of a layer, in their order. Several threads may ask at once.

    Parameters
    ----------
    found
        Shapely geometries, or the coordinates that they are made of when they are asked for.
    crs
        Their reference system, as geopandas takes it.
    """

    __slots__ = (
        "_at_hand",
        "_blocks",
        "_later",
        "_objects",
        "_own",
        "_read",
        "_woven",
        "coordinates",
        "crs",
    )

    def __init__(
        self,
        found: Objects | Coordinates,
        crs: Any,  # noqa: ANN401
    ) -> None:
        self.crs = crs
        self.coordinates = found if isinstance(found, Coordinates) else None
        """The coordinates that the geometries are made of, where all were found as such."""
        self._read = _Read(found)
        self._objects: Objects | None = None if isinstance(found, Coordinates) else self._read.made
        self._own: Objects = NO_OBJECTS
        # Of each row which of those it had first it is, or -1 less its place among later ones.
        self._woven = Woven(len(found), {ROWS: np.arange(len(found))})
        self._later: tuple[Floats, NDArray[np.intp]] | None = None
        self._blocks: _Blocks | None = None
        self._at_hand = _AtHand()

    def _following(self, woven: Woven, own: Objects) -> Geometries:
        found = Geometries(NO_OBJECTS, self.crs)
        found._read, found._own, found._woven = self._read, own, woven
        found._blocks = self._blocks
        found._objects = None
        if len(own) > MOST_LATER:
            found._tidy()
        return found

    def _tidy(self) -> None:
        """Forget what came later and is gone again, and what was read where nothing is left."""
        rows = self._rows()
        own = rows < 0
        if own.all():
            objects = self._own[-1 - rows]
            self._read, self._own = _Read(objects), NO_OBJECTS
            self._objects = objects
            rows = np.arange(len(rows))
        elif int(own.sum()) < len(self._own) // 2:
            self._own = self._own[-1 - rows[own]]
            rows = rows.copy()
            rows[own] = -1 - np.arange(len(self._own))
        else:
            return
        self._woven = self._woven.put(ROWS, rows)

    def _rows(self) -> NDArray[np.intp]:
        return cast("NDArray[np.intp]", self._woven.whole(ROWS))

    def __len__(self) -> int:
        return self._woven.count

    @property
    def objects(self) -> Objects:
        """Shapely geometries, always the same ones; read-only."""
        if self._objects is None:
            read = self._read.objects
            whole = self.coordinates is not None
            self._objects = read if whole else _frozen(self._joined(read, self._own))
        return self._objects

    def taken(self, places: NDArray[np.intp]) -> Objects:
        """Return the geometries of some places; no others are made for it."""
        if self._objects is not None:
            return self._objects[places]
        return self._at_hand.taken(np.asarray(places, np.intp), self._made)

    def _made(self, places: NDArray[np.intp]) -> Objects:
        rows = cast("NDArray[np.intp]", self._woven.some(ROWS, places))
        there = rows >= 0
        if there.all():
            return self._read.taken(rows)
        found = np.empty(len(rows), object)
        found[~there] = self._own[-1 - rows[~there]]
        found[there] = self._read.taken(rows[there])
        return found

    @property
    def areas(self) -> Floats:
        """Areas of the geometries, NaN where one is missing; no objects are made for it. [m²]."""
        woven = self._woven
        if AREAS not in woven.names:
            found = self._read.areas
            if self.coordinates is None:
                found = self._joined(self._read.areas, shapely.area(self._own))
            woven = self._woven = woven.put(AREAS, found)
        return cast("Floats", woven.whole(AREAS))

    @property
    def bounds(self) -> Floats:
        """(f, 4), west, south, east and north, NaN where one is missing; without objects. [m]."""
        return cast("Floats", self._with_bounds().whole(BOUNDS))

    def boxes(self, places: NDArray[np.intp]) -> Floats:
        """Return the bounds of some; those of the others are not put together for it. [m]."""
        return cast("Floats", self._with_bounds().some(BOUNDS, places))

    def _with_bounds(self) -> Woven:
        """Return what is held, bounds among it.

        Another thread may exchange it for one without them that has the areas instead. So whoever
        looks at it more than once does so at what he was given; what got lost is worked out again.
        """
        woven = self._woven
        if BOUNDS not in woven.names:
            found = self._read.bounds
            if self.coordinates is None:
                found = self._joined(self._read.bounds, _boxes(self._own))
            woven = self._woven = woven.put(BOUNDS, found)
        return woven

    def meeting(self, box: tuple[float, float, float, float]) -> NDArray[np.intp]:
        """Return the places of those whose bounds meet a box, ascending.

        Parameters
        ----------
        box
            West, south, east, north. [m]
        """
        woven = self._with_bounds()
        held, weave = woven.base(BOUNDS)
        if self._blocks is None or self._blocks.bounds is not held:
            self._blocks = _Blocks(cast("Floats", held)) if len(held) > BLOCK else None
        blocks = self._blocks
        found = _meeting(cast("Floats", held), box) if blocks is None else blocks.meeting(box)
        if weave is None:
            return found
        # Rows that an edit exchanges are looked at one by one: 100,000 boxes are not put together
        # anew for it.
        if self._later is None:
            parts = list(weave.later())
            boxes = [cast("Any", woven.brought(one, BOUNDS))[a:b] for one, a, b, _ in parts]
            places = [np.arange(at, at + b - a) for _, a, b, at in parts]
            none = (np.empty((0, 4)), np.empty(0, np.intp))
            self._later = (np.concatenate(boxes), np.concatenate(places)) if parts else none
        boxes, places = self._later
        return np.sort(np.concatenate([weave.now(found), places[_meeting(boxes, box)]]))

    def _joined(self, of_read: NDArray[Any], of_own: NDArray[Any]) -> NDArray[Any]:
        """Return what each row has, from what each that was read and each later one has."""
        rows = self._rows()
        there = rows >= 0
        found = np.empty((len(rows), *of_read.shape[1:]), of_read.dtype, order="F")
        found[there] = of_read[rows[there]]
        found[~there] = of_own[-1 - rows[~there]]
        return found

    @property
    def made(self) -> bool:
        """Whether there are shapely geometries of all rows already."""
        return self._objects is not None or self._read.made is not None

    def replaced(self, places: NDArray[np.intp], objects: Objects) -> Geometries:
        """Return the geometries with some of them exchanged, one for one."""
        woven = self._woven
        new, own = self._arriving(objects, woven)
        if len(places) <= FEW:
            order = np.argsort(places)
            pieces: list[Piece] = []
            done = 0
            for row, place in zip(order.tolist(), places[order].tolist(), strict=True):
                pieces += [(True, done, place), (False, row, row + 1)]
                done = place + 1
            pieces.append((True, done, len(self)))
            return self._following(woven.rearranged(pieces, new), own)
        for name, values in new.items():
            column = cast("NDArray[Any]", woven.whole(name)).copy("K")
            column[places] = values
            woven = woven.put(name, column)
        return self._following(woven, own)

    def rearranged(self, pieces: Sequence[Piece], added: Objects) -> Geometries:
        """Return runs of these and of added geometries, one after another.

        Parameters
        ----------
        pieces
            Whether a run is of these, where it begins and where it ends.
        added
            What the other runs are taken from.
        """
        woven = self._woven
        new, own = self._arriving(added, woven)
        return self._following(woven.rearranged(pieces, new), own)

    def _arriving(self, added: Objects, woven: Woven) -> tuple[dict[str, NDArray[Any]], Objects]:
        """Return what is held of geometries that come, and all that came later with them."""
        new: dict[str, NDArray[Any]] = {ROWS: -1 - len(self._own) - np.arange(len(added))}
        if AREAS in woven.names:
            new[AREAS] = shapely.area(added)
        if BOUNDS in woven.names:
            new[BOUNDS] = _boxes(added)
        return new, np.concatenate([self._own, added])

    def series(self, index: pd.Index) -> gpd.GeoSeries:
        """Return the geometries as a column."""
        return gpd.GeoSeries(GeometryArray(self.objects, crs=self.crs), index=index)

    def column(self, places: NDArray[np.intp]) -> GeometryArray:
        """Return some of the geometries as a column of a frame."""
        return GeometryArray(self.taken(places), crs=self.crs)

    def beside(
        self, columns: pd.DataFrame, places: NDArray[np.intp] | None = None
    ) -> gpd.GeoDataFrame:
        """Return columns with the geometries, some of them where places are given."""
        objects = self.objects if places is None else self.taken(places)
        column = GeometryArray(objects, crs=self.crs)
        return gpd.GeoDataFrame(columns.copy(deep=False), geometry=column)


def _frozen(objects: Objects) -> Objects:
    # Copy-on-write of pandas does not reach into arrays of geometries: a shape written into one
    # that was handed out would be in the plan, and in all older ones.
    objects.flags.writeable = False
    return objects


class _Blocks:
    """Boxes of geometries, and those of blocks of them: neighbours stand mostly side by side.

    Cheap to make, so that it need not be kept up to date as a tree would have to be.

    Parameters
    ----------
    bounds
        (n, 4), west, south, east and north, NaN where a geometry is missing. [m]
    """

    def __init__(self, bounds: Floats) -> None:
        self.bounds = bounds
        starts = np.arange(0, len(bounds), BLOCK)
        low = np.fmin.reduceat(bounds[:, :2], starts, axis=0)
        high = np.fmax.reduceat(bounds[:, 2:], starts, axis=0)
        self._of_blocks: Floats = np.asfortranarray(np.concatenate([low, high], axis=1))

    def meeting(self, box: tuple[float, float, float, float]) -> NDArray[np.intp]:
        """Return the places of those whose bounds meet a box, ascending."""
        blocks = _meeting(self._of_blocks, box)
        if len(blocks) > len(self._of_blocks) // 4:
            return _meeting(self.bounds, box)
        places = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        places = places[: np.searchsorted(places, len(self.bounds))]
        return places[_meeting(self.bounds[places], box)]


def _meeting(bounds: Floats, box: tuple[float, float, float, float]) -> NDArray[np.intp]:
    west, south, east, north = box
    found = np.flatnonzero((bounds[:, 0] <= east) & (bounds[:, 2] >= west))
    return found[(bounds[found, 1] <= north) & (bounds[found, 3] >= south)]


def _boxes(objects: Objects) -> Floats:
    return shapely.bounds(objects).reshape(-1, 4)
