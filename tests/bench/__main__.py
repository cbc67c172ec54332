"""Performance in figures: a table, and ``out/bench.json``.

Each part runs in a process of its own, so that its memory is its own. Figures are medians; only
compare figures of one machine, taken in one run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.display import of_display
from tests.bench.measuring import HEIGHT, WIDTH, Figures, median_ms, pace_ms
from tests.bench.pictures import of_map
from tests.bench.plan import of_plan, of_zone, plan
from tests.bench.window import of_window

SIZES = (5_000, 100_000, 1_000_000)
LARGEST_WORKED = 100_000
"""Beyond, only what the map does is measured: a planner looks at a province and plans a park."""

TARGETS = {
    "first_picture": (150, 1_000, 3_000),
    "first_picture_again": (100, 500, 2_000),
    "render_full": (30, 125, 400),
    "render_16": (10, 40, 130),
    "pan_late": (0, 0, 0),
    "zoom_late": (0, 0, 0),
    "edit_drawn": (2, 3, 6),
    "pick": (0.1, 0.5, 4),
    "snap": (3, 3, 16),
    "memory": (300, 700, 2_000),
    "pdf_a3": (350, 7_000, None),
    "check": (500, 10_000, None),
    "zone_in_park": (16, 16, None),
    "breaches_listed": (1_000, 1_000, None),
    "pv_hourly": (5_000, 5_000, None),
    "pv_table_hours": (5_000, 5_000, None),
    "shading": (60_000, 60_000, None),
}
VERBS = ("split", "merge", "move_vertex", "reshape", "hole", "divide", "road")
TARGETS |= {f"{verb}_preview": (16, 16) for verb in VERBS}
TARGETS |= {f"{verb}_step": (50, 50) for verb in VERBS}
"""What is to be reached on two cores of its own, by size."""

Row = dict[str, object]


def of_verbs(path: Path) -> Figures:
    """Measure the verbs of editing."""
    from tests.bench.verbs import worked

    yield from worked(path, WIDTH, HEIGHT)


def of_sun(path: Path) -> Figures:
    """Measure a year of sun over 2,000 roofs; the plan of parcels has nothing to do with it."""
    from tests.bench.sun import worked

    del path
    yield from worked(median_ms)


def of_shading(path: Path) -> Figures:
    """Measure the shading of 2,000 roofs; the plan of parcels has nothing to do with it."""
    from tests.bench.shading import worked

    del path
    yield from worked()


PARTS = {
    "plan": of_plan,
    "zone": of_zone,
    "window": of_window,
    "map": of_map,
    "display": of_display,
    "verbs": of_verbs,
    "sun": of_sun,
    "shading": of_shading,
}


def measure(part: str, path: Path, size: int) -> list[Row]:
    """Return the figures of one part for one plan."""
    from app.gui import SWITCH_S
    from layers import memory
    from layers.files import kept_layers

    # Nothing of it is left in the cache of whoever measures, nor for the next part.
    kept_layers.folder = lambda: path.parent / part
    # As the window begins.
    sys.setswitchinterval(SWITCH_S)
    memory.keep_ready()
    paces = pace_ms()
    figures = [*PARTS[part](path)]
    paces += pace_ms()
    figures.append((f"pace_{part}", "ms", statistics.median(paces), len(paces)))
    return [
        {"name": name, "size": size, "unit": unit, "median": round(median, 3), "runs": runs}
        for name, unit, median, runs in figures
    ]


def apart(part: str, path: Path, size: int) -> list[Row]:
    """Return the figures of one part, measured in a process of its own."""
    command = [sys.executable, "-m", "tests.bench", "--part", part, str(path), str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def table(rows: list[Row]) -> str:
    """Return the figures as a table: a line a name, a column a size, targets in brackets."""
    sizes = sorted({int(str(row["size"])) for row in rows})
    found = {(row["name"], row["size"]): row["median"] for row in rows}
    lines = ["".join([f"{'':24}", *(f"{size:>22,}" for size in sizes)])]
    for name, unit in dict.fromkeys((row["name"], row["unit"]) for row in rows):
        cells: list[str] = []
        for size in sizes:
            figure = found.get((name, size))
            wanted = dict(zip(SIZES, TARGETS.get(str(name), ()), strict=False)).get(size)
            aim = f" ({wanted:,})" if wanted is not None else ""
            cells.append(f"{figure:,.1f}{aim:<9}".rjust(22) if figure is not None else " " * 22)
        lines.append("".join([f"{f'{name} [{unit}]':24}", *cells]).rstrip())
    return "\n".join(lines)


def main() -> None:
    """Measure each size, each part in a process of its own, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", choices=PARTS, nargs="+", help="measure these parts alone")
    parser.add_argument("--part", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=Path("out"))
    options = parser.parse_args()
    if options.part is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        part, path, size = options.part
        print(json.dumps(measure(part, Path(path), int(size))))
        return
    rows: list[Row] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "plan.gpkg"
            plan(size, path)
            os.sync()  # or what is measured next waits for the disk
            for part in options.only or PARTS:
                if size > LARGEST_WORKED and part not in {"map", "display"}:
                    continue
                print(f"{size:,} parcels: {part} …", file=sys.stderr)
                rows += apart(part, path, size)
    options.out.mkdir(parents=True, exist_ok=True)
    target = options.out / "bench.json"
    target.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(f"{platform.system()}, Python {platform.python_version()}; medians; sizes in parcels;")
    print("targets in brackets, for two cores of their own")
    print(table(rows))
    print(f"written to {target}")


if __name__ == "__main__":
    main()
