"""Why numbers of the sun are what they are: formulas, coefficients, and what was assumed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final, cast

import numpy as np
import pandas as pd
import pyproj
from numpy.typing import NDArray

from layers.analysis import clock
from layers.analysis.hourly import CLEAR, NEAR, SYSTEM, Modelled, counted, losses_of, route_of
from layers.analysis.lifetime import LIFE
from layers.analysis.overlay import SLIVER_M2
from layers.analysis.roof_ground import RoofGround
from layers.analysis.roof_modules import RoofModules
from layers.analysis.roofs import (
    PACKING,
    USABLE,
    grid_id,
    in_rows,
    known_types,
    packing_of,
    types_of,
)
from layers.analysis.shading import RoofStates, assumed, sun_lost
from layers.analysis.solar_steps import steps_of
from layers.analysis.yields import Place, yield_places
from layers.explanation import Explanation, Step, Term
from layers.measure import Inputs
from layers.message import Message
from layers.parameters import Factor
from layers.shading.horizons import Shading
from layers.shading.keeping import KeptShading
from layers.weather import STORED, Weather, weather_in
from resources.translations import grouped

Mask = NDArray[np.bool_]

NEAR_KM: Final = 50.0
"""Weather from farther away is named as such. [km]"""


def _has_status(rows: pd.DataFrame, status: str) -> Mask:
    return np.asarray(rows["pv"].isin([status]), bool)


def _counted(inputs: Inputs, path: str) -> Mask:
    """Return which roofs a number is made of."""
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    inside = np.asarray(roofs["inside"], bool)
    for part in ("planned", "built"):
        if f".{part}" in path:
            return inside & _has_status(inputs.rows("rooftops"), part)
    return inside


def why(inputs: Inputs, value: object, path: str) -> Explanation:
    """Return why a sum over roofs is what it is."""
    del value
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    rows, inside = inputs.rows("rooftops"), _counted(inputs, path)
    types, rowed = types_of(rows)[inside], in_rows(rows)[inside]
    roof_m2 = float(roofs["roof_m2"].to_numpy()[inside].sum()) if len(roofs) else None
    terms = [Term(Message.of("Roof area"), roof_m2, "m²")]
    terms += _factors(inputs, _factor_ids(inputs, types, rowed, path))
    if _of_yield(path):
        terms += [*_of_sky(inputs, inside), *_of_shading(inputs, inside)]
    return Explanation(
        _formula(inputs, path),
        tuple(terms),
        MappingProxyType({"rooftops": int(inside.sum())}),
        tuple(_assumed(inputs, rows.iloc[np.flatnonzero(inside)], path)),
        _steps(inputs, types_of(rows), inside, path),
    )


def _steps(inputs: Inputs, types: NDArray[np.object_], inside: Mask, path: str) -> tuple[Step, ...]:
    """Return power, and the yield of the table, with values put in."""
    power = path.endswith("kwp")
    if not power and (not path.endswith("kwh_per_a") or _modelled(inputs, path)):
        return ()
    city = inputs.value("solar.yield_factor")
    density, specific = (
        factor.central if isinstance(factor, Factor) else None
        for factor in (
            inputs.parameter("pv.density_mono"),
            inputs.parameter(str(city)) if city else None,
        )
    )
    if not power and specific is None:
        return ()
    modules = cast("RoofModules", inputs.value("solar.modules"))
    return steps_of(modules, types, inside, density, None if power else specific)


def why_life(inputs: Inputs, value: object, path: str) -> Explanation:
    """Return why the yield over the life of modules is what it is."""
    found = why(inputs, value, "solar.kwh_per_a")
    del path
    sums = inputs.value("solar.sums")["all"]
    first = Term(Message.of("Yield of the first year"), sums["kwh_per_a"], "kWh/a")
    formula = Message.of(
        "E = E₁ · (1 - d₁/2) in the first year, E₁ · (1 - d₁) · (1 - d)^(t - 2) in year t; summed"
        " over the life"
    )
    terms = (first, *_factors(inputs, LIFE), *found.inputs)
    return Explanation(formula, terms, found.features, found.left_out)


def _factors(inputs: Inputs, ids: Iterable[str]) -> list[Term]:
    found = (inputs.parameter(id_) for id_ in ids)
    return [Term.of(one) for one in found if isinstance(one, Factor)]


def _of_yield(path: str) -> bool:
    return not path.endswith(("roof_m2", "usable_m2", "kwp"))


def _modelled(inputs: Inputs, path: str) -> bool:
    return _of_yield(path) and route_of(inputs) != "table"


def _formula(inputs: Inputs, path: str) -> Message:
    if _modelled(inputs, path) and route_of(inputs) == "shaded":
        return Message.of(
            "A_u = A · r; P = A_u · g · d / 1000; E = Σ over 8760 h of P · G/1000 · (1 + γ · (T - "
            "25 °C)) · (1 - L), then the inverter (PVWatts 5, Dobos 2014). G: sun in the plane by"
            " Hay and Davies 1980 behind glass, its direct part times the share of the roof whose"
            " horizon lies below the sun, that of the even sky times the sky view factor of the"
            " roof; T: cells by the Sandia model (King 2004); L = 1 - Π(1 - Lᵢ) without near"
            " shading; avoided = E · EF / 1000"
        )
    if not _modelled(inputs, path):
        return Message.of(
            "A_u = A · r; P = A_u · g · d / 1000; E = P · Y · k, k = flat factor for modules up to "
            "10°, else 1; avoided = E · EF / 1000"
        )
    return Message.of(
        "A_u = A · r; P = A_u · g · d / 1000; E = Σ over 8760 h of P · G/1000 · (1 + γ · (T - 25 °C"
        ")) · (1 - L), then the inverter (PVWatts 5, Dobos 2014). G: sun in the plane by Hay and"
        " Davies 1980 behind glass; T: cells by the Sandia model (King 2004); L = 1 - Π(1 - Lᵢ);"
        " avoided = E · EF / 1000"
    )


def _factor_ids(inputs: Inputs, types: NDArray[np.object_], rowed: Mask, path: str) -> list[str]:
    found = sorted({USABLE[name] for name in set(types)})
    if path.endswith(("roof_m2", "usable_m2")):
        return found if path.endswith("usable_m2") else []
    # Of rows with a tilt the packing is computed; that of flush modules is their most.
    packings = {PACKING[name] for name in set(types[~rowed])}
    found += [*sorted(packings | ({PACKING["metal"]} if rowed.any() else set())), "pv.density_mono"]
    if _modelled(inputs, path):
        found += [*losses_of(route_of(inputs)), *SYSTEM]
        modelled = cast("Modelled | None", inputs.value("solar.modelled"))
        if modelled is not None and modelled.clear:
            found += CLEAR
    elif _of_yield(path):
        city = inputs.value("solar.yield_factor")
        found += [*([str(city)] if city else []), "pv.yield_flat_factor"]
    if path.endswith(("solar", "avoided_t_per_a", "avoided")):
        found.append(grid_id(inputs))
    return found


def _of_sky(inputs: Inputs, inside: Mask) -> list[Term]:
    """Return where sun and weather come from, where the yield rests on them."""
    modelled = cast("Modelled | None", inputs.value("solar.modelled"))
    if modelled is None:
        return []
    terms: list[Term] = [clock.term(inputs)]
    weather = weather_in(inputs.parameter(STORED))
    if weather is not None:
        level = weather.ghi_kwh_m2
        name = Message.of("Sun on the level, by the attached weather")
        terms.append(Term(name, level, "kWh/(m²·a)", f"{weather.sort}: {weather.source}"))
    else:
        name = Message.of("Linke turbidity, mean of the year")
        source = "SoDa climatology (Remund 2003) in pvlib · Ineichen and Perez 2002"
        confidence = "verified"
        if inputs.parameter("plan.turbidity") is not None:
            source, confidence = "Ineichen and Perez 2002", "user"
        terms.append(Term(name, modelled.turbidity, "", source, "", confidence))
    modules = cast("RoofModules", inputs.value("solar.modules"))
    kwp = np.where(inside, modules.kwp, 0.0)
    kwp[np.isnan(modelled.plane_kwh_m2)] = 0.0
    if kwp.sum() > 0:
        mean = float(kwp @ np.nan_to_num(modelled.plane_kwh_m2) / kwp.sum())
        terms.append(Term(Message.of("Sun in the plane of the modules"), mean, "kWh/(m²·a)"))
    return terms


def _of_shading(inputs: Inputs, inside: Mask) -> Iterable[Term]:
    """Yield what stands around the roofs leaves, where the yield is computed with it."""
    shading = cast("Shading | None", inputs.value("solar.shading"))
    kept = cast("KeptShading | None", inputs.value("solar.shading_kept"))
    if route_of(inputs) != "shaded" or shading is None or kept is None:
        return
    yield Term(Message.of("Surface model"), kept.file or "–")
    kwp = np.where(inside, cast("RoofModules", inputs.value("solar.modules")).kwp, 0.0)
    for name, values, unit in (
        ("Sky view factor of the roofs", np.asarray(shading.sky_view, np.float64), ""),
        ("Direct sun that roofs lose to shading", sun_lost(inputs).to_numpy(np.float64), "%"),
    ):
        weights = np.where(np.isfinite(values), np.nan_to_num(kwp), 0.0)
        if weights.sum() > 0:
            mean = float(np.nan_to_num(values) @ weights / weights.sum())
            yield Term(Message.of(name), mean, unit)


# ---- assumed ------------------------------------------------------------------------------------


def _assumed(inputs: Inputs, rows: pd.DataFrame, path: str) -> Iterable[Message]:
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    outside = int((~roofs["inside"].to_numpy(dtype=bool)).sum())
    if outside:
        yield Message.of("{n} roofs outside the red line are left out.", n=outside)
    yield from _of_ground(inputs)
    if path.endswith("roof_m2"):
        return
    unknown = int((~known_types(rows)).sum())
    if unknown:
        yield Message.of("Assumed: {n} roofs without a known type are flat.", n=unknown)
    shared = int(rows["usable_share"].isna().to_numpy().sum())
    if shared:
        text = "Assumed: {n} roofs without a usable share take that of their type."
        yield Message.of(text, n=shared)
    if not path.endswith("usable_m2"):
        yield from _assumed_of_rows(inputs, rows)
    if not _of_yield(path):
        return
    if _modelled(inputs, path):
        yield from _assumed_of_sun(inputs, rows)
    else:
        yield from _assumed_of_city(inputs)
    tilted = int(rows["tilt_deg"].isna().to_numpy().sum())
    if tilted:
        text = (
            "Assumed: on {n} roofs without a tilt, modules at 10° on flat ones, flush and nearly "
            "flat on metal ones, near the optimum on pitched ones."
        )
        yield Message.of(text, n=tilted)


def _of_ground(inputs: Inputs) -> Iterable[Message]:
    """Yield which roofs count with a part of their ground."""
    ground = cast("RoofGround", inputs.value("solar.ground"))
    cut = ground.inside & (ground.beyond_m2 > SLIVER_M2)
    if cut.any():
        text = "{n} roofs across the red line count with their part inside; {area} m² lie outside."
        area = round(float(ground.beyond_m2[cut].sum()), 1)
        yield Message.of(text, n=int(cut.sum()), area=area)
    if (over := ground.shared_m2 > SLIVER_M2).any():
        text = (
            "{n} roofs overlap others: the {area} m² that they share count once, for the higher"
            " roof, else for the one drawn first."
        )
        area = round(float(ground.shared_m2[over].sum()), 1)
        yield Message.of(text, n=int(over.sum()), area=area)


def _assumed_of_rows(inputs: Inputs, rows: pd.DataFrame) -> Iterable[Message]:
    chosen = in_rows(rows)
    if not chosen.any():
        return
    packing = packing_of(inputs, rows)[chosen]
    low, high = (f"{one:.2f}" for one in (packing.min(), packing.max()))
    yield Message.of(
        "On {n} flat roofs with a tilt, rows stand so far apart that none shades another from 9:00"
        " to 15:00 at the winter solstice (GB 50797-2012): g = {g}.",
        n=int(chosen.sum()),
        g=low if low == high else f"{low}–{high}",
    )


def _assumed_of_city(inputs: Inputs) -> Iterable[Message]:
    factor = inputs.value("solar.yield_factor")
    if factor and not inputs.parameter("plan.yield_city"):
        city = str(factor).removeprefix("pv.yield_")
        place = next(place for place in yield_places() if place.city == city)
        text = "Assumed: the yield of {city}, the nearest city of the table."
        yield Message.of(text, city=Message(place.title))


def _assumed_of_sun(inputs: Inputs, rows: pd.DataFrame) -> Iterable[Message]:
    modelled = cast("Modelled | None", inputs.value("solar.modelled"))
    if modelled is None:
        return
    if modelled.clear:
        yield Message.of(
            "Upper bound: the sky is computed without clouds, and no year is like that. Attach a"
            " file of weather."
        )
    yield from clock.assumed(inputs)
    weather = weather_in(inputs.parameter(STORED))
    place = cast("Place | None", inputs.value("solar.place"))
    if weather is not None and place is not None:
        km = distance_km(weather, place)
        if km > NEAR_KM:
            yield Message.of("The weather is that of a place {km} km away.", km=grouped(km))
    turned = int(rows["azimuth_deg"].isna().to_numpy().sum())
    if turned:
        text = "Assumed: modules on {n} roofs without an azimuth face the equator."
        yield Message.of(text, n=turned)
    if route_of(inputs) == "shaded":
        yield from _assumed_of_shading(inputs)
        if modelled.unknown:
            text = "{n} roofs without a known horizon have no yield, and so no sum that holds them."
            yield Message.of(text, n=modelled.unknown)
    else:
        yield Message.of(
            "What stands around the roofs is not computed: only the loss by near shading is taken"
            " off."
        )


def _assumed_of_shading(inputs: Inputs) -> Iterable[Message]:
    loss = inputs.parameter(NEAR)
    if isinstance(loss, Factor) and loss.central is not None:
        yield Message.of(
            "The flat loss of {loss} % by near shading is not taken off, as the shading of each"
            " roof is computed: where less than that is lost, the yield is above that of the way"
            " hour by hour.",
            loss=f"{loss.central:g}",
        )
    kept = cast("KeptShading | None", inputs.value("solar.shading_kept"))
    states = cast("RoofStates | None", inputs.value("solar.shading_states"))
    if kept is not None and states is not None:
        yield from assumed(kept, states)


def distance_km(weather: Weather, place: Place) -> float:
    """Return how far the place of the weather is from that of the plan. [km].

    Parameters
    ----------
    weather
        Weather of a year.
    place
        Where the plan lies.
    """
    geod = pyproj.Geod(ellps="WGS84")
    _, _, metres = geod.inv(weather.lon, weather.lat, place.lon, place.lat)
    return float(metres) / 1000.0 if math.isfinite(metres) else math.inf


def why_hours(inputs: Inputs, value: object, path: str) -> Explanation:
    """Return why hours and months are what they are: whose they are, and what gives their shape."""
    del value, path
    found = why(inputs, None, "solar.kwh_per_a")
    modules = cast("RoofModules", inputs.value("solar.modules"))
    chosen = counted(inputs, modules.inside)
    left_out = list(found.left_out)
    if not (chosen == modules.inside).all():
        left_out.append(Message.of("Counted: planned and built roofs."))
    else:
        left_out.append(Message.of("Counted: all roofs, as all or none are planned or built."))
    formula = found.formula
    if route_of(inputs) == "table":
        formula = Message.of(
            "E_h = E · e_h / Σ e_h with E of the table, and e_h the yield hour by hour of the same"
            " planes under the sky that gives the shape"
        )
        weather = weather_in(inputs.parameter(STORED))
        text = "Assumed: hours have the shape of a year without clouds; their sum is the table's."
        if weather is not None:
            text = (
                "Assumed: hours have the shape of the attached weather; their sum is the table's."
            )
        left_out += [Message.of(text), *clock.assumed(inputs)]
    features = MappingProxyType({"rooftops": int(chosen.sum())})
    terms = found.inputs
    if clock.term(inputs) not in terms:
        terms = (*terms, clock.term(inputs))
    return Explanation(formula, terms, features, tuple(left_out))
