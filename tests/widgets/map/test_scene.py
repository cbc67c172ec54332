import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import given
from hypothesis import strategies as st

import widgets.map
from layers.analysis import measures
from layers.edit import Change, Edit, LayerDelta, RowsDelta, ValueDelta
from layers.edits.attributes import set_values
from layers.edits.zone import zone
from layers.kind import Shape
from layers.kinds import kinds
from layers.looks import MISSING_FILL, PENDING
from layers.message import Message
from layers.style import Style
from tests.bench.coverage import generated
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares
from widgets.map import reshaping
from widgets.map.scene import Scene

TITLE = Message.of("Test")
FOLDER = Path(widgets.map.__file__).parent
OWNERS = dict.fromkeys(("ab", "cd", "ef", "gh", "ij"), "#123456")


def colours(scene, kind="parcels"):
    """Fill by feature id, as it would be drawn."""
    found = {}
    shown = scene.layers[kind]
    for chunk in shown.chunks:
        for row in np.flatnonzero(chunk.alive):
            found[int(chunk.ids[row])] = shown.looks[chunk.classes[row]].value
    return found


def shapes(scene, kind="parcels"):
    """Normalized WKB by feature id, as it would be drawn; areas before lines."""
    found = {}
    for chunk in scene.layers[kind].chunks:
        geometries = shapely.normalize(chunk.ragged.geometries())
        for row in np.flatnonzero(chunk.alive):
            found[int(chunk.ids[row])] = shapely.to_wkb(geometries[row], hex=True)
    return found


def moved(plan, ids, by, kind="parcels"):
    rows = plan.layer(kind).rows(ids)[["geometry"]]
    after = rows.copy()
    after["geometry"] = after.geometry.translate(by, 0)
    return Edit(TITLE, (RowsDelta(kind, rows, after),))


def removed(plan, ids, kind="parcels"):
    rows = plan.layer(kind).rows(ids)
    return Edit(TITLE, (RowsDelta(kind, rows, rows.iloc[:0]),))


def performed(plan, scene, edit):
    plan = plan.applied(edit)
    return plan, scene.updated(plan, Change.of(edit))


@pytest.mark.parametrize("kind", kinds())
def test_each_kind_is_in_the_scene_with_all_its_features(kind):
    form = {
        Shape.POLYGON: squares(3),
        Shape.LINE: [shapely.LineString([(EAST, NORTH + n), (EAST + 9, NORTH)]) for n in (0, 1, 2)],
        Shape.POINT: [shapely.Point(EAST + n, NORTH) for n in (0, 1, 2)],
    }[kinds()[kind].shape]
    scene = Scene.of(document(layer(kind, form)))
    assert tuple(scene.layers) == tuple(kinds())
    assert set(colours(scene, kind)) == {1, 2, 3}
    assert not scene.empty


def test_an_empty_plan_has_an_empty_scene():
    scene = Scene.of(document())
    assert scene.empty
    assert scene.extent() is None


def test_parcels_are_classed_by_their_land_use():
    scene = Scene.of(small_plan())
    assert colours(scene) == {1: "M1", 2: "M2", 3: None, 4: None, 5: "G1", 6: None}
    by_value = {look.value: look for look in scene.layers["parcels"].looks}
    assert by_value["M1"].fill == small_plan().codes.colour("M1")


def test_a_line_with_a_width_is_an_area_and_one_without_stays_a_line():
    lines = [
        shapely.LineString([(EAST, NORTH), (EAST + 100, NORTH)]),
        shapely.LineString([(EAST, NORTH + 50), (EAST + 100, NORTH + 50)]),
    ]
    plan = document(layer("corridors", lines, width_m=[20.0, None]))
    areas, rest = Scene.of(plan).layers["corridors"].chunks
    # 100 m by 20 m, ends cut flat.
    assert shapely.area(areas.ragged.geometries()).tolist() == pytest.approx([2000])
    assert (areas.ids.tolist(), rest.ids.tolist()) == ([1], [2])


