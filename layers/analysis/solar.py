"""Sun: what the roofs could carry and yield, and what that avoids.

``A_u = A · r``, ``P = A_u · g · d / 1000`` [kWp], ``E = P · Y · k`` [kWh/a],
``ΔE = E · EF / 1000`` [t CO₂/a], with the plan's factors.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from layers.analysis.absent import Missing
from layers.analysis.overlay import Numbers, lie_inside, sound
from layers.measure import Explanation, Inputs, Measure, Results, Term
from layers.message import Message
from layers.parameters import Factor
from layers.units import KG_PER_T, WP_PER_KWP
from resources import shipped

FLAT_UP_TO_DEG: Final = 10.0
"""Modules up to this tilt yield what flat ones do. [°]"""

FAR_KM: Final = 1500.0
"""Beyond this no city of the table says anything about the plan's place. [km]"""

USABLE: Final[Mapping[str, str]] = MappingProxyType(
    {"flat": "pv.usable_flat", "metal": "pv.usable_metal", "pitched": "pv.usable_pitched"}
)
PACKING: Final[Mapping[str, str]] = MappingProxyType(
    {"flat": "pv.gcr_tilt10", "metal": "pv.gcr_flush", "pitched": "pv.gcr_flush"}
)
USUAL_TILT_DEG: Final[Mapping[str, float]] = MappingProxyType(
    {"flat": 10.0, "metal": 5.0, "pitched": 30.0}
)
"""Tilt of the modules where a roof does not say: 10° racks on flat roofs, flush on others. [°]"""

ASSUMED_TYPE: Final = "flat"
"""Type of a roof that does not say: of flat and metal the more cautious one."""


@dataclass(frozen=True, slots=True)
class YieldPlace:
    """A city of the yield table.

    Parameters
    ----------
    city, title, title_zh
        Its id in the table and its names.
    lon, lat
        Where it lies, WGS 84. [°]
    """

    city: str
    title: str
    title_zh: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Site:
    """Whose yield the plan takes.

    Parameters
    ----------
    factor
        Id of the factor.
    distance_km
        How far the city is; None where the plan names the city itself. [km]
    """

    factor: str
    distance_km: float | None


# ---- formulas -----------------------------------------------------------------------------------


def peak_power_kwp(
    roof_m2: Numbers, usable_share: Numbers, packing: Numbers, density_wp_m2: float
) -> Numbers:
    """Return the power of roofs full of modules, ``P = A · r · g · d / 1000``.

    Parameters
    ----------
    roof_m2
        Plane area of the roof. [m²]
    usable_share
        Usable share of it. [-]
    packing
        Module area over usable roof area. [-]
    density_wp_m2
        Rated power over module area. [Wp/m²]

    Returns
    -------
    ndarray
        Rated power. [kWp]

    Examples
    --------
    >>> peak_power_kwp(np.array([1000.0]), np.array([0.5]), np.array([0.8]), 200.0).tolist()
    [80.0]
    """
    return roof_m2 * usable_share * packing * density_wp_m2 / WP_PER_KWP


def yearly_kwh(kwp: Any, yield_kwh_kwp: float, k_mount: Any = 1.0) -> Any:  # noqa: ANN401
    """Return what modules yield in the first year, ``E = P · Y · k``.

    Parameters
    ----------
    kwp
        Rated power. [kWp]
    yield_kwh_kwp
        Specific yield at optimum tilt, performance ratio inside. [kWh/(kWp·a)]
    k_mount
        1 at optimum tilt, the flat factor if flush or at 10°. [-]

    Examples
    --------
    >>> yearly_kwh(1518.0, 1210.0)
    1836780.0
    """
    return kwp * yield_kwh_kwp * k_mount


def avoided_t(kwh: Any, grid_kg_kwh: float) -> Any:  # noqa: ANN401
    """Return the emissions that electricity avoids, ``E · EF / 1000``. [t CO₂/a].

    Examples
    --------
    >>> avoided_t(2_000_000.0, 0.5)
    1000.0
    """
    return kwh * grid_kg_kwh / KG_PER_T


def life_kwh(first_kwh: float, years: int, first_loss: float, yearly_loss: float) -> float:
    """Return the yield over the life of modules.

    ``E_1 · (1 - d1 / 2)`` in the first year, ``E_1 · (1 - d1) · (1 - d)^(t - 2)`` after it.

    Parameters
    ----------
    first_kwh
        Yield of the first year without degradation. [kWh/a]
    years
        Life. [a]
    first_loss, yearly_loss
        Degradation in the first year and in each later one. [-]

    Examples
    --------
    >>> life_kwh(1000.0, 2, 0.02, 0.0)
    1970.0
    """
    later = [(1 - first_loss) * (1 - yearly_loss) ** (t - 2) for t in range(2, years + 1)]
    return first_kwh * math.fsum([1 - first_loss / 2, *later])


