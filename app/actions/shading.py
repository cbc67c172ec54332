"""Analyse: what stands around the roofs, and what it takes of the sun."""

from __future__ import annotations

from functools import partial
from typing import Final

from app.action import Action
from app.shading import ask_irradiation, compute_shading, drop_shading, has_shading, running
from app.window import Window
from resources.translations import tr

ORDER: Final = 7.3


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands that the menu of analyses has for shading."""

    def may_compute() -> bool:
        return window.documents.editable and not running(window)

    return (
        Action(
            "analyse.shading",
            tr("Compute the shading &of roofs"),
            partial(compute_shading, window),
            icon="shading",
            tooltip=tr(
                "Look around from each roof over the surface model, or over the roofs where there"
                " is none; roofs whose shading still holds are left as they are"
            ),
            separated=True,
            when=may_compute,
        ),
        Action(
            "analyse.shading_anew",
            tr("Co&mpute the shading of all roofs anew"),
            partial(compute_shading, window, anew=True),
            when=lambda: may_compute() and has_shading(window),
        ),
        Action(
            "analyse.no_shading",
            tr("Remo&ve the shading of roofs"),
            partial(drop_shading, window),
            when=lambda: may_compute() and has_shading(window),
        ),
        Action(
            "analyse.irradiation",
            tr("&Irradiation of roofs as a raster…"),
            partial(ask_irradiation, window),
            tooltip=tr(
                "Write what each square of the roofs gets of sun and sky in a year as a GeoTIFF,"
                " and lay it below the plan"
            ),
            when=may_compute,
        ),
    )
