"""How far patches of green are one habitat: by paths along a network between them.

``IIC = ΣΣ a_i a_j / (1 + nl_ij) / A_L²`` with nl the links on the shortest path (Pascual-Hortal and
Saura 2006); ``PC = ΣΣ a_i a_j p*_ij / A_L²`` with ``p* = exp(−ln 2 · d_ij / d50)`` along the
shortest path (Saura and Pascual-Hortal 2007); ``EC = √ΣΣ``, the area of one patch that would be
worth as much; and the effective mesh size ``Σ a_i² / A_L`` (Jaeger 2000).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.analysis.links import Directed, both_ways, distances, one_way
from layers.analysis.overlay import Numbers, Places

ROWS: Final = 256
"""From so many patches paths are looked for at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Web:
    """A network between patches.

    Parameters
    ----------
    areas
        Of its nodes; 0 for those that are no patches. [m²]
    patches
        Which nodes are patches: paths end there, and cross them at no cost.
    ends
        (n, 2), the nodes that each link joins.
    lengths
        Of the links. [m]
    """

    areas: Numbers
    patches: NDArray[np.bool_]
    ends: NDArray[np.intp]
    lengths: Numbers


def nearness(distances_m: Numbers, d50_m: float) -> Numbers:
    """Return how probable it is that somebody covers a distance, a half at d50. [-].

    Examples
    --------
    >>> nearness(np.array([0.0, 500.0, 1000.0, np.inf]), 500.0).tolist()
    [1.0, 0.5, 0.25, 0.0]
    """
    return np.exp2(-distances_m / d50_m)


def _chunks(places: Places) -> Iterator[Places]:
    for start in range(0, len(places), ROWS):
        yield places[start : start + ROWS]


def sum_by_probability(web: Web, d50_m: float) -> float:
    """Return ``ΣΣ a_i a_j p*_ij`` over all pairs of patches, each with itself too. [m⁴]."""
    places = np.flatnonzero(web.patches)
    links = both_ways(len(web.areas), web.ends, web.lengths)
    areas = web.areas[places]
    total = 0.0
    for rows in _chunks(_linked(web, places)):
        near = nearness(distances(links, rows)[:, places], d50_m)
        total += float((web.areas[rows] * (near @ areas)).sum())
    alone = web.areas[_alone(web, places)]
    return total + float((alone * alone).sum())


def _linked(web: Web, places: Places) -> Places:
    return np.intersect1d(places, web.ends.ravel())


def _alone(web: Web, places: Places) -> Places:
    return np.setdiff1d(places, web.ends.ravel())


def sum_by_steps(web: Web, farthest_m: float) -> float:
    """Return ``ΣΣ a_i a_j / (1 + nl_ij)`` over all pairs of patches. [m⁴].

    Two patches are one step apart where a path of at most ``farthest_m`` leads from one to the
    other through no third one; what are junctions of corridors is no step.
    """
    steps, places = direct(web, farthest_m)
    areas = web.areas[places]
    total = 0.0
    for rows in _chunks(np.arange(len(places))):
        counts = distances(steps, rows)
        total += float((areas[rows] * ((1.0 / (1.0 + counts)) @ areas)).sum())
    alone = web.areas[_alone(web, np.flatnonzero(web.patches))]
    return total + float((alone * alone).sum())


def direct(web: Web, farthest_m: float) -> tuple[Directed, Places]:
    """Return which patches are one step apart, as links of length 1, and which patches these are.

    The links lead from place to place among these patches.
    """
    nodes, places = len(web.areas), _linked(web, np.flatnonzero(web.patches))
    # A patch is left from one node and reached at another: so no path leads through it.
    leaving = np.arange(nodes)
    leaving[places] = nodes + np.arange(len(places))
    others = web.ends[:, 0] != web.ends[:, 1]
    tails, heads = np.concatenate([web.ends[others], web.ends[others][:, ::-1]]).T
    ends = np.stack([leaving[tails], heads], axis=1)
    lengths = np.concatenate([web.lengths[others], web.lengths[others]])
    links = one_way(nodes + len(places), ends, lengths)
    found: list[Places] = [np.empty((0, 2), np.intp)]
    for rows in _chunks(np.arange(len(places))):
        apart = distances(links, leaving[places[rows]], farthest_m)[:, places]
        one, other = np.nonzero(apart <= farthest_m)
        found.append(np.stack([rows[one], other], axis=1))
    steps = np.concatenate(found)
    return both_ways(len(places), steps, np.ones(len(steps))), places


@dataclass(frozen=True, slots=True)
class Connectivity:
    """How far patches are one.

    Parameters
    ----------
    iic, pc
        Integral index, and probability of connectivity; None without the area of the park. [-]
    ec_iic_m2, ec_pc_m2
        One patch that would be worth as much. [m²]
    mesh_m2
        Effective mesh size; None without the area of the park. [m²]
    """

    iic: float | None
    pc: float | None
    ec_iic_m2: float
    ec_pc_m2: float
    mesh_m2: float | None


def connectivity(web: Web, park_m2: float | None, d50_m: float) -> Connectivity:
    """Return how far patches are one.

    Parameters
    ----------
    web
        The network.
    park_m2
        Area of the park, A_L. [m²]
    d50_m
        Distance that every second animal covers, also the longest step that the integral index
        counts. [m]

    Examples
    --------
    Three links of 300, 400 and 900 m between four patches in a park of 100 ha.

    >>> web = Web(
    ...     np.array([12e4, 5e4, 8e4, 3e4]),
    ...     np.ones(4, bool),
    ...     np.array([[0, 1], [1, 2], [2, 3]]),
    ...     np.array([300.0, 400.0, 900.0]),
    ... )
    >>> found = connectivity(web, 100e4, 500.0)
    >>> round(found.iic, 4), round(found.pc, 6), round(found.mesh_m2 / 1e4, 2)
    (0.0406, 0.046644, 2.42)
    >>> round(found.ec_pc_m2 / 1e4, 5), round(found.ec_iic_m2 / 1e4, 5)
    (21.59723, 20.14944)
    """
    by_steps, by_probability = sum_by_steps(web, d50_m), sum_by_probability(web, d50_m)
    squares = float((web.areas * web.areas).sum())
    known = park_m2 is not None and park_m2 > 0
    size = park_m2 if known and park_m2 else math.nan
    return Connectivity(
        by_steps / size**2 if known else None,
        by_probability / size**2 if known else None,
        math.sqrt(by_steps),
        math.sqrt(by_probability),
        squares / size if known else None,
    )
