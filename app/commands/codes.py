"""``greenplat codes``: the code set of a plan, what another one would make of it, an own one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.command import Command
from app.output import say, table, write_json, write_line
from resources.translations import tr

if TYPE_CHECKING:
    from layers.codes import CodeSet
    from layers.document import Document


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument(
        "--to",
        metavar="SET",
        help=tr("list what each code becomes in this code set: GB50137-2011, MNR2023 or own"),
    )
    parser.add_argument(
        "--table",
        metavar="TABLE",
        type=Path,
        help=tr("take an own code set from this table (CSV or Excel) into the plan"),
    )
    parser.add_argument("--name", help=tr("name of the own code set; that of its file otherwise"))
    parser.add_argument(
        "--write",
        metavar="TABLE.csv",
        type=Path,
        help=tr("write the plan's code set, or that of --set, as a table to begin an own one with"),
    )
    parser.add_argument("--set", metavar="SET", help=tr("code set to write"))
    parser.add_argument("--force", action="store_true", help=tr("replace an existing file"))


def _run(options: Namespace) -> None:
    from layers.files import project

    if options.table is not None:
        _take(options)
    document = project.load(options.plan).document
    if options.write is not None:
        _write(document, options)
    elif options.to:
        _list_conversion(document, options)
    else:
        _list_codes(document, options)


def _take(options: Namespace) -> None:
    from dataclasses import asdict

    from app.places import repeated
    from layers.edits.own_codes import own_codes
    from layers.errors import ImportDataError
    from layers.files import code_tables, project

    found = code_tables.read(options.table)
    if found.problems:
        raise ImportDataError(
            "{file} cannot be taken: {problems}",
            file=options.table.name,
            problems=" ".join(say(problem) for problem in found.problems),
        )
    for doubt in found.doubtful:
        write_line(say(doubt))
    rows = [asdict(one) for one in found.classes]
    name = options.name or options.table.stem

    def carried_out() -> None:
        opened = project.load(options.plan)
        edit = own_codes(opened.document, name, rows)
        if edit:
            project.save(opened.document.applied(edit), options.plan, base=opened.document)

    repeated(carried_out)


def _write(document: Document, options: Namespace) -> None:
    from app.places import refuse_existing, replaced
    from layers.edits.code_set import target_set
    from layers.files.code_tables import csv_text
    from layers.own_codes import rows_of

    refuse_existing(options.write, force=options.force)
    codes = target_set(document, options.set) if options.set else document.codes
    with replaced(options.write) as fresh:
        fresh.write_text(csv_text(rows_of(codes)), encoding="utf-8", newline="")
    write_line(str(options.write))


def _list_conversion(document: Document, options: Namespace) -> None:
    from layers.edits.code_set import conversion

    rows = conversion(document, options.to)
    if options.json:
        write_json(
            [
                {
                    "code": row.code,
                    "planned": row.planned,
                    "existing": row.existing,
                    "area_m2": row.area_m2,
                    "becomes": row.settled,
                    "candidates": [one.code for one in row.matches],
                    "must_be_chosen": row.clash,
                }
                for row in rows
            ]
        )
        return
    lines = [
        (
            row.code,
            str(row.planned),
            str(row.existing),
            f"{row.area_m2 / 10_000:,.2f}",
            row.settled or tr("to be chosen"),
            ", ".join(one.code for one in row.matches) or "–",
        )
        for row in rows
    ]
    heads = (tr("Code"), tr("Planned"), tr("Existing"), "ha", tr("Becomes"), tr("Candidates"))
    write_line(table(lines, heads))


def _list_codes(document: Document, options: Namespace) -> None:
    codes: CodeSet = document.codes
    if options.json:
        classes = [
            {
                "code": one.code,
                "name": one.title,
                "name_zh": one.title_zh,
                "parent": one.parent or None,
                "colour": one.colour,
                "counts_as": codes.basis(one.code) or None,
            }
            for one in codes.classes.values()
        ]
        write_json({"id": codes.id, "name": codes.title, "classes": classes})
        return
    write_line(codes.title)
    lines = [(one.code, one.title, one.title_zh, one.parent) for one in codes.classes.values()]
    write_line(table(lines, (tr("Code"), tr("Name"), tr("Chinese name"), tr("Class above"))))


COMMAND: Final = Command(
    "codes",
    "the land-use codes of a plan, and what another code set makes of them",
    _arguments,
    _run,
)
