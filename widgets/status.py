"""The status bar's parts: place of the cursor, selection, and what runs beside the window."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStatusBar,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from layers.kind import Shape
from layers.kinds import kinds
from layers.layer import Layer
from layers.units import hectares, mu
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.jobs import Job, Jobs

_LEAST_PX: Final = 40
"""Width that a line of text keeps however little room there is. [px]"""


def place_text(x: float, y: float) -> str:
    """Return a place as Chinese sheets write it: north first, then east, in m."""
    return f"N {words.number(y, 3)}   E {words.number(x, 3)}"


class CutLabel(QLabel):
    """A line of text that gives way: it is cut where there is no room, never widens the window."""

    @override
    def minimumSizeHint(self) -> QSize:
        size = super().minimumSizeHint()
        return QSize(min(size.width(), _LEAST_PX), size.height())

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self._show_whole()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_whole()

    def _show_whole(self) -> None:
        """Tell all of it in a hint where it is cut."""
        text = self.text()
        self.setToolTip(text if text != self._cut(text) else "")

    def _cut(self, text: str) -> str:
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        role = self.foregroundRole()
        place, text = self.contentsRect(), self._cut(self.text())
        self.style().drawItemText(
            painter, place, int(flags), self.palette(), self.isEnabled(), text, role
        )


class SelectionLabel(CutLabel):
    """How many features are selected, and how large they are in the units of practice.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        bridge.selection_changed.connect(self.show_selection)
        bridge.document_changed.connect(self.show_selection)
        self.show_selection()

    def show_selection(self) -> None:
        """Show the selection as it is."""
        parts: list[str] = []
        for kind, ids in self._bridge.selection.items():
            layer = self._bridge.document.layer(kind)
            places = layer.positions(ids)
            places = places[places >= 0]
            title = words.declared(kinds()[kind].title)
            parts.append(f"{title} {words.number(len(places))}{_size(layer, places)}")
        self.setText("   ".join(parts) if parts else tr("Nothing selected"))


def _size(layer: Layer, places: NDArray[np.intp]) -> str:
    shape = kinds()[layer.kind].shape
    if shape is Shape.POLYGON:
        area_m2 = float(np.nansum(layer.areas[places]))
        return (
            f": {words.number(area_m2)} m² = {words.number(hectares(area_m2), 2)} ha"
            f" = {words.number(mu(area_m2), 1)} 亩"
        )
    if shape is Shape.LINE:
        return f": {words.number(float(np.nansum(shapely.length(layer.shapes(places)))))} m"
    return ""


class JobsView(QWidget):
    """The oldest running job with its progress and a button that stops it.

    Parameters
    ----------
    jobs
        What runs.
    """

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._job: Job | None = None
        self.title = QLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.stop = QToolButton()
        self.stop.setIcon(theme.icon("cancel"))
        self.stop.setToolTip(tr("Stop this work; nothing is changed"))
        self.stop.setAccessibleName(tr("Stop this work; nothing is changed"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        for widget in (self.title, self.bar, self.stop):
            layout.addWidget(widget)
        self.stop.clicked.connect(self._cancel)
        jobs.changed.connect(self.show_jobs)
        self.show_jobs()

    def show_jobs(self) -> None:
        """Show what runs."""
        running = self._jobs.running
        job = running[0] if running else None
        self.setVisible(job is not None)
        if job is self._job:
            return
        if self._job is not None and self._job in running:
            self._job.progressed.disconnect(self._show_share)
        self._job = job
        if job is not None:
            self.title.setText(job.title)
            self.bar.setRange(0, 0)  # until it says how far it is
            job.progressed.connect(self._show_share)

    def _show_share(self, share: float) -> None:
        self.bar.setRange(0, 1000)
        self.bar.setValue(int(share * 1000))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()


class StatusBar(QStatusBar):
    """All of the status bar.

    Parameters
    ----------
    jobs
        What runs beside the window.
    """

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._selection: SelectionLabel | None = None
        self.place = QLabel()
        self.place.setFont(theme.numeric_font(self.place.font()))
        self.system = CutLabel()
        self.system.setObjectName("muted")
        self.hint = CutLabel()
        self.hint.setObjectName("muted")
        self.read_only = QLabel(tr("read-only"))
        self.read_only.setObjectName("badge")
        self.read_only.setToolTip(tr("The plan cannot be changed; save it under another name to."))
        self.jobs = JobsView(jobs)
        self.addWidget(self.place)
        self.addWidget(self.system)
        self.addWidget(self.hint, 1)
        for widget in (self.jobs, self.read_only):
            self.addPermanentWidget(widget)
        self.read_only.hide()

    def show_bridge(self, bridge: Bridge | None) -> None:
        """Show the state of this plan, of none on the start page."""
        if self._selection is not None:
            self.removeWidget(self._selection)
            self._selection.deleteLater()
            self._selection = None
        self.place.clear()
        self._forget()
        self.system.setText("" if bridge is None else crs_name(bridge.document.crs))
        if bridge is not None:
            self._selection = SelectionLabel(bridge)
            self.insertWidget(2, self._selection)
            # What was said of the plan before, as that a sketch was dropped, holds no longer.
            bridge.document_changed.connect(self._forget)

    def _forget(self) -> None:
        self.hint.setText("")  # not clear(), which keeps the tooltip

    def show_place(self, x: float, y: float) -> None:
        """Show where the pointer is, in m."""
        self.place.setText(place_text(x, y))

    def show_read_only(self, read_only: bool) -> None:  # noqa: FBT001
        """Show whether the plan may be changed."""
        self.read_only.setVisible(read_only)


def crs_name(crs: str) -> str:
    """Return the name of a coordinate reference system with its number."""
    name = CRS.from_user_input(crs).name
    return f"{name} ({crs})" if crs.startswith("EPSG:") else name
