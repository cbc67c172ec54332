import dataclasses

import pytest

from layers.edits.code_set import conversion, convert_codes
from layers.edits.own_codes import own_codes
from layers.edits.parameters import set_parameter
from layers.edits.styles import set_style
from layers.edits.zone import zone
from layers.errors import InvalidEditError
from layers.kinds import kinds
from layers.parameters import shipped_factors
from tests.likeness import plan_print
from tests.strategies import document, layer, squares


def park():
    """Six squares of 1 ha: industry, schools or research, a mix, water without a match."""
    return document(
        layer(
            "parcels",
            squares(6),
            land_use=["M1", "A3", "M1/B2", "B41/B4", "H11", None],
            land_use_shares=[None, None, "70/30", "60/40", None, None],
            land_use_existing=["E2", "M1", None, None, None, "S1"],
        )
    )


def column(plan, name):
    return [one if isinstance(one, str) else None for one in plan.layer("parcels").values(name)]


def test_each_code_with_one_match_is_converted_and_the_others_stay():
    plan = park()
    edit = convert_codes(plan, "MNR2023")
    after = plan.applied(edit)
    assert after.codes.id == "MNR2023"
    assert column(after, "land_use") == ["100101", "A3", "100101/0902", "090105", "H11", None]
    assert column(after, "land_use_shares") == [None, None, "70/30", None, None, None]
    assert column(after, "land_use_existing") == ["E2", "100101", None, None, None, "1207"]
    assert str(edit.title) == (
        "Change the code set to Land and sea classification 2023: 5 parcels converted"
    )


def test_what_is_chosen_is_done_and_all_of_it_is_one_step_back():
    plan = park()
    edit = convert_codes(plan, "MNR2023", {"A3": "0804", "H11": None, "M1": "1001"})
    after = plan.applied(edit)
    assert column(after, "land_use")[:5] == ["1001", "0804", "1001/0902", "090105", "H11"]
    assert plan_print(after.applied(edit.inverted())) == plan_print(plan)


def test_the_list_says_counts_areas_and_matches_the_largest_first():
    rows = {row.code: row for row in conversion(park(), "MNR2023")}
    assert (rows["M1"].planned, rows["M1"].existing, rows["M1"].area_m2) == (2, 1, 20_000)
    assert (rows["M1"].settled, rows["A3"].settled, rows["H11"].settled) == ("100101", None, None)
    assert [one.code for one in rows["A3"].matches] == ["0804", "0802"]
    assert rows["H11"].matches == ()
    assert rows["S1"].area_m2 == 0
    assert conversion(park(), "MNR2023")[0].code == "M1"


def test_factors_of_the_classes_change_with_the_set_and_the_users_go_along():
    plan = park()
    plan = plan.applied(set_parameter(plan, "green.M1", 12.0))
    after = plan.applied(convert_codes(plan, "MNR2023"))
    assert "green.M1" not in after.parameters
    assert after.factor("green.100101").central == 12.0
    assert after.factor("green.100101").confidence == "user"
    assert after.factor("green.070102") == shipped_factors("MNR2023")["green.070102"]


def test_factors_that_come_back_lie_where_they_were():
    plan = document()
    edit = convert_codes(plan, "MNR2023")
    there = plan.applied(edit)
    assert set(there.parameters) != set(plan.parameters)
    assert list(there.applied(edit.inverted()).parameters) == list(plan.parameters)


def test_the_styles_own_colours_go_to_the_new_codes():
    plan = park()
    style = dataclasses.replace(
        kinds()["parcels"].style, colours={"M1": "#123456", "A3": "#222222"}
    )
    plan = plan.applied(set_style(plan, "parcels", style))
    after = plan.applied(convert_codes(plan, "MNR2023"))
    assert after.styles["parcels"].colours == {"100101": "#123456", "A3": "#222222"}


def test_there_and_back_gives_the_codes_that_are_the_same_again():
    plan = document(layer("parcels", squares(3), land_use=["M1", "G2", "R2/B1"]))
    there = plan.applied(convert_codes(plan, "MNR2023", {}))
    assert column(there, "land_use") == ["100101", "1402", "070102/0901"]
    back = there.applied(convert_codes(there, "GB50137-2011", {"0901": "B1"}))
    assert column(back, "land_use") == column(plan, "land_use")


def test_a_code_of_the_new_set_that_is_there_already_stays():
    plan = document(layer("parcels", squares(2), land_use=["100101", "M1"]))
    assert column(plan.applied(convert_codes(plan, "MNR2023")), "land_use") == ["100101"] * 2


def with_own(plan, *rows):
    return plan.applied(own_codes(plan, "Own", [dict(row) for row in rows]))


def test_a_plan_follows_its_own_set_through_what_its_classes_count_as():
    plan = with_own(
        park(),
        {"code": "I1", "name": "Clean industry", "counts_as": "M1"},
        {"code": "O", "name": "Offices", "counts_as": "B2"},
    )
    after = plan.applied(convert_codes(plan, "own"))
    assert column(after, "land_use") == ["I1", "A3", "I1/O", "B41/B4", "H11", None]
    assert after.codes.title == "Own"
    assert {name for name in after.parameters if name.startswith("green.")} == {
        "green.I1",
        "green.O",
    }
    back = after.applied(convert_codes(after, "GB50137-2011"))
    assert column(back, "land_use") == column(plan, "land_use")


def test_a_code_that_would_be_taken_for_another_class_has_to_be_chosen():
    plan = with_own(
        park(),
        {"code": "A3", "name": "Third axis", "counts_as": "S1"},
        {"code": "M1", "name": "Museum", "counts_as": "A2"},
    )
    with pytest.raises(InvalidEditError, match="M1, A3 would stay as they are and be taken"):
        convert_codes(plan, "own")
    with pytest.raises(InvalidEditError, match="A3 would stay"):
        convert_codes(plan, "own", {"M1": "M1"})
    rows = {row.code: row for row in conversion(plan, "own")}
    assert (rows["M1"].clash, rows["H11"].clash) == (True, False)
    assert convert_codes(plan, "own", {"M1": "M1", "A3": "M1"})


@pytest.mark.parametrize(
    ("to", "choices", "said"),
    [
        ("GB50137-2011", None, "has the code set GB 50137-2011 already"),
        ("own", None, "knows no code set own. Known are GB50137-2011, MNR2023."),
        ("x", None, "knows no code set x"),
        ("MNR2023", {"Z9": "0804"}, "No parcel has the code Z9"),
        ("MNR2023", {"A3": "A35"}, "has no land use A35"),
    ],
)
def test_what_cannot_be_is_refused(to, choices, said):
    with pytest.raises(InvalidEditError) as caught:
        convert_codes(park(), to, choices)
    assert said in str(caught.value)


def test_mixed_codes_that_become_one_add_their_shares():
    plan = park()
    plan = plan.applied(zone(plan, [1], "B4:40/G1:35/B41:25"))
    after = plan.applied(convert_codes(plan, "MNR2023"))
    assert column(after, "land_use")[0] == "090105/1401"
    assert column(after, "land_use_shares")[0] == "65/35"
