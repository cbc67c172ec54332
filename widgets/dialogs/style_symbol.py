"""The page of the style editor for lines, hatches, markers, and when a layer is seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QWidget,
)

from layers.kind import Shape
from layers.kinds import kinds
from layers.style import Style, WidthUnit
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.dialogs.colour import ColourButton
from widgets.dialogs.scale_range import ScaleRange
from widgets.spin import DoubleSpinBox

DASHES: Final[tuple[tuple[float, ...], ...]] = (
    (),
    (3.0, 2.0),
    (1.0, 1.5),
    (8.0, 3.0),
    (6.0, 3.0, 1.0, 3.0),
    (12.0, 4.0, 2.0, 4.0),
    (12.0, 3.0, 1.0, 3.0, 1.0, 3.0),
)
"""Dash and gap in multiples of the width."""
_PER_CENT: Final = 100
_DASH_PX: Final = QSize(160, 12)
_DASH_WIDTH: Final = 2.0


class SymbolPage(QWidget):
    """Outline, hatch, marker, opacity and scales.

    Parameters
    ----------
    bridge
        The plan.
    kind
        What is drawn.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, kind: str) -> None:
        super().__init__()
        self._kind = kinds()[kind]
        self.stroke = ColourButton(tr("Colour of the outline"), tr("none"))
        self.no_stroke = QToolButton()
        self.no_stroke.setIcon(theme.icon("close"))
        self.no_stroke.setToolTip(tr("No outline"))
        self.no_stroke.setAccessibleName(tr("No outline"))
        self.width_ = _number(0, 1000, 0.05, 2)
        self.unit = _choice({"mm": tr("mm on paper"), "px": tr("px"), "m": tr("m on the ground")})
        self.dash = QComboBox()
        for dash in DASHES:
            self._offer_dash(dash)
        self.dash.setIconSize(_DASH_PX)
        self.hatch = _choice(
            {"": tr("none"), "diagonal": tr("lines"), "cross": tr("crossed"), "dots": tr("dots")}
        )
        self.marker = _choice(
            {
                "circle": tr("circle"),
                "square": tr("square"),
                "triangle": tr("triangle"),
                "diamond": tr("diamond"),
            }
        )
        self.size_ = _number(0.1, 100, 0.2, 1)
        self.size_.setSuffix(" mm")
        self.ribbon = _choice({"": tr("none: drawn as lines")})
        for column in self._kind.columns:
            if column.dtype == "number" and column.unit == "m":
                self.ribbon.addItem(words.declared(column.title), column.id)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, _PER_CENT)
        self.opacity.setPageStep(10)
        self.share = QLabel()
        self.scales = ScaleRange(bridge.scale)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(*[3 * theme.SPACE] * 4)
        form.setSpacing(2 * theme.SPACE)
        line = self._kind.shape is Shape.LINE
        form.addRow(tr("Line") if line else tr("Outline"), _row(self.stroke, self.no_stroke))
        form.addRow(tr("Width"), _row(self.width_, self.unit))
        form.addRow(tr("Dashes"), self.dash)
        match self._kind.shape:
            case Shape.POINT:
                form.setRowVisible(self.dash, False)
                form.addRow(tr("Marker"), _row(self.marker, self.size_))
            case Shape.LINE:
                form.addRow(tr("Real width"), self.ribbon)
                form.addRow(tr("Hatch"), self.hatch)
            case Shape.POLYGON:
                form.addRow(tr("Hatch"), self.hatch)
        form.addRow(tr("Opacity"), _row(self.opacity, self.share))
        form.addRow(tr("Seen at scales"), self.scales)

    def _connect(self) -> None:
        self.no_stroke.clicked.connect(self.stroke.clear)
        self.stroke.changed.connect(self.changed)
        self.scales.changed.connect(self.changed)
        for number in (self.width_, self.size_):
            number.valueChanged.connect(self.changed)
        for choice in (self.unit, self.dash, self.hatch, self.marker, self.ribbon):
            choice.currentIndexChanged.connect(self.changed)
        self.opacity.valueChanged.connect(self._show_share)
        self.opacity.valueChanged.connect(self.changed)

    def _offer_dash(self, dash: tuple[float, ...]) -> None:
        picture = _drawn(dash, self.palette().windowText().color())
        self.dash.addItem(picture, "", dash)
        said = ", ".join(f"{length:g}" for length in dash) or tr("solid")
        self.dash.setItemData(self.dash.count() - 1, said, Qt.ItemDataRole.ToolTipRole)
        self.dash.setItemData(self.dash.count() - 1, said, Qt.ItemDataRole.AccessibleTextRole)

    def _show_share(self) -> None:
        self.share.setText(f"{self.opacity.value()} %")

    def show_style(self, style: Style) -> None:
        """Show a style without telling that it is another one."""
        self.blockSignals(True)
        self.stroke.show_colour(style.stroke)
        self.width_.setValue(style.width)
        self.size_.setValue(style.size)
        if self.dash.findData(style.dash) < 0:
            self._offer_dash(style.dash)
        for box, value in (
            (self.unit, style.unit),
            (self.dash, style.dash),
            (self.hatch, style.hatch),
            (self.marker, style.marker),
            (self.ribbon, style.width_column),
        ):
            box.setCurrentIndex(max(box.findData(value), 0))
        self.opacity.setValue(round(style.opacity * _PER_CENT))
        self._show_share()
        self.scales.show_range(style.nearest, style.farthest)
        self.blockSignals(False)

    def styled(self, style: Style) -> Style:
        """Return a style with what this page says."""
        nearest, farthest = self.scales.range
        return replace(
            style,
            stroke=self.stroke.colour,
            width=self.width_.value(),
            unit=cast("WidthUnit", self.unit.currentData()),
            dash=tuple(self.dash.currentData()),
            hatch=self.hatch.currentData(),
            marker=self.marker.currentData(),
            size=self.size_.value(),
            width_column=self.ribbon.currentData(),
            opacity=self.opacity.value() / _PER_CENT,
            nearest=nearest,
            farthest=farthest,
        )


def _number(low: float, high: float, step: float, decimals: int) -> QDoubleSpinBox:
    box = DoubleSpinBox()
    box.setRange(low, high)
    box.setDecimals(decimals)
    box.setSingleStep(step)
    return box


def _choice(titles: dict[str, str]) -> QComboBox:
    box = QComboBox()
    for id_, title in titles.items():
        box.addItem(title, id_)
    return box


def _row(*widgets: QWidget) -> QWidget:
    found = QWidget()
    row = QHBoxLayout(found)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * theme.SPACE)
    for widget in widgets:
        row.addWidget(widget)
    if not isinstance(widgets[0], QSlider):
        row.addStretch(1)
    return found


def _drawn(dash: tuple[float, ...], colour: QColor) -> QIcon:
    """Return a picture of a dashed line."""
    pixmap = QPixmap(_DASH_PX * 2)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    pen = QPen(colour, _DASH_WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash:
        pen.setDashPattern(dash if len(dash) % 2 == 0 else dash * 2)
    painter.setPen(pen)
    painter.drawLine(0, _DASH_PX.height() // 2, _DASH_PX.width(), _DASH_PX.height() // 2)
    painter.end()
    return QIcon(pixmap)
