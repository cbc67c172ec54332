"""Styles in files: saved to be used again, for QGIS too, and loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

from layers.document import Document
from layers.errors import ImportDataError, ProjectFileError
from layers.files.layer_styles import qml_reading
from layers.files.layer_styles.drawn import picture_of
from layers.files.layer_styles.qml import qml
from layers.style import Style
from resources.translations import tr
from widgets import style_text

OWN: Final = ".style.json"
QML: Final = ".qml"


def written(document: Document, kind: str, style: Style, path: Path) -> None:
    """Write a style: as QML where the name ends so, else as the program's own.

    Parameters
    ----------
    document, kind
        Whose style it is; QML names its classes.
    style
        What is written.
    path
        Where to; what is there is replaced.

    Raises
    ------
    ProjectFileError
        Where it cannot be written.
    """
    if path.suffix.lower() == QML:
        text = qml(document, picture_of(document, kind, style))
    else:
        text = style_text.text_of(style)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ProjectFileError(
            "{path} cannot be written: {reason}.",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error


def read(document: Document, kind: str, style: Style, path: Path) -> Style:
    """Return the style of a file.

    Parameters
    ----------
    document, kind
        Which layer is to be drawn so.
    style
        How it is drawn; what a QML file does not say stays.
    path
        The file.

    Raises
    ------
    ImportDataError
        Where it is none that the layer can have.
    """
    if path.suffix.lower() == QML:
        return qml_reading.read(path, style, document.layer(kind).columns)
    try:
        if path.stat().st_size > qml_reading.LARGEST:
            raise ImportDataError("{name} is too large for a style.", name=path.name)
        found = style_text.style_in(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        found = None
    if found is None:
        raise ImportDataError(
            "{name} holds no style. Wanted is a file that was saved here, or a QML of QGIS.",
            name=path.name,
        )
    return found.sound()


def ask_save(parent: QWidget, name: str) -> Path | None:
    """Return where a style is to be saved, None where the user gave up.

    Raises
    ------
    ProjectFileError
        Where a file of that name with its ending is there, over which nobody said yes.
    """
    sorts = {tr("Style ({pattern})", pattern=f"*{OWN}"): OWN,
             tr("QGIS style ({pattern})", pattern=f"*{QML}"): QML}  # fmt: skip
    text, sort = QFileDialog.getSaveFileName(
        parent, tr("Save the style"), f"{name}{OWN}", ";;".join(sorts)
    )
    if not text:
        return None
    path = Path(text)
    if not text.lower().endswith(QML):  # the sort that was chosen gives the ending
        path = Path(text.removesuffix(OWN) + sorts.get(sort, OWN))
    if path != Path(text) and path.exists():  # about which the user was not asked
        raise ProjectFileError(
            "{path} exists already. Choose another name, or this one as it stands.",
            path=str(path),
        )
    return path


def ask_load(parent: QWidget) -> Path | None:
    """Return the file of a style, None where the user gave up."""
    text, _ = QFileDialog.getOpenFileName(
        parent, tr("Load a style"), "", tr("Styles ({pattern})", pattern=f"*{OWN} *{QML} *.json")
    )
    return Path(text) if text else None
