"""``greenplat info``: what a plan holds."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from app.command import Command
from app.output import say, table, write_json, write_line
from layers.message import Message
from layers.raster import ROLES, Raster, below_to_above
from resources.translations import tr


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))


def _run(options: Namespace) -> None:
    from layers.files import project
    from layers.kinds import kinds

    opened = project.load(options.plan)
    document = opened.document
    filled = [layer for layer in document.layers.values() if len(layer)]
    extent = None
    if filled:
        boxes = [layer.frame.total_bounds for layer in filled]
        extent = [float(min(box[at] for box in boxes)) for at in (0, 1)]
        extent += [float(max(box[at] for box in boxes)) for at in (2, 3)]
    form = "{}.{}".format(*opened.format)
    if options.json:
        write_json(
            {
                "name": document.name,
                "crs": document.crs,
                "extent": extent,
                "format": form,
                "kinds": {
                    id_: {
                        "count": len(layer),
                        "columns": [name for name in layer.columns if name != "geometry"],
                    }
                    for id_, layer in document.layers.items()
                },
                "rasters": [
                    {
                        "key": raster.key,
                        "role": raster.role,
                        "title": raster.title,
                        "path": raster.path,
                        "found": Path(raster.path).is_file(),
                        "visible": raster.visible,
                    }
                    for raster in below_to_above(document.rasters)
                ],
            }
        )
        return
    shown = "–" if extent is None else " ".join(f"{value:.3f}" for value in extent)
    rows = [
        (tr("Name"), document.name),
        (tr("CRS"), document.crs),
        (tr("Extent"), shown),
        (tr("Format"), form),
    ]
    write_line(table(rows))
    write_line()
    counts = [(tr(kinds()[id_].title), id_, len(layer)) for id_, layer in document.layers.items()]
    write_line(table(counts, (tr("Layer"), "", tr("Features"))))
    if document.rasters:
        lines = [
            (say(Message(ROLES[raster.role])), raster.title or raster.key, _state(raster))
            for raster in below_to_above(document.rasters)
        ]
        write_line()
        write_line(table(lines, (tr("Raster"), "", tr("File"))))
    for note in opened.notes:
        write_line(say(note))


def _state(raster: Raster) -> str:
    name = Path(raster.path).name
    return name if Path(raster.path).is_file() else tr("{name} (missing)", name=name)


COMMAND: Final = Command(
    "info", "layers, counts, reference system, extent and format of a plan", _arguments, _run
)
