"""Edited shapes in the chunks of a layer: the same features, each line drawn once, most shared."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.kind import Shape
from layers.progress import Progress
from tests.bench.coverage import generated
from tests.strategies import EAST, NORTH, document, layer, squares
from tests.widgets.map.test_scene import moved, performed, removed, shapes
from widgets.map import reshaping
from widgets.map.detail import Detail
from widgets.map.handover import Lines
from widgets.map.ragged import Ragged
from widgets.map.scene import Scene
from widgets.map.thinning import KEPT, OWN


def ready(scene):
    """The scene with all its levels of detail."""
    while (work := scene.preparation()) is not None:
        scene = scene.prepared(work(Progress()))
    return scene


def lines(scene, kind="parcels"):
    """All lines of living features, and whether each is drawn with the one that has it."""
    found = []
    for chunk in scene.layers[kind].chunks:
        ragged, places = chunk.ragged.parted(np.flatnonzero(chunk.alive))
        known = None if chunk.detail is None else chunk.detail.codes
        codes = np.full(len(places), OWN | KEPT, np.uint8) if known is None else known[places]
        found.append(Lines.of(ragged, codes))
    sides = np.concatenate([one.sides[one.begins] for one in found])
    return sides, np.concatenate([one.drawn[one.begins] for one in found])


def each_once(scene):
    sides, drawn = lines(scene)
    return np.sort(sides[drawn]).tolist() == np.unique(sides).tolist()


PARCELS = generated(150, 3, cached=False)
steps = st.lists(
    st.tuples(
        st.sampled_from(["move", "remove", "undo"]), st.sets(st.integers(1, 150), min_size=1)
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)
@given(steps, st.booleans())
def test_after_any_edits_each_line_is_drawn_with_one_feature(work, scattered):
    plan = document(layer("parcels", PARCELS))
    scene, done = ready(Scene.of(plan)), []
    limits = reshaping.OPEN_ROWS, reshaping.MOST_CHUNKS
    reshaping.OPEN_ROWS, reshaping.MOST_CHUNKS = 20, 3
    try:
        for word, wanted in work:
            few = sorted(wanted)[:: 1 if scattered else 9]
            ids = [id_ for id_ in few if id_ in plan.layer("parcels").ids]
            if word == "undo":
                if not done:
                    continue
                edit = done.pop().inverted()
            elif not ids:
                continue
            else:
                edit = {"move": moved, "remove": removed}[word](
                    plan, ids, *([0.5] if word == "move" else [])
                )
                done.append(edit)
            plan, scene = performed(plan, scene, edit)
            assert len(scene.layers["parcels"].chunks) <= reshaping.MOST_CHUNKS + 2
            assert each_once(ready(scene))
    finally:
        reshaping.OPEN_ROWS, reshaping.MOST_CHUNKS = limits
    assert shapes(scene) == shapes(Scene.of(plan))
    for chunk in scene.layers["parcels"].chunks:
        assert (np.diff(chunk.ids) > 0).all()


def test_an_edit_reads_what_it_touched_and_nothing_else(monkeypatch):
    plan = document(layer("parcels", squares(20, 20)))
    scene, read = Scene.of(plan), []
    original = Ragged.of.__func__

    def of(cls, geometries, shape):
        read.append(len(geometries))
        return original(cls, geometries, shape)

    monkeypatch.setattr(Ragged, "of", classmethod(of))
    for id_ in range(1, 60):
        plan, scene = performed(plan, scene, moved(plan, [id_], 3.0))
    assert read == [1] * 59
    assert [len(chunk.ids) for chunk in scene.layers["parcels"].chunks] == [400, 59]


def test_neighbours_that_come_along_keep_their_places_and_their_class():
    plan = document(layer("parcels", squares(30, 30), land_use=["M1", "G1", "R2"] * 300))
    scene = ready(Scene.of(plan))
    first = scene.layers["parcels"].chunks[0]
    plan, scene = performed(plan, scene, removed(plan, [400]))
    one, other = scene.layers["parcels"].chunks
    assert one.ragged is first.ragged
    # West and south of it draw their own lines; of those in the east and north it drew them.
    assert other.ids.tolist() == [401, 430]
    west, south, east, north = first.ragged.bounds[:, [400, 429]]
    assert other.ragged.bounds.tolist() == [*map(list, (west, south, east, north))]
    assert other.classes.tolist() == first.classes[[400, 429]].tolist()
    assert one.alive.sum() == 897
    assert each_once(scene)


def test_what_was_edited_is_drawn_at_the_levels_of_what_was_read_first(monkeypatch):
    monkeypatch.setattr(reshaping, "OPEN_ROWS", 12)
    plan = document(layer("parcels", PARCELS))
    scene = ready(Scene.of(plan))
    steps = scene.layers["parcels"].chunks[0].detail.steps
    own = set()
    for id_ in range(1, 40):
        plan, scene = performed(plan, scene, moved(plan, [id_], 0.5))
        details = [chunk.detail for chunk in scene.layers["parcels"].chunks]
        own.update(Detail(one.ragged, one.codes).steps for one in details)
        assert {one.steps for one in details} == {steps}
        assert all(len({one.level(k) for one in details}) == 1 for k in np.geomspace(0.01, 10, 40))
    assert len(own) > 2  # few features alone would have others, one edit after the other
    assert len(details) > 2


def test_what_comes_back_has_the_levels_of_its_neighbours():
    parcels = generated(150, 3, cached=False)
    plan = document(layer("parcels", parcels))
    scene = ready(Scene.of(plan))
    outer = shapely.union_all(parcels).boundary
    inner = 1 + np.flatnonzero(~shapely.dwithin(parcels, outer, 1.0))[[3, 40]]
    steps = scene.layers["parcels"].chunks[0].detail.steps

    def thinned():
        return [
            np.unique(
                np.concatenate(
                    [
                        shapely.to_wkb(shapely.points(part.ragged.xy[part.begins]))
                        for chunk in scene.layers["parcels"].chunks
                        if chunk.alive.any()
                        for part in [chunk.detail.taken(level, np.flatnonzero(chunk.alive))]
                    ]
                ).astype("S21")
            ).tolist()
            for level in steps
        ]

    whole = thinned()
    edit = removed(plan, inner.tolist())
    plan, scene = performed(plan, scene, edit)
    plan, scene = performed(plan, scene, edit.inverted())
    assert len(scene.layers["parcels"].chunks) == 2
    assert thinned() == whole


@pytest.mark.parametrize("width", [20.0, None])
def test_areas_of_lines_and_lines_stay_apart(width):
    forms = [
        shapely.LineString([(EAST, NORTH + n), (EAST + 100, NORTH + n)]) for n in range(0, 200, 20)
    ]
    plan = document(layer("corridors", forms, width_m=[20.0, None] * 5))
    scene = Scene.of(plan)
    ids = [1, 2, 3] if width else [2, 4]
    for _ in range(3):
        plan, scene = performed(plan, scene, moved(plan, ids, 5.0, "corridors"))
    found = scene.layers["corridors"]
    assert [chunk.ragged.shape for chunk in found.chunks] == [Shape.POLYGON, Shape.LINE] * 2
    assert shapes(scene, "corridors") == shapes(Scene.of(plan), "corridors")
    living = [chunk.ids[chunk.alive].tolist() for chunk in found.chunks[2:]]
    assert living == ([[1, 3], [2]] if width else [[], [2, 4]])
