"""A long random history at the map: no error, no stale picture, no memory that goes astray.

The picture at each checkpoint is compared twice: with the scene it was painted from, painted anew
in one piece, and with a scene read anew from the plan. The first shows what the display does
wrong, the second what the scene does. What the window shows is compared with what it would draw.
"""

import gc
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from layers.edit import Edit, ValueDelta
from layers.edits.attributes import set_values
from layers.edits.draw import delete, draw
from layers.edits.zone import zone
from layers.memory import give_back
from layers.progress import Progress
from layers.session import Session
from tests.bench.coverage import generated
from tests.strategies import document, layer
from tests.widgets.map.pictures import LARGEST, pixels
from tests.widgets.map.pointing import click, drag, kept, settle, shown, wheel
from widgets.bridge import Bridge
from widgets.map import render
from widgets.map.canvas import MapCanvas
from widgets.map.picture import Picture
from widgets.map.scene import Scene
from widgets.map.stage import Stage
from widgets.map.viewport import PixelX, PixelY

CODES = ["M1", "G1", "R2", "B1", "S1", "A33", None]
STYLED = ["parcels", "facilities", "greens", "roads"]
ROUNDED = 8
"""Of the 255 steps of a channel: what a pixel may differ by, at most. A line of one pixel is cut by
Qt at the edge of the piece that is painted, and the place of the cut rounded to 1/64 px."""
ROUNDED_SHARE = 0.01
"""Share of pixels that may be rounded so; all others are the same."""
SCENE_SHARE = 0.001
"""Share of pixels in which a scene that was edited may differ visibly from one read anew: where
features overlap, the one edited last lies above.

Another difference is none of the scene's faults. What was drawn since the plan was opened has all
its places, and what was there goes on with the levels of detail that were worth it then; a scene
read anew leaves out what is less than 0.7 pixels aside. Six round greens of 60 m differ so along
their edges, in 0.0019 of a small window. So each pixel may be as the picture in full detail has it
or as that with levels has it; of levels between the two up to 0.0003 of the pixels are left."""
WAIT_MS = 120_000
GROWTH_MB = 25
"""How much more memory may be held in the last fifth than in the third tenth. By then the history
has the 500 steps that it keeps, some 30 kB each; what is left comes of a thread that was not needed
before and keeps what it has freed."""


