import numpy as np
import pytest

from layers.edits.attributes import set_parameter
from layers.indicators import INDICATORS
from layers.limits import Footing, breaches, footing, held_by
from tests.strategies import document, layer, squares

FAR, DENSITY, COEFFICIENT, GREEN, HEIGHT = range(5)
NAN = float("nan")


def plan_of(n=1, **columns):
    """Parcels of 1 ha each."""
    return document(layer("parcels", squares(n), **columns))


def one(**values):
    found, _ = held_by(plan_of(**{name: [value] for name, value in values.items()}))
    return found


def told(plan):
    found = breaches(held_by(plan)[0])
    return [
        (id_, INDICATORS[place].id, "above" if above else "below", figure, limit)
        for id_, place, above, figure, limit in zip(
            found.ids.tolist(),
            found.indicators.tolist(),
            found.above.tolist(),
            found.figures.tolist(),
            found.limits.tolist(),
            strict=True,
        )
    ]


@pytest.mark.parametrize(
    ("values", "far"),
    [
        # 1 ha: 8,000 m² of which 5,000 m² stand in storeys above 8 m.
        ({"land_use": "M1", "floor_area_m2": 8_000.0, "high_floor_area_m2": 5_000.0}, 1.3),
        ({"land_use": "M1", "floor_area_m2": 8_000.0, "high_floor_area_m2": 0.0}, 0.8),
        ({"land_use": "M1", "floor_area_m2": 8_000.0}, NAN),  # industry has to say
        ({"land_use": "M1", "floor_area_m2": 8_000.0, "far": 0.9}, 0.9),
        ({"land_use": "R2", "floor_area_m2": 8_000.0}, 0.8),
        ({"land_use": "B1", "floor_area_m2": 8_000.0, "high_floor_area_m2": 5_000.0}, 1.3),
        ({"floor_area_m2": 0.0, "far": 2.0}, 0.0),
        ({"high_floor_area_m2": 5_000.0}, NAN),
        ({"far": 2.0}, 2.0),
        ({}, NAN),
    ],
)
def test_floor_area_in_storeys_above_8_m_counts_twice(values, far):
    found = one(**values)
    assert found.figures[FAR, 0] == pytest.approx(far, nan_ok=True)
    assert bool(found.counted[FAR, 0]) == (far != values.get("far", NAN) and not np.isnan(far))


def test_the_plan_says_how_often_high_storeys_count():
    plan = plan_of(land_use=["M1"], floor_area_m2=[8_000.0], high_floor_area_m2=[5_000.0])
    plan = plan.applied(set_parameter(plan, "limit.M.high_storeys", 1))
    assert held_by(plan)[0].figures[FAR, 0] == pytest.approx(0.8)
    plan = plan.applied(set_parameter(plan, "limit.M.high_storeys", 1.5))
    assert held_by(plan)[0].figures[FAR, 0] == pytest.approx(1.05)


@pytest.mark.parametrize(
    ("values", "density", "coefficient"),
    [
        ({"footprint_m2": 3_000.0, "structures_m2": 500.0}, 30.0, 35.0),
        ({"footprint_m2": 3_000.0}, 30.0, NAN),  # structures are not taken for none
        ({"structures_m2": 500.0}, NAN, NAN),
        ({"footprint_m2": 3_000.0, "density_pct": 99.0, "coef_pct": 34.0}, 30.0, 34.0),
        ({"density_pct": 25.0}, 25.0, NAN),
    ],
)
def test_the_building_coefficient_counts_structures_and_yards_as_well(values, density, coefficient):
    found = one(**values)
    assert found.figures[DENSITY, 0] == pytest.approx(density, nan_ok=True)
    assert found.figures[COEFFICIENT, 0] == pytest.approx(coefficient, nan_ok=True)


def test_green_and_height():
    found = one(green_area_m2=1_500.0, green_pct=40.0, height_m=24.0)
    assert found.figures[GREEN, 0] == pytest.approx(15.0)
    assert found.figures[HEIGHT, 0] == 24.0
    assert not found.counted[HEIGHT, 0]


def test_a_parcel_without_ground_has_typed_figures_alone():
    plan = document(layer("parcels", [None], far=[1.5], floor_area_m2=[8_000.0]))
    assert held_by(plan)[0].figures[FAR, 0] == 1.5


def test_figures_that_are_no_numbers_are_missing():
    found = one(far=np.inf, far_max=2.0, footprint_m2=np.inf, green_area_m2=1e308)
    assert np.isnan(found.figures).all()
    assert not found.above.any()


def test_own_limits_replace_the_class_default_for_their_indicator_alone():
    found = one(land_use="M1", far_max=2.5)
    assert (found.high[FAR, 0], np.isnan(found.low[FAR, 0])) == (2.5, True)
    assert found.own[:, 0].tolist() == [True, False, False, False, False]
    assert (found.low[COEFFICIENT, 0], found.high[GREEN, 0]) == (30.0, 20.0)


def test_own_limits_are_mandatory_unless_they_guide_and_defaults_always_guide():
    values = {"land_use": ["M1"] * 3, "far_max": [2.0] * 3}
    found, _ = held_by(plan_of(3, far_force=[None, "guiding", "mandatory"], **values))
    assert found.mandatory[FAR].tolist() == [True, False, True]
    assert not found.mandatory[COEFFICIENT].any()


def test_breaches_of_a_least_a_most_and_a_range():
    plan = plan_of(
        4,
        far=[0.9, 1.0, 2.5, 2.6],
        far_min=[1.0] * 4,
        far_max=[2.5] * 4,
        height_m=[24.0, 24.1, None, 9.0],
        height_max_m=[24.0] * 4,
        density_pct=[20.0, 40.0, None, None],
        density_min_pct=[None, 45.0, 45.0, None],
    )
    assert told(plan) == [
        (1, "far", "below", 0.9, 1.0),
        (4, "far", "above", 2.6, 2.5),
        (2, "density", "below", 40.0, 45.0),
        (2, "height", "above", 24.1, 24.0),
    ]


def test_industry_with_much_green_is_beyond_its_class_and_housing_with_little_as_well():
    plan = plan_of(3, land_use=["M1", "R2", "G1"], green_area_m2=[2_500.0, 2_500.0, 7_000.0])
    assert told(plan) == [(2, "green", "below", 25.0, 30.0), (1, "green", "above", 25.0, 20.0)]
    found = breaches(held_by(plan)[0])
    assert not found.own.any()
    assert not found.mandatory.any()


def test_a_quotient_that_is_off_in_its_last_digit_keeps_its_limit():
    floor = 20_000.000000000004
    assert told(plan_of(floor_area_m2=[floor], far_max=[2.0])) == []
    assert told(plan_of(floor_area_m2=[20_001.0], far_max=[2.0])) != []


def test_limits_without_a_figure_are_told_as_unknown():
    found = one(land_use="M1", far_max=2.0, green_max_pct=20.0, green_pct=10.0)
    assert found.unknown[:, 0].tolist() == [True, False, False, False, False]


def test_a_limit_has_a_footing():
    plan = plan_of(2, land_use=["M1", "M1"], far_max=[2.0, 2.0], far_source=["图则 A-03", None])
    assert footing(plan, 1, FAR, "") == Footing("图则 A-03")
    assert footing(plan, 2, FAR, "") == Footing("")
    default = footing(plan, 1, COEFFICIENT, "limit.M.coefficient")
    assert "国土资发〔2008〕24号" in default.source
    assert default.source.endswith("2008")
    assert default.confidence == "verified"
    assert footing(plan, 9, FAR, "") == Footing("")
