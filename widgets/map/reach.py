"""How far what is drawn reaches beyond the bounds of its feature: outlines, markers, selection."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from layers.kind import Shape
from layers.style import Style
from widgets.map.scene import Scene
from widgets.map.viewport import Viewport

LEAST_PX: Final = 6.0
"""Of a hair line with its anti-aliasing, and of coordinates rounded to pixels. [px]"""
SELECTED_MM: Final = 0.9
"""Width of the selection's outline. [mm]"""
RING: Final = 0.8
"""Radius of the ring around a selected point, in sizes of its marker. [-]"""
MITRE: Final = 2.0
"""Where a line turns back its corner stands out by so many times its width. [-]"""


def outline_px(style: Style, viewport: Viewport) -> float:
    """Return how wide a style's outline is at most. [px]."""
    match style.unit:
        case "m":
            return style.width * viewport.px_per_m
        case "px":
            return style.width * viewport.dpi / 96.0
        case _:
            return style.width * viewport.px_per_mm


def of_scene(scene: Scene, viewport: Viewport, kinds: Collection[str] | None = None) -> float:
    """Return how far features of some kinds (all) reach beyond their bounds at most. [px].

    Parameters
    ----------
    scene
        What is to be seen.
    viewport
        How large, in device pixels.
    kinds
        Which kinds matter; all of them where None.
    """
    found = SELECTED_MM * viewport.px_per_mm
    for kind, layer in scene.layers.items():
        if kinds is not None and kind not in kinds:
            continue
        width = outline_px(layer.style, viewport)
        if layer.kind.shape is Shape.POINT:
            found = max(found, RING * layer.style.size * viewport.px_per_mm + width)
        else:
            found = max(found, MITRE * width)
    return found + LEAST_PX
