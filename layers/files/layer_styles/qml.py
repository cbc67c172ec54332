"""QML: how QGIS writes a layer's look. The words are those of QGIS 3.22 and later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite, sqrt
from typing import Final
from xml.etree import ElementTree as ET

from layers.document import Document
from layers.files.layer_styles import qml_labels
from layers.files.layer_styles.drawn import (
    DOT_MM,
    HATCH_LINE_MM,
    HATCH_MM,
    MISSING_VALUE,
    Drawn,
    Picture,
    dashes,
    width_mm,
)
from layers.files.layer_styles.expressions import field_name, text
from layers.files.layer_styles.xml import add, number, written
from layers.kind import Shape

HEAD: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
VERSION: Final = "3.22.0"

_GEOMETRY_TYPES: Final = {Shape.POINT: "0", Shape.LINE: "1", Shape.POLYGON: "2"}
_SYMBOLS: Final = {Shape.POINT: "marker", Shape.LINE: "line", Shape.POLYGON: "fill"}
_SEGMENTS: Final = 8
_EXPRESSION: Final = "3"
"""What QGIS calls a property that is worked out by an expression."""


def qml(document: Document, picture: Picture) -> str:
    """Return how a layer is drawn, as QGIS reads it."""
    style = picture.style
    ranged = style.nearest > 0 or isfinite(style.farthest)
    root = ET.Element(
        "qgis",
        {
            "version": VERSION,
            "styleCategories": "Symbology|Labeling|Rendering",
            "hasScaleBasedVisibilityFlag": str(int(ranged)),
            # QGIS calls the smallest scale, which has the greatest denominator, the minimum.
            "minScale": number(style.farthest) if isfinite(style.farthest) else "0",
            "maxScale": number(style.nearest),
            "labelsEnabled": str(int(picture.labels is not None)),
            "simplifyDrawingHints": "0" if picture.kind.shape is Shape.POINT else "1",
        },
    )
    _renderer(root, picture)
    if picture.labels is not None:
        qml_labels.write(root, document, picture, picture.labels)
    add(root, "blendMode", text="0")
    add(root, "featureBlendMode", text="0")
    add(root, "layerOpacity", text=number(style.opacity))
    add(root, "layerGeometryType", text=_GEOMETRY_TYPES[picture.kind.shape])
    return written(root, HEAD)


# ---- classes ------------------------------------------------------------------------------------


def _renderer(root: ET.Element, picture: Picture) -> None:
    renderer = add(
        root,
        "renderer-v2",
        {"symbollevels": "0", "forceraster": "0", "enableorderby": "0", "referencescale": "-1"},
    )
    match picture.sort:
        case "single":
            renderer.set("type", "singleSymbol")
        case "values":
            renderer.set("type", "categorizedSymbol")
            renderer.set("attr", sorted_by(picture))
            _categories(renderer, picture.classes)
        case "ranges":
            renderer.set("type", "graduatedSymbol")
            renderer.set("attr", picture.by)
            renderer.set("graduatedMethod", "GraduatedColor")
            ranges = add(renderer, "ranges")
            for place, one in enumerate(picture.classes):
                bounds = {"lower": number(one.lower), "upper": number(one.upper)}
                common = {"symbol": str(place), "label": one.title, "render": "true"}
                add(ranges, "range", common | bounds)
    symbols = add(renderer, "symbols")
    for place, one in enumerate(picture.classes):
        _symbol(symbols, str(place), picture, one)
    add(renderer, "rotation")
    add(renderer, "sizescale")


def sorted_by(picture: Picture) -> str:
    """Return what QGIS sorts by: the column, or an expression that names missing codes.

    To QGIS a missing value and one that is not listed are the same; to a plan they are not.
    """
    if any(one.missing for one in picture.classes):
        return f"coalesce({field_name(picture.by)}, {text(MISSING_VALUE)})"
    return picture.by


def _categories(renderer: ET.Element, classes: Iterable[Drawn]) -> None:
    categories = add(renderer, "categories")
    for place, one in enumerate(classes):
        value = MISSING_VALUE if one.missing else one.value or ""
        add(
            categories,
            "category",
            {"symbol": str(place), "value": value, "label": one.title, "render": "true"},
        )


# ---- symbols ------------------------------------------------------------------------------------


def _symbol(parent: ET.Element, name: str, picture: Picture, one: Drawn) -> None:
    shape = picture.kind.shape
    symbol = _empty(parent, name, _SYMBOLS[shape])
    match shape:
        case Shape.POLYGON:
            _fill(symbol, name, picture, one)
        case Shape.POINT:
            _marker(symbol, picture, one)
        case Shape.LINE if picture.ribbons:
            _ribbon(symbol, name, picture, one)
        case Shape.LINE:
            layer(symbol, "SimpleLine", _line(picture, _line_colour(picture, one)))


def _line_colour(picture: Picture, one: Drawn) -> str:
    """Return the colour of lines without a real width: that of their class, where they have any."""
    return one.fill if picture.by and one.fill else picture.style.stroke


def _empty(parent: ET.Element, name: str, type_: str) -> ET.Element:
    return add(
        parent,
        "symbol",
        {"name": name, "type": type_, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"},
    )


def _fill(symbol: ET.Element, name: str, picture: Picture, one: Drawn) -> None:
    """Put in an area: its ground, the pattern over it, its outline."""
    plain = not (one.hatch or dashes(picture.style))
    ground = {"color": colour(one.fill), "style": "solid" if one.fill else "no"}
    ground |= _outline(picture) if plain else {"outline_style": "no"}
    layer(symbol, "SimpleFill", ground)
    if one.hatch:
        _pattern(symbol, name, one)
    if not plain and picture.style.stroke:
        layer(symbol, "SimpleLine", _line(picture, picture.style.stroke))


def _pattern(symbol: ET.Element, name: str, one: Drawn) -> None:
    if one.pattern == "dots":
        # The dots stand as the spots of a five on a die.
        distances = {
            "distance_x": HATCH_MM,
            "distance_y": HATCH_MM / 2,
            "displacement_x": HATCH_MM / 2,
            "displacement_y": 0.0,
        }
        values = {key: number(value) for key, value in distances.items()}
        values |= {f"{key}_unit": "MM" for key in distances}
        inner = _empty(layer(symbol, "PointPatternFill", values), f"@{name}@1", "marker")
        dot = {"name": "circle", "color": colour(one.hatch), "outline_style": "no"}
        layer(inner, "SimpleMarker", dot | {"size": number(DOT_MM), "size_unit": "MM"})
        return
    for place, angle in enumerate((45, 135) if one.pattern == "cross" else (45,), 1):
        values = {
            "angle": str(angle),
            "distance": number(round(HATCH_MM / sqrt(2), 4)),
            "distance_unit": "MM",
        }
        inner = _empty(layer(symbol, "LinePatternFill", values), f"@{name}@{place}", "line")
        line = {"line_color": colour(one.hatch), "line_width": number(HATCH_LINE_MM)}
        layer(inner, "SimpleLine", line | {"line_width_unit": "MM", "line_style": "solid"})


def _marker(symbol: ET.Element, picture: Picture, one: Drawn) -> None:
    style = picture.style
    layer(
        symbol,
        "SimpleMarker",
        {
            "name": style.marker,
            "color": colour(one.fill),
            "size": number(style.size),
            "size_unit": "MM",
            "scale_method": "diameter",
            **_outline(picture),
        },
    )


def _ribbon(symbol: ET.Element, name: str, picture: Picture, one: Drawn) -> None:
    """Put in lines as strips of their real width, and plain lines where none is known."""
    width = field_name(picture.style.width_column)
    generator = layer(
        symbol,
        "GeometryGenerator",
        {
            "SymbolType": "Fill",
            "geometryModifier": f"CASE WHEN {width} > 0 THEN"
            f" buffer($geometry, {width} / 2, {_SEGMENTS}, 'flat') END",
            "units": "MapUnit",
        },
    )
    _fill(_empty(generator, f"@{name}@0", "fill"), f"{name}@0", picture, one)
    if colour_ := picture.style.stroke or one.fill:
        line = layer(symbol, "SimpleLine", _line(picture, colour_))
        _defined(line, {"enabled": f"coalesce({width}, 0) <= 0"})


def _outline(picture: Picture) -> dict[str, str]:
    style = picture.style
    if not style.stroke:
        return {"outline_style": "no"}
    return {
        "outline_style": "solid",
        "outline_color": colour(style.stroke),
        "outline_width": number(width_mm(style)),
        "outline_width_unit": _unit(picture),
        "joinstyle": "round",
    }


def _line(picture: Picture, colour_: str) -> dict[str, str]:
    style, unit, dash = picture.style, _unit(picture), dashes(picture.style)
    width = width_mm(style)
    found = {
        "line_style": "solid" if colour_ else "no",
        "line_color": colour(colour_),
        "line_width": number(width),
        "line_width_unit": unit,
        "joinstyle": "round",
        "capstyle": "flat" if dash else "round",
        "use_custom_dash": str(int(bool(dash))),
    }
    if dash:
        found["customdash"] = ";".join(number(round(length * width, 6)) for length in dash)
        found["customdash_unit"] = unit
    return found


def _unit(picture: Picture) -> str:
    # Plans are projected and in metres, so that a unit of the map is one.
    return "MapUnit" if picture.style.unit == "m" else "MM"


def colour(text_: str) -> str:
    """Return a colour as QGIS writes it; one that is none is seen through.

    Examples
    --------
    >>> colour("#2f9e5052"), colour("")
    ('47,158,80,82', '255,255,255,0')
    """
    if not text_:
        return "255,255,255,0"
    parts = [int(text_[place : place + 2], 16) for place in range(1, len(text_), 2)]
    return ",".join(str(part) for part in (*parts, 255)[:4])


# ---- QGIS's own way of writing values -----------------------------------------------------------


def layer(symbol: ET.Element, class_: str, values: Mapping[str, str]) -> ET.Element:
    """Put a layer of a symbol in and return it."""
    found = add(symbol, "layer", {"class": class_, "enabled": "1", "locked": "0", "pass": "0"})
    options = add(found, "Option", {"type": "Map"})
    for name, value in values.items():
        add(options, "Option", {"name": name, "type": "QString", "value": value})
    return found


def _defined(layer_: ET.Element, expressions: Mapping[str, str]) -> None:
    """Let expressions decide properties of a symbol's layer."""
    whole = add(add(layer_, "data_defined_properties"), "Option", {"type": "Map"})
    add(whole, "Option", {"name": "name", "type": "QString", "value": ""})
    properties = add(whole, "Option", {"name": "properties", "type": "Map"})
    for name, expression in expressions.items():
        one = add(properties, "Option", {"name": name, "type": "Map"})
        add(one, "Option", {"name": "active", "type": "bool", "value": "true"})
        add(one, "Option", {"name": "expression", "type": "QString", "value": expression})
        add(one, "Option", {"name": "type", "type": "int", "value": _EXPRESSION})
    add(whole, "Option", {"name": "type", "type": "QString", "value": "collection"})
