"""The fields that labels have of features: columns, titles, areas, measures, written as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Final, cast

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.analysis.per_feature import feature_measures, values
from layers.document import Document
from layers.kind import Column, Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.measure import Results
from layers.units import M2_PER_HA, M2_PER_MU

LONGEST_VALUE: Final = 80
"""More of a text than this is not written. [characters]"""
MEASURE: Final = "measure"
"""Name of the field for a measure of each feature, ``{measure:solar.roof_kwh:,.0f}``."""
TITLE: Final = "_title"
"""What follows a column's name where its value's title is wanted, ``{land_use_title}``."""
HUGE: Final = 1e15

Titles = Mapping[str, Mapping[str, str]]
"""Titles by value, by column."""
Written = list[str | None]
"""What stands for a field, feature by feature; None where the value is missing."""


@dataclass(frozen=True, slots=True)
class _Computed:
    """A field worked out from the shape: how, how it is written, and for what shapes."""

    of: Callable[[NDArray[np.object_]], NDArray[np.float64]]
    spec: str
    shapes: tuple[Shape, ...]


def _area(unit: float) -> Callable[[NDArray[np.object_]], NDArray[np.float64]]:
    return lambda geometries: shapely.area(geometries) / unit


_AREAS: Final = (Shape.POLYGON,)
COMPUTED: Final[Mapping[str, _Computed]] = {
    "area_m2": _Computed(_area(1.0), ",.0f", _AREAS),
    "area_ha": _Computed(_area(M2_PER_HA), ",.2f", _AREAS),
    "area_mu": _Computed(_area(M2_PER_MU), ",.1f", _AREAS),
    "length_m": _Computed(shapely.length, ",.0f", (Shape.POLYGON, Shape.LINE)),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A place in a template where a value is put.

    Parameters
    ----------
    name
        A column, a column with ``_title``, ``fid``, one of `COMPUTED`, or a measure's id.
    spec
        How it is written, as ``str.format`` has it; empty for what suits the value.
    measure
        Whether the name is a measure's.
    """

    name: str
    spec: str = ""
    measure: bool = False

    @property
    def numeric(self) -> bool:
        """Whether only numbers can be written so."""
        return self.spec.endswith(("d", "e", "f", "g", "%")) or "," in self.spec


# ---- what there is ------------------------------------------------------------------------------


def offered(kind: str, columns: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names of all fields that features of a kind have, as they are written.

    Parameters
    ----------
    kind
        Id of the kind.
    columns
        Columns of its layer, the user's own among them.

    Examples
    --------
    >>> offered("phases")
    ('name', 'order', 'year', 'area_m2', 'area_ha', 'area_mu', 'length_m', 'fid')
    """
    declared = kinds()[kind]
    names = [column.id for column in declared.columns]
    names += [name for name in columns if name not in names and name != "geometry"]
    names += [column.id + TITLE for column in declared.columns if _titled(column)]
    names += [name for name, field in COMPUTED.items() if declared.shape in field.shapes]
    names.append("fid")
    names += [f"{MEASURE}:{measure.id}" for measure in feature_measures(kind)]
    return tuple(dict.fromkeys(names))


def _titled(column: Column) -> bool:
    return bool(column.choices or column.table)


def titles_of(
    document: Document,
    kind: str,
    *,
    chinese: bool = False,
    translate: Callable[[str], str] = str,
) -> Titles:
    """Return the titles of the values of a kind's columns.

    Parameters
    ----------
    document
        Whose code set names land use.
    kind
        Id of the kind.
    chinese
        Whether the titles of codes are the Chinese ones.
    translate
        Of the titles of declared choices.
    """
    return {
        column.id: {
            value: titles[chinese] for value, titles in document.known(column.table).items()
        }
        if column.table
        else {value: translate(title) for value, title in column.choices.items()}
        for column in kinds()[kind].columns
        if _titled(column)
    }


# ---- writing ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Features whose fields are written.

    Parameters
    ----------
    layer
        The plan's layer.
    ids
        Some of its features.
    places
        Their places in the layer.
    results
        Values of measures; all of them are missing where None.
    titles
        Titles of values in the language of the window.
    """

    layer: Layer
    ids: NDArray[np.int64]
    places: NDArray[np.intp]
    results: Results | None = None
    titles: Titles = field(default_factory=dict[str, Mapping[str, str]])

    def written(self, asked: Field) -> Written:
        """Return what a field says, feature by feature."""
        if asked.measure:
            return self._measured(asked)
        if asked.name == "fid":
            return _numbers(self.ids.tolist(), asked.spec)
        if asked.name in COMPUTED:
            return self._computed(asked)
        base = asked.name.removesuffix(TITLE)
        if base != asked.name and asked.name not in self.layer.columns:
            titles = self.titles.get(base, {})
            return [
                text and _formatted(_flat(titles.get(text, text)), asked.spec)
                for text in self._values(base, "")
            ]
        return self._values(asked.name, asked.spec)

    def _measured(self, asked: Field) -> Written:
        if self.results is None or asked.name not in self.results.entries:
            return [None] * len(self.ids)
        found = values(self.results, asked.name, self.ids)
        return _numbers(found.tolist(), asked.spec or ",.4g")

    def _computed(self, asked: Field) -> Written:
        computed = COMPUTED[asked.name]
        if kinds()[self.layer.kind].shape not in computed.shapes:
            return [None] * len(self.ids)
        found = computed.of(self.layer.shapes(self.places))
        return _numbers(found.tolist(), asked.spec or computed.spec)

    def _values(self, name: str, spec: str) -> Written:
        if name not in self.layer.columns or name == "geometry":
            return [None] * len(self.places)
        column = cast("pd.Series", self.layer.values(name).iloc[self.places])
        missing = column.isna().to_numpy(bool)
        held = column.to_numpy(object).tolist()
        found = [None if gone else one for one, gone in zip(held, missing, strict=True)]
        dtype = column.dtype
        if pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype):
            return _numbers(cast("list[float | None]", found), spec)
        return [
            None if value is None else _formatted(_flat(value), spec) or None
            for value in cast("list[object]", found)
        ]


def _numbers(found: Iterable[float | None], spec: str) -> Written:
    return [
        None if value is None or not isfinite(value) else _formatted(value, spec) for value in found
    ]


def _formatted(value: float | str, spec: str) -> str:
    if not spec:
        return value if isinstance(value, str) else _plain(value)
    try:
        return format(
            round(value) if spec.endswith("d") and not isinstance(value, str) else value, spec
        )
    except ValueError:
        return value if isinstance(value, str) else _plain(value)


def _plain(value: float) -> str:
    """Return a number with as many decimals as it has, four at most.

    Examples
    --------
    >>> _plain(0.35), _plain(1200.0), _plain(1 / 3)
    ('0.35', '1200', '0.3333')
    """
    if abs(value) >= HUGE:
        return f"{value:.6g}"
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _flat(value: object) -> str:
    """Return a text on one line and not longer than can be read on a map."""
    text = " ".join(str(value)[: 2 * LONGEST_VALUE].split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
