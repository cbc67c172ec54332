"""What is done in the window before a picture of it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import shapely
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.gui import Desk
from layers.document import Document
from widgets.bridge import Bridge
from widgets.docks.checks import ChecksPanel
from widgets.map.viewport import MapX, MapY

Settle = Callable[..., None]
Rest = Callable[..., None]
Scene = Callable[[Desk, Path, Settle, Rest], QWidget | QImage]


def opened(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Open the sample park and wait until its numbers are there."""
    desk.documents.open_file(plan)
    settle(lambda: desk.documents.bridge is not None)
    bridge = desk.documents.bridge
    assert bridge is not None
    settle(lambda: bridge.results is not None and not bridge.results.stale)
    rest(1.5)
    return desk.window


def start(desk: Desk, _plan: Path, _settle: Settle, rest: Rest) -> QWidget:
    """Show the start page."""
    rest()
    return desk.window


def window(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Show the whole park with some parcels selected."""
    opened(desk, plan, settle, rest)
    bridge = desk.documents.bridge
    assert bridge is not None
    bridge.select({"parcels": bridge.document.layer("parcels").ids[40:46]})
    rest(1.0)
    return desk.window


def row_of_parcels(document: Document) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of a level line over several industrial parcels and nothing else. [m]."""
    layer = document.layer("parcels")
    codes, shapes = layer.values("land_use").to_numpy(), layer.geometries
    tree = shapely.STRtree(shapes)
    middle = shapely.centroid(shapely.union_all(document.layer("boundary").geometries))
    best: tuple[int, float, float, float] = (0, 0.0, 0.0, 0.0)
    for shape in shapes[codes == "M1"]:
        start = shapely.point_on_surface(shape)
        if start.distance(middle) > 1500:
            continue
        line = shapely.LineString([(start.x, start.y), (start.x + 420, start.y)])
        found = tree.query(line, predicate="intersects")
        if set(codes[found]) == {"M1"}:
            best = max(best, (len(found), start.x, start.y, start.x + 420))
    count, west, y, east = best
    assert count > 1
    return (west, y), (east, y)


def zoning(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Paint a row of parcels with the zone brush, by mouse."""
    opened(desk, plan, settle, rest)
    canvas, bridge = desk.window.canvas, desk.documents.bridge
    assert canvas is not None
    assert bridge is not None
    (west, y), (east, _) = row_of_parcels(bridge.document)
    centre = MapX((west + east) / 2), MapY(y)
    canvas.show_viewport(canvas.viewport.centred(*centre).scaled_to(8000))
    rest(1.5)
    bridge.choose_land_use("B2")
    canvas.use("zone")
    middle, half = canvas.height() // 2, (east - west) / 2 * canvas.viewport.px_per_m
    left, right = (round(canvas.width() / 2 + side * half) for side in (-1, 1))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(left, middle))
    for x in range(left, right, 8):
        QTest.mouseMove(canvas, QPoint(x, middle))
        rest(0.02)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(right, middle))
    assert len(bridge.session.history.done) == 1
    rest(1.0)
    return desk.window


def checks(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QWidget:
    """Take land use and width away, move a limit, and look for problems."""
    from layers.edits.attributes import set_values

    opened(desk, plan, settle, rest)
    bridge = desk.documents.bridge
    assert bridge is not None
    parcels = bridge.document.layer("parcels").ids
    for kind, ids, values in (
        ("parcels", parcels[40:43], {"land_use": None}),
        ("parcels", parcels[60:62], {"green_min_pct": 40.0, "green_max_pct": 20.0}),
        ("corridors", bridge.document.layer("corridors").ids[:2], {"width_m": None}),
    ):
        bridge.perform(set_values(bridge.document, kind, ids, values))
        bridge.seal()
    desk.window.show_dock("checks")
    panel = desk.window.docks["checks"].widget()
    assert isinstance(panel, ChecksPanel)
    panel.check()
    settle(lambda: panel.model.rowCount() > 0)
    panel.go_on()
    rest(1.5)
    return desk.window


def sheet(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QImage:
    """Write the land-use sheet as a picture, in the language of the window."""
    from app.exporter import Options, export
    from resources.translations import current

    opened(desk, plan, settle, rest)
    bridge = desk.documents.bridge
    assert bridge is not None
    assert bridge.results is not None
    target = plan.parent / "sheet.png"
    export(bridge.document, bridge.results, target, Options(lang=current().language, dpi=100))
    return QImage(str(target))


def dialog(command: str, prepare: Callable[[Bridge], object] | None = None) -> Scene:
    """Return a scene that opens a dialog, after something was done to the plan."""

    def scene(desk: Desk, plan: Path, settle: Settle, rest: Rest) -> QImage:
        opened(desk, plan, settle, rest)
        found: list[QImage] = []
        if prepare is not None:
            assert desk.documents.bridge is not None
            prepare(desk.documents.bridge)
            rest()

        def look() -> None:
            shown = QApplication.activeModalWidget()
            if isinstance(shown, QDialog):
                rest()
                found.append(shown.grab().toImage())
                shown.reject()  # the command waits for an answer, and this scene for the command

        from PySide6.QtCore import QTimer

        QTimer.singleShot(800, look)
        QTimer.singleShot(0, lambda: desk.window.run(command))
        settle(lambda: bool(found))
        return found[0]

    return scene


SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        "start": start,
        "window": window,
        "zoning": zoning,
        "checks": checks,
        "sheet": sheet,
        "export": dialog("file.export"),
        "new_plan": dialog("file.new"),
    }
)
