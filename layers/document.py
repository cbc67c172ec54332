"""The plan as an immutable value. An edit makes the next document; the old one stays as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, cast

from typing_extensions import override

from layers.codes import CodeSet, shipped_names
from layers.edit import Delta, Edit, LayerDelta, RowsDelta, ValueDelta
from layers.enclosure import Enclosure
from layers.kinds import kinds
from layers.layer import Layer, empty_frame
from layers.own_codes import codes_in
from layers.parameters import SETTINGS, Factor, Parameters, in_order, new_parameters
from layers.raster import Raster


@lru_cache(maxsize=64)
def _empty(kind: str, crs: str) -> Layer:
    """Return a layer without rows; layers are never changed, so that plans can share it."""
    return Layer(kind, empty_frame(kinds()[kind], crs))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Document:
    """A plan: its layers, factors, settings, styles, rasters, and what is enclosed with it.

    Parameters
    ----------
    crs
        The plan's projected, metric coordinate reference system, as ``EPSG:n`` or WKT.
    layers
        One layer for every kind, empty ones included.
    parameters
        Factors and settings by id.
    styles
        Styles by kind, for the kinds that do not follow the declaration.
    properties
        ``name`` and further texts about the plan.
    rasters
        What lies below the plan, by key.
    enclosed
        Large values that belong to no layer, by name: the shading of the roofs.
    """

    crs: str
    layers: Mapping[str, Layer]
    parameters: Parameters
    styles: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    properties: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    rasters: Mapping[str, Raster] = field(default_factory=lambda: MappingProxyType({}))
    enclosed: Mapping[str, Enclosure] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def new(cls, name: str, crs: str, *, base_year: int, set_id: str | None = None) -> Document:
        """Return an empty plan.

        Parameters
        ----------
        name
            What it is called.
        crs
            Its projected, metric CRS.
        base_year
            Year from which the age of plantings is counted. [a]
        set_id
            Code set; GB 50137-2011 where None.
        """
        parameters = new_parameters(base_year, set_id) if set_id else new_parameters(base_year)
        layers = {id_: _empty(id_, crs) for id_ in kinds()}
        return cls(
            crs,
            MappingProxyType(layers),
            parameters,
            properties=MappingProxyType({"name": name}),
        )

    @override
    def __repr__(self) -> str:
        """Return the name and the counts of features: all factors would hide the rest of a log."""
        counts = ", ".join(f"{len(layer)} {kind}" for kind, layer in self.layers.items())
        return f"<Document {self.name!r}: {counts}>"

    @property
    def name(self) -> str:
        """What the plan is called."""
        return str(self.properties.get("name", ""))

    @property
    def codes(self) -> CodeSet:
        """The plan's land-use code set."""
        return codes_in(self.parameters)

    def known(self, table: str) -> Mapping[str, tuple[str, str]]:
        """Return what a column's table allows: English and Chinese titles by value.

        Parameters
        ----------
        table
            ``land_use``, ``cover``, ``surface`` or ``node``, as a column declares it.
        """
        if table == "land_use":
            classes = self.codes.classes
            return {code: (found.title, found.title_zh) for code, found in classes.items()}
        if table == "cover":
            return {
                name.removeprefix("sink."): (found.title, found.title_zh)
                for name, found in self.parameters.items()
                if name.startswith("sink.") and isinstance(found, Factor)
            }
        return shipped_names(table)

    def listed(self, key: str) -> list[object]:
        """Return the list that a property holds as JSON; none where a file has something else."""
        text = self.properties.get(key)
        try:
            found = json.loads(text) if isinstance(text, str) else None
        except (ValueError, RecursionError):
            return []
        return cast("list[object]", found) if isinstance(found, list) else []

    def layer(self, kind: str) -> Layer:
        """Return the layer of a kind."""
        return self.layers[kind]

    def factor(self, id_: str) -> Factor:
        """Return a factor by id; KeyError where the plan has none of that name."""
        found = self.parameters[id_]
        if not isinstance(found, Factor):
            raise KeyError(id_)
        return found

    def applied(self, edit: Edit) -> Document:
        """Return the plan after an edit; layers that it does not touch are the same objects.

        Raises
        ------
        InvalidEditError
            Where the edit does not fit; nothing has changed then.
        """
        document = self
        for delta in edit.deltas:
            document = document.with_delta(delta)
        after, before = document.parameters, self.parameters
        if after is before or after.keys() <= before.keys():
            return document
        # What comes anew, as when a change of the code set is undone, lies where it always does.
        return replace(document, parameters=in_order(after, document.codes))

    def with_delta(self, delta: Delta) -> Document:
        """Return the plan after one part of an edit."""
        match delta:
            case RowsDelta(kind=kind):
                return self.with_layer(self.layers[kind].applied(delta))
            case LayerDelta(kind=kind, after=after):
                # The counter only grows, so that no id is ever used twice.
                following = max(after.next_id, self.layers[kind].next_id)
                return self.with_layer(after.counting_from(following))
            case ValueDelta(section=section, key=key, after=after):
                values: dict[str, Any] = dict(getattr(self, section))
                # A setting can be empty; anything else that becomes None is gone.
                if after is None and not (section == "parameters" and key in SETTINGS):
                    values.pop(key, None)
                else:
                    values[key] = after
                return replace(self, **{section: MappingProxyType(values)})

    def with_layer(self, layer: Layer) -> Document:
        """Return the plan with one layer exchanged."""
        return replace(self, layers=MappingProxyType({**self.layers, layer.kind: layer}))
