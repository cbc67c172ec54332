"""The sheets of the workbook: land balance, parcels, carbon, photovoltaics, assumptions, about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from app.exporters import figures
from app.exporters.spreadsheet import Book, Cell, Formula, Head, Look, Table, column_range, fits
from app.exporters.wording import Wording
from app.exporters.workbook_formulas import AREA, FIRST, Ranges, area_formulas, cell_of
from layers.analysis.balance import Balance
from layers.analysis.by_code import Uses
from layers.analysis.land import Sums
from layers.analysis.sink import CoverSum
from layers.analysis.solar import SUMS
from layers.document import Document
from layers.kinds import kinds
from layers.measure import Results
from layers.mixed import SHARES
from layers.own_codes import STORED
from layers.parameters import SETTINGS, Factor
from layers.progress import Progress
from layers.units import M2_PER_HA, M2_PER_MU
from layers.weather import STORED as WEATHER
from layers.weather import weather_in

# ---- parcels ------------------------------------------------------------------------------------


def _names(document: Document) -> list[str]:
    """Return the parcels' columns: the declared ones, then those of the user's files."""
    declared = [column.id for column in kinds()["parcels"].columns]
    own = document.layer("parcels").columns
    return declared + [name for name in own if name not in declared and name != "geometry"]


def ranges_of(document: Document, wording: Wording) -> Ranges:
    """Return where the parcels' sheet holds codes and areas."""
    sheet, names, last = wording.tr("Parcels"), _names(document), len(document.layer("parcels"))
    return Ranges(
        column_range(sheet, 1 + names.index("land_use"), 1, last),
        column_range(sheet, 1 + names.index(SHARES), 1, last),
        column_range(sheet, 2 + len(names), 1, last),
    )


def parcels(
    book: Book, document: Document, results: Results, wording: Wording, progress: Progress
) -> None:
    """Write the parcels with all their columns and their areas."""
    layer, kind, tr = document.layer("parcels"), kinds()["parcels"], wording.tr
    fits(len(layer))
    heads, names = [Head(tr("Feature"), 9, "whole")], _names(document)
    for name in names:
        column = kind.column(name)
        number_looks: dict[str, Look] = {"integer": "whole", "number": "plain"}
        look = number_looks.get(column.dtype, "text") if column is not None else "text"
        heads.append(Head(wording.column("parcels", name), 13, look))
    heads += [Head(tr("Area [m²]"), 14, "area"), Head(tr("Inside the red line [m²]"), 14, "area")]
    table = Table(book, tr("Parcels"), heads, keep=2)
    columns = [_column(layer.values(name), name, wording) for name in names]
    measured = [
        cast("pd.Series", results.value(id_)).tolist() for id_ in ("land.areas", "land.inside")
    ]
    for place, row in enumerate(zip(layer.ids.tolist(), *columns, *measured, strict=True)):
        if place % 1000 == 0:
            progress.at(0.8 * place / len(layer))
        table.add(row)
    table.end(filtered=True)


def _column(values: pd.Series, name: str, wording: Wording) -> list[Cell]:
    """Return a column as cells; values of a list by their names, land uses by their codes."""
    column = kinds()["parcels"].column(name)
    if column is None or not (column.choices or column.table) or column.table == "land_use":
        return _cells(values, strip=name == "land_use")
    return [wording.value(column, value) or None for value in values.tolist()]


def _cells(values: pd.Series, *, strip: bool) -> list[Cell]:
    """Return a column as cells: numbers, texts and nothing; truth values and dates as texts."""
    found: list[Cell] = []
    for value in values.tolist():
        if isinstance(value, bool):
            found.append(str(value))
        elif isinstance(value, str):
            found.append(value.strip() if strip else value)
        elif value is None or value != value or value is pd.NA:  # noqa: PLR0124 - NaN
            found.append(None)
        else:
            found.append(value if isinstance(value, (int, float)) else str(value))
    return found


# ---- land balance -------------------------------------------------------------------------------


