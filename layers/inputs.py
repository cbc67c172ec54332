"""What a measure may read: what it declares, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.codes import CodeSet
from layers.document import Document
from layers.enclosure import Enclosure
from layers.geometry import Geometries
from layers.missing import Values, numbers_of
from layers.parameters import Factor, Value
from layers.raster import Raster, Role, below_to_above


class Declared(Protocol):
    """What a measure says of what it reads; see `layers.measure.Measure`."""

    @property
    def id(self) -> str:
        """Its name."""
        ...

    @property
    def layers(self) -> Mapping[str, tuple[str, ...]]:
        """Columns by kind."""
        ...

    @property
    def parameters(self) -> tuple[str, ...]:
        """Factors and settings, and groups of them."""
        ...

    @property
    def measures(self) -> tuple[str, ...]:
        """Ids of other measures."""
        ...

    @property
    def enclosed(self) -> tuple[str, ...]:
        """Names of what is enclosed with the plan."""
        ...

    @property
    def rasters(self) -> tuple[Role, ...]:
        """What the rasters show whose places are read."""
        ...


class Inputs:
    """What one measure may read, and no more.

    Parameters
    ----------
    measure
        Whose inputs these are.
    document
        Where rows and parameters come from.
    values
        Values of the measures computed before.
    read
        The document's parameters, where they are looked through already.
    """

    def __init__(
        self,
        measure: Declared,
        document: Document,
        values: Mapping[str, Any],
        read: Read | None = None,
    ) -> None:
        self._measure = measure
        self._document = document
        self._values = values
        self._read = read or Read(document.parameters)

    def _columns(self, kind: str) -> tuple[str, ...]:
        if kind not in self._measure.layers:
            raise KeyError(f"{self._measure.id} does not declare that it reads {kind}")
        return self._measure.layers[kind]

    def rows(self, kind: str, places: NDArray[np.intp] | None = None) -> pd.DataFrame:
        """Return the declared columns of a layer, geometry apart, by feature id.

        Parameters
        ----------
        kind
            Id of the kind.
        places
            Of the rows that are wanted; all where None.
        """
        layer = self._document.layer(kind)
        names = [name for name in self._columns(kind) if name != "geometry"]
        if places is not None:
            picked = {name: layer.picked(name, places) for name in names}
            return pd.DataFrame(picked, pd.Index(layer.ids[places], name="fid"), copy=False)
        # Choosing columns of a frame by a list would copy each of them, and so would an index that
        # is another object than theirs.
        columns = {name: layer.values(name) for name in names}
        index = columns[names[0]].index if names else pd.Index(layer.ids, name="fid")
        return pd.DataFrame(columns, index, copy=False)

    def column(self, kind: str, name: str, places: NDArray[np.intp] | None = None) -> Values:
        """Return the values of one declared column, by place.

        Parameters
        ----------
        kind
            Id of the kind.
        name
            The column.
        places
            Of the rows that are wanted; all where None.
        """
        if name not in self._columns(kind):
            raise KeyError(f"{self._measure.id} does not declare the column {name} of {kind}")
        layer = self._document.layer(kind)
        return layer.picked(name, places) if places is not None else layer.values(name).array

    def numbers(
        self, kind: str, name: str, places: NDArray[np.intp] | None = None
    ) -> NDArray[np.float64]:
        """Return the same as numbers, NaN for missing ones; not to be written to."""
        return numbers_of(self.column(kind, name, places))

    def ids(self, kind: str) -> NDArray[np.int64]:
        """Return the feature ids of a layer, ascending."""
        self._columns(kind)
        return self._document.layer(kind).ids

    def geometries(self, kind: str) -> NDArray[np.object_]:
        """Return the geometries of a layer in the order of its ids."""
        return self.shapes(kind).objects

    def shapes(self, kind: str) -> Geometries:
        """Return the same for measures that need areas, bounds, or the objects of some rows."""
        if "geometry" not in self._columns(kind):
            raise KeyError(f"{self._measure.id} does not declare the geometry of {kind}")
        return self._document.layer(kind).held

    def parameter(self, name: str) -> Value:
        """Return a declared factor or setting."""
        if not any(
            name == known or (known.endswith(".") and name.startswith(known))
            for known in self._measure.parameters
        ):
            raise KeyError(f"{self._measure.id} does not declare that it reads {name}")
        return self._document.parameters.get(name)

    def factor(self, name: str) -> Factor:
        """Return a declared factor; KeyError where the plan has none of that name."""
        if isinstance(found := self.parameter(name), Factor):
            return found
        raise KeyError(name)

    def factors(self, group: str) -> Mapping[str, Factor]:
        """Return all factors of a declared group by their name within it."""
        if group not in self._measure.parameters:
            raise KeyError(f"{self._measure.id} does not declare the group {group}")
        return self._read.factors(group)

    def value(self, measure: str) -> Any:  # noqa: ANN401
        """Return the value of a declared measure."""
        if measure not in self._measure.measures:
            raise KeyError(f"{self._measure.id} does not declare that it reads {measure}")
        return self._values[measure]

    def enclosed(self, name: str) -> Enclosure | None:
        """Return what is enclosed with the plan under a declared name, None where nothing is."""
        if name not in self._measure.enclosed:
            raise KeyError(f"{self._measure.id} does not declare that it reads {name}")
        return self._document.enclosed.get(name)

    def rasters(self, role: Role) -> tuple[Raster, ...]:
        """Return the rasters of a declared role, lowest first: words alone, no file is read."""
        if role not in self._measure.rasters:
            raise KeyError(f"{self._measure.id} does not declare that it reads {role}")
        return rasters_of(self._document, role)

    @property
    def crs(self) -> str:
        """The plan's coordinate reference system, the same all its life."""
        return self._document.crs

    @property
    def codes(self) -> CodeSet:
        """The plan's code set, for measures that declare ``plan.code_set``."""
        self.parameter("plan.code_set")
        return self._document.codes


def rasters_of(document: Document, role: Role) -> tuple[Raster, ...]:
    """Return the rasters of a plan that show something, lowest first."""
    return tuple(one for one in below_to_above(document.rasters) if one.role == role)


class Read:
    """What measures read of some parameters; a group is looked for once.

    Parameters
    ----------
    parameters
        Factors and settings of a plan.
    """

    def __init__(self, parameters: Mapping[str, Value]) -> None:
        self.parameters = parameters
        self._known: dict[str, tuple[tuple[str, Value], ...]] = {}
        self._factors: dict[str, Mapping[str, Factor]] = {}

    def of(self, name: str) -> tuple[tuple[str, Value], ...]:
        """Return the parameters of a declared name or group."""
        if name not in self._known:
            found, group = self.parameters, name.endswith(".")
            ids = [one for one in found if one == name or (group and one.startswith(name))]
            self._known[name] = tuple((id_, found[id_]) for id_ in ids)
        return self._known[name]

    def factors(self, group: str) -> Mapping[str, Factor]:
        """Return the factors of a group by their name within it."""
        if group not in self._factors:
            found = {
                name.removeprefix(group): value
                for name, value in self.of(group)
                if isinstance(value, Factor)
            }
            self._factors[group] = MappingProxyType(found)
        return self._factors[group]
