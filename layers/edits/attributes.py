"""Values of features, and the factors and settings of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from layers.document import Document
from layers.edit import Edit
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.parameters import reset_parameter, set_parameter
from layers.edits.rows import Ids, changed_rows, layer_of
from layers.edits.values import checked_values
from layers.kinds import kinds
from layers.message import Message

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
    delta = changed_rows(layer, ids, checked_values(document, layer, values))
    if delta is None:
        return Edit(Message.of("Change nothing"), ())
    declared = kinds()[kind]
    first = str(delta.after.columns[0])
    column = declared.column(first)
    titles: dict[str, object] = {
        "kind": Message(declared.title),
        "n": len(delta.after),
        "column": Message(column.title) if column else first,
    }
    if len(delta.after.columns) == 1:
        title = Message.of("{kind}: set {column} of {n}", **titles)
    else:
        title = Message.of(
            "{kind}: set {columns} columns of {n}", columns=len(delta.after.columns), **titles
        )
    return Edit(title, (delta,), merge_key)


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
