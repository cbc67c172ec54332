"""Styles that QGIS has written as QML, as nearly as a plan can draw them.

Single symbols, categories and graduated classes of simple fills, lines and markers are read, with
outline, opacity and scales. Rules, expressions and effects are not, and a sentence says so; labels
stay as they were. The file is taken for a stranger's: nothing in it is followed or run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from math import inf, isfinite
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from layers.errors import ImportDataError
from layers.style import MOST_CLASSES, Style

LARGEST: Final = 8_000_000
"""Bytes that a style file may have."""
_COLUMN: Final = re.compile(r'"((?:[^"]|"")+)"|([^\W\d]\w*)')
_MM: Final = {"MM": 1.0, "Point": 25.4 / 72, "Inch": 25.4}
_MARKERS: Final = {"circle", "square", "triangle", "diamond"}
_MISSING: Final = frozenset({"", "NULL"})


def read(path: Path, style: Style, columns: Collection[str]) -> Style:
    """Return a style with what a QML file says.

    Parameters
    ----------
    path
        The file.
    style
        What stays where the file says nothing: labels, column of the width.
    columns
        Columns of the layer, by which colours can go.

    Raises
    ------
    ImportDataError
        Where it is none, too large, or colours by something that the layer has not.
    """
    root = _root(path)
    renderer = root.find("renderer-v2")
    if renderer is None:
        raise ImportDataError(
            "{name} says of no layer how it is drawn. Wanted is a style that QGIS saved as QML.",
            name=path.name,
        )
    found = _coloured(renderer, style, columns, path.name)
    return _ranged(root, found).sound()


def _root(path: Path) -> ET.Element:
    try:
        if path.stat().st_size > LARGEST:
            raise ImportDataError("{name} is too large for a style.", name=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportDataError(
            "{name} cannot be read: {reason}.",
            name=path.name,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error
    if "<!ENTITY" in text:  # a page of them unfolds into more than any memory holds
        raise ImportDataError("{name} defines entities, which no style needs.", name=path.name)
    try:
        return ET.fromstring(text)  # noqa: S314
    except ET.ParseError as error:
        raise ImportDataError(
            "{name} is no QML: {reason}.", name=path.name, reason=str(error)
        ) from error


# ---- classes ------------------------------------------------------------------------------------


def _coloured(renderer: ET.Element, style: Style, columns: Collection[str], name: str) -> Style:
    symbols = _symbols(renderer)
    first = next(iter(symbols.values()), None)
    found = _drawn(style, first) if first is not None else style
    plain = replace(found, by="", colours={}, breaks=(), ramp=(), scheme="")
    match renderer.get("type"):
        case "singleSymbol":
            return replace(plain, fill=_colour_of(first))
        case "categorizedSymbol":
            by = _column(renderer, columns, name)
            colours = dict(_categories(renderer, symbols))
            rest = colours.pop("", "") or style.fill
            return replace(plain, by=by, colours=colours, fill=rest)
        case "graduatedSymbol":
            by = _column(renderer, columns, name)
            classes = dict(sorted(_ranges(renderer, symbols)))
            if not classes or len(classes) > MOST_CLASSES:
                raise ImportDataError(
                    "{name} has {n} classes; wanted are 1 to {most}.",
                    name=name, n=len(classes), most=MOST_CLASSES,
                )  # fmt: skip
            return replace(plain, by=by, breaks=tuple(classes), ramp=tuple(classes.values()))
        case other:
            raise ImportDataError(
                "{name} draws by {sort}. Wanted is a single symbol, categories or a graduated"
                " style: save it so in QGIS.",
                name=name,
                sort=str(other)[:60],
            )


def _column(renderer: ET.Element, columns: Collection[str], name: str) -> str:
    """Return the column by which a style goes; QGIS writes it bare, quoted or in an expression."""
    written = renderer.get("attr") or ""
    named = [one.replace('""', '"') or two for one, two in _COLUMN.findall(written)]
    known = {column.casefold(): column for column in columns}
    for one in (written, *named):
        if one.casefold() in known:
            return known[one.casefold()]
    raise ImportDataError(
        "{name} colours by {column}, which the layer has not. It has {known}.",
        name=name,
        column=written[:60],
        known=", ".join(list(columns)[:20]),
    )


def _categories(
    renderer: ET.Element, symbols: Mapping[str, ET.Element]
) -> Iterable[tuple[str, str]]:
    """Yield values and their colours; the empty value is that of all others."""
    for one in renderer.iterfind("categories/category"):
        symbol = symbols.get(one.get("symbol") or "")
        if symbol is None or one.get("render") == "false":
            continue
        value = one.get("value") or ""
        listed = [each.get("value") or "" for each in one.iterfind("val")]
        for each in listed or [value]:
            yield "" if each in _MISSING else each, _colour_of(symbol)


def _ranges(renderer: ET.Element, symbols: Mapping[str, ET.Element]) -> Iterable[tuple[float, str]]:
    for one in renderer.iterfind("ranges/range"):
        symbol, upper = symbols.get(one.get("symbol") or ""), _number(one.get("upper"))
        if symbol is not None and upper is not None:
            yield upper, _colour_of(symbol)


def _ranged(root: ET.Element, style: Style) -> Style:
    """Return a style with the opacity and the scales of the layer."""
    opacity = _number(root.findtext("layerOpacity"))
    found = style if opacity is None else replace(style, opacity=opacity)
    if root.get("hasScaleBasedVisibilityFlag") != "1":
        return replace(found, nearest=0.0, farthest=inf)
    # QGIS calls the smallest scale, which has the greatest denominator, the minimum.
    nearest, farthest = _number(root.get("maxScale")) or 0.0, _number(root.get("minScale")) or inf
    return replace(found, nearest=nearest, farthest=farthest)


# ---- symbols ------------------------------------------------------------------------------------


def _symbols(renderer: ET.Element) -> dict[str, ET.Element]:
    return {one.get("name") or "": one for one in renderer.iterfind("symbols/symbol")}


def _options(layer: ET.Element) -> dict[str, str]:
    """Return what a symbol's layer says, as newer and as older files write it."""
    found = {one.get("k") or "": one.get("v") or "" for one in layer.iterfind("prop")}
    for one in layer.iterfind("Option/Option"):
        found[one.get("name") or ""] = one.get("value") or ""
    return found


