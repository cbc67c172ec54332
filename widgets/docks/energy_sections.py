"""What the panel of energy shows, as rows of figures: the ledger, demand, sources and storage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtGui import QIcon

from layers.document import Document
from layers.factor_tables.energy import building_types
from layers.parameters import Factor
from resources.translations import tr
from widgets import words
from widgets.docks.factors import confidence_mark, confidences
from widgets.docks.figures import Row
from widgets.docks.section import Section

Totals = Mapping[str, Any]
_KWH_PER_GWH: Final = 1e6
_GJ_PER_TJ: Final = 1e3
_KW_PER_MW: Final = 1e3
_SURENESS: Final = ("assumption", "recalled", "verified")
"""From the least sure one."""


def sections(totals: Totals, document: Document, unit: str) -> list[Section]:
    """Return all tables of the panel.

    Parameters
    ----------
    totals
        As `layers.analysis.totals.totals` gives them.
    document
        The plan, for its factors and settings.
    unit
        Unit of areas.
    """
    return [
        ledger(totals, document),
        demand(totals, document, unit),
        supply(totals),
    ]


def _needs_parcels(document: Document, text: str) -> str:
    return "" if len(document.layer("parcels")) else text


def least_sure(document: Document, *groups: str) -> str:
    """Return the confidence of the least sure factor of some groups."""
    found = {
        value.confidence
        for id_, value in document.parameters.items()
        if isinstance(value, Factor) and value.default and id_.startswith(groups)
    }
    return next((one for one in _SURENESS if one in found), "")


def _marked(document: Document, *groups: str) -> tuple[QIcon | None, str]:
    """Return the mark of the least sure factor behind a number, and its word."""
    sure = least_sure(document, *groups)
    if not sure:
        return None, ""
    word = confidences().get(sure, sure)
    return confidence_mark(sure), tr("Least sure factor behind it: {confidence}", confidence=word)


_KILO: Final = 20_000.0
"""From so much on kilotonnes are written: the names need the room. [t CO₂/a]"""

# ---- ledger -------------------------------------------------------------------------------------

_FOOTING: Final[Mapping[str, tuple[str, ...]]] = {
    "industry": ("emission.grid_cn_avg", "emission.heat_default"),
    "transport": ("transport.",),
    "buildings": ("building.",),
    "water": ("water.",),
    "green": ("sink.",),
    "pv": ("pv.",),
}
"""Groups of factors behind each line."""


def ledger(totals: Totals, document: Document) -> Section:
    """Return the lines with their range, their sums, and what stands below the line."""
    title = tr("Emissions and sinks")
    heads = (tr("Ledger [t CO₂/a]"), tr("Low"), tr("Central"), tr("High"))
    empty = _needs_parcels(document, tr("Import or draw parcels to see what they emit."))
    if empty:
        return Section("energy.ledger", title, heads, [], empty)
    found = totals["energy"]["ledger"]
    size, kilo = _size(found)
    if kilo:
        heads = (tr("Ledger [kt CO₂/a]"), *heads[1:])

    def line(name: str, text: str) -> Row:
        icon, note = _marked(document, *_FOOTING[name])
        return Row((text, *_line(found[name], size)), f"energy.ledger.{name}", icon, note=note)

    def whole(name: str, text: str) -> Row:
        path = f"carbon.{name}_t_per_a"
        return Row((text, *_line(found[name], size)), path, strong=True)

    rows = [
        line("industry", tr("Industry")),
        line("transport", tr("Transport")),
        line("buildings", tr("Buildings")),
        line("water", tr("Water supply")),
        whole("operational", tr("Emissions")),
        line("green", tr("Green land")),
        line("pv", tr("PV used in the park")),
        whole("net", tr("Net balance")),
        Row(
            (
                tr("Sink share [%]"),
                "",
                words.figures(totals["energy"]["sink_pct"], 3),
                "",
            ),
            "energy.sink_pct",
            note=tr("Carbon sink over the emissions above, both central"),
        ),
        Row(
            (
                tr("Avoided by export"),
                "",
                _scaled(totals["energy"]["avoided_by_export_t_per_a"], size),
                "",
            ),
            "energy.avoided_by_export_t_per_a",
            note=tr("By exported PV, elsewhere; in no balance of the park."),
        ),
    ]
    return Section("energy.ledger", title, heads, rows)


def _size(found: Mapping[str, Mapping[str, float | None]]) -> tuple[float, bool]:
    """Return what the lines are divided by, and whether they are in kilotonnes."""
    known = [abs(value) for one in found.values() for value in one.values() if value is not None]
    kilo = max(known, default=0.0) >= _KILO
    return (1e3, True) if kilo else (1.0, False)


def _band(found: Mapping[str, float | None], size: float = 1.0) -> tuple[str, ...]:
    values = (found[bound] for bound in ("low", "central", "high"))
    return words.figures_alike(None if one is None else one / size for one in values)


def _line(found: Mapping[str, float | None], size: float) -> tuple[str, ...]:
    """Return the range of a line of the ledger, whose columns are read from top to bottom."""
    values = (found[bound] for bound in ("low", "central", "high"))
    return tuple(words.number(None if one is None else one / size, 1) for one in values)


# ---- demand -------------------------------------------------------------------------------------


def demand(totals: Totals, document: Document, unit: str) -> Section:
    """Return demand by carrier, with the buildings by type below the floor area."""
    title = tr("Demand")
    heads = (tr("Demand of a year"), tr("Low"), tr("Central"), tr("High"))
    found = totals["energy"]
    if not len(document.layer("parcels")):
        return Section("energy.demand", title, heads, [])
    icon, note = _marked(document, "building.")
    types = [
        Row(
            (
                words.declared(building_types()[type_].title),
                "",
                words.area(one["floor_m2"], unit),
                "",
            ),
            f"energy.by_type.{type_}.floor_m2",
        )
        for type_, one in sorted(found["by_type"].items(), key=lambda pair: -pair[1]["floor_m2"])
    ]
    area = words.area_head(unit)
    rows = [
        Row(
            (tr("Floor area [{unit}]", unit=area), "", words.area(found["floor_m2"], unit), ""),
            "energy.floor_m2",
            children=types,
        ),
        Row(
            (
                tr("Electricity [GWh]"),
                *_band(found["electricity_kwh_per_a"], _KWH_PER_GWH),
            ),
            "energy.electricity_kwh_per_a",
            icon,
            note=note,
        ),
        Row(
            (tr("Heat of the network [TJ]"), *_band(found["heat_gj_per_a"], _GJ_PER_TJ)),
            "energy.heat_gj_per_a",
            icon,
            note=note,
        ),
        Row(
            (tr("Gas [1 000 m³]"), *_band(found["gas_m3_per_a"], 1e3)),
            "energy.gas_m3_per_a",
            icon,
            note=note,
        ),
        Row(
            (tr("Coal equivalent [tce]"), "", words.figures(found["tce_per_a"], 4), ""),
            "energy.tce_per_a",
            note=tr("Electricity by its calorific value"),
        ),
        Row(
            (tr("Water [1 000 m³]"), *_band(found["water_m3_per_a"], 1e3)),
            "energy.water_m3_per_a",
            *_marked(document, "water.")[:1],
            note=_marked(document, "water.")[1],
        ),
    ]
    return Section("energy.demand", title, heads, rows)


# ---- supply -------------------------------------------------------------------------------------

_SUPPLY: Final = (
    ("pv_kwh_per_a", "PV yield", _KWH_PER_GWH, "GWh"),
    ("self_used_kwh_per_a", "PV used in the park", _KWH_PER_GWH, "GWh"),
    ("self_consumption_pct", "Self-consumption", 1.0, "%"),
    ("self_sufficiency_pct", "Self-sufficiency", 1.0, "%"),
    ("bought_kwh_per_a", "Bought from the grid", _KWH_PER_GWH, "GWh"),
    ("exported_kwh_per_a", "Given to the grid", _KWH_PER_GWH, "GWh"),
    ("curtailed_kwh_per_a", "Curtailed", _KWH_PER_GWH, "GWh"),
    ("peak_load_kw", "Peak demand", _KW_PER_MW, "MW"),
    ("peak_import_kw", "Peak import", _KW_PER_MW, "MW"),
    ("storage_kwh", "Capacity of storage", _KW_PER_MW, "MWh"),
    ("storage_loss_kwh_per_a", "Losses of storage", _KW_PER_MW, "MWh"),
)
"""Keys of the totals, English names, sizes and units."""
_SHAPED: Final = frozenset({key for key, *_ in _SUPPLY} - {"pv_kwh_per_a", "storage_kwh"})
"""What rests on the shapes of loads."""
_ROUNDING: Final = 1e-6
"""Below this a sum of hours is none. [kWh]"""


def supply(totals: Totals) -> Section:
    """Return what the hours of the year add up to."""
    heads = (tr("Sources, grid and storage"), tr("Value"), tr("Unit"))
    title = tr("Hour by hour")
    found = totals["energy"]
    if found["peak_load_kw"] is None and found["pv_kwh_per_a"] is None:
        empty = tr("The hours of the year are missing; what they need is listed above.")
        return Section("energy.supply", title, heads, [], empty)
    note = tr("Shapes of loads by hour are assumptions; central values.")
    icon = confidence_mark("assumption")
    rows = [
        Row(
            (words.declared(name), _scaled(found[key], size), sign),
            f"energy.{key}",
            icon if key in _SHAPED else None,
            note=note if key in _SHAPED else "",
        )
        for key, name, size, sign in _SUPPLY
    ]
    return Section("energy.supply", title, heads, rows)


def _scaled(value: float | None, size: float) -> str:
    if value is None:
        return words.MISSING
    return words.figures(0.0 if abs(value) < _ROUNDING else value / size)
