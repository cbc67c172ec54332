"""One HTML file with the plan as a map, its totals and its parcel cards; it needs no network.

Texts of the plan reach the page in two ways: escaped where they are markup, and as JSON in which
no sign can end the script. They are never part of a template, which would run them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, cast

import folium
import geopandas as gpd
import numpy as np
import shapely
from branca.element import Figure as Page
from branca.element import MacroElement
from folium.map import Layer as MapLayer
from folium.template import Template

from app.exporter import Exporter, Options
from app.exporters.class_titles import class_title
from app.exporters.figures import balance, crs_name, headlines, parcel_areas, plan_name
from app.exporters.wording import Wording, hectares, mu, number
from layers.analysis.classes import entries_of
from layers.analysis.per_feature import aligned, series_of
from layers.document import Document
from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.looks import Look, classes, style_of, widened, widths_of
from layers.measure import Results
from layers.progress import Progress
from layers.style import Style
from resources import shipped

DECIMALS: Final = 7
"""Decimals of longitude and latitude: 1e-7 degrees are about 1 cm."""
CARD_COLUMNS: Final = 14
"""Columns of a user's file that a card shows at most."""

_HIDDEN_AT_FIRST: Final = frozenset({"phases", "paths"})


def in_script(value: object) -> str:
    r"""Return JSON that can stand inside a script element, whatever texts it holds.

    Examples
    --------
    >>> in_script({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&'\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


class _Later:
    """Texts that are put into the page once it is rendered, all at the same time.

    Folium renders every element as a template, twice; braces in a parcel's name would run in it.
    """

    def __init__(self) -> None:
        self._texts: list[str] = []

    def place(self, text: str) -> str:
        """Return the sign that stands for a text until the page is rendered."""
        self._texts.append(text)
        return f"\ue000{len(self._texts) - 1}\ue001"

    def put(self, page_text: str) -> str:
        """Return the page with all texts in their places."""
        return re.sub("\ue000(\\d+)\ue001", lambda found: self._texts[int(found[1])], page_text)


class _Raw(MacroElement):
    """Something for the head, the body and the script of the page."""

    _template = Template(
        "{% macro header(this, kwargs) %}{{ this.head }}{% endmacro %}"
        "{% macro html(this, kwargs) %}{{ this.body }}{% endmacro %}"
        "{% macro script(this, kwargs) %}{{ this.code }}{% endmacro %}"
    )

    def __init__(self, name: str, *, head: str = "", body: str = "", code: str = "") -> None:
        super().__init__()
        self._name, self._id = "raw", name
        self.head, self.body, self.code = head, body, code


class _PlanLayer(MapLayer):
    """One kind of the plan as a layer that can be switched."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = planLayer({{ this.content }});"
        "{% endmacro %}"
    )

    def __init__(self, kind: str, title: str, content: str, *, show: bool) -> None:
        super().__init__(name=html.escape(title), overlay=True, show=show)
        self._name, self._id = "plan", kind
        self.content = content


# ---- features -----------------------------------------------------------------------------------


def _ground(layer: Layer, style: Style) -> gpd.GeoSeries:
    """Return the shapes of a layer in longitude and latitude, lines as wide as they are."""
    shapes = layer.geometries.copy()
    widths = widths_of(layer, style.width_column or "width_m")
    if widths is not None:
        wide = widths > 0
        shapes[wide] = shapely.buffer(shapes[wide], widths[wide] / 2, cap_style="flat")
    series = gpd.GeoSeries(shapes, index=layer.ids, crs=layer.frame.crs)
    return series.to_crs("EPSG:4326")


def _rounded(shapes: np.ndarray) -> list[Mapping[str, Any] | None]:
    """Return shapes as GeoJSON with no more decimals than matter; None for those without any."""
    rounded = shapely.transform(shapely.force_2d(shapes), lambda places: np.round(places, DECIMALS))
    gone = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    return [
        None if none else json.loads(text)
        for none, text in zip(gone.tolist(), shapely.to_geojson(rounded), strict=True)
    ]


def _classed(
    document: Document, layer: Layer, style: Style, results: Results
) -> tuple[tuple[Look, ...], list[int]]:
    """Return the looks of a layer, and which of them each feature has: those of the map."""
    values = None
    if style.measure:
        values = aligned(series_of(results, style.measure), layer.ids)
    elif style.by in layer.columns and style.by != "geometry":
        values = layer.values(style.by)
    looks, numbers = widened(document, layer.kind, style, values)
    return looks, classes(style, values, numbers, len(layer)).tolist()


def _painted(colour: str) -> dict[str, Any]:
    """Return Leaflet's words for a fill ``#rrggbb`` or ``#rrggbbaa``."""
    if not colour:
        return {"fill": False}
    opacity = int(colour[7:9], 16) / 255 if len(colour) == 9 else 0.92
    return {"fill": True, "fillColor": colour[:7], "fillOpacity": round(opacity, 2)}