def ground_coverage(latitude_deg: float, tilt_deg: float) -> float:
    """Return module area over ground of rows that do not shade one another.

    From 9:00 to 15:00 at the winter solstice, ``D = L·cosβ + L·sinβ·(0.707·tanφ + 0.4338) /
    (0.707 - 0.4338·tanφ)``, ``g = L / D`` (GB 50797-2012).

    Parameters
    ----------
    latitude_deg, tilt_deg
        Latitude φ and tilt of the modules β. [°]

    Examples
    --------
    >>> round(ground_coverage(35.0, 10.0), 4)
    0.7221
    """
    tangent = math.tan(math.radians(latitude_deg))
    tilt = math.radians(tilt_deg)
    shadow = (0.707 * tangent + 0.4338) / (0.707 - 0.4338 * tangent)
    return 1.0 / (math.cos(tilt) + math.sin(tilt) * shadow)


# ---- the place ----------------------------------------------------------------------------------


@cache
def yield_places() -> tuple[YieldPlace, ...]:
    """Return the cities of the yield table with their places."""
    text = shipped("factors", "yield_places.csv").read_text(encoding="utf-8")
    return tuple(
        YieldPlace(
            row["city"], row["name_en"], row["name_zh"], float(row["lon"]), float(row["lat"])
        )
        for row in csv.DictReader(io.StringIO(text))
    )


