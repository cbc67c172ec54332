"""SLD 1.1 with Symbology Encoding: how map servers and other programs read a layer's look.

The language has no dots that are read alike everywhere, and QGIS takes its metres for metres of
paper. Dots are a tint here, and what is wide on the ground is as wide as at 1:5000.
"""

from __future__ import annotations

from math import isfinite, sqrt
from typing import Final
from xml.etree import ElementTree as ET

from layers.document import Document
from layers.errors import PlanError
from layers.fields import Field
from layers.files.geopackage import GEOMETRY
from layers.files.layer_styles.drawn import (
    HALO_COLOUR,
    HATCH_LINE_MM,
    HATCH_MM,
    Drawn,
    Picture,
    dashes,
    width_mm,
)
from layers.files.layer_styles.xml import add, clean, number, written
from layers.kind import Shape
from layers.style import Labels
from layers.template import Template

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
MM_PER_PX: Final = 0.28
"""A pixel of this language is so large on paper. [mm]"""
GROUND: Final = 5_000.0
"""Denominator of the scale at which widths on the ground are as they should be."""
MOST_NAMED: Final = 40
DOTTED: Final = 0.33
"""How opaque a tint is that stands for dots. [-]"""

_SPACES: Final = {
    "sld": "http://www.opengis.net/sld",
    "se": "http://www.opengis.net/se",
    "ogc": "http://www.opengis.net/ogc",
}
for _prefix, _space in _SPACES.items():
    ET.register_namespace(_prefix, _space)


def sld(document: Document, picture: Picture) -> str:
    """Return how a layer is drawn, as SLD."""
    root = ET.Element(_named("sld:StyledLayerDescriptor"), {"version": "1.1.0"})
    layer = _add(root, "sld:NamedLayer")
    _add(layer, "se:Name", picture.kind.id)
    user = _add(layer, "sld:UserStyle")
    _add(user, "se:Name", picture.kind.id)
    rules = _add(user, "se:FeatureTypeStyle")
    # What is left comes first and so lies below: its condition names the values in use alone.
    left = [one for one in picture.classes if picture.sort == "values" and one.rest]
    for one in (*left, *(one for one in picture.classes if one not in left)):
        _rule(rules, picture, one)
    if picture.labels is not None:
        _labels(rules, document, picture, picture.labels)
    return written(root, HEAD)


def _named(tag: str) -> str:
    prefix, _, name = tag.partition(":")
    return f"{{{_SPACES[prefix]}}}{name}"


def _add(parent: ET.Element, tag: str, text: str = "") -> ET.Element:
    return add(parent, _named(tag), text=text)


# ---- rules --------------------------------------------------------------------------------------


def _rule(rules: ET.Element, picture: Picture, one: Drawn) -> None:
    rule = _add(rules, "se:Rule")
    _add(rule, "se:Name", one.title)
    _add(_add(rule, "se:Description"), "se:Title", one.title)
    if picture.sort != "single":
        _filter(_add(rule, "ogc:Filter"), picture, one)
    _scales(rule, picture.style.nearest, picture.style.farthest)
    match picture.kind.shape:
        case Shape.POLYGON:
            _area(rule, picture, one)
        case Shape.LINE:
            _line(rule, picture, one)
        case Shape.POINT:
            mark = _graphic(_add(rule, "se:PointSymbolizer"), picture.style.marker)
            _fill(mark, one.fill, picture.style.opacity)
            _stroke(mark, picture, picture.style.stroke, dashed=False)
            _add(_parent_of(rule, mark), "se:Size", number(_px(picture.style.size)))


def _filter(parent: ET.Element, picture: Picture, one: Drawn) -> None:
    if picture.sort == "ranges":
        both = _add(parent, "ogc:And")
        first = one is picture.classes[0]
        above = "GreaterThanOrEqualTo" if first else "GreaterThan"
        _compared(both, f"ogc:PropertyIs{above}", picture.by, number(one.lower))
        _compared(both, "ogc:PropertyIsLessThanOrEqualTo", picture.by, number(one.upper))
    elif one.value is not None:
        _compared(parent, "ogc:PropertyIsEqualTo", picture.by, one.value)
    elif one.missing:
        _add(_add(parent, "ogc:PropertyIsNull"), "ogc:PropertyName", picture.by)
    else:
        _left(parent, picture)


