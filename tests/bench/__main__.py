"""Performance in figures: a table, and ``out/bench.json``.

Each size runs in a process of its own, so that its memory is its own. Figures are medians; only
compare figures of one machine, taken in one run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SIZES = (1_000, 10_000, 100_000)
WIDTH, HEIGHT = 1920, 1080

Row = dict[str, object]


def median_ms(runs: int, work: Callable[[], object], before: Callable[[], object] | None = None):
    """Return the median time of some runs, after one that is not counted. [ms]"""
    times: list[float] = []
    for _ in range(runs + 1):
        if before is not None:
            before()
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:]), runs


def memory_mb() -> float:
    """Return the memory that the process holds now. [MB]"""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def plan(size: int, path: Path) -> None:
    """Write a plan of generated parcels."""
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    from layers.document import Document, Layer, empty_frame
    from layers.files import project
    from layers.kinds import kinds
    from tests.bench.coverage import CRS, generated

    polygons = generated(size)
    frame = empty_frame(kinds()["parcels"], CRS).reindex(pd.RangeIndex(1, len(polygons) + 1))
    codes = np.array(["M1", "M2", "W1", "B1", "A35", "R2", "S1", "U12", "G1", "G2", "A3", "E1"])
    random = np.random.default_rng(7)
    frame["land_use"] = pd.Series(random.choice(codes, len(polygons)), frame.index, dtype="str")
    numbers = [f"A-{n // 100:03d}-{n % 100:02d}" for n in range(len(polygons))]
    frame["number"] = pd.Series(numbers, frame.index, dtype="str")
    frame["geometry"] = gpd.array.from_shapely(polygons, crs=CRS)
    frame.index = pd.Index(np.arange(1, len(polygons) + 1), name="fid")
    document = Document.new(f"bench {size}", CRS, base_year=2026)
    project.save(document.with_layer(Layer("parcels", frame)), path)


def of_plan(path: Path) -> Iterator[tuple[str, str, float, int]]:
    """Measure what happens without a picture: opening, a zone change, undo, saving."""
    from layers.edits.zone import zone
    from layers.files import project
    from layers.session import Session

    yield "open", "ms", *median_ms(5, lambda: project.load(path))
    session = Session(project.load(path).document, path)
    started = time.perf_counter()
    session.evaluate()
    yield "first_totals", "ms", (time.perf_counter() - started) * 1000, 1

    ids = session.document.layer("parcels").ids
    turn = iter(range(10_000))

    def change() -> None:
        n = next(turn)
        code = "M3" if n % 2 else "B2"
        session.perform(zone(session.document, [int(ids[(n * 37) % len(ids)])], code))
        session.evaluate(light_only=True)

    yield "zone_to_totals", "ms", *median_ms(25, change)

    def undo() -> None:
        session.undo()
        session.evaluate(light_only=True)

    yield "undo", "ms", *median_ms(15, undo)

    saved = session.document
    project.save(saved, path)

    def edit() -> None:
        n = next(turn)
        code = "M3" if n % 2 else "B2"
        session.perform(zone(session.document, [int(ids[(n * 41) % len(ids)])], code))

    def save() -> None:
        nonlocal saved
        project.save(session.document, path, base=saved)
        saved = session.document

    yield "save", "ms", *median_ms(5, save, edit)


def of_map(path: Path) -> Iterator[tuple[str, str, float, int]]:
    """Measure what is drawn: the first picture, whole pictures, an edit, a pick."""
    from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

    from layers.edit import Change
    from layers.edits.zone import zone
    from layers.files import project
    from widgets.map.painter import paint
    from widgets.map.scene import Scene
    from widgets.map.viewport import Bounds, MapX, MapY, PixelX, PixelY, Viewport

    application = QGuiApplication.instance() or QGuiApplication([])

    def picture(scene: Scene, viewport: Viewport) -> None:
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor("white"))
        painter = QPainter(image)
        paint(painter, scene, viewport)
        painter.end()

    def extent(scene: Scene) -> Bounds:
        found = scene.extent()
        assert found is not None
        return found

    def first() -> None:
        scene = Scene.of(project.load(path).document)
        picture(scene, Viewport(MapX(0), MapY(0), 1.0, WIDTH, HEIGHT).fitted(extent(scene)))

    yield "first_picture", "ms", *median_ms(3, first)
    document = project.load(path).document
    scene = Scene.of(document)
    whole = Viewport(MapX(0), MapY(0), 1.0, WIDTH, HEIGHT).fitted(extent(scene))
    near = whole.zoomed(PixelX(WIDTH / 2), PixelY(HEIGHT / 2), 4.0)
    yield "render_full", "ms", *median_ms(7, lambda: picture(scene, whole))
    yield "render_16", "ms", *median_ms(7, lambda: picture(scene, near))

    ids = document.layer("parcels").ids
    turn = iter(range(1000))

    def edited() -> None:
        nonlocal document, scene
        n = next(turn)
        edit = zone(document, [int(ids[(n * 37) % len(ids)])], "M3" if n % 2 else "B2")
        document = document.applied(edit)
        scene = scene.updated(document, Change.of(edit))

    yield "edit_in_scene", "ms", *median_ms(15, edited)
    x, y = whole.x, whole.y
    yield "pick", "ms", *median_ms(25, lambda: scene.layers["parcels"].under(x, y, 0.0))
    del application


def of_window(path: Path) -> Iterator[tuple[str, str, float, int]]:
    """Measure a zone change in the whole window, until its new totals are painted."""
    from PySide6.QtWidgets import QApplication

    from app.gui import Desk
    from app.settings import Settings
    from layers.edits.zone import zone

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    desk = Desk(application, Settings())
    desk.window.resize(WIDTH, HEIGHT)
    desk.window.show()
    desk.documents.open_file(path)

    def wait(until: Callable[[], bool], seconds: float = 120.0) -> None:
        end = time.perf_counter() + seconds
        while not until():
            application.processEvents()
            if time.perf_counter() > end:
                raise TimeoutError("the window does not come to rest")

    def rest(seconds: float) -> None:
        end = time.perf_counter() + seconds
        wait(lambda: time.perf_counter() > end)

    wait(lambda: desk.documents.bridge is not None)
    bridge, canvas = desk.documents.bridge, desk.window.canvas
    assert bridge is not None
    assert canvas is not None
    wait(lambda: bridge.results is not None and not bridge.results.stale)
    wait(lambda: canvas.complete)
    turn = iter(range(1000))

    def change() -> None:
        n, before, parcels = next(turn), bridge.results, bridge.document.layer("parcels")
        place = (n * 37) % len(parcels)
        # An edit that changes nothing would bring no results.
        code = "B2" if parcels.values("land_use").iloc[place] == "M3" else "M3"
        bridge.perform(zone(bridge.document, [int(parcels.ids[place])], code))
        wait(lambda: bridge.results is not before)
        application.processEvents()  # what the totals have changed is painted
        application.processEvents()  # and what that has moved

    for _ in range(4):  # codes that the plan did not have yet make new rows
        change()
    yield "zone_to_screen", "ms", *median_ms(15, change, lambda: rest(0.25))
    desk.documents.close()
    desk.window.release()


def measure(size: int) -> list[Row]:
    """Return all figures for one size."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.gpkg"
        plan(size, path)
        for part in (of_plan, of_window, of_map):
            for name, unit, median, runs in part(path):
                row = {"name": name, "size": size, "unit": unit, "median": median, "runs": runs}
                rows.append({**row, "median": round(median, 3)})
        rows.append(
            {"name": "memory", "size": size, "unit": "MB", "median": round(memory_mb()), "runs": 1}
        )
    return rows


