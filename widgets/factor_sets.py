"""Sets of assumptions as Excel tables: written for people, and read back without trust."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from layers.document import Document
from layers.edits.factor_sets import APART
from layers.errors import ImportDataError
from layers.factor_tables import groups
from layers.files.atomic import replacing
from layers.message import Message
from layers.parameters import SETTINGS, Factor
from resources.translations import LANGUAGES, tr, translation
from widgets import words

COLUMNS: Final = (
    ("id", "Id", 26),
    ("group", "Group", 18),
    ("name", "Name", 44),
    ("low", "Low", 11),
    ("central", "Central", 11),
    ("high", "High", 11),
    ("unit", "Unit", 20),
    ("source", "Source", 44),
    ("year", "Year", 8),
    ("confidence", "Confidence", 12),
    ("note", "Note", 50),
)
"""Columns of the table: key, English head, width [letters]."""
VALUES: Final = ("low", "central", "high")
MOST_BYTES: Final = 50_000_000
"""Largest file that is read, unpacked. [bytes]"""
MOST_ROWS: Final = 20_000
_TEXT: Final = 200
"""Longest text of a cell that is read. [letters]"""


@dataclass(frozen=True, slots=True)
class FactorSet:
    """What a table of assumptions holds.

    Parameters
    ----------
    values
        By id a setting's value, or a mapping with ``low``, ``central`` and ``high``.
    refused
        Rows that hold no numbers, by id, with the reason.
    """

    values: Mapping[str, object]
    refused: Mapping[str, Message]


# ---- out ----------------------------------------------------------------------------------------


def write(document: Document, path: Path) -> None:
    """Write all factors and settings of a plan as an Excel table, in the language spoken.

    Raises
    ------
    ProjectFileError
        Where the disk or the folder does not take it.
    """
    import xlsxwriter

    with replacing(path, None) as part:
        book: Any = xlsxwriter.Workbook(
            str(part), {"strings_to_formulas": False, "strings_to_urls": False}
        )
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#e8efec"})
        edited = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet(tr("Assumptions")[:31])
        for place, (_, title, width) in enumerate(COLUMNS):
            page.set_column(place, place, width)
            page.write_string(0, place, words.declared(title), head)
        page.freeze_panes(1, 3)
        row = 0
        for row, cells in enumerate(_rows(document), start=1):
            for place, cell in enumerate(cells):
                name = COLUMNS[place][0]
                style = edited if cells[9] == tr("edited") and name in VALUES else None
                if isinstance(cell, int | float):
                    page.write_number(row, place, cell, style)
                elif cell:
                    page.write_string(row, place, cell, wrapped if name == "note" else None)
        page.autofilter(0, 0, row, len(COLUMNS) - 1)
        book.close()


def _rows(document: Document) -> Iterator[tuple[str | float | None, ...]]:
    titles = {id_: words.declared(title) for id_, title in groups().items()}
    for id_, setting in SETTINGS.items():
        value = document.parameters.get(id_)
        if id_ not in APART:
            shown = value if isinstance(value, int | float | str) else None
            name = words.declared(setting.title)
            yield id_, titles["plan"], name, None, shown, None, setting.unit, "", "", "", ""
    for id_, factor in document.parameters.items():
        if isinstance(factor, Factor):
            yield (
                id_,
                titles.get(factor.group, factor.group),
                words.named(factor),
                factor.low,
                factor.central,
                factor.high,
                factor.unit,
                words.source(factor.source),
                str(factor.year),
                tr("edited") if factor.confidence == "user" else words.declared(factor.confidence),
                words.note(factor.note),
            )


# ---- in -----------------------------------------------------------------------------------------


def read(path: Path) -> FactorSet:
    """Return what a table of assumptions holds.

    The first sheet is read. Its first row has the heads ``Id``, ``Low``, ``Central`` and ``High``
    in any language of the program; other columns are for people and are not read.

    Raises
    ------
    ImportDataError
        Where the file is no such table, or too large.
    """
    rows = iter(_cells(path))
    places = _heads(next(rows, ()), path)
    values: dict[str, object] = {}
    refused: dict[str, Message] = {}
    rows_of: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise ImportDataError(
                "{file} has more than {n} rows. A table of assumptions has one row for each "
                "factor.",
                file=path.name,
                n=MOST_ROWS,
            )
        id_ = _cell(row, places["id"])
        if not isinstance(id_, str) or not id_.strip():
            continue
        id_ = id_.strip()[:_TEXT]
        if rows_of.setdefault(id_, number) != number:
            values.pop(id_, None)
            refused[id_] = Message.of(
                "Rows {first} and {row} both have it: leave one of them in the table.",
                first=rows_of[id_],
                row=number,
            )
            continue
        cells = {name: _cell(row, places[name]) for name in VALUES}
        if id_ in SETTINGS:
            values[id_] = _setting(id_, cells["central"])
            continue
        bad = next((cell for cell in cells.values() if not _is_number(cell)), None)
        if bad is not None:
            refused[id_] = Message.of(
                "Row {row}: a number is wanted, {found} was found.",
                row=number,
                found=str(bad)[:40],
            )
            continue
        values[id_] = {name: None if cell is None else float(cell) for name, cell in cells.items()}
    if not values and not refused:
        raise ImportDataError(
            "{file} holds no assumptions. Export a set first: its table shows how it is laid out.",
            file=path.name,
        )
    return FactorSet(values, refused)


def _is_number(cell: object) -> bool:
    if cell is None:
        return True
    there = isinstance(cell, int | float) and not isinstance(cell, bool)
    return there and math.isfinite(cast("float", cell))


def _setting(id_: str, cell: object) -> object:
    whole = isinstance(cell, float) and cell.is_integer()
    if SETTINGS[id_].dtype == "integer" and whole:
        return int(cast("float", cell))
    return cell[:_TEXT] if isinstance(cell, str) else cell


def _cell(row: Sequence[object], place: int) -> Any:  # noqa: ANN401
    cell = row[place] if place < len(row) else None
    return None if isinstance(cell, str) and not cell.strip() else cell


def _heads(row: Sequence[object], path: Path) -> dict[str, int]:
    """Return where the columns stand that are read."""
    texts = [str(cell).strip().casefold() if cell is not None else "" for cell in row]
    found: dict[str, int] = {}
    for key, title, _ in COLUMNS:
        known = {key, *(translation(language)(title).casefold() for language in LANGUAGES)}
        place = next((n for n, text in enumerate(texts) if text in known), -1)
        if key in {"id", *VALUES}:
            if place < 0:
                raise ImportDataError(
                    "{file} has no column {column} in its first row. Found are: {found}.",
                    file=path.name,
                    column=words.declared(title),
                    found=", ".join(text for text in texts if text)[:_TEXT] or "–",
                )
            found[key] = place
    return found


def _cells(path: Path) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the first sheet; what a damaged file raises becomes a sentence."""
    import openpyxl

    try:
        _refuse_large(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            page: Any = book.worksheets[0]
            yield from page.iter_rows(max_row=MOST_ROWS + 1, max_col=64, values_only=True)
        finally:
            book.close()
    except ImportDataError:
        raise
    except Exception as error:  # a file from anywhere may break the reader in any way
        raise ImportDataError(
            "{file} cannot be read as an Excel table (.xlsx): {reason}",
            file=path.name,
            reason=str(error)[:_TEXT] or type(error).__name__,
        ) from error


def _refuse_large(path: Path) -> None:
    """Raise ImportDataError where a file holds more than a table of assumptions can."""
    with zipfile.ZipFile(path) as packed:
        size = sum(one.file_size for one in packed.infolist())
    if size > MOST_BYTES:
        raise ImportDataError(
            "{file} holds {size} MB; a table of assumptions is smaller than {most} MB.",
            file=path.name,
            size=round(size / 1e6),
            most=round(MOST_BYTES / 1e6),
        )
