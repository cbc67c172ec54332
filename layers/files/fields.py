"""Which field of a file fills which column of a kind, and what its values become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from layers.codes import CodeSet
from layers.errors import ImportDataError
from layers.files import columns
from layers.files.code_fields import LAND_USE, as_codes, code_of, part_shares
from layers.files.vectors import Source
from layers.kind import Column, LayerKind
from layers.layer import PANDAS_DTYPES
from layers.message import Message
from resources.translations import translation

_UNITS: Final = ("_m", "_deg", "_share", "_pct")
"""Ends of our columns that files leave out."""
_NAME_BYTES: Final = 10
"""Where a shapefile cuts the name of a field."""
_MOSTLY: Final = 0.8
"""Share of known codes from which a field is taken for the land use without being asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The columns of a layer as they come out of a file.

    Parameters
    ----------
    values
        Declared columns first, then the fields of the file that fill none.
    fields
        Field by the column it fills.
    doubtful
        What the user should look at.
    """

    values: dict[str, pd.Series]
    fields: dict[str, str]
    doubtful: tuple[Message, ...]


def filled(source: Source, kind: LayerKind, given: Mapping[str, str], codes: CodeSet) -> Columns:
    """Return the columns of a kind, filled from the fields of a file.

    Parameters
    ----------
    given
        Field by column, as the user says; an empty name leaves the column empty.
    codes
        The plan's code set.

    Raises
    ------
    ImportDataError
        Where a given field or column is not there, or no field holds known land-use codes.
    """
    doubtful: list[Message] = []
    chosen = _given(source, kind, given)
    _choose_by_name(source, kind, given, chosen)
    _choose_by_cut_name(source, kind, given, chosen, doubtful)
    if kind.column(LAND_USE) is not None and LAND_USE not in given:
        _choose_land_use(source, chosen, codes, doubtful)
    taken = set(chosen.values())
    values: dict[str, pd.Series] = {}
    kept = {name for name in source.fields if name not in taken}
    for column in kind.columns:
        name = chosen.get(column.id)
        if name is None:
            dtype = PANDAS_DTYPES[column.dtype]
            values[column.id] = pd.Series([None] * len(source), dtype=dtype)
            continue
        values[column.id], changed = _converted(source.fields[name], column, codes, name, doubtful)
        if changed:
            kept.add(name)
    part_shares(values, codes)
    for name in source.fields:
        if name in kept:
            values[columns.free_name(name, values)] = columns.canonical(source.fields[name])
    return Columns(values, chosen, tuple(doubtful))


def by_names(source: Source, kind: LayerKind) -> dict[str, str]:
    """Return the field by the column that it fills by its name, whole or cut off."""
    chosen: dict[str, str] = {}
    _choose_by_name(source, kind, {}, chosen)
    _choose_by_cut_name(source, kind, {}, chosen, [])
    return chosen


# ---- choosing fields ----------------------------------------------------------------------------


def _by_name(source: Source) -> dict[str, str]:
    """Return the fields of a file by their names without regard to case; the first one counts."""
    return {name.casefold(): name for name in reversed(list(source.fields))}


def _given(source: Source, kind: LayerKind, given: Mapping[str, str]) -> dict[str, str]:
    """Return the field by the column that the user says it fills."""
    by_name = _by_name(source)
    chosen: dict[str, str] = {}
    for column_id, name in given.items():
        if kind.column(column_id) is None:
            raise ImportDataError(
                "{kind} have no column {column}. They have: {columns}.",
                kind=Message(kind.title),
                column=column_id,
                columns=", ".join(column.id for column in kind.columns),
            )
        if name == "":
            continue
        found = name if name in source.fields else by_name.get(name.casefold())
        if found is None:
            raise ImportDataError(
                "{file} has no field {field} for {column}. It has: {fields}.",
                file=source.name,
                field=name,
                column=column_id,
                fields=", ".join(source.fields) or "–",
            )
        chosen[column_id] = found
    return chosen


def _choose_by_name(
    source: Source, kind: LayerKind, given: Mapping[str, str], chosen: dict[str, str]
) -> None:
    by_name = _by_name(source)
    for column in kind.columns:
        if column.id in chosen or column.id in given:
            continue
        taken = chosen.values()
        names = (by_name[name] for name in _names(column) if name in by_name)
        found = next((name for name in names if name not in taken), None)
        if found is not None:
            chosen[column.id] = found


def _choose_by_cut_name(
    source: Source,
    kind: LayerKind,
    given: Mapping[str, str],
    chosen: dict[str, str],
    doubtful: list[Message],
) -> None:
    """Take fields whose names a shapefile has cut, where they can be but one column's."""
    # After the whole names of all columns: a cut name must not take another column's field.
    free = [column for column in kind.columns if column.id not in {*chosen, *given}]
    cut: dict[str, list[str]] = {}
    for column in free:
        for name in _cut_names(column):
            cut.setdefault(name, []).append(column.id)
    by_name = _by_name(source)
    found: dict[str, str] = {}
    for cut_name, ids in cut.items():
        name = by_name.get(cut_name)
        if name is None or name in chosen.values():
            continue
        if len(ids) > 1:
            doubtful.append(
                Message.of(
                    "The name of the field {field} is cut off; it may fill {columns}. Say which.",
                    field=name,
                    columns=", ".join(ids),
                )
            )
        elif ids[0] not in found:
            found[ids[0]] = name
    chosen |= found
    if found:
        doubtful.append(
            Message.of(
                "Names of fields that the file cuts off were completed: {names}.",
                names=", ".join(f"{name} → {id_}" for id_, name in found.items()),
            )
        )


