"""What the plan says of the quantities that indicators ask for, from its totals.

Each reads paths of the totals, so that it is missing while one of them is. Energy in coal
equivalent, ``W = e · 10⁻³ · kWh + 0.03412 · GJ + 1.33 · 10⁻³ · m³`` [tce], has the coal equivalent
``e`` of electricity that the plan is set to: calorific (GB/T 2589-2020) or by the coal of power
stations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from layers.analysis.coal_equivalent import core_t_tce
from layers.analysis.green_graph import GreenGraph
from layers.analysis.indicator_reading import ENERGY, GAS_FACTOR, Computed, Reading
from layers.analysis.kept_limits import Standing
from layers.analysis.nuisance import Nearest
from layers.analysis.pv_floors import NEW_FACTORIES, Floor
from layers.explanation import Term
from layers.factor_tables.indicators import EMPLOYED
from layers.measure import Results
from layers.message import Message

_BARE: Final = frozenset({"water", "sealed", "bare", "cropland"})
"""Covers that are no greening."""


def _ratio(part: float | None, whole: float | None, times: float = 1.0) -> float | None:
    return times * part / whole if part is not None and whole is not None and whole > 0 else None


# ---- energy -------------------------------------------------------------------------------------

ELECTRICITY: Final = "energy.electricity_kwh_per_a.central"
HEAT: Final = "energy.heat_gj_per_a.central"
GAS: Final = "energy.gas_m3_per_a.central"
USED: Final = "energy.self_used_kwh_per_a"
BOUGHT: Final = "energy.bought_kwh_per_a"
GREEN_POWER: Final = "plan.green_power_pct"
EMITTED: Final = (
    "energy.ledger.industry.central",
    "energy.ledger.buildings.central",
    "energy.ledger.pv.central",
)


def _energy(reading: Reading) -> float | None:
    kwh, heat, gas = (reading.at(path) for path in (ELECTRICITY, HEAT, GAS))
    if kwh is None or heat is None or gas is None:
        return None
    return reading.tce(kwh, heat, gas)


def _core(reading: Reading) -> float | None:
    """Return emissions over energy, of the same buildings and processes. [t CO₂/tce]."""
    emitted = [reading.at(path) for path in EMITTED]
    known = [value for value in emitted if value is not None]
    energy = reading.value("energy_tce")
    if energy is None or len(known) < len(emitted):
        return None
    return core_t_tce(sum(known), energy)


def _clean_kwh(reading: Reading) -> float | None:
    """Return PV that is used in the park and green power that is bought. [kWh/a]."""
    used, bought = reading.at(USED), reading.at(BOUGHT)
    if used is None or bought is None:
        return None
    return used + (reading.setting(GREEN_POWER) or 0.0) / 100.0 * bought


def _clean(reading: Reading) -> float | None:
    kwh, energy = _clean_kwh(reading), reading.value("energy_tce")
    return None if kwh is None else _ratio(reading.tce(kwh), energy, 100.0)


def _renewable(reading: Reading) -> float | None:
    return _ratio(_clean_kwh(reading), reading.at(ELECTRICITY), 100.0)


# ---- land, green, ways --------------------------------------------------------------------------


def _norms(reading: Reading) -> float | None:
    known = judged(reading)
    return known.count("within") / len(known) if known else None


def judged(reading: Reading) -> list[str]:
    """Return how each share of land stands beside the one range that is judged by."""
    rows = cast("list[dict[str, Any]]", reading.found["land"].get("norms") or [])
    states = [row["state"] for row in rows if row.get("judged")]
    return [state for state in states if state in {"within", "below", "above"}]


def _norm_terms(reading: Reading) -> Iterator[Term]:
    known = judged(reading)
    yield Term(Message.of("Shares of land inside their range"), float(known.count("within")))
    yield Term(Message.of("Shares of land that have a range"), float(len(known)))


def _far(reading: Reading) -> float | None:
    return _ratio(*far_counts(reading), 100.0)


def far_counts(reading: Reading) -> tuple[float, float]:
    """Return how many parcels keep the limits of their FAR, and how many have FAR and limit."""
    kept, asked = cast("Standing", reading.results.value("limits.standing")).far
    return float(kept), float(asked)


def _far_terms(reading: Reading) -> Iterator[Term]:
    kept, asked = far_counts(reading)
    yield Term(Message.of("Parcels whose FAR keeps its limit"), kept)
    yield Term(Message.of("Parcels with a FAR and a limit"), asked)


def _green_cover(reading: Reading) -> float | None:
    planted, crowns = greenery(reading)
    if planted is None and crowns is None:
        return None
    share = _ratio((planted or 0.0) + (crowns or 0.0), reading.at("land.site_m2"), 100.0)
    return None if share is None else min(share, 100.0)


def greenery(reading: Reading) -> tuple[float | None, float | None]:
    """Return land with plants, and crowns of street trees; None where not known. [m²]."""
    covers = cast("dict[str, dict[str, Any]]", reading.found["carbon"]["by_cover"])
    areas = [one.get("area_m2") for name, one in covers.items() if name not in _BARE]
    crowns = [one.get("crown_m2") for one in covers.values() if one.get("extra")]
    land, trees = ([one for one in part if one is not None] for part in (areas, crowns))
    return sum(land) if land else None, sum(trees) if trees else None


def _green_terms(reading: Reading) -> Iterator[Term]:
    planted, crowns = greenery(reading)
    yield Term(Message.of("Land with plants"), planted, "m²")
    yield Term(Message.of("Crowns of street trees"), crowns, "m²")


def _shade(reading: Reading) -> float | None:
    share = _ratio(*crowns_and_roads(reading), 100.0)
    return None if share is None else min(share, 100.0)


def crowns_and_roads(reading: Reading) -> tuple[float | None, float | None]:
    """Return crowns of street trees, and the ground of roads. [m²]."""
    street = cast("dict[str, Any]", reading.found["carbon"]["by_cover"]).get("street_tree", {})
    return street.get("crown_m2"), reading.results.value("indicators.road_ground")


def _shade_terms(reading: Reading) -> Iterator[Term]:
    crowns, ground = crowns_and_roads(reading)
    yield Term(Message.of("Crowns of street trees"), crowns, "m²")
    yield Term(Message.of("Ground of roads, length times width"), ground, "m²")


def _ec_share(reading: Reading) -> float | None:
    return _ratio(reading.at("corridors.ec_pc_m2"), patches_m2(reading), 100.0)


def patches_m2(reading: Reading) -> float:
    """Return the area of the patches of green land. [m²]."""
    return float(cast("GreenGraph", reading.results.value("network.graph")).areas.sum())


def _patch_terms(reading: Reading) -> Iterator[Term]:
    yield Term(Message.of("Area of the patches of green land"), patches_m2(reading), "m²")


def new_factories(reading: Reading) -> Floor | None:
    """Return the roofs of new factories and public institutions; None where there is none."""
    floors = cast("tuple[Floor, ...]", reading.results.value("solar.floors"))
    known = (one for one in floors if one.rule.factor == NEW_FACTORIES and one.roof_m2 > 0)
    return next(known, None)


def _roof_pv(reading: Reading) -> float | None:
    found = new_factories(reading)
    return None if found is None else found.share_pct


def _roof_pv_terms(reading: Reading) -> Iterator[Term]:
    found = new_factories(reading)
    if found is not None:
        yield Term(Message.of("Roofs"), float(found.roofs))
        yield Term(Message.of("Field of modules"), found.field_m2, "m²")
        yield Term(Message.of("Roof area"), found.roof_m2, "m²")


def _no_new_factories(reading: Reading) -> Message | None:
    if new_factories(reading) is not None or not len(reading.results.document.layer("rooftops")):
        return None
    return Message.of("No roof of a new factory or public institution is drawn.")


def _jobs(reading: Reading) -> float | None:
    residents, share = reading.at("land.population"), reading.setting(EMPLOYED)
    if residents is None or share is None:
        return None
    return _ratio(reading.at("land.workers"), residents * share / 100.0)


def _nuisance(reading: Reading) -> float | None:
    return cast("Nearest", reading.results.value("chains.nearest")).least_m


def _nuisance_terms(reading: Reading) -> Iterator[Term]:
    found = cast("Nearest", reading.results.value("chains.nearest"))
    yield Term(Message.of("Parcels of nuisance class 3"), float(found.serious))
    yield Term(Message.of("Parcels to be protected from it"), float(found.protected))


def _no_nuisance(reading: Reading) -> Message | None:
    found = cast("Nearest", reading.results.value("chains.nearest"))
    if not len(reading.results.document.layer("parcels")):
        return None
    if not found.serious:
        return Message.of("None there: no parcel is of nuisance class 3.")
    if not found.protected:
        return Message.of("None there: no parcel is to be protected from nuisance class 3.")
    return None


def _share_of(part: str, whole: str) -> Callable[[Reading], float | None]:
    return lambda reading: _ratio(reading.at(part), reading.at(whole), 100.0)


def _path(path: str, formula: Message, *left_out: Message) -> Computed:
    return Computed(
        lambda reading: reading.at(path), formula, (path,), left_out=left_out, same=True
    )


_SAME: Final = Message.of("The number of the totals")
_NO_GRID: Final = Message.of(
    "Clean electricity in the mix of the grid is not counted, nor biomass or waste heat."
)
_CONVENTION: Final = Message.of(
    "The coal equivalent of electricity is a setting of the plan; the annex of the notice on"
    " accounting was not seen."
)
_SCOPE: Final = Message.of(
    "Transport, water supply and the carbon sink are in neither emissions nor energy."
)

COMPUTED: Final[Mapping[str, Computed]] = MappingProxyType(
    {
        "energy_tce": Computed(
            _energy,
            Message.of("W = (e · kWh + 1.33 · m³ of gas) / 1000 + 0.03412 · GJ of heat"),
            (ELECTRICITY, HEAT, GAS),
            ("", GAS_FACTOR),
            (_CONVENTION,),
        ),
        "core": Computed(
            _core,
            Message.of(
                "I = (industry + buildings - PV used in the park) / energy in coal equivalent"
                " (发改环资〔2025〕910号)"
            ),
            (*EMITTED, ENERGY),
            ("",),
            (_SCOPE, _CONVENTION),
        ),
        "clean": Computed(
            _clean,
            Message.of("Clean = e · (PV used in the park + green power) / 1000 / energy"),
            (USED, BOUGHT, ENERGY),
            ("", GREEN_POWER),
            (_NO_GRID, _CONVENTION),
        ),
        "nonfossil": Computed(
            _clean,
            Message.of("Non-fossil = e · (PV used in the park + green power) / 1000 / energy"),
            (USED, BOUGHT, ENERGY),
            ("", GREEN_POWER),
            (_NO_GRID, _CONVENTION),
        ),
        "renewable_electricity": Computed(
            _renewable,
            Message.of("(PV used in the park + green power that is bought) / electricity"),
            (USED, BOUGHT, ELECTRICITY),
            (GREEN_POWER,),
            (Message.of("Renewable electricity in the mix of the grid is not counted."),),
        ),
        "pv_share": Computed(
            _share_of("energy.pv_kwh_per_a", ELECTRICITY),
            Message.of("Yield of planned and built roof PV / electricity"),
            ("energy.pv_kwh_per_a", ELECTRICITY),
        ),
        "roof_pv": Computed(
            _roof_pv,
            Message.of(
                "Usable area of planned and built roofs / area of roofs, of new factories and"
                " public institutions"
            ),
            ("solar.floors",),
            (NEW_FACTORIES,),
            left_out=(
                Message.of("Assumed: a building is new where its land is not used alike today."),
            ),
            terms=_roof_pv_terms,
            none_there=_no_new_factories,
        ),
        "net_co2": _path("carbon.net_t_per_a", _SAME),
        "sink_ratio": _path("energy.sink_pct", _SAME),
        "land_balance": Computed(
            _norms,
            Message.of("Shares of land inside their range / shares that have a range"),
            ("land.norms",),
            left_out=(
                Message.of(
                    "Ranges of parks are taken, those of whole cities where parks have none; they"
                    " advise."
                ),
            ),
            terms=_norm_terms,
        ),
        "far": Computed(
            _far,
            Message.of("Parcels whose FAR keeps its limit / parcels with a FAR and a limit"),
            left_out=(Message.of("Parcels without a FAR or without a limit are not counted."),),
            terms=_far_terms,
        ),
        "green_cover": Computed(
            _green_cover,
            Message.of("(Land with plants + crowns of street trees) / site"),
            ("carbon.by_cover", "land.site_m2"),
            rests=("carbon.sink_t_per_a",),
            terms=_green_terms,
            left_out=(
                Message.of(
                    "Crowns that stand over other green land are counted twice; fields and water"
                    " are no greening."
                ),
            ),
        ),
        "road_shade": Computed(
            _shade,
            Message.of("Crowns of street trees / (length · width of roads)"),
            left_out=(Message.of("Roads without a width are not counted; crossings count twice."),),
            terms=_shade_terms,
        ),
        "road_density": _path("slow.road_km_per_km2", _SAME),
        "slow_density": _path("slow.walk_km_per_km2", _SAME),
        "park_access": _path(
            "access.park_500m_pct",
            _SAME,
            Message.of("Straight lines overstate: along streets less is within reach."),
        ),
        "runoff_control": _path("runoff.control_pct", _SAME),
        "gamma": _path("corridors.gamma", _SAME),
        "ec_share": Computed(
            _ec_share,
            Message.of("Equivalent connectivity EC(PC) / area of the patches of green land"),
            ("corridors.ec_pc_m2",),
            terms=_patch_terms,
        ),
        "chain_adjacency": _path("chains.adjacency", _SAME),
        "jobs_housing": Computed(
            _jobs,
            Message.of("Workers / (residents · share of residents who work)"),
            ("land.workers", "land.population"),
            (EMPLOYED,),
        ),
        "nuisance": Computed(
            _nuisance,
            Message.of(
                "Least distance of parcels of nuisance class 3 from those with housing, a school,"
                " a hospital, or bio or food industry without nuisance"
            ),
            terms=_nuisance_terms,
            none_there=_no_nuisance,
        ),
    }
)
"""How quantities are computed; the empty factor stands for that of the plan's convention."""


def reading_of(results: Results, found: Mapping[str, Any], typed: Mapping[str, float]) -> Reading:
    """Return what the quantities of a plan are read from.

    Parameters
    ----------
    results
        Results of the plan.
    found
        Its totals, as far as they are known.
    typed
        Typed values by quantity.
    """
    return Reading(results, found, typed, COMPUTED)
