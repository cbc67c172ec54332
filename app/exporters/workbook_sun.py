"""The sheet of the workbook with roof PV by month, and what policies ask of roofs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.exporters.spreadsheet import Book, Cell, Formula, Head, Table
from app.exporters.wording import Wording
from layers.analysis.hourly import MONTHS
from layers.analysis.pv_floors import Floor
from layers.document import Document
from layers.measure import Results
from layers.parameters import Factor


def sun(book: Book, document: Document, results: Results, wording: Wording) -> None:
    """Write what roof PV yields by month, and what policies ask of roofs; nothing without roofs."""
    kwh = cast("NDArray[np.float64] | None", results.value("solar.monthly"))
    if kwh is not None:
        _months(book, kwh, wording)
    found = cast("Sequence[Floor]", results.value("solar.floors"))
    floors = [one for one in found if one.share_pct is not None]
    if floors:
        _floors(book, document, floors, wording)


def _months(book: Book, kwh: NDArray[np.float64], wording: Wording) -> None:
    tr = wording.tr
    heads = (
        Head(tr("Month"), 24),
        Head(tr("Yield [kWh]"), 18, "area"),
        Head(tr("Share [%]"), 12, "plain"),
    )
    note = tr("Planned and built roofs; all roofs where none is planned or built.")
    table = Table(book, tr("Roof PV by month"), heads, plan=book.plan, note=note)
    total = float(kwh.sum())
    names = [tr(name) for name in MONTHS]
    for name, value in zip(names, kwh.tolist(), strict=True):
        part = 100.0 * value / total if total else 0.0
        share = Formula(f"=IF(B$16=0,0,B{table.next}/B$16*100)", part)
        table.add((name, value, share))
    table.add((tr("Whole year"), table.sum_of("B", total), None), weight="sum")
    table.end()


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
    note = tr("Advice: policies ask it of counties and years, not of each plan.")
    table = Table(book, tr("PV that policies ask for"), heads, plan=book.plan, note=note)
    for one in floors:
        factor = document.parameters.get(one.rule.factor)
        cells: tuple[Cell, ...] = (
            tr.sentence(one.rule.title),
            one.roof_m2,
            one.field_m2,
            Formula(f"=C{table.next}/B{table.next}*100", one.share_pct or 0.0),
            one.floor_pct,
            "●" if one.met else "○",
            wording.source(factor.source) if isinstance(factor, Factor) else "",
        )
        table.add(cells)
    table.end()
