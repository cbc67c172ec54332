"""Pieces of a picture fit together: painted apart they are what is painted as a whole.

What is left is Qt's: a line of one pixel is cut at the picture's edge, and the place of the cut
rounded to 1/64 px, which makes a pixel lighter or darker by a few of its 255 steps.
"""

from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QRect

from layers.edit import Change
from layers.edits.draw import delete, draw
from layers.progress import Progress
from layers.session import Session
from tests.strategies import document, layer
from tests.test_soak_map import ROUNDED, soak_plan
from tests.widgets.map.pictures import pixels
from widgets.map import filling, paths, render
from widgets.map.chunk import Chunk
from widgets.map.render import Grid, Piece
from widgets.map.scene import Scene

pytestmark = pytest.mark.usefixtures("qapp")
SIZE = 420, 320
STYLES = {
    "usual": {},
    "wide and translucent where small": {"width": 1.0},
    "translucent": {"width": 1.0, "opacity": 0.5},
    "two pixels": {"width": 2.0, "unit": "px"},
    "in metres": {"width": 6.0, "unit": "m"},
    "without outline": {"stroke": ""},
    "hatched": {"hatch": "diagonal"},
    "dashed": {"dash": (4.0, 2.0)},
    "wide dashes": {"dash": (4.0, 2.0), "width": 1.0},
    "see-through": {"fill": "#3366aa80", "by": ""},
}


@pytest.fixture(scope="module")
def plan():
    return soak_plan(800)


def scene_of(plan, kind="parcels", **values):
    style = Scene.of(plan).layers[kind].style
    scene = Scene.of(plan, {kind: replace(style, **values)})
    while (work := scene.preparation()) is not None:
        scene = scene.prepared(work(Progress()))
    return scene


def apart(scene, scale, seed, selection=None, hidden=frozenset()):
    """Differences of a view painted whole and in four pieces, of a channel of each pixel."""
    random = np.random.default_rng(seed)
    west, south, east, north = scene.extent(["parcels"])
    across, down = random.uniform(0.3, 0.7, 2)
    grid = Grid(west + (east - west) * across, south + (north - south) * down, scale, 96.0)
    left, top = random.integers(-300, 300, 2).tolist()
    view = QRect(left, top, *SIZE)
    shown = (hidden, selection or {})
    whole = pixels(Piece(scene, grid, view, *shown).painted())
    x, y = (int(random.integers(20, size - 20)) for size in SIZE)
    found = np.zeros_like(whole)
    for columns in (slice(0, x), slice(x, SIZE[0])):
        for rows in (slice(0, y), slice(y, SIZE[1])):
            width, height = columns.stop - columns.start, rows.stop - rows.start
            rect = QRect(left + columns.start, top + rows.start, width, height)
            found[rows, columns] = pixels(Piece(scene, grid, rect, *shown).painted())
    return np.abs(found.astype(int) - whole.astype(int)).max(axis=2)


@pytest.mark.parametrize("scale", [0.02, 0.14, 0.5, 9.0])
@pytest.mark.parametrize("style", STYLES)
def test_areas_of_every_style_fit(plan, style, scale):
    scene = scene_of(plan, **STYLES[style])
    for seed in range(2):
        assert apart(scene, scale, seed).max() <= ROUNDED


@pytest.mark.parametrize("kind", ["greens", "roads", "facilities"])
@pytest.mark.parametrize("scale", [0.05, 0.5, 2.0])
def test_what_lies_on_them_fits(plan, kind, scale):
    scene = scene_of(plan, kind, width=0.8)
    for seed in range(2):
        assert apart(scene, scale, seed, hidden=frozenset({"parcels"})).max() <= ROUNDED


def heap(count=400):
    """Greens of all sizes, which lie over one another."""
    random = np.random.default_rng(0)
    places = shapely.points(*random.uniform(0, 3_000, (2, count)))
    greens = shapely.buffer(
        places, random.choice([8, 30, 60, 300], count, p=[0.4, 0.3, 0.28, 0.02])
    )
    return document(layer("parcels", [shapely.box(0, 0, 3_000, 3_000)]), layer("greens", greens))


@pytest.mark.parametrize("style", ["usual", "translucent", "without outline", "see-through"])
@pytest.mark.parametrize("scale", [0.05, 1.0, 2.0])
def test_areas_that_overlap_in_some_of_the_pieces_fit(style, scale):
    """Counted where they overlap as well: Qt would round otherwise in these pieces alone."""
    scene = scene_of(heap(), "greens", **STYLES[style])
    for seed in range(4):
        assert apart(scene, scale, seed, hidden=frozenset({"parcels"})).max() <= ROUNDED


