"""Values of a plan that are missing, unknown, out of range, or at odds with one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.coverage.ground import Ground
from layers.coverage.network_checks import road_land
from layers.coverage.problem import Problem, grouped
from layers.indicators import INDICATORS
from layers.kind import Column, KnownCode, LayerKind
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from layers.mixed import BETWEEN, SHARES, codes_of, fractions_of

_UPPER: Final = {one.low: one.high for one in INDICATORS}
"""Column of the upper limit by that of the lower one."""


def unknown_codes(ground: Ground) -> Iterator[Problem]:
    """Yield features without a land use, and codes that the plan's code set does not know."""
    document, layer = ground.document, ground.layer
    kind = kinds()[layer.kind]
    for rule in kind.rules:
        column = kind.column(rule.column) if isinstance(rule, KnownCode) else None
        if column is None:
            continue
        values = layer.values(column.id)
        if column.id == "land_use":
            missing = values.isna().to_numpy()
            if missing.any():
                text = Message.of("{n} parcels have no land use.", n=_count(missing))
                yield grouped("missing_land_use", layer, missing, text)
        for value, unknown in _unknown(values, document.known(column.table)):
            if document.codes.knows(value):
                continue  # a mixed use
            text = Message.of(
                "{column}: {value} is no code of the plan's code set ({n} features).",
                column=Message(column.title),
                value=value,
                n=_count(unknown),
            )
            yield grouped("unknown_code", layer, unknown, text)


def missing_shares(ground: Ground) -> Iterator[Problem]:
    """Yield parcels of mixed use whose shares are missing or do not add up to 100 %."""
    layer = ground.layer
    uses = layer.values("land_use")
    mixed = uses.str.contains(BETWEEN, regex=False).fillna(value=False).to_numpy(bool)
    rows = np.flatnonzero(mixed)
    pairs = zip(uses.array[rows], layer.values(SHARES).array[rows], strict=True)
    lacking = [
        not isinstance(shares, str) or fractions_of(shares, len(codes_of(use))) is None
        for use, shares in pairs
    ]
    found = np.zeros(len(layer), bool)
    found[rows] = lacking
    for value in pd.unique(uses[found]):
        same = found & (uses == value).fillna(value=False).to_numpy(bool)
        text = Message.of(
            "{n} parcels of mixed use {value} have no shares that add up to 100 %; their land"
            " belongs to no single code.",
            n=_count(same),
            value=str(value),
        )
        yield grouped("missing_shares", layer, same, text)


def wrong_values(ground: Ground) -> Iterator[Problem]:
    """Yield values that their column does not take, and limits that cross."""
    document, layer = ground.document, ground.layer
    kind = kinds()[layer.kind]
    coded = {rule.column for rule in kind.rules if isinstance(rule, KnownCode)}
    for column in kind.columns:
        if column.id not in layer.columns:
            continue
        values = layer.values(column.id)
        if column.choices or (column.table and column.id not in coded):
            known = column.choices or document.known(column.table)
            for value, unknown in _unknown(values, known):
                text = Message.of(
                    "{column} cannot be {value} ({n} features).",
                    column=Message(column.title),
                    value=value,
                    n=_count(unknown),
                )
                yield grouped("unknown_value", layer, unknown, text)
        if column.dtype != "text":
            yield from _out_of_range(layer, column, values)
            yield from _crossed_limits(kind, layer, column)


def missing_widths(ground: Ground) -> Iterator[Problem]:
    """Yield lines whose width is not given: they cover no ground."""
    layer = ground.layer
    if kinds()[layer.kind].column("width_m") is None:
        return
    missing = layer.values("width_m").isna().to_numpy()
    if missing.any():
        text = Message.of("{n} features have no width and cover no ground.", n=_count(missing))
        yield grouped("missing_width", layer, missing, text)


def numbers(ground: Ground) -> Iterator[Problem]:
    """Yield parcels without a number, and numbers that several parcels have.

    Road land is passed over where it has none: plans do not number it.
    """
    document, layer = ground.document, ground.layer
    if kinds()[layer.kind].column("number") is None:
        return
    values = layer.values("number").str.strip()
    missing = (values.isna() | (values == "")).to_numpy(bool)
    without = missing & ~road_land(document, layer)
    if without.any():
        text = Message.of("{n} parcels have no number.", n=_count(without))
        yield grouped("missing_number", layer, without, text)
    twice = (values.duplicated(keep=False) & ~missing).to_numpy(bool)
    if not twice.any():
        return
    several = values[twice]
    for number, places in several.groupby(several).indices.items():
        at = np.flatnonzero(twice)[places]
        chosen = np.zeros(len(layer), bool)
        chosen[at] = True
        text = Message.of("{n} parcels have the number {number}.", n=len(at), number=number)
        yield grouped("number_twice", layer, chosen, text)


def _count(places: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(places))


def _unknown(
    values: pd.Series, known: Mapping[str, object]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    strange = (~values.isin(list(known)) & values.notna()).to_numpy()
    for value in pd.unique(values[strange]):
        yield str(value), (values == value).fillna(value=False).to_numpy(bool)


def _out_of_range(layer: Layer, column: Column, values: pd.Series) -> Iterator[Problem]:
    numbers = values.astype("float64").to_numpy()
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    beyond = (numbers < low) | (numbers > high) | np.isinf(numbers)
    if beyond.any():
        text = Message.of(
            "{column} is out of range at {n} features, such as {value} {unit}.",
            column=Message(column.title),
            n=_count(beyond),
            value=f"{numbers[beyond][0]:g}",
            unit=column.unit,
        )
        yield grouped("out_of_range", layer, beyond, text)


def _crossed_limits(kind: LayerKind, layer: Layer, column: Column) -> Iterator[Problem]:
    """Yield features whose lower limit is above the upper one."""
    upper = kind.column(_UPPER.get(column.id, ""))
    if upper is None:
        return
    low = layer.values(column.id).astype("float64").to_numpy()
    crossed = low > layer.values(upper.id).astype("float64").to_numpy()
    if crossed.any():
        text = Message.of(
            "{low} is above {high} at {n} features.",
            low=Message(column.title),
            high=Message(upper.title),
            n=_count(crossed),
        )
        yield grouped("limits_crossed", layer, crossed, text)