@cache
def _to_degrees(crs: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


def nearest_place(lon: float, lat: float) -> tuple[YieldPlace, float]:
    """Return the nearest city of the yield table and its distance [km].

    Examples
    --------
    >>> place, distance_km = nearest_place(117.5, 34.9)
    >>> place.title, round(distance_km)
    ('Zaozhuang', 21)
    """
    places = yield_places()
    _, _, distances = pyproj.Geod(ellps="WGS84").inv(
        [lon] * len(places),
        [lat] * len(places),
        [place.lon for place in places],
        [place.lat for place in places],
    )
    nearest = int(np.argmin(distances))
    return places[nearest], float(distances[nearest]) / 1000.0


def _centre(inputs: Inputs) -> tuple[float, float] | None:
    """Return where the plan lies: the middle of its parcels, else of its red line or roofs. [°]."""
    for kind in ("parcels", "boundary", "rooftops"):
        shapes = inputs.geometries(kind)
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if len(shapes):
            box = shapely.total_bounds(shapes)
            lon, lat = _to_degrees(inputs.crs).transform(
                (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            )
            if math.isfinite(lon) and math.isfinite(lat):
                return lon, lat
    return None


def _yield_factor(inputs: Inputs) -> str | None:
    """Return the id of the yield factor that the plan takes, None where no city is near."""
    wanted = inputs.parameter("plan.yield_city")
    if wanted:
        return _named(inputs, str(wanted))
    centre = _centre(inputs)
    if centre is None:
        return None
    place, distance_km = nearest_place(*centre)
    return f"pv.yield_{place.city}" if distance_km <= FAR_KM else None


def _named(inputs: Inputs, wanted: str) -> str | None:
    by_title = {place.title_zh: place.city for place in yield_places()}
    by_title |= {place.title: place.city for place in yield_places()}
    city = by_title.get(wanted, wanted.removeprefix("pv.").removeprefix("yield_"))
    found = f"pv.yield_{city}"
    return found if f"yield_{city}" in inputs.factors("pv.") else None


# ---- measures -----------------------------------------------------------------------------------


def _central(inputs: Inputs, id_: str | None) -> float | None:
    found = inputs.parameter(id_) if id_ else None
    return found.central if isinstance(found, Factor) else None


def _grid_id(inputs: Inputs) -> str:
    return f"emission.{str(inputs.parameter('plan.grid_factor')).removeprefix('emission.')}"


def _types(rows: pd.DataFrame) -> NDArray[np.object_]:
    """Return the roof types, those that are missing or unknown replaced."""
    found = rows["roof_type"].to_numpy(dtype=object)
    return np.where(_known(rows), found, ASSUMED_TYPE)


def _known(rows: pd.DataFrame) -> NDArray[np.bool_]:
    return np.asarray(rows["roof_type"].isin(list(USABLE)), bool)


def _by_type(types: NDArray[np.object_], values: Mapping[str, float]) -> Numbers:
    found = np.full(len(types), np.nan)
    for name, value in values.items():
        found[types == name] = value
    return found


def _filled(rows: pd.DataFrame, column: str, usual: Numbers) -> Numbers:
    given = rows[column].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isnan(given), usual, given)


def _has_status(rows: pd.DataFrame, status: str) -> NDArray[np.bool_]:
    return np.asarray(rows["pv"].isin([status]), bool)


def _roofs(inputs: Inputs) -> pd.DataFrame:
    """Return for each roof what it could carry and yield, NaN where a factor is missing."""
    shapes = sound(inputs.geometries("rooftops"))
    rows = inputs.rows("rooftops")
    types = _types(rows)
    inside = lie_inside(inputs.value("land.site"), shapes)
    roof_m2 = np.where(inside, shapely.area(shapes), 0.0)
    usual = _by_type(types, {name: _number(inputs, id_) for name, id_ in USABLE.items()})
    packing = _by_type(types, {name: _number(inputs, id_) for name, id_ in PACKING.items()})
    usable = _filled(rows, "usable_share", usual)
    tilt = _filled(rows, "tilt_deg", _by_type(types, USUAL_TILT_DEG))
    flat = (types == "flat") | (tilt <= FLAT_UP_TO_DEG)
    k_mount = np.where(flat, _number(inputs, "pv.yield_flat_factor"), 1.0)
    density = _number(inputs, "pv.density_mono")
    kwp = peak_power_kwp(roof_m2, usable, packing, density)
    kwh = yearly_kwh(kwp, _number(inputs, inputs.value("solar.yield_factor")), k_mount)
    return pd.DataFrame(
        {
            "inside": inside,
            "roof_m2": roof_m2,
            "usable_m2": roof_m2 * usable,
            "kwp": kwp,
            "kwh_per_a": kwh,
            "avoided_t_per_a": avoided_t(kwh, _number(inputs, _grid_id(inputs))),
        },
        index=pd.Index(inputs.ids("rooftops"), name="fid"),
    )


def _number(inputs: Inputs, id_: str | None) -> float:
    found = _central(inputs, id_)
    return math.nan if found is None else found


SUMS: Final = ("roof_m2", "usable_m2", "kwp", "kwh_per_a", "avoided_t_per_a")


def _sums(inputs: Inputs) -> Mapping[str, Mapping[str, float | None]]:
    """Return the sums over all roofs, the planned and the built ones; None where one is missing."""
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    rows = inputs.rows("rooftops")
    chosen = {
        "all": np.ones(len(roofs), bool),
        "planned": _has_status(rows, "planned"),
        "built": _has_status(rows, "built"),
    }
    return MappingProxyType(
        {
            name: MappingProxyType(
                {column: _sum(roofs[column].to_numpy()[mask]) for column in SUMS}
            )
            for name, mask in chosen.items()
        }
    )


def _sum(values: Numbers) -> float | None:
    total = math.fsum(values)
    return None if math.isnan(total) else total


def _of_all(column: str) -> Any:  # noqa: ANN401
    def compute(inputs: Inputs) -> float | None:
        return inputs.value("solar.sums")["all"][column]

    return compute


# ---- why ----------------------------------------------------------------------------------------


def _why(inputs: Inputs, value: object, path: str) -> Explanation:
    del value
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    rows = inputs.rows("rooftops")
    inside = roofs["inside"].to_numpy()
    for part in ("planned", "built"):
        if f".{part}" in path:
            inside = inside & _has_status(rows, part)
    types = _types(rows)[inside]
    terms = [Term(Message.of("Roof area"), float(roofs["roof_m2"].to_numpy()[inside].sum()), "m²")]
    terms += [
        Term.of(found)
        for found in (inputs.parameter(id_) for id_ in _factor_ids(inputs, types, path))
        if isinstance(found, Factor)
    ]
    return Explanation(
        Message.of(
            "A_u = A · r; P = A_u · g · d / 1000; E = P · Y · k, k = flat factor for modules up to "
            "10°, else 1; avoided = E · EF / 1000"
        ),
        tuple(terms),
        MappingProxyType({"rooftops": int(inside.sum())}),
        tuple(_assumed(inputs, rows.iloc[np.flatnonzero(inside)], path)),
    )


def _factor_ids(inputs: Inputs, types: NDArray[np.object_], path: str) -> list[str]:
    found = sorted({USABLE[name] for name in set(types)})
    if path.endswith(("roof_m2", "usable_m2")):
        return found if path.endswith("usable_m2") else []
    found += [*sorted({PACKING[name] for name in set(types)}), "pv.density_mono"]
    if not path.endswith("kwp"):
        found += [str(inputs.value("solar.yield_factor")), "pv.yield_flat_factor"]
    if path.endswith(("solar", "avoided_t_per_a", "avoided")):
        found.append(_grid_id(inputs))
    return found


def _assumed(inputs: Inputs, rows: pd.DataFrame, path: str) -> Iterable[Message]:
    roofs = cast("pd.DataFrame", inputs.value("solar.roofs"))
    outside = int((~roofs["inside"].to_numpy(dtype=bool)).sum())
    if outside:
        yield Message.of("{n} roofs outside the red line are left out.", n=outside)
    if path.endswith("roof_m2"):
        return
    unknown = int((~_known(rows)).sum())
    if unknown:
        yield Message.of("Assumed: {n} roofs without a known type are flat.", n=unknown)
    shared = int(rows["usable_share"].isna().to_numpy().sum())
    if shared:
        text = "Assumed: {n} roofs without a usable share take that of their type."
        yield Message.of(text, n=shared)
    if path.endswith("kwp"):
        return
    factor = inputs.value("solar.yield_factor")
    if factor and not inputs.parameter("plan.yield_city"):
        city = str(factor).removeprefix("pv.yield_")
        place = next(place for place in yield_places() if place.city == city)
        text = "Assumed: the yield of {city}, the nearest city of the table."
        yield Message.of(text, city=Message(place.title))
    tilted = int(rows["tilt_deg"].isna().to_numpy().sum())
    if tilted:
        text = (
            "Assumed: on {n} roofs without a tilt, modules at 10° on flat ones, flush and nearly "
            "flat on metal ones, near the optimum on pitched ones."
        )
        yield Message.of(text, n=tilted)


_READ: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"rooftops": ("roof_type", "usable_share", "tilt_deg", "pv")}
)
_SETTINGS: Final = ("pv.", "emission.", "plan.grid_factor", "plan.yield_city")


