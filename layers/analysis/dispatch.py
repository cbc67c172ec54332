"""Sources, grid, loads and storage, hour by hour (source-grid-load-storage balance).

Photovoltaics serve the load of the same hour first. What is left fills the storage, then goes to
the grid; what lacks comes from the storage, then from the grid. The storage is never filled from
the grid: self-consumption is greatest so, and prices play no part (engineering default). In every
hour

``PV = used at once + into storage + exported + curtailed``,
``load = used at once + out of storage + bought``,
``stored = stored before + into storage · √η - out of storage / √η``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from layers.analysis.overlay import Numbers

NOISE: Final = 1e-12
"""Noise of sums over the capacity of a storage. [-]"""


@dataclass(frozen=True, slots=True, eq=False)
class Dispatch:
    """The balance of each hour.

    Parameters
    ----------
    load, pv
        What is needed and what is made. [kWh]
    direct, charged, discharged
        PV used at once, into the storage, and out of it. [kWh]
    bought, exported, curtailed
        Of the grid, to it, and lost. [kWh]
    stored
        In the storage at the end of the hour. [kWh]
    before
        In the storage before the first hour. [kWh]
    drawn
        Whether there are roofs; without any, PV is missing, and the hours go on without it.
    """

    load: Numbers
    pv: Numbers
    direct: Numbers
    charged: Numbers
    discharged: Numbers
    bought: Numbers
    exported: Numbers
    curtailed: Numbers
    stored: Numbers
    before: float
    drawn: bool = True

    @property
    def used_kwh(self) -> float:
        """PV that serves the load, at once or out of the storage. [kWh/a]."""
        return float(self.direct.sum() + self.discharged.sum())

    @property
    def lost_kwh(self) -> float:
        """What the storage loses, or still holds more than before. [kWh/a]."""
        return float(self.charged.sum() - self.discharged.sum())


def dispatched(
    load: Numbers,
    pv: Numbers,
    capacity_kwh: float = 0.0,
    power_kw: float = 0.0,
    *,
    efficiency: float = 1.0,
    export_kw: float = math.inf,
) -> Dispatch:
    """Return the balance of each hour of a year.

    Parameters
    ----------
    load, pv
        Demand and supply of each hour. [kWh]
    capacity_kwh, power_kw
        What the storage holds [kWh], and what goes into it or out of it at most [kW].
    efficiency
        What comes out of what went in; half of the loss on the way in, half on the way out. [-]
    export_kw
        What the grid takes at most. [kW]

    Examples
    --------
    >>> found = dispatched(np.array([1.0, 4.0]), np.array([3.0, 0.0]), 10.0, 1.5)
    >>> found.charged.tolist(), found.discharged.tolist()
    ([1.5, 0.0], [0.0, 1.5])
    >>> found.exported.tolist(), found.bought.tolist()
    ([0.5, 0.0], [0.0, 2.5])
    """
    direct = np.minimum(load, pv)
    over, under = pv - direct, load - direct
    way = math.sqrt(efficiency)
    # Of an hour's wish one part is nil, so that what is stored is one sum, held between two bounds.
    most_in, most_out = np.minimum(over, power_kw), np.minimum(under, power_kw)
    wish = most_in * way - most_out / way
    stored, before = _held(wish, capacity_kwh)
    moved = np.diff(stored, prepend=before)
    # Where no bound was met it is the wish itself, without the noise of sums.
    free = np.abs(moved - wish) <= NOISE * capacity_kwh
    charged = np.where(free, most_in, np.minimum(np.maximum(moved, 0.0) / way, over))
    discharged = np.where(free, most_out, np.minimum(np.maximum(-moved, 0.0) * way, under))
    if capacity_kwh <= 0:
        charged, discharged = np.zeros_like(over), np.zeros_like(over)
    surplus = over - charged
    exported = np.minimum(surplus, export_kw)
    return Dispatch(
        load,
        pv,
        direct,
        charged,
        discharged,
        under - discharged,
        exported,
        surplus - exported,
        stored,
        before,
    )


def _held(wish: Numbers, capacity_kwh: float) -> tuple[Numbers, float]:
    """Return what is stored after each hour, and before the first: as at the end of such a year."""
    if capacity_kwh <= 0:
        return np.zeros(len(wish)), 0.0
    steps, level = wish.tolist(), 0.0
    # Plain numbers in one go: a bound that is met changes all that follows. A call of min would
    # take twice the time.
    found = [
        level := 0.0 if (to := level + step) < 0.0 else capacity_kwh if to > capacity_kwh else to  # noqa: FURB136
        for step in steps
    ]
    # Begun as it ends, the year is another one until it meets a level that it had before.
    before = level
    for place, step in enumerate(steps):
        to = level + step
        level = 0.0 if to < 0.0 else min(to, capacity_kwh)
        if found[place] == level:
            break
        found[place] = level
    return np.array(found), before
