"""Performance in figures: a table, and ``out/bench.json``.

Each part runs in a process of its own, so that its memory is its own. Figures are medians; only
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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from layers.session import Session

SIZES = (5_000, 100_000, 1_000_000)
PARK = 10_000
LARGEST_WORKED = 100_000
"""Beyond, only what the map does is measured: a planner looks at a province and plans a park."""
WIDTH, HEIGHT = 1920, 1080
LARGE_FILE = 200_000_000
"""Bytes of a plan above which what takes long is measured once."""
PIECES = (2, 1)
"""Into how many pieces a picture is cut for two threads, as the window does."""

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

    from layers.document import Document
    from layers.files import project
    from layers.kinds import kinds
    from layers.layer import Layer, empty_frame
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
    """Measure what happens without a picture: opening, checking, zoning, undo, saving."""
    from layers.coverage.checks import check
    from layers.edits.attributes import set_values
    from layers.edits.zone import zone
    from layers.files import project
    from layers.session import Session

    yield "open", "ms", *median_ms(5, lambda: project.load(path))
    session = Session(project.load(path).document, path)
    started = time.perf_counter()
    session.evaluate()
    yield "first_totals", "ms", (time.perf_counter() - started) * 1000, 1
    document = session.document
    yield "check", "ms", *median_ms(1, lambda: check(document))

    yield "zone_to_totals", "ms", *median_ms(25, zoning(session))

    def undo() -> None:
        session.undo()
        session.evaluate(light_only=True)

    yield "undo", "ms", *median_ms(15, undo)

    ids = session.document.layer("parcels").ids
    turn = iter(range(10_000))
    # All parcels have a limit, and half of them are beyond it.
    halves = [ids[::2].tolist(), ids[1::2].tolist()]
    for half, far in zip(halves, (1.0, 3.0), strict=True):
        session.perform(set_values(session.document, "parcels", half, {"far": far, "far_max": 2}))
    session.evaluate()

    def exceed() -> None:
        n = next(turn)
        far = 3.0 if n % 2 else 1.0
        session.perform(set_values(session.document, "parcels", [halves[0][n % 100]], {"far": far}))
        found = session.evaluate().value("limits.breaches")
        assert len(found) >= len(halves[1])

    yield "breaches_listed", "ms", *median_ms(15, exceed)

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


def zoning(session: Session) -> Callable[[], None]:
    """Return what zones another parcel of a plan each time, and brings light numbers up to date."""
    from layers.edits.zone import zone

    ids = session.document.layer("parcels").ids
    turn = iter(range(10_000))

    def change() -> None:
        n = next(turn)
        code = "M3" if n % 2 else "B2"
        session.perform(zone(session.document, [int(ids[(n * 37) % len(ids)])], code))
        session.evaluate(light_only=True)

    return change


def of_zone(path: Path) -> Iterator[tuple[str, str, float, int]]:
    """Measure the same change in a plan of the size of a large park, whatever plan is given."""
    from layers.files import project
    from layers.session import Session

    park = path.with_name("park.gpkg")
    plan(PARK, park)
    session = Session(project.load(park).document, park)
    session.evaluate()
    yield "zone_in_park", "ms", *median_ms(50, zoning(session))


def of_map(path: Path) -> Iterator[tuple[str, str, float, int]]:
    """Measure what is drawn: the first picture, whole pictures, a pick, a page."""
    from concurrent.futures import ThreadPoolExecutor

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QGuiApplication

    from layers.edit import Change
    from layers.edits.zone import zone
    from layers.files import kept_layers, project
    from layers.memory import give_back
    from layers.progress import Progress
    from widgets.map import kept_levels
    from widgets.map.render import Grid, Piece
    from widgets.map.scene import Scene
    from widgets.map.viewport import MapX, MapY, PixelX, PixelY, Viewport

    application = QGuiApplication.instance() or QGuiApplication([])
    pool = ThreadPoolExecutor(2)
    across, down = WIDTH // PIECES[0], HEIGHT // PIECES[1]
    rects = [
        QRect(column * across, row * down, across, down)
        for row in range(PIECES[1])
        for column in range(PIECES[0])
    ]

    def picture(scene: Scene, viewport: Viewport) -> None:
        grid = Grid(*viewport.west_north, viewport.px_per_m, viewport.dpi)
        for _ in pool.map(lambda rect: Piece(scene, grid, rect).painted(), rects):
            pass

    def fitted(scene: Scene) -> Viewport:
        found = scene.extent()
        assert found is not None
        return Viewport(MapX(0), MapY(0), 1.0, WIDTH, HEIGHT).fitted(found)

    def opened() -> None:
        scene = Scene.of(project.load(path).document).remembered()
        picture(scene, fitted(scene))

    def complete(scene: Scene) -> Scene:
        while (work := scene.preparation()) is not None:
            scene = scene.prepared(work(Progress()))
        return scene

    runs = 1 if path.stat().st_size > LARGE_FILE else 3
    with tempfile.TemporaryDirectory() as folder:
        kept_levels.folder = lambda: Path(folder) / "levels"
        kept_layers.folder = lambda: Path(folder) / "plans"
        # As in a program that has just begun: no plan before it has left memory behind.
        yield "first_picture", "ms", *median_ms(runs, opened, give_back)
        document = project.load(path).document
        scene = Scene.of(document)
        started = time.perf_counter()
        scene = complete(scene)
        yield "levels", "ms", (time.perf_counter() - started) * 1000, 1
        kept_layers.write(path, document)
        # A plan opened beside another one takes longer: it has to have memory of its own.
        del document, scene
        give_back()
        yield "first_picture_again", "ms", *median_ms(runs, opened, give_back)
        document = project.load(path).document
        scene = complete(Scene.of(document))
    whole = fitted(scene)
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
    # With a million parcels generalised to what paper can show.
    yield "pdf_a3", "ms", *median_ms(1, lambda: page(scene))
    del application


def page(scene: object) -> int:
    """Draw a whole plan on a page of A3 as vectors and return how many bytes that takes."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
    from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

    from widgets.map import native
    from widgets.map.painter import paint
    from widgets.map.scene import Scene
    from widgets.map.viewport import MapX, MapY, Viewport

    assert isinstance(scene, Scene)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(254)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    found = scene.extent()
    assert found is not None
    viewport = Viewport(MapX(0), MapY(0), 1.0, writer.width(), writer.height(), dpi=254).fitted(
        found
    )
    painter = QPainter(writer)
    paint(painter, scene, viewport, vector=True)
    native.ended(painter)
    return data.size()