def test_a_zone_change_shares_all_shapes_with_the_scene_before():
    plan = small_plan()
    before = Scene.of(plan)
    plan, after = performed(plan, before, zone(plan, [3], "B1"))
    assert colours(after)[3] == "B1"
    assert colours(before)[3] is None
    old, new = before.layers["parcels"].chunks[0], after.layers["parcels"].chunks[0]
    assert new.ragged is old.ragged
    assert after.layers["rooftops"] is before.layers["rooftops"]


def test_a_moved_feature_stands_in_a_chunk_of_its_own():
    plan = small_plan()
    scene = Scene.of(plan)
    first = scene.layers["parcels"].chunks[0]
    plan, scene = performed(plan, scene, moved(plan, [2], 1000))
    chunks = scene.layers["parcels"].chunks
    assert chunks[0].ragged is first.ragged
    assert chunks[0].alive.tolist() == [True, False, True, True, True, True]
    assert chunks[1].ids.tolist() == [2]
    assert scene.layers["parcels"].under(EAST + 1150, NORTH + 50, 0).tolist() == [2]
    assert scene.layers["parcels"].under(EAST + 150, NORTH + 50, 0).tolist() == []
    assert scene.extent(["parcels"]) == (EAST, NORTH, EAST + 1200, NORTH + 200)


def test_removed_and_brought_back():
    plan = small_plan()
    scene = Scene.of(plan)
    edit = removed(plan, [1, 5])
    plan, scene = performed(plan, scene, edit)
    assert set(colours(scene)) == {2, 3, 4, 6}
    plan, scene = performed(plan, scene, edit.inverted())
    assert colours(scene) == colours(Scene.of(plan))
    assert shapes(scene) == shapes(Scene.of(plan))


def test_an_exchanged_layer_is_read_anew():
    plan = small_plan()
    other = layer("parcels", squares(1), land_use=["R2"])
    edit = Edit(TITLE, (LayerDelta("parcels", plan.layer("parcels"), other),))
    _, scene = performed(plan, Scene.of(plan), edit)
    assert colours(scene) == {1: "R2"}


def test_a_style_and_a_code_set_exchanged_change_the_looks_alone():
    plan = small_plan()
    scene = Scene.of(plan)
    by_owner = Edit(
        TITLE, (ValueDelta("styles", "parcels", None, Style(by="owner", colours=OWNERS)),)
    )
    plan, scene = performed(plan, scene, by_owner)
    assert colours(scene) == {1: "ab", 2: "cd", 3: "ef", 4: None, 5: "gh", 6: "ij"}
    plan, scene = performed(plan, scene, by_owner.inverted())
    assert colours(scene)[1] == "M1"
    ragged = scene.layers["parcels"].chunks[0].ragged
    other = Edit(TITLE, (ValueDelta("parameters", "plan.code_set", "GB50137-2011", "MNR2023"),))
    plan, scene = performed(plan, scene, other)
    assert [look.known for look in scene.layers["parcels"].looks if look.value == "M1"] == [False]
    assert scene.layers["parcels"].chunks[0].ragged is ragged


def test_a_sheets_own_style_holds_against_the_plans():
    grey = replace(kinds()["parcels"].style, by="", fill="#dddddd")
    plan = small_plan()
    scene = Scene.of(plan, {"parcels": grey})
    assert {look.fill for look in scene.layers["parcels"].looks} == {"#dddddd"}
    edit = Edit(TITLE, (ValueDelta("styles", "parcels", None, {"fill": "#000000"}),))
    _, scene = performed(plan, scene, edit)
    assert {look.fill for look in scene.layers["parcels"].looks} == {"#dddddd"}


edits = st.lists(
    st.tuples(
        st.sampled_from(["zone", "move", "remove", "undo"]),
        st.sets(st.integers(1, 30), min_size=1, max_size=12),
    ),
    max_size=25,
)


