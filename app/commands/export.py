"""``greenplat export``: sheets, tables, web maps and files for other programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from app.command import Command
from app.output import write_json, write_line
from resources.translations import tr


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument(
        "out", metavar="OUT", type=Path, help=tr("file to write; its ending says what it becomes")
    )
    parser.add_argument("--sheet", default="land_use", help=tr("which sheet, such as land_use"))
    parser.add_argument("--kind", help=tr("layer that a file of vectors holds"))
    parser.add_argument("--paper", default="A3", help=tr("size of the paper, A4 to A0"))
    parser.add_argument(
        "--scale", type=float, help=tr("denominator of the scale, such as 5000 for 1:5000")
    )
    parser.add_argument("--dpi", type=int, default=200, help=tr("dots per inch of a picture"))
    parser.add_argument("--title", help=tr("title in place of the plan's name"))


def _run(options: Namespace) -> None:
    # A sheet is painted by Qt, which asks for a screen unless it is told that none is needed.
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    from app.exporter import Options, export, exporter_for
    from layers.analysis import measures
    from layers.files import project

    exporter_for(options.out)
    document = project.load(options.plan).document
    wanted = Options(
        sheet=options.sheet,
        kind=options.kind,
        paper=options.paper,
        scale=options.scale,
        dpi=options.dpi,
        lang=options.lang,
        title=options.title,
    )
    export(document, measures().evaluate(document), options.out, wanted)
    if options.json:
        write_json({"file": str(options.out)})
    else:
        write_line(str(options.out))


COMMAND: Final = Command(
    "export", "write a sheet, a workbook, a web map or a data file", _arguments, _run
)
