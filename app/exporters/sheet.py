"""Drawing sheets as PDF, SVG and PNG. Qt is imported when a sheet is drawn, not before."""

from __future__ import annotations

from pathlib import Path

from app.exporter import Exporter, Options
from layers.document import Document
from layers.measure import Results
from layers.progress import Progress


def write(
    document: Document, results: Results, path: Path, options: Options, progress: Progress
) -> None:
    """Write a sheet of the plan at a true scale."""
    from app.exporters.sheets import formats

    formats.write(document, results, path, options, progress)


_OPTIONS = ("sheet", "paper", "scale", "lang", "title", "grid")

EXPORTERS = (
    Exporter(id="pdf", title="Sheet as PDF", suffixes=(".pdf",), options=_OPTIONS, write=write),
    Exporter(id="svg", title="Sheet as SVG", suffixes=(".svg",), options=_OPTIONS, write=write),
    Exporter(
        id="png",
        title="Sheet as picture",
        suffixes=(".png",),
        options=(*_OPTIONS, "dpi"),
        write=write,
    ),
)