def _layers(symbol: ET.Element) -> list[tuple[str, dict[str, str]]]:
    return [
        (one.get("class") or "", _options(one))
        for one in symbol.iterfind("layer")
        if one.get("enabled") != "0"
    ]


def _colour_of(symbol: ET.Element | None) -> str:
    """Return the colour of a symbol: of its ground, its line or its marker; empty for none."""
    for class_, said in _layers(symbol) if symbol is not None else []:
        if class_ in {"SimpleFill", "SimpleMarker"} and said.get("style") != "no":
            return colour(said.get("color", ""), _opacity(symbol))
        if class_ == "SimpleLine" and said.get("line_style") != "no":
            return colour(said.get("line_color", ""), _opacity(symbol))
    return ""


def _opacity(symbol: ET.Element | None) -> float:
    found = _number(symbol.get("alpha")) if symbol is not None else None
    return 1.0 if found is None else min(max(found, 0.0), 1.0)


def _drawn(style: Style, symbol: ET.Element) -> Style:
    """Return a style with the outline, or the marker, of a symbol."""
    for class_, said in _layers(symbol):
        if class_ in {"SimpleFill", "SimpleMarker"}:
            shown = said.get("outline_style") != "no"
            stroke = colour(said.get("outline_color", "")) if shown else ""
            style = _wide(replace(style, stroke=stroke), said, "outline_width")
            if class_ == "SimpleMarker":
                style = _marked(style, said)
            if shown:
                return style
        elif class_ == "SimpleLine":
            stroke = colour(said.get("line_color", ""))
            return _wide(replace(style, stroke=stroke), said, "line_width")
    return style


def _wide(style: Style, said: Mapping[str, str], name: str) -> Style:
    width, unit = _number(said.get(name)), said.get(f"{name}_unit", "MM")
    if width is None or width <= 0:
        return style
    if unit == "Pixel":
        return replace(style, width=width, unit="px")
    if unit in {"MapUnit", "RenderMetersInMapUnits"}:
        return replace(style, width=width, unit="m")
    return replace(style, width=round(width * _MM.get(unit, 1.0), 6), unit="mm")


def _marked(style: Style, said: Mapping[str, str]) -> Style:
    marker, size = said.get("name", ""), _number(said.get("size"))
    found = replace(style, marker=marker) if marker in _MARKERS else style
    if size is None or size <= 0 or said.get("size_unit", "MM") not in _MM:
        return found
    return replace(found, size=round(size * _MM[said.get("size_unit", "MM")], 6))


def colour(text: str, opacity: float = 1.0) -> str:
    """Return a colour as a plan writes it from QGIS's ``r,g,b,a``; empty where it is seen through.

    Examples
    --------
    >>> colour("47,158,80,82,rgb:0.18,0.6,0.3,0.3"), colour("255,255,255,0"), colour("red")
    ('#2f9e5052', '', '')
    """
    parts = [_number(part) for part in text.split(",")[:4]]
    whole = [round(part) for part in parts if part is not None and 0 <= part <= 255]
    if len(whole) < 3:
        return ""
    alpha = round((whole[3] if len(whole) > 3 else 255) * opacity)
    found = "#" + "".join(f"{part:02x}" for part in whole[:3])
    return "" if alpha == 0 else found if alpha == 255 else f"{found}{alpha:02x}"


def _number(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if isfinite(found) else None