def _left(parent: ET.Element, picture: Picture) -> None:
    """Write what no class has. QGIS takes an ElseFilter for none, and cannot ask for too much."""
    used = [one.value for one in picture.classes if one.used and one.value is not None]
    coded = any(one.missing for one in picture.classes)
    if coded:
        none = _add(parent := _add(parent, "ogc:And"), "ogc:Not")
        _add(_add(none, "ogc:PropertyIsNull"), "ogc:PropertyName", picture.by)
    else:
        parent = _add(parent, "ogc:Or")
        _add(_add(parent, "ogc:PropertyIsNull"), "ogc:PropertyName", picture.by)
        parent = _add(parent, "ogc:And") if len(used) > 1 else parent
    for value in used[:MOST_NAMED] or [""]:
        _compared(parent, "ogc:PropertyIsNotEqualTo", picture.by, value)


def _compared(parent: ET.Element, tag: str, column: str, value: str) -> None:
    found = _add(parent, tag)
    _add(found, "ogc:PropertyName", column)
    _add(found, "ogc:Literal", value)


def _scales(rule: ET.Element, nearest: float, farthest: float) -> None:
    if nearest > 0:
        _add(rule, "se:MinScaleDenominator", number(nearest))
    if isfinite(farthest):
        _add(rule, "se:MaxScaleDenominator", number(farthest))


# ---- symbols ------------------------------------------------------------------------------------


def _px(mm: float) -> float:
    return round(mm / MM_PER_PX, 3)


def _area(rule: ET.Element, picture: Picture, one: Drawn) -> None:
    opacity, stroke = picture.style.opacity, picture.style.stroke
    ground = _add(rule, "se:PolygonSymbolizer")
    if one.pattern == "dots" and one.hatch:
        _fill(ground, one.hatch[:7], opacity * DOTTED)
    elif one.fill:
        _fill(ground, one.fill, opacity)
    if one.pattern == "dots" or not one.hatch:
        _stroke(ground, picture, stroke)
        return
    for angle in (45, 135) if one.pattern == "cross" else (45,):
        filled = _add(_add(_add(rule, "se:PolygonSymbolizer"), "se:Fill"), "se:GraphicFill")
        mark = _graphic(filled, "horline")
        line = _add(mark, "se:Stroke")
        _parameters(line, "stroke", one.hatch, opacity)
        _parameter(line, "stroke-width", number(_px(HATCH_LINE_MM)))
        graphic = _parent_of(filled, mark)
        _add(graphic, "se:Size", number(_px(HATCH_MM / sqrt(2))))
        _add(_add(graphic, "se:Rotation"), "ogc:Literal", str(angle))
    if stroke:
        _stroke(_add(rule, "se:LineSymbolizer"), picture, stroke)


def _line(rule: ET.Element, picture: Picture, one: Drawn) -> None:
    style = picture.style
    if not picture.ribbons:
        colour = one.fill if picture.by and one.fill else style.stroke
        _stroke(_add(rule, "se:LineSymbolizer"), picture, colour)
        return
    stroke = _add(_add(rule, "se:LineSymbolizer"), "se:Stroke")
    _parameters(stroke, "stroke", one.fill or style.stroke, style.opacity)
    _parameter(stroke, "stroke-width", number(_px(picture.usual_width * 1000 / GROUND)))
    _parameter(stroke, "stroke-linecap", "butt")


def _graphic(parent: ET.Element, name: str) -> ET.Element:
    """Put a mark in and return it."""
    mark = _add(_add(parent, "se:Graphic"), "se:Mark")
    _add(mark, "se:WellKnownName", name)
    return mark


def _parent_of(above: ET.Element, mark: ET.Element) -> ET.Element:
    return next(one for one in above.iter() if mark in one)


