"""Zoning: which use is planned on which parcel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from layers.codes import CodeSet
from layers.document import Document
from layers.edit import Edit, RowsDelta
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import Ids, changed_rows, near
from layers.errors import InvalidEditError
from layers.layer import Layer
from layers.message import Message
from layers.mixed import BETWEEN, SHARES, codes_of, is_mixed, ordered, read, typed


def zone(
    document: Document,
    ids: Ids,
    land_use: str | None,
    *,
    shares: str | None = None,
    merge_key: str = "",
) -> Edit:
    """Return the edit that gives parcels a planned land use.

    Only parcels that have another use so far enter it; it is empty where none has.

    Parameters
    ----------
    document
        The plan.
    ids
        Feature ids of parcels.
    land_use
        A code of the plan's code set, or several of a mixed use, ``M1/B2`` or with their shares
        ``M1:70/B2:30``; None takes the use away.
    shares
        Shares of a mixed use where they do not stand in the text, ``70/30``. [%]
    merge_key
        The same for all edits of one brush stroke.

    Raises
    ------
    InvalidEditError
        Where a code is unknown, shares do not add up, or a parcel is not there.
    """
    values = planned(document, land_use, shares)
    deltas = zoned_rows(document.layer("parcels"), ids, values)
    count = sum(len(delta.after) for delta in deltas)
    if land_use is None:
        title = Message.of("Take the land use from {n} parcels", n=count)
    else:
        code = typed(str(values["land_use"]), values[SHARES])
        title = Message.of("Zone {n} parcels as {code}", n=count, code=code)
    return Edit(title, deltas, merge_key)


def planned(
    document: Document, land_use: str | None, shares: str | None = None
) -> dict[str, str | None]:
    """Return what the columns of the planned use hold for a use as it is typed.

    Raises
    ------
    InvalidEditError
        Where a code is unknown or shares do not add up.
    """
    if land_use is None:
        if shares is not None:
            raise InvalidEditError("Shares need a mixed land use such as M1/B2; none is given.")
        return {"land_use": None, SHARES: None}
    code, found = read(land_use)
    for one in codes_of(code):
        if one not in document.codes:
            raise unknown_code(one, document.codes)
    if shares is not None:
        code, found = ordered(codes_of(code), shares.replace("\uff0f", BETWEEN).split(BETWEEN))
        found = found if is_mixed(code) else None
    return {"land_use": code, SHARES: found}


def zoned_rows(layer: Layer, ids: Ids, values: Mapping[str, object]) -> tuple[RowsDelta, ...]:
    """Return the changed rows of parcels that get a planned use and perhaps other values.

    A mixed use that is set without shares leaves those of parcels that have it already.
    """
    wanted = np.unique(np.asarray(ids, np.int64))
    code = values.get("land_use")
    if values.get(SHARES) is None and isinstance(code, str) and is_mixed(code):
        have = (layer.values("land_use").array[layer.places(wanted)] == code).astype(bool)
        others = {name: value for name, value in values.items() if name != SHARES}
        deltas = (
            changed_rows(layer, wanted[~have], values),
            changed_rows(layer, wanted[have], others),
        )
    else:
        deltas = (changed_rows(layer, wanted, values),)
    return tuple(delta for delta in deltas if delta is not None)


def unknown_code(code: str, codes: CodeSet) -> InvalidEditError:
    """Return the error that names the codes most like an unknown one."""
    return InvalidEditError(
        "The code set {set} has no land use {code}. Codes like it are {near}.",
        set=Message(codes.title),
        code=code,
        near=near(code, _likely(code, codes)),
    )


def _likely(code: str, codes: CodeSet) -> list[str]:
    alike = [one for one in codes.classes if code and one[0] == code[0].upper()]
    return alike or [found.code for found in codes.main_classes()]


OPERATIONS: Final = (
    Operation(
        "zone",
        (
            Field("ids", FieldType.IDS),
            Field("land_use", FieldType.TEXT, nullable=True),
            Field("shares", FieldType.TEXT, required=False, nullable=True),
        ),
        zone,
    ),
)
