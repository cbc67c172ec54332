"""Which patch or corridor a green network would miss most.

``dPC_k = 100 · (PC − PC without k) / PC`` (Saura and Pascual-Hortal 2007). Only the pairs whose
shortest path goes through what is taken away are looked at again, all others stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from layers.analysis.connectivity import Web, nearness
from layers.analysis.links import both_ways, distances, parts_of
from layers.analysis.overlay import Numbers, Places

MOST_RANKED: Final = 1_500
"""In a part with more patches none is ranked: that would take minutes."""
_SAME: Final = 1e-9
"""Paths that differ by less of their length are equally long. [-]"""


@dataclass(frozen=True, slots=True, eq=False)
class Importance:
    """What the network would lose.

    Parameters
    ----------
    nodes
        dPC of each node; NaN for those that are no patches or were not ranked. [%]
    bundles
        dPC of each bundle of links, as a corridor is one; NaN where not ranked. [%]
    """

    nodes: Numbers
    bundles: Numbers


def importance(web: Web, bundles: Places, count: int, d50_m: float) -> Importance:
    """Return what the probability of connectivity loses without each patch, or bundle of links.

    Parameters
    ----------
    web
        The network.
    bundles
        To which bundle each link belongs.
    count
        How many bundles there are; some may have no link, and are missed by nobody.
    d50_m
        Distance that every second animal covers. [m]

    Examples
    --------
    Two patches of 1 ha, 500 m apart, and one alone: ``ΣΣ = 2 + 1 + 1`` ha².

    >>> web = Web(np.full(3, 1e4), np.ones(3, bool), np.array([[0, 1]]), np.array([500.0]))
    >>> found = importance(web, np.array([0]), 1, 500.0)
    >>> found.nodes.tolist(), found.bundles.tolist()
    ([50.0, 50.0, 25.0], [25.0])
    """
    parts = parts_of(len(web.areas), web.ends)
    sums = np.zeros(int(parts.max()) + 1 if len(parts) else 0)
    lost_nodes = np.full(len(web.areas), np.nan)
    lost_bundles = np.zeros(count)
    order = np.argsort(parts, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(parts[order])) + 1) if len(parts) else []
    links_by = np.argsort(parts[web.ends[:, 0]], kind="stable")
    of_links = parts[web.ends[:, 0]][links_by]
    for part, nodes in enumerate(members):
        low, high = np.searchsorted(of_links, (part, part + 1))
        links = links_by[low:high]
        areas = web.areas[nodes]
        if not len(links):
            sums[part] = float((areas * areas).sum())
            lost_nodes[nodes[web.patches[nodes]]] = sums[part]
            continue
        inner = Web(
            areas, web.patches[nodes], np.searchsorted(nodes, web.ends[links]), web.lengths[links]
        )
        if int(inner.patches.sum()) > MOST_RANKED:
            from layers.analysis.connectivity import sum_by_probability

            sums[part] = sum_by_probability(inner, d50_m)
            lost_bundles[np.unique(bundles[links])] = np.nan
            continue
        held = _Held(inner, d50_m)
        sums[part] = held.total
        places = np.flatnonzero(inner.patches)
        lost_nodes[nodes[places]] = [held.without_patch(row) for row in range(len(places))]
        for bundle in np.unique(bundles[links]).tolist():
            gone = bundles[links] == bundle
            lost_bundles[bundle] += held.without_links(gone)
    total = float(sums.sum())
    if not total > 0:
        return Importance(np.full(len(web.areas), np.nan), np.full(count, np.nan))
    return Importance(100.0 * lost_nodes / total, 100.0 * lost_bundles / total)


class _Held:
    """One part of a network with the paths between its patches.

    Parameters
    ----------
    web
        The part; its nodes hang together.
    d50_m
        Distance that every second animal covers. [m]
    """

    def __init__(self, web: Web, d50_m: float) -> None:
        self._web, self._d50_m = web, d50_m
        self._places = np.flatnonzero(web.patches)
        self._areas = web.areas[self._places]
        self._to_all = distances(both_ways(len(web.areas), web.ends, web.lengths), self._places)
        self._apart = self._to_all[:, self._places]
        self._worth = self._weighed(self._apart, slice(None))
        self.total = float(self._worth.sum())

    def _weighed(self, apart: Numbers, rows: Any) -> Numbers:  # noqa: ANN401
        return self._areas[rows, None] * self._areas * nearness(apart, self._d50_m)

    def without_patch(self, row: int) -> float:
        """Return what the sum loses without a patch and the links at it. [m⁴]."""
        own = float(self._worth[row].sum() + self._worth[:, row].sum() - self._worth[row, row])
        through = _as_long(self._apart[:, row, None] + self._apart[row], self._apart)
        through[row] = through[:, row] = False
        np.fill_diagonal(through, val=False)
        node = self._places[row]
        return own + self._lost(through, ~(self._web.ends == node).any(axis=1))

    def without_links(self, gone: NDArray[np.bool_]) -> float:
        """Return what the sum loses without some links. [m⁴]."""
        through = np.zeros(self._apart.shape, bool)
        for (one, other), length in zip(
            self._web.ends[gone].tolist(), self._web.lengths[gone].tolist(), strict=True
        ):
            here, there = self._to_all[:, one], self._to_all[:, other]
            slack = _SAME * (1.0 + length + here + there)
            before = np.flatnonzero(there - here >= length - slack)
            after = np.flatnonzero(here - there >= length - slack)
            # A path takes a link from the one side to the other.
            ways = here[before, None] + length + there[after]
            pairs = np.ix_(before, after)
            found = _as_long(ways, self._apart[pairs])
            through[pairs] |= found
            through[np.ix_(after, before)] |= found.T
        np.fill_diagonal(through, val=False)
        return self._lost(through, ~gone)

    def _lost(self, through: NDArray[np.bool_], kept: NDArray[np.bool_]) -> float:
        """Return what pairs lose whose shortest path is gone, by looking for another one."""
        rows = _covering(through)
        if not len(rows):
            return 0.0
        web = self._web
        rest = both_ways(len(web.areas), web.ends[kept], web.lengths[kept])
        apart = distances(rest, self._places[rows])[:, self._places]
        # A pair whose other end was looked at as well counts once.
        late = np.full(len(self._places), len(rows), np.intp)
        late[rows] = np.arange(len(rows))
        wanted = through[rows] & (late > np.arange(len(rows))[:, None])
        lost = np.where(wanted, self._worth[rows] - self._weighed(apart, rows), 0.0)
        return 2.0 * float(lost.sum())


def _as_long(ways: Numbers, shortest: Numbers) -> NDArray[np.bool_]:
    return ways <= shortest * (1.0 + _SAME) + _SAME


def _covering(through: NDArray[np.bool_]) -> Places:
    """Return few patches at one of which each pair ends."""
    left = through.copy()
    counts = left.sum(axis=1)
    found: list[int] = []
    while counts.any():
        row = int(counts.argmax())
        found.append(row)
        counts = counts - left[:, row]
        counts[row] = 0
        left[row] = left[:, row] = False
    return np.array(found, np.intp)
