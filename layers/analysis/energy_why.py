"""Why the numbers of energy and emissions are what they are."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final, cast

from layers.analysis.carriers import (
    GAS,
    GAS_BOILERS,
    GAS_TCE,
    HEAT,
    HEAT_PUMPS,
    NETWORK,
    Carriers,
    residual_id,
)
from layers.analysis.confidence import computed, weakest
from layers.analysis.demand import Demand, Sums
from layers.analysis.dispatch import Dispatch
from layers.analysis.energy_steps import steps_of
from layers.analysis.floor_area import LIMIT, RATIO, ROOFS
from layers.analysis.ledger import Ledger
from layers.analysis.load_shapes import load_shapes
from layers.analysis.park_hours import Storage
from layers.analysis.pv_footing import Footing
from layers.analysis.roofs import grid_id
from layers.analysis.sink import Range
from layers.analysis.transport import PETROL, Ways
from layers.analysis.water_use import WaterUse
from layers.explanation import Explanation, Term
from layers.factor_tables.energy import building_types
from layers.footing import sentence
from layers.measure import Inputs
from layers.message import Message
from layers.parameters import Factor
from resources.translations import grouped

_FORMULAS: Final = MappingProxyType(
    {
        "net": "Net = industry + transport + buildings + water - PV used in the park · EF - sink;"
        " a low sink goes with a high emission; nothing is subtracted for exported PV",
        "operational": "E = industry + transport + buildings + water, before PV and sink",
        "industry": "E = process electricity · EF + process heat · EF_heat + process emissions,"
        " as entered for the parcels",
        "buildings": "E = Σ floor area · (e · EF + h · 0.0036 · EF_heat), by type of building",
        "transport": "E = workers · 2 · way · days · (cars / people · petrol · EF + buses · k)"
        " + residents · daily way · 365 · petrol · EF",
        "water": "V = Σ land · q / K · 365; E = V · (supply + return · sewage works) · EF",
        "pv": "PV that serves the load, at once or out of the storage, · EF of what would be"
        " bought",
        "green": "The carbon sink of the plan's land, as a negative number",
        "supply": "Hour by hour: PV serves the load first, then fills the storage, then goes to"
        " the grid; what lacks comes from the storage, then from the grid",
        "demand": "Σ floor area · intensity by type of building + process energy as entered",
        "tce": "W = 0.1229 · 10⁻³ · kWh + 0.03412 · GJ + 1.33 · 10⁻³ · m³ of gas, electricity by"
        " its calorific value",
        "floor": "Floor area as entered, else FAR · area of the parcel, else that of its roofs;"
        " by type of building",
        "share": "Sink / operational emissions, both central",
        "export": "Exported PV · grid factor; it is in no balance of the park",
    }
)

_LINES: Final = ("industry", "transport", "buildings", "water", "pv", "green")
_SUPPLY: Final = (
    "supply",
    "peak",
    "pv_kwh",
    "self_",
    "bought",
    "exported",
    "curtailed",
    "storage",
)


def why(inputs: Inputs, value: object, path: str) -> Explanation:
    """Return why a number of energy is what it is."""
    subject = _subject(path)
    lines = {
        "net": _LINES,
        "operational": _LINES[:4],
        "demand": ("industry", "buildings"),
        "floor": ("buildings",),
        "tce": ("industry", "buildings"),
        "supply": ("hours",),
        "share": (*_LINES[:4], "green"),
        "export": ("hours",),
        "pv": ("hours",),
    }.get(subject, (subject,))
    terms = _line_terms(inputs, value, subject)
    left_out: list[Message] = []
    for line in lines:
        more_terms, more_left_out = _PARTS[line]
        terms.extend(more_terms(inputs))
        left_out.extend(more_left_out(inputs))
    if subject not in {"demand", "floor", "tce", "supply", "green"}:
        terms.extend(_emission_terms(inputs, subject))
        left_out.extend(_emission_left_out(inputs))
    sums = cast("Sums", inputs.value("energy.sums"))
    counts = {"parcels": int(sums.parcels.sum())}
    return Explanation(
        Message(_FORMULAS[subject]),
        _distinct(terms),
        MappingProxyType({kind: count for kind, count in counts.items() if count}),
        tuple(left_out),
        steps_of(inputs, value, subject),
    )


_SUMMED: Final = MappingProxyType({"net": _LINES, "operational": _LINES[:4]})
_LINE_TITLES: Final = MappingProxyType(
    {
        "industry": Message.of("Emissions of industry"),
        "buildings": Message.of("Emissions of buildings"),
        "transport": Message.of("Emissions of transport"),
        "water": Message.of("Emissions of water"),
        "pv": Message.of("Emissions that PV used in the park saves"),
        "green": Message.of("Carbon sink, as a negative number"),
    }
)


def _line_terms(inputs: Inputs, value: object, subject: str) -> list[Term]:
    """Return the lines of the ledger that a sum is made of; they add up to it."""
    if subject not in _SUMMED:
        return []
    ledger = value if isinstance(value, Ledger) else inputs.value("energy.ledger")
    lines = cast("Ledger", ledger).lines
    return [Term(_LINE_TITLES[name], lines[name].central, "t CO₂/a") for name in _SUMMED[subject]]


def _subject(path: str) -> str:
    last = path.removeprefix("energy.").removeprefix("carbon.").removeprefix("ledger.")
    name = last.partition(".")[0]
    if name in _FORMULAS and name != "supply":
        return name
    for beginning, subject in (
        ("net_t", "net"),
        ("operational_t", "operational"),
        ("tce", "tce"),
        ("water_m3", "water"),
        ("floor_m2", "floor"),
        ("sink_pct", "share"),
        ("avoided_by_export", "export"),
        *((one, "supply") for one in _SUPPLY),
        ("ledger", "net"),
        ("energy", "net"),
    ):
        if name.startswith(beginning):
            return subject
    return "demand"


def _distinct(terms: list[Term]) -> tuple[Term, ...]:
    return tuple({str(term.name): term for term in terms}.values())


def _factors(inputs: Inputs, *ids: str) -> Iterator[Term]:
    for id_ in ids:
        found = inputs.parameter(id_)
        if isinstance(found, Factor):
            yield Term.of(found)


# ---- lines --------------------------------------------------------------------------------------


def _building_terms(inputs: Inputs) -> Iterator[Term]:
    demand = cast("Demand", inputs.value("energy.demand"))
    for type_, one in demand.types.items():
        title = Message(building_types()[type_].title)
        yield Term(Message.of("Floor area: {title}", title=title), one.floor_m2, "m²")
        used = building_types()[type_].services or type_
        yield from _factors(inputs, f"building.{used}.electricity", f"building.{used}.heat")
    if inputs.parameter("plan.heat_supply") == HEAT_PUMPS:
        yield from _factors(inputs, "supply.cop")


def _building_left_out(inputs: Inputs) -> Iterator[Message]:
    demand = cast("Demand", inputs.value("energy.demand"))
    texts = {
        RATIO: "Assumed: the floor area of {n} parcels is their FAR times their area.",
        ROOFS: "Assumed: the floor area of {n} parcels is that of their roofs.",
        LIMIT: "Assumed: {n} parcels are built up to the upper limit of their FAR.",
    }
    for place, text in texts.items():
        if demand.sources[place]:
            yield Message.of(text, n=demand.sources[place])
    if demand.types:
        yield Message.of("Assumed: what stands on land of a class, as the settings say.")
    if demand.types and inputs.parameter("plan.climate_zone") is None:
        yield Message.of(
            "Assumed: buildings are heated as in the cold zones, as the plan names no climate zone."
        )
    if demand.types:
        yield Message.of("Gas for kitchens, refrigerants and building materials are not counted.")


def _industry_terms(inputs: Inputs) -> Iterator[Term]:
    demand = cast("Demand", inputs.value("energy.demand"))
    names = (
        (Message.of("Process electricity as entered"), "kWh/a"),
        (Message.of("Process heat as entered"), "GJ/a"),
        (Message.of("Process emissions as entered"), "t CO₂/a"),
    )
    for (name, unit), value in zip(names, demand.process.tolist(), strict=True):
        yield Term(name, value, unit, confidence="entered")
    if demand.estimated_parcels:
        for name, unit, row in (
            (Message.of("Process electricity by floor area"), "kWh/a", 0),
            (Message.of("Process heat by floor area"), "GJ/a", 1),
        ):
            yield Term(name, float(demand.estimated[row, 1]), unit)
        for type_ in demand.types:
            if building_types()[type_].services:
                yield from _factors(
                    inputs, f"building.{type_}.electricity", f"building.{type_}.heat"
                )


def _industry_left_out(inputs: Inputs) -> Iterator[Message]:
    demand = cast("Demand", inputs.value("energy.demand"))
    if demand.estimated_parcels:
        text = (
            "Assumed: the process energy of {n} parcels goes by floor area and type of building,"
            " an order of magnitude only."
        )
        yield Message.of(text, n=demand.estimated_parcels)


def _transport_terms(inputs: Inputs) -> Iterator[Term]:
    ways = cast("Ways", inputs.value("energy.ways"))
    if ways.entered:
        value = float(ways.t[1]) if ways.t is not None else None
        yield Term(
            Message.of("Transport emissions as entered"), value, "t CO₂/a", confidence="entered"
        )
        return
    yield Term(Message.of("Workers"), ways.workers, confidence="entered")
    yield Term(Message.of("Residents"), ways.residents, confidence="entered")
    names = ("commute_km", "commute_days", "car_share", "car_persons", "car_kg_km")
    yield from _factors(inputs, *(f"transport.{name}" for name in names), PETROL)
    yield from _factors(
        inputs, *(f"transport.{name}" for name in ("bus_share", "bus_kg_km", "resident_km"))
    )


def _transport_left_out(inputs: Inputs) -> Iterator[Message]:
    if not cast("Ways", inputs.value("energy.ways")).entered:
        yield Message.of("Assumed: the ways of workers and residents. Freight is not counted.")


def _water_terms(inputs: Inputs) -> Iterator[Term]:
    water = cast("WaterUse", inputs.value("energy.water"))
    if water.entered:
        value = float(water.volume_m3[1]) if water.volume_m3 is not None else None
        yield Term(Message.of("Water use as entered"), value, "m³/a", confidence="entered")
    else:
        for name, area in water.areas_m2.items():
            factor = inputs.parameter(name)
            if isinstance(factor, Factor):
                title = Message(factor.title)
                yield Term(Message.of("Land: {title}", title=title), area, "m²")
                yield Term.of(factor)
        yield from _factors(inputs, "water.peak_day")
    yield from _factors(inputs, "water.supply_kwh", "water.return", "water.sewage_kwh")


def _water_left_out(inputs: Inputs) -> Iterator[Message]:
    water = cast("WaterUse", inputs.value("energy.water"))
    if water.areas_m2 and not water.entered:
        yield Message.of("Assumed: water use goes by land as a standard recalled from memory says.")
    if water.kwh is not None:
        yield Message.of("Methane and nitrous oxide of sewage works are not counted.")
    if water.unknown_m2 > 0.005:
        text = "{area} m² of land of unknown use have no water use."
        yield Message.of(text, area=grouped(water.unknown_m2, 2))


def _demanded(inputs: Inputs) -> Iterator[Term]:
    yield from _building_terms(inputs)
    yield from _industry_terms(inputs)


def _hour_terms(inputs: Inputs) -> Iterator[Term]:
    found = cast("Dispatch | None", inputs.value("energy.balance"))
    storage = cast("Storage", inputs.value("energy.storage"))
    if found is not None:
        needs = weakest(one.confidence for one in _demanded(inputs))
        sun = cast("Footing", inputs.value("solar.footing")).confidence
        load, pv = float(found.load.sum()), float(found.pv.sum()) if found.drawn else None
        # Without any PV the sum of it rests on no factor.
        sun = sun if pv else "computed"
        name, of_park = Message.of("Electricity demand"), "energy.electricity_kwh_per_a"
        yield computed(name, load, "kWh/a", of_park, needs)
        yield computed(Message.of("PV yield"), pv, "kWh/a", "energy.pv_kwh_per_a", sun)
        used = None if pv is None else found.used_kwh
        both = weakest((needs, sun)) if pv else "computed"
        name, of_park = Message.of("PV used in the park"), "energy.self_used_kwh_per_a"
        yield computed(name, used, "kWh/a", of_park, both)
    confidence = "computed" if storage.drawn else "entered"
    yield Term(
        Message.of("Capacity of storage"), storage.capacity_kwh, "kWh", confidence=confidence
    )
    if storage.capacity_kwh:
        yield Term(Message.of("Power of storage"), storage.power_kw, "kW")
        yield from _factors(inputs, "supply.storage_efficiency")


def _hour_left_out(inputs: Inputs) -> Iterator[Message]:
    storage = cast("Storage", inputs.value("energy.storage"))
    shape = next(iter(load_shapes().values()))
    yield Message.of(
        "Assumed: the shapes of loads by hour ({source}). The year begins on a Monday and has no"
        " holidays.",
        source=sentence(shape.source),
    )
    if storage.drawn:
        text = "The storage is that of {n} facilities."
        yield Message.of(text, n=storage.drawn)
    if storage.unread:
        text = "{n} storage facilities without a capacity in MWh or kWh are left out."
        yield Message.of(text, n=storage.unread)
    if storage.capacity_kwh and not isinstance(inputs.parameter("plan.storage_mw"), int | float):
        yield Message.of("Assumed: the storage gives half of its capacity in an hour.")
    yield Message.of("Electricity of transport and water works is not in the hours.")


def _green_terms(inputs: Inputs) -> Iterator[Term]:
    sink = cast("Range", inputs.value("carbon.sink"))
    covers, factors = inputs.value("carbon.by_cover"), inputs.factors("sink.")
    sure = weakest(factors[name].confidence for name in covers if name in factors)
    name, path = Message.of("Carbon sink"), "carbon.sink_t_per_a"
    yield computed(name, sink.central, "t CO₂/a", path, sure)


def _green_left_out(inputs: Inputs) -> Iterator[Message]:
    if cast("Range", inputs.value("carbon.sink")).central is not None:
        yield Message.of("What the sink leaves out and assumes stands with the carbon sink.")


_PARTS: Final = MappingProxyType(
    {
        "buildings": (_building_terms, _building_left_out),
        "industry": (_industry_terms, _industry_left_out),
        "transport": (_transport_terms, _transport_left_out),
        "water": (_water_terms, _water_left_out),
        "hours": (_hour_terms, _hour_left_out),
        "pv": (_hour_terms, _hour_left_out),
        "green": (_green_terms, _green_left_out),
    }
)


# ---- emissions ----------------------------------------------------------------------------------


def _emission_terms(inputs: Inputs, subject: str) -> Iterator[Term]:
    carriers = cast("Carriers", inputs.value("energy.carriers"))
    if subject == "transport":
        return
    if carriers.green == 0 or subject == "export":
        yield from _factors(inputs, grid_id(inputs))
    else:
        yield from _factors(inputs, residual_id(inputs))
        name = Message.of("Share of green power in what is bought")
        yield Term(name, 100.0 * carriers.green, "%", confidence="entered")
    if subject in {"water", "pv", "export"}:
        return
    supplies = {
        inputs.parameter("plan.heat_supply"),
        inputs.parameter("plan.process_heat_supply"),
    }
    if NETWORK in supplies:
        yield from _factors(inputs, HEAT)
    if GAS_BOILERS in supplies:
        yield from _factors(inputs, GAS, GAS_TCE, "supply.gas_efficiency")


def _emission_left_out(inputs: Inputs) -> Iterator[Message]:
    if cast("Carriers", inputs.value("energy.carriers")).green:
        yield Message.of("Green power counts as 0, the rest with the residual mix.")
