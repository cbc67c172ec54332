"""Sums, shares and heads of land with the plan's values put in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import shapely

from layers.analysis.balance import URBAN, Balance, BalanceRow
from layers.analysis.by_code import Uses
from layers.analysis.land import Sums
from layers.analysis.norms import Norm, area_of
from layers.analysis.overlay import Numbers
from layers.analysis.people import People
from layers.analysis.phase_land import PhaseLand
from layers.analysis.worked import Work, line, sum_line
from layers.explanation import Step
from layers.measure import Results
from layers.message import Message
from layers.units import M2_PER_HA


def _series(results: Results, measure: str) -> Numbers:
    return cast("pd.Series", results.value(measure)).to_numpy(np.float64)


def _of_sums(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    sums, name = cast("Sums", results.value("land.sums")), path.rpartition(".")[2]
    inside, whole = _series(results, "land.inside"), _series(results, "land.areas")
    land, over = sums.parcels_m2, sums.overlap_m2
    if name == "site_m2" and sums.site_m2 is not None:
        yield sum_line(path, shapely.area(shapely.get_parts(results.value("land.site"))).tolist())
    if name == "parcels_m2":
        yield sum_line(path, inside.tolist())
    if name == "overlap_m2":
        yield line(path, "{A} - {U}", over, A=land, U=land - over)
    if name == "outside_m2":
        yield line(path, "{A} - {I}", sums.outside_m2, A=float(whole.sum()), I=land)
    if name == "unassigned_m2" and sums.site_m2 is not None:
        yield line(path, "{S} - ({A} - {D})", sums.unassigned_m2, S=sums.site_m2, A=land, D=over)


def _of_code(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    code = path.removeprefix("land.by_code").removeprefix(".")
    uses = cast("Uses", results.value("land.uses"))
    shares = [sum(part for one, part in parts if one == code) for parts in uses.parts]
    if shares:
        parcels = np.array(shares, np.float64)[uses.places] * _series(results, "land.inside")
        yield sum_line(path, parcels.tolist(), "m²")


# ---- tables -------------------------------------------------------------------------------------


def _rows(rows: Iterable[BalanceRow], code: str) -> Iterator[BalanceRow]:
    for row in rows:
        if row.code == code:
            yield row
        yield from _rows(row.children, code)


def _of_table(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield area and share of each class of urban construction land, or of the row asked for."""
    del found
    planned = path.startswith("land.balance")
    measure = "land.balance" if planned else "land.existing_balance"
    balance = cast("Balance | None", results.value(measure))
    if balance is None:
        return
    code = path.split(".")[-1 if path.rpartition(".")[2] not in _PRINTED else -2]
    asked = list(_rows(balance.rows, code))
    urban = [one for one in balance.rows if one.kind == URBAN and one.area_m2]
    for row in asked or urban or balance.rows:
        name = Message.of("{title}", title=row.code or row.title)
        area = Step.of(name, "{A} / 10000", row.area_m2 / M2_PER_HA, "ha", A=row.area_m2)
        if not path.endswith(("share_pct", "site_pct")):
            yield area
        if row.kind == URBAN and balance.urban_m2 and not path.endswith(("area_ha", "site_pct")):
            share = 100.0 * row.area_m2 / balance.urban_m2
            yield Step.of(name, "100 × {A} / {U}", share, "%", A=row.area_m2, U=balance.urban_m2)


_PRINTED: Final = ("area_m2", "area_ha", "share_pct", "site_pct")


def _of_printed(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    measure = "land.existing_balance" if ".existing_" in path else "land.balance"
    balance = cast("Balance | None", results.value(measure))
    if balance is None:
        return
    urban = [row for row in balance.rows if row.kind == URBAN or path.endswith("total_ha")]
    if path.endswith("_ha"):
        yield sum_line(path, [row.area_ha for row in urban])
    else:
        yield sum_line(path, [row.area_m2 for row in urban])


# ---- people -------------------------------------------------------------------------------------


def _of_people(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    people, name = cast("People", results.value("land.people")), path.rpartition(".")[2]
    if results.value(f"land.{name}") is not None:
        yield sum_line(path, people.inside[name].tolist())


def _of_heads(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    heads = cast("Mapping[str, float] | None", results.value("land.per_head"))
    asked, residents = path.rpartition(".")[2], found["land"]["population"]
    balance, codes = cast("Balance", results.value("land.balance")), results.document.codes
    by_code = cast("Mapping[str, float]", results.value("land.by_code"))
    for main, value in (heads or {}).items():
        if asked in (main, "per_head_m2"):
            known = [area for code, area in by_code.items() if codes.main_class(code) == main]
            area = balance.urban_m2 if main == "urban" else sum(known)
            yield line(f"land.per_head_m2.{main}", "{A} / {N}", value, A=area, N=residents)


def _of_norms(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    asked, residents = path.removeprefix("land.norms").strip("."), found["land"]["population"]
    balance = cast("Balance", results.value("land.balance"))
    by_code = cast("Mapping[str, float]", results.value("land.by_code"))
    for norm in cast("tuple[Norm, ...]", results.value("land.norms")):
        factor = norm.factor
        if asked and asked != factor.id:
            continue
        area = area_of(norm.subject, by_code, results.document.codes)
        title, a_head = Message(factor.title), factor.unit == "m²"
        text = "{A} / {N}" if a_head else "100 × {A} / {N}"
        whole = residents if a_head else balance.urban_m2
        yield Step.of(title, text, norm.value, factor.unit, A=area, N=whole)


def _of_phases(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found, path
    for phase in cast("tuple[PhaseLand, ...]", results.value("land.phases")):
        name = Message.of("{title}", title=phase.name) if phase.name else Message.of("In no phase")
        yield sum_line(name, phase.by_code.values(), "m²")


_SUMS: Final = ("site_m2", "parcels_m2", "overlap_m2", "outside_m2", "unassigned_m2")
_TABLED: Final = ("urban_m2", "urban_ha", "total_ha", "existing_urban_m2")

STEPS: Final[Mapping[str, Work]] = MappingProxyType(
    {
        **{f"land.{name}": _of_sums for name in _SUMS},
        **{f"land.{name}": _of_printed for name in _TABLED},
        **{f"land.{name}": _of_people for name in ("population", "workers")},
        "land.by_code": _of_code,
        "land.balance": _of_table,
        "land.existing": _of_table,
        "land.per_head_m2": _of_heads,
        "land.norms": _of_norms,
        "land.phases": _of_phases,
    }
)
