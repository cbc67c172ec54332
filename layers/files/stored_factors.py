"""Factors and settings as a plan's file has them, beside the ones that are shipped now."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from types import MappingProxyType

from layers.codes import CODE_SETS, OWN
from layers.errors import PlanError, ProjectFileError
from layers.files import schema
from layers.message import Message
from layers.own_codes import STORED, codes_in
from layers.parameters import Factor, Value, parameters_for


def read(connection: sqlite3.Connection, path: str, notes: list[Message]) -> Mapping[str, Value]:
    """Return the file's factors and settings; those that it lacks come from the shipped tables.

    Parameters
    ----------
    connection
        The file.
    path
        What errors call it.
    notes
        Gets what was lacking, and which factors cannot be.

    Raises
    ------
    ProjectFileError
        Where the settings name no code set or no base year.
    """
    found = schema.read_parameters(connection, path)
    set_id, base_year = found.get("plan.code_set"), found.get("plan.base_year", "")
    # The year may have been emptied, but not be missing from the file.
    known = set_id in CODE_SETS or (set_id == OWN and isinstance(found.get(STORED), str))
    if not known or not (base_year is None or isinstance(base_year, int)):
        raise ProjectFileError(
            "{path} is damaged: its settings name no code set or no base year."
            " Take a copy saved earlier.",
            path=path,
        )
    try:
        codes = codes_in(found)
    except PlanError as error:
        raise ProjectFileError(
            "{path} is damaged: {reason} Take a copy saved earlier.",
            path=path,
            reason=error.message,
        ) from error
    shipped = parameters_for(base_year or 0, codes)
    lacking = {id_: value for id_, value in shipped.items() if id_ not in found}
    if lacking:
        notes.append(
            Message.of(
                "{n} factors that the file lacks were taken from the shipped tables.",
                n=len(lacking),
                details=tuple(lacking),
            )
        )
    beyond = [id_ for id_, value in found.items() if isinstance(value, Factor) and value.beyond]
    if beyond:
        notes.append(
            Message.of(
                "{n} factors of the file have values that cannot be, such as shares above 1. They"
                " are kept; set them right in the assumptions.",
                n=len(beyond),
                details=tuple(beyond),
            )
        )
    # Most are as they are shipped: held once, they are told from edited ones at a glance.
    held = {
        id_: shipped[id_] if shipped.get(id_) == value else value for id_, value in found.items()
    }
    return MappingProxyType({**held, **lacking})
