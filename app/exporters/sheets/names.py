"""What is written on the map of a sheet: names as on the screen, and the codes of drawings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from app.exporters.sheets.codes import letterings
from layers.kind import Shape
from layers.kinds import kinds
from widgets.map import labelling
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

SAID_AGAIN_MM: Final = 150.0
"""How far from each other the same name is written again."""


def draw_names(  # noqa: PLR0917 - what is drawn, and how
    painter: QPainter,
    scene: Scene,
    viewport: Viewport,
    lettered: Sequence[str],
    font: QFont,
    weight: float = 1.0,
    shown: Collection[str] = (),
) -> None:
    """Write what has room on the map; the name of a road is not said again close by.

    Parcels that are coloured by their class have number and code as drawings do, unless the plan
    has a label of its own for them.

    Parameters
    ----------
    painter
        Its unit is one pixel of the viewport.
    scene, viewport
        What is drawn, and where; its millimetres are as much larger as names are.
    lettered
        Kinds that are written on.
    font
        Family of the letters.
    weight
        How much heavier names are than on a sheet of ordinary size. [-]
    shown
        Kinds that are drawn; codes keep clear of markers.
    """
    coded = "parcels" in lettered and is_coded(scene)
    hidden = [
        kind for kind in scene.layers if kind not in lettered or (coded and kind == "parcels")
    ]
    font = labelling.sized(font, viewport)
    edge = QRectF(0, 0, viewport.width, viewport.height)
    near = SAID_AGAIN_MM * viewport.px_per_mm / weight
    said: dict[str, list[QPointF]] = {}
    taken: list[QRectF] = []
    again = SAID_AGAIN_MM / weight
    for label in labelling.placed(scene, viewport, hidden=hidden, font=font, again_mm=again):
        place = label.rectangle(viewport)
        middles = said.setdefault(label.text, [])
        # What is no name, such as a value, is said of each feature that has it.
        repeated = label.once and any(
            (place.center() - one).manhattanLength() < near for one in middles
        )
        if edge.contains(place) and not repeated:
            middles.append(place.center())
            taken.append(place)
            labelling.write_label(painter, label, viewport, font, edge=labelling.PAPER_HALO)
    taken += _markers(scene, viewport, shown)
    for one in letterings(scene, viewport, font, taken) if coded else ():
        for text, place in zip(one.lines, one.places, strict=True):
            if edge.contains(place):
                halo = labelling.PAPER_HALO
                labelling.write(painter, text, place, one.font, viewport.px_per_mm, edge=halo)


def _markers(scene: Scene, viewport: Viewport, shown: Collection[str]) -> list[QRectF]:
    """Return where markers stand. [px]."""
    found: list[QRectF] = []
    for kind, layer in scene.layers.items():
        if kind not in shown or layer.kind.shape is not Shape.POINT:
            continue
        size = layer.style.size * viewport.px_per_mm
        for chunk in layer.chunks:
            places = chunk.ragged.taken(chunk.meeting(viewport.bounds)).xy
            for x, y in viewport.pixels(places).tolist():
                found.append(QRectF(x - size / 2, y - size / 2, size, size))
    return found


def is_coded(scene: Scene) -> bool:
    """Return whether parcels have number over code: coloured by class, labelled as declared."""
    style = scene.layers["parcels"].style
    return bool(style.by) and style.labels == kinds()["parcels"].style.labels
