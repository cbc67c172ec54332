"""Zoning: which use is planned on which parcel."""

from __future__ import annotations

from typing import Final

from layers.codes import CODE_SETS, CodeSet
from layers.document import Document
from layers.edit import Edit
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import Ids, changed_rows, near
from layers.errors import InvalidEditError
from layers.message import Message


def zone(document: Document, ids: Ids, land_use: str | None, *, merge_key: str = "") -> Edit:
    """Return the edit that gives parcels a planned land use.

    Only parcels that have another use so far enter it; it is empty where none has.

    Parameters
    ----------
    document
        The plan.
    ids
        Feature ids of parcels.
    land_use
        A code of the plan's code set; None takes the use away.
    merge_key
        The same for all edits of one brush stroke.

    Raises
    ------
    InvalidEditError
        Where the code is unknown or a parcel is not there.
    """
    if land_use is not None and land_use not in document.codes:
        raise unknown_code(land_use, document.codes)
    delta = changed_rows(document.layer("parcels"), ids, {"land_use": land_use})
    count = 0 if delta is None else len(delta.after)
    if land_use is None:
        title = Message.of("Take the land use from {n} parcels", n=count)
    else:
        title = Message.of("Zone {n} parcels as {code}", n=count, code=land_use)
    return Edit(title, () if delta is None else (delta,), merge_key)


def unknown_code(code: str, codes: CodeSet) -> InvalidEditError:
    """Return the error that names the codes most like an unknown one."""
    return InvalidEditError(
        "The code set {set} has no land use {code}. Codes like it are {near}.",
        set=CODE_SETS[codes.id],
        code=code,
        near=near(code, _likely(code, codes)),
    )


def _likely(code: str, codes: CodeSet) -> list[str]:
    alike = [one for one in codes.classes if code and one[0] == code[0].upper()]
    return alike or [found.code for found in codes.main_classes()]


OPERATIONS: Final = (
    Operation(
        "zone",
        (Field("ids", FieldType.IDS), Field("land_use", FieldType.TEXT, nullable=True)),
        zone,
    ),
)
