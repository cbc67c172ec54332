"""What of the green network is listed: gaps, parts, and what it would miss most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.document import Document
from layers.kinds import kinds
from layers.measure import Results
from resources.translations import tr
from widgets import words

if TYPE_CHECKING:
    import pandas as pd

    from layers.analysis.green_graph import Gaps, GreenGraph
    from layers.analysis.importance import Importance

Bounds = tuple[float, float, float, float]
MOST: Final = 500
"""So many rows are listed, the foremost ones."""
NEAR_M: Final = 30.0
"""A line so near a gap is one of the two that make it. [m]"""
AROUND_M: Final = 60.0
"""So much ground around a gap is shown, at least. [m]"""
READS: Final = frozenset({"network.graph", "network.gaps", "network.importance"})
"""Measures that the list is made from."""


@dataclass(frozen=True, slots=True, eq=False)
class NetRow:
    """One row of the list.

    Parameters
    ----------
    texts
        What stands in its columns.
    bounds
        What the map shows when it is chosen. [m]
    features
        What is selected then, by kind.
    warns
        Whether it is something to be mended.
    """

    texts: tuple[str, str, str]
    bounds: Bounds
    features: Mapping[str, NDArray[np.int64]] = field(default_factory=lambda: MappingProxyType({}))
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Something that can be listed.

    Parameters
    ----------
    id
        Its name.
    title
        Gives its title in the language of the window.
    heads
        Gives the heads of its columns.
    rows
        Makes its rows.
    """

    id: str
    title: Callable[[], str]
    heads: Callable[[], tuple[str, str, str]]
    rows: Callable[[Results, str], list[NetRow]]


def _graph(results: Results) -> GreenGraph:
    return cast("GreenGraph", results.value("network.graph"))


def _metres(value: float) -> str:
    return f"{words.number(value, 1)} m"


def _percent(value: float) -> str:
    return words.MISSING if np.isnan(value) else f"{words.number(value, 2)} %"


def gap_rows(results: Results, unit: str) -> list[NetRow]:
    """Return gaps: first the roads that break corridors, then the shortest ways between parts."""
    del unit
    gaps = cast("Gaps", results.value("network.gaps"))
    found: list[NetRow] = []
    places = zip(gaps.places.tolist(), gaps.lengths.tolist(), gaps.by_road.tolist(), strict=True)
    for (x, y), length, by_road in places:
        reach = max(AROUND_M, 1.5 * length)
        sort = tr("Gap between two parts")
        if by_road:
            road, corridor = (_name_at(results, kind, x, y) for kind in ("roads", "corridors"))
            sort = tr("Wide road across a corridor")
            if road or corridor:
                crossed = {"road": road or tr("Road"), "corridor": corridor or tr("Corridor")}
                sort = tr("{road} across {corridor}", **crossed)
        texts = (sort, f"{words.number(x, 0)}, {words.number(y, 0)}", _metres(length))
        found.append(NetRow(texts, (x - reach, y - reach, x + reach, y + reach), warns=by_road))
    return found[:MOST]


def _name_at(results: Results, kind: str, x: float, y: float) -> str:
    """Return the name of the line at a place, empty where it has none."""
    layer = results.document.layer(kind)
    ids = layer.meeting((x - NEAR_M, y - NEAR_M, x + NEAR_M, y + NEAR_M))
    places = layer.positions(ids)
    if not len(places):
        return ""
    away = shapely.distance(layer.geometries[places], shapely.points(x, y))
    name = layer.values("name").to_numpy(object)[places[int(np.argmin(away))]]
    return name.strip() if isinstance(name, str) else ""


def part_rows(results: Results, unit: str) -> list[NetRow]:
    """Return what hangs together, the most green first."""
    graph = _graph(results)
    patches = len(graph.areas)
    count = int(graph.parts.max()) + 1 if len(graph.parts) else 0
    areas = np.bincount(graph.parts[:patches], graph.areas, count)
    numbers = np.bincount(graph.parts[:patches], minlength=count)
    of_links = graph.parts[graph.network.ends[:, 0]]
    boxes = np.concatenate([shapely.bounds(graph.members), shapely.bounds(graph.network.shapes)])
    parts = np.concatenate([graph.parts[graph.of_patch], of_links])
    found: list[NetRow] = []
    ids = results.document.layer("corridors").ids
    for rank, part in enumerate(np.argsort(-areas, kind="stable")[:MOST].tolist(), 1):
        patch_of = graph.patch_of["greens"]
        mine = (patch_of >= 0) & (np.append(graph.parts[:patches], -1)[patch_of] == part)
        features = {
            "greens": _ids(results.document, "greens", mine),
            "corridors": ids[np.unique(graph.corridors[of_links == part])],
        }
        held = boxes[parts == part]
        texts = (
            tr("Part {number}", number=rank),
            tr("{n} patches", n=int(numbers[part])),
            words.area_with_sign(float(areas[part]), unit),
        )
        found.append(NetRow(texts, _around(held), MappingProxyType(features)))
    return found


