"""``greenplat why``: where one number comes from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from app.command import Command
from app.output import Cell, say, table, write_json, write_line
from resources.translations import current, tr


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument(
        "measure",
        metavar="MEASURE",
        help=tr("path of the totals, as carbon.sink_t_per_a, or id of a measure"),
    )


def _run(options: Namespace) -> None:
    from layers.analysis import measures
    from layers.analysis.reasons import why
    from layers.files import project
    from layers.kinds import kinds

    document = project.load(options.plan).document
    found = why(measures().evaluate(document), options.measure, speak=say)
    if options.json:
        write_json(found)
        return
    write_line(table(_value_rows(found), decimals=4))
    write_line(found["formula"])
    for line in found["steps"]:
        write_line(f"  {line}")
    rows: list[tuple[Cell, ...]] = [
        (
            one["name"],
            one["value"],
            one["unit"],
            one["source"],
            one["year"],
            _sure(one["confidence"]),
        )
        for one in found["inputs"]
    ]
    if rows:
        head = (tr("Input"), tr("Value"), tr("Unit"), tr("Source"), tr("Year"), tr("Confidence"))
        write_line()
        write_line(table(rows, head, decimals=4))
    for kind, count in found["features"].items():
        write_line(tr("{n} features of {kind}", n=count, kind=tr(kinds()[kind].title)))
    for text in found["left_out"]:
        write_line(text)


def _sure(confidence: str) -> str:
    """Return how sure a value is, in the words of the report."""
    words = {"user": tr("edited"), "entered": tr("entered")}
    return words.get(confidence) or current()(confidence)


def _value_rows(found: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    """Return the value as rows: one, or one for each number in it and in the rows below it."""
    return list(_rows(found["path"], found["value"], found["unit"]))


def _rows(path: str, value: object, unit: str) -> Iterator[tuple[Cell, ...]]:
    from layers.analysis.reasons import unit_at

    if isinstance(value, Mapping):
        for name, part in value.items():
            if name != "code":
                below = f"{path}.{name}"
                yield from _rows(below, part, unit_at(below, unit))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            row = part if isinstance(part, Mapping) else {}
            name = row.get("code") or row.get("id")
            yield from _rows(f"{path}.{name or place}", part, unit)
    elif isinstance(value, bool):
        yield path, tr("yes") if value else tr("no"), ""
    elif value is None or isinstance(value, int | float):
        yield path, value, unit


COMMAND: Final = Command(
    "why", "features, formula, coefficients and sources of one number", _arguments, _run
)
