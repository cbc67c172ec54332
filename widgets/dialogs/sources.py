"""What is asked about a file that brings features: layer, encoding, system and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QWidget

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
LEAVE_EMPTY: Final = "\0"
"""Stands in a list of fields for none of them; no field is called so."""
PATTERN: Final = "*.shp *.gpkg *.geojson *.json"


@dataclass(frozen=True, slots=True)
class Found:
    """What a look into a file has found.

    Parameters
    ----------
    fields
        Names of its fields.
    told
        What the user should know: how texts were read, which system it has.
    wrong
        Why it cannot be taken as it is; empty where it can.
    automatic
        Fields by the columns that they fill by their names.
    """

    fields: tuple[str, ...] = ()
    told: str = ""
    wrong: str = ""
    automatic: Mapping[str, str] = field(default_factory=dict[str, str])


Look = Callable[["FileWish"], Found]
"""Looks into a file."""


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
        Fields of the file by the columns that they fill, where not automatic; an empty name
        leaves a column empty.
    crs_if_silent
        Its reference system where the file says none.
    """

    path: Path
    kind: str
    layer: str | None = None
    encoding: str | None = None
    crs: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    crs_if_silent: str | None = None


def kind_of(path: Path) -> str:
    """Return the kind that a file's name speaks of, the parcels where it speaks of none."""
    name = path.stem.casefold()
    best = ("parcels", 0)
    for id_, kind in kinds().items():
        for alias in (id_, *kind.aliases):
            if alias.casefold() in name and len(alias) > best[1]:
                best = (id_, len(alias))
    return best[0]


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
    """Return a list of a file's fields, automatic and none first; others can be typed."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    fill_fields(box, fields, chosen)
    return box


def fill_fields(box: QComboBox, fields: Sequence[str], chosen: str = "") -> None:
    """Offer a file's fields in a list, and keep what was chosen in it."""
    kept = value_of(box) if box.count() else None
    box.clear()
    box.addItem(tr("automatic: {field}", field=chosen) if chosen else tr("automatic"), "")
    box.addItem(tr("leave empty"), LEAVE_EMPTY)
    for name in fields:
        box.addItem(name, name)
    choose(box, kept)


def choose(box: QComboBox, value: str | None) -> None:
    """Show a value in one of these lists, None for automatic, an empty text for leaving empty."""
    data = "" if value is None else value or LEAVE_EMPTY
    place = box.findData(data)
    if place >= 0:
        box.setCurrentIndex(place)
    else:
        box.setEditText(data)


def value_of(box: QWidget) -> str | None:
    """Return what is chosen or typed in one of these lists, None for automatic.

    An empty text means that a column is left empty.
    """
    if not isinstance(box, QComboBox):
        return None
    text = box.currentText().strip()
    place = box.findText(text)
    value = str(box.itemData(place)) if place >= 0 else text
    return "" if value == LEAVE_EMPTY else value or None
