"""Factors and settings of the plan, changed and set back to what is shipped."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from layers.codes import CODE_SETS, DEFAULT_CODE_SET, OWN, CodeSet
from layers.document import Document
from layers.edit import Edit, ValueDelta
from layers.edits.naming import told
from layers.edits.operation import Field, FieldType, Operation
from layers.edits.rows import near
from layers.errors import InvalidEditError
from layers.message import Message
from layers.own_codes import STORED, codes_in
from layers.parameters import BY_CLASS, HIGH_STOREYS, SETTINGS, Factor, Value, factors_of
from layers.setting import Setting

BOUNDS: Final = ("low", "central", "high")
_MOST_CHOICES: Final = 8


def set_parameter(document: Document, id: str, value: object, *, merge_key: str = "") -> Edit:  # noqa: A002
    """Return the edit that gives a factor or a setting another value.

    Parameters
    ----------
    document
        The plan.
    id
        Id of the factor or setting.
    value
        A setting's value; for a factor its central value, or a mapping with some of ``low``,
        ``central`` and ``high``. [unit of the factor]
    merge_key
        The same for edits in a row that make one step.

    Raises
    ------
    InvalidEditError
        Where the plan has no such factor or setting, or the value cannot be.
    """
    before = _known(document, id)
    if isinstance(before, Factor):
        after = _edited(before, value)
        title = Message.of("Set the factor {title}", title=Message(after.title))
        return _exchanged(title, {id: (before, after)}, merge_key)
    title = Message.of("Set {title}", title=Message(SETTINGS[id].title))
    setting = _setting(document, id, value)
    changes: dict[str, tuple[Value, Value]] = {id: (before, setting)}
    if id == "plan.code_set" and setting != before:
        changes.update(_code_set_changes(document, str(setting)))
    return _exchanged(title, changes, merge_key)


def reset_parameter(document: Document, id: str) -> Edit:  # noqa: A002
    """Return the edit that sets a factor or a setting back to what is shipped.

    Raises
    ------
    InvalidEditError
        Where nothing of this name is in the plan, or nothing is shipped for it.
    """
    before = _known(document, id)
    if id in SETTINGS:
        return set_parameter(document, id, SETTINGS[id].default)
    after = factors_of(document.codes).get(id)
    if after is None:
        raise InvalidEditError("The factor {id} is this plan's own; none is shipped.", id=id)
    title = Message.of("Set the factor {title} back", title=Message(after.title))
    return _exchanged(title, {id: (before, after)}, "")


def _exchanged(title: Message, changes: Mapping[str, tuple[Value, Value]], merge_key: str) -> Edit:
    deltas = tuple(
        ValueDelta("parameters", key, before, after)
        for key, (before, after) in changes.items()
        if before != after
    )
    return Edit(title, deltas, merge_key)


def _known(document: Document, id_: str) -> Value:
    if id_ in SETTINGS or isinstance(document.parameters.get(id_), Factor):
        return document.parameters.get(id_)
    raise InvalidEditError(
        "The plan has no factor or setting {id}. Names like it are {near}.",
        id=id_,
        near=near(id_, [*SETTINGS, *document.parameters]),
    )


def _code_set_changes(document: Document, set_id: str) -> dict[str, tuple[Value, Value]]:
    """Return what becomes of the green ratios and the limits, which are asked for by code."""
    return class_factors(document, codes_in({**document.parameters, "plan.code_set": set_id}))


def class_factors(document: Document, codes: CodeSet) -> dict[str, tuple[Value, Value]]:
    """Return the factors of classes as they are and as a plan with another code set has them."""
    new = factors_of(codes)
    names = [
        name
        for name, value in {**document.parameters, **new}.items()
        if isinstance(value, Factor) and value.group in BY_CLASS
    ]
    return {name: (document.parameters.get(name), new.get(name)) for name in names}


# ---- factors ------------------------------------------------------------------------------------


def _edited(factor: Factor, value: object) -> Factor:
    given = dict(value) if isinstance(value, Mapping) else {"central": value}
    for name in given:
        if name not in BOUNDS:
            raise InvalidEditError(
                "A factor has the values low, central and high; {name} is none of them.",
                name=str(name),
            )
        if not takes(factor, str(name)):
            raise InvalidEditError(
                "{title} has no value {name}. Give {known}.",
                title=Message(factor.title),
                name=str(name),
                known=", ".join(bound for bound in BOUNDS if takes(factor, bound)),
            )
    values = {name: _value(factor, found) for name, found in given.items()}
    edited = replace(factor, **values)
    if edited == factor:
        return factor
    _in_order(edited)
    return factor.edited(**values)


def takes(factor: Factor, bound: str) -> bool:
    """Return whether a factor can have this one of `BOUNDS`.

    A limit is a lower and an upper one, with nothing in between.

    Examples
    --------
    >>> limit = Factor("limit.M1.far", "FAR", "容积率", "", 1.0, None, 3.0)
    >>> takes(limit, "low"), takes(limit, "central")
    (True, False)
    """
    if factor.group not in {"limit", "norm", "belt", "target"}:
        return True
    return (bound == "central") == factor.id.endswith(HIGH_STOREYS)


def _value(factor: Factor, value: object) -> float | None:
    if value is None:
        return None
    title = Message(factor.title)
    if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
        raise InvalidEditError(
            "The factor {title} must be a number; {value} is none.",
            title=title,
            value=told(value),
        )
    if not factor.admits(value):
        low, high = factor.bounds
        unit = "" if factor.unit == "-" else f" {factor.unit}"
        text = "The factor {title} cannot be {value}. Give a number from {low} to {high}."
        if high is None:
            text = "The factor {title} cannot be {value}. Give {low} or more."
        raise InvalidEditError(
            text,
            title=title,
            value=f"{_shown(value)}{unit}",
            low=_shown(low),
            high=_shown(high),
        )
    return float(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _in_order(factor: Factor) -> None:
    bounds = [getattr(factor, name) for name in BOUNDS]
    given = [bound for bound in bounds if bound is not None]
    if given != sorted(given):
        raise InvalidEditError(
            "The factor {title} would run from {low} over {central} to {high}. Give low, central "
            "and high in ascending order, all three at once where the range moves.",
            title=Message(factor.title),
            low=_shown(factor.low),
            central=_shown(factor.central),
            high=_shown(factor.high),
        )


def _shown(value: float | None) -> str:
    return "–" if value is None else told(float(value))


# ---- settings -----------------------------------------------------------------------------------


def _setting(document: Document, id_: str, value: object) -> Value:
    setting = SETTINGS[id_]
    if value is None and setting.none:
        return None
    if setting.dtype != "text":
        return _number(setting, value)
    known = choices(document, id_)
    if isinstance(value, str) and value in known:
        return value
    if value is None:
        raise InvalidEditError(
            "{title} cannot be empty. Choose one of {known}.",
            title=Message(setting.title),
            known=", ".join(known[:_MOST_CHOICES]),
        )
    raise InvalidEditError(
        "{title} cannot be {value}. Choose one of {known}.",
        title=Message(setting.title),
        value=value if isinstance(value, str) else told(value),
        known=near(str(value), known, 8),
    )


def _number(setting: Setting, value: object) -> float:
    low = -math.inf if setting.low is None else setting.low
    high = math.inf if setting.high is None else setting.high
    if isinstance(value, int | float) and not isinstance(value, bool) and _finite(value):
        fits = setting.dtype == "number" or isinstance(value, int)
        if fits and low <= value <= high:
            return value if setting.dtype == "integer" else float(value)
    whole = setting.dtype == "integer"
    text = "{title} must be a number from {low} to {high}; {value} is none."
    if value is None:
        text = "{title} cannot be empty. Give a number from {low} to {high}."
    elif whole:
        text = "{title} must be a whole number from {low} to {high}; {value} is none."
    if setting.high is None:
        text = "{title} must be a number of {low} or more; {value} is none."
        if value is None:
            text = "{title} cannot be empty. Give {low} or more."
    end = f" {setting.unit}" if setting.unit not in {"", "-"} else ""
    raise InvalidEditError(
        text,
        title=Message(setting.title),
        low=_shown(setting.low) + (end if setting.high is None else ""),
        high=_shown(setting.high) + end,
        value=told(value),
    )


def choices(document: Document, id_: str) -> tuple[str, ...]:
    """Return what a setting of words can be: its choices, or names within a group of factors."""
    setting = SETTINGS[id_]
    if id_ == "plan.code_set":
        others = (name for name in CODE_SETS if name != DEFAULT_CODE_SET)
        own = (OWN,) if document.parameters.get(STORED) is not None else ()
        return (DEFAULT_CODE_SET, *others, *own)
    if not setting.factors:
        return tuple(setting.choices)
    return tuple(
        name.removeprefix(setting.factors)
        for name, factor in document.parameters.items()
        if name.startswith(setting.factors) and isinstance(factor, Factor)
    )


OPERATIONS: Final = (
    Operation(
        "parameter",
        (Field("id", FieldType.TEXT), Field("value", FieldType.ANY, nullable=True)),
        set_parameter,
    ),
    Operation("reset", (Field("id", FieldType.TEXT),), reset_parameter),
)
