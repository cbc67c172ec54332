"""What modules in planes of any tilt and azimuth yield, hour by hour; many planes at once.

Transposition by Hay and Davies 1980, reflection at the glass by Snell and Bouguer, cell temperature
by the Sandia model (King 2004), direct current, losses and inverter by PVWatts 5 (Dobos 2014). Each
step is the one that pvlib has; here they are arithmetic over all planes and hours of a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from layers.analysis.sky import Sky
from layers.weather import HOURS

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]

MONTH_HOURS: Final = 24 * np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_STARTS: Final = np.concatenate([[0], np.cumsum(MONTH_HOURS)])
_AT_ONCE: Final = 64
"""Planes that are computed together: what they need stays near the processor."""
_LOWEST_SINE: Final = 0.01745
"""Below 1° the sun's height stands as 1°, as in pvlib: the ratio of cosines would run away."""


@dataclass(frozen=True, slots=True)
class System:
    """Modules and inverter.

    Parameters
    ----------
    loss
        What is lost between the modules and the meter, inverter apart. [-]
    gamma
        Change of power with the temperature of cells, negative. [1/K]
    dc_ac
        Module power over inverter power. [-]
    inverter
        Efficiency of the inverter at its rated power. [-]
    albedo
        Share of sun that roofs and ground throw back. [-]
    """

    loss: float = 0.1408
    gamma: float = -0.0035
    dc_ac: float = 1.1
    inverter: float = 0.96
    albedo: float = 0.2


