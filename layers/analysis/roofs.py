"""Roofs: what each could carry and yield, with the plan's factors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.analysis.hourly import Modelled, route_of
from layers.analysis.overlay import Numbers
from layers.analysis.photovoltaics import avoided_t, ground_coverage, peak_power_kwp, yearly_kwh
from layers.analysis.roof_ground import RoofGround
from layers.analysis.roof_modules import RoofModules
from layers.analysis.yields import Place
from layers.measure import Inputs, Measure
from layers.parameters import Factor

FLAT_UP_TO_DEG: Final = 10.0
"""Modules up to this tilt yield what flat ones do. [°]"""

USABLE: Final[Mapping[str, str]] = MappingProxyType(
    {"flat": "pv.usable_flat", "metal": "pv.usable_metal", "pitched": "pv.usable_pitched"}
)

PACKING: Final[Mapping[str, str]] = MappingProxyType(
    {"flat": "pv.gcr_tilt10", "metal": "pv.gcr_flush", "pitched": "pv.gcr_flush"}
)

STEEP_PACKING: Final = "pv.gcr_tilt_opt"
"""Packing of rows steeper than flat ones where no latitude says more."""

USUAL_TILT_DEG: Final[Mapping[str, float]] = MappingProxyType(
    {"flat": 10.0, "metal": 5.0, "pitched": 30.0}
)
"""Tilt of the modules where a roof does not say: 10° racks on flat roofs, flush on others. [°]"""

ASSUMED_TYPE: Final = "flat"
"""Type of a roof that does not say: of flat and metal the more cautious one."""


def _central(inputs: Inputs, id_: str | None) -> float | None:
    found = inputs.parameter(id_) if id_ else None
    return found.central if isinstance(found, Factor) else None


def grid_id(inputs: Inputs) -> str:
    """Return the id of the grid's emission factor that the plan takes."""
    return f"emission.{str(inputs.parameter('plan.grid_factor')).removeprefix('emission.')}"


def types_of(rows: pd.DataFrame) -> NDArray[np.object_]:
    """Return the roof types, those that are missing or unknown replaced."""
    found = rows["roof_type"].to_numpy(dtype=object)
    return np.where(known_types(rows), found, ASSUMED_TYPE)


def known_types(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which roofs have a type with factors."""
    return np.asarray(rows["roof_type"].isin(list(USABLE)), bool)


def _by_type(types: NDArray[np.object_], values: Mapping[str, float]) -> Numbers:
    found = np.full(len(types), np.nan)
    for name, value in values.items():
        found[types == name] = value
    return found


def _filled(rows: pd.DataFrame, column: str, usual: Numbers) -> Numbers:
    given = rows[column].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isnan(given), usual, given)


def in_rows(rows: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which roofs carry rows whose tilt is entered: flat ones that say how steep."""
    return np.asarray((types_of(rows) == "flat") & rows["tilt_deg"].notna(), bool)


def packing_of(inputs: Inputs, rows: pd.DataFrame) -> Numbers:
    """Return module area over usable roof area: by type, of rows by their tilt. [-].

    Rows with a tilt that is entered are spaced for the plan's latitude, but leave no fewer ways
    than modules laid flat; without a latitude they have the packing of the table.
    """
    factors = {name: _number(inputs, id_) for name, id_ in PACKING.items()}
    found = _by_type(types_of(rows), factors)
    chosen = in_rows(rows)
    if not chosen.any():
        return found
    tilt = rows["tilt_deg"].to_numpy(dtype=np.float64, na_value=np.nan)[chosen]
    place = cast("Place | None", inputs.value("solar.place"))
    spaced = ground_coverage(90.0 if place is None else place.lat, tilt)
    steep = _number(inputs, STEEP_PACKING)
    usual = np.where(tilt <= FLAT_UP_TO_DEG, factors["flat"], steep)
    spaced = np.where(np.isnan(spaced), usual, spaced)
    found[chosen] = np.minimum(spaced, _number(inputs, PACKING["metal"]))
    return found


def _number(inputs: Inputs, id_: str | None) -> float:
    found = _central(inputs, id_)
    return math.nan if found is None else found


def _modules(inputs: Inputs) -> RoofModules:
    rows = inputs.rows("rooftops")
    types = types_of(rows)
    ground = cast("RoofGround", inputs.value("solar.ground"))
    inside, roof_m2 = ground.inside, ground.roof_m2
    usual = _by_type(types, {name: _number(inputs, id_) for name, id_ in USABLE.items()})
    packing = packing_of(inputs, rows)
    usable = _filled(rows, "usable_share", usual)
    tilt = _filled(rows, "tilt_deg", _by_type(types, USUAL_TILT_DEG))
    place = cast("Place | None", inputs.value("solar.place"))
    to_equator = 0.0 if place is not None and place.lat < 0 else 180.0
    azimuth = _filled(rows, "azimuth_deg", np.full(len(types), to_equator))
    k_mount = np.where(tilt <= FLAT_UP_TO_DEG, _number(inputs, "pv.yield_flat_factor"), 1.0)
    density = _number(inputs, "pv.density_mono")
    kwp = peak_power_kwp(roof_m2, usable, packing, density)
    kwh = yearly_kwh(kwp, _number(inputs, inputs.value("solar.yield_factor")), k_mount)
    flush = np.asarray(types != "flat", bool)
    ids = inputs.ids("rooftops")
    return RoofModules(ids, inside, roof_m2, roof_m2 * usable, kwp, kwh, tilt, azimuth, flush)


def _roofs(inputs: Inputs) -> pd.DataFrame:
    """Return for each roof what it could carry and yield, NaN where a factor is missing."""
    found = cast("RoofModules", inputs.value("solar.modules"))
    modelled = cast("Modelled | None", inputs.value("solar.modelled"))
    kwh = found.table_kwh
    if route_of(inputs) != "table":
        kwh = np.full(len(found.ids), np.nan)
        if modelled is not None:
            kwh = modelled.monthly.sum(axis=1) * found.kwp
    return pd.DataFrame(
        {
            "inside": found.inside,
            "roof_m2": found.roof_m2,
            "usable_m2": found.usable_m2,
            "kwp": found.kwp,
            "kwh_per_a": kwh,
            "avoided_t_per_a": avoided_t(kwh, _number(inputs, grid_id(inputs))),
        },
        index=pd.Index(found.ids, name="fid"),
    )


MEASURES = (
    Measure(
        "solar.modules",
        "Modules on roofs",
        "",
        _modules,
        layers=MappingProxyType(
            {"rooftops": ("roof_type", "usable_share", "tilt_deg", "azimuth_deg")}
        ),
        parameters=("pv.",),
        measures=("solar.ground", "solar.place", "solar.yield_factor"),
    ),
    Measure(
        "solar.roofs",
        "Roof photovoltaics",
        "",
        _roofs,
        parameters=("emission.", "plan.grid_factor", "plan.pv_route"),
        measures=("solar.modules", "solar.modelled"),
        per_feature="rooftops",
    ),
)
