import pytest

from layers.coverage.checks import check
from layers.edits.attributes import set_parameter
from tests.strategies import document, layer, squares


def found(plan, code):
    return [one for one in check(plan) if one.code == code]


def test_a_figure_beyond_the_parcels_own_limits_is_listed_with_both_numbers():
    plan = document(
        layer(
            "parcels",
            squares(4),
            number=["A-01", "A-02", None, "A-04"],
            land_use=["M1"] * 4,
            far=[0.81, 1.0, 2.6, None],
            far_min=[1.0, 1.0, 1.0, 1.0],
            far_max=[2.5, 2.5, 2.5, 2.5],
            density_pct=[50.0, 60.0, 60.5, 99.0],
            density_max_pct=[60.0, 60.0, 60.0, None],
            green_pct=[9.0, 25.0, 20.0, None],
            green_min_pct=[10.0, None, None, 30.0],
            green_max_pct=[None, 20.0, 20.0, None],
        )
    )
    below, above = found(plan, "limit_below"), found(plan, "limit_above")
    assert [(one.ids, str(one.text)) for one in below] == [
        ((1,), "Parcel A-01: FAR 0.81 is below the lower limit 1."),
        ((1,), "Parcel A-01: Green ratio 9% is below the lower limit 10%."),
    ]
    assert [(one.ids, str(one.text)) for one in above] == [
        ((3,), "Parcel 3: FAR 2.6 is above the upper limit 2.5."),
        ((3,), "Parcel 3: Building density 60.5% is above the upper limit 60%."),
        ((2,), "Parcel A-02: Green ratio 25% is above the upper limit 20%."),
    ]
    assert below[0].area_m2 == 100.0 * 100.0


def texts(plan):
    return [str(one.text) for code in ("limit_below", "limit_above") for one in found(plan, code)]


def test_floor_area_in_high_storeys_counts_before_a_limit_is_compared():
    values = {"land_use": ["M1"], "number": ["A"], "far": [1.5], "far_min": [1.0]}
    areas = {"floor_area_m2": [8_000.0], "high_floor_area_m2": [0.0]}
    low = document(layer("parcels", squares(1), **values, **areas))
    assert texts(low) == ["Parcel A: FAR 0.8 is below the lower limit 1."]
    areas["high_floor_area_m2"] = [2_000.0]
    assert texts(document(layer("parcels", squares(1), **values, **areas))) == []


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (None, []),  # 20 % of green on industrial land is from memory: advice
        (
            {"high": 15},
            ["Parcel 1: Green ratio 25% is above the upper limit 15%."],
        ),
    ],
)
def test_a_default_is_a_problem_where_it_was_verified_or_entered(edit, told):
    plan = document(layer("parcels", squares(1), land_use=["M1"], green_pct=[25.0]))
    if edit:
        plan = plan.applied(set_parameter(plan, "limit.M1.green", edit))
    assert texts(plan) == told
    coefficient = layer("parcels", squares(1), land_use=["M1"], coef_pct=[29.0])
    assert texts(document(coefficient)) == [
        "Parcel 1: Building coefficient 29% is below the lower limit 30%."
    ]


def test_a_plan_without_parcels_has_no_limits():
    assert texts(document()) == []
