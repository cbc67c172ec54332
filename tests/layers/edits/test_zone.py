import pytest

from layers.edits.zone import zone
from layers.errors import InvalidEditError
from tests.strategies import small_plan


def uses(plan):
    return [
        one if isinstance(one, str) else None for one in plan.layer("parcels").values("land_use")
    ]


def test_zoning_sets_the_code_of_the_named_parcels_alone():
    plan = small_plan()
    after = plan.applied(zone(plan, [3, 4], "M1"))
    assert uses(after) == ["M1", "M2", "M1", "M1", "G1", None]
    assert uses(plan) == ["M1", "M2", None, None, "G1", None]


def test_only_rows_and_the_column_that_differ_enter():
    edit = zone(small_plan(), [1, 2, 3], "M1")
    (delta,) = edit.deltas
    assert list(delta.ids) == [2, 3]
    assert delta.columns == ("land_use",)
    assert str(edit.title) == "Zone 2 parcels as M1"


@pytest.mark.parametrize("ids", [[], [1], [1, 1]])
def test_zoning_that_changes_nothing_is_an_empty_edit(ids):
    assert not zone(small_plan(), ids, "M1")


def test_a_use_can_be_taken_away():
    plan = small_plan()
    edit = zone(plan, [1, 3], None)
    assert uses(plan.applied(edit))[0] is None
    assert list(edit.deltas[0].ids) == [1]
    assert uses(plan.applied(edit).applied(edit.inverted())) == uses(plan)


def test_other_layers_stay_the_same_objects():
    plan = small_plan()
    after = plan.applied(zone(plan, [3], "M1"))
    assert after.layer("rooftops") is plan.layer("rooftops")
    assert after.layer("parcels").version("geometry") == plan.layer("parcels").version("geometry")
    assert after.layer("parcels").version("land_use") != plan.layer("parcels").version("land_use")


def test_an_unknown_code_is_refused_with_codes_like_it():
    with pytest.raises(InvalidEditError) as caught:
        zone(small_plan(), [1], "M9")
    text = str(caught.value)
    assert "GB 50137-2011 has no land use M9" in text
    assert "M1" in text


@pytest.mark.parametrize("code", ["", "用地", "m1", "☃" * 100])
def test_strange_codes_are_refused_with_a_sentence(code):
    with pytest.raises(InvalidEditError, match="has no land use"):
        zone(small_plan(), [1], code)


def test_a_parcel_that_is_not_there_is_named():
    with pytest.raises(InvalidEditError, match="77"):
        zone(small_plan(), [1, 77], "M1")