def memory_mb():
    """Memory that is in use, without what is free and not given back."""
    gc.collect()
    give_back()
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def soak_plan(n):
    """A generated coverage with points, greens and roads on it."""
    parcels = generated(n, 3)
    random = np.random.default_rng(5)
    middles = shapely.point_on_surface(parcels[:: max(n // 120, 1)])
    return document(
        layer(
            "parcels",
            parcels,
            land_use=random.choice(["M1", "G1", "R2", "B1"], n).tolist(),
            number=[f"A-{k}" for k in range(n)],
        ),
        layer("facilities", middles, type=["storage"] * len(middles)),
        layer("greens", shapely.buffer(middles[::3], 30.0)),
        layer(
            "roads",
            shapely.linestrings(
                [
                    [p.coords[0], q.coords[0]]
                    for p, q in zip(middles[:-1:4], middles[1::4], strict=False)
                ]
            ),
        ),
    )


class Hand:
    """Somebody who does anything, at random."""

    def __init__(self, canvas, seed):
        self.canvas, self.bridge = canvas, canvas.bridge
        self.random = np.random.default_rng(seed)
        self.counts = {}

    def some(self, kind, most=3):
        ids = self.bridge.document.layer(kind).ids
        return self.random.choice(ids, min(len(ids), self.random.integers(1, most + 1)), False)

    def spot(self):
        size = self.canvas.size()
        x, y = self.random.uniform(0, size.width()), self.random.uniform(0, size.height())
        return QPoint(int(x), int(y))

    def step(self):
        verbs = [self.pan, self.pan, self.zoom, self.wheel, self.whole, self.zone, self.zone]
        verbs += [self.draw, self.delete, self.value, self.undo, self.undo, self.redo, self.style]
        verbs += [self.hide, self.select, self.resize, self.let_go, self.let_go, self.overview]
        verb = verbs[self.random.integers(len(verbs))]
        self.counts[verb.__name__] = self.counts.get(verb.__name__, 0) + 1
        verb()

    def pan(self):
        across, down = self.random.uniform(-150, 150, 2).tolist()
        self.canvas.show_viewport(self.canvas.viewport.panned(across, down))

    def zoom(self):
        spot, factor = self.spot(), self.random.uniform(0.6, 1.8)
        x, y = PixelX(spot.x()), PixelY(spot.y())
        self.canvas.show_viewport(self.canvas.viewport.zoomed(x, y, factor))

    def wheel(self):
        for _ in range(self.random.integers(1, 5)):
            wheel(self.canvas, self.spot(), int(self.random.choice([-1, 1])))

    def whole(self):
        self.canvas.zoom_to_plan()
        self.canvas.zoom_by(self.random.uniform(0.8, 20))

    def zone(self):
        code = CODES[self.random.integers(len(CODES))]
        self.bridge.perform(zone(self.bridge.document, self.some("parcels").tolist(), code))

    def draw(self):
        x, y = self.canvas.viewport.place(PixelX(self.spot().x()), PixelY(self.spot().y()))
        point = shapely.Point(x, y)
        match self.random.integers(3):
            case 0:
                self.bridge.perform(draw(self.bridge.document, "facilities", point, {}))
            case 1:
                area = point.buffer(self.random.uniform(5, 60))
                self.bridge.perform(draw(self.bridge.document, "greens", area, {}))
            case _:
                line = shapely.LineString([(x, y), (x + self.random.uniform(20, 400), y + 50)])
                self.bridge.perform(draw(self.bridge.document, "roads", line, {"width_m": 12.0}))

    def delete(self):
        kind = ["facilities", "greens", "roads", "parcels"][self.random.integers(4)]
        if len(self.bridge.document.layer(kind)) > 20:
            self.bridge.perform(delete(self.bridge.document, kind, self.some(kind, 1).tolist()))

    def value(self):
        ids, name = self.some("parcels").tolist(), f"N-{self.random.integers(99)}"
        self.bridge.perform(set_values(self.bridge.document, "parcels", ids, {"number": name}))

    def undo(self):
        self.bridge.undo()

    def redo(self):
        self.bridge.redo()

    def style(self):
        kind = STYLED[self.random.integers(len(STYLED))]
        lone = kind == "parcels"
        style = replace(
            self.canvas.scene.layers[kind].style,
            width=float(self.random.uniform(0.05, 1.0)),
            unit=str(self.random.choice(["mm", "px"])),
            # Where features overlap, what is translucent goes by their order: parcels do not.
            hatch=str(self.random.choice(["", "", "diagonal", "dots"])) if lone else "",
            opacity=float(self.random.choice([1.0, 1.0, 0.5])) if lone else 1.0,
        )
        before = self.bridge.document.styles.get(kind)
        self.bridge.perform(Edit("style", (ValueDelta("styles", kind, before, style),)))

    def hide(self):
        kind = STYLED[self.random.integers(len(STYLED))]
        self.bridge.show_kind(kind, visible=kind in self.bridge.hidden)

    def select(self):
        if self.random.random() < 0.5:
            click(self.canvas, self.spot())
        else:
            start = self.spot()
            drag(self.canvas, start, start + QPoint(40, 30))

    def resize(self):
        self.canvas.resize(*self.random.integers(260, 520, 2).tolist())

    def overview(self):
        self.canvas.show_overview(not self.canvas.overview_shown)

    def let_go(self):
        QApplication.processEvents()


def as_painted(canvas):
    """The view, painted anew in one piece from the scene that the canvas has."""
    shown = canvas.bridge.hidden, canvas.bridge.selection
    return pixels(render.Piece(canvas.scene, canvas.picture.grid, canvas.view(), *shown).painted())


def read_anew(canvas):
    """The view from a scene read anew, in full detail and with its levels of detail."""
    scene = type(canvas.scene).of(canvas.bridge.document)
    scenes = [scene]
    while (work := scenes[-1].preparation()) is not None:
        scenes[1:] = [scenes[-1].prepared(work(Progress()))]
    grid, shown = canvas.picture.grid, (canvas.bridge.hidden, canvas.bridge.selection)
    return [pixels(render.Piece(one, grid, canvas.view(), *shown).painted()) for one in scenes]


def unlike_all(found, pictures):
    """Share of pixels that differ visibly from every one of some pictures."""
    apart = [np.abs(found.astype(int) - one.astype(int)).max(axis=2) for one in pictures]
    return float((np.min(apart, axis=0) > LARGEST).mean())


def at_rest(canvas):
    """Whether nothing more will be drawn: names are written, the overview has followed."""
    small = canvas._overview
    quiet = small is None or not small.isVisible() or (small.complete and small.may_paint())
    return quiet and canvas.named and not canvas._resting.isActive()


def seen(canvas):
    """The window as it stands on the screen, and as it would be drawn now."""
    QApplication.processEvents()
    return pixels(canvas.screen().grabWindow(canvas.winId()).toImage()), shown(canvas)


def run(steps, parcels, every, qtbot, seed=1):
    """Do so many steps; return what was seen on the way."""
    bridge = Bridge(Session(soak_plan(parcels)))
    stage = Stage(bridge, bridge)
    canvas = MapCanvas(stage)
    qtbot.addWidget(canvas)
    canvas.resize(420, 320)
    canvas.show()
    qtbot.waitExposed(canvas)
    # Levels of detail that came later would have all painted anew, and hide what was not.
    qtbot.waitUntil(lambda: not stage.preparing, timeout=WAIT_MS)
    settle(canvas, qtbot)
    hand, rows, started = Hand(canvas, seed), [], time.perf_counter()
    try:
        for number in range(1, steps + 1):
            hand.step()
            if number % every == 0:
                qtbot.waitUntil(lambda: not stage.preparing, timeout=WAIT_MS)
                settle(canvas, qtbot, WAIT_MS)
                found, again = kept(canvas), as_painted(canvas)
                apart = np.abs(found.astype(int) - again.astype(int))
                qtbot.waitUntil(lambda: at_rest(canvas), timeout=WAIT_MS)
                on_screen, drawn = seen(canvas)
                rows.append(
                    {
                        "step": number,
                        "any": float(apart.any(axis=2).mean()),
                        "most": int(apart.max()),
                        "window": float((on_screen != drawn).any(axis=2).mean()),
                        "scene": unlike_all(found, read_anew(canvas)),
                        "memory": memory_mb(),
                        "seconds": time.perf_counter() - started,
                    }
                )
    finally:
        canvas.close_down()
        stage.close()
        bridge.close()
    return pd.DataFrame(rows), hand.counts


def judge(rows):
    stale = (rows["most"] > ROUNDED) | (rows["any"] > ROUNDED_SHARE)
    assert not stale.any(), f"a stale picture:\n{rows.to_string()}"
    assert (rows["window"] == 0).all(), f"a stale window:\n{rows.to_string()}"
    assert (rows["scene"] <= SCENE_SHARE).all(), f"a stale scene:\n{rows.to_string()}"


def judge_memory(rows):
    tenth = len(rows) // 10
    early = rows["memory"].iloc[3 * tenth : 4 * tenth].median()
    late = rows["memory"].iloc[-2 * tenth :].median()
    assert late - early <= GROWTH_MB, f"{early:.0f} MB, later {late:.0f} MB:\n{rows.to_string()}"


def test_a_short_history_at_the_map_leaves_no_stale_picture(qtbot):
    rows, counts = run(250, 400, 50, qtbot)
    assert len(counts) > 10
    judge(rows)


@pytest.mark.soak
def test_ten_thousand_steps_at_the_map(qtbot):
    steps = int(os.environ.get("PLAN_SOAK_STEPS", "10000"))
    seed = int(os.environ.get("PLAN_SOAK_SEED", "7"))
    rows, counts = run(steps, 5_000, max(steps // 40, 1), qtbot, seed)
    print(rows.to_string(), counts)
    judge(rows)
    judge_memory(rows)


# ---- the check itself ---------------------------------------------------------------------------


def test_a_single_black_pixel_is_noticed(qtbot, monkeypatch):
    original = Picture.put

    def put(self, rect, image, besides=None):
        original(self, rect, image, besides)
        self._image.setPixelColor(self._image.width() // 2, self._image.height() // 2, "black")

    monkeypatch.setattr(Picture, "put", put)
    rows, _ = run(12, 100, 12, qtbot)
    with pytest.raises(AssertionError, match="a stale picture"):
        judge(rows)


def test_an_edit_that_paints_nothing_anew_is_noticed(qtbot, monkeypatch):
    monkeypatch.setattr(MapCanvas, "_spoil", lambda *_: QRect())
    monkeypatch.setattr(Hand, "step", Hand.zone)
    rows, _ = run(60, 100, 60, qtbot)
    with pytest.raises(AssertionError, match="a stale picture"):
        judge(rows)


def test_a_scene_that_misses_an_edit_is_noticed(qtbot, monkeypatch):
    monkeypatch.setattr(Scene, "updated", lambda self, *_: self)
    monkeypatch.setattr(Hand, "step", Hand.zone)
    rows, _ = run(60, 100, 60, qtbot)
    with pytest.raises(AssertionError, match="a stale scene"):
        judge(rows)


def test_a_window_that_is_not_drawn_again_is_noticed(qtbot, monkeypatch):
    monkeypatch.setattr(Hand, "step", Hand.zone)
    monkeypatch.setattr(MapCanvas, "update", lambda *_: None)
    rows, _ = run(20, 100, 20, qtbot)
    with pytest.raises(AssertionError, match="a stale window"):
        judge(rows)


def test_a_picture_that_is_not_let_go_is_noticed(qtbot, monkeypatch):
    original, kept_back = Picture.put, []

    def put(self, rect, image, besides=None):
        kept_back.extend([image.copy(), image.copy()])  # an edit paints little: a few kB
        original(self, rect, image, besides)

    monkeypatch.setattr(Picture, "put", put)
    rows, _ = run(240, 100, 12, qtbot)
    with pytest.raises(AssertionError, match="MB, later"):
        judge_memory(rows)
