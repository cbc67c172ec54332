"""The green network over the plan: patches by importance, corridors, and gaps in red."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import numpy as np
import shapely

from layers.kind import Shape
from layers.measure import Results
from resources.translations import tr
from widgets.map.marks import Dots, Lines, Marks
from widgets.map.overlays import Overlay
from widgets.map.ragged import Ragged

if TYPE_CHECKING:
    from layers.analysis.green_graph import Gaps, GreenGraph
    from layers.analysis.importance import Importance

LINK: Final = "#14713d"
PATCH: Final = "#0f5c30"
GAP: Final = "#d9480f"
BREAK: Final = "#c62828"
LEAST_MM, MOST_MM = 1.6, 5.0
"""Diameters of patches without importance, and of one that is all there is. [mm]"""


def make(results: Results) -> Marks:
    """Return the network as lines and dots."""
    graph = cast("GreenGraph", results.value("network.graph"))
    gaps = cast("Gaps", results.value("network.gaps"))
    lost = cast("Importance", results.value("network.importance")).nodes[: len(graph.areas)]
    # By area: a patch of four times the importance has twice the diameter.
    sizes = LEAST_MM + (MOST_MM - LEAST_MM) * np.sqrt(np.nan_to_num(lost) / 100.0)
    joints = graph.network.xy[len(graph.areas) :]
    sides = gaps.sides.reshape(-1, 2, 2)
    lines = [
        Lines(
            Ragged.of(np.asarray(graph.network.shapes, object), Shape.LINE),
            LINK,
            0.6,
            title=tr("Green network: corridor"),
        ),
        *(
            Lines(
                Ragged.of(np.asarray(shapely.linestrings(sides[some]), object), Shape.LINE),
                colour,
                0.7,
                dash,
                title,
            )
            for some, colour, dash, title in (
                (~gaps.by_road, GAP, (2.0, 1.5), tr("Green network: gap")),
                (gaps.by_road, BREAK, (), tr("Green network: broken by a road")),
            )
            if some.any()
        ),
    ]
    dots = (
        Dots(joints, np.full(len(joints), 1.0), LINK),
        Dots(graph.spots, sizes, PATCH, title=tr("Green network: patch, by importance")),
        Dots(gaps.places[gaps.by_road], np.full(int(gaps.by_road.sum()), 2.4), BREAK, crossed=True),
    )
    return Marks(OVERLAY.id, tuple(lines), dots)


OVERLAY: Final = Overlay(
    "network",
    lambda: tr("&Green network"),
    lambda: tr(
        "Patches by importance, corridors between them, gaps (orange) and wide roads that break"
        " corridors (red)"
    ),
    10,
    ("network.graph", "network.gaps", "network.importance"),
    make,
)
