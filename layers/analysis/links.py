"""Nodes that links join: which of them hang together, and how far it is along the links."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from layers.analysis.overlay import Numbers, Places


def parts_of(nodes: int, ends: NDArray[np.intp]) -> Places:
    """Return to which part each node belongs; parts are numbered by their first node.

    Examples
    --------
    >>> parts_of(4, np.array([[0, 2], [2, 3]])).tolist()
    [0, 1, 0, 0]
    """
    if not len(ends):
        return np.arange(nodes)
    # Not before: it takes some tens of megabytes, and a plan without a network needs none.
    from scipy.sparse import coo_array, csgraph

    ones = np.ones(len(ends), np.int8)
    graph = coo_array((ones, (ends[:, 0], ends[:, 1])), (nodes, nodes))
    _, labels = csgraph.connected_components(graph, directed=False)
    _, first, places = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[places].astype(np.intp)


def one_way(nodes: int, ends: NDArray[np.intp], lengths: Numbers) -> Any:  # noqa: ANN401
    """Return links as a matrix: the shortest of parallel ones, none from a node to itself."""
    from scipy.sparse import csr_array

    apart = ends[:, 0] != ends[:, 1]
    tails, heads = ends[apart].T
    weights = lengths[apart]
    order = np.lexsort((weights, heads, tails))
    tails, heads, weights = tails[order], heads[order], weights[order]
    first = np.ones(len(tails), bool)
    first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    return csr_array((weights[first], (tails[first], heads[first])), (nodes, nodes))


def both_ways(nodes: int, ends: NDArray[np.intp], lengths: Numbers) -> Any:  # noqa: ANN401
    """Return links as a matrix of lengths, in both directions."""
    ends = np.concatenate([ends, ends[:, ::-1]])
    return one_way(nodes, ends, np.concatenate([lengths, lengths]))


def distances(links: Any, sources: Places) -> Numbers:  # noqa: ANN401
    """Return the lengths of the shortest paths from some nodes to all, inf without one. [m].

    Dijkstra's algorithm (1959), from each source: a row for each.
    """
    from scipy.sparse import csgraph

    found = csgraph.dijkstra(links, directed=True, indices=sources)
    return cast("Numbers", np.atleast_2d(found))


def nearest(links: Any, sources: Places) -> Numbers:  # noqa: ANN401
    """Return how far each node is from the nearest of some nodes, inf without a path. [m].

    Examples
    --------
    >>> links = both_ways(4, np.array([[0, 1], [1, 2]]), np.array([3.0, 4.0]))
    >>> nearest(links, np.array([0, 1])).tolist()
    [0.0, 0.0, 4.0, inf]
    """
    if not len(sources):
        return np.full(links.shape[0], np.inf)
    from scipy.sparse import csgraph

    return np.asarray(csgraph.dijkstra(links, indices=np.unique(sources), min_only=True))
