"""Planning controls and use of each parcel: ratios, heights, people, process energy."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.random import Generator

from sample_data.buildings import Building
from sample_data.landuse import Parcel


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a planned use: floor area ratio, density, green ratio and height."""

    far: tuple[float, float]
    density: tuple[int, int]
    green: tuple[float | None, float | None]
    height: int


LIMITS = {
    "M1": Limits((1.0, 2.5), (40, 60), (None, 20.0), 36),
    "M2": Limits((0.8, 2.0), (40, 60), (None, 20.0), 30),
    "M3": Limits((0.5, 1.2), (30, 55), (None, 20.0), 30),
    "W1": Limits((0.8, 2.0), (40, 60), (None, 20.0), 24),
    "R2": Limits((1.0, 2.2), (18, 28), (30.0, None), 54),
    "A33": Limits((0.6, 1.0), (20, 30), (35.0, None), 24),
    "A35": Limits((1.0, 2.5), (25, 45), (30.0, None), 50),
    "A3": Limits((0.6, 1.8), (20, 35), (35.0, None), 36),
    "A": Limits((0.8, 2.0), (20, 40), (30.0, None), 45),
    "B1": Limits((1.0, 3.5), (35, 50), (20.0, None), 40),
    "B2": Limits((1.5, 4.5), (30, 45), (25.0, None), 100),
    "B4": Limits((0.1, 0.5), (15, 35), (20.0, None), 12),
    "S4": Limits((0.1, 0.5), (10, 35), (20.0, None), 15),
    "U": Limits((0.2, 0.8), (20, 45), (20.0, None), 24),
    "G1": Limits((0.0, 0.05), (0, 5), (65.0, None), 9),
    "G2": Limits((0.0, 0.0), (0, 0), (80.0, None), 0),
    "G3": Limits((0.0, 0.05), (0, 5), (35.0, None), 9),
}
"""Limits by planned code; the longest beginning of a code counts."""

BREACH_EVERY = 36
"""Of so many plants that are built less densely than their class asks for, one keeps the limit of
its class, so that the checks have something to show; the others have a limit that they keep."""


@dataclass(frozen=True, slots=True)
class Controls:
    """The figures of one parcel in the plan's columns; None is missing."""

    far: float | None = None
    far_min: float | None = None
    far_max: float | None = None
    density_pct: float | None = None
    density_max_pct: float | None = None
    coefficient_min_pct: float | None = None
    green_pct: float | None = None
    green_min_pct: float | None = None
    green_max_pct: float | None = None
    height_max_m: float | None = None
    population: float | None = None
    workers: float | None = None
    process_kwh: float | None = None
    process_gj: float | None = None
    process_t_co2: float | None = None


def controls(
    parcels: Sequence[Parcel], roofs: Sequence[Building], random: Generator
) -> dict[str, list[float | None]]:
    """Return the columns of `Controls` for the parcels in their order."""
    built = np.zeros(len(parcels))
    floor = np.zeros(len(parcels))
    for roof in roofs:
        floors = roof.floors or 1
        tall = floors == 1 and (roof.height_m or 0.0) > 8.0
        built[roof.parcel] += roof.shape.area
        floor[roof.parcel] += roof.shape.area * (2 if tall else floors)
    rows = [
        asdict(figures)
        for figures in _kept(
            _controls(parcel, built[at], floor[at], random) for at, parcel in enumerate(parcels)
        )
    ]
    names = [str(name) for name in asdict(Controls())]
    return {name: [row[name] for row in rows] for name in names}


def limits_of(code: str) -> Limits | None:
    """Return the limits for a planned code, None where the code has none."""
    for length in (3, 2, 1):
        if code[:length] in LIMITS:
            return LIMITS[code[:length]]
    return None


def _kept(rows: Iterable[Controls]) -> Iterator[Controls]:
    """Yield the figures with lower limits of the floor area ratio that most of them keep."""
    lower = 0
    for row in rows:
        if row.far is None or row.far_min is None or row.far >= row.far_min:
            yield row
            continue
        lower += 1
        keeps = lower % BREACH_EVERY
        yield replace(row, far_min=math.floor(row.far * 10) / 10) if keeps else row


def _controls(parcel: Parcel, built: float, floor: float, random: Generator) -> Controls:
    limits = limits_of(parcel.land_use)
    if limits is None:
        return Controls()
    area = parcel.shape.area
    making = parcel.land_use[0] in "MW"
    far = round(floor / area, 2)
    far_max = max(limits.far[1], np.ceil(far * 10) / 10) if floor else limits.far[1]
    density = round(100 * built / area, 1)
    kwh, heat, carbon = _process(parcel, area, random)
    return Controls(
        far=far or None,  # a pavilion in a park rounds to nothing
        far_min=limits.far[0] if making else None,
        far_max=float(far_max),
        density_pct=density or None,
        density_max_pct=float(max(limits.density[1], np.ceil(density / 5) * 5)),
        coefficient_min_pct=float(limits.density[0]) if making else None,
        green_pct=_green(limits, random),
        green_min_pct=limits.green[0],
        green_max_pct=limits.green[1],
        height_max_m=float(limits.height) if limits.height else None,
        population=_people(floor, 36.0, random) if parcel.land_use == "R2" else None,
        workers=_workers(parcel, built, floor, random),
        process_kwh=kwh,
        process_gj=heat,
        process_t_co2=carbon,
    )


def _green(limits: Limits, random: Generator) -> float | None:
    """Return the planned green ratio; some sheets leave it open, in %."""
    least, most = limits.green
    if random.random() < 0.12:
        return None
    if most is not None:
        return float(random.integers(9, int(most) + 1))
    return float((least or 0.0) + random.integers(0, 8))


def _people(floor: float, each: float, random: Generator) -> float | None:
    if floor == 0.0 or random.random() < 0.04:
        return None
    return float(round(floor / each * random.uniform(0.85, 1.05), -1))


def _workers(parcel: Parcel, built: float, floor: float, random: Generator) -> float | None:
    each = {"M": 70.0, "W": 220.0, "B": 32.0, "A": 45.0, "U": 120.0}.get(parcel.land_use[0])
    if each is None or built == 0.0 or random.random() < 0.1:
        return None
    return float(round(floor / each * random.uniform(0.7, 1.2)))


def _process(
    parcel: Parcel, area: float, random: Generator
) -> tuple[float | None, float | None, float | None]:
    """Return electricity [kWh/a], heat [GJ/a] and process emissions [t CO₂/a] of a plant."""
    if not parcel.land_use.startswith("M") or parcel.enterprise is None or random.random() < 0.1:
        return None, None, None
    power = {"M1": (45, 120), "M2": (90, 260), "M3": (180, 420)}[parcel.land_use]
    warmth = {"M1": (0.05, 0.2), "M2": (0.1, 0.6), "M3": (0.5, 1.6)}[parcel.land_use]
    kwh = round(area * random.uniform(*power), -3)
    heat = round(area * random.uniform(*warmth), -1) if random.random() < 0.6 else None
    carbon = round(area * random.uniform(0.02, 0.08)) if parcel.land_use == "M3" else None
    return float(kwh), heat, None if carbon is None else float(carbon)