def _names(column: Column) -> list[str]:
    short = [column.id.removesuffix(end) for end in _UNITS if column.id.endswith(end)]
    return [name.casefold() for name in (column.id, *column.aliases, *short)]


def _cut_names(column: Column) -> list[str]:
    """Return the names of a column as a shapefile has them, in either encoding."""
    found = [
        name.encode(codec)[:_NAME_BYTES].decode(codec, "ignore")
        for name in _names(column)
        for codec in ("gb18030", "utf-8")
        if len(name.encode(codec)) > _NAME_BYTES
    ]
    return list(dict.fromkeys(found))


def _choose_land_use(
    source: Source, chosen: dict[str, str], codes: CodeSet, doubtful: list[Message]
) -> None:
    """Take the one field that holds known codes, or ask which it is."""
    shares = {
        name: _known_share(series, codes)
        for name, series in source.fields.items()
        if columns.declared(series) in {"TEXT", "INTEGER"}
    }
    matched = chosen.get(LAND_USE)
    if matched is not None and (shares.get(matched) or 0.0) > 0.0:
        return
    others = {name: share for name, share in shares.items() if share and name != matched}
    mostly = [name for name, share in others.items() if share >= _MOSTLY]
    if len(mostly) == 1:
        for column_id in [key for key, name in chosen.items() if name == mostly[0]]:
            del chosen[column_id]
        chosen[LAND_USE] = mostly[0]
        doubtful.append(
            Message.of(
                "The land use was taken from the field {field}: {share} % of its values are known"
                " codes. Name another field if that is wrong.",
                field=mostly[0],
                share=round(100 * others[mostly[0]]),
            )
        )
        return
    with_texts = [
        name
        for name, share in shares.items()
        if share is not None and columns.declared(source.fields[name]) == "TEXT"
    ]
    if matched is None and not others and not with_texts:
        doubtful.append(
            Message.of("{file} holds no land-use codes; the land use is empty.", file=source.name)
        )
        return
    raise ImportDataError(
        "{file} has no field land_use with codes of {codes}. Fields with known codes: {known};"
        " text fields: {fields}. Name the field of the land use, or leave the land use empty.",
        option="--field land_use=FIELD, --field land_use=",
        file=source.name,
        codes=codes.name,
        known=", ".join(others) or "–",
        fields=", ".join(with_texts) or "–",
    )


def _known_share(series: pd.Series, codes: CodeSet) -> float | None:
    """Return the share of values that are known codes; None where there are no values."""
    counts = columns.canonical(series).astype("str").dropna().value_counts()
    found = {str(value): int(n) for value, n in counts.items() if str(value).strip()}
    total = sum(found.values())
    if total == 0:
        return None
    return sum(n for value, n in found.items() if codes.knows(code_of(value, codes))) / total


# ---- converting values --------------------------------------------------------------------------


def _converted(
    series: pd.Series, column: Column, codes: CodeSet, name: str, doubtful: list[Message]
) -> tuple[pd.Series, bool]:
    """Return values in the column's type, and whether the field has to be kept beside them."""
    found, lost = columns.coerced(columns.canonical(series), PANDAS_DTYPES[column.dtype])
    if lost.any():
        doubtful.append(
            Message.of(
                "{n} values of {field} are no numbers for {column} ({examples}); the field is"
                " kept beside it.",
                n=int(lost.sum()),
                field=name,
                column=column.id,
                examples=", ".join(map(str, series.array[lost].unique()[:3])),
            )
        )
    changed = bool(lost.any())
    if column.dtype == "text":
        found = found.str.strip().replace("", None).astype("str")
        if column.table == LAND_USE:
            found, changed = as_codes(found, codes, name, doubtful)
        elif column.choices:
            found = _as_choices(found, column, name, doubtful)
    else:
        _doubt_range(found, column, name, doubtful)
    return found, changed


def _as_choices(texts: pd.Series, column: Column, name: str, doubtful: list[Message]) -> pd.Series:
    known = {key.casefold(): key for key in column.choices}
    known |= {title.casefold(): key for key, title in column.choices.items()}
    known |= {translation("zh")(title): key for key, title in column.choices.items()}
    different = [str(text) for text in texts.dropna().unique()]
    unknown = [text for text in different if text.casefold() not in known]
    if unknown:
        doubtful.append(
            Message.of(
                "{n} values of {field} are not among those of {column} and were kept: {unknown}.",
                n=len(unknown),
                field=name,
                column=column.id,
                unknown=", ".join(unknown[:10]),
            )
        )
    written = {text: known.get(text.casefold(), text) for text in different}
    return texts.map(written).astype("str") if different else texts


def _doubt_range(numbers: pd.Series, column: Column, name: str, doubtful: list[Message]) -> None:
    values = numbers.to_numpy(dtype="float64", na_value=np.nan)
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    outside = (values < low) | (values > high)
    if outside.any():
        doubtful.append(
            Message.of(
                "{n} values of {field} lie outside {low} to {high} {unit} and were kept"
                " ({examples}).",
                n=int(outside.sum()),
                field=name,
                low=column.low if column.low is not None else "–",
                high=column.high if column.high is not None else "–",
                unit=column.unit,
                examples=", ".join(f"{value:g}" for value in np.unique(values[outside])[:3]),
            )
        )
    given = values[~np.isnan(values)]
    if column.unit == "%" and len(given) and given.max() <= 1.0 and given.max() > 0.0:
        doubtful.append(
            Message.of(
                "All values of {field} lie between 0 and 1; {column} is in percent. Multiply them"
                " by 100 if they are shares.",
                field=name,
                column=column.id,
            )
        )