def test_the_check_notices_areas_filled_by_qt_where_they_overlap(monkeypatch):
    rings = filling._rings
    monkeypatch.setattr(filling, "_rings", lambda found, wanted, *_: rings(found, wanted))
    scene = scene_of(heap(), "greens", stroke="")
    found = [apart(scene, 1.0, seed, hidden=frozenset({"parcels"})).max() for seed in range(4)]
    assert max(found) > ROUNDED


def test_a_large_area_that_was_drawn_later_fits():
    """What is read first is small: nothing but the new one is so large that Qt would cut it."""
    random = np.random.default_rng(2)
    small = shapely.buffer(shapely.points(*random.uniform(0, 3_000, (2, 40))), 30.0)
    plan = document(layer("parcels", [shapely.box(0, 0, 3_000, 3_000)]), layer("greens", small))
    star = [
        (1_500 + r * np.cos(a), 1_500 + r * np.sin(a))
        for a, r in zip(np.linspace(0, 6.2, 41), np.tile([1_300.0, 700.3], 21), strict=False)
    ]
    session, scene = Session(plan), scene_of(plan, "greens", stroke="")
    edit = draw(session.document, "greens", shapely.Polygon(star), {})
    scene = scene.updated(session.perform(edit), Change.of(edit))
    for seed in range(12):
        assert apart(scene, 2.0, seed, hidden=frozenset({"parcels"})).max() <= ROUNDED


@pytest.mark.parametrize("scale", [0.05, 0.14, 2.0])
def test_the_selection_fits(plan, scale):
    scene = scene_of(plan)
    selection = {kind: plan.layer(kind).ids[::3] for kind in ("parcels", "roads", "facilities")}
    for seed in range(2):
        assert apart(scene, scale, seed, selection).max() <= ROUNDED


def test_an_edit_does_not_change_how_the_rest_is_filled(plan):
    session, before = Session(plan), scene_of(plan, stroke="")
    ids = plan.layer("parcels").ids[:40].tolist()
    edit = delete(session.document, "parcels", ids)
    after = before.updated(session.perform(edit), Change.of(edit))
    assert not after.layers["parcels"].chunks[0].alive.all()
    for scale in np.geomspace(0.01, 10.0, 50):
        chunks = (scene.layers["parcels"].chunks[0] for scene in (before, after))
        assert len({chunk.crowding(scale) for chunk in chunks}) == 1


def test_the_check_notices_lines_drawn_in_groups(plan, monkeypatch):
    """Qt makes one shape of each sixteen: which ones goes by what is in the piece."""
    monkeypatch.setattr(paths, "HAIR_PX", 99.0)
    found = [apart(scene_of(plan, width=1.0), 0.14, seed).max() for seed in range(3)]
    assert max(found) > ROUNDED


def test_the_check_notices_ways_of_filling_chosen_by_the_piece(plan, monkeypatch):
    turns = cycle([0.0, 1.0])
    monkeypatch.setattr(Chunk, "crowding", lambda *_: next(turns))
    scene = scene_of(plan, stroke="")
    assert max(apart(scene, 0.5, seed).max() for seed in range(3)) > ROUNDED


def test_the_check_notices_pieces_without_a_rim(plan, monkeypatch):
    monkeypatch.setattr(render, "RIM_PX", 0)
    selection = {"parcels": plan.layer("parcels").ids[::3]}
    scene = scene_of(plan)
    found = [apart(scene, 0.14, seed, selection).max() for seed in range(40)]
    assert max(found) > ROUNDED


@pytest.mark.parametrize(
    ("where", "style"),
    [("filling._one_by_one", {"stroke": ""}), ("painter._outline", {"width": 1.0})],
)
def test_an_error_while_something_is_painted_on_a_picture_of_its_own_is_an_error(
    plan, monkeypatch, where, style
):
    """A painter that outlives its picture brings the whole program down."""

    def broken(*_, **__):
        raise ZeroDivisionError

    scene = scene_of(plan, **style)
    monkeypatch.setattr(f"widgets.map.{where}", broken)
    for seed in range(5):
        with pytest.raises(ZeroDivisionError):
            apart(scene, 0.5, seed)
