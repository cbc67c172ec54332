"""The sheets of energy: the ledger of emissions with its range, and the buildings by type."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from app.exporters.spreadsheet import Book, Cell, Formula, Head
from app.exporters.wording import Wording
from layers.analysis.carriers import GJ_PER_KWH
from layers.analysis.demand import Demand, TypeDemand
from layers.analysis.intensities import CENTRAL
from layers.analysis.ledger import Ledger
from layers.analysis.sink import Range
from layers.document import Document
from layers.factor_tables.energy import building_types
from layers.measure import Results

_LINES: Final = (
    ("industry", "Industry"),
    ("transport", "Transport"),
    ("buildings", "Buildings"),
    ("water", "Water supply"),
)
_FIRST: Final = 4
"""Excel's number of the first line."""


def energy(book: Book, document: Document, results: Results, wording: Wording) -> None:
    """Write the ledger, whose sums are formulas, and the buildings behind one of its lines."""
    _ledger(book, document, results, wording)
    _buildings(book, document, results, wording)


def _ledger(book: Book, document: Document, results: Results, wording: Wording) -> None:
    tr = wording.tr
    heads = (
        Head(tr("Ledger [t CO₂/a]"), 34),
        Head(tr("Low"), 16, "area"),
        Head(tr("Central"), 16, "area"),
        Head(tr("High"), 16, "area"),
    )
    sheet = book.sheet(tr("Emissions and sinks"))
    note = tr("Only PV used in the park is subtracted; a low sink goes with a high emission.")
    book.title(sheet, f"{document.name} – {tr('Emissions and sinks')}", note)
    book.heads(sheet, 2, heads)
    found = cast("Ledger", results.value("energy.ledger"))
    row = _FIRST - 1
    for name, title in _LINES:
        book.row(sheet, row, heads, (tr(title), *_bounds(found.lines[name])))
        row += 1
    last = row
    sums = _sums(found.operational, lambda letter: f"=SUM({letter}{_FIRST}:{letter}{last})")
    book.row(sheet, row, heads, (tr("Emissions"), *sums), weight="sum")
    for name, title in (("green", tr("Green land")), ("pv", tr("PV used in the park"))):
        row += 1
        book.row(sheet, row, heads, (title, *_bounds(found.lines[name])))
    nets = _sums(
        found.net, lambda letter: f"={letter}{last + 1}+{letter}{last + 2}+{letter}{last + 3}"
    )
    book.row(sheet, row + 1, heads, (tr("Net balance"), *nets), weight="sum")
    below: tuple[Cell, ...] = (tr("Avoided by export"), None, found.avoided_by_export, None)
    book.row(sheet, row + 2, heads, below)
    sheet.print_area(0, 0, row + 2, len(heads) - 1)


def _bounds(found: Range) -> tuple[Cell, ...]:
    return (found.low, found.central, found.high)


def _sums(found: Range, text: Callable[[str], str]) -> Sequence[Cell]:
    """Return sums as formulas; empty where a line is missing, as Excel would take it for 0."""
    return [
        None if value is None else Formula(text(letter), value)
        for letter, value in zip("BCD", (found.low, found.central, found.high), strict=True)
    ]


def _buildings(book: Book, document: Document, results: Results, wording: Wording) -> None:
    tr = wording.tr
    heads = (
        Head(tr("Type of building"), 44),
        Head(tr("Floor area [m²]"), 16, "area"),
        Head(tr("Electricity [kWh/(m²·a)]"), 16, "area"),
        Head(tr("Heat [kWh/(m²·a)]"), 16, "area"),
        Head(tr("Electricity [kWh/a]"), 18, "area"),
        Head(tr("Heat [GJ/a]"), 16, "area"),
    )
    sheet = book.sheet(tr("Buildings"))
    note = tr("Without processes; central values.")
    book.title(sheet, f"{document.name} – {tr('Buildings')}", note)
    book.heads(sheet, 2, heads)
    types = cast("Demand", results.value("energy.demand")).types
    for row, (type_, one) in enumerate(types.items(), start=_FIRST - 1):
        kwh, heat = float(one.electricity_kwh[CENTRAL]), float(one.heat_gj[CENTRAL])
        at = row + 1
        cells: tuple[Cell, ...] = (
            tr(building_types()[type_].title),
            one.floor_m2,
            kwh / one.floor_m2,
            heat / GJ_PER_KWH / one.floor_m2,
            Formula(f"=B{at}*C{at}", kwh),
            Formula(f"=B{at}*D{at}*{GJ_PER_KWH}", heat),
        )
        book.row(sheet, row, heads, cells)
    last = _FIRST - 1 + len(types)
    if types:
        whole = _totals(types)
        sums = (
            _column("B", last, whole["floor"]),
            None,
            None,
            _column("E", last, whole["kwh"]),
            _column("F", last, whole["heat"]),
        )
        book.row(sheet, last, heads, (tr("Total"), *sums), weight="sum")
    sheet.print_area(0, 0, last, len(heads) - 1)


def _totals(types: Mapping[str, TypeDemand]) -> Mapping[str, float]:
    found = list(types.values())
    return {
        "floor": math.fsum(one.floor_m2 for one in found),
        "kwh": math.fsum(float(one.electricity_kwh[CENTRAL]) for one in found),
        "heat": math.fsum(float(one.heat_gj[CENTRAL]) for one in found),
    }


def _column(letter: str, last: int, value: float) -> Formula:
    return Formula(f"=SUM({letter}{_FIRST}:{letter}{last})", value)
