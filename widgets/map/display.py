"""The map shown: the plan, and what stands on it: names, scale bar, north arrow, overview."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from layers.progress import Progress
from resources.translations import tr
from widgets.jobs import Latest
from widgets.map import credit, overlay
from widgets.map.label import Label
from widgets.map.lettering import Sheet
from widgets.map.overview import Overview
from widgets.map.stage import Spoilt, Stage
from widgets.map.surface import MapSurface
from widgets.map.viewport import MapX, MapY, PixelX, PixelY, Viewport

REST_MS: Final = 120
BESIDE_PX: Final = 48
"""So far beyond its box the text of a short scale bar may reach."""


class MapDisplay(MapSurface):
    """Shows the plan with its names; the pointer and the keyboard are the canvas's.

    Parameters
    ----------
    stage
        What is to be seen of the plan.
    parent
        Owner in Qt.
    """

    scale_changed = Signal(float)
    """With the scale's denominator."""
    viewport_changed = Signal()
    """After another part of the plan is shown."""

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(stage, parent)
        self._names = overlay.Names()
        self._overview: Overview | None = None
        self.scale_bar_shown = self.north_shown = True
        self._denominator = self._viewport.denominator
        # Names move along while the view does, and find new places when it has come to rest.
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._find_names)
        self._naming = Latest(self)
        self._naming.answered.connect(self._take_names)
        self._naming.failed.connect(_raise)
        self._naming_for: object = None
        self.settled.connect(self._find_names)
        # Labels may say another measure. Not during a stroke of edits: looking for names would keep
        # each of them from being drawn, and would be void before it ends.
        self._changed = QTimer(self)
        self._changed.setSingleShot(True)
        self._changed.setInterval(REST_MS)
        self._changed.timeout.connect(self._find_names)
        stage.changed.connect(self._plan_changed)
        self.setMinimumSize(200, 150)

    # ---- what is shown --------------------------------------------------------------------------

    @override
    def show_viewport(self, viewport: Viewport) -> None:
        super().show_viewport(viewport)
        self._naming.cancel()
        self._resting.start()
        self._tell_view()

    def _tell_view(self) -> None:
        self.viewport_changed.emit()
        if self._viewport.denominator != self._denominator:
            self._denominator = self._viewport.denominator
            self.scale_changed.emit(self._denominator)

    # ---- names ----------------------------------------------------------------------------------

    def _plan_changed(self, spoilt: Spoilt) -> None:
        """Look for names anew when edits have paused; tiles that come do not put that off."""
        if spoilt.kinds is not None:
            self._naming.cancel()
            self._changed.start()
        elif not self._changed.isActive():
            self._changed.start()

    def _find_names(self) -> None:
        """Have the names placed beside the window, once the view has come to rest."""
        if self.renderer.closed or not self.isVisible():
            return
        if self._resting.isActive() or self._changed.isActive() or not self.complete:
            return
        shown = (self._scene, self._viewport, self._hidden, self._selection)
        key = self._names.wanted(*shown)
        if key is None or (self._naming.running and key == self._naming_for):
            return
        self._naming_for = key
        names, viewport = self._names, self._viewport

        def work(progress: Progress) -> tuple[object, list[Label], Sheet]:
            labels = names.found(*shown)
            return key, labels, names.letters.sheet(labels, viewport, progress)

        self._naming.ask(work)

    def _take_names(self, answer: tuple[object, list[Label], Sheet]) -> None:
        self._names.take(*answer)
        self.update()
        self._find_names()  # where the plan was edited meanwhile

    @property
    def named(self) -> bool:
        """Whether the names are where they belong."""
        shown = (self._scene, self._viewport, self._hidden, self._selection)
        return self._names.wanted(*shown) is None and not self._naming.running

    # ---- the overview ---------------------------------------------------------------------------

    def show_overview(self, shown: bool) -> None:  # noqa: FBT001
        """Show the whole plan small in a corner, with where in it the view is; or not."""
        if shown and self._overview is None:
            self._overview = Overview(self._stage, self)
            self._overview.chosen.connect(self._go_to)
            self._overview.zoomed.connect(self._zoom_middle)
            self.viewport_changed.connect(self._overview.follow)
            self.settled.connect(self._overview.wake)
        if self._overview is not None:
            self._overview.switch(on=shown)

    @property
    def overview_shown(self) -> bool:
        """Whether the overview is switched on; in a small window there is no room for it."""
        return self._overview is not None and self._overview.on

    def _go_to(self, x: float, y: float) -> None:
        self.show_viewport(self._viewport.centred(MapX(x), MapY(y)))

    def _zoom_middle(self, factor: float) -> None:
        x, y = PixelX(self.width() / 2), PixelY(self.height() / 2)
        self.show_viewport(self._viewport.zoomed(x, y, factor))

    # ---- Qt -------------------------------------------------------------------------------------

    def paint_above(self, painter: QPainter) -> None:
        """Draw on top of the map, in pixels of the window."""

    @override
    def paint_over(self, painter: QPainter, part: QRectF) -> None:
        viewport = self._viewport
        credit.draw_credit(painter, viewport, credit.credit_of(self._scene, self._hidden))
        small = self._overview
        covered = [QRectF(small.geometry())] if small is not None and small.isVisible() else []
        self._names.draw(painter, viewport, covered)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_above(painter)
        if self._scene.empty:
            text = tr("This plan has no features yet. Use File › Import to add parcels.")
            overlay.draw_empty(painter, viewport, text)
        else:
            around = part.adjusted(-BESIDE_PX, -BESIDE_PX, BESIDE_PX, BESIDE_PX)
            bar, north = overlay.corner_boxes(viewport)
            if self.scale_bar_shown and around.intersects(bar):
                overlay.draw_scale_bar(painter, viewport)
            if self.north_shown and around.intersects(north):
                overlay.draw_north(painter, viewport)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._find_names()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resting.start()
        self._tell_view()
        if self._overview is not None:
            self._overview.place()

    @override
    def close_down(self) -> None:
        self._resting.stop()
        self._changed.stop()
        self._naming.close()
        if self._overview is not None:
            self._overview.close_down()
        super().close_down()


def _raise(error: Exception) -> None:
    raise error
