"""Labels in QML: what is written, how large, where, and at which scales."""

from __future__ import annotations

from math import isfinite
from typing import Final
from xml.etree import ElementTree as ET

from layers.document import Document
from layers.files.layer_styles import expressions
from layers.files.layer_styles.drawn import HALO_COLOUR, Picture
from layers.files.layer_styles.xml import add, number
from layers.kind import Shape
from layers.style import Labels

AGAIN_MM: Final = 92.0
"""The same name stands at least so far away along its line. [mm]"""
_BESIDE: Final = 0.7
"""How far a name stands from its point, in sizes of the marker. [-]"""


def write(root: ET.Element, document: Document, picture: Picture, labels: Labels) -> None:
    """Put the labels of a layer into its style."""
    told, expression = expressions.label(document, picture.kind.id, labels.template)
    if not told:
        root.set("labelsEnabled", "0")
        return
    settings = add(add(root, "labeling", {"type": "simple"}), "settings")
    text = add(
        settings,
        "text-style",
        {
            "fieldName": told,
            "isExpression": str(int(expression)),
            "fontSize": number(labels.height),
            "fontSizeUnit": "MM",
            "fontWeight": "50",
            "textColor": _rgb(labels.colour),
            "textOpacity": _opacity(labels.colour),
            "multilineHeight": "1",
            "namedStyle": "",
        },
    )
    add(
        text,
        "text-buffer",
        {
            "bufferDraw": str(int(labels.halo > 0)),
            "bufferSize": number(labels.halo),
            "bufferSizeUnits": "MM",
            "bufferColor": _rgb(HALO_COLOUR),
            "bufferOpacity": _opacity(HALO_COLOUR),
            "bufferJoinStyle": "128",
        },
    )
    add(settings, "text-format", {"multilineAlign": "1", "wrapChar": ""})
    add(settings, "placement", _placement(picture))
    add(
        settings,
        "rendering",
        {
            "drawLabels": "1",
            "scaleVisibility": str(int(labels.nearest > 0 or isfinite(labels.farthest))),
            # QGIS means denominators here, so that the least of them is the largest scale.
            "scaleMin": number(labels.nearest),
            "scaleMax": number(labels.farthest) if isfinite(labels.farthest) else "0",
            "mergeLines": str(int(picture.kind.shape is Shape.LINE)),
            "obstacle": str(int(picture.kind.shape is Shape.POINT)),
        },
    )


def _placement(picture: Picture) -> dict[str, str]:
    match picture.kind.shape:
        case Shape.POLYGON:
            fits = picture.kind.coverage
            return {"placement": "4", "fitInPolygonOnly": str(int(fits)), "centroidInside": "1"}
        case Shape.LINE:
            again = {"repeatDistance": number(AGAIN_MM), "repeatDistanceUnits": "MM"}
            return {"placement": "2", "placementFlags": "9", **again}
        case Shape.POINT:
            shift = number(round(_BESIDE * picture.style.size, 3))
            # The fifth of nine places around a point is to its right.
            return {"placement": "1", "quadOffset": "5", "xOffset": shift, "offsetUnits": "MM"}


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5)) + ",255"


def _opacity(colour: str) -> str:
    return number(round(int(colour[7:9], 16) / 255, 3)) if len(colour) == 9 else "1"
