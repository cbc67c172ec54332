"""The sheets of energy: the ledger of emissions with its range, and the buildings by type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, cast

from app.exporters.spreadsheet import Book, Cell, Formula, Head, Table
from app.exporters.wording import Wording
from layers.analysis.demand import Demand, TypeDemand
from layers.analysis.intensities import CENTRAL
from layers.analysis.ledger import Ledger
from layers.analysis.sink import Range
from layers.factor_tables.energy import building_types
from layers.measure import Results
from layers.units import GJ_PER_KWH

_LINES: Final = (
    ("industry", "Industry"),
    ("transport", "Transport"),
    ("buildings", "Buildings"),
    ("water", "Water supply"),
)


def energy(book: Book, results: Results, wording: Wording) -> None:
    """Write the ledger, whose sums are formulas, and the buildings behind one of its lines."""
    _ledger(book, results, wording)
    _buildings(book, results, wording)


def _ledger(book: Book, results: Results, wording: Wording) -> None:
    tr = wording.tr
    heads = (
        Head(tr("Ledger [t CO₂/a]"), 34),
        Head(tr("Low"), 16, "area"),
        Head(tr("Central"), 16, "area"),
        Head(tr("High"), 16, "area"),
    )
    note = tr("Only PV used in the park is subtracted; a low sink goes with a high emission.")
    table = Table(book, tr("Emissions and sinks"), heads, plan=book.plan, note=note)
    found = cast("Ledger", results.value("energy.ledger"))
    for name, title in _LINES:
        table.add((tr(title), *_bounds(found.lines[name])))
    # Where a line is missing its sums are empty, as Excel would take it for 0.
    sums = map(table.sum_of, "BCD", _bounds(found.operational))
    emitted = table.next
    table.add((tr("Emissions"), *sums), weight="sum")
    for name, title in (("green", tr("Green land")), ("pv", tr("PV used in the park"))):
        table.add((title, *_bounds(found.lines[name])))
    nets = (
        None
        if value is None
        else Formula(f"={one}{emitted}+{one}{emitted + 1}+{one}{emitted + 2}", value)
        for one, value in zip("BCD", _bounds(found.net), strict=True)
    )
    table.add((tr("Net balance"), *nets), weight="sum")
    table.add((tr("Avoided by export"), None, found.avoided_by_export, None))
    table.end()


def _bounds(found: Range) -> tuple[float | None, ...]:
    return (found.low, found.central, found.high)


def _buildings(book: Book, results: Results, wording: Wording) -> None:
    tr = wording.tr
    heads = (
        Head(tr("Type of building"), 44),
        Head(tr("Floor area [m²]"), 16, "area"),
        Head(tr("Electricity [kWh/(m²·a)]"), 16, "area"),
        Head(tr("Heat [kWh/(m²·a)]"), 16, "area"),
        Head(tr("Electricity [kWh/a]"), 18, "area"),
        Head(tr("Heat [GJ/a]"), 16, "area"),
    )
    note = tr("Without processes; central values.")
    table = Table(book, tr("Buildings"), heads, plan=book.plan, note=note)
    types = cast("Demand", results.value("energy.demand")).types
    for type_, one in types.items():
        kwh, heat = float(one.electricity_kwh[CENTRAL]), float(one.heat_gj[CENTRAL])
        at = table.next
        cells: tuple[Cell, ...] = (
            tr(building_types()[type_].title),
            one.floor_m2,
            kwh / one.floor_m2,
            heat / GJ_PER_KWH / one.floor_m2,
            Formula(f"=B{at}*C{at}", kwh),
            Formula(f"=B{at}*D{at}*{GJ_PER_KWH}", heat),
        )
        table.add(cells)
    if types:
        whole = _totals(types)
        sums = (
            table.sum_of("B", whole["floor"]),
            None,
            None,
            table.sum_of("E", whole["kwh"]),
            table.sum_of("F", whole["heat"]),
        )
        table.add((tr("Total"), *sums), weight="sum")
    table.end()


def _totals(types: Mapping[str, TypeDemand]) -> Mapping[str, float]:
    found = list(types.values())
    return {
        "floor": math.fsum(one.floor_m2 for one in found),
        "kwh": math.fsum(float(one.electricity_kwh[CENTRAL]) for one in found),
        "heat": math.fsum(float(one.heat_gj[CENTRAL]) for one in found),
    }
