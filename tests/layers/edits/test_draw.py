import pytest
import shapely

from layers.edits.draw import delete, draw
from layers.errors import InvalidEditError
from layers.kinds import kinds
from tests.conftest import GEOMETRIES
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares

TAKEN = {
    "polygon": {"polygon", "polygon with hole", "polygons", "polygon with height"},
    "line": {"line", "lines"},
    "point": {"point", "with height"},
}


def test_a_drawn_feature_gets_the_next_id_and_its_values():
    plan = small_plan()
    shape = shapely.box(EAST, NORTH + 300, EAST + 50, NORTH + 340)
    edit = draw(plan, "parcels", shape, {"number": "C1", "land_use": "G1", "far": 1.5})
    row = plan.applied(edit).layer("parcels").rows([7]).iloc[0]
    assert (row["number"], row["land_use"], row["far"]) == ("C1", "G1", 1.5)
    assert row.geometry.equals_exact(shape, 0)
    assert row["owner"] is None or row["owner"] != row["owner"]
    assert str(edit.title) == "Draw: Parcels"


def test_wkt_is_taken_as_well():
    plan = small_plan()
    edit = draw(plan, "corridors", f"LINESTRING ({EAST} {NORTH}, {EAST + 40} {NORTH + 30})")
    drawn = plan.applied(edit).layer("corridors")
    assert len(drawn) == 2
    assert drawn.geometries[1].length == 50.0


def test_dtypes_stay_as_they_are():
    plan = small_plan()
    after = plan.applied(draw(plan, "rooftops", squares(1)[0], {"floors": 3}))
    before = plan.layer("rooftops").frame.dtypes.astype(str)
    assert after.layer("rooftops").frame.dtypes.astype(str).equals(before)


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("name", [one for one in GEOMETRIES if one != "missing"])
def test_each_kind_takes_its_shapes_and_refuses_all_others(kind, name):
    plan = document()
    shape = GEOMETRIES[name]
    if name in TAKEN[kinds()[kind].shape.value]:
        after = plan.applied(draw(plan, kind, shape))
        assert len(after.layer(kind)) == 1
        assert not after.layer(kind).geometries[0].has_z
    else:
        with pytest.raises(InvalidEditError):
            draw(plan, kind, shape)


@pytest.mark.parametrize(
    ("wkt", "said"),
    [
        ("POLYGON ((0 0, 1", "must be WKT"),
        ("", "must be WKT"),
        ("POINT (1 2)", "takes a Polygon; a Point"),
        ("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))", "not valid"),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0))", "from the plan"),
        ("POLYGON ((1e9 0, 2e9 0, 2e9 1e9, 1e9 0))", "coordinates up to"),
    ],
)
def test_a_shape_that_cannot_be_is_refused_with_a_sentence(wkt, said):
    with pytest.raises(InvalidEditError, match=said):
        draw(small_plan(), "parcels", wkt)


def test_degrees_in_a_metric_plan_are_refused():
    with pytest.raises(InvalidEditError, match="east before north"):
        draw(small_plan(), "facilities", "POINT (114.1 35.2)")


def test_delete_takes_away_and_its_inverse_brings_back_the_same_ids():
    plan = small_plan()
    edit = delete(plan, "parcels", [2, 5, 2])
    after = plan.applied(edit)
    assert list(after.layer("parcels").ids) == [1, 3, 4, 6]
    assert str(edit.title) == "Parcels: delete 2"
    back = after.applied(edit.inverted())
    assert back.layer("parcels").frame.equals(plan.layer("parcels").frame)


def test_deleting_everything_keeps_columns_dtypes_and_the_counter():
    plan = small_plan()
    after = plan.applied(delete(plan, "parcels", plan.layer("parcels").ids)).layer("parcels")
    assert len(after) == 0
    assert after.next_id == 7
    before = plan.layer("parcels").frame.dtypes.astype(str)
    assert after.frame.dtypes.astype(str).equals(before)


def test_an_id_is_never_used_again():
    plan = small_plan()
    plan = plan.applied(delete(plan, "parcels", [6]))
    plan = plan.applied(draw(plan, "parcels", shapely.box(EAST, NORTH, EAST + 1, NORTH + 1)))
    assert list(plan.layer("parcels").ids) == [1, 2, 3, 4, 5, 7]


def test_deleting_nothing_is_an_empty_edit_and_missing_ids_are_named():
    assert not delete(small_plan(), "parcels", [])
    with pytest.raises(InvalidEditError, match="99"):
        delete(small_plan(), "parcels", [1, 99])


def test_drawing_onto_an_unknown_layer_names_the_known_ones():
    with pytest.raises(InvalidEditError, match=r"No layer is called trees.*parcels"):
        draw(small_plan(), "trees", "POINT (0 0)")


def test_a_further_column_of_whole_numbers_becomes_one_that_can_be_missing():
    plan = document(layer("parcels", squares(2), floor_count=[1, 2]))
    after = plan.applied(draw(plan, "parcels", squares(3)[2]))
    values = after.layer("parcels").values("floor_count")
    assert values[1] == 1
    assert values.isna().tolist() == [False, False, True]


def test_arcs_are_refused_with_a_sentence():
    with pytest.raises(InvalidEditError, match="Arcs cannot be drawn"):
        draw(small_plan(), "roads", "CIRCULARSTRING(0 0,1 1,2 0)")
