"""``greenplat shade``: the shading of the roofs of a plan, and their irradiation as a raster."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.command import Command
from app.output import say, write_json, write_line
from resources.translations import tr

if TYPE_CHECKING:
    from layers.document import Document
    from layers.files.irradiation import Irradiated
    from layers.files.shading import Shaded


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument(
        "--anew", action="store_true", help=tr("also of roofs whose shading is known and holds")
    )
    parser.add_argument(
        "--irradiation",
        metavar="OUT.tif",
        type=Path,
        help=tr("write what each square of the roofs gets in a year too"),
    )
    parser.add_argument("--force", action="store_true", help=tr("replace an existing file"))


def _run(options: Namespace) -> None:
    from app.account import account, now
    from app.places import refuse_existing, repeated
    from layers.edits.shading import keep_shading
    from layers.files import project
    from layers.files.shading import shade
    from layers.history import Step

    out: Path | None = options.irradiation
    if out is not None:
        refuse_existing(out, force=options.force)

    def carried_out() -> tuple[Document, Shaded]:
        opened = project.load(options.plan)
        found = shade(opened.document, anew=options.anew)
        edit = keep_shading(opened.document, found.kept)
        document = opened.document.applied(edit)
        if edit:
            history = (Step(edit, account(), now()),)
            project.save(document, options.plan, base=opened.document, history=history)
        return document, found

    document, found = repeated(carried_out)
    written: Irradiated | None = None
    if out is not None:
        from layers.files.irradiation import irradiate

        written = irradiate(document, out)
    if options.json:
        write_json(_as_json(found, written))
        return
    for line in _lines(found, written):
        write_line(line)


def _as_json(found: Shaded, written: Irradiated | None) -> dict[str, object]:
    kept = found.kept
    return {
        "roofs": len(kept.ids),
        "computed": found.computed,
        "beyond": found.beyond,
        "without_height": found.without_height,
        "surface_model": kept.file or None,
        "reach_m": kept.reach_m,
        "irradiation": None
        if written is None
        else {
            "path": str(written.path),
            "cells": written.cells,
            "cell_m": written.cell_m,
            "mean_kwh_m2": written.mean,
            "open_sky_kwh_m2": written.open_sky,
            "upper_bound": written.clear,
        },
    }


def _lines(found: Shaded, written: Irradiated | None) -> list[str]:
    lines = [say(one) for one in found.told]
    if written is not None:
        lines.append(tr("Written: {path}.", path=str(written.path)))
    return lines


COMMAND: Final = Command(
    "shade", "compute what stands around the roofs of a plan and keep it there", _arguments, _run
)
