"""What is asked about a file that brings features: layer, encoding, system and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QWidget

from layers.kind import Column, LayerKind
from layers.kinds import kinds
from resources.translations import tr

ENCODINGS: Final = ("UTF-8", "GBK", "GB18030", "Big5")
SYSTEMS: Final = (
    ("EPSG:4326", "WGS 84"),
    ("EPSG:4490", "CGCS2000"),
    *((f"EPSG:{4534 + i}", f"CGCS2000 CM {75 + 3 * i}E") for i in range(21)),
    *((f"EPSG:{4513 + i}", f"CGCS2000 zone {25 + i}") for i in range(21)),
)
"""Reference systems that Chinese planning files are in most of the time."""
PATTERN: Final = "*.shp *.gpkg *.geojson *.json"


@dataclass(frozen=True, slots=True)
class Found:
    """What a look into a file has found.

    Parameters
    ----------
    fields
        Names of its fields.
    told
        What the user should know: how texts were read, which system it has, or what is wrong.
    """

    fields: tuple[str, ...] = ()
    told: str = ""


Look = Callable[[Path, str, str, str], Found]
"""Looks into a file: path, kind, layer and encoding (empty for automatic)."""


@dataclass(frozen=True, slots=True)
class FileWish:
    """How a file is to be read.

    Parameters
    ----------
    path, kind
        The file, and which features it brings.
    layer, encoding, crs
        None for automatic.
    fields
        Fields of the file by the columns that they fill, where not automatic.
    """

    path: Path
    kind: str
    layer: str | None = None
    encoding: str | None = None
    crs: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict[str, str])


def kind_of(path: Path) -> str:
    """Return the kind that a file's name speaks of, the parcels where it speaks of none."""
    name = path.stem.casefold()
    best = ("parcels", 0)
    for id_, kind in kinds().items():
        for alias in (id_, *kind.aliases):
            if alias.casefold() in name and len(alias) > best[1]:
                best = (id_, len(alias))
    return best[0]


def automatic(column: Column, fields: Sequence[str]) -> str:
    """Return the field that fills a column by its name, empty where none does."""
    names = {column.id.casefold(), *(alias.casefold() for alias in column.aliases)}
    return next((name for name in fields if name.casefold() in names), "")


def main_column(kind: LayerKind) -> Column | None:
    """Return the column that colours a kind by a table, as land use does the parcels."""
    column = kind.column(kind.style.by)
    return column if column is not None and column.table else None


def encoding_box() -> QComboBox:
    """Return a list of encodings, automatic first."""
    box = QComboBox()
    box.addItem(tr("automatic"), "")
    for name in ENCODINGS:
        box.addItem(name, name)
    return box


def system_box() -> QComboBox:
    """Return a list of reference systems in which others can be typed, as the file says first."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItem(tr("as the file says"), "")
    for code, name in SYSTEMS:
        box.addItem(f"{code}  {name}", code)
    box.setToolTip(tr("Choose, or type as EPSG:4547, where the file's own is missing or wrong"))
    return box


def field_box(fields: Sequence[str], chosen: str = "") -> QComboBox:
    """Return a list of a file's fields, automatic first; others can be typed."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItem(tr("automatic: {field}", field=chosen) if chosen else tr("automatic"), "")
    for name in fields:
        box.addItem(name, name)
    return box


def value_of(box: QWidget) -> str | None:
    """Return what is chosen or typed in one of these lists, None for automatic."""
    if not isinstance(box, QComboBox):
        return None
    text = box.currentText().strip()
    place = box.findText(text)
    value = str(box.itemData(place)) if place >= 0 else text
    return value or None
