"""Colours, spacing, fonts and icons of the window, light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer

from resources import shipped

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SPACE: Final = 4
"""Unit of the spacing scale; gaps are 1, 2, 3, 4 or 6 of it. [px]"""
THEMES: Final = ("system", "light", "dark")
CHINESE_FONTS: Final = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
"""Families for Chinese characters, tried in this order after the system's own."""
_ICON_SIZES: Final = (16, 20, 24, 32, 40, 48, 64)


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme, ``#rrggbb``.

    Parameters
    ----------
    window, base, raised
        Ground of panels, of tables and fields, and of heads and cards.
    text, muted, border
        Text, text of second rank, and hair lines.
    accent, on_accent, soft
        What is chosen: strong with its text, and a soft ground for rows.
    warning
        What asks for attention.
    """

    window: str
    base: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    on_accent: str
    soft: str
    warning: str


LIGHT: Final = Colours(
    window="#f3f5f6",
    base="#ffffff",
    raised="#fafbfb",
    text="#1d2a30",
    muted="#62717a",
    border="#d5dcdf",
    accent="#1f7a63",
    on_accent="#ffffff",
    soft="#d8ece5",
    warning="#b3541e",
)
DARK: Final = Colours(
    window="#23292d",
    base="#1b2023",
    raised="#2a3136",
    text="#e4e9eb",
    muted="#98a6ad",
    border="#394248",
    accent="#4cb597",
    on_accent="#0d1f1a",
    soft="#27473f",
    warning="#e59a5f",
)

_STYLE: Final = Template("""
QMainWindow::separator { background: $border; width: 1px; height: 1px; margin: 1px; }
QMainWindow::separator:hover { background: $accent; }
QMenuBar { background: $window; border-bottom: 1px solid $border; padding: 1px 4px; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $soft; color: $text; }
QMenu { background: $base; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $soft; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::icon { padding-left: 6px; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QToolBar { background: $window; border: none; border-bottom: 1px solid $border;
  padding: 3px 6px; spacing: 2px; }
QToolBar::separator { background: $border; width: 1px; margin: 5px 6px; }
QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 4px; }
QToolButton:hover { background: $soft; }
QToolButton:checked { background: $soft; border-color: $accent; }
QToolButton:focus { border-color: $accent; }
QToolButton[popupMode="2"] { padding-right: 18px; }
QToolButton::menu-indicator { image: url("$down"); width: 11px; height: 11px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 4px; }
QDockWidget { font-weight: 600; titlebar-close-icon: none;
  border: 1px solid $muted; padding: 4px; }
QDockWidget::title { background: $window; padding: 6px 8px; border-bottom: 1px solid $border; }
QTabBar { font-weight: 400; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 10px; margin: 0 1px;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $text; background: $soft; }
QHeaderView { background: $raised; }
QHeaderView::section { background: $raised; color: $muted; border: none; padding: 7px 6px 4px;
  border-bottom: 1px solid $border; border-right: 1px solid $border; }
QHeaderView::section:last { border-right: none; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 9px; height: 9px; margin-top: -1px;
  subcontrol-origin: padding; subcontrol-position: top center; }
QHeaderView::up-arrow { image: url("$up"); }
QHeaderView::down-arrow { image: url("$down"); }
QTableView, QTreeView, QListView { background: $base; border: none; gridline-color: $border;
  selection-background-color: $soft; selection-color: $text; outline: none; }
QTreeView::item, QListView::item { padding: 2px 2px; }
QListView#offers { border: 1px solid $accent; }
QTableView::item:focus, QListView::item:focus { border: 1px solid $accent; }
QTableCornerButton::section { background: $raised; border: none; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextBrowser {
  background: $base; border: 1px solid $border; border-radius: 5px; padding: 3px 6px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus {
  border-color: $accent; }
QLineEdit:disabled, QComboBox:disabled { color: $muted; background: $window; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow { image: url("$down"); width: 11px;
  height: 11px; }
QAbstractSpinBox::up-arrow { image: url("$up"); width: 11px; height: 11px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px;
  background: transparent; }
QComboBox QAbstractItemView { border: 1px solid $border; background: $base; }
QPushButton { background: $raised; border: 1px solid $border; border-radius: 5px;
  padding: 5px 14px; min-height: 1.1em; }
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border-color: $accent; }
QPushButton:pressed { background: $soft; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:disabled { color: $muted; background: $window; border-color: $border; }
QPushButton[flat="true"] { background: transparent; border-color: transparent; }
QPushButton[flat="true"]:hover, QPushButton[flat="true"]:focus { background: $soft; }
QPushButton#startButton { text-align: left; padding: 10px 14px; border-radius: 8px; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QTableView::indicator {
  width: 13px; height: 13px; border: 1px solid $muted; border-radius: 3px; background: $base; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QTableView::indicator:checked { background: $accent; border-color: $accent;
  image: url("$tick"); }
QCheckBox::indicator:focus, QCheckBox::indicator:hover { border-color: $accent; }
QStatusBar { background: $window; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QProgressBar { border: 1px solid $border; border-radius: 4px; background: $base;
  text-align: center; max-height: 12px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 6px; }
QFrame#card { background: $base; border: 1px solid $border; border-radius: 8px; }
QFrame#card:focus, QFrame#card:hover { border-color: $accent; }
QFrame#notice { background: $raised; border: none; border-bottom: 1px solid $accent;
  border-right: 1px solid $border; border-bottom-right-radius: 8px; }
QFrame#notice[warning="true"] { border-bottom: 2px solid $warning; }
QLabel#muted { color: $muted; }
QLabel#badge { color: $warning; border: 1px solid $warning; border-radius: 4px; padding: 0 6px; }
QScrollArea { border: none; background: transparent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")

_chosen: list[Colours] = []


def dark_system() -> bool:
    """Return whether the system asks for a dark window."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def colours() -> Colours:
    """Return the colours of the theme in use."""
    return _chosen[0] if _chosen else LIGHT


def _palette(chosen: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for places, colour in (
        ((role.Window, role.Button), chosen.window),
        ((role.Base,), chosen.base),
        ((role.AlternateBase, role.ToolTipBase), chosen.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), chosen.text),
        ((role.BrightText,), chosen.warning),
        ((role.PlaceholderText,), chosen.muted),
        ((role.Highlight, role.Link, role.Accent), chosen.accent),
        ((role.HighlightedText,), chosen.on_accent),
        ((role.Mid, role.Midlight), chosen.border),
        ((role.Light,), chosen.raised),
        ((role.Dark, role.Shadow), chosen.border),
    ):
        for place in places:
            palette.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(chosen.muted))
    return palette


def use_theme(application: QApplication, theme: str) -> None:
    """Dress the application.

    Parameters
    ----------
    application
        The running application.
    theme
        One of `THEMES`.
    """
    dark = theme == "dark" or (theme == "system" and dark_system())
    chosen = DARK if dark else LIGHT
    _chosen[:] = [chosen]
    if not application.styleSheet():  # later it lies below ours, and would dress all widgets again
        application.setStyle("Fusion")
    application.setPalette(_palette(chosen))
    font = QFont(application.font())
    # A family that stands for others, as Sans Serif does, would be any of the Chinese ones below:
    # the one that it is here comes first, so that its letters are taken.
    first = QFontInfo(font).family()
    font.setFamilies([first, *(family for family in CHINESE_FONTS if family != first)])
    application.setFont(font)
    values = {name: getattr(chosen, name) for name in Colours.__slots__}
    for sign in ("tick", "down", "up"):
        file = shipped("icons", f"{sign}-{'dark' if dark else 'light'}.svg")
        values[sign] = Path(str(file)).as_posix()
    application.setStyleSheet(_STYLE.substitute(values))


def numeric_font(font: QFont) -> QFont:
    """Return the font with figures of one width, so that columns of numbers line up."""
    tabular = QFont(font)
    tabular.setFeature(QFont.Tag("tnum"), 1)
    return tabular


def icon(name: str, colour: str = "") -> QIcon:
    """Return a shipped icon in the colour of the theme's text, or another one.

    Parameters
    ----------
    name
        Name of a file in ``resources/icons`` without its ending.
    colour
        ``#rrggbb``; the theme's where empty.
    """
    return _icon(name, colour or colours().text, colours().muted)


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    drawing = shipped("icons", f"{name}.svg").read_text(encoding="utf-8")
    found = QIcon()
    for size in _ICON_SIZES:
        found.addPixmap(_drawn(drawing, colour, size))
        found.addPixmap(_drawn(drawing, colour, size), QIcon.Mode.Selected)
        found.addPixmap(_drawn(drawing, disabled, size, 0.55), QIcon.Mode.Disabled)
    return found


def _drawn(drawing: str, colour: str, size: int, opacity: float = 1.0) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@cache
def swatch(
    fill: str, stroke: str, hatch: str = "", pattern: str = "diagonal", *, line: bool = False
) -> QIcon:
    """Return a small field of colour as a legend has it.

    Parameters
    ----------
    fill, stroke
        ``#rrggbb`` or ``#rrggbbaa``, empty for none.
    hatch, pattern
        Colour of lines or dots over it, empty for none; ``diagonal``, ``cross`` or ``dots``.
    line
        Whether it stands for lines.
    """
    found = QIcon()
    for scale in (1, 2, 3):
        size = 16 * scale
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour_of(fill) if fill else Qt.BrushStyle.NoBrush)
        place = QRectF(1.5, 5.5, 13, 5) if line else QRectF(1.5, 2.5, 13, 11)
        painter.drawRoundedRect(place, 1.5, 1.5)
        if hatch:
            _hatch(painter, place, colour_of(hatch), pattern)
        painter.setPen(colour_of(stroke) if stroke else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 1.5, 1.5)
        painter.end()
        found.addPixmap(pixmap)
        found.addPixmap(pixmap, QIcon.Mode.Selected)  # else Qt tints it, and it names no colour
    return found


def _hatch(painter: QPainter, place: QRectF, colour: QColor, pattern: str) -> None:
    """Draw what fits of a hatch into a small field."""
    painter.save()
    painter.setClipRect(place)
    if pattern == "dots":
        painter.setBrush(colour)
        for row in range(3):
            for column in range(4):
                across = place.left() + 1.7 + column * 4.0 - (row % 2) * 2.0
                painter.drawEllipse(QPointF(across, place.top() + 1.9 + row * 3.6), 0.9, 0.9)
    else:
        painter.setPen(QPen(colour, 1.0))
        high = place.height()
        for step in range(-3, 5):
            left = place.left() + step * 4.0
            painter.drawLine(QPointF(left, place.bottom()), QPointF(left + high, place.top()))
            if pattern == "cross":
                painter.drawLine(QPointF(left, place.top()), QPointF(left + high, place.bottom()))
    painter.restore()


def colour_of(text: str) -> QColor:
    """Return the colour that a style names, ``#rrggbb`` or ``#rrggbbaa``."""
    colour = QColor(text[:7])
    if len(text) == 9:
        colour.setAlpha(int(text[7:], 16))
    return colour
