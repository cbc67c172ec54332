"""A plan's own land-use code set: classes from a table, each counting as one of a shipped set.

The set is kept in the plan as one text among its parameters, so that undo, the plan file and the
results that follow parameters treat it as they treat the others.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any, Final

from layers.classing import colour_for
from layers.codes import CODE_SETS, DEFAULT_CODE_SET, OWN, CodeSet, LandUseClass, code_set
from layers.errors import PlanError
from layers.message import Message
from layers.mixed import BEFORE_SHARE, BETWEEN

STORED: Final = "plan.own_codes"
"""Parameter that holds the set."""
MOST: Final = 1000
"""Classes that a set can have."""
_CODE_LIMIT, _NAME_LIMIT = 20, 120
_HEX: Final = re.compile(r"#?([0-9a-fA-F]{6})")
_RGB: Final = re.compile(r"(\d{1,3})[ ,;]+(\d{1,3})[ ,;]+(\d{1,3})")
_MOST_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A row of the table of an own code set.

    Parameters
    ----------
    code, parent
        Code as written on plans; code of the class above, empty for a main class.
    name, name_zh
        Names in English and in Chinese; one of them is enough.
    colour
        ``#rrggbb``; empty for that of the class it counts as.
    counts_as
        Class of a shipped set whose flags and factors it has, such as ``GB50137-2011:M1``; empty
        for that of the class above, or none.
    """

    code: str
    name: str = ""
    name_zh: str = ""
    parent: str = ""
    colour: str = ""
    counts_as: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows of a table that was looked at.

    Parameters
    ----------
    classes
        The classes, in the order of the table.
    problems
        What keeps the table from being taken, with the numbers of its rows.
    doubtful
        What the user should know before taking it.
    """

    classes: tuple[OwnClass, ...]
    problems: tuple[Message, ...]
    doubtful: tuple[Message, ...]


def codes_in(parameters: Mapping[str, object]) -> CodeSet:
    """Return the code set of a plan by its parameters."""
    id_ = str(parameters["plan.code_set"])
    return own_set(str(parameters.get(STORED))) if id_ == OWN else code_set(id_)


def text_of(name: str, classes: Iterable[OwnClass]) -> str:
    """Return a set as the text that the plan keeps."""
    rows = [{key: value for key, value in asdict(one).items() if value} for one in classes]
    return json.dumps({"name": name, "classes": rows}, ensure_ascii=False)


def stored(text: str) -> tuple[str, tuple[OwnClass, ...]]:
    """Return name and classes of a text that a plan keeps.

    Raises
    ------
    PlanError
        Where it is none, as in a file that was tampered with.
    """
    try:
        read: Any = json.loads(text)
        name, rows = str(read["name"]), [dict(row) for row in read["classes"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise PlanError("The plan's own code set cannot be read.") from error
    found = checked(rows)
    if found.problems:
        raise PlanError(
            "The plan's own code set cannot be read: {problem}", problem=found.problems[0]
        )
    return name, found.classes


@lru_cache(maxsize=32)
def own_set(text: str) -> CodeSet:
    """Return the code set of a text that a plan keeps.

    Raises
    ------
    PlanError
        Where it is none.
    """
    name, rows = stored(text)
    by_code = {row.code: row for row in rows}
    return CodeSet(OWN, {row.code: _class(row, by_code) for row in rows}, name)


def _class(row: OwnClass, by_code: Mapping[str, OwnClass]) -> LandUseClass:
    counts_as = _first(row, by_code, "counts_as")
    set_id, _, code = counts_as.partition(":")
    basis = code_set(set_id).classes[code] if counts_as else None
    colour = row.colour or (basis.colour if basis else "") or _first(row, by_code, "colour")
    empty = LandUseClass("", "", "", "", "", False, False, None, None, None, None, "", "", "")
    return replace(
        basis or empty,
        code=row.code,
        parent=row.parent,
        title=row.name or row.name_zh,
        title_zh=row.name_zh or row.name,
        colour=colour or colour_for(row.code),
        source="",
        confidence="user",
        counts_as=counts_as,
    )


def _first(row: OwnClass, by_code: Mapping[str, OwnClass], name: str) -> str:
    """Return a value of a class, or of the nearest one above it that has one."""
    at: OwnClass | None = row
    while at is not None:
        if found := str(getattr(at, name)):
            return found
        at = by_code.get(at.parent)
    return ""


# ---- tables -------------------------------------------------------------------------------------


def checked(rows: Sequence[Mapping[str, object]], first: int = 1) -> Checked:
    """Return the classes of a table's rows, and what is wrong with them.

    Parameters
    ----------
    rows
        Values by column: the fields of `OwnClass`. Rows without any value are passed over.
    first
        Number of the first row, for the sentences.
    """
    problems: list[Message] = []
    classes: dict[str, OwnClass] = {}
    places: dict[str, int] = {}
    for place, row in enumerate(rows, start=first):
        values = {name: _plain(row.get(name)) for name in OwnClass.__dataclass_fields__}
        if not any(values.values()):
            continue
        try:
            found = _row(place, values)
        except PlanError as error:
            problems.append(error.message)
            continue
        if found.code in classes:
            problems.append(
                Message.of(
                    "Row {row}: the code {code} stands already in row {other}. Each class has a"
                    " code of its own.",
                    row=place,
                    code=found.code,
                    other=places[found.code],
                )
            )
            continue
        classes[found.code], places[found.code] = found, place
    if len(classes) > MOST:
        problems.append(
            Message.of(
                "A code set has up to {most} classes; this table has {found}.",
                most=MOST,
                found=len(classes),
            )
        )
    if not classes and not problems:
        problems.append(Message("The table has no row with a code and a name."))
    problems += _above(classes, places)
    unsure = [one for one in classes.values() if not problems and not _basis(one, classes)]
    doubtful = [
        Message.of(
            "For {codes} no class is named that they count as: green ratio, limits and the share of"
            " urban construction land are missing for them.",
            codes=", ".join(one.code for one in unsure[:10]),
        )
    ]
    return Checked(
        tuple(classes.values()),
        tuple(problems[:_MOST_PROBLEMS]),
        tuple(doubtful) if unsure else (),
    )


def _basis(row: OwnClass, classes: Mapping[str, OwnClass]) -> str:
    return _first(row, classes, "counts_as")


def _plain(value: object) -> str:
    """Return a cell as text; a number that a spreadsheet made of a code without its fraction."""
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value)).strip()
    return "".join(sign for sign in text if sign >= " " and not "\ud800" <= sign <= "\udfff")


def _row(place: int, values: Mapping[str, str]) -> OwnClass:
    code = unicodedata.normalize("NFKC", values["code"])
    parent = unicodedata.normalize("NFKC", values["parent"])
    if not code or not (values["name"] or values["name_zh"]):
        raise PlanError(
            "Row {row}: a class needs a code and a name; {missing} is empty.",
            row=place,
            missing=Message("the name") if code else Message("the code"),
        )
    if len(code) > _CODE_LIMIT or any(sign in code for sign in (BETWEEN, BEFORE_SHARE, " ")):
        raise PlanError(
            "Row {row}: {code} cannot be a code. A code has up to {most} characters, and none of"
            " / : and spaces, which part the codes of a mixed use.",
            row=place,
            code=code[:40],
            most=_CODE_LIMIT,
        )
    for name in ("name", "name_zh"):
        if len(values[name]) > _NAME_LIMIT:
            raise PlanError(
                "Row {row}: a name has up to {most} characters; this one has {found}.",
                row=place,
                most=_NAME_LIMIT,
                found=len(values[name]),
            )
    return OwnClass(
        code,
        values["name"],
        values["name_zh"],
        parent,
        _colour(place, values["colour"]),
        _counts_as(place, values["counts_as"]),
    )


def _colour(place: int, text: str) -> str:
    if not text:
        return ""
    if found := _HEX.fullmatch(text):
        return f"#{found[1].lower()}"
    parts = _RGB.fullmatch(text)
    numbers = [int(part) for part in parts.groups()] if parts else []
    if not numbers or max(numbers) > 255:
        raise PlanError(
            "Row {row}: {colour} is no colour. Give it as #ff0000 or as 255,0,0, or leave it"
            " empty.",
            row=place,
            colour=text[:40],
        )
    return "#" + "".join(f"{number:02x}" for number in numbers)


def _counts_as(place: int, text: str) -> str:
    if not text:
        return ""
    set_id, _, code = text.rpartition(":")
    for known in (set_id.strip(),) if set_id else (DEFAULT_CODE_SET, *CODE_SETS):
        if known in CODE_SETS and code.strip() in code_set(known):
            return f"{known}:{code.strip()}"
    raise PlanError(
        "Row {row}: no shipped code set has a class {class_}. Give one such as {example}, or leave"
        " it empty.",
        row=place,
        class_=text[:40],
        example="GB50137-2011:M1",
    )


def _above(classes: Mapping[str, OwnClass], places: Mapping[str, int]) -> list[Message]:
    """Return what is wrong with the classes above others."""
    found: list[Message] = []
    for one in classes.values():
        if one.parent and one.parent not in classes:
            found.append(
                Message.of(
                    "Row {row}: the class above {code} is {parent}, which the table does not have.",
                    row=places[one.code],
                    code=one.code,
                    parent=one.parent[:40],
                )
            )
            continue
        seen, at = {one.code}, one.parent
        while at in classes and at not in seen:
            seen.add(at)
            at = classes[at].parent
        if at:
            found.append(
                Message.of(
                    "Row {row}: the classes above {code} come back to it.",
                    row=places[one.code],
                    code=one.code,
                )
            )
    return found


def rows_of(codes: CodeSet) -> tuple[OwnClass, ...]:
    """Return a code set as the rows of a table, to begin an own one with."""
    return tuple(
        OwnClass(
            one.code,
            one.title,
            one.title_zh,
            one.parent if one.parent in codes.classes else "",
            one.colour,
            codes.basis(one.code),
        )
        for one in codes.classes.values()
    )
