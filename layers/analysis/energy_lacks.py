"""What the totals of energy and emissions lack: missing ones, and those that lack inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

import numpy as np

from layers.analysis.absent import Missing
from layers.analysis.carbon import missing as missing_carbon
from layers.analysis.carriers import HEAT, Carriers
from layers.analysis.demand import Demand
from layers.analysis.dispatch import Dispatch
from layers.analysis.energy import CARRIERS, OF_SUPPLY, Supply
from layers.analysis.ledger import SOURCES, Ledger
from layers.analysis.transport import Ways
from layers.measure import Results
from layers.message import Message
from layers.parameters import Factor

Lacks = list[tuple[Message, int]]
_DEMANDED: Final = ("industry", "buildings")
_FACTORS: Final = Message.of("factors of energy")
_SINK: Final = "carbon.sink_t_per_a"
_NO_ROOFS: Final = Message.of("rooftops: PV is in no sum until roofs are drawn")


def _lacks(results: Results) -> Mapping[str, Lacks]:
    """Return what each line of the ledger lacks, with the count of parcels."""
    demand = cast("Demand", results.value("energy.demand"))
    ways = cast("Ways", results.value("energy.ways"))
    lines = cast("Ledger", results.value("energy.ledger")).lines
    found: dict[str, Lacks] = {name: [] for name in SOURCES}
    if not len(results.document.layer("parcels")):
        return {name: [(Message.of("parcels"), 0)] for name in SOURCES}
    for text, names, count in (
        ("the land use of {n} parcels, and factors for it", _DEMANDED, demand.unknown_use),
        (
            "the floor area or the FAR of {n} parcels with buildings",
            ("buildings",),
            demand.without_floor,
        ),
        ("the process energy of {n} industrial parcels", ("industry",), demand.without_process),
        ("the workers of {n} parcels", ("transport",), ways.without_workers),
        ("the residents of {n} parcels", ("transport",), ways.without_residents),
    ):
        for name in names if count else ():
            found[name].append((Message.of(text, n=count), count))
    found["buildings"] += _blank(results, demand.blank)
    found["industry"] += _blank(results, demand.blank_processes)
    if ways.entered:
        found["transport"] = []
    # What is missing though every parcel says what it should.
    grid, heat = _emitting(results)
    for name, factors, other in (
        ("industry", (*grid, *heat), _FACTORS),
        ("buildings", (*grid, *heat), _FACTORS),
        ("transport", (), Message.of("workers or residents, and factors of transport")),
        ("water", grid, Message.of("land of a known use, and factors of water")),
    ):
        if lines[name].central is not None:
            continue
        if factors:
            found[name] += [(one, 0) for one in factors]
        elif not found[name]:
            found[name].append((other, 0))
    return found


def _emitting(results: Results) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """Return which emission factors of electricity, and of heat, have no value."""
    carriers = cast("Carriers", results.value("energy.carriers"))
    grid: tuple[Message, ...] = ()
    heat: tuple[Message, ...] = ()
    if np.isnan(carriers.bought):
        title = _title(results, carriers.factor)
        grid = (Message.of("the emission factor of electricity: {title}", title=title),)
    if np.isnan(carriers.network):
        title = _title(results, HEAT)
        heat = (Message.of("the emission factor of heat: {title}", title=title),)
    return grid, heat


def _blank(results: Results, ids: Iterable[str]) -> Lacks:
    """Return factors that have no number as what is needed."""
    text = "a number for the factor {factor}"
    return [(Message.of(text, factor=_title(results, id_)), 0) for id_ in ids]


def _title(results: Results, id_: str) -> Message:
    found = results.document.parameters.get(id_)
    return Message(found.title if isinstance(found, Factor) else id_)


def _distinct(*parts: Lacks) -> Lacks:
    return list({str(one[0]): one for part in parts for one in part}.values())


def _needed(results: Results) -> Iterator[tuple[str, Lacks]]:
    lacks = _lacks(results)
    ledger = cast("Ledger", results.value("energy.ledger"))
    supply = cast("Supply", results.value("energy.supply"))
    energy = _distinct(lacks["buildings"], lacks["industry"])
    emitting = {str(one) for part in _emitting(results) for one in part}
    demand = [one for one in energy if str(one[0]) not in emitting]
    if supply.peak_load_kw is None and not demand:
        demand = [(_FACTORS, 0)]
    every = _distinct(*lacks.values())
    sun = _of_sun(results, demand)
    saved = sun
    if not sun and ledger.lines["pv"].central is None:
        saved = [(one, 0) for one in _emitting(results)[0]]
    green: Lacks = [
        (one.needs, one.features) for one in missing_carbon(results) if one.path == _SINK
    ]
    if ledger.lines["green"].central is None and not green:
        green = [(Message.of("the carbon sink"), 0)]
    yield "carbon.operational_t_per_a", every
    yield "carbon.net_t_per_a", _distinct(every, green, saved)
    for name, part in lacks.items():
        yield f"energy.ledger.{name}", part
    yield "energy.ledger.green", green
    yield "energy.ledger.pv", _distinct(saved, demand)
    yield "energy.ledger.operational", every
    yield "energy.ledger.net", _distinct(every, green, saved)
    yield "energy.floor_m2", lacks["buildings"]
    for key in (*CARRIERS, "tce_per_a"):
        yield f"energy.{key}", demand
    yield "energy.water_m3_per_a", lacks["water"]
    share = _distinct(every, green)
    if ledger.sink_pct is None:
        share = share or [(Message.of("emissions above 0"), 0)]
    yield "energy.sink_pct", share
    for key, name in OF_SUPPLY.items():
        yield f"energy.{key}", _of_supply(key, getattr(supply, name), sun, demand)
    if ledger.avoided_by_export is None:
        grid: Lacks = [(one, 0) for one in _emitting(results)[0]]
        yield "energy.avoided_by_export_t_per_a", sun or grid or demand
    else:
        yield "energy.avoided_by_export_t_per_a", demand


def _of_sun(results: Results, demand: Lacks) -> Lacks:
    """Return what the hours of PV lack."""
    supply = cast("Supply", results.value("energy.supply"))
    balance = cast("Dispatch | None", results.value("energy.balance"))
    if supply.pv_kwh is not None:
        return []
    if balance is not None and not balance.drawn:
        return [(_NO_ROOFS, 0)]
    if results.value("energy.hourly") is not None:
        return [(Message.of("what the roofs yield in each hour"), 0)]
    return list(demand)


def _of_supply(key: str, value: float | None, sun: Lacks, demand: Lacks) -> Lacks:
    """Return what a number of sources, grid and storage lacks."""
    if value is None:
        return _distinct(sun, demand) or [(Message.of("PV, or a demand of electricity"), 0)]
    if key == "pv_kwh_per_a":
        return []
    return demand if key == "peak_load_kw" else _distinct(sun, demand)


def missing(results: Results) -> Iterable[Missing]:
    """Yield what the totals of energy lack."""
    for path, lacks in _needed(results):
        for needs, count in lacks:
            yield Missing(path, needs, count)
