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


def shares(plan):
    values = plan.layer("parcels").values("land_use_shares")
    return [one if isinstance(one, str) else None for one in values]


def test_mixed_use_is_zoned_with_its_shares_the_larger_first():
    plan = small_plan()
    edit = zone(plan, [1, 3], "B2:30/M1:70")
    after = plan.applied(edit)
    assert str(edit.title) == "Zone 2 parcels as M1:70/B2:30"
    assert uses(after)[:3] == ["M1/B2", "M2", "M1/B2"]
    assert shares(after)[:3] == ["70/30", None, "70/30"]
    assert shares(after.applied(edit.inverted())) == shares(plan)
    assert shares(plan.applied(zone(plan, [1], "M1/B2", shares="60/40")))[0] == "60/40"


def test_another_use_takes_the_shares_away_and_the_same_one_leaves_them():
    plan = small_plan()
    plan = plan.applied(zone(plan, [1, 2], "M1:70/B2:30"))
    assert shares(plan.applied(zone(plan, [1], "M1")))[0] is None
    assert shares(plan.applied(zone(plan, [1], None)))[0] is None
    assert shares(plan.applied(zone(plan, [1], "M1/B1")))[0] is None
    same = zone(plan, [1, 3], "M1/B2")
    assert list(same.deltas[0].ids) == [3]
    assert shares(plan.applied(same))[:3] == ["70/30", "70/30", None]


@pytest.mark.parametrize(
    ("use", "given", "said"),
    [
        ("M1/Z9", None, "no land use Z9"),
        ("M1:70/B2:20", None, "add up to 90 %"),
        ("M1/B2", "70/20", "add up to 90 %"),
        ("M1/B2", "100", "needs 2 shares"),
        (None, "70/30", "Shares need a mixed land use"),
    ],
)
def test_mixed_use_that_cannot_be_is_refused(use, given, said):
    with pytest.raises(InvalidEditError) as caught:
        zone(small_plan(), [1], use, shares=given)
    assert said in str(caught.value)
