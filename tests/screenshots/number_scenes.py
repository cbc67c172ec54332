"""What is done with the numbers before a picture of them is taken: panels, charts and maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import shapely
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from app.gui import Desk
from app.shading import running, write_irradiation
from layers.analysis.per_feature import numbers
from layers.classing import graduated, ramps
from layers.document import Document
from layers.edits.attributes import set_values
from layers.edits.parameters import set_parameter
from layers.edits.rasters import add_raster
from layers.factor_tables.chains import nodes
from layers.files.raster_roles import raster_of
from tests.screenshots.map_scenes import among, look_at, parts, restyled, surface
from tests.screenshots.scenes import Rest, Scene, Settle, opened
from widgets.bridge import Bridge
from widgets.docks.assumptions import USED, AssumptionsPanel
from widgets.docks.charts import ChartsPanel
from widgets.docks.totals import TotalsPanel
from widgets.map.canvas import MapCanvas

SMALLER = (1040, 660)
LEGEND_PX = 290
REACH = "measure:access.shares"
CHAIN = "lithium battery"


def computed(bridge: Bridge, settle: Settle, rest: Rest) -> None:
    """Wait until the numbers are those of the plan as it is now."""
    rest()
    settle(lambda: bridge.results is not None and not bridge.results.stale)
    rest()


def panel(desk: Desk, id_: str, width: int, height: int, rest: Rest) -> QWidget:
    """Show a panel by itself, as large as is wanted. [px]."""
    dock = desk.window.docks[id_]
    desk.window.show_dock(id_)
    dock.setFloating(True)
    dock.resize(width, height)
    rest(1.0)
    widget = dock.widget()
    assert widget is not None
    return widget


def alone(id_: str, width: int, height: int) -> Scene:
    """Return a scene that shows a panel by itself."""

    def scene(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
        opened(desk, plan, settle, rest)
        return panel(desk, id_, width, height, rest)

    return scene


def built_in_the_west(bridge: Bridge) -> None:
    """Say that the western half is there today as it is planned, and the rest is farmland."""
    layer = bridge.document.layer("parcels")
    east = shapely.get_x(shapely.centroid(layer.geometries))
    there = east < np.quantile(east, 0.45)
    codes = layer.values("land_use").to_numpy()
    existing = np.where(there, codes, "E2")
    for code in np.unique(existing).tolist():
        values = {"land_use_existing": code}
        bridge.perform(set_values(bridge.document, "parcels", layer.ids[existing == code], values))


def totals(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Show the land balance of what is there beside that of what is planned."""
    opened(desk, plan, settle, rest)
    bridge, _ = parts(desk)
    built_in_the_west(bridge)
    shown = panel(desk, "totals", 560, 970, rest)
    computed(bridge, settle, rest)
    assert isinstance(shown, TotalsPanel)
    shown.verticalScrollBar().setValue(shown.section("existing").y() - 8)
    return shown


