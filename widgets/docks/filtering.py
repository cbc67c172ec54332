"""Which rows fit what is typed above a table: a text, ``Area > 5``, or a condition after ``=``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from layers.document import Document
from layers.expression import Expression
from layers.kind import Column
from layers.layer import Layer
from widgets import forms, words
from widgets.offers import Offer, offers
from widgets.sizes import SIZE, house_units

Mask = NDArray[np.bool_]

_COMPARISON: Final = re.compile(
    r"(?P<name>.+?)\s*(?P<sign><=|>=|≤|≥|<|>|=|＞|＜)\s*(?P<number>-?\d+(\.\d+)?)"
)
"""What is typed to compare a column with a number, as ``Area > 5``."""
_COMPARE: Final[Mapping[str, Callable[[Any, float], Any]]] = MappingProxyType(
    {
        "<": operator.lt,
        "＜": operator.lt,
        "<=": operator.le,
        "≤": operator.le,
        ">": operator.gt,
        "＞": operator.gt,
        ">=": operator.ge,
        "≥": operator.ge,
        "=": operator.eq,
    }
)
_FIGURES: Final = frozenset("0123456789.,-+eE")


def fitting(
    text: str,
    document: Document,
    layer: Layer,
    columns: Sequence[Column],
    arrays: Sequence[ExtensionArray],
    *,
    unit: str,
) -> Mask:
    """Return which rows of a layer fit what was typed.

    Parameters
    ----------
    text
        A part of any value or of its title; a comparison with a number; or after ``=`` a
        condition as `layers.expression` has it.
    document, layer
        The plan and the rows.
    columns, arrays
        What the table shows, and the values.
    unit
        Unit in which areas are typed.

    Raises
    ------
    ExpressionError
        Where a condition cannot be understood.
    """
    if text.startswith("="):
        return Expression.parse(text[1:], layer).matching(layer)
    compared = _compared(text, layer.kind, columns, arrays, unit)
    if compared is not None:
        return compared
    found = layer.ids == int(text) if text.isascii() and text.isdigit() else False
    mask = np.zeros(len(layer), bool) | found
    for column, array in zip(columns, arrays, strict=True):
        if column.id != SIZE:  # figures as shown are not searched for
            mask |= _holding(text, document, column, array)
    return mask


def offered(
    before: str, layer: Layer, document: Document, columns: Sequence[Column], *, asked: bool
) -> tuple[int, tuple[Offer, ...]]:
    """Return what the filter may go on with: parts of a condition, or columns that are compared.

    Parameters
    ----------
    before
        What is typed up to the cursor.
    layer, document
        The rows and their plan.
    columns
        What the table shows.
    asked
        Whether all is wanted although no letter has been typed yet.
    """
    line = before.lstrip()
    lead = len(before) - len(line)
    if line.startswith("="):
        start, found = offers(line[1:], layer, document, asked=asked)
        return start + lead + 1, found
    if not line and not asked:
        return lead, ()
    titles = [words.declared(column.title) for column in columns if column.dtype != "text"]
    begun = [title for title in titles if title.casefold().startswith(line.casefold())]
    return lead, tuple(Offer(f"{title} > ") for title in begun)


def _compared(
    text: str,
    kind: str,
    columns: Sequence[Column],
    arrays: Sequence[ExtensionArray],
    unit: str,
) -> Mask | None:
    """Return the rows that fit a comparison with a number, None where the text is none."""
    parts = _COMPARISON.fullmatch(text)
    if parts is None:
        return None
    wanted = parts["name"].casefold()
    for column, array in zip(columns, arrays, strict=True):
        names = {column.id.casefold(), words.declared(column.title).casefold()}
        if wanted in names and column.dtype != "text":
            plain = pd.Series(array).to_numpy(float, na_value=np.nan)
            number = float(parts["number"])
            if column.id == SIZE:
                number *= house_units(kind, unit)
            return _COMPARE[parts["sign"]](plain, number) & ~np.isnan(plain)
    return None


def _holding(text: str, document: Document, column: Column, array: ExtensionArray) -> Mask:
    """Return the rows whose value, or its title, holds a text, without regard to case."""
    values = pd.Series(array)
    if pd.api.types.is_numeric_dtype(values.dtype):
        if not _FIGURES.issuperset(text) or not bool(values.notna().any()):
            return np.zeros(len(values), bool)
        return _of_each(values, lambda each: each.astype("str"), text)
    titles = {
        value
        for value, title in forms.choices(column, document)
        if text.casefold() in title.casefold()
    }
    found = _of_each(values, lambda each: each.astype("str"), text)
    return found | values.isin(titles).to_numpy(bool, na_value=False) if titles else found


def _of_each(values: pd.Series, texts: Callable[[pd.Series], pd.Series], wanted: str) -> Mask:
    """Return which values hold a text, each different value looked at once."""
    codes, different = pd.factorize(values)
    each = texts(pd.Series(different))
    holds = each.str.contains(wanted, case=False, regex=False, na=False).to_numpy(bool)
    # A missing value has the code -1, which takes the last entry.
    return np.append(holds, False)[codes]
