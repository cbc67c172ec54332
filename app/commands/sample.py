"""``greenplat sample``: the sample park on disk."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from app.command import Command
from app.output import write_json, write_line
from resources.translations import tr


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help=tr("folder to write into"))


def _run(options: Namespace) -> None:
    from layers.errors import PlanError
    from sample_data.plan import write_sample

    try:
        paths = write_sample(options.folder)
    except OSError as error:
        raise PlanError(
            "The sample cannot be written into {folder}: {reason}.",
            folder=str(options.folder),
            reason=error.strerror or str(error),
        ) from error
    if options.json:
        write_json({"files": [str(path) for path in paths]})
        return
    for path in paths:
        write_line(str(path))


COMMAND: Final = Command(
    "sample", "write the sample park and its raw input files", _arguments, _run
)
