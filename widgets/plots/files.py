"""Charts as files and on the clipboard: PNG as dots, SVG as lines and texts."""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from layers.errors import ExportError
from layers.files.atomic import replacing
from widgets.chart import Chart
from widgets.plots import reading
from widgets.plots.dress import PAPER, Dress
from widgets.plots.picture import Picture

WIDTH_MM: Final = 160.0
"""Width of a chart as a file, that of a column of text on A4. [mm]"""
TYPE_MM: Final = 3.2
DPI: Final = 300
_MM_PER_INCH: Final = 25.4
_UNITS: Final = 20.0
"""Units of an SVG in a millimetre."""
SUFFIXES: Final = (".png", ".svg")


def _picture(chart: Chart, units: float) -> Picture:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(round(TYPE_MM * units), 1))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return Picture(chart, Dress(PAPER, font))


def _place(picture: Picture, units: float) -> QRectF:
    """Return the page of a chart: as wide as wanted, and as high as it needs."""
    margin = 4.0 * units
    wide = WIDTH_MM * units - 2 * margin
    return QRectF(margin, margin, wide, picture.height(wide))


def as_image(chart: Chart, dpi: float = DPI) -> QImage:
    """Return a chart as dots, on white.

    Parameters
    ----------
    chart
        The chart.
    dpi
        Dots in an inch of its width of 160 mm. [1/inch]
    """
    units = dpi / _MM_PER_INCH
    picture = _picture(chart, units)
    place = _place(picture, units)
    size = QSize(round(place.width() + 2 * place.left()), round(place.bottom() + place.top()))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(units * 1000))
    image.setDotsPerMeterY(round(units * 1000))
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    picture.draw(painter, place)
    painter.end()
    return image


def as_svg(chart: Chart) -> bytes:
    """Return a chart as an SVG of lines and texts, on no ground."""
    picture = _picture(chart, _UNITS)
    place = _place(picture, _UNITS)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(_UNITS * _MM_PER_INCH))
    wide, high = place.width() + 2 * place.left(), place.bottom() + place.top()
    generator.setSize(QSize(round(wide), round(high)))
    generator.setViewBox(QRectF(0, 0, round(wide), round(high)))
    generator.setTitle(chart.title)
    generator.setDescription("\n".join(chart.notes))
    painter = QPainter(generator)
    picture.draw(painter, place)
    painter.end()
    return bytes(buffer.data().data())


def write(chart: Chart, path: Path) -> None:
    """Write a chart in the format that the ending of the path names.

    Raises
    ------
    ExportError
        Where the ending is none of a chart.
    ProjectFileError
        Where the disk or the folder does not take it.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ExportError(
            "A chart is written as {known}; {path} has another ending.",
            known=", ".join(SUFFIXES),
            path=path.name,
        )
    if suffix == ".svg":
        content = as_svg(chart)
    else:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        as_image(chart).save(buffer, cast("bytes", "PNG"))
        content = bytes(buffer.data().data())
    with replacing(path, None) as part:
        part.write_bytes(content)


def copy(chart: Chart) -> None:
    """Put a chart on the clipboard as a picture."""
    QGuiApplication.clipboard().setImage(as_image(chart, DPI / 2))


def copy_values(chart: Chart) -> None:
    """Put all values of a chart on the clipboard as text, one place below the other."""
    places = range(len(reading.places(chart)))
    texts = [reading.read(chart, number).replace("\n", "\t") for number in places]
    QGuiApplication.clipboard().setText("\n".join([chart.title, *texts]))
