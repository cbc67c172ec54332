"""How well a network holds together, by counting its nodes, links and parts alone.

The indices are those of Kansky (1963, "Structure of Transportation Networks") after Garrison and
Marble, for networks in a plane.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topology:
    """Counts of a network.

    Parameters
    ----------
    nodes, links, parts
        v, e and p: places that links join, links, and parts that hang together. [-]

    Examples
    --------
    >>> found = Topology(nodes=10, links=14, parts=1)
    >>> [round(one, 5) for one in (found.alpha, found.beta, found.gamma)], found.circuits
    ([0.33333, 1.4, 0.58333], 5)
    """

    nodes: int
    links: int
    parts: int

    @property
    def circuits(self) -> int:
        """Independent circuits, ``μ = e − v + p``; 0 in a tree. [-]."""
        return self.links - self.nodes + self.parts

    @property
    def alpha(self) -> float | None:
        """Circuits over the most that fit into a plane network, ``μ / (2v − 5)``. [-].

        0 in a tree, 1 where no further link fits in; None below three nodes.
        """
        return self.circuits / (2 * self.nodes - 5) if self.nodes >= 3 else None

    @property
    def beta(self) -> float | None:
        """Links per node, ``e / v``; None without a node. [-]."""
        return self.links / self.nodes if self.nodes else None

    @property
    def gamma(self) -> float | None:
        """Links over the most that fit into a plane network; None below three nodes. [-].

        ``e / 3(v − 2)``.
        """
        return self.links / (3 * (self.nodes - 2)) if self.nodes >= 3 else None
