"""Draws a scene: the same painter for the screen, for pictures, for SVG and for PDF."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from widgets.map.scene import Scene
from widgets.map.viewport import Viewport


def paint(
    painter: QPainter,
    scene: Scene,
    viewport: Viewport,
    *,
    vector: bool = False,
    labels: bool = False,
    hidden: Collection[str] = (),
    selection: Mapping[str, NDArray[np.int64]] | None = None,
    cancelled: Callable[[], bool] = bool,
) -> None:
    """Draw a scene from the painter's origin on, `viewport.width` by `viewport.height` wide.

    The background is left as it is. Whoever calls sets a clip or a translation if needed; one
    unit of the painter is one pixel of the viewport, and ``viewport.dpi`` says how many of
    them are an inch, so that widths and text sizes in millimetres come out right.

    Parameters
    ----------
    painter
        Active painter on a picture, an SVG or a PDF; its state is restored.
    scene
        What is to be seen.
    viewport
        What part of it, and how large. For a page: ``Viewport.at_scale(centre, 5000, size, dpi)``
        with the size in the painter's units.
    vector
        Whether each feature becomes one path in full detail with outlines of true width and text
        as text. Otherwise fills are merged and outlines thinned for speed.
    labels
        Whether names are written, where there is room.
    hidden
        Kinds that are left out.
    selection
        Feature ids by kind that are marked.
    cancelled
        Asked now and then; drawing ends early, and incomplete, once it says yes.
    """
    raise NotImplementedError
