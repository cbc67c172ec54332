"""How a raster below the plan looks, seen on the map while it is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.edits.rasters import set_raster
from layers.raster import RAMPS, ROLES, Raster
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.dialogs.aside import stand_aside
from widgets.dialogs.raster_system import raster_system_box
from widgets.dialogs.scale_range import ScaleRange
from widgets.dialogs.sources import value_of
from widgets.dialogs.warning_line import WarningLine
from widgets.spin import DoubleSpinBox, SpinBox

_WIDTH_PX = 440


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a raster's file.

    Parameters
    ----------
    text
        Size, pixel and coordinate system, in the language of the window.
    bands
        How many bands it has.
    usual
        Bands that are shown where none were chosen.
    values
        Bounds between which colours run now. [unit of the raster]
    """

    text: str
    bands: int
    usual: tuple[int, ...]
    values: tuple[float, float] | None = None


def stretches() -> dict[str, str]:
    """Return the ways to stretch with their titles."""
    return {
        "auto": tr("as is usual for it"),
        "none": tr("as the bytes are"),
        "minmax": tr("least to greatest"),
        "percentile": tr("2 % to 98 % of the values"),
        "deviation": tr("mean ± 2 standard deviations"),
        "manual": tr("by hand"),
    }


def ramps() -> dict[str, str]:
    """Return the ramps with their titles."""
    titles = {"grey": tr("grey"), "terrain": tr("heights"), "YlOrRd": tr("yellow to red")}
    return {"": tr("as is usual for it"), **{name: titles.get(name, name) for name in RAMPS}}


