"""``greenplat edit``: the verbs of the map, one JSON object a line, all or nothing."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.command import Command
from app.output import say, write_json, write_line
from resources.translations import tr

if TYPE_CHECKING:
    from layers.edits.operations import Outcome


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", type=Path, help=tr("plan file"))
    parser.add_argument(
        "--ops",
        metavar="OPS.jsonl",
        required=True,
        help=tr("operations, one JSON object a line; - for standard input"),
    )
    parser.add_argument(
        "--out", metavar="PLAN2", type=Path, help=tr("write here and leave the plan as it is")
    )
    parser.add_argument("--force", action="store_true", help=tr("replace an existing file"))


def _run(options: Namespace) -> None:
    from app.account import account, now
    from app.places import refuse_existing, refuse_no_plan, repeated, replaced
    from layers.edits.operations import run
    from layers.files import project
    from layers.history import Step

    plan: Path = options.plan
    out: Path | None = options.out
    if out is None or out.resolve() == plan.resolve():
        out = None
    else:
        refuse_existing(out, force=options.force)
        refuse_no_plan(out)
    lines = _lines(options.ops)

    def carried_out() -> Outcome:
        opened = project.load(plan)
        outcome = run(opened.document, lines)
        who, when = account(), now()
        history = tuple(Step(edit, who, when) for edit in outcome.edits)
        if out is not None:
            with replaced(out) as fresh:
                project.save(outcome.document, fresh, history=history, origin=plan)
        elif outcome.edits:
            project.save(outcome.document, plan, base=opened.document, history=history)
        return outcome

    outcome = repeated(carried_out)
    if options.json:
        write_json(_as_json(outcome))
        return
    write_line(
        tr("{n} operations done in {seconds:.2f} s", n=outcome.done, seconds=outcome.seconds)
    )
    for skip in outcome.skipped:
        write_line(tr("line {line}: {reason}", line=skip.line, reason=say(skip.text)))


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {
        "done": outcome.done,
        "skipped": [{"line": skip.line, "text": say(skip.text)} for skip in outcome.skipped],
        "created": {kind: list(ids) for kind, ids in outcome.created.items()},
        "removed": {kind: list(ids) for kind, ids in outcome.removed.items()},
        "seconds": outcome.seconds,
    }


def _lines(place: str) -> list[str]:
    from layers.errors import PlanError

    try:
        if place == "-":
            if not sys.stdin:  # closed, as by `<&-`
                raise PlanError("There is no standard input to read the operations from.")
            # Not `splitlines`: a text in JSON may hold other signs at which that splits.
            return sys.stdin.read().split("\n")
        with Path(place).open(encoding="utf-8") as file:
            return list(file)
    except OSError as error:
        raise PlanError(
            "The operations {path} cannot be read: {reason}.",
            path=place,
            reason=error.strerror or str(error),
        ) from error
    except UnicodeDecodeError as error:
        raise PlanError(
            "The operations {path} are not UTF-8 text. Save them as UTF-8.", path=place
        ) from error


COMMAND: Final = Command(
    "edit", "carry operations out in a plan, all of them or none", _arguments, _run
)