def balance(book: Book, document: Document, results: Results, wording: Wording) -> None:
    """Write the land balance as formulas over the parcels, with the printed figures beside."""
    tr = wording.tr
    heads = (
        Head(tr("Code"), 9),
        Head(tr("Land use"), 38),
        Head(tr("Area [m²]"), 16, "area"),
        Head(tr("Area [ha]"), 12, "ha"),
        Head(tr("Area [亩]"), 12, "mu"),
        Head(tr("Share of urban construction land [%]"), 16, "share"),
        Head(tr("Share of the site [%]"), 12, "share"),
        Head(tr("Printed area [ha]"), 12, "ha"),
        Head(tr("Printed area [亩]"), 12, "mu"),
        Head(tr("Printed share of urban construction land [%]"), 16, "share"),
        Head(tr("Printed share of the site [%]"), 12, "share"),
        Head(tr("Note"), 34),
    )
    note = tr("Printed figures are rounded so that they add up (largest remainder).")
    table = Table(book, tr("Land balance"), heads, plan=book.plan, note=note, top=FIRST - 1, keep=2)
    sums = cast("Sums", results.value("land.sums"))
    total = cast("Balance", results.value("land.balance"))
    site = xl_rowcol_to_cell(2, AREA, row_abs=True, col_abs=True)
    strong = book.look("text", "strong")
    table.sheet.write_string(2, 1, tr("Area inside the red line [m²]"), strong)
    if sums.site_m2 is not None:
        table.sheet.write_number(2, AREA, sums.site_m2, book.look("area", "strong"))
    lines = figures.balance(document, results, wording)
    uses = cast("Uses", results.value("land.uses"))
    areas = area_formulas(lines, ranges_of(document, wording), site, uses)
    urban = next(FIRST + n for n, line in enumerate(lines) if line.rank == "sum")
    whole = cell_of(urban)
    for line, area in zip(lines, areas, strict=True):
        cell = xl_rowcol_to_cell(table.next - 1, AREA)
        share: Cell = None
        if line.share_pct is not None:
            share = Formula(
                f"=IF({whole}=0,0,100*{cell}/{whole})", _percent(line.area_m2, total.urban_m2)
            )
        of_site: Cell = None
        if sums.site_m2:
            of_site = Formula(f"=100*{cell}/{site}", _percent(line.area_m2, sums.site_m2))
        moved = line.adjusted & {"area_ha", "area_mu", "share_pct", "site_pct"}
        cells: tuple[Cell, ...] = (
            line.code,
            line.title,
            area,
            Formula(f"={cell}/10000", line.area_m2 / M2_PER_HA),
            Formula(f"={cell}*15/10000", line.area_m2 / M2_PER_MU),
            share,
            of_site,
            line.area_ha,
            line.area_mu,
            line.share_pct,
            line.site_pct,
            tr("adjusted by one last digit so that the table adds up") if moved else None,
        )
        weight = "sum" if line.rank in {"sum", "total"} else "" if line.depth else "strong"
        table.add(cells, weight=weight, depth=line.depth)
    table.end()


def _percent(part: float, whole: float) -> float:
    return 100.0 * part / whole if whole else 0.0


# ---- carbon and photovoltaics -------------------------------------------------------------------


def carbon(book: Book, document: Document, results: Results, wording: Wording) -> None:
    """Write the carbon sink by cover: ground that grows times its factor, as formulas."""
    tr = wording.tr
    heads = (
        Head(tr("Cover"), 16),
        Head(tr("Name"), 34),
        Head(tr("Area [m²]"), 16, "area"),
        Head(tr("Area weighted by age [m²]"), 16, "area"),
        Head(tr("Factor [kg CO₂/(m²·a)]"), 14, "small"),
        Head(tr("Sink [t CO₂/a]"), 14, "area"),
        Head(tr("Sink, low [t CO₂/a]"), 14, "area"),
        Head(tr("Sink, high [t CO₂/a]"), 14, "area"),
        Head(tr("Source"), 60),
    )
    note = tr("Each square metre has one cover; street-tree crowns stand above other covers.")
    table = Table(book, tr("Carbon sink"), heads, plan=book.plan, note=note, keep=2)
    covers = cast("Mapping[str, CoverSum]", results.value("carbon.by_cover"))
    for cover, found in covers.items():
        factor = document.parameters.get(f"sink.{cover}")
        known = factor if isinstance(factor, Factor) else None
        sink: Cell = None
        if found.central is not None:
            sink = Formula(f"=D{table.next}*E{table.next}/1000", found.central)
        cells: tuple[Cell, ...] = (
            cover,
            wording.cover(cover),
            found.area_m2,
            found.growing_m2,
            known.central if known else 0.0,
            sink,
            found.low,
            found.high,
            wording.source(known.source) if known else None,
        )
        table.add(cells)
    total = results.value("carbon.sink")
    areas = [found.area_m2 for found in covers.values() if found.area_m2 is not None]
    sums = [math.fsum(areas) if areas else None, None, None]
    values: list[float | None] = [*sums, total.central, total.low, total.high]
    cells = (
        tr("Total"),
        None,
        *map(table.sum_of, "CDEFGH", values),
        tr("missing: see About") if total.central is None else None,
    )
    table.add(cells, weight="sum")
    table.end()


