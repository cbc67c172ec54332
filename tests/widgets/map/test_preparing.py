from collections import Counter
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter

from layers.edit import Change, Edit, RowsDelta
from layers.edits.draw import draw
from layers.message import Message
from layers.progress import CancelledError, Progress
from layers.session import Session
from tests.bench.coverage import generated
from tests.strategies import document, layer, squares
from tests.widgets.map.pictures import differing, pixels
from tests.widgets.map.test_thinning import turned
from widgets.map import kept_levels, preparing, thinning
from widgets.map.painter import paint
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

pytestmark = pytest.mark.usefixtures("qapp", "no_files")
COUNT = 300
CODES = ["M1", "G1", "R2", "B1", "A35", "S1"]


@pytest.fixture
def no_files(monkeypatch, tmp_path):
    monkeypatch.setattr(kept_levels, "folder", lambda: tmp_path)


def coverage(seed=1):
    polygons = turned(generated(COUNT, seed, cached=False), np.random.default_rng(seed))
    return document(layer("parcels", polygons, land_use=[CODES[n % 6] for n in range(COUNT)]))


def prepared(scene):
    while (work := scene.preparation()) is not None:
        scene = scene.prepared(work(Progress()))
    return scene


def view(scene, zoom=1.0):
    whole = Viewport(MapX(0), MapY(0), 1.0, 500, 300).fitted(scene.extent())
    return whole.zoomed(250, 150, zoom)


def picture(scene, viewport):
    image = QImage(500, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, scene, viewport)
    painter.end()
    return pixels(image)


def firm(scene):
    """The same scene with black outlines at every scale."""
    parcels = scene.layers["parcels"]
    parcels = replace(parcels, grain=1e6, style=replace(parcels.style, stroke="#000000"))
    return replace(scene, layers=MappingProxyType({**scene.layers, "parcels": parcels}))


def exchanged(plan, scene, ids, shapes):
    """The plan and the scene after features got other shapes, or went where that is None."""
    rows = plan.layer("parcels").rows(ids)
    after = rows.copy()
    after["geometry"] = np.array(shapes, object)
    edit = Edit(
        Message("Test"), (RowsDelta("parcels", rows, after[[s is not None for s in shapes]]),)
    )
    plan = plan.applied(edit)
    return plan, scene.updated(plan, Change.of(edit))


def test_few_shapes_have_levels_once_what_was_added_to_them_has():
    """As if all were read anew."""
    middles = shapely.points(np.arange(60) * 300.0, 0.0)
    few = document(layer("greens", shapely.buffer(middles[:20], 90.0, quad_segs=16)))
    scene = prepared(Scene.of(few))
    assert scene.layers["greens"].chunks[0].detail is None
    session = Session(few)
    for middle in middles[20:]:
        edit = draw(session.document, "greens", middle.buffer(90.0, quad_segs=16), {})
        scene = scene.updated(session.perform(edit), Change.of(edit))
    chunks = prepared(scene).layers["greens"].chunks
    assert len(chunks) == 2
    assert all(one.detail is not None and one.detail.known for one in chunks)
    viewport = view(scene, 4.0)
    fresh = prepared(Scene.of(session.document))
    assert differing(picture(prepared(scene), viewport), picture(fresh, viewport)) == 0
    assert differing(picture(scene, viewport), picture(fresh, viewport)) > 0


def test_all_chunks_are_drawn_at_the_levels_of_the_first_whichever_is_ready_first():
    plan = coverage()
    ids = np.arange(1, 61)
    moved = shapely.transform(plan.layer("parcels").geometries[:60], lambda xy: xy + 0.5)
    plan, scene = exchanged(plan, Scene.of(plan), ids, moved)
    found = []
    while (work := scene.preparation()) is not None:
        scene = scene.prepared(work(Progress()))
        details = [chunk.detail for chunk in scene.layers["parcels"].chunks]
        found.append([None if one is None else one.steps for one in details])
    (none, alone), (first, after) = found
    assert none is None
    assert alone != first == after


@pytest.mark.parametrize("zoom", [0.5, 1.0, 3.0, 20.0])
def test_a_picture_with_levels_is_nearly_the_full_one(zoom):
    scene = Scene.of(coverage())
    full, less = picture(scene, view(scene, zoom)), picture(prepared(scene), view(scene, zoom))
    assert differing(full, less) < 0.06
    assert np.abs(full.astype(int) - less.astype(int)).mean() < 3.0


def test_small_layers_and_points_need_nothing():
    plan = document(
        layer("parcels", squares(3, 2)), layer("facilities", [shapely.Point(0, 0)] * 5_000)
    )
    assert Scene.of(plan).preparation() is None


def test_the_work_is_done_once_and_fits_the_scene_after_an_edit():
    plan = coverage()
    scene = Scene.of(plan)
    work = scene.preparation()
    assert work is not None
    ids = plan.layer("parcels").ids[[4, 70]]
    plan, edited = exchanged(plan, scene, ids, [None, None])
    ready = edited.prepared(work(Progress()))
    assert ready.layers["parcels"].chunks[0].detail.known
    assert ready.preparation() is None
    # What was drawn with the two that are gone is drawn by their neighbours.
    gone = scene.layers["parcels"].boxes_of(ids)
    for west, south, east, north in gone.T.tolist():
        near = view(scene, 10.0).centred(MapX((west + east) / 2), MapY((south + north) / 2))
        assert (picture(firm(ready), near) == picture(firm(prepared(Scene.of(plan))), near)).all()


