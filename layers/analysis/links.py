"""Nodes that links join: which of them hang together, and how far it is along the links."""

from __future__ import annotations

import importlib
import threading
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.overlay import Numbers, Places

FEW: Final = 256
"""With no more links than this, both ways counted, paths are found without scipy: to import it
takes a fifth of a second and some tens of megabytes, and nobody who draws a first road waits."""
WORK: Final = 8_192
"""Links times sources up to which that is not slower either."""


def parts_of(nodes: int, ends: NDArray[np.intp]) -> Places:
    """Return to which part each node belongs; parts are numbered by their first node.

    Examples
    --------
    >>> parts_of(4, np.array([[0, 2], [2, 3]])).tolist()
    [0, 1, 0, 0]
    """
    first = np.arange(nodes)
    while len(ends):
        low, high = np.sort(first[ends], axis=1).T
        apart = low != high
        if not apart.any():
            break
        np.minimum.at(first, high[apart], low[apart])
        # Each node goes to the first one of its part, which goes nowhere.
        while not np.array_equal(further := first[first], first):
            first = further
    return np.unique(first, return_inverse=True)[1].astype(np.intp)


class Joint:
    """Parts that become one, two at a time.

    Parameters
    ----------
    count
        How many parts there are at first.

    Examples
    --------
    >>> joint = Joint(3)
    >>> joint.merge(2, 1), joint.merge(1, 2), joint.count, joint.roots.tolist()
    (True, False, 2, [0, 1, 1])
    """

    def __init__(self, count: int) -> None:
        self._above = list(range(count))
        self.count = count

    def _root(self, part: int) -> int:
        above = self._above
        while above[part] != part:
            above[part] = above[above[part]]
            part = above[part]
        return part

    @property
    def roots(self) -> Places:
        """The first of the parts with which each is one."""
        return np.array([self._root(part) for part in range(len(self._above))], np.intp)

    def merge(self, one: int, other: int) -> bool:
        """Make one of two, and return whether they were not already."""
        low, high = sorted((self._root(one), self._root(other)))
        if low == high:
            return False
        self._above[high] = low
        self.count -= 1
        return True


@dataclass(frozen=True, eq=False)
class Directed:
    """Links from node to node: the shortest of parallel ones, none from a node to itself.

    Parameters
    ----------
    nodes
        How many nodes there are.
    tails, heads
        From where and to where each link leads; ascending.
    lengths
        Their lengths. [m]
    """

    nodes: int
    tails: Places
    heads: Places
    lengths: Numbers

    @cached_property
    def matrix(self) -> Any:  # noqa: ANN401
        """The same as a sparse matrix of lengths."""
        from scipy.sparse import csr_array

        return csr_array((self.lengths, (self.tails, self.heads)), (self.nodes, self.nodes))


def one_way(nodes: int, ends: NDArray[np.intp], lengths: Numbers) -> Directed:
    """Return links that lead from their first end to their second one."""
    apart = ends[:, 0] != ends[:, 1]
    tails, heads = ends[apart].T
    weights = lengths[apart]
    order = np.lexsort((weights, heads, tails))
    tails, heads, weights = tails[order], heads[order], weights[order]
    first = np.ones(len(tails), bool)
    first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    return Directed(nodes, tails[first], heads[first], weights[first])


def both_ways(nodes: int, ends: NDArray[np.intp], lengths: Numbers) -> Directed:
    """Return links that lead in both directions."""
    ends = np.concatenate([ends, ends[:, ::-1]])
    return one_way(nodes, ends, np.concatenate([lengths, lengths]))


def distances(links: Directed, sources: Places, farthest_m: float = np.inf) -> Numbers:
    """Return the lengths of the shortest paths from some nodes to all, inf without one. [m].

    A row for each source. Dijkstra's algorithm (1959), of few links that of Bellman (1958). What is
    farther than ``farthest_m`` may be found to be without a path.
    """
    if _are_few(links, len(sources)):
        far = np.full((len(sources), links.nodes), np.inf)
        far[np.arange(len(sources)), sources] = 0.0
        return _relaxed(links, far)
    from scipy.sparse import csgraph

    found = csgraph.dijkstra(links.matrix, indices=sources, limit=farthest_m)
    return cast("Numbers", np.atleast_2d(found))


def nearest(links: Directed, sources: Places) -> Numbers:
    """Return how far each node is from the nearest of some nodes, inf without a path. [m].

    Examples
    --------
    >>> links = both_ways(4, np.array([[0, 1], [1, 2]]), np.array([3.0, 4.0]))
    >>> nearest(links, np.array([0, 1])).tolist()
    [0.0, 0.0, 4.0, inf]
    """
    if not len(sources) or _are_few(links, 1):
        far = np.full((1, links.nodes), np.inf)
        far[0, sources] = 0.0
        return _relaxed(links, far)[0] if len(sources) else far[0]
    from scipy.sparse import csgraph

    return np.asarray(csgraph.dijkstra(links.matrix, indices=np.unique(sources), min_only=True))


def _are_few(links: Directed, sources: int) -> bool:
    count = len(links.lengths)
    if count > FEW // 2 or count * sources > WORK // 2:
        _import_beside()
    return count <= FEW and count * sources <= WORK


@cache
def _import_beside() -> None:
    """Import what more links need before they are there, beside what goes on."""
    threading.Thread(target=importlib.import_module, args=("scipy.sparse.csgraph",)).start()


def _relaxed(links: Directed, far: Numbers) -> Numbers:
    """Return distances with every link taken that shortens one; `far` is written to."""
    order = np.argsort(links.heads, kind="stable")
    tails, lengths = links.tails[order], links.lengths[order]
    reached, first = np.unique(links.heads[order], return_index=True)
    while len(reached):
        least = np.minimum.reduceat(far[:, tails] + lengths, first, axis=1)
        if not (least < far[:, reached]).any():
            break
        far[:, reached] = np.minimum(far[:, reached], least)
    return far