def chart(id_: str, width: int, height: int, place: int = 0) -> Scene:
    """Return a scene that shows a chart, by one of the choices that it offers."""

    def scene(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
        opened(desk, plan, settle, rest)
        shown = panel(desk, "charts", width, height, rest)
        assert isinstance(shown, ChartsPanel)
        shown.show_chart(id_)
        for box in shown.findChildren(QComboBox):
            if box is not shown.list:
                box.setCurrentIndex(place)
        rest(1.0)
        settle(lambda: shown.chart is not None and not shown.progress.isVisible())
        rest(1.0)
        return shown

    return scene


def assumptions(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Show the factors that this plan uses, after one of them was changed."""
    opened(desk, plan, settle, rest)
    bridge, _ = parts(desk)
    shown = panel(desk, "assumptions", 860, 560, rest)
    assert isinstance(shown, AssumptionsPanel)
    shown.sure.setCurrentIndex(shown.sure.findData(USED))
    settle(lambda: shown.found.rowCount() > 0)
    bridge.perform(
        set_parameter(bridge.document, "sink.lawn", {"low": 0.0, "central": 0.2, "high": 0.3})
    )
    computed(bridge, settle, rest)
    return shown


def why(path: str, width: int, height: int) -> Scene:
    """Return a scene that asks where a number comes from."""

    def scene(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
        opened(desk, plan, settle, rest)
        bridge, _ = parts(desk)
        bridge.why_requested.emit(path)
        rest()
        return panel(desk, "why", width, height, rest)

    return scene


def bare(desk: Desk, plan: Path, settle: Settle, rest: Rest, *docks: str) -> Bridge:
    """Open the sample with no other panels than those that are named, and without its roofs."""
    desk.window.resize(*SMALLER)
    opened(desk, plan, settle, rest)
    bridge, _ = parts(desk)
    for name, dock in desk.window.docks.items():
        dock.setVisible(name in docks)
    bridge.show_kind("rooftops", visible=False)
    return bridge


def middle(document: Document) -> shapely.Point:
    """Return the middle of the park."""
    return shapely.centroid(shapely.union_all(document.layer("boundary").geometries))


def network(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Draw the green network over a pale plan, beside the list of its gaps."""
    bridge = bare(desk, plan, settle, rest, "network")
    _, canvas = parts(desk)
    restyled(bridge, "parcels", lambda style: replace(style, opacity=0.2))
    for kind in ("greens", "corridors", "facilities", "phases", "paths"):
        bridge.show_kind(kind, visible=False)
    desk.window.run("view.overlay_network")
    look_at(canvas, middle(bridge.document), 18_000)
    rest(2.0)
    return desk.window


def chains(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> MapCanvas:
    """Draw the links of a single industry chain over a pale plan."""
    bridge = bare(desk, plan, settle, rest)
    _, canvas = parts(desk)
    layer = bridge.document.layer("parcels")
    mine = {id_ for id_, node in nodes().items() if node.chain == CHAIN}
    others = ~np.isin(layer.values("chain_node").to_numpy(object), list(mine))
    none = {"chain_node": None}
    bridge.perform(set_values(bridge.document, "parcels", layer.ids[others], none))
    computed(bridge, settle, rest)
    restyled(bridge, "parcels", lambda style: replace(style, opacity=0.3))
    for kind in ("greens", "corridors", "facilities", "phases", "paths"):
        bridge.show_kind(kind, visible=False)
    desk.window.run("view.overlay_chains")
    look_at(canvas, middle(bridge.document), 28_000)
    rest(2.0)
    return canvas


def reach(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Colour the parcels by the share of them that is within reach of a park."""
    bridge = bare(desk, plan, settle, rest, "layers")
    _, canvas = parts(desk)
    window = desk.window
    window.resizeDocks([window.docks["layers"]], [LEGEND_PX], Qt.Orientation.Horizontal)
    values = numbers(bridge.document, "parcels", REACH, bridge.results)
    ramp = ramps()["growth"]
    restyled(
        bridge,
        "parcels",
        lambda style: replace(
            graduated(style, REACH, values, "equal", 5, ramp, backwards=False), opacity=0.8
        ),
    )
    for kind in ("corridors", "facilities", "phases", "paths"):
        bridge.show_kind(kind, visible=False)
    look_at(canvas, middle(bridge.document), 36_000)
    rest(2.0)
    return desk.window


def irradiation(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> MapCanvas:
    """Lay what the roofs get of sun and sky below a plan without roofs."""
    bridge = bare(desk, plan, settle, rest)
    _, canvas = parts(desk)
    place = among(bridge.document, "rooftops", 400.0)
    path = plan.parent / "dsm.tif"
    surface(bridge.document, path, place.buffer(800.0).bounds, 1.0, hills=0.0)
    bridge.attempt(lambda document: add_raster(document, raster_of(path)))
    (below,) = bridge.document.rasters
    write_irradiation(desk.window, plan.parent / "irradiation.tif")
    settle(lambda: not running(desk.window) and len(bridge.document.rasters) == 2, 300.0)
    bridge.show_kind(f"raster:{below}", visible=False)
    for kind in ("greens", "facilities", "paths"):
        bridge.show_kind(kind, visible=False)
    restyled(bridge, "parcels", lambda style: replace(style, opacity=0.15))
    look_at(canvas, place, 4_000)
    rest(5.0)
    return canvas


SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "totals": totals,
        "energy": alone("energy", 520, 900),
        "sun": alone("sun", 520, 850),
        "targets": alone("indicators", 900, 590),
        "chart_balance": chart("balance", 640, 460),
        "chart_ledger": chart("ledger", 640, 420),
        "chart_day": chart("day", 640, 460, 1),
        "chart_tornado": chart("tornado", 640, 560),
        "chart_targets": chart("indicators", 640, 460),
        "assumptions": assumptions,
        "why": why("carbon.net_t_per_a", 620, 760),
        "green_network": network,
        "chains": chains,
        "access": reach,
        "irradiation": irradiation,
    }
)
