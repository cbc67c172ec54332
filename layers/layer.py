"""The rows of one kind as an immutable value: an edit makes the next layer."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from layers.arrays import Array
from layers.columns import Rows
from layers.coordinates import Coordinates
from layers.edit import RowsDelta
from layers.errors import InvalidEditError
from layers.geometry import Geometries
from layers.kind import Dtype, LayerKind
from layers.kinds import kinds
from layers.message import Message
from layers.woven import Piece

PANDAS_DTYPES: Final[Mapping[Dtype, str]] = MappingProxyType(
    {"text": "str", "integer": "Int64", "number": "float64"}
)
"""How columns are held: missing is null in each of them."""

NO_SHAPES: Final = np.empty(0, object)
_versions = itertools.count(1)


def next_version() -> int:
    """Return a number that no column of this process had before."""
    return next(_versions)


def empty_frame(kind: LayerKind, crs: str | CRS) -> gpd.GeoDataFrame:
    """Return a frame of a kind without rows, with all declared columns."""
    columns: dict[str, Any] = {
        column.id: pd.Series([], dtype=PANDAS_DTYPES[column.dtype]) for column in kind.columns
    }
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=crs), crs=crs)
    frame.index = pd.Index([], dtype=np.int64, name="fid")
    return frame


class Layer:
    """The rows of one kind, ascending by feature id. Never changed in place.

    Columns and geometries are kept apart: the latter are made when they are first asked for.

    Parameters
    ----------
    kind
        Id of the kind.
    frame
        Rows by feature id (int64 index ``fid``, ascending, unique) with the kind's columns,
        further columns of the user's, and ``geometry`` last.
    geometries
        Those of the rows, instead of a column of the frame.
    next_id
        The id that the next new feature gets; ids are never used twice.
    versions
        A number for each column; equal numbers mean equal contents.
    """

    __slots__ = ("_frame", "_geometries", "_rows", "kind", "next_id", "versions")

    def __init__(
        self,
        kind: str,
        frame: pd.DataFrame | Rows,
        next_id: int | None = None,
        versions: Mapping[str, int] | None = None,
        *,
        geometries: Geometries | None = None,
    ) -> None:
        if geometries is None:
            column = cast("gpd.GeoDataFrame", frame).geometry
            geometries = Geometries(np.asarray(column.array), column.crs)
            frame = pd.DataFrame(frame).drop(columns="geometry")
        self.kind = kind
        self._rows = frame if isinstance(frame, Rows) else Rows.of(frame)
        self._frame: pd.DataFrame | None = None
        self._geometries = geometries
        ids = self.ids
        self.next_id = next_id if next_id is not None else (int(ids[-1]) + 1 if len(ids) else 1)
        if versions is None:
            versions = {name: next_version() for name in self.columns}
        self.versions: Mapping[str, int] = MappingProxyType(dict(versions))

    def counting_from(self, next_id: int) -> Layer:
        """Return the same rows with another id for the next new feature."""
        return self._with(self._rows, self._geometries, next_id, self.versions)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def frame(self) -> gpd.GeoDataFrame:
        """The rows, as a shallow copy: what is written to it does not reach the document."""
        if self._frame is None:
            self._frame = self._rows.frame
        return self._geometries.beside(self._frame)

    @property
    def ids(self) -> NDArray[np.int64]:
        """Feature ids, ascending."""
        return self._rows.ids

    @property
    def geometries(self) -> NDArray[np.object_]:
        """Shapely geometries in the order of `ids`; read-only.

        Where only some are needed, `shapes` has them sooner and with less memory.
        """
        return self._geometries.objects

    def shapes(self, places: NDArray[np.intp]) -> NDArray[np.object_]:
        """Return the shapely geometries of some rows by their places; no others are made."""
        return self._geometries.taken(places)

    @property
    def held(self) -> Geometries:
        """The geometries as the layer holds them: perhaps as coordinates, without objects."""
        return self._geometries

    @property
    def areas(self) -> NDArray[np.float64]:
        """Areas of the geometries, NaN where one is missing. [m²]."""
        return self._geometries.areas

    @property
    def bounds(self) -> NDArray[np.float64]:
        """(n, 4), west, south, east and north of each geometry, NaN where one is missing. [m]."""
        return self._geometries.bounds

    def boxes(self, places: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the bounds of some features by their places. [m]."""
        return self._geometries.boxes(places)

    def meeting(self, box: tuple[float, float, float, float]) -> NDArray[np.intp]:
        """Return the places of the features whose bounds meet a box, ascending.

        Parameters
        ----------
        box
            West, south, east, north. [m]
        """
        return self._geometries.meeting(box)

    @property
    def coordinates(self) -> Coordinates | None:
        """The same as arrays, where the layer was read as such."""
        return self._geometries.coordinates

    @property
    def crs(self) -> Any:  # noqa: ANN401 - what geopandas holds
        """The reference system of the geometries."""
        return self._geometries.crs

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns, ``geometry`` included."""
        return (*self._rows.names, "geometry")

    def values(self, column: str) -> pd.Series:
        """Return one column by feature id."""
        if column == "geometry":
            return self._geometries.series(self._rows.index)
        return self._rows.values(column)

    def column(self, name: str) -> Array:
        """Return the values of a column, geometry apart; nobody writes to them."""
        return self._rows.column(name)

    def beginning_with(self, column: str, *texts: str) -> list[str]:
        """Return the values of a column of texts that begin with one of some texts."""
        return self._rows.beginning_with(column, *texts)

    def picked(self, column: str, places: NDArray[np.intp]) -> Array:
        """Return the values of a column, geometry apart, at some places; missing ones for -1."""
        return self._rows.picked(column, places)

    def version(self, *columns: str) -> tuple[int, ...]:
        """Return what changes when one of these columns (all, where none is named) changes."""
        return tuple(self.versions.get(name, 0) for name in columns or sorted(self.versions))

    def positions(self, ids: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return the places of ids in the frame; -1 where an id is not there."""
        known = self.ids
        places = known.searchsorted(ids)
        if not len(known):
            return np.full(len(ids), -1, np.intp)
        places[places == len(known)] = -1
        places[known[places] != ids] = -1
        return places

    def rows(self, ids: NDArray[np.int64] | list[int]) -> gpd.GeoDataFrame:
        """Return the rows of these ids, ascending.

        Raises
        ------
        InvalidEditError
            Where an id is not there.
        """
        places = self.places(np.unique(np.asarray(ids, np.int64)))
        return self._geometries.beside(self._rows.taken(places).frame, places)

    def plain_rows(self, places: NDArray[np.intp]) -> pd.DataFrame:
        """Return rows by their places, in that order, as a plain frame with the geometries.

        It costs a fraction of what a geodataframe does.
        """
        return self.taken(places).frame

    def taken(self, places: NDArray[np.intp]) -> Rows:
        """Return rows by their places, in that order, column by column with the geometries.

        It costs a fraction of what any frame does.
        """
        return self.attributes(places).beside("geometry", self._geometries.column(places))

    def attributes(self, places: NDArray[np.intp]) -> Rows:
        """Return rows by their places, in that order, geometry apart."""
        return self._rows.taken(places)

    def columns_at(
        self, places: NDArray[np.intp], names: Iterable[str] | None = None
    ) -> dict[str, Array]:
        """Return the values of columns at some places; missing ones for -1.

        Parameters
        ----------
        places
            Of the rows.
        names
            Of the columns; all but the geometry where None.
        """
        return self._rows.columns_at(places, names)

    def places(self, ids: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return the places of ids in the frame.

        Raises
        ------
        InvalidEditError
            Where an id is not there.
        """
        places = self.positions(ids)
        if (places < 0).any():
            raise InvalidEditError(
                "{kind} has no feature {ids}.",
                kind=Message(kinds()[self.kind].title),
                ids=", ".join(map(str, ids[places < 0][:10])),
            )
        return places

    def applied(self, delta: RowsDelta) -> Layer:
        """Return the layer after a change of rows.

        Raises
        ------
        InvalidEditError
            Where rows to be changed or removed are not there, or rows to be added are.
        """
        before, after = np.sort(np.asarray(delta.ids_before, np.int64)), delta.ids_after
        self.places(before)
        added = after
        if len(before):
            added = after[before[np.minimum(before.searchsorted(after), len(before) - 1)] != after]
        if (self.positions(added) >= 0).any():
            raise InvalidEditError(
                "{kind} has the features already that are to be added.",
                kind=Message(kinds()[self.kind].title),
            )
        if len(added) == 0 and len(before) == len(after):
            return self._updated(delta.rows)
        return self._exchanged(before, delta.rows)

    def _updated(self, after: Rows) -> Layer:
        places = self.positions(after.ids)
        rows, geometries = self._rows, self._geometries
        versions = dict(self.versions)
        for name in after.names:
            versions[name] = next_version()
            if name == "geometry":
                geometries = geometries.replaced(places, np.asarray(after.column(name), object))
            else:
                rows = rows.updated(places, name, after.column(name))
        return self._with(rows, geometries, self.next_id, versions)

    def _exchanged(self, removed: NDArray[np.int64], after: Rows) -> Layer:
        """Return the layer without some rows and with others, each in its place by id."""
        gone = np.sort(self.positions(removed))
        order = np.argsort(after.ids, kind="stable")
        new = after if (np.diff(order) == 1).all() else after.taken(order)
        pieces = _pieces(len(self), gone, np.searchsorted(self.ids, new.ids))
        shapes = np.asarray(new.column("geometry"), object) if len(new) else NO_SHAPES
        following = max(self.next_id, int(new.ids[-1]) + 1 if len(new) else 0)
        rows = self._rows.rearranged(pieces, new)
        return self._with(rows, self._geometries.rearranged(pieces, shapes), following)

    def _with(
        self,
        rows: Rows,
        geometries: Geometries,
        next_id: int,
        versions: Mapping[str, int] | None = None,
    ) -> Layer:
        return Layer(self.kind, rows, next_id, versions, geometries=geometries)


def _pieces(count: int, gone: NDArray[np.intp], places: NDArray[np.intp]) -> list[Piece]:
    """Return which runs of old rows and of new ones make the rows that come out.

    Parameters
    ----------
    count
        How many old rows there are.
    gone
        Places of the old rows that are not kept.
    places
        For each new row, ascending, the old row before which it comes.

    Returns
    -------
    Whether a run is one of old rows, where it begins and where it ends.

    Examples
    --------
    >>> _pieces(9, np.array([3]), np.array([9, 9]))
    [(True, 0, 3), (True, 4, 9), (False, 0, 2)]
    """
    cuts = np.unique(np.concatenate([[0, count], gone, gone + 1, places]))
    kept = ~np.isin(cuts[:-1], gone)
    firsts = np.searchsorted(places, cuts, side="left")
    lasts = np.searchsorted(places, cuts, side="right")
    pieces: list[Piece] = []
    for number, cut in enumerate(cuts.tolist()):
        if lasts[number] > firsts[number]:
            pieces.append((False, int(firsts[number]), int(lasts[number])))
        if number < len(kept) and kept[number]:
            pieces.append((True, cut, int(cuts[number + 1])))
    return pieces
