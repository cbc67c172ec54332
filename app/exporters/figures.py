"""The figures that sheet, workbook and web map print: all of them stored results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

import pandas as pd
from pyproj import CRS

from app.exporters.wording import Wording, hectares, mu, number
from layers.analysis.balance import OVERLAP, UNASSIGNED, UNCODED, URBAN, Balance, BalanceRow
from layers.analysis.land import Sums
from layers.analysis.totals import totals
from layers.document import Document
from layers.kinds import kinds
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
    area_m2, area_ha, area_mu
        Exact area, and as printed. [m²], [ha], [亩]
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
    area_mu: float
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
            area_mu=row.printed["mu"],
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
    areas = found.urban_m2, found.urban_ha, found.printed("mu", urban=True)
    whole = found.total_m2, found.total_ha, found.printed("mu")
    return (
        *_lines(document, urban, wording),
        Line("", title, "", "sum", 0, URBAN, *areas, share, site),
        *_lines(document, rest, wording),
        Line("", total, "", "total", 0, "", *whole, None, _sum_of(found.rows)),
    )


def _sum_of(rows: Sequence[BalanceRow]) -> float | None:
    shares = [row.site_pct for row in rows if row.site_pct is not None]
    return round(sum(shares), 2) if shares else None


def headlines(results: Results, wording: Wording) -> tuple[Figure, ...]:
    """Return the headline numbers as printed; those whose inputs are missing say so."""
    found, tr = totals(results, stamped=False), wording.tr
    land, sink, solar = found["land"], found["carbon"]["sink_t_per_a"], found["solar"]
    central, low, high = (number(sink[key], 1) for key in ("central", "low", "high"))
    given = sink["low"] is not None and sink["high"] is not None
    site: tuple[Figure, ...] = ()
    if land["site_m2"] is not None:
        site = (
            Figure(tr("Inside the red line"), hectares(land["site_m2"]), "ha"),
            Figure(tr("Inside the red line"), mu(land["site_m2"]), wording.mu),
        )
    return (
        *site,
        Figure(tr("Parcels"), hectares(land["parcels_m2"]), "ha"),
        Figure(tr("Carbon sink"), central, "t CO₂/a"),
        *((Figure(tr("Range of the sink"), f"{low} – {high}", "t CO₂/a"),) if given else ()),
        Figure(tr("Roof PV, power"), number(scaled(solar["kwp"], 1000), 2), "MWp"),
        Figure(tr("Roof PV, yield"), number(scaled(solar["kwh_per_a"], 1e6), 2), "GWh/a"),
        Figure(tr("Emissions avoided by PV"), number(solar["avoided_t_per_a"]), "t CO₂/a"),
    )


def scaled(value: float | None, size: float) -> float | None:
    """Return a number in a larger unit, None for a missing one."""
    return None if value is None else value / size


def plan_name(document: Document, language: str, title: str | None = None) -> str:
    """Return what the plan is called in a language, or the title that is asked for."""
    other = document.properties.get(f"name_{language}")
    return title or (other if isinstance(other, str) and other else document.name)


def stamp_of(results: Results) -> str:
    """Return the plan's stamp, which says from which state of the plan an export is."""
    return str(totals(results)["plan"]["stamp"])


DATUMS: Final[Mapping[str, str]] = {
    "China Geodetic Coordinate System 2000": "2000国家大地坐标系",
    "Xian 1980": "1980西安坐标系",
    "Beijing 1954": "1954年北京坐标系",
    "New Beijing": "新1954年北京坐标系",
    "WGS 84": "WGS 84坐标系",
}
"""Geographic systems by their names in Chinese drawings."""


def crs_name(crs: str, wording: Wording) -> str:
    """Return the name and the number of a CRS as drawings in a language name it.

    Examples
    --------
    >>> from layers.codes import code_set
    >>> words = Wording("zh", code_set("GB50137-2011"), {})
    >>> crs_name("EPSG:4548", words)
    '2000国家大地坐标系，高斯-克吕格投影3°带，中央子午线117°（EPSG:4548）'
    """
    known = CRS.from_user_input(crs)
    authority = known.to_authority()
    number_ = ":".join(authority) if authority else ""
    chinese = _chinese_name(known) if wording.language == "zh" else ""
    if chinese:
        return f"{chinese}（{number_}）" if number_ else chinese
    return f"{known.name} ({number_})" if number_ else known.name


def _chinese_name(known: CRS) -> str:
    """Return the Chinese name of a transverse Mercator system, empty for another one."""
    operation, geographic = known.coordinate_operation, known.geodetic_crs
    datum = DATUMS.get(geographic.name) if geographic else None
    if operation is None or datum is None or operation.method_code != "9807":
        return ""
    # A parameter is a number here; only references to files are texts.
    values = {one.code: float(one.value) for one in operation.params}
    meridian, scale = values.get("8802"), values.get("8805")
    if meridian is None:
        return ""
    projection = "横轴墨卡托投影"
    if scale == 1.0 and "Gauss-Kruger" in known.name:
        projection = f"高斯-克吕格投影{3 if '3-degree' in known.name else 6}°带"
    elif scale == 0.9996:
        projection = "通用横轴墨卡托投影（UTM）"
    return f"{datum}，{projection}，中央子午线{meridian:g}°"


def boundary_status(document: Document, wording: Wording) -> str:
    """Return how sure the red line is: the least sure of its parts counts."""
    layer, tr = document.layer("boundary"), wording.tr
    if not len(layer):
        return tr("no red line")
    found = {value if isinstance(value, str) else "" for value in layer.values("status").tolist()}
    if "" in found:
        return tr("not stated")
    column = kinds()["boundary"].column("status")
    choices = column.choices if column else {}
    worst = next((one for one in ("assumed", "provisional", "official") if one in found), "")
    return tr(choices[worst]) if worst in choices else ", ".join(sorted(found))


def parcel_areas(results: Results) -> dict[int, float]:
    """Return the plane area of each parcel by its id [m²]."""
    areas = cast("pd.Series", results.value("land.areas"))
    return dict(zip(areas.index.tolist(), areas.tolist(), strict=True))