class RasterDialog(QDialog):
    """Title, bands, stretch, colours, light and scales of one raster.

    What is chosen is on the map at once; Cancel takes it back.

    Parameters
    ----------
    bridge
        The plan.
    key
        The raster.
    facts
        What is known of its file.
    parent
        The window.
    refusal
        Tells why the file cannot lie in a coordinate system, with nothing where it can.
    """

    def __init__(
        self,
        bridge: Bridge,
        key: str,
        facts: Facts,
        parent: QWidget | None = None,
        *,
        refusal: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__(parent)
        self._bridge, self._key, self._facts, self._refusal = bridge, key, facts, refusal
        self._refused = ""
        self._before = raster = bridge.document.rasters[key]
        self.setWindowTitle(tr("Raster {name}", name=raster.title or key))
        self.setMinimumWidth(_WIDTH_PX)
        self._make_fields(raster)
        self._lay_out()
        self._show(raster)
        self._enable()
        self._connect()
        self.adjustSize()
        stand_aside(self, parent)
        bridge.seal()

    def _make_fields(self, raster: Raster) -> None:
        self.title = QLineEdit(raster.title)
        self.role = _choices({name: words.declared(title) for name, title in ROLES.items()})
        self.system = raster_system_box(self._bridge.document.crs, raster.crs)
        self.bands = [SpinBox() for _ in range(3)]
        for box in self.bands:
            box.setRange(1, max(self._facts.bands, 1))
        self.stretch, self.ramp = _choices(stretches()), _choices(ramps())
        self.lowest, self.highest = _number(-1e12, 1e12, 3), _number(-1e12, 1e12, 3)
        self.gamma = _number(0.1, 10.0, 2, 0.1)
        self.opacity = _number(0.0, 100.0, 0, 5.0, " %")
        self.hillshade = QCheckBox(tr("Shade heights"))
        self.azimuth = _number(0.0, 360.0, 0, 5.0, "°")
        self.altitude = _number(1.0, 90.0, 0, 5.0, "°")
        self.exaggeration = _number(0.1, 100.0, 1, 0.5)
        self.scales = ScaleRange(self._bridge.scale)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(2 * theme.SPACE)
        form.addRow(tr("Title"), self.title)
        form.addRow(tr("Shows"), self.role)
        form.addRow(tr("Coordinate system"), self.system)
        form.addRow(tr("Bands (red, green, blue)"), _row(*self.bands))
        form.addRow(tr("Stretch"), self.stretch)
        form.addRow(tr("From, to"), _row(self.lowest, self.highest))
        form.addRow(tr("Colours"), self.ramp)
        form.addRow(tr("Gamma"), self.gamma)
        form.addRow(tr("Opacity"), self.opacity)
        form.addRow("", self.hillshade)
        form.addRow(tr("Light from, height of the light"), _row(self.azimuth, self.altitude))
        form.addRow(tr("Exaggeration"), self.exaggeration)
        form.addRow(tr("Shown from, to the scale"), self.scales)
        self.problem = WarningLine()
        facts = QLabel(self._facts.text)
        facts.setTextFormat(Qt.TextFormat.PlainText)
        facts.setWordWrap(True)
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addWidget(facts)
        layout.addLayout(form)
        layout.addStretch(1)  # a sentence below moves no field from under the pointer
        layout.addWidget(self.problem)
        layout.addWidget(buttons)

    def _show(self, raster: Raster) -> None:
        style = raster.style
        self.role.setCurrentIndex(self.role.findData(raster.role))
        for box, band in zip(self.bands, style.bands or self._facts.usual, strict=False):
            box.setValue(band)
        self.stretch.setCurrentIndex(self.stretch.findData(style.stretch))
        self.ramp.setCurrentIndex(self.ramp.findData(style.ramp))
        shown = self._facts.values if style.stretch != "manual" else None
        low, high = shown or (style.lowest, style.highest)
        self.lowest.setValue(low)
        self.highest.setValue(high)
        self.gamma.setValue(style.gamma)
        self.opacity.setValue(100.0 * style.opacity)
        self.hillshade.setChecked(style.hillshade)
        self.azimuth.setValue(style.azimuth)
        self.altitude.setValue(style.altitude)
        self.exaggeration.setValue(style.exaggeration)
        self.scales.show_range(style.nearest, style.farthest)

    def _connect(self) -> None:
        self.title.textEdited.connect(self.apply)
        self.hillshade.toggled.connect(self.apply)
        self.system.currentIndexChanged.connect(self._take_system)
        typed = self.system.lineEdit()
        if typed is not None:
            typed.editingFinished.connect(self._take_system)
        for box in (self.role, self.stretch, self.ramp):
            box.currentIndexChanged.connect(self.apply)
        for box in self.bands:
            box.valueChanged.connect(self.apply)
        for field in (
            self.lowest, self.highest, self.gamma, self.opacity, self.azimuth, self.altitude,
            self.exaggeration,
        ):  # fmt: skip
            field.valueChanged.connect(self.apply)
        self.scales.changed.connect(self.apply)

    def _enable(self) -> None:
        role, number = self.role.currentData(), len(self._bands())
        heights = role in {"dsm", "terrain"}
        for place, box in enumerate(self.bands):
            box.setVisible(place < number)
        manual = self.stretch.currentData() == "manual"
        self.lowest.setEnabled(manual)
        self.highest.setEnabled(manual)
        self.ramp.setEnabled(number == 1)
        self.hillshade.setEnabled(heights)
        for box in (self.azimuth, self.altitude, self.exaggeration):
            box.setEnabled(heights and self.hillshade.isChecked())

    def _bands(self) -> tuple[int, ...]:
        """Return the bands that the fields ask for."""
        wanted = self._before.style.bands or self._facts.usual
        number = len(wanted) if self.role.currentData() == "imagery" else 1
        return tuple(box.value() for box in self.bands[:number])

    def _take_system(self) -> None:
        """Lay the raster in another coordinate system, where its numbers fit into it."""
        crs = value_of(self.system) or ""
        same = crs == self._bridge.document.rasters[self._key].crs
        self._refused = "" if same else self._refusal(crs)
        self.apply()

    @property
    def changes(self) -> dict[str, object]:
        """What the fields say, by field of the raster and of its style."""
        nearest, farthest = self.scales.range
        bands = self._bands()
        usual = self._facts.usual if self.role.currentData() == "imagery" else (1,)
        found: dict[str, object] = {
            "title": self.title.text().strip(),
            "role": self.role.currentData(),
            "crs": self._crs(),
            "bands": () if bands == usual else bands,
            "stretch": self.stretch.currentData(),
            "ramp": self.ramp.currentData(),
            "gamma": self.gamma.value(),
            "opacity": self.opacity.value() / 100.0,
            "hillshade": self.hillshade.isChecked(),
            "azimuth": self.azimuth.value(),
            "altitude": self.altitude.value(),
            "exaggeration": self.exaggeration.value(),
            "nearest": nearest,
            "farthest": farthest,
        }
        if found["stretch"] == "manual":
            found |= {"lowest": self.lowest.value(), "highest": self.highest.value()}
        return found

    def _contradiction(self) -> str:
        """Return what of the fields excludes one another, empty where nothing does."""
        nearest, farthest = self.scales.range
        if nearest >= farthest:
            return tr(
                "The largest scale is 1:{nearest} and the smallest 1:{farthest}: between them"
                " is nothing. Let the first number be the smaller one.",
                nearest=f"{nearest:.0f}",
                farthest=f"{farthest:.0f}",
            )
        if self.stretch.currentData() == "manual" and self.lowest.value() >= self.highest.value():
            return tr(
                "Colours run from a lower value to a higher one; {lowest} is not below {highest}."
                " Let the first number be the smaller one.",
                lowest=self.lowest.text(),
                highest=self.highest.text(),
            )
        return ""

    def _crs(self) -> str:
        """Return the system that is chosen; while it is refused, the one before."""
        before = self._bridge.document.rasters[self._key].crs
        return before if self._refused else value_of(self.system) or ""

    def apply(self) -> None:
        """Show on the map what the fields say, as far as it can be."""
        self._enable()
        contradiction = self._contradiction()
        self.problem.say(self._refused or contradiction)
        self.ok.setEnabled(not self.problem.text.text())
        if contradiction:
            return
        changes, key = self.changes, self._key
        self._bridge.attempt(
            lambda document: set_raster(document, key, changes, merge_key=f"raster-{key}")
        )

    @override
    def accept(self) -> None:
        """Keep what was chosen, as one step; not while something of it cannot be."""
        if self.problem.text.text():
            return
        self._bridge.seal()
        super().accept()

    @override
    def reject(self) -> None:
        """Take back what was chosen."""
        if self._bridge.document.rasters.get(self._key) != self._before:
            self._bridge.withdraw()
        self._bridge.seal()
        super().reject()


def _choices(titles: dict[str, str]) -> QComboBox:
    box = QComboBox()
    for value, title in titles.items():
        box.addItem(title, value)
    return box


def _number(
    low: float, high: float, decimals: int, step: float = 1.0, suffix: str = ""
) -> QDoubleSpinBox:
    box = DoubleSpinBox()
    box.setDecimals(decimals)
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setSuffix(suffix)
    box.setKeyboardTracking(False)
    return box


def _row(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(2 * theme.SPACE)
    for field in fields:
        row.addWidget(field, 1)
    return row