def _fill(parent: ET.Element, colour: str, opacity: float) -> None:
    if colour:
        _parameters(_add(parent, "se:Fill"), "fill", colour, opacity)


def _stroke(parent: ET.Element, picture: Picture, colour: str, *, dashed: bool = True) -> None:
    if not colour:
        return
    style = picture.style
    stroke = _add(parent, "se:Stroke")
    _parameters(stroke, "stroke", colour, style.opacity)
    width = _px(style.width * 1000 / GROUND if style.unit == "m" else width_mm(style))
    _parameter(stroke, "stroke-width", number(width))
    _parameter(stroke, "stroke-linejoin", "round")
    if dashed and (lengths := dashes(style)):
        told = " ".join(number(round(length * width, 3)) for length in lengths)
        _parameter(stroke, "stroke-dasharray", told)


def _parameters(parent: ET.Element, name: str, colour: str, opacity: float) -> None:
    _parameter(parent, name, colour[:7])
    share = opacity * (int(colour[7:9], 16) / 255 if len(colour) == 9 else 1.0)
    if share < 1:
        _parameter(parent, f"{name}-opacity", number(round(share, 3)))


def _parameter(parent: ET.Element, name: str, value: str) -> None:
    add(parent, _named("se:SvgParameter"), {"name": name}, value)


# ---- labels -------------------------------------------------------------------------------------


def _labels(rules: ET.Element, document: Document, picture: Picture, labels: Labels) -> None:
    """Write what is written on features, as far as it is columns and text."""
    pieces = _pieces(document, picture, labels.template)
    if not any(isinstance(piece, Field) for piece in pieces):
        return
    rule = _add(rules, "se:Rule")
    _add(rule, "se:Name", "labels")
    _scales(
        rule,
        max(labels.nearest, picture.style.nearest),
        min(labels.farthest, picture.style.farthest),
    )
    symbolizer = _add(rule, "se:TextSymbolizer")
    add(add(symbolizer, _named("se:Geometry")), _named("ogc:PropertyName"), text=GEOMETRY)
    label, last = _add(symbolizer, "se:Label"), None
    for piece in pieces:
        if isinstance(piece, Field):
            last = _add(label, "ogc:PropertyName", piece.name)
        elif last is None:
            label.text = (label.text or "") + clean(piece)
        else:
            last.tail = (last.tail or "") + clean(piece)
    font = _add(symbolizer, "se:Font")
    _parameter(font, "font-size", str(max(round(_px(labels.height)), 1)))  # QGIS reads no fractions
    if picture.kind.shape is Shape.LINE:
        _add(_add(symbolizer, "se:LabelPlacement"), "se:LinePlacement")
    else:
        _point_placement(symbolizer, picture)
    if labels.halo > 0:
        halo = _add(symbolizer, "se:Halo")
        _add(halo, "se:Radius", number(_px(labels.halo)))
        _fill(halo, HALO_COLOUR, 1.0)
    _fill(symbolizer, labels.colour, 1.0)


def _point_placement(symbolizer: ET.Element, picture: Picture) -> None:
    place = _add(_add(symbolizer, "se:LabelPlacement"), "se:PointPlacement")
    beside = picture.kind.shape is Shape.POINT
    anchor = _add(place, "se:AnchorPoint")
    _add(anchor, "se:AnchorPointX", "0" if beside else "0.5")
    _add(anchor, "se:AnchorPointY", "0.5")
    if beside:
        shift = _add(place, "se:Displacement")
        _add(shift, "se:DisplacementX", number(_px(0.7 * picture.style.size)))
        _add(shift, "se:DisplacementY", "0")


def _pieces(document: Document, picture: Picture, template: str) -> list[str | Field]:
    """Return text and columns; lines with anything else are left out."""
    try:
        parsed = Template.parse(template)
    except PlanError:
        return []
    columns = document.layer(picture.kind.id).columns
    found: list[str | Field] = []
    for line in parsed.lines:
        if all(isinstance(one, str) or (not one.measure and one.name in columns) for one in line):
            found += ["\n"] if found else []
            found += line
    return found
