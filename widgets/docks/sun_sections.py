"""What the panel of the sun shows, as rows of figures: sums, months, and what policies ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.hourly import MONTHS
from layers.analysis.pv_floors import Floor
from layers.measure import Results
from layers.parameters import Factor
from resources.translations import tr
from widgets import words
from widgets.docks.figures import Row
from widgets.docks.section import Section

Sums = Mapping[str, Mapping[str, float | None]]
Numbers = NDArray[np.float64]

PARTS: Final = ("all", "planned", "built")
_MWH: Final = 1e3
_GWH: Final = 1e6
_SIGNS: Final = {True: "●", False: "○", None: words.MISSING}


def sections(results: Results, unit: str) -> list[Section]:
    """Return all tables of the panel.

    Parameters
    ----------
    results
        Results of the plan.
    unit
        Unit of areas.
    """
    return [sums(results, unit), months(results), floors(results)]


def sums(results: Results, unit: str) -> Section:
    """Return what all roofs, the planned and the built ones carry and yield."""
    heads = (tr("Roof PV"), tr("All roofs"), tr("Planned"), tr("Built"))
    if not len(results.document.layer("rooftops")):
        empty = tr("Import or draw rooftops to see what the sun brings on them.")
        return Section("sums", tr("Sun on roofs"), heads, [], empty)
    found = cast("Sums", results.value("solar.sums"))
    life = cast("Mapping[str, float | None]", results.value("solar.life"))
    area = words.area_head(unit)
    rows = [
        _row(f"{tr('Roof area')} [{area}]", "roof_m2", _areas(found, "roof_m2", unit)),
        _row(f"{tr('Usable area')} [{area}]", "usable_m2", _areas(found, "usable_m2", unit)),
        _row(tr("Power [MWp]"), "kwp", _scaled(_of(found, "kwp"), _MWH)),
        _row(tr("Yield [GWh/a]"), "kwh_per_a", _scaled(_of(found, "kwh_per_a"), _GWH)),
        _row(
            tr("Avoided [t CO₂/a]"),
            "avoided_t_per_a",
            _scaled(_of(found, "avoided_t_per_a"), 1.0),
        ),
    ]
    texts = _scaled([life[part] for part in PARTS], _GWH)
    years = results.document.parameters.get("pv.life")
    name = tr("Over the life of the modules [GWh]")
    if isinstance(years, Factor) and years.central is not None:
        name = tr("Over {n} years [GWh]", n=round(years.central))
    rows.append(Row((name, *texts), "solar.life_kwh"))
    return Section("sums", tr("Sun on roofs"), heads, rows)


def _of(found: Sums, column: str) -> list[float | None]:
    return [found[part][column] for part in PARTS]


def _areas(found: Sums, column: str, unit: str) -> list[str]:
    return [words.area(value, unit) for value in _of(found, column)]


def _scaled(values: Sequence[float | None], size: float) -> tuple[str, ...]:
    return words.figures_alike(None if value is None else value / size for value in values)


def _row(name: str, path: str, texts: Sequence[str]) -> Row:
    return Row((name, *texts), f"solar.{path}")


def months(results: Results) -> Section:
    """Return the yield of the counted roofs by month, with its share of the year."""
    heads = (tr("Month"), tr("Yield [MWh]"), tr("Share [%]"))
    title = tr("Roof PV by month")
    kwh = cast("Numbers | None", results.value("solar.monthly"))
    if kwh is None:
        empty = ""
        if len(results.document.layer("rooftops")):
            empty = tr("The yield by month is missing; the panel of totals says what it needs.")
        return Section("months", title, heads, [], empty)
    total = float(kwh.sum())
    names = [words.declared(name) for name in MONTHS]
    rows = [
        Row(
            (
                name,
                words.figures(value / _MWH),
                words.number(100.0 * value / total if total else None, 1),
            )
        )
        for name, value in zip(names, kwh.tolist(), strict=True)
    ]
    note = tr("Planned and built roofs; all roofs where none is planned or built.")
    some = cast("Sums", results.value("solar.sums"))
    if any(some[part]["kwp"] for part in ("planned", "built")):
        title = tr("Planned and built roof PV by month")
    else:
        title = tr("PV of all roofs by month")
    sums_ = (tr("Whole year"), words.figures(total / _MWH), words.number(100.0, 1))
    rows.append(Row(sums_, "solar.monthly_kwh", strong=True, note=note))
    return Section("months", title, heads, rows)


def floors(results: Results) -> Section:
    """Return what policies ask of roofs, and how far it is met."""
    heads = (tr("Share of roof area [%]"), tr("Covered"), tr("Asked"), tr("Met"))
    rows: list[Row] = []
    for one in cast("Sequence[Floor]", results.value("solar.floors")):
        if one.share_pct is None:
            continue
        factor = results.document.parameters.get(one.rule.factor)
        source = words.source(factor.source) if isinstance(factor, Factor) else ""
        note = tr(
            "{n} roofs; {pct} % of their area could be covered. {source}",
            n=one.roofs,
            pct=words.number(100.0 * one.usable_m2 / one.roof_m2),
            source=source,
        )
        cells = (
            words.sentence(one.rule.title),
            words.number(one.share_pct, 1),
            words.number(one.floor_pct),
            _SIGNS[one.met],
        )
        rows.append(Row(cells, f"solar.floors.{one.rule.factor}", note=note))
    empty = ""
    if not rows and len(results.document.layer("rooftops")):
        empty = tr("No roof stands on land of which a policy asks PV.")
    return Section("floors", tr("Advice of policies"), heads, rows, empty)
