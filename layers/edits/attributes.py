"""Values of features, and the factors and settings of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.parameters import reset_parameter, set_parameter
from layers.edits.rows import Ids, changed_rows, layer_of
from layers.edits.values import checked_values
from layers.edits.zone import zoned_rows
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.layer import Layer
from layers.message import Message
from layers.mixed import SHARES, codes_of, fractions_of

__all__ = ["OPERATIONS", "reset_parameter", "set_parameter", "set_values"]


def set_values(
    document: Document,
    kind: str,
    ids: Ids,
    values: Mapping[str, object],
    *,
    merge_key: str = "",
) -> Edit:
    """Return the edit that gives features other values.

    Only rows and columns that differ so far enter it; it is empty where none does.

    Parameters
    ----------
    document
        The plan.
    kind
        Id of the kind.
    ids
        Feature ids.
    values
        Values by column; None for missing.
    merge_key
        The same for edits in a row that make one step.

    Raises
    ------
    InvalidEditError
        Where a feature or a column is not there, or a column does not take its value.
    """
    layer = layer_of(document, kind)
    checked = checked_values(document, layer, values)
    if kind == "parcels":
        deltas = _of_parcels(layer, ids, checked)
    else:
        delta = changed_rows(layer, ids, checked)
        deltas = () if delta is None else (delta,)
    if not deltas:
        return Edit(Message.of("Change nothing"), ())
    declared = kinds()[kind]
    first, count = str(deltas[0].after.columns[0]), sum(len(one.after) for one in deltas)
    columns = {str(name) for one in deltas for name in one.after.columns}
    column = declared.column(first)
    titles: dict[str, object] = {
        "kind": Message(declared.title),
        "n": count,
        "column": Message(column.title) if column else first,
    }
    if len(columns) == 1 or columns == {"land_use", SHARES}:
        title = Message.of("{kind}: set {column} of {n}", **titles)
    else:
        title = Message.of("{kind}: set {columns} columns of {n}", columns=len(columns), **titles)
    return Edit(title, deltas, merge_key)


def _of_parcels(layer: Layer, ids: Ids, values: Mapping[str, object]) -> tuple[RowsDelta, ...]:
    """Return the changed rows of parcels: shares go where the mixed use goes that has them."""
    shares = values.get(SHARES)
    if isinstance(shares, str) and "land_use" not in values:
        wanted = np.unique(np.asarray(ids, np.int64))
        uses = layer.values("land_use").array[layer.places(wanted)]
        for id_, use in zip(wanted.tolist(), uses, strict=True):
            codes = codes_of(use) if isinstance(use, str) else ()
            if len(codes) < 2 or fractions_of(shares, len(codes)) is None:
                raise InvalidEditError(
                    "Parcel {id} has the land use {land_use}; the shares {shares} do not fit it."
                    " A mixed use such as M1/B2 takes as many as it has codes, and they add up to"
                    " 100, such as 70/30.",
                    id=id_,
                    land_use=use if isinstance(use, str) else "–",
                    shares=shares[:60],
                )
    return zoned_rows(layer, ids, values)


OPERATIONS: Final = (
    Operation(
        "set",
        (
            Field("kind", FieldType.TEXT),
            Field("ids", FieldType.IDS),
            Field("values", FieldType.VALUES),
        ),
        set_values,
    ),
)
