"""The plan as an Excel workbook: the land balance in live formulas, and what stands behind it."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException

from app.exporter import Exporter, Options
from app.exporters import (
    figures,
    workbook_energy,
    workbook_limits,
    workbook_sun,
    workbook_tables,
    workbook_targets,
)
from app.exporters.spreadsheet import Book, Cell
from app.exporters.wording import Wording
from layers.analysis.absent import sentences
from layers.analysis.totals import missing, totals
from layers.document import Document
from layers.errors import ExportError
from layers.measure import Results
from layers.progress import Progress


def write(
    document: Document, results: Results, path: Path, options: Options, progress: Progress
) -> None:
    """Write the workbook: balance, parcels, their limits, carbon, photovoltaics, footing."""
    wording = Wording(options.lang, document.codes, document.parameters)
    title = figures.plan_name(document, options.lang, options.title)
    year = document.parameters.get("plan.base_year")
    book = Book(path, title, int(year) if isinstance(year, (int, float)) else None)
    workbook_tables.balance(book, document, results, wording)
    workbook_tables.parcels(book, document, results, wording, progress)
    workbook_limits.limits(book, document, results, wording, progress)
    workbook_tables.carbon(book, document, results, wording)
    workbook_tables.solar(book, document, results, wording)
    workbook_sun.sun(book, document, results, wording)
    workbook_energy.energy(book, results, wording)
    workbook_targets.targets(book, document, results, wording)
    workbook_targets.why(book, results, wording)
    workbook_tables.assumptions(book, document, wording)
    workbook_tables.about(book, _about(book, document, results, wording), wording)
    progress.at(0.9)
    try:
        book.close()
    except XlsxWriterException as error:
        raise ExportError(
            "{name} cannot be written: {reason}", name=path.name, reason=str(error)
        ) from error


def _about(book: Book, document: Document, results: Results, wording: Wording) -> dict[str, Cell]:
    """Return what the plan is, and what its totals lack."""
    tr = wording.tr
    found = totals(results)
    year = document.parameters.get("plan.base_year")
    rows: dict[str, Cell] = {
        tr("Plan"): book.plan,
        tr("Coordinate system"): figures.crs_name(document.crs, wording),
        tr("Code set"): document.codes.title,
        tr("Base year"): year if isinstance(year, (int, float)) else None,
        tr("Parcels"): found["plan"]["parcels"],
        tr("Red line"): figures.boundary_status(document, wording),
        tr("Stamp of the plan"): found["plan"]["stamp"],
        tr("Areas"): tr("plane areas in the coordinate system of the plan"),
        tr("Rounding"): tr("Printed figures are rounded so that they add up (largest remainder)."),
    }
    for figure in figures.headlines(results, wording):
        rows[f"{figure.title} [{figure.unit}]"] = figure.value
    for sentence, features in sentences(missing(results, found)):
        rows[tr.sentence(sentence)] = features or None
    return rows


EXPORTERS = (
    Exporter(
        id="workbook",
        title="Excel workbook",
        suffixes=(".xlsx",),
        options=("lang", "title"),
        write=write,
    ),
)