def table(rows: list[Row]) -> str:
    """Return the figures as a table: a line a name, a column a size."""
    sizes = sorted({int(str(row["size"])) for row in rows})
    found = {(row["name"], row["size"]): row["median"] for row in rows}
    lines = ["".join([f"{'':18}", *(f"{size:>12,}" for size in sizes)])]
    for name, unit in dict.fromkeys((row["name"], row["unit"]) for row in rows):
        figures = (found.get((name, size)) for size in sizes)
        cells = (f"{figure:>12,.1f}" if figure is not None else f"{'':12}" for figure in figures)
        lines.append("".join([f"{f'{name} [{unit}]':18}", *cells]))
    return "\n".join(lines)


def main() -> None:
    """Measure each size in a process of its own and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=Path("out"))
    options = parser.parse_args()
    if options.one is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        print(json.dumps(measure(options.one)))
        return
    rows: list[Row] = []
    for size in options.sizes:
        print(f"{size:,} parcels …", file=sys.stderr)
        command = [sys.executable, "-m", "tests.bench", "--one", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows += json.loads(done.stdout)
    options.out.mkdir(parents=True, exist_ok=True)
    target = options.out / "bench.json"
    target.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(f"{platform.system()}, Python {platform.python_version()}; medians; sizes in parcels")
    print(table(rows))
    print(f"written to {target}")


if __name__ == "__main__":
    main()
