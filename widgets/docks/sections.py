"""What the totals say, as rows of figures: land, carbon, roofs, green and targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from layers.analysis.planting import COVER_TITLES
from layers.document import Document
from layers.parameters import Factor
from resources.translations import tr
from widgets import indicator_words, words
from widgets.docks.chain_section import chains
from widgets.docks.figures import Row
from widgets.docks.land_sections import existing, land, norms, phases
from widgets.docks.network_section import M_PER_KM, Figure, green_areas, green_figures, slow
from widgets.docks.section import Section, Totals

KWH_PER_GWH: Final = 1e6
KWP_PER_MWP: Final = 1e3


def sections(totals: Totals, document: Document, unit: str) -> list[Section]:
    """Return all tables of the totals.

    Parameters
    ----------
    totals
        As `layers.analysis.totals.totals` gives them.
    document
        The plan, for its code set and the names of covers.
    unit
        Unit of areas.
    """
    makers: Sequence[Callable[[Totals, Document, str], Section]] = (
        land,
        existing,
        phases,
        norms,
        carbon,
        solar,
        network,
        slow,
        chains,
        targets,
    )
    return [make(totals, document, unit) for make in makers]


# ---- carbon -------------------------------------------------------------------------------------


def carbon(totals: Totals, document: Document, unit: str) -> Section:
    """Return the carbon sink with its range, by cover, beside emissions and what PV avoids."""
    found, solar_found = totals["carbon"], totals["solar"]
    heads = (
        tr("Carbon [t CO₂/a]"),
        tr("Low"),
        tr("Central"),
        tr("High"),
    )
    sink = found["sink_t_per_a"]
    covers = [
        _cover_row(cover, values, document, unit)
        for cover, values in sorted(
            found["by_cover"].items(), key=lambda item: -(item[1].get("area_m2") or 0.0)
        )
    ]
    rows = [
        Row(
            (
                tr("Sink of green land"),
                _tonnes(sink["low"]),
                _tonnes(sink["central"]),
                _tonnes(sink["high"]),
            ),
            "carbon.sink_t_per_a",
            strong=True,
            children=covers,
        ),
        # These four add up as they are read; what follows is in no balance.
        _ranged(totals, tr("Emissions"), "carbon.operational_t_per_a"),
        _ranged(totals, tr("Green land"), "energy.ledger.green"),
        _ranged(totals, tr("PV used in the park"), "energy.ledger.pv"),
        _ranged(totals, tr("Net emissions"), "carbon.net_t_per_a", strong=True),
        Row(
            (tr("Sink share [%]"), "", words.figures(totals["energy"]["sink_pct"], 3), ""),
            "energy.sink_pct",
            note=tr("Carbon sink over the emissions of the park, both central"),
        ),
        _central(
            tr("Avoided by export"),
            totals["energy"]["avoided_by_export_t_per_a"],
            "energy.avoided_by_export_t_per_a",
            tr("By exported PV, elsewhere; in no balance of the park."),
        ),
        _central(
            tr("Avoided if all roofs carry PV"),
            solar_found["avoided_t_per_a"],
            "solar.avoided_t_per_a",
            tr("What would be possible on all roofs; in no balance of the park."),
        ),
    ]
    lost = found["lost_once_t"]
    if lost["central"] is not None:
        name = tr("Lost once by building over [t CO₂]")
        cells = (name, *(_tonnes(lost[bound]) for bound in ("low", "central", "high")))
        rows.append(Row(cells, "carbon.lost_once_t"))
    credit = found["credit_yuan_per_a"]
    if credit is not None:
        name = tr("Sink as carbon credits, at most [yuan/a]")
        rows.append(Row((name, "", words.number(credit, 0), ""), "carbon.credit_yuan_per_a"))
    counted = found["counted_once_m2"]
    if counted:
        name = tr("Claimed twice, counted once [{unit}]", unit=words.area_head(unit))
        rows.append(Row((name, "", words.area(counted, unit), ""), "carbon.counted_once_m2"))
    empty = ""
    if not any(len(document.layer(k)) for k in ("parcels", "greens", "corridors", "boundary")):
        empty = tr("Import green land or corridors to see their carbon sink.")
        rows = []
    return Section("carbon", tr("Carbon"), heads, rows, empty)


_LEDGER: Final = {
    "carbon.operational_t_per_a": "operational",
    "energy.ledger.green": "green",
    "energy.ledger.pv": "pv",
    "carbon.net_t_per_a": "net",
}
"""Lines of the ledger by the path that is asked why."""
_WHOLE_T: Final = 1_000.0
"""From so much on tonnes have no decimals, below it one: columns are read downwards. [t]"""


def _tonnes(value: float | None) -> str:
    return words.number(value, 1 if value is not None and abs(value) < _WHOLE_T else 0)


def _ranged(totals: Totals, title: str, path: str, *, strong: bool = False) -> Row:
    """Return a line of the ledger with its range."""
    found = totals["energy"]["ledger"][_LEDGER[path]]
    cells = (title, *(_tonnes(found[bound]) for bound in ("low", "central", "high")))
    return Row(cells, path, strong=strong)


def _central(title: str, value: float | None, path: str, note: str = "") -> Row:
    return Row((title, "", _tonnes(value), ""), path, note=note)


def _cover_row(cover: str, values: Mapping[str, Any], document: Document, unit: str) -> Row:
    figures = (values.get("low"), values.get("central"), values.get("high"))
    cells = ("" if value is None else _tonnes(value) for value in figures)
    area = values.get("area_m2")
    # Crowns stand over other ground and have no area of their own.
    note = tr("Area: {area}", area=words.area_with_sign(area, unit)) if area else ""
    return Row((_cover_name(cover, document), *cells), f"carbon.by_cover.{cover}", note=note)


def _cover_name(cover: str, document: Document) -> str:
    found = COVER_TITLES.get(cover)
    if found is not None:
        return words.sentence(found)
    factor = document.parameters.get(f"sink.{cover}")
    return words.named(factor) if isinstance(factor, Factor) else cover


# ---- roofs --------------------------------------------------------------------------------------


def solar(totals: Totals, document: Document, unit: str) -> Section:
    """Return what the roofs can carry."""
    found = totals["solar"]
    heads = (tr("Roof PV"), tr("Value"), tr("Unit"))
    if not len(document.layer("rooftops")):
        empty = tr("Import roofs to see their PV potential.")
        return Section("solar", tr("Roof PV"), heads, [], empty)
    sign = words.area_head(unit)
    rows = [
        Row((tr("Roof area"), words.area(found["roof_m2"], unit), sign), "solar.roof_m2"),
        Row((tr("Usable area"), words.area(found["usable_m2"], unit), sign), "solar.usable_m2"),
        Row(
            (tr("Capacity of all roofs"), words.figures(_per(found["kwp"], KWP_PER_MWP)), "MWp"),
            "solar.kwp",
        ),
        Row(
            (
                tr("Yield of all roofs"),
                words.figures(_per(found["kwh_per_a"], KWH_PER_GWH)),
                "GWh/a",
            ),
            "solar.kwh_per_a",
        ),
        Row(
            (tr("Avoided by all roofs"), _tonnes(found["avoided_t_per_a"]), "t CO₂/a"),
            "solar.avoided_t_per_a",
        ),
    ]
    parts = (
        (tr("Capacity planned"), "planned", "kwp", KWP_PER_MWP, "MWp"),
        (tr("Capacity built"), "built", "kwp", KWP_PER_MWP, "MWp"),
        (tr("Yield of what is built"), "built", "kwh_per_a", KWH_PER_GWH, "GWh/a"),
    )
    rows += [
        Row(
            (title, words.figures(_per(found[part][column], per)), sign_),
            f"solar.{part}.{column}",
        )
        for title, part, column, per, sign_ in parts
    ]
    rows += [
        Row((title, words.figures(found[key]), sign_), f"solar.{key}")
        for title, key, sign_ in (
            (tr("Direct sun lost to shading"), "sun_lost_pct", "%"),
            (tr("Sky view factor of roofs"), "sky_view", ""),
        )
        if found[key] is not None
    ]
    return Section("solar", tr("Roof PV"), heads, rows)


def _per(value: float | None, size: float) -> float | None:
    return None if value is None else value / size


# ---- green network, access, water ---------------------------------------------------------------


def network(totals: Totals, document: Document, unit: str) -> Section:
    """Return what is known about corridors, access to parks and runoff."""
    corridors, rain = totals["corridors"], totals["runoff"]
    green: Sequence[Figure] = (
        (
            tr("Length of corridors"),
            _per(corridors["length_m"], M_PER_KM),
            "km",
            "corridors.length_m",
        ),
        *green_figures(totals),
    )
    around: Sequence[Figure] = (
        (
            tr("Housing within reach of a park"),
            totals["access"]["park_500m_pct"],
            "%",
            "access.park_500m_pct",
        ),
        (
            tr("Residents within reach of a park"),
            totals["access"]["residents_pct"],
            "%",
            "access.residents_pct",
        ),
        (
            tr("Workers within reach of a park"),
            totals["access"]["workers_pct"],
            "%",
            "access.workers_pct",
        ),
        (
            tr("Housing within reach along ways"),
            totals["access"]["walk"]["housing_pct"],
            "%",
            "access.walk.housing_pct",
        ),
        (tr("Runoff coefficient"), rain["coefficient"], "", "runoff.coefficient"),
        (tr("Design rainfall"), rain["rain_mm"], "mm", "runoff.rain_mm"),
        (
            tr("Rainwater storage wanted"),
            rain["storage_wanted_m3"],
            "m³",
            "runoff.storage_wanted_m3",
        ),
        (tr("Rainwater storage built"), rain["storage_built_m3"], "m³", "runoff.storage_built_m3"),
        (tr("Annual runoff control ratio"), rain["control_pct"], "%", "runoff.control_pct"),
    )
    rows = [*_figure_rows(green), *green_areas(totals, unit), *_figure_rows(around)]
    if corridors["area_m2"] is not None:
        cells = (
            tr("Area of corridors"),
            words.area(corridors["area_m2"], unit),
            words.area_head(unit),
        )
        rows.insert(0, Row(cells, "corridors.area_m2"))
    del document
    heads = (tr("Green network"), tr("Value"), tr("Unit"))
    title = tr("Green network and water")
    return Section("network", title, heads, rows, subjects=("corridors", "access", "runoff"))


def _figure_rows(figures: Iterable[Figure]) -> Iterator[Row]:
    """Yield those figures that are known."""
    for title, value, sign, path in figures:
        if value is not None:
            yield Row((title, words.figures(value), sign), path)


def targets(totals: Totals, document: Document, unit: str) -> Section:
    """Return the indicators that have a value beside what is asked for."""
    del document, unit
    states = indicator_words.states()
    rows = [
        Row(
            (
                indicator_words.title(found),
                indicator_words.value(found),
                indicator_words.target(found),
                indicator_words.sign(found["state"]),
            ),
            f"indicators.{found['id']}",
            note=states[found["state"]],
        )
        for found in totals["indicators"]
        if found["value"] is not None and found["target"]
    ]
    heads = (tr("Indicator"), tr("Value"), tr("Target"), tr("State"))
    return Section("indicators", tr("Targets"), heads, rows)
