"""What a planner may colour, label and tell features by: columns, and measures of each feature.

A *subject* is one of them. Styles name it in ``by``: a column by its name, a measure by
``measure:<id>``; see `layers.style.Style`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Self, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis import measures
from layers.document import Document
from layers.kind import LayerKind
from layers.kinds import kinds
from layers.measure import Measure, Results
from layers.style import MEASURE, Style

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something by which features of a kind differ.

    Parameters
    ----------
    by
        How a style names it.
    title
        What it is, in English; a user's own column is called as in the file.
    unit
        Its unit, empty for none.
    numeric
        Whether it is a number, so that it can be graduated.
    own
        Whether it is a column of the user's file that no kind declares.
    """

    by: str
    title: str
    unit: str = ""
    numeric: bool = False
    own: bool = False


@cache
def feature_measures(kind: str) -> tuple[Measure, ...]:
    """Return the measures with a number for each feature of a kind, in a fixed order.

    Examples
    --------
    >>> "solar.roof_kwh" in [measure.id for measure in feature_measures("rooftops")]
    True
    """
    found = measures().measures.values()
    return tuple(one for one in found if one.themed and one.per_feature == kind)


def values(results: Results, measure_id: str, ids: NDArray[np.int64]) -> Numbers:
    """Return the numbers of a measure for some features, NaN where there is none.

    Parameters
    ----------
    results
        Where they come from; they may be of an earlier document.
    measure_id
        A measure that has a number for each feature.
    ids
        Feature ids in any order.

    Returns
    -------
    numpy.ndarray
        As long as ``ids``. [unit of the measure]
    """
    return aligned(series_of(results, measure_id), ids)


def aligned(series: pd.Series | None, ids: NDArray[np.int64]) -> Numbers:
    """Return the numbers of a series by feature id for some features, NaN where it has none."""
    if series is None:
        return np.full(len(ids), np.nan)
    found = series.to_numpy(np.float64, na_value=np.nan)
    known = series.index.to_numpy()
    if len(known) == len(ids) and np.array_equal(known, ids):
        return found
    places = series.index.get_indexer(pd.Index(ids))
    return np.where(places >= 0, found[places] if len(found) else np.nan, np.nan)


def series_of(results: Results, measure_id: str) -> pd.Series | None:
    """Return the numbers of a measure by feature id, None where it has none."""
    measure = measures().measures.get(measure_id)
    if measure is None or not measure.themed or measure_id not in results.entries:
        return None
    found = results.value(measure_id)
    return found if isinstance(found, pd.Series) else None


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """What the measure says that a style goes by, as far as it is known.

    Parameters
    ----------
    series
        Its numbers by feature id; None where the style goes by no measure, where that has no
        numbers, or where the first are still to come. They may be of an earlier document.
    pending
        Whether the measure is being computed, or soon will be: of features that the series does
        not hold it is not known yet whether they have a number.
    """

    series: pd.Series | None = None
    pending: bool = False

    @classmethod
    def of(cls, results: Results | None, style: Style) -> Self:
        """Return what results say of the measure of a style."""
        measure = style.measure
        if results is None or not measure:
            return cls(pending=bool(measure))
        entry = results.entries.get(measure)
        return cls(series_of(results, measure), entry is not None and entry.stale)

    def outdated(self, style: Style) -> Self:
        """Return the same for a plan after an edit, whose numbers are still to come."""
        return self if self.pending or not style.measure else replace(self, pending=True)

    def same(self, other: Figures) -> bool:
        """Return whether they say the same."""
        return self.series is other.series and self.pending == other.pending

    def awaited(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which features are still to get their first number, or to be without one.

        Examples
        --------
        >>> Figures(pd.Series([2.0], index=[7]), pending=True).awaited(np.array([7, 8])).tolist()
        [False, True]
        """
        if not self.pending:
            return np.zeros(len(ids), bool)
        if self.series is None:
            return np.ones(len(ids), bool)
        return ~np.isin(ids, self.series.index.to_numpy())


def subjects(document: Document, kind: str) -> tuple[Subject, ...]:
    """Return all by which features of a kind can be told apart: columns, then measures."""
    declared, layer = kinds()[kind], document.layer(kind)
    columns = [column.id for column in declared.columns]
    columns += [name for name in layer.columns if name not in columns and name != "geometry"]
    found = [_of_column(document, declared, name) for name in columns]
    found += [_of_measure(measure) for measure in feature_measures(kind)]
    return tuple(found)


def subject(document: Document, kind: str, by: str) -> Subject | None:
    """Return the column or measure that a style names, None where there is none of that name."""
    if by.startswith(MEASURE):
        wanted = by.removeprefix(MEASURE)
        found = (one for one in feature_measures(kind) if one.id == wanted)
        return next((_of_measure(one) for one in found), None)
    declared = kinds()[kind]
    known = declared.column(by) is not None or by in document.layer(kind).columns
    return _of_column(document, declared, by) if known and by != "geometry" else None


def _of_measure(measure: Measure) -> Subject:
    return Subject(MEASURE + measure.id, measure.title, measure.unit, numeric=True)


def _of_column(document: Document, kind: LayerKind, name: str) -> Subject:
    column, layer = kind.column(name), document.layer(kind.id)
    if column is not None:
        return Subject(name, column.title, column.unit, column.dtype != "text")
    dtype = layer.values(name).dtype
    numeric = pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
    return Subject(name, name, numeric=numeric, own=True)


def numbers(document: Document, kind: str, by: str, results: Results | None) -> Numbers:
    """Return the numbers that a style goes by, in the order of the layer's ids.

    NaN where a value is missing or no number, and everywhere where the measure is not computed.
    """
    layer = document.layer(kind)
    if by.startswith(MEASURE):
        if results is None:
            return np.full(len(layer), np.nan)
        return values(results, by.removeprefix(MEASURE), layer.ids)
    if by not in layer.columns or by == "geometry":
        return np.full(len(layer), np.nan)
    column = layer.values(by)
    if not pd.api.types.is_numeric_dtype(column.dtype):
        column = cast("pd.Series", pd.to_numeric(column, errors="coerce"))
    return column.to_numpy(np.float64, na_value=np.nan)
