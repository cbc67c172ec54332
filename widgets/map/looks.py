"""How classes look on the map; see `layers.looks`, where legends and exports ask as well."""

from __future__ import annotations

from layers.looks import (
    MISSING_FILL,
    MISSING_HATCH,
    TINT,
    UNKNOWN_FILL,
    UNKNOWN_HATCH,
    Look,
    column_of,
    look_of,
    style_of,
)

__all__ = [
    "MISSING_FILL",
    "MISSING_HATCH",
    "TINT",
    "UNKNOWN_FILL",
    "UNKNOWN_HATCH",
    "Look",
    "column_of",
    "look_of",
    "style_of",
]
