"""Commands of the menu Layer for what lies below the plan."""

from __future__ import annotations

from typing import Final

from app.action import Action
from app.rasters import ask_files
from app.window import Window
from resources.translations import tr

ORDER: Final = 5.4


def actions(window: Window) -> tuple[Action, ...]:
    """Return the commands."""

    def add() -> None:
        rasters = window.maps.rasters
        if rasters is not None:
            rasters.add(ask_files(window))

    return (
        Action(
            "layer.add_raster",
            tr("&Add a raster below…"),
            add,
            icon="import",
            tooltip=tr("Lay imagery, a surface model or an irradiance raster below the plan"),
            when=lambda: window.documents.editable,
            separated=True,
        ),
    )
