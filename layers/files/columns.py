"""Columns between frames and files: how each type is held, stored, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pandas.api import types

ArrowColumn: TypeAlias = Any
ArrowTable: TypeAlias = Any
"""Columns and tables of Arrow, whose library carries no types."""

RESERVED: Final = frozenset({"fid", "geom", "geometry", "rowid", "oid", "_rowid_"})
"""Names that the plan file needs itself."""

HELD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "TEXT": "str",
        "INTEGER": "Int64",
        "REAL": "float64",
        "BOOLEAN": "boolean",
        "DATETIME": "datetime64[ms, UTC]",
    }
)
"""How a column of the plan file is held, by the type it is declared with."""

STORED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "TEXT": ("text",),
        "INTEGER": ("integer",),
        "REAL": ("real", "integer"),
        "BOOLEAN": ("integer",),
        "DATETIME": ("text",),
    }
)
"""Storage classes that a value of each type may have; anything else is of a wrong type."""


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that neither another column nor the plan file itself has, whatever its case.

    Examples
    --------
    >>> free_name("Geometry", ["far"]), free_name("FAR", ["far"])
    ('Geometry_2', 'FAR_2')
    """
    used = {other.casefold() for other in taken} | RESERVED
    plain = name.replace("\0", "").strip() or "field"
    free, number = plain, 1
    while free.casefold() in used:
        number += 1
        free = f"{plain}_{number}"
    return free


def declared(series: pd.Series) -> str:
    """Return the type with which a column is declared in the plan file.

    Examples
    --------
    >>> declared(pd.Series([1, 2]))
    'INTEGER'
    """
    dtype = series.dtype
    if types.is_bool_dtype(dtype):
        return "BOOLEAN"
    if types.is_integer_dtype(dtype):
        return "INTEGER"
    if types.is_float_dtype(dtype):
        return "REAL"
    if types.is_datetime64_any_dtype(dtype):
        return "DATETIME"
    return "TEXT"


def family(sql_type: str) -> str:
    """Return which of the held types a column declared by another program belongs to.

    Examples
    --------
    >>> family("MEDIUMINT"), family("TEXT(40)"), family("DOUBLE"), family("DATE"), family("BLOB")
    ('INTEGER', 'TEXT', 'REAL', 'TEXT', '')
    """
    word = sql_type.partition("(")[0].strip().upper()
    if word in HELD:
        return word
    if word in {"TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT"}:
        return "INTEGER"
    if word in {"DOUBLE", "FLOAT"}:
        return "REAL"
    return "TEXT" if word in {"DATE", "VARCHAR", "CHAR"} else ""


def canonical(series: pd.Series) -> pd.Series:
    """Return a column in the type in which the plan holds it: nothing is lost, null is missing.

    Examples
    --------
    >>> str(canonical(pd.Series([1, 2])).dtype)
    'Int64'
    """
    kind = declared(series)
    if kind == "TEXT" and str(series.dtype) != "str":
        texts = [None if value is None or value is pd.NA else str(value) for value in series]
        missing = series.isna().to_numpy()
        texts = [None if gone else text for gone, text in zip(missing, texts, strict=True)]
        return pd.Series(texts, index=series.index, dtype="str", name=series.name)
    if kind == "DATETIME":
        times = pd.to_datetime(series, utc=True)
        return times.astype(HELD["DATETIME"])
    if kind == "INTEGER" and str(series.dtype).lower() == "uint64":
        return series.astype("float64")
    return series.astype(HELD[kind])


def cells(series: pd.Series) -> list[Any]:
    """Return the values of a column as SQL takes them; None where one is missing."""
    kind = declared(series)
    if kind == "REAL":
        numbers = series.to_numpy(dtype="float64", na_value=np.nan)
        found = numbers.astype(object)
        found[np.isnan(numbers)] = None
        return found.tolist()
    if kind == "TEXT":
        return without_nuls(canonical(series).to_numpy(dtype=object, na_value=None).tolist())
    if kind == "DATETIME":
        stamps = canonical(series)
        texts = stamps.dt.strftime("%Y-%m-%dT%H:%M:%S.%f").str.slice(0, 23) + "Z"
        return texts.to_numpy(dtype=object, na_value=None).tolist()
    values = series.astype(HELD[kind]).to_numpy(dtype=object, na_value=None).tolist()
    return [None if v is None else int(v) for v in values] if kind == "BOOLEAN" else values