def _stroke(style: Style, *, dashed: bool) -> dict[str, Any]:
    if not style.stroke:
        return {"stroke": False}
    weight = max(round(style.width * 96 / 25.4, 1), 0.7)
    found: dict[str, Any] = {"color": style.stroke[:7], "weight": weight}
    dash = style.dash or ((3.0, 2.0) if dashed else ())
    if dash:
        found["dashArray"] = " ".join(f"{max(length * weight, 2):.0f}" for length in dash)
    return found


def _cards(
    layer: Layer, wording: Wording, areas: Mapping[int, float]
) -> tuple[list[str], list[list[list[Any]]]]:
    """Return the heads of the cards' rows, and the rows of each feature that have a value."""
    kind = kinds()[layer.kind]
    declared = [column.id for column in kind.columns]
    own = [name for name in layer.columns if name not in declared and name != "geometry"]
    names = [name for name in declared + own[:CARD_COLUMNS] if name in layer.columns]
    tr = wording.tr
    titles = [tr("Area"), *(tr(c.title) if (c := kind.column(n)) else n for n in names)]
    rows: list[list[list[Any]]] = [[] for _ in range(len(layer))]
    for place, id_ in enumerate(layer.ids.tolist()):
        if id_ in areas:
            area = areas[id_]
            text = f"{number(area)} m² · {hectares(area)} ha · {mu(area)} {wording.mu}"
            rows[place].append([0, text])
    for at, name in enumerate(names, start=1):
        column = kind.column(name)
        for place, value in enumerate(layer.values(name).tolist()):
            text = wording.with_unit(column, value)
            if text and column is not None and column.table == "land_use":
                text = f"{text} {wording.land_use(text)}".strip()
            if text:
                rows[place].append([at, text])
    return titles, rows


def _content(
    document: Document, layer: Layer, wording: Wording, results: Results
) -> dict[str, Any]:
    kind = kinds()[layer.kind]
    style = style_of(document, layer.kind)
    shapes = _ground(layer, style)
    points = shapely.point_on_surface(shapes.to_numpy())
    points[shapely.is_empty(points)] = None
    inner = np.round(np.column_stack([shapely.get_y(points), shapely.get_x(points)]), DECIMALS)
    labels = _texts(layer, kind.label)
    heads = _texts(layer, kind.label or "name")
    areas = parcel_areas(results) if layer.kind == "parcels" else {}
    titles, rows = _cards(layer, wording, areas)
    looks, keys = _classed(document, layer, style, results)
    dashed = layer.kind == "boundary" and set(_texts(layer, "status")) != {"official"}
    features: list[dict[str, Any]] = []
    for place, shape in enumerate(_rounded(shapes.to_numpy())):
        about: dict[str, Any] = {"s": keys[place], "c": rows[place]}
        about["h"] = heads[place] or wording.tr(kind.title)
        if labels[place] and not np.isnan(inner[place]).any():
            about |= {"l": labels[place], "p": inner[place].tolist()}
        features.append({"type": "Feature", "properties": about, "geometry": shape})
    fills = {number: _painted(look.fill) for number, look in enumerate(looks)}
    if kind.shape is Shape.LINE:
        fills = {key: fill if style.fill else _painted("#ffffffb0") for key, fill in fills.items()}
    return {
        "features": features,
        "style": _stroke(style, dashed=dashed),
        "fills": fills,
        "titles": titles,
    }


def _texts(layer: Layer, column: str) -> list[str]:
    if column not in layer.columns:
        return [""] * len(layer)
    return [value if isinstance(value, str) else "" for value in layer.values(column).tolist()]


# ---- the page -----------------------------------------------------------------------------------


