import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given

from layers.document import Document
from layers.edit import Edit, LayerDelta, RowsDelta, ValueDelta
from layers.edits.draw import delete
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.message import Message
from tests.likeness import plan_print
from tests.strategies import CRS, document, documents, layer, small_plan, squares


def edit(*deltas):
    return Edit(Message("Work"), deltas)


def test_a_new_plan_has_every_kind_and_no_rows():
    plan = Document.new("园区", CRS, base_year=2025)
    assert plan.name == "园区"
    assert set(plan.layers) == set(kinds())
    assert [len(one) for one in plan.layers.values()] == [0] * len(kinds())
    assert [one.next_id for one in plan.layers.values()] == [1] * len(kinds())
    assert plan.codes.id == "GB50137-2011"


# ---- edits --------------------------------------------------------------------------------------


def test_an_edit_that_does_not_fit_changes_nothing():
    plan = small_plan()
    before = plan_print(plan)
    rows = pd.DataFrame(plan.layer("parcels").rows([1]))
    wrong = rows.set_axis(pd.Index([99], dtype=np.int64, name="fid"))
    for delta in (
        RowsDelta("parcels", wrong, wrong),
        RowsDelta("parcels", wrong, wrong.iloc[:0]),
        RowsDelta("parcels", rows.iloc[:0], rows),
    ):
        with pytest.raises(InvalidEditError):
            plan.applied(edit(ValueDelta("properties", "x", None, 1), delta))
        assert plan_print(plan) == before


def test_layers_that_an_edit_does_not_touch_are_the_same_objects():
    plan = small_plan()
    after = plan.applied(delete(plan, "parcels", [1]))
    assert [kind for kind in plan.layers if plan.layers[kind] is not after.layers[kind]] == [
        "parcels"
    ]


def test_rows_in_the_middle_come_back_to_their_place():
    plan = small_plan()
    taken = delete(plan, "parcels", [2, 4])
    back = plan.applied(taken).applied(taken.inverted())
    assert plan_print(back) == plan_print(plan)


def test_one_edit_adds_removes_and_changes():
    plan = small_plan()
    parcels = pd.DataFrame(plan.layer("parcels").frame)
    new = parcels.loc[[2]].set_axis(pd.Index([7], dtype=np.int64, name="fid"))
    before = parcels.loc[[1, 2]]
    after = pd.concat([parcels.loc[[1]].assign(number="Z"), new])
    work = edit(RowsDelta("parcels", before, after))
    made = plan.applied(work).layer("parcels")
    assert made.ids.tolist() == [1, 3, 4, 5, 6, 7]
    assert made.values("number")[1] == "Z"
    assert made.next_id == 8
    assert plan_print(plan.applied(work).applied(work.inverted())) == plan_print(plan)


def test_a_whole_layer_is_exchanged_and_the_counter_only_grows():
    plan = small_plan()
    other = layer("parcels", squares(2), land_use=["G1", "G1"])
    work = edit(LayerDelta("parcels", plan.layer("parcels"), other))
    after = plan.applied(work)
    assert len(after.layer("parcels")) == 2
    assert after.layer("parcels").next_id == 7
    assert plan_print(after.applied(work.inverted())) == plan_print(plan)


def test_values_come_and_go():
    plan = small_plan()
    for section, key in (("properties", "author"), ("styles", "parcels"), ("parameters", "sink.x")):
        work = edit(ValueDelta(section, key, None, "value"))
        after = plan.applied(work)
        assert getattr(after, section)[key] == "value"
        assert plan_print(after.applied(work.inverted())) == plan_print(plan)


def test_a_setting_that_becomes_empty_stays_a_setting():
    plan = small_plan()
    after = plan.applied(edit(ValueDelta("parameters", "plan.base_year", 2025, None)))
    assert after.parameters["plan.base_year"] is None


def test_a_factor_is_found_and_a_setting_is_none():
    plan = small_plan()
    assert plan.factor("sink.lawn").id == "sink.lawn"
    for name in ("plan.base_year", "nonsense"):
        with pytest.raises(KeyError):
            plan.factor(name)


def test_tables_of_columns_hold_both_names():
    plan = small_plan()
    assert plan.known("land_use")["M1"][1] == "一类工业用地"
    assert plan.known("cover")["lawn"] == ("Managed lawn", "草坪")
    assert "pave_asphalt" in plan.known("surface")
    assert "wind_turbine" in plan.known("node")


def test_a_plan_is_told_in_one_line():
    assert repr(small_plan()).startswith("<Document 'Plan': 6 parcels")


# ---- what is handed out -------------------------------------------------------------------------


def test_the_plan_cannot_be_changed_through_what_it_hands_out():
    plan = small_plan()
    before = plan_print(plan)
    parcels = plan.layer("parcels")
    frame = parcels.frame
    frame.loc[1, "number"] = "Z"
    frame["new"] = 1
    frame.loc[1, "geometry"] = shapely.Point(0, 0)
    del frame["far"]
    rows = parcels.rows([1])
    rows.loc[1, "number"] = "Z"
    values = parcels.values("number")
    values[1] = "Z"
    with pytest.raises(ValueError, match="read-only"):
        parcels.geometries[0] = shapely.Point(0, 0)
    with pytest.raises(ValueError, match="read-only"):
        parcels.ids[0] = 99
    with pytest.raises(TypeError):
        plan.layers["parcels"] = None
    with pytest.raises(TypeError):
        parcels.versions["number"] = 0
    assert plan_print(plan) == before


@given(documents())
def test_a_random_plan_loses_nothing_by_deleting_and_undoing_everything(plan):
    before = plan_print(plan)
    work = [delete(plan, kind, plan.layer(kind).ids) for kind in plan.layers]
    empty = plan
    for one in work:
        empty = empty.applied(one)
    assert sum(len(one) for one in empty.layers.values()) == 0
    for one in work:
        empty = empty.applied(one.inverted())
    assert plan_print(empty) == before


def test_an_empty_plan_takes_a_whole_layer():
    plan = document()
    work = edit(LayerDelta("parcels", plan.layer("parcels"), layer("parcels", squares(1))))
    assert len(plan.applied(work).layer("parcels")) == 1
