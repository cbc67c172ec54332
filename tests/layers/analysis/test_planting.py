import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.planting import age_ramp
from layers.edit import Edit, ValueDelta
from layers.message import Message
from tests.layers.analysis.parks import areas, box, carbon, park
from tests.strategies import layer


@pytest.mark.parametrize(
    ("planted", "share"),
    [(2025, 0.0), (2024, 0.2), (2020, 1.0), (1985, 1.0), (1984, 0.3), (2030, 0.0), (None, 1.0)],
)
def test_age_of_trees(planted, share):
    # Urban trees grow for 40 years; the base year of the plan is 2025.
    plan = park(layer("greens", [box(0, 0, 100, 100)], cover=["tree_urban"], planted=[planted]))
    assert carbon(plan)["sink_t_per_a"]["central"] == pytest.approx(9.0 * share)


def test_age_counts_from_the_base_year_of_the_plan():
    plan = park(layer("greens", [box(0, 0, 100, 100)], cover=["tree_urban"], planted=[2025]))
    later = plan.applied(
        Edit(Message("later"), (ValueDelta("parameters", "plan.base_year", 2025, 2027),))
    )
    assert carbon(later)["sink_t_per_a"]["central"] == pytest.approx(9.0 * 0.4)
    assert age_ramp(np.array([3.0]), None).tolist() == [0.6]


def test_roofs_are_sealed_unless_they_are_green():
    roofs = [box(0, 0, 10, 10), box(20, 0, 30, 10), box(40, 0, 50, 10)]
    plan = park(layer("rooftops", roofs, green_roof=["int", "none", None]), green_pct=0.0)
    assert areas(plan)["greenroof_int"] == pytest.approx(100)
    assert areas(plan)["sealed"] == pytest.approx(9_900)


def planted(plan):
    return measures().evaluate(plan).value("carbon.planted")


def test_planted_ground_inside_parcels_leaves_water_and_sealed_covers_out():
    greens = [box(0, 0, 10, 100), box(20, 0, 30, 100), box(40, 0, 50, 100)]
    plan = park(layer("greens", greens, cover=["lawn", "water", None]))
    # A green without a cover is green all the same.
    inside = measures().evaluate(plan).value("carbon.planted_inside")
    assert (inside.ids.tolist(), inside.areas.tolist()) == ([1], [2_000])
    found = planted(plan)
    assert found.without_cover["greens"] == 1
    assert dict(found.areas) == {"lawn": 1_000, "water": 1_000, "unknown": 1_000}


def test_what_lies_outside_the_red_line_lacks_nothing():
    found = planted(park(layer("greens", [box(300, 0, 310, 10)], cover=[None])))
    assert (found.without_cover["greens"], found.without_year) == (0, 0)


def test_without_a_base_year_all_plantings_take_up_the_full_rate():
    plan = park(layer("greens", [box(0, 0, 100, 100)], cover=["tree_urban"], planted=[2025]))
    year = Edit(Message("none"), (ValueDelta("parameters", "plan.base_year", 2025, None),))
    assert dict(planted(plan).growing) == {"tree_urban": 0}
    assert dict(planted(plan.applied(year)).growing) == {"tree_urban": 10_000}
