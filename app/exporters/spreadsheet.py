"""Writing a workbook safely: texts stay texts, numbers are numbers, formulas carry their result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from app.exporters.wording import missing
from layers.errors import ExportError
from resources.translations import grouped

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LAST_ROWS: Final = 1_048_576
"""Rows that a sheet of a workbook can hold."""
LONGEST_TEXT: Final = 32_767
STARTS_OF_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")

Look = Literal["text", "whole", "plain", "area", "ha", "mu", "share", "small"]
Weight = Literal["", "strong", "sum"]

_LOOKS: Final[dict[Look, str]] = {
    "text": "@",
    "whole": "0",
    "plain": "General",
    "area": "#,##0.00",
    "ha": "#,##0.00",
    "mu": "#,##0.0",
    "share": "0.00",
    "small": "0.0000",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and what it gives.

    Parameters
    ----------
    text
        The formula, with its sign ``=``.
    value
        Its result, for readers that do not calculate.
    """

    text: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a sheet.

    Parameters
    ----------
    title
        What stands above it.
    width
        Its width in characters.
    look
        How its numbers are written.
    """

    title: str
    width: float
    look: Look = "text"


Cell = str | float | Formula | None


class Book:
    """A workbook being written.

    Parameters
    ----------
    path
        Where to.
    title
        What the plan is called: in the file's properties and above its tables.
    year
        Base year of the plan, which dates the file: the same plan gives the same file.
    """

    def __init__(self, path: Path, title: str, year: int | None) -> None:
        self.plan = title or path.stem  # formulas count on the rows that a title takes
        self.file = xlsxwriter.Workbook(str(path))
        created = datetime(min(max(year or 2000, 1980), 9999), 1, 1)  # noqa: DTZ001 - no zone in a year
        self.file.set_properties({"title": title, "created": created})
        self._formats: dict[tuple[Look, Weight, int, bool], Format] = {}

    def look(
        self, look: Look, weight: Weight = "", depth: int = 0, *, quoted: bool = False
    ) -> Format:
        """Return the format of a cell."""
        key = (look, weight, depth, quoted)
        if key not in self._formats:
            style: dict[str, object] = {"num_format": _LOOKS[look], "valign": "top"}
            if look == "text":
                style |= {"indent": depth, "quote_prefix": quoted}
            if weight:
                style["bold"] = True
            if weight == "sum":
                style |= {"top": 1, "bg_color": "#EEF4F0"}
            self._formats[key] = self.file.add_format(style)
        return self._formats[key]

    def sheet(self, title: str) -> Worksheet:
        """Return a new sheet for A4 across, as wide as one page."""
        sheet = self.file.add_worksheet(title[:31])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def title(self, sheet: Worksheet, text: str, below: str = "") -> None:
        """Write the title of a sheet in its first row, and what is to know in its second."""
        sheet.write_string(0, 0, text, self.file.add_format({"bold": True, "font_size": 14}))
        if below:
            sheet.write_string(1, 0, below, self.file.add_format({"font_color": "#5D6B73"}))

    def heads(self, sheet: Worksheet, row: int, heads: Sequence[Head], keep: int = 1) -> None:
        """Write the heads of a table, which stay with the first columns when the sheet scrolls."""
        style = self.file.add_format(
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#1D6B45",
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
                "border_color": "#FFFFFF",
            }
        )
        for place, head in enumerate(heads):
            sheet.write_string(row, place, _kept(head.title), style)
            sheet.set_column(place, place, head.width)
        sheet.set_row(row, 32)
        sheet.freeze_panes(row + 1, keep)
        sheet.repeat_rows(row)

    def row(
        self,
        sheet: Worksheet,
        row: int,
        heads: Sequence[Head],
        cells: Sequence[Cell],
        *,
        weight: Weight = "",
        depth: int = 0,
    ) -> None:
        """Write one row of a table; missing cells stay empty."""
        for place, (head, cell) in enumerate(zip(heads, cells, strict=True)):
            if isinstance(cell, Formula):
                look = self.look(head.look, weight)
                sheet.write_formula(row, place, cell.text, look, cast("int", cell.value))
            elif missing(cell) or cell == "":
                if weight:
                    sheet.write_blank(row, place, None, self.look(head.look, weight))
            elif isinstance(cell, Real):
                look = self.look("plain" if head.look == "text" else head.look, weight)
                sheet.write_number(row, place, float(cell), look)
            else:
                text = _kept(str(cell))
                quoted = text.startswith(STARTS_OF_FORMULAS)
                look = self.look("text", weight, depth, quoted=quoted)
                sheet.write_string(row, place, text, look)

    def close(self) -> None:
        """Write the file."""
        self.file.close()


class Table:
    """A sheet of a workbook with one table, which is written row after row.

    Parameters
    ----------
    book
        The workbook.
    title
        What the sheet is called.
    heads
        The columns.
    plan
        Name of the plan, which stands with the title above the table; without one nothing does.
    note
        What to know, below that title.
    top
        Row of the heads, counted from 0; by itself right below what stands above them.
    keep
        So many columns stay when the sheet scrolls.

    Attributes
    ----------
    sheet
        The sheet, for what stands outside the table.
    next
        Number of the row that comes next, as formulas count.
    """

    def __init__(
        self,
        book: Book,
        title: str,
        heads: Sequence[Head],
        *,
        plan: str = "",
        note: str = "",
        top: int | None = None,
        keep: int = 1,
    ) -> None:
        self.sheet = book.sheet(title)
        self._book = book
        self._heads = heads
        self._top = top if top is not None else 2 if plan else 0
        self.next = self._top + 2
        if plan:
            book.title(self.sheet, f"{plan} – {title}", note)
        book.heads(self.sheet, self._top, heads, keep)

    def add(self, cells: Sequence[Cell], *, weight: Weight = "", depth: int = 0) -> None:
        """Write the next row; missing cells stay empty."""
        self._book.row(self.sheet, self.next - 1, self._heads, cells, weight=weight, depth=depth)
        self.next += 1

    def sum_of(self, letter: str, value: float | None) -> Cell:
        """Return the sum of a column so far as a formula; as it is where it sums up nothing."""
        first, last = self._top + 2, self.next - 1
        if value is None or last < first:
            return value
        return Formula(f"=SUM({letter}{first}:{letter}{last})", value)

    def end(self, *, filtered: bool = False) -> None:
        """Print what was written, and let readers choose among its rows."""
        area = (0, max(self.next - 2, self._top + 1), len(self._heads) - 1)
        if filtered:
            self.sheet.autofilter(self._top, *area)
        self.sheet.print_area(0, *area)


def _kept(text: str) -> str:
    return text[:LONGEST_TEXT]


def column_range(sheet: str, column: int, first: int, last: int) -> str:
    """Return a part of a column of another sheet, as formulas name it.

    Examples
    --------
    >>> column_range("Parcels", 2, 1, 9)
    "'Parcels'!$C$2:$C$10"
    """
    start = xl_rowcol_to_cell(first, column, row_abs=True, col_abs=True)
    end = xl_rowcol_to_cell(max(last, first), column, row_abs=True, col_abs=True)
    return "'" + sheet.replace("'", "''") + f"'!{start}:{end}"


def fits(count: int) -> None:
    """Raise a sentence where a sheet cannot hold so many rows."""
    if count >= LAST_ROWS:
        raise ExportError(
            "A workbook holds {most} rows, and the plan has {count}. Export a GeoPackage instead.",
            most=grouped(LAST_ROWS - 1),
            count=grouped(count),
        )
