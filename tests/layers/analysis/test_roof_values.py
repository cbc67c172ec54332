"""What each roof yields is what the sums are made of."""

import math

import numpy as np
import pytest

from layers.analysis import measures
from tests.small_plan import box, layer, small_plan


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("roof_usable", "usable"),
        ("roof_kwp", "kwp"),
        ("roof_kwh", "kwh"),
        ("roof_avoided", "avoided"),
    ],
)
def test_roofs_add_up_to_the_total(name, total):
    results = measures().evaluate(small_plan())
    found = results.value(f"solar.{name}")
    assert found.index.tolist() == [1, 2]
    assert (found > 0).all()
    assert math.isclose(found.sum(), results.value(f"solar.{total}"))


def test_the_yield_by_area_does_not_depend_on_the_size():
    plan = small_plan()
    roofs = layer("rooftops", [box(0, 0, 50), box(1, 0, 10)], roof_type=["flat", "flat"])
    results = measures().evaluate(plan.with_layer(roofs))
    first, second = results.value("solar.roof_yield")
    assert math.isclose(first, second)
    assert math.isclose(first * 2_500, results.value("solar.roof_kwh")[1])


def test_a_roof_outside_the_red_line_has_no_value():
    roofs = layer("rooftops", [box(0, 0, 50), box(9, 9)], roof_type=["flat", "flat"])
    results = measures().evaluate(small_plan().with_layer(roofs))
    for name in ("roof_usable", "roof_kwp", "roof_kwh", "roof_yield", "roof_avoided"):
        assert np.isnan(results.value(f"solar.{name}")).tolist() == [False, True], name


def test_yield_by_power_and_over_the_life_rest_on_the_yield_of_a_year():
    results = measures().evaluate(small_plan())
    kwh, kwp = results.value("solar.roof_kwh"), results.value("solar.roof_kwp")
    assert results.value("solar.roof_specific").to_numpy() == pytest.approx((kwh / kwp).to_numpy())
    life = results.value("solar.roof_life")
    assert (life / kwh).to_numpy() == pytest.approx([43_283_821 / 1_836_780] * 2)
    assert life.sum() == pytest.approx(results.value("solar.life")["all"])
