"""The figures that sheet, workbook and web map print: all of them stored results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import pandas as pd

from app.exporters.wording import Wording, hectares, mu
from layers.analysis.balance import OVERLAP, UNASSIGNED, UNCODED, URBAN, Balance, BalanceRow
from layers.analysis.land import Sums
from layers.document import Document
from layers.measure import Results

Rank = Literal["main", "sub", "sum", "total"]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the land balance as printed.

    Parameters
    ----------
    code, title
        Code, empty where the row is no class, and name in the language of the export.
    colour
        Colour of the class, empty where the row is no class.
    rank
        ``main`` or ``sub`` row, ``sum`` of urban construction land, or ``total``.
    depth
        How many rows stand above it: 0 for a main class, 1 for its sub-class.
    kind
        What sort of row it is (see ``BalanceRow``).
    area_m2, area_ha
        Exact area, and as printed. [m²], [ha]
    share_pct, site_pct
        Printed shares of urban construction land and of the site; None where there is none. [%]
    adjusted
        Names of the printed values that were moved by a last digit so that the table adds up.
    below
        How many rows below it are its parts.
    """

    code: str
    title: str
    colour: str
    rank: Rank
    depth: int
    kind: str
    area_m2: float
    area_ha: float
    share_pct: float | None
    site_pct: float | None
    adjusted: frozenset[str] = frozenset()
    below: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline number.

    Parameters
    ----------
    title
        What it is.
    value
        As printed; a dash where an input is missing.
    unit
        Its unit.
    """

    title: str
    value: str
    unit: str


def _lines(
    document: Document, rows: Sequence[BalanceRow], wording: Wording, depth: int = 0
) -> Iterator[Line]:
    for row in rows:
        parts = list(_lines(document, row.children, wording, depth + 1))
        yield Line(
            code="" if row.kind in {OVERLAP, UNASSIGNED, UNCODED} else row.code,
            title=row.title_zh if wording.language == "zh" and row.title_zh else row.title,
            colour=document.codes.colour(row.code) or "",
            rank="sub" if depth else "main",
            depth=depth,
            kind=row.kind,
            area_m2=row.area_m2,
            area_ha=row.area_ha,
            share_pct=row.share_pct,
            site_pct=row.site_pct,
            adjusted=row.adjusted,
            below=len(parts),
        )
        yield from parts


def balance(document: Document, results: Results, wording: Wording) -> tuple[Line, ...]:
    """Return the land balance as printed.

    Main classes of urban construction land with their sub-classes, their sum, the rows outside
    of it, and the total; rows of land that the plan has none of are there with 0.
    """
    found = cast("Balance", results.value("land.balance"))
    sums = cast("Sums", results.value("land.sums"))
    urban = tuple(row for row in found.rows if row.kind == URBAN)
    rest = tuple(row for row in found.rows if row.kind != URBAN)
    tr = wording.tr
    title = tr("Urban construction land")
    share = round(sum(row.share_pct or 0.0 for row in urban), 2) if found.urban_m2 else None
    site = _sum_of(urban)
    total = tr("All parcels") if sums.site_m2 is None else tr("Inside the red line")
    return (
        *_lines(document, urban, wording),
        Line("", title, "", "sum", 0, URBAN, found.urban_m2, found.urban_ha, share, site),
        *_lines(document, rest, wording),
        Line(
            "", total, "", "total", 0, "", found.total_m2, found.total_ha, None, _sum_of(found.rows)
        ),
    )


def _sum_of(rows: Sequence[BalanceRow]) -> float | None:
    shares = [row.site_pct for row in rows if row.site_pct is not None]
    return round(sum(shares), 2) if shares else None


def headlines(document: Document, results: Results, wording: Wording) -> tuple[Figure, ...]:
    """Return the headline numbers as printed."""
    del document
    tr = wording.tr
    sums = cast("Sums", results.value("land.sums"))
    return (
        Figure(tr("Area inside the red line"), hectares(sums.site_m2), "ha"),
        Figure("", mu(sums.site_m2), "亩"),
        Figure(tr("Parcels"), hectares(sums.parcels_m2), "ha"),
        Figure(tr("Unassigned land"), hectares(sums.unassigned_m2), "ha"),
    )


def parcel_areas(results: Results) -> dict[int, float]:
    """Return the plane area of each parcel by its id [m²]."""
    areas = cast("pd.Series", results.value("land.areas"))
    return dict(zip(areas.index.tolist(), areas.tolist(), strict=True))