@given(edits)
def test_after_any_edits_the_kept_scene_equals_a_fresh_one(steps):
    plan = document(layer("parcels", squares(6, 5), land_use=["M1", "G1", None] * 10))
    scene, done = Scene.of(plan), []
    limits = reshaping.OPEN_ROWS, reshaping.MOST_CHUNKS
    reshaping.OPEN_ROWS, reshaping.MOST_CHUNKS = 5, 3
    try:
        for word, wanted in steps:
            ids = [id_ for id_ in wanted if id_ in plan.layer("parcels").ids]
            if word == "undo":
                if not done:
                    continue
                edit = done.pop().inverted()
            elif not ids:
                continue
            else:
                edit = {
                    "zone": lambda: zone(plan, ids, "B1"),  # noqa: B023
                    "move": lambda: moved(plan, ids, 7.0),  # noqa: B023
                    "remove": lambda: removed(plan, ids),  # noqa: B023
                }[word]()
                done.append(edit)
            plan, scene = performed(plan, scene, edit)
            assert len(scene.layers["parcels"].chunks) <= reshaping.MOST_CHUNKS + 2
    finally:
        reshaping.OPEN_ROWS, reshaping.MOST_CHUNKS = limits
    fresh = Scene.of(plan)
    assert colours(scene) == colours(fresh)
    assert shapes(scene) == shapes(fresh)