def solar(book: Book, document: Document, results: Results, wording: Wording) -> None:
    """Write the photovoltaic potential roof by roof; roofs outside the red line are not summed."""
    tr = wording.tr
    heads = (
        Head(tr("Feature"), 9, "whole"),
        Head(tr("Roof type"), 14),
        Head(tr("Photovoltaics"), 14),
        Head(tr("Inside the red line (1: yes)"), 14, "whole"),
        Head(tr("Roof area [m²]"), 14, "area"),
        Head(tr("Usable area [m²]"), 14, "area"),
        Head(tr("Power [kWp]"), 14, "area"),
        Head(tr("Yield [kWh/a]"), 16, "area"),
        Head(tr("Emissions avoided [t CO₂/a]"), 16, "area"),
    )
    note = tr("All roofs inside the red line count as potential, whatever is planned or built.")
    table = Table(book, tr("Roof PV"), heads, plan=book.plan, note=note)
    roofs = cast("pd.DataFrame", results.value("solar.roofs"))
    fits(len(roofs))
    layer, kind = document.layer("rooftops"), kinds()["rooftops"]
    named = [
        [wording.value(kind.column(name), value) for value in layer.values(name).tolist()]
        for name in ("roof_type", "pv")
    ]
    inside = [int(value) for value in roofs["inside"].tolist()]
    numbers = [_cells(cast("pd.Series", roofs[name]), strip=False) for name in SUMS]
    rows = zip(roofs.index.tolist(), *named, inside, *numbers, strict=True)
    for cells in rows:
        table.add(cells)
    last = table.next - 1
    found = cast("Mapping[str, Mapping[str, float | None]]", results.value("solar.sums"))["all"]
    sums: list[Cell] = [tr("Total"), None, None, None]
    for letter, name in zip("EFGHI", SUMS, strict=True):
        text = f"=SUMIFS({letter}4:{letter}{last},D4:D{last},1)"
        value = found[name]
        sums.append(value if value is None or not len(roofs) else Formula(text, value))
    table.add(sums, weight="sum")
    table.end()


# ---- footing ------------------------------------------------------------------------------------


def assumptions(book: Book, document: Document, wording: Wording) -> None:
    """Write all factors of the plan with their range and their footing."""
    tr = wording.tr
    heads = (
        Head(tr("Factor"), 34),
        Head(tr("Name"), 44),
        Head(tr("Unit"), 16),
        Head(tr("Low"), 10, "plain"),
        Head(tr("Central"), 10, "plain"),
        Head(tr("High"), 10, "plain"),
        Head(tr("Year"), 10),
        Head(tr("Confidence"), 13),
        Head(tr("Source"), 60),
        Head(tr("Note"), 60),
    )
    table = Table(book, tr("Assumptions"), heads)
    told = [(id_, value) for id_, value in document.parameters.items() if id_ != STORED]
    for id_, value in told:
        if isinstance(value, Factor):
            table.add(
                (
                    value.id,
                    wording.named(value),
                    value.unit,
                    value.low,
                    value.central,
                    value.high,
                    value.year,
                    wording.confidence(value.confidence),
                    wording.source(value.source),
                    wording.note(value.note),
                )
            )
        else:
            title = tr(SETTINGS[id_].title) if id_ in SETTINGS else id_
            blank: tuple[Cell, ...] = (None,) * 5
            shown = wording.setting(id_, value)
            if id_ == WEATHER:  # a year of hours is no text for a cell
                weather = weather_in(value)
                title, shown = tr("Weather"), "" if weather is None else weather.source
            table.add((id_, title, None, None, shown, *blank))
    table.end(filtered=True)


def about(book: Book, rows: Mapping[str, Cell], wording: Wording) -> None:
    """Write what the plan is and how its numbers were made."""
    heads = (Head(wording.tr("About"), 36), Head("", 90))
    table = Table(book, wording.tr("About"), heads, keep=0)
    for row in rows.items():
        table.add(row)
    table.end()