def leaflet() -> tuple[str, str]:
    """Return Leaflet's style sheet and script without a link to anything outside of them."""
    folder = files("xstatic.pkg.leaflet").joinpath("data")
    style = folder.joinpath("leaflet.css").read_text(encoding="utf-8")
    # Markers and the layer button would fetch pictures; none of them is used here.
    style = re.sub(r"url\(images/[^)]*\)", "none", style)
    script = folder.joinpath("leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)
    script = script.replace('href="https://leafletjs.com"', "")
    return style, script


def _panel(document: Document, results: Results, wording: Wording, title: str) -> str:
    tr, safe = wording.tr, html.escape
    parts = [f'<aside id="panel"><h1>{safe(title)}</h1>']
    about = f"{crs_name(document.crs, wording)} · {document.codes.name}"
    parts.append(f"<p>{safe(about)}</p><h2>{safe(tr('Totals'))}</h2><table>")
    parts += [
        f'<tr><td>{safe(figure.title)}</td><td class="n">{safe(figure.value)}</td>'
        f'<td class="u">{safe(figure.unit)}</td></tr>'
        for figure in headlines(results, wording)
    ]
    parts.append(f"</table><h2>{safe(tr('Land balance'))}</h2><table><thead><tr>")
    parts.append(f"<th>{safe(tr('Land use'))}</th>")
    parts.append('<th class="n">ha</th><th class="n">%</th></tr></thead>')
    for line in balance(document, results, wording):
        if not line.area_m2 and line.rank != "total":
            continue
        key = f'<span class="key" style="background:{safe(line.colour)}"></span>'
        name = (key if line.colour else "") + safe(f"{line.code} {line.title}".strip())
        share = number(line.share_pct, 2) if line.share_pct is not None else ""
        parts.append(
            f'<tr class="{line.rank}"><td style="padding-left:{14 * line.depth}px">{name}</td>'
            f'<td class="n">{number(line.area_ha, 2)}</td><td class="n">{share}</td></tr>'
        )
    parts.append(f"</table><p>{safe(tr('% of urban construction land'))}</p>")
    parts += _legend(document, results, wording)
    return "".join(parts) + "</aside>"


def _legend(document: Document, results: Results, wording: Wording) -> Iterator[str]:
    """Yield the classes of the plan's own styles; the codes stand in the balance."""
    safe = html.escape
    for kind in reversed(list(kinds())):
        style = style_of(document, kind)
        if not len(document.layer(kind)) or style.by in {"", kinds()[kind].style.by}:
            continue
        yield f"<h2>{safe(wording.tr(kinds()[kind].title))}</h2><table>"
        for one in entries_of(document, kind, results, style):
            title = class_title(document, kind, style, one, wording)
            colour = one.look.fill[:7] or "transparent"
            yield (
                f'<tr><td><span class="key" style="background:{safe(colour)}"></span>'
                f'{safe(title)}</td><td class="n">{one.count}</td></tr>'
            )
        yield "</table>"


def _view(document: Document) -> list[list[float]]:
    """Return the corners of all that is drawn, south-west first."""
    bounds = [
        layer.frame.geometry.to_crs("EPSG:4326").total_bounds
        for layer in document.layers.values()
        if len(layer)
    ]
    known = np.array([b for b in bounds if np.isfinite(b).all()])
    if not len(known):
        return [[-60.0, -180.0], [75.0, 180.0]]
    west, south = known[:, :2].min(axis=0)
    east, north = known[:, 2:].max(axis=0)
    return [[float(south), float(west)], [float(north), float(east)]]


def _called(element: MacroElement, name: str) -> None:
    """Give an element a name of its own: folium's random one makes each file differ."""
    vars(element)["_id"] = name


def page(
    document: Document, results: Results, options: Options, progress: Progress | None = None
) -> str:
    """Return the whole page as text."""
    wording = Wording(options.lang, document.codes, document.parameters)
    title = plan_name(document, options.lang, options.title)
    drawn = folium.Map(tiles=None, prefer_canvas=True, control_scale=True, zoom_snap=0.25)
    _called(drawn, "of_the_plan")
    drawn.default_js, drawn.default_css = [], []
    root = cast("Page", drawn.get_root())
    later = _Later()
    root.title = later.place(html.escape(title))
    style, script = leaflet()
    own = shipped("sheets", "webmap.css").read_text(encoding="utf-8")
    code = shipped("sheets", "webmap.js").read_text(encoding="utf-8")
    head = f"<style>{style}</style><script>{script}</script><script>{code}</script>"
    root.add_child(_Raw("library", head=later.place(head)))
    shown = [layer for kind in kinds() if len(layer := document.layer(kind))]
    for place, layer in enumerate(shown):
        if progress is not None:
            progress.at(place / len(shown))
        content = later.place(in_script(_content(document, layer, wording, results)))
        name = wording.tr(kinds()[layer.kind].title)
        show = layer.kind not in _HIDDEN_AT_FIRST
        drawn.add_child(_PlanLayer(layer.kind, name, content, show=show))
    switches = folium.LayerControl(collapsed=False)
    _called(switches, "of_layers")
    drawn.add_child(switches)
    name = drawn.get_name()
    order = in_script([f"plan_{layer.kind}" for layer in shown])
    finish = (
        f"{name}.attributionControl.setPrefix(false);"
        f"{name}.attributionControl.addAttribution({in_script(html.escape(title))});"
        f"{name}.fitBounds({in_script(_view(document))},{{padding:[24,24]}});"
        f"planOrder({name},{order}.map((one)=>window[one]));planLabels({name});"
    )
    drawn.add_child(_Raw("finish", code=later.place(finish)))
    panel = _panel(document, results, wording, title)
    root.add_child(_Raw("panel", head=f"<style>{own}</style>", body=later.place(panel)))
    page_text = later.put(root.render())
    language = "zh-CN" if options.lang == "zh" else "en"
    return page_text.replace("<html>", f'<html lang="{language}">', 1)


def write(
    document: Document, results: Results, path: Path, options: Options, progress: Progress
) -> None:
    """Write the map as one HTML file."""
    path.write_text(page(document, results, options, progress), encoding="utf-8")


EXPORTERS = (
    Exporter(
        id="webmap",
        title="Web map",
        suffixes=(".html",),
        options=("lang", "title"),
        write=write,
    ),
)
