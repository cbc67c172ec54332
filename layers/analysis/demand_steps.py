"""Energy, water and transport of the land with the plan's values put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from layers.analysis.carriers import Carriers
from layers.analysis.coal_equivalent import CALORIFIC_KGCE_KWH, GAS_KGCE_M3, TCE_PER_GJ
from layers.analysis.demand import Demand, Sums
from layers.analysis.energy import CARRIERS, by_carrier
from layers.analysis.intensities import CENTRAL, UseRates, band
from layers.analysis.ledger import Ledger
from layers.analysis.overlay import Numbers
from layers.analysis.transport import PETROL, Ways, resident_t, worker_t
from layers.analysis.water_use import WaterUse, yearly_m3
from layers.analysis.worked import Work, added_up, inputs_of, line, sum_line, total_line
from layers.explanation import Step, band_of
from layers.factor_tables.energy import building_types
from layers.measure import Results
from layers.message import Message
from layers.units import GJ_PER_KWH, KG_PER_T

_ENTERED: Final = (
    Message.of("Process electricity as entered"),
    Message.of("Process heat as entered"),
)
_ESTIMATED: Final = (
    Message.of("Process electricity by floor area"),
    Message.of("Process heat by floor area"),
)


def _demand(results: Results) -> Demand:
    return cast("Demand", results.value("energy.demand"))


def _title(type_: str) -> Message:
    return Message(building_types()[type_].title)


# ---- floor area and demand ----------------------------------------------------------------------


def _floors_of(results: Results, type_: str) -> Numbers:
    """Return the floor area of a type of building by land use. [m²]."""
    sums = cast("Sums", results.value("energy.sums"))
    rates = cast("UseRates", results.value("energy.use_rates"))
    shares = [sum(share for rate, share in parts if rate.type == type_) for parts in rates.types]
    return sums.floor_m2 * shares * rates.known


def _of_floor(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    whole = found["energy"]["floor_m2"]
    types = _demand(results).types
    if whole is None:
        return
    steps = [sum_line(_title(one), _floors_of(results, one).tolist(), "m²") for one in types]
    rest = whole - sum(one.floor_m2 for one in types.values())
    if abs(rest) > 1e-6 * whole:
        name = Message.of("Floor area without energy use")
        steps.append(Step.of(name, "{A}", rest, "m²", A=rest))
    yield from steps
    yield total_line(path, steps)


def _of_type(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    type_, _, name = path.removeprefix("energy.by_type.").partition(".")
    one = _demand(results).types.get(type_)
    if one is None or not one.floor_m2:
        return
    name = name.partition(".")[0]
    path = f"energy.by_type.{type_}.{name}"
    if name == "floor_m2":
        yield sum_line(path, _floors_of(results, type_).tolist())
    if name == "electricity_kwh_per_a":
        yield _by_floor(path, "{F} × {e}", one.floor_m2, one.electricity_kwh)
    if name == "heat_gj_per_a":
        yield _by_floor(path, "{F} × {e} × 0.0036", one.floor_m2, one.heat_gj, GJ_PER_KWH)


def _by_floor(path: str, text: str, floor: float, amounts: Numbers, unit: float = 1.0) -> Step:
    amount = float(amounts[CENTRAL])
    return line(path, text, amount, F=floor, e=amount / floor / unit)


def _of_carrier(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    """Yield what types of buildings and processes need, and what heat is made of."""
    del found
    demand, name = _demand(results), path.split(".")[1]
    row = CARRIERS.index(name)
    whole, path = by_carrier(demand)[row], f"energy.{name}"
    if whole.central is None or demand.buildings is None or demand.processes is None:
        return
    carriers = cast("Carriers", results.value("energy.carriers"))
    heats: list[Step] = []
    uses: list[Step] = []
    for type_, one in demand.types.items():
        floor, title = one.floor_m2, _title(type_)
        rates = [band_of(one.electricity_kwh / floor), band_of(one.heat_gj / floor / GJ_PER_KWH)]
        value = band_of(one.electricity_kwh)
        uses.append(Step.of(title, "{F} × {e}", value, "kWh/a", F=floor, e=rates[0]))
        text, value = "{F} × {e} × 0.0036", band_of(one.heat_gj)
        heats.append(Step.of(title, text, value, "GJ/a", F=floor, e=rates[1]))
    made: list[Step] = []
    for place, (steps, unit) in enumerate(((uses, "kWh/a"), (made, "GJ/a"))):
        entered, guess = float(demand.process[place]), band_of(demand.estimated[place])
        if entered:
            steps.append(Step.of(_ENTERED[place], "{P}", entered, unit, P=entered))
        if any(guess):
            steps.append(Step.of(_ESTIMATED[place], "{P}", guess, unit, P=guess))
    yield from [*(uses if row == 0 else []), *heats, *made]
    yield line(
        path,
        ("{E} + " if row == 0 else "") + "{B} × {b} + {P} × {p}",
        (whole.low, whole.central, whole.high),
        E=added_up(uses),
        B=added_up(heats),
        P=added_up(made),
        b=band_of(carriers.heat[row]),
        p=band_of(carriers.process_heat[row]),
    )


def _of_tce(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    value = found["energy"]["tce_per_a"]
    if value is not None:
        amounts = [one.central for one in by_carrier(_demand(results))]
        yield line(
            path,
            "({e} × {E} + {g} × {V}) / 1000 + {h} × {Q}",
            value,
            e=CALORIFIC_KGCE_KWH,
            E=amounts[0],
            g=GAS_KGCE_M3,
            V=amounts[2],
            h=TCE_PER_GJ,
            Q=amounts[1],
        )


# ---- water and transport ------------------------------------------------------------------------


def _of_water(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    water, path = cast("WaterUse", results.value("energy.water")), "energy.water_m3_per_a"
    if water.volume_m3 is None:
        return
    if water.entered:
        entered = float(water.volume_m3[CENTRAL])
        yield line(path, "{V}", entered, V=entered)
        return
    inputs = inputs_of(results, parameters=("water.",))
    over, steps = band(inputs.parameter("water.peak_day")), list[Step]()
    for name, area in water.areas_m2.items():
        largest, title = inputs.factor(name), Message(inputs.factor(name).title)
        steps.append(
            Step.of(
                title,
                "{A} / 10000 × {q} / {K} × 365",
                band_of(yearly_m3(area, band(largest), over)),
                "m³/a",
                A=area,
                q=band_of(band(largest)),
                K=band_of(over[::-1]),
            )
        )
    yield from steps
    yield total_line(path, steps)


def _of_water_works(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found, path
    water = cast("WaterUse", results.value("energy.water"))
    emitted = cast("Ledger", results.value("energy.ledger")).lines["water"]
    carriers = cast("Carriers", results.value("energy.carriers"))
    if water.volume_m3 is None or emitted.central is None:
        return
    inputs = inputs_of(results, parameters=("water.",))
    names = ("supply_kwh", "return", "sewage_kwh")
    supply, back, sewage = (band_of(band(inputs.parameter(f"water.{one}"))) for one in names)
    yield line(
        "energy.ledger.water",
        "{V} × ({s} + {r} × {w}) × {EF} / 1000",
        (emitted.low, emitted.central, emitted.high),
        V=band_of(water.volume_m3),
        s=supply,
        r=back,
        w=sewage,
        EF=carriers.bought,
    )


def _of_transport(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found
    ways, path = cast("Ways", results.value("energy.ways")), "energy.ledger.transport"
    if ways.t is None:
        return
    if ways.entered or not (ways.workers or ways.residents):
        yield line(path, "{T}", float(ways.t[CENTRAL]), T=float(ways.t[CENTRAL]))
        return
    inputs = inputs_of(results, parameters=("transport.", PETROL))
    values = {name: band(factor) for name, factor in inputs.factors("transport.").items()}
    petrol = float(band(inputs.parameter(PETROL))[CENTRAL])
    steps: list[Step] = []
    if ways.workers:
        steps.append(
            Step.of(
                Message.of("Workers"),
                "{N} × 2 × {s} × {d} × ({c} / {p} × {q} × {EF} + {b} × {k}) / 1000",
                band_of(ways.workers * worker_t(values, petrol)),
                "t CO₂/a",
                N=ways.workers,
                s=band_of(values["commute_km"]),
                d=band_of(values["commute_days"]),
                c=band_of(values["car_share"]),
                p=band_of(values["car_persons"][::-1]),
                q=band_of(values["car_kg_km"]),
                EF=petrol,
                b=band_of(values["bus_share"]),
                k=band_of(values["bus_kg_km"]),
            )
        )
    if ways.residents:
        steps.append(
            Step.of(
                Message.of("Residents"),
                "{N} × {s} × 365 × {q} × {EF} / 1000",
                band_of(ways.residents * resident_t(values, petrol)),
                "t CO₂/a",
                N=ways.residents,
                s=band_of(values["resident_km"]),
                q=band_of(values["car_kg_km"]),
                EF=petrol,
            )
        )
    yield from steps
    yield total_line(path, steps)


# ---- lines that rest on other numbers -----------------------------------------------------------


def _of_green(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del path
    emitted = cast("Ledger", results.value("energy.ledger")).lines["green"]
    sink = found["carbon"]["sink_t_per_a"]
    if emitted.central is not None:
        taken = (sink["high"], sink["central"], sink["low"])
        shown = (emitted.low, emitted.central, emitted.high)
        yield line("energy.ledger.green", "0 - {S}", shown, S=taken)


def _of_pv(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    del found, path
    emitted = cast("Ledger", results.value("energy.ledger")).lines["pv"]
    used = cast("Numbers | None", results.value("energy.pv_used"))
    carriers = cast("Carriers", results.value("energy.carriers"))
    if emitted.central is not None and used is not None:
        shown = (emitted.low, emitted.central, emitted.high)
        text, bought = "0 - {U} × {EF} / 1000", carriers.bought
        yield line("energy.ledger.pv", text, shown, U=band_of(used[::-1]), EF=bought)


def _of_share(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    ledger, sink = cast("Ledger", results.value("energy.ledger")), found["carbon"]["sink_t_per_a"]
    if ledger.sink_pct is not None:
        whole = ledger.operational.central
        yield line(path, "100 × {S} / {E}", ledger.sink_pct, S=sink["central"], E=whole)


def _of_export(results: Results, found: Mapping[str, Any], path: str) -> Iterator[Step]:
    ledger = cast("Ledger", results.value("energy.ledger"))
    out = found["energy"]["exported_kwh_per_a"]
    grid = cast("Carriers", results.value("energy.carriers")).grid
    if ledger.avoided_by_export is not None and out is not None:
        yield line(path, "{X} × {EF} / 1000", out * grid / KG_PER_T, X=out, EF=grid)


STEPS: Final[Mapping[str, Work]] = MappingProxyType(
    {
        "energy.floor_m2": _of_floor,
        "energy.by_type": _of_type,
        **{f"energy.{name}": _of_carrier for name in CARRIERS},
        "energy.tce_per_a": _of_tce,
        "energy.water_m3_per_a": _of_water,
        "energy.ledger.water": _of_water_works,
        "energy.ledger.transport": _of_transport,
        "energy.ledger.green": _of_green,
        "energy.ledger.pv": _of_pv,
        "energy.sink_pct": _of_share,
        "energy.avoided_by_export_t_per_a": _of_export,
    }
)
