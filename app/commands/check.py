"""``greenplat check``: what is wrong in a plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from app.command import Command
from app.output import say, table, write_json, write_line
from resources.translations import tr


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))


def _run(options: Namespace) -> None:
    from layers.coverage.checks import check
    from layers.coverage.repairs import remedies
    from layers.files import project
    from layers.kinds import kinds

    problems = check(project.load(options.plan).document)
    if options.json:
        write_json(
            [
                {
                    "code": found.code,
                    "kind": found.kind,
                    "ids": list(found.ids),
                    "x": found.x,
                    "y": found.y,
                    "area_m2": found.area_m2,
                    "repairs": [one.id for one in remedies(found.code)],
                    "text": say(found.text),
                }
                for found in problems
            ]
        )
        return
    if not problems:
        write_line(tr("No problems found."))
        return
    rows = [(tr(kinds()[found.kind].title), found.code, say(found.text)) for found in problems]
    write_line(table(rows, (tr("Layer"), tr("Check"), tr("Problem"))))
    write_line(tr("{n} problems", n=len(problems)))


COMMAND: Final = Command("check", "problems of a plan, each with its place", _arguments, _run)
