"""What is drawn without a window: the first picture, whole pictures, a pick, a page."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.bench.measuring import HEIGHT, WIDTH, Figures, median_ms

LARGE_FILE = 200_000_000
"""Bytes of a plan above which what takes long is measured a few times only."""
PIECES = (2, 1)
"""Into how many pieces a picture is cut for two threads, as the window does."""


def of_map(path: Path) -> Figures:
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

    runs = 3 if path.stat().st_size > LARGE_FILE else 9
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