def patch_rows(results: Results, unit: str) -> list[NetRow]:
    """Return patches, those first that would be missed most."""
    graph = _graph(results)
    lost = cast("Importance", results.value("network.importance")).nodes[: len(graph.areas)]
    names = results.document.layer("greens").values("name").to_numpy(object)
    found: list[NetRow] = []
    for patch in np.argsort(-np.nan_to_num(lost, nan=-1.0), kind="stable")[:MOST].tolist():
        mine = graph.patch_of["greens"] == patch
        called = [str(one) for one in names[mine] if isinstance(one, str) and one.strip()]
        ids = _ids(results.document, "greens", mine)
        name = ", ".join(dict.fromkeys(called)) or ", ".join(
            _unnamed(results.document, "greens", "role", int(id_)) for id_ in ids[:3]
        )
        texts = (
            name or tr("Water"),
            words.area_with_sign(float(graph.areas[patch]), unit),
            _percent(float(lost[patch])),
        )
        box = _around(shapely.bounds(graph.members[graph.of_patch == patch]))
        found.append(NetRow(texts, box, MappingProxyType({"greens": ids})))
    return found


def corridor_rows(results: Results, unit: str) -> list[NetRow]:
    """Return corridors, those first that would be missed most."""
    del unit
    lost = cast("pd.Series", results.value("network.corridors")).to_numpy()
    layer = results.document.layer("corridors")
    names, boxes = layer.values("name").to_numpy(object), layer.bounds
    lengths = shapely.length(layer.geometries)
    found: list[NetRow] = []
    if len(lost) != len(layer):
        return found  # results of another plan: others follow
    for place in np.argsort(-np.nan_to_num(lost, nan=-1.0), kind="stable")[:MOST].tolist():
        id_, name = layer.ids[place : place + 1], names[place]
        named = isinstance(name, str) and name.strip()
        texts = (
            str(name) if named else _unnamed(results.document, "corridors", "type", int(id_[0])),
            _metres(float(np.nan_to_num(lengths[place]))),
            _percent(float(lost[place])),
        )
        box = _around(boxes[place : place + 1])
        found.append(NetRow(texts, box, MappingProxyType({"corridors": id_})))
    return found


def _unnamed(document: Document, kind: str, column: str, id_: int) -> str:
    """Return what a feature without a name is called: its sort, or its kind, and its number."""
    layer, declared = document.layer(kind), kinds()[kind]
    place = int(np.searchsorted(layer.ids, id_))
    sort = declared.column(column)
    choices = {} if sort is None else sort.choices
    title = choices.get(str(layer.values(column).iloc[place]), declared.title)
    return tr("{kind} no. {number}", kind=words.declared(title), number=id_)


def _ids(document: Document, kind: str, mine: NDArray[np.bool_]) -> NDArray[np.int64]:
    ids = document.layer(kind).ids
    return ids[mine] if len(mine) == len(ids) else ids[:0]


def _around(boxes: NDArray[np.float64]) -> Bounds:
    low, high = np.nanmin(boxes[:, :2], axis=0), np.nanmax(boxes[:, 2:], axis=0)
    west, south, east, north = (*low.tolist(), *high.tolist())
    return west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M


LISTINGS: Final = (
    Listing(
        "gaps",
        lambda: tr("Gaps"),
        lambda: (tr("Gap"), tr("Place (x, y)"), tr("Width")),
        gap_rows,
    ),
    Listing(
        "parts",
        lambda: tr("Parts of the network"),
        lambda: (tr("Part of the network"), tr("Patches"), tr("Area")),
        part_rows,
    ),
    Listing(
        "patches",
        lambda: tr("Patches by importance"),
        lambda: (tr("Patch"), tr("Area"), tr("Importance")),
        patch_rows,
    ),
    Listing(
        "corridors",
        lambda: tr("Corridors by importance"),
        lambda: (tr("Corridor"), tr("Length"), tr("Importance")),
        corridor_rows,
    ),
)