def _total(name: str, title: str, unit: str, column: str) -> Measure:
    return Measure(
        f"solar.{name}",
        title,
        unit,
        _of_all(column),
        layers=_READ,
        parameters=_SETTINGS,
        measures=("solar.sums", "solar.roofs", "solar.yield_factor"),
        explain=_why,
    )


MEASURES = (
    Measure(
        "solar.yield_factor",
        "Specific yield taken",
        "",
        _yield_factor,
        layers=MappingProxyType(dict.fromkeys(("parcels", "boundary", "rooftops"), ("geometry",))),
        parameters=("plan.yield_city", "pv."),
    ),
    Measure(
        "solar.roofs",
        "Roof photovoltaics",
        "",
        _roofs,
        layers=MappingProxyType(
            {"rooftops": ("geometry", "roof_type", "usable_share", "tilt_deg")}
        ),
        parameters=("pv.", "emission.", "plan.grid_factor"),
        measures=("land.site", "solar.yield_factor"),
        per_feature="rooftops",
    ),
    Measure(
        "solar.sums",
        "Roof photovoltaics, sums",
        "",
        _sums,
        layers=_READ,
        parameters=_SETTINGS,
        measures=("solar.roofs", "solar.yield_factor"),
        explain=_why,
    ),
    _total("roof", "Roof area", "m²", "roof_m2"),
    _total("usable", "Usable roof area", "m²", "usable_m2"),
    _total("kwp", "Roof PV power", "kWp", "kwp"),
    _total("kwh", "Roof PV yield", "kWh/a", "kwh_per_a"),
    _total("avoided", "Emissions avoided by roof PV", "t CO₂/a", "avoided_t_per_a"),
)

PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "solar": "solar.sums",
        "solar.roof_m2": "solar.roof",
        "solar.usable_m2": "solar.usable",
        "solar.kwp": "solar.kwp",
        "solar.kwh_per_a": "solar.kwh",
        "solar.avoided_t_per_a": "solar.avoided",
    }
)


def section(results: Results) -> Mapping[str, Mapping[str, Any]]:
    """Return what the totals say about the sun."""
    sums = cast("Mapping[str, Mapping[str, float | None]]", results.value("solar.sums"))
    factor = results.value("solar.yield_factor")
    return {
        "solar": {
            **sums["all"],
            "planned": dict(sums["planned"]),
            "built": dict(sums["built"]),
            "yield_city": str(factor).removeprefix("pv.yield_") if factor else None,
        }
    }


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the sun's totals lack."""
    sums = cast("Mapping[str, Mapping[str, float | None]]", results.value("solar.sums"))["all"]
    roofs = len(results.document.layer("rooftops"))
    if results.value("solar.yield_factor") is None:
        needs = Message.of("a specific yield: choose the city of the PV yield")
        yield Missing("solar.yield_city", needs)
        if sums["kwh_per_a"] is None:
            yield Missing("solar.kwh_per_a", needs, roofs)
    elif sums["kwh_per_a"] is None:
        yield Missing("solar.kwh_per_a", Message.of("all factors of roof PV"), roofs)
    if sums["avoided_t_per_a"] is None:
        yield Missing("solar.avoided_t_per_a", Message.of("the yield and a grid factor"), roofs)