class Light(Protocol):
    """What stands around planes leaves of the sun and of the sky."""

    def beam(self, azimuth_deg: Numbers, elevation_deg: Numbers) -> Numbers:
        """Return the share of each plane that is in direct sun, (planes, hours). [-]."""
        ...

    @property
    def sky_view(self) -> Numbers:
        """Share of the sky that each plane sees. [-]."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """Planes of modules, one row each.

    Parameters
    ----------
    tilt_deg, azimuth_deg
        From the level, and clockwise from north. [°]
    flush
        Whether modules lie close to the roof, where air cools them less.
    """

    tilt_deg: Numbers
    azimuth_deg: Numbers
    flush: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.tilt_deg)

    def some(self, places: Places | slice) -> Planes:
        """Return some of the planes."""
        return Planes(self.tilt_deg[places], self.azimuth_deg[places], self.flush[places])

    def distinct(self) -> tuple[Planes, Places]:
        """Return each plane once, and which of them each row is."""
        azimuth = np.where(self.tilt_deg == 0.0, 0.0, np.mod(self.azimuth_deg, 360.0))
        # A level plane looks nowhere.
        rows = np.stack([self.tilt_deg, azimuth, self.flush.astype(np.float64)], axis=1)
        found, owner = np.unique(rows, axis=0, return_inverse=True)
        return Planes(found[:, 0], found[:, 1], found[:, 2] > 0), owner.reshape(-1)


def pvwatts_loss(losses_pct: Numbers) -> float:
    """Return all losses as one, ``L = 1 - Π(1 - L_i / 100)``. [-].

    Examples
    --------
    >>> round(100 * pvwatts_loss(np.array([2, 3, 0, 2, 2, 0.5, 1.5, 1, 0, 3])), 2)
    14.08
    """
    return 1.0 - float(np.prod(1.0 - np.asarray(losses_pct) / 100.0))


def through_glass(cosine: Numbers) -> Numbers:
    """Return the share of direct light that the glass of a module lets through.

    Refraction 1.526, extinction 4 /m, 2 mm of glass (De Soto 2006), against normal incidence.

    Parameters
    ----------
    cosine
        Cosine of the angle of incidence. [-]

    Examples
    --------
    >>> through_glass(np.cos(np.radians(np.array([0.0, 60.0, 90.0])))).round(3).tolist()
    [1.0, 0.946, 0.0]
    """
    cosine = np.clip(cosine, 0.0, 1.0)
    inside = np.sqrt(1.0 - (1.0 - cosine**2) / 1.526**2)
    across = (cosine - 1.526 * inside) / (cosine + 1.526 * inside)
    along = (1.526 * cosine - inside) / (1.526 * cosine + inside)
    passed = (1.0 - (across**2 + along**2) / 2.0) * np.exp(-4.0 * 0.002 / inside)
    straight = (1.0 - ((1.0 - 1.526) / (1.0 + 1.526)) ** 2) * np.exp(-4.0 * 0.002)
    return passed / straight


_HEAT: Final = np.array([[-3.56, -0.075, 3.0], [-2.98, -0.0471, 1.0]])
"""Sandia's a, b [s/m] and ΔT [K]: glass and polymer on an open rack, glass and glass close to a
roof."""
_PARTS: Final = 8192
_PASSED: Final = through_glass(np.linspace(0.0, 1.0, _PARTS + 1))
"""Looked up to 1/8192 of the cosine, as it is asked for every plane and hour."""


@dataclass(frozen=True, slots=True, eq=False)
class MonthOfPlanes:
    """What planes get and yield in the daylight hours of a month.

    Parameters
    ----------
    hours
        Which hours of the year. [h]
    plane_w_m2
        (planes, hours), irradiance in the plane before reflection. [W/m²]
    ac_kwh_kwp
        (planes, hours), what the inverter gives. [kWh/kWp]
    """

    hours: Places
    plane_w_m2: Numbers
    ac_kwh_kwp: Numbers


def months(
    sky: Sky, planes: Planes, system: System, light: Light | None = None
) -> Iterator[MonthOfPlanes]:
    """Yield the twelve months of planes.

    Parameters
    ----------
    sky
        Sun and air of a year.
    planes
        Where modules look.
    system
        Modules and inverter.
    light
        What stands around the planes, in their order; None for an open horizon.
    """
    bright = (sky.ghi > 0) | (sky.dhi > 0)
    fixed = _Fixed.of(planes, system, None if light is None else light.sky_view)
    for month in range(12):
        hours = _STARTS[month] + np.flatnonzero(bright[_STARTS[month] : _STARTS[month + 1]])
        beam = None
        if light is not None:
            beam = light.beam(sky.azimuth_deg[hours], sky.elevation_deg[hours])
        yield MonthOfPlanes(hours, *_month(sky, hours, fixed, system, beam))


@dataclass(frozen=True, slots=True, eq=False)
class _Fixed:
    """What does not change with the hour, one row for each plane."""

    normal: Numbers
    sky: Numbers
    sky_passed: Numbers
    ground: Numbers
    ground_passed: Numbers
    flush: Places

    @classmethod
    def of(cls, planes: Planes, system: System, sky_view: Numbers | None) -> _Fixed:
        tilt, azimuth = np.radians(planes.tilt_deg), np.radians(planes.azimuth_deg)
        normal = np.stack(
            [np.sin(tilt) * np.sin(azimuth), np.sin(tilt) * np.cos(azimuth), np.cos(tilt)], axis=1
        )
        sky = (1.0 + np.cos(tilt)) / 2.0
        ground = system.albedo * (1.0 - np.cos(tilt)) / 2.0
        # Angles at which glass passes as much of one beam as of all diffuse light
        # (Duffie and Beckman 2013).
        degrees = planes.tilt_deg
        above = np.cos(np.radians(59.7 - 0.1388 * degrees + 0.001497 * degrees**2))
        below = np.cos(np.radians(90.0 - 0.5788 * degrees + 0.002693 * degrees**2))
        seen = sky if sky_view is None else sky * sky_view
        passed, thrown = through_glass(above)[:, None], through_glass(below)[:, None]
        flush = planes.flush.astype(np.intp)
        return cls(normal, seen[:, None], passed, ground[:, None], thrown, flush)


def _month(
    sky: Sky, hours: Places, fixed: _Fixed, system: System, beam: Numbers | None
) -> tuple[Numbers, Numbers]:
    """Return irradiance [W/m²] and yield [kWh/kWp] of all planes in some hours."""
    elevation, azimuth = np.radians(sky.elevation_deg[hours]), np.radians(sky.azimuth_deg[hours])
    towards = np.stack(
        [
            np.cos(elevation) * np.sin(azimuth),
            np.cos(elevation) * np.cos(azimuth),
            np.sin(elevation),
        ]
    )
    ghi, dni, dhi = sky.ghi[hours], sky.dni[hours], sky.dhi[hours]
    # Hay and Davies: the sky around the sun shines like the sun, the rest evenly.
    around = np.clip(dni / sky.above[hours], 0.0, 1.0)
    direct = dni + dhi * around / np.maximum(towards[2], _LOWEST_SINE)
    direct = np.where(elevation > 0, direct, 0.0)
    even = dhi * (1.0 - around)

    cosine = np.maximum(fixed.normal @ towards, 0.0)
    straight = cosine * direct
    if beam is not None:
        straight *= beam
    diffuse, thrown = fixed.sky * even, fixed.ground * ghi
    plane = straight + diffuse + thrown
    straight *= _PASSED.take((cosine * _PARTS + 0.5).astype(np.int32), mode="clip")
    passed = straight + diffuse * fixed.sky_passed + thrown * fixed.ground_passed
    # Wind alone tells by how much sun heats cells: one row for racks, one for flush modules.
    warmed = np.exp(_HEAT[:, :1] + _HEAT[:, 1:2] * sky.wind_m_s[hours]) + _HEAT[:, 2:] / 1000.0
    over = plane * warmed[fixed.flush] + (sky.air_c[hours] - 25.0)
    share = passed / 1000.0 * (1.0 + system.gamma * over) * (1.0 - system.loss)
    return plane, _inverted(share, system)


def _inverted(share: Numbers, system: System) -> Numbers:
    """Return what the inverter makes of direct current, both over module power (PVWatts 5)."""
    limit = 1.0 / (system.dc_ac * system.inverter)  # direct current at which it is at its rating
    load = np.maximum(share, 0.0) / limit
    given = system.inverter / 0.9637 * ((0.9858 - 0.0162 * load) * load - 0.0059) * limit
    return np.clip(given, 0.0, 1.0 / system.dc_ac)


@dataclass(frozen=True, slots=True, eq=False)
class YearOfPlanes:
    """A year of planes.

    Parameters
    ----------
    monthly
        (planes, 12), what 1 kWp yields. [kWh/kWp]
    plane_kwh_m2
        (planes,), irradiation in the plane. [kWh/(m²·a)]
    hourly
        (8760,), what all planes yield together; local standard time. [kWh]
    """

    monthly: Numbers
    plane_kwh_m2: Numbers
    hourly: Numbers


def year(
    sky: Sky, planes: Planes, system: System, kwp: Numbers, light: Light | None = None
) -> YearOfPlanes:
    """Return a year of planes.

    Parameters
    ----------
    sky, planes, system, light
        As for `months`.
    kwp
        Power in each plane, for what all yield together. [kWp]
    """
    monthly = np.zeros((len(planes), 12))
    irradiation, hourly = np.zeros(len(planes)), np.zeros(HOURS)
    for start in range(0, len(planes), _AT_ONCE) if light is None else (0,):
        some = slice(start, start + _AT_ONCE if light is None else None)
        for month, found in enumerate(months(sky, planes.some(some), system, light)):
            monthly[some, month] = found.ac_kwh_kwp.sum(axis=1)
            irradiation[some] += found.plane_w_m2.sum(axis=1) / 1000.0
            hourly[found.hours] += kwp[some] @ found.ac_kwh_kwp
    return YearOfPlanes(monthly, irradiation, hourly)
