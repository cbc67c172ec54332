"""For what names are looked for: the picture, the ground around it, and the fonts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypedDict

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFont

from layers.kind import Shape
from layers.template import Template
from widgets.map import symbols
from widgets.map.label import TEXT_COLOUR, Face
from widgets.map.ragged import Indices
from widgets.map.scene import Scene, SceneLayer
from widgets.map.viewport import Bounds, Viewport

AGAIN_MM: Final = 92.0
"""The same name stands at least so far away. [mm]"""
PAPER_AGAIN_MM: Final = 150.0
"""On a sheet the same name stands so far away along its line, if nothing else is said. [mm]"""


@dataclass(frozen=True, slots=True)
class Space:
    """For what names are looked for.

    Parameters
    ----------
    viewport
        The picture.
    bounds
        Where names may be: the picture and some ground around it. [m]
    font
        Family of the names; the application's font where None.
    sparing
        Whether small scales show main names only, as on the screen; a sheet chooses its kinds.
    again_mm
        On a sheet, how far away the same name stands along its line. [mm]
    selection
        Features by kind whose names stay, whatever the scale and the others say.
    """

    viewport: Viewport
    bounds: Bounds
    font: QFont | None
    sparing: bool
    again_mm: float = PAPER_AGAIN_MM
    selection: Mapping[str, Indices] = field(default_factory=dict[str, Indices])

    @property
    def px_per_mm(self) -> float:
        """Pixels of one millimetre on paper."""
        return self.viewport.px_per_mm

    def face(self, layer: SceneLayer) -> Face:
        """Return the font of a layer's names."""
        return Face(self.font, layer.style.labels.height * self.px_per_mm)

    def holds(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which places lie where names may be."""
        west, south, east, north = self.bounds
        return (x >= west) & (x <= east) & (y >= south) & (y <= north)


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """For what names are looked for, and of what.

    Parameters
    ----------
    scene, layer
        What is to be seen, and whose features are named.
    template
        What is written on them.
    space
        Where there is room.
    """

    scene: Scene
    layer: SceneLayer
    template: Template
    space: Space


class Dress(TypedDict):
    """How the labels of a layer look: the rest of a `Label`'s words."""

    colour: str
    size: float
    halo: float


def dress(layer: SceneLayer) -> Dress:
    """Return how a layer's labels look; of the main kinds they are darkened from what is drawn."""
    labels = layer.style.labels
    colour = labels.colour or TEXT_COLOUR
    if not labels.colour and rank(layer) <= 1 and layer.style.stroke:
        stroke = symbols.colour(layer.style.stroke)
        colour = QColor.fromHsl(stroke.hslHue(), stroke.hslSaturation(), 70).name()
    return Dress(colour=colour, size=labels.height, halo=labels.halo)


def outlined(layer: SceneLayer) -> bool:
    """Return whether a kind of areas is drawn as borders alone, as phases are."""
    style = layer.style
    return layer.kind.shape is Shape.POLYGON and not (style.fill or style.by or style.hatch)


def rank(layer: SceneLayer) -> int:
    """Return how much a kind's names matter: borders first, then water and green, roads, parcels.

    Decided by how a kind is declared, so that another kind has its place at once. A kind that
    declares no names has them because the user asked; they come behind the parcels'.
    """
    kind = layer.kind
    if kind.shape is Shape.POINT or not kind.label:
        return 4
    if kind.coverage:
        return 3
    if outlined(layer):
        return 0
    return 1 if kind.shape is Shape.POLYGON or layer.style.fill else 2