def test_work_stops_when_asked():
    progress = Progress()
    work = Scene.of(coverage()).preparation()
    progress.cancel()
    with pytest.raises(CancelledError):
        work(progress)


def test_large_shapes_are_worked_out_once_for_all_runs(monkeypatch):
    monkeypatch.setattr(kept_levels, "FEWEST", 1_000)
    first = prepared(Scene.of(coverage())).layers["parcels"].chunks[0].detail.codes
    monkeypatch.setattr(thinning, "coded", lambda *_: pytest.fail("worked out again"))
    second = prepared(Scene.of(coverage())).layers["parcels"].chunks[0].detail.codes
    assert (first == second).all()


def test_without_levels_all_is_drawn_and_nothing_is_asked_again(monkeypatch):
    monkeypatch.setattr(preparing.thinning, "coded", lambda *_: None)
    scene = Scene.of(coverage())
    ready = prepared(scene)
    assert (picture(ready, view(scene)) == picture(scene, view(scene))).all()


def drawn(scene):
    """How often each line is drawn in full detail, by its two ends."""
    found = Counter()
    for chunk in scene.layers["parcels"].chunks:
        thinned = chunk.detail.taken(0, np.flatnonzero(chunk.alive))
        places = [tuple(place) for place in thinned.ragged.xy.round(3).tolist()]
        for start in np.flatnonzero(thinned.own).tolist():
            found[frozenset(places[start : start + 2])] += 1
    return found


def edited(plan, scene, random):
    """The plan and the scene after one parcel went, moved a corner or drew back."""
    parcels = plan.layer("parcels")
    here = int(random.choice(parcels.ids))
    shape = parcels.rows([here]).geometry.iloc[0]
    match int(random.integers(3)):
        case 0:
            return exchanged(plan, scene, [here], [None])
        case 1:  # with all that have the place
            place = shape.exterior.coords[int(random.integers(4, 12))]
            near = parcels.ids[shapely.dwithin(parcels.geometries, shapely.Point(place), 1e-6)]

            def moved(xy, by=random.uniform(-1.5, 1.5, 2).round(3)):  # noqa: B008
                return np.where((xy == place).all(axis=1)[:, None], xy + by, xy)

            shapes = [shapely.transform(one, moved) for one in parcels.rows(near).geometry]
            return exchanged(plan, scene, near, shapes)
        case _:
            return exchanged(plan, scene, [here], [shape.buffer(-3.0)])


@pytest.mark.parametrize("seed", range(4))
def test_after_edits_no_line_is_missing_and_none_is_drawn_twice(seed):
    random = np.random.default_rng(seed)
    plan = coverage(seed)
    scene = prepared(Scene.of(plan))
    for _ in range(30):
        plan, scene = edited(plan, scene, random)
    fresh = prepared(Scene.of(plan))
    assert len(scene.layers["parcels"].chunks) > 1
    assert drawn(scene) == drawn(fresh)
    assert max(drawn(scene).values()) == 1
    for zoom, most in ((10.0, 0.0), (4.0, 0.01), (1.0, 0.03)):
        for look in (lambda one: one, firm):
            kept = picture(look(scene), view(scene, zoom))
            assert differing(kept, picture(look(fresh), view(scene, zoom))) <= most


def test_levels_of_an_earlier_run_are_there_at_once(monkeypatch):
    monkeypatch.setattr(kept_levels, "FEWEST", 1_000)
    scene = Scene.of(coverage())
    assert scene.remembered() is scene
    ready = prepared(scene)
    again = Scene.of(coverage()).remembered()
    detail = again.layers["parcels"].chunks[0].detail
    assert (detail.codes == ready.layers["parcels"].chunks[0].detail.codes).all()
    # The other levels are still to be made, which changes nothing that is seen.
    assert not detail.ready
    outcome = again.preparation()(Progress())
    assert detail.ready
    assert again.prepared(outcome) is again
    assert again.preparation() is None
    assert (picture(again, view(again)) == picture(ready, view(ready))).all()


def test_levels_of_very_many_places_follow_beside_the_first_picture(monkeypatch):
    monkeypatch.setattr(kept_levels, "FEWEST", 1_000)
    prepared(Scene.of(coverage()))
    monkeypatch.setattr(preparing, "MOST_WAITED_FOR", 1_000)
    scene = Scene.of(coverage())
    assert scene.remembered() is scene
    monkeypatch.setattr(thinning, "coded", None)  # read, not worked out again
    ready = scene.prepared(scene.preparation()(Progress()))
    assert ready.layers["parcels"].chunks[0].detail.ready


def test_levels_made_while_features_went_are_taken_over(monkeypatch):
    monkeypatch.setattr(kept_levels, "FEWEST", 1_000)
    plan = coverage()
    prepared(Scene.of(plan))
    scene = Scene.of(plan).remembered()
    work = scene.preparation()
    plan, edited = exchanged(plan, scene, plan.layer("parcels").ids[[4]], [None])
    ready = prepared(edited.prepared(work(Progress())))
    assert ready.preparation() is None
    assert drawn(ready) == drawn(prepared(Scene.of(plan)))