def of_display(path: Path) -> Iterator[tuple[str, str, float, int]]:
    """Measure the map in use: frames while panning, a zoom, an edit; and what one plan holds."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from layers.edits.zone import zone
    from layers.files import project
    from layers.memory import give_back
    from layers.session import Session
    from tests.bench import frames
    from tests.bench.snapping import snapped
    from widgets.bridge import Bridge
    from widgets.map.canvas import MapCanvas
    from widgets.map.stage import Stage
    from widgets.map.viewport import PixelX, PixelY

    application = QApplication.instance() or QApplication([])
    bridge = Bridge(Session(project.load(path).document, path))
    changed: list[float] = []
    # Before all that follows the plan.
    bridge.document_changed.connect(lambda _: changed.append(time.perf_counter()))
    stage = Stage(bridge, bridge)
    canvas = MapCanvas(stage)
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()

    def until(done: Callable[[], bool], seconds: float = 600.0) -> None:
        end = time.perf_counter() + seconds
        while not done():
            application.processEvents()
            time.sleep(0.0005)  # the workers need Python's lock
            if time.perf_counter() > end:
                raise TimeoutError("the map does not come to rest")

    def rest() -> None:
        until(lambda: canvas.complete and not stage.preparing and not bridge.computing.running)

    until(lambda: bridge.results is not None)
    rest()
    middle = PixelX(WIDTH / 2), PixelY(HEIGHT / 2)
    canvas.show_viewport(canvas.viewport.zoomed(*middle, 8.0))
    rest()
    for name, work in (("pan", frames.panned), ("zoom", frames.zoomed)):
        seen = work(canvas)
        rest()
        yield f"{name}_frame_p95", "ms", seen.p95, seen.number
        yield f"{name}_late", "frames", float(seen.late), seen.number
        # What the window itself does: the rest of a late frame it waits for a processor.
        yield f"{name}_own_worst", "ms", seen.own, seen.number
    rest()
    factors = iter([0.5, 2.0] * 10)

    def zoomed() -> None:
        canvas.show_viewport(canvas.viewport.zoomed(*middle, next(factors)))
        until(lambda: canvas.complete)

    yield "zoom_complete", "ms", *median_ms(7, zoomed, rest)
    yield "snap", "ms", *snapped(canvas)
    rest()
    x, y = canvas.viewport.x, canvas.viewport.y
    parcels = bridge.document.layer("parcels")
    here = stage.scene.layers["parcels"].under(x, y, 0.0)
    id_ = int(here[0]) if len(here) else int(parcels.ids[0])
    steps: list[float] = []
    drawn: list[float] = []
    for turn in range(26):
        rest()
        begun = time.perf_counter()
        bridge.perform(zone(bridge.document, [id_], "M3" if turn % 2 else "B2"))
        until(lambda: canvas.complete)
        # What waits to be shown again is shown.
        application.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
        ended = time.perf_counter()
        steps.append((ended - begun) * 1000)
        drawn.append((ended - changed[-1]) * 1000)
    # From the changed plan to the map that shows it, and with the change of the plan itself.
    yield "edit_drawn", "ms", statistics.median(drawn[1:]), len(drawn) - 1
    yield "edit_step", "ms", statistics.median(steps[1:]), len(steps) - 1
    rest()
    give_back()  # as the window does after a while without an edit
    yield "memory", "MB", memory_mb(), 1
    canvas.close_down()
    stage.close()
    bridge.close()


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


def of_verbs(path: Path) -> Iterator[tuple[str, str, float, int]]:
    """Measure the verbs of editing."""
    from tests.bench.verbs import worked

    yield from worked(path, WIDTH, HEIGHT)


def of_sun(path: Path) -> Iterator[tuple[str, str, float, int]]:
    """Measure a year of sun over 2,000 roofs; the plan of parcels has nothing to do with it."""
    from tests.bench.sun import worked

    del path
    yield from worked(median_ms)


def of_shading(path: Path) -> Iterator[tuple[str, str, float, int]]:
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
    rows: list[Row] = []
    for name, unit, median, runs in PARTS[part](path):
        row = {"name": name, "size": size, "unit": unit, "median": median, "runs": runs}
        rows.append({**row, "median": round(median, 3)})
    return rows


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
