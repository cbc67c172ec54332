"""How long snapping takes: what is done anew with each move of the pointer while drawing."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.map.canvas import MapCanvas

PLACES = 400
SCALES = (1_000, 5_000, 25_000)


def snapped(canvas: MapCanvas) -> tuple[float, int]:
    """Return the median time of a snap to all sorts, at several scales, and of how many. [ms]"""
    from dataclasses import replace

    import numpy as np

    from widgets.map.snap_choice import SORTS
    from widgets.map.snapping import Snapper
    from widgets.map.tool import Pointer
    from widgets.map.viewport import PixelX, PixelY

    random = np.random.default_rng(3)
    shown, chosen = canvas.viewport, canvas.snapping
    canvas.snapping = replace(chosen, sorts=frozenset(SORTS))
    taken: list[float] = []
    for scale in SCALES:
        viewport = shown.scaled_to(scale)
        canvas.show_viewport(viewport)
        snapper, places = Snapper(canvas), []
        spots = random.uniform(0.1, 0.9, (PLACES, 2)) * (viewport.width, viewport.height)
        for across, down in spots.tolist():
            spot = PixelX(across), PixelY(down)
            pointer = Pointer(*viewport.place(*spot), *spot)
            begun = time.perf_counter()
            snapper.snap(pointer, places)
            taken.append((time.perf_counter() - begun) * 1000)
            if len(places) < 4:
                places.append((pointer.x, pointer.y))
    canvas.snapping = chosen
    canvas.show_viewport(shown)
    return statistics.median(taken), len(taken)
