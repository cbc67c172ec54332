"""Asking in which format, size and language the plan is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from layers.kinds import kinds
from resources.translations import LANGUAGES, current, tr
from widgets import theme, words
from widgets.spin import SpinBox

PAPERS: Final = ("A0", "A1", "A2", "A3", "A4")
SCALES: Final = (500, 1_000, 2_000, 2_500, 5_000, 10_000, 20_000, 25_000, 50_000)
_WIDTH_PX: Final = 460


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be written.

    Parameters
    ----------
    suffix
        Ending of its files, with the point.
    title
        Its name in English.
    options
        Names of the options that it reads.
    """

    suffix: str
    title: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants written.

    Parameters
    ----------
    suffix
        Ending of the file.
    values
        Chosen options by name, those alone that the format reads.
    """

    suffix: str
    values: Mapping[str, Any]


class ExportDialog(QDialog):
    """Format and its options; what a format does not read is not asked for.

    Parameters
    ----------
    formats
        What can be written.
    sheets
        Names of the sheets with their titles.
    chosen
        Format and sheet that are offered first.
    parent
        The window.
    """

    def __init__(
        self,
        formats: Sequence[Format],
        sheets: Sequence[tuple[str, str]],
        chosen: tuple[str, str] = (".pdf", "land_use"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._formats = list(formats)
        self.setWindowTitle(tr("Export"))
        self.setMinimumWidth(_WIDTH_PX)
        self.format = QComboBox()
        for found in self._formats:
            self.format.addItem(f"{words.declared(found.title)} ({found.suffix})", found.suffix)
        self.fields: dict[str, QWidget] = self._fields(sheets)
        self.form = QFormLayout()
        self.form.setSpacing(2 * theme.SPACE)
        self.form.addRow(tr("Format"), self.format)
        titles = {
            "sheet": tr("Sheet"),
            "kind": tr("Layer"),
            "paper": tr("Paper"),
            "scale": tr("Scale"),
            "dpi": tr("Dots per inch"),
            "lang": tr("Language"),
            "title": tr("Title"),
            "grid": "",
        }
        for name, widget in self.fields.items():
            self.form.addRow(titles[name], widget)
        self.told = QLabel()
        self.told.setObjectName("muted")
        self.told.setWordWrap(True)
        buttons = QDialogButtonBox()
        write = buttons.addButton(tr("Choose file…"), QDialogButtonBox.ButtonRole.AcceptRole)
        write.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(3 * theme.SPACE)
        layout.addLayout(self.form)
        layout.addWidget(self.told)
        layout.addStretch(1)
        layout.addWidget(buttons)

        self.format.currentIndexChanged.connect(self._show_format)
        _choose(self.format, chosen[0])
        _choose(self.fields["sheet"], chosen[1])
        self._show_format()

    def _fields(self, sheets: Sequence[tuple[str, str]]) -> dict[str, QWidget]:
        sheet, kind, paper, scale, language = (QComboBox() for _ in range(5))
        for name, title in sheets:
            sheet.addItem(title, name)
        for id_, declared in reversed(list(kinds().items())):
            kind.addItem(words.declared(declared.title), id_)
        _choose(kind, "parcels")
        for name in PAPERS:
            paper.addItem(tr("{paper} landscape", paper=name), name)
            paper.addItem(tr("{paper} portrait", paper=name), f"{name}-portrait")
        _choose(paper, "A3")
        scale.addItem(tr("largest round scale that fits"), None)
        for denominator in SCALES:
            scale.addItem(f"1:{words.number(denominator)}", float(denominator))
        for id_, name in LANGUAGES.items():
            language.addItem(name, id_)
        _choose(language, current().language)
        dpi = SpinBox()
        dpi.setRange(72, 600)
        dpi.setValue(200)
        title = QLineEdit()
        title.setPlaceholderText(tr("the plan's name"))
        grid = QCheckBox(tr("Ticks of the coordinate grid"))
        grid.setChecked(True)
        return {
            "sheet": sheet,
            "kind": kind,
            "paper": paper,
            "scale": scale,
            "dpi": dpi,
            "lang": language,
            "title": title,
            "grid": grid,
        }

    def _show_format(self) -> None:
        chosen = self._formats[self.format.currentIndex()]
        for name, widget in self.fields.items():
            self.form.setRowVisible(widget, name in chosen.options)
        told = {
            ".gpkg": tr("All layers, in the plan's coordinate system."),
            ".geojson": tr("One layer in WGS 84, as GeoJSON asks for."),
            ".shp": tr("One layer in the plan's coordinate system; texts in UTF-8."),
            ".dxf": tr("All layers for CAD programs, in the plan's coordinate system."),
            ".html": tr("One file that opens in a browser without a network."),
        }
        self.told.setText(told.get(chosen.suffix, ""))

    @property
    def wish(self) -> Wish:
        """What was chosen."""
        chosen = self._formats[self.format.currentIndex()]
        values: dict[str, Any] = {}
        for name, widget in self.fields.items():
            if name not in chosen.options or (name == "kind" and chosen.suffix == ".gpkg"):
                continue
            match widget:
                case QComboBox():
                    values[name] = widget.currentData()
                case QSpinBox():
                    values[name] = widget.value()
                case QCheckBox():
                    values[name] = widget.isChecked()
                case QLineEdit():
                    values[name] = widget.text().strip() or None
                case _:
                    continue
        return Wish(chosen.suffix, values)


def _choose(widget: QWidget, value: str) -> None:
    if isinstance(widget, QComboBox):
        widget.setCurrentIndex(max(widget.findData(value), 0))
