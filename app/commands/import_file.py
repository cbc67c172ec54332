"""``greenplat import``: a file brought into a plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from app.command import Command
from app.output import say, write_json, write_line
from app.sources import Source, add_file_options, sources_of
from layers.kinds import kinds
from layers.raster import ROLES
from resources.translations import tr


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument("file", metavar="F", type=Path, help=tr("file to bring in"))
    known = (*kinds(), *ROLES)
    parser.add_argument("--kind", required=True, choices=known, help=tr("what it holds"))
    add_file_options(parser)
    parser.add_argument(
        "--replace", action="store_true", help=tr("in place of what the plan has of this kind")
    )


def _run(options: Namespace) -> None:
    from datetime import UTC, datetime

    from app.places import repeated
    from layers.files import importing, project
    from layers.files.report import Report
    from layers.history import Step

    plan: Path = options.plan
    if options.kind in ROLES:
        _lay_below(options)
        return
    source = next(iter(sources_of(options).values()), Source())
    wanted = importing.Options(
        options.file, options.kind, source.layer, source.encoding, source.crs, source.fields
    )

    def brought_in() -> Report:
        opened = project.load(plan)
        edit, report = importing.import_file(opened.document, wanted, replace=options.replace)
        if edit:
            step = Step(edit, "", datetime.now(UTC).isoformat(timespec="seconds"))
            document = opened.document.applied(edit)
            project.save(document, plan, base=opened.document, history=(step,))
        return report

    report = repeated(brought_in)
    if options.json:
        write_json(report.as_json())
        return
    for message in report.sentences():
        write_line(say(message))


def _lay_below(options: Namespace) -> None:
    """Lay a raster below a plan; its file stays where it is."""
    from datetime import UTC, datetime

    from app.places import repeated
    from layers.edits.rasters import add_raster
    from layers.files import project
    from layers.files.raster_roles import raster_of
    from layers.history import Step

    plan: Path = options.plan
    source = next(iter(sources_of(options).values()), Source())
    raster = raster_of(options.file, options.kind, source.crs or "")

    def brought_in() -> str:
        opened = project.load(plan)
        edit = add_raster(opened.document, raster)
        step = Step(edit, "", datetime.now(UTC).isoformat(timespec="seconds"))
        document = opened.document.applied(edit)
        project.save(document, plan, base=opened.document, history=(step,))
        return next(key for key in document.rasters if key not in opened.document.rasters)

    key = repeated(brought_in)
    if options.json:
        write_json({"raster": key, "role": raster.role, "path": raster.path})
        return
    write_line(tr("{name} lies below the plan now, as {key}.", name=options.file.name, key=key))


COMMAND: Final = Command("import", "bring a file into a plan", _arguments, _run)