def without_nuls(texts: list[Any]) -> list[Any]:
    r"""Return texts without the character NUL; None stays.

    For many programs a text ends there: it is left out, so that nothing is cut off.

    Examples
    --------
    >>> without_nuls(["a\0b", "c", None])
    ['ab', 'c', None]
    """
    return [text.replace("\0", "") if text is not None and "\0" in text else text for text in texts]


def from_arrow(column: ArrowColumn) -> pd.Series | None:
    """Return a column that was read, in the type in which the plan holds it; None for binaries."""
    type_: pa.DataType = column.type
    if pa.types.is_binary(type_) or pa.types.is_large_binary(type_) or pa.types.is_nested(type_):
        return None
    if pa.types.is_boolean(type_):
        found = column.to_pandas(types_mapper={type_: pd.BooleanDtype()}.get)
    elif pa.types.is_integer(type_):
        whole = column.cast(pa.int64())
        found = whole.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    elif pa.types.is_floating(type_):
        found = column.cast(pa.float64()).to_pandas()
    elif pa.types.is_timestamp(type_):
        found = canonical(column.to_pandas())
    else:
        found = column.cast(pa.string()).to_pandas().astype("str")
    return cast("pd.Series", found)


def missing(count: int, dtype: str) -> pd.Series:
    """Return a column without any value, in a type in which columns are held.

    Examples
    --------
    >>> missing(2, "Int64").tolist()
    [<NA>, <NA>]
    """
    # Pandas looks at each value of a list, which takes a fifth of a second for a million.
    one = pd.Series([None], dtype=dtype).array
    return pd.Series(one.take(np.zeros(count, np.intp)))


def coerced(series: pd.Series, dtype: str) -> tuple[pd.Series, NDArray[np.bool_]]:
    """Return a column in another type, and where a value was lost because it did not fit.

    Parameters
    ----------
    dtype
        ``str``, ``Int64`` or ``float64``.
    """
    if str(series.dtype) == dtype:
        return series, np.zeros(len(series), bool)
    if dtype == "str":
        return _as_text(series), np.zeros(len(series), bool)
    missing = series.isna().to_numpy()
    if types.is_datetime64_any_dtype(series.dtype):
        # A time is no number, and one that is missing would be a large one.
        series = pd.Series(np.nan, index=series.index)
    if isinstance(series.dtype, pd.StringDtype) or series.dtype == object:
        texts = series.astype("str").str.strip()
        missing = missing | (texts == "").fillna(True).to_numpy()
        series = texts
    numbers = cast("pd.Series", pd.to_numeric(series, errors="coerce"))
    values = numbers.to_numpy(dtype="float64", na_value=np.nan)
    lost = ~np.isfinite(values) & ~missing
    if dtype == "float64":
        return pd.Series(np.where(lost, np.nan, values), index=series.index), lost
    fits = np.isfinite(values) & (values == np.rint(values)) & (np.abs(values) < 2**53)
    whole = np.where(fits, values, 0.0).astype(np.int64)
    array = pd.arrays.IntegerArray(whole, ~fits)
    if str(numbers.dtype) == "Int64" or numbers.dtype == np.int64:
        return numbers.astype("Int64"), lost
    return pd.Series(array, index=series.index), ~fits & ~missing


def _as_text(series: pd.Series) -> pd.Series:
    """Return texts; whole numbers are written without a decimal point, as codes are."""
    if str(series.dtype) == "float64":
        values = series.to_numpy()
        whole = np.isfinite(values) & (values == np.rint(values)) & (np.abs(values) < 2**53)
        texts = [
            None if np.isnan(value) else str(int(value)) if is_whole else str(value)
            for value, is_whole in zip(values.tolist(), whole.tolist(), strict=True)
        ]
        return pd.Series(texts, index=series.index, dtype="str")
    return canonical(series).astype("str")