def imported(module):
    path = FOLDER / f"{module}.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # What annotations alone name is never imported.
    tree.body = [node for node in tree.body if not isinstance(node, ast.If)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def reached(module, seen=None):
    """All modules that one of the map's modules imports, those of the map followed."""
    seen = set() if seen is None else seen
    for name in imported(module):
        if name not in seen:
            seen.add(name)
            head, _, last = name.rpartition(".")
            if head == "widgets.map" and (FOLDER / f"{last}.py").is_file():
                reached(last, seen)
    return seen


def test_the_scene_knows_no_qt_and_the_painter_no_widgets():
    assert not [name for name in reached("scene") if name.startswith(("PySide6", "shiboken6"))]
    painter = reached("painter")
    assert "PySide6.QtGui" in painter
    assert not [name for name in painter if "QtWidgets" in name or name == "widgets.bridge"]
    # The search itself finds what it looks for.
    assert "PySide6.QtWidgets" in reached("canvas")


# ---- styles by numbers --------------------------------------------------------------------------

BY_AREA = Style(by="measure:land.areas", breaks=(9_000.0, 20_000.0), ramp=("#111111", "#222222"))


def fills(scene, kind="parcels"):
    found = {}
    shown = scene.layers[kind]
    for chunk in shown.chunks:
        for row in np.flatnonzero(chunk.alive):
            found[int(chunk.ids[row])] = shown.looks[chunk.classes[row]].fill
    return found


def restyle(style, before=None):
    return Edit(TITLE, (ValueDelta("styles", "parcels", before, style),))


def test_a_measure_makes_classes_once_its_results_are_there():
    plan = small_plan()
    plan, scene = performed(plan, Scene.of(plan), restyle(BY_AREA))
    assert set(fills(scene).values()) == {PENDING.fill}
    results = measures().evaluate(plan)
    after = scene.evaluated(results)
    areas = results.value("land.areas")
    wanted = {int(id_): "#111111" if area <= 9_000 else "#222222" for id_, area in areas.items()}
    assert fills(after) == wanted
    assert fills(Scene.of(plan, results=results)) == wanted
    assert after.reclassed(scene).shape == (4, len(plan.layer("parcels")))


def test_results_that_are_the_same_share_the_layer():
    plan = small_plan()
    results = measures().evaluate(plan)
    plan, scene = performed(plan, Scene.of(plan, results=results), restyle(BY_AREA))
    assert MISSING_FILL not in set(fills(scene).values())
    after = scene.evaluated(measures().evaluate(plan, results))
    assert after.layers["parcels"] is scene.layers["parcels"]
    assert after.reclassed(scene).shape == (4, 0)


def test_a_new_feature_is_plain_and_others_keep_their_colours_until_the_results_come():
    plan = small_plan()
    results = measures().evaluate(plan)
    plan, scene = performed(plan, Scene.of(plan, results=results), restyle(BY_AREA))
    rows = plan.layer("parcels").rows([1])
    added = rows.set_index(np.array([99])).rename_axis("fid")
    edit = Edit(TITLE, (RowsDelta("parcels", rows.iloc[:0], added),))
    plan, scene = performed(plan, scene, edit)
    assert fills(scene)[99] == PENDING.fill
    assert fills(scene)[1] == fills(Scene.of(plan, results=results))[1] != PENDING.fill
    after = scene.evaluated(measures().evaluate(plan, results, Change.of(edit)))
    assert fills(after)[99] == fills(after)[1] != PENDING.fill


def test_what_has_no_number_is_hatched_once_that_is_known():
    plan = small_plan()
    by_far = Style(by="measure:limits.far", breaks=(0.5, 2.0), ramp=("#111111", "#222222"))
    results = measures().evaluate(plan)
    plan, scene = performed(plan, Scene.of(plan, results=results), restyle(by_far))
    without = np.flatnonzero(np.isnan(results.value("limits.far").to_numpy()))
    assert len(without)
    hatched = [id_ for id_, fill in fills(scene).items() if fill == MISSING_FILL]
    assert hatched == plan.layer("parcels").ids[without].tolist()
    assert PENDING.fill not in set(fills(scene).values())


def test_an_edit_changes_the_class_and_never_the_breaks():
    plan = small_plan()
    by_far = Style(by="far", breaks=(1.0, 2.0), ramp=("#111111", "#222222"))
    plan, scene = performed(plan, Scene.of(plan), restyle(by_far))
    edit = set_values(plan, "parcels", [1], {"far": 9.0})
    plan, scene = performed(plan, scene, edit)
    assert fills(scene)[1] == "#222222"
    plan, scene = performed(plan, scene, set_values(plan, "parcels", [1], {"far": None}))
    assert fills(scene)[1] == MISSING_FILL
    assert scene.layers["parcels"].looks == Scene.of(plan).layers["parcels"].looks


def test_many_values_that_no_one_coloured_share_a_few_looks():
    names = [f"owner {number}" for number in range(500)]
    plan = document(layer("parcels", squares(500), owner=names))
    plan, scene = performed(plan, Scene.of(plan), restyle(Style(by="owner")))
    assert 10 < len(scene.layers["parcels"].looks) < 30
    assert fills(scene) == fills(Scene.of(plan))
    plan, scene = performed(plan, scene, set_values(plan, "parcels", [7], {"owner": "owner 9"}))
    assert fills(scene) == fills(Scene.of(plan))
    assert fills(scene)[7] == fills(scene)[10]


def test_hardly_an_edit_makes_another_usual_size():
    assert Scene.of(document(layer("parcels", squares(2)))).layers["parcels"].grain == 100.0
    plan = document(layer("parcels", generated(300, 3, cached=False)))
    scene = Scene.of(plan)
    before, ids = scene.layers["parcels"].grain, plan.layer("parcels").ids.tolist()
    sizes = set()
    for id_ in ids[:30]:
        plan, scene = performed(plan, scene, removed(plan, [id_]))
        sizes.add(scene.layers["parcels"].grain)
        assert scene.layers["parcels"].grain == Scene.of(plan).layers["parcels"].grain
    assert len(sizes) < 3
    large = shapely.affinity.scale(plan.layer("parcels").geometries[0], 3.0, 3.0)
    rows = plan.layer("parcels").rows(ids[30:])[["geometry"]]
    after = rows.copy()
    after["geometry"] = large
    plan, scene = performed(plan, scene, Edit(TITLE, (RowsDelta("parcels", rows, after),)))
    assert scene.layers["parcels"].grain > 2 * before
    assert Scene.of(document()).layers["parcels"].grain == 0.0
