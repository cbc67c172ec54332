"""What a right click on the map offers: coordinates to take along, and what lies there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu

from layers.kinds import kinds
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.docks.feature import name_of
from widgets.map import targets
from widgets.map.canvas import MapCanvas
from widgets.map.tool import Pointer
from widgets.map.viewport import MapX, MapY, PixelX, PixelY

if TYPE_CHECKING:
    from app.window import Window

TOOLS: Final = frozenset({"select", "identify", "pan", "zoom"})
"""Tools for which the right button means nothing else."""
MOST: Final = 12
"""So many of the features at a place are offered."""
_VIEWS: Final = ("view.back", "view.forward", "view.zoom_all")


def offer(window: Window, canvas: MapCanvas, event: QContextMenuEvent) -> bool:
    """Open the menu of a place on a map; return whether the tool in use leaves room for it."""
    if canvas.tool not in TOOLS:
        return False
    asked = event.reason() is QContextMenuEvent.Reason.Keyboard
    place = canvas.rect().center() if asked else event.pos()
    menu = menu_at(window, canvas, place)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(canvas.mapToGlobal(place))
    return True


def menu_at(window: Window, canvas: MapCanvas, place: QPoint) -> QMenu:
    """Return what can be done with a place on a map. [px]."""
    bridge = canvas.bridge
    across, down = PixelX(float(place.x())), PixelY(float(place.y()))
    x, y = canvas.viewport.place(across, down)
    found = targets.all_under(canvas, Pointer(x, y, across, down))[:MOST]
    menu = QMenu(canvas)
    menu.addAction(
        theme.icon("identify"), tr("What is here?"), partial(_tell, bridge, found)
    ).setEnabled(bool(found))
    _offer_features(menu, bridge, found)
    menu.addSeparator()
    for title, text in coordinates(bridge.document.crs, x, y):
        menu.addAction(
            theme.icon("copy"), title, partial(QGuiApplication.clipboard().setText, text)
        )
    menu.addAction(
        tr("Bring this place to the middle"),
        lambda: canvas.show_viewport(canvas.viewport.centred(MapX(x), MapY(y))),
    )
    menu.addSeparator()
    for id_ in _VIEWS:
        if id_ in window.commands:
            menu.addAction(window.commands[id_])
    return menu


def _tell(bridge: Bridge, found: list[tuple[str, int]]) -> None:
    bridge.identify(found)


def _offer_features(menu: QMenu, bridge: Bridge, found: list[tuple[str, int]]) -> None:
    """Offer to select each of the features at a place, and the styles of their layers."""
    select = menu.addMenu(theme.icon("select"), tr("Select"))
    styles = menu.addMenu(theme.icon("palette"), tr("Style…"))
    for kind, id_ in found:
        name = name_of(bridge.document, kind, id_).replace("&", "&&")
        select.addAction(name, partial(_select, bridge, kind, id_))
    for kind in dict.fromkeys(kind for kind, _ in found):
        styles.addAction(words.declared(kinds()[kind].title), partial(bridge.request_style, kind))
    for one in (select, styles):
        one.setEnabled(bool(found))


def _select(bridge: Bridge, kind: str, id_: int) -> None:
    bridge.activate(kind)
    bridge.select({kind: [id_]})


def coordinates(crs: str, x: float, y: float) -> list[tuple[str, str]]:
    """Return a place as a menu says it and as the clipboard takes it, in metres and in degrees.

    Parameters
    ----------
    crs
        The plan's system.
    x, y
        The place in it. [m]
    """
    metres = (
        tr("Copy N {north}  E {east}", north=words.number(y, 3), east=words.number(x, 3)),
        f"N {y:.3f}, E {x:.3f}",
    )
    try:
        system = CRS.from_user_input(crs)
        degrees = system.geodetic_crs or CRS.from_epsg(4326)
        way = Transformer.from_crs(system, degrees, always_xy=True)
        longitude, latitude = way.transform(x, y, errcheck=True)
    except (CRSError, ProjError):
        return [metres]
    text = f"{latitude:.7f}, {longitude:.7f}"
    shown = tr("Copy {north}° N  {east}° E", north=f"{latitude:.6f}", east=f"{longitude:.6f}")
    return [metres, (shown, text)]
