"""``make run``: the sample park in the window, or as sheets and tables where there is no screen."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.cli import has_screen, reported
from app.output import say, write_line
from resources.translations import current, system_language, tr, use_language

SHEETS: Final = ("land_use.pdf", "map.png", "balance.xlsx", "webmap.html")
"""What is written without a screen, beside ``totals.json``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the sample park and return how that ended.

    Parameters
    ----------
    arguments
        What was typed behind the program's name; that of this process where None.
    """
    parser = argparse.ArgumentParser("python -m app.demo", description=__doc__, allow_abbrev=False)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder to write into")
    options = parser.parse_args(arguments)
    use_language(system_language())
    return reported(lambda: _run(options.out))


def _run(out: Path) -> int:
    from sample_data.plan import FILE_NAME, write_sample

    plan = out / "sample" / FILE_NAME
    if not plan.exists():
        write_line(tr("Laying out the sample park in {folder} …", folder=str(plan.parent)))
        write_sample(plan.parent)
    if has_screen():
        from app import gui

        return gui.run(plan)
    write_line(
        tr("There is no screen here, so the sample's sheets and tables are written instead:")
    )
    for path in write_all(plan, out):
        write_line(str(path))
    return 0


def write_all(plan: Path, out: Path) -> list[Path]:
    """Write what people take out of a plan, and return the paths.

    Parameters
    ----------
    plan
        Plan file.
    out
        Folder to write into.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    from app.exporter import Options, export
    from layers.analysis import measures
    from layers.analysis.totals import totals
    from layers.files import project

    document = project.load(plan).document
    results = measures().evaluate(document)
    paths = [out / name for name in SHEETS]
    for path in paths:
        export(document, results, path, Options(lang=current().language))
    numbers = out / "totals.json"
    text = json.dumps(totals(results, speak=say), ensure_ascii=False, allow_nan=False, indent=2)
    numbers.write_text(text + "\n", encoding="utf-8")
    return [*paths, numbers]


if __name__ == "__main__":
    sys.exit(main())
