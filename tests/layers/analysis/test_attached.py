import pytest

from tests.layers.analysis.parks import areas, box, park
from tests.strategies import layer


def test_the_green_ratio_asks_for_attached_green_and_the_rest_is_sealed():
    assert areas(park()) == {"lawn": 2_000, "water": 0, "bare": 10_000, "sealed": 8_000}


def test_greens_inside_the_parcel_count_towards_its_ratio():
    plan = park(layer("greens", [box(0, 0, 10, 100)], cover=["shrub"]))
    assert areas(plan) == pytest.approx(
        {"shrub": 1_000, "lawn": 1_000, "water": 0, "bare": 10_000, "sealed": 8_000}
    )


def test_attached_green_ends_with_the_rest_of_the_parcel():
    plan = park(layer("rooftops", [box(0, 0, 90, 100)]))
    assert areas(plan)["lawn"] == pytest.approx(1_000)
    assert areas(plan)["sealed"] == pytest.approx(9_000)


@pytest.mark.parametrize(
    ("values", "lawn"),
    [
        ({"green_pct": 30.0, "green_min_pct": 10.0}, 3_000),
        ({"green_pct": None, "green_min_pct": 10.0}, 1_000),
        ({"green_pct": None, "land_use": "R2"}, 3_000),
        ({"green_pct": None, "land_use": "M1"}, 0),
        ({"green_pct": None, "land_use": "S1"}, 0),
        ({"green_pct": None, "land_use": None}, 0),
        ({"green_pct": 0.0, "land_use": "R2"}, 0),
    ],
)
def test_which_green_ratio_counts(values, lawn):
    assert areas(park(**values)).get("lawn", 0) == pytest.approx(lawn)
