"""The sheet of the workbook with roof PV by month, and what policies ask of roofs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.exporters.spreadsheet import Book, Cell, Formula, Head
from app.exporters.wording import Wording
from layers.analysis.pv_floors import Floor
from layers.document import Document
from layers.measure import Results
from layers.parameters import Factor

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def sun(book: Book, document: Document, results: Results, wording: Wording) -> None:
    """Write what roof PV yields by month, and what policies ask of roofs; nothing without roofs."""
    kwh = cast("NDArray[np.float64] | None", results.value("solar.monthly"))
    if kwh is not None:
        _months(book, document, kwh, wording)
    found = cast("Sequence[Floor]", results.value("solar.floors"))
    floors = [one for one in found if one.share_pct is not None]
    if floors:
        _floors(book, document, floors, wording)


def _months(book: Book, document: Document, kwh: NDArray[np.float64], wording: Wording) -> None:
    tr = wording.tr
    heads = (
        Head(tr("Month"), 24),
        Head(tr("Yield [kWh]"), 18, "area"),
        Head(tr("Share [%]"), 12, "plain"),
    )
    sheet = book.sheet(tr("Roof PV by month"))
    note = tr("Planned and built roofs; all roofs where none is planned or built.")
    book.title(sheet, f"{document.name} – {tr('Roof PV by month')}", note)
    book.heads(sheet, 2, heads)
    total = float(kwh.sum())
    names = [tr(name) for name in MONTHS]
    for row, (name, value) in enumerate(zip(names, kwh.tolist(), strict=True), start=3):
        part = 100.0 * value / total if total else 0.0
        share: Cell = Formula(f"=IF(B$16=0,0,B{row + 1}/B$16*100)", part)
        book.row(sheet, row, heads, (name, value, share))
    sums: tuple[Cell, ...] = (tr("Whole year"), Formula("=SUM(B4:B15)", total), None)
    book.row(sheet, 15, heads, sums, weight="sum")
    sheet.print_area(0, 0, 15, len(heads) - 1)


def _floors(book: Book, document: Document, floors: Sequence[Floor], wording: Wording) -> None:
    tr = wording.tr
    heads = (
        Head(tr("Share of roof area [%]"), 40),
        Head(tr("Roof area [m²]"), 14, "area"),
        Head(tr("Usable area, planned and built [m²]"), 18, "area"),
        Head(tr("Covered"), 12, "plain"),
        Head(tr("Asked"), 12, "plain"),
        Head(tr("Met"), 8),
        Head(tr("Source"), 60),
    )
    sheet = book.sheet(tr("PV that policies ask for"))
    note = tr("Advice: policies ask it of counties and years, not of each plan.")
    book.title(sheet, f"{document.name} – {tr('PV that policies ask for')}", note)
    book.heads(sheet, 2, heads)
    row = 2
    for row, one in enumerate(floors, start=3):
        factor = document.parameters.get(one.rule.factor)
        cells: tuple[Cell, ...] = (
            tr.sentence(one.rule.title),
            one.roof_m2,
            one.field_m2,
            Formula(f"=C{row + 1}/B{row + 1}*100", one.share_pct or 0.0),
            one.floor_pct,
            "●" if one.met else "○",
            factor.source if isinstance(factor, Factor) else "",
        )
        book.row(sheet, row, heads, cells)
    sheet.print_area(0, 0, row, len(heads) - 1)
