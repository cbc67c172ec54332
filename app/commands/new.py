"""``greenplat new``: a plan made from files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from app.command import Command
from app.output import say, write_json, write_line
from app.sources import KindFile, add_file_options, sources_of
from layers.kinds import kinds
from resources.translations import tr

CODE_SETS: Final = ("GB50137-2011", "MNR2023")
FIRST_YEAR, LAST_YEAR = 1900, 2200


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN.gpkg", type=Path, help=tr("plan file to write"))
    files = parser.add_argument_group(tr("files, each followed by its own options"))
    for kind in sorted(kinds().values(), key=lambda one: one.id != "parcels"):
        files.add_argument(
            f"--{kind.id}", dest=kind.id, metavar="F", action=KindFile, help=tr(kind.title)
        )
    add_file_options(parser)
    parser.add_argument("--code-set", choices=CODE_SETS, default=CODE_SETS[0], help=tr("code set"))
    parser.add_argument("--name", help=tr("name of the plan; that of its file otherwise"))
    parser.add_argument(
        "--base-year", type=int, help=tr("year from which the age of plantings is counted")
    )
    parser.add_argument("--force", action="store_true", help=tr("replace an existing file"))


def _run(options: Namespace) -> None:
    from datetime import UTC, datetime

    from app.places import refuse_existing, refuse_no_plan, replaced
    from layers.errors import ImportDataError, PlanError
    from layers.files import importing, project

    plan: Path = options.plan
    refuse_existing(plan, force=options.force)
    refuse_no_plan(plan, [one.path for one in sources_of(options).values() if one.path is not None])
    if options.base_year is not None and not FIRST_YEAR <= options.base_year <= LAST_YEAR:
        raise PlanError(
            "A base year of {year} cannot be meant. Give one from {first} to {last}.",
            year=str(options.base_year),
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
        )
    given = {source.crs for source in sources_of(options).values() if source.crs}
    # One --crs in the whole call also serves files that say nothing themselves.
    only = given.pop() if len(given) == 1 else None
    wanted = [
        importing.Options(
            source.path, kind, source.layer, source.encoding, source.crs, source.fields, only
        )
        for kind, source in sources_of(options).items()
        if source.path is not None
    ]
    for kind, source in sources_of(options).items():
        if source.path is None:
            raise ImportDataError(
                "Options were given for {kind}, but no file. Name it with --{kind} before them.",
                kind=kind,
            )
    document, report = importing.new_plan(
        options.name or plan.stem,
        wanted,
        set_id=options.code_set,
        base_year=datetime.now(UTC).year if options.base_year is None else options.base_year,
    )
    with replaced(plan) as fresh:
        project.save(document, fresh)
    if options.json:
        write_json(report.as_json())
        return
    write_line(str(plan))
    for message in report.sentences():
        write_line(say(message))


COMMAND: Final = Command("new", "make a plan from files", _arguments, _run)
