"""``greenplat factors``: the assumptions of a plan, as an Excel table out and in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.command import Command
from app.output import say, table, write_json, write_line
from resources.translations import tr

if TYPE_CHECKING:
    from layers.edits.factor_sets import Comparison
    from layers.factor import Value


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument(
        "--export", metavar="SET.xlsx", type=Path, help=tr("write the assumptions of the plan here")
    )
    way.add_argument(
        "--import",
        dest="read",
        metavar="SET.xlsx",
        type=Path,
        help=tr("say in what these assumptions differ from those of the plan"),
    )
    parser.add_argument(
        "--apply", action="store_true", help=tr("take those that differ into the plan")
    )
    parser.add_argument("--force", action="store_true", help=tr("replace an existing file"))


def _run(options: Namespace) -> None:
    from app.places import refuse_existing
    from layers.errors import PlanError
    from layers.files import project
    from widgets import factor_sets

    if options.export is not None:
        if options.apply:
            raise PlanError("--apply belongs to --import; leave it away.")
        refuse_existing(options.export, force=options.force)
        if options.export.suffix.lower() != ".xlsx":
            raise PlanError(
                "{path} is no name of an Excel table, which ends in .xlsx.",
                path=str(options.export),
            )
        factor_sets.write(project.load(options.plan).document, options.export)
        if options.json:
            write_json({"file": str(options.export)})
        else:
            write_line(str(options.export))
        return
    given = factor_sets.read(options.read)
    found = _taken(options, given.values)
    refused = {**given.refused, **found.refused}
    if options.json:
        write_json(_as_json(found, {id_: say(reason) for id_, reason in refused.items()}))
        return
    rows = [(one.id, _told(one.before), _told(one.after)) for one in found.differences]
    write_line(tr("{n} assumptions differ, {same} are the same.", n=len(rows), same=found.same))
    if rows:
        write_line(table(rows))
    for id_, reason in refused.items():
        write_line(f"{id_}: {say(reason)}")


def _taken(options: Namespace, values: Any) -> Comparison:  # noqa: ANN401
    """Return what differs; where that is asked for, the plan has it afterwards."""
    from app.account import account, now
    from app.places import repeated
    from layers.edits.factor_sets import compared, set_parameters
    from layers.files import project
    from layers.history import Step

    def carried_out() -> Comparison:
        opened = project.load(options.plan)
        found = compared(opened.document, values)
        if options.apply and found.differences:
            edit = set_parameters(opened.document, wanted(found, values))
            document = opened.document.applied(edit)
            history = (Step(edit, account(), now()),)
            project.save(document, options.plan, base=opened.document, history=history)
        return found

    return repeated(carried_out)


def wanted(found: Comparison, values: Any) -> dict[str, object]:  # noqa: ANN401
    """Return those values of a set that a plan takes and that differ."""
    ids = {one.id for one in found.differences}
    return {id_: value for id_, value in values.items() if id_ in ids}


def _told(value: Value) -> str:
    from layers.factor import Factor

    if not isinstance(value, Factor):
        return "–" if value is None else str(value)
    bounds = (value.low, value.central, value.high)
    return " / ".join("–" if bound is None else f"{bound:g}" for bound in bounds)


def _as_json(found: Comparison, refused: dict[str, str]) -> dict[str, object]:
    return {
        "differences": [
            {"id": one.id, "before": _plain(one.before), "after": _plain(one.after)}
            for one in found.differences
        ],
        "same": found.same,
        "refused": refused,
    }


def _plain(value: Value) -> object:
    from layers.factor import Factor

    if not isinstance(value, Factor):
        return value
    return {"low": value.low, "central": value.central, "high": value.high}


COMMAND: Final = Command("factors", "assumptions of a plan as an Excel table", _arguments, _run)
