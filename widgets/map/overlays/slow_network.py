"""Walking and cycling over the plan: what hangs together, what lies apart, and dead ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import numpy as np

from layers.kind import Shape
from layers.measure import Results
from resources.translations import tr
from widgets.map.marks import Dots, Lines, Marks
from widgets.map.overlays import Overlay
from widgets.map.ragged import Ragged

if TYPE_CHECKING:
    from layers.analysis.slow_network import SlowGraph

JOINED: Final = "#2456a6"
APART: Final = "#b5179e"
END_MM: Final = 1.2
"""Diameter of dead ends. [mm]"""


def make(results: Results) -> Marks:
    """Return the network of ways as lines, its dead ends as dots."""
    graph = cast("SlowGraph", results.value("slow.graph"))
    network = graph.network
    of_link = graph.parts[network.ends[:, 0]] if len(network.ends) else graph.parts[:0]
    lengths = np.bincount(of_link, network.lengths) if len(of_link) else np.zeros(1)
    largest = of_link == int(lengths.argmax())
    shapes = np.asarray(network.shapes, object)
    lines = tuple(
        Lines(Ragged.of(shapes[some], Shape.LINE), colour, width, (), title)
        for some, colour, width, title in (
            (largest, JOINED, 0.5, tr("Slow traffic: joined network")),
            (~largest, APART, 0.7, tr("Slow traffic: apart from it")),
        )
        if some.any()
    )
    ends = network.xy[graph.dead_ends]
    title = tr("Slow traffic: dead end")
    return Marks(OVERLAY.id, lines, (Dots(ends, np.full(len(ends), END_MM), APART, title=title),))


OVERLAY: Final = Overlay(
    "slow",
    lambda: tr("&Slow traffic"),
    lambda: tr("Ways on foot that hang together (blue), those apart from them and dead ends"),
    12,
    ("slow.graph",),
    make,
)
