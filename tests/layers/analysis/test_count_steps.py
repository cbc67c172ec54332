"""Lines of access, rain, chains and limits."""

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.arithmetic import faults
from tests.layers.analysis.parks import box
from tests.layers.analysis.test_access import plan_of
from tests.layers.analysis.test_chains import row_of
from tests.layers.analysis.test_hourly import with_parameters
from tests.strategies import document, layer, small_plan, squares


def last(plan, path):
    answer = why(measures().evaluate(plan), path)
    assert list(faults(path, answer)) == []
    return answer["steps"][-1].partition(": ")[2].replace("\u2009", " ")


def test_access_is_land_within_reach_over_all_of_it():
    near, far = box(200, 0, 300, 100), box(2_000, 0, 2_100, 100)
    plan = plan_of([near, far], ["R2", "R1"])
    assert last(plan, "access.park_500m_pct") == "100 × 10 000 / 20 000 = 50 %"


def test_rain_is_read_between_two_points_of_the_curve():
    plan = with_parameters(
        small_plan(),
        plan__rain_city="shanghai",
        plan__runoff_target_pct=72.5,
        plan__storage_built_m3=600.0,
    )
    # 10 · H · ψ · 6 ha; 600 m³ / (10 · 0.715833 · 6 ha)
    assert last(plan, "runoff.storage_wanted_m3").startswith("10 × ")
    assert last(plan, "runoff.held_mm") == "600 / (10 × 0.715833 × 6) = 13.9697 mm"
    assert "(72.5 - 70) / (75 - 70)" in last(plan, "runoff.rain_mm")


def test_chains_are_counted_by_chain_and_weighed_by_nearness():
    plan = row_of("battery_structure", "battery_cell", gap=1_000)
    assert last(plan, "chains.links") == "2 + 0 = 2"
    assert last(plan, "chains.nodes").endswith("= 2")
    assert last(plan, "chains.adjacency").endswith("= 0.367879")
    assert last(plan, "chains.completeness")


def test_limits_are_counted_by_figure():
    plan = document(
        layer("parcels", squares(2), land_use=["M1", "M1"], far=[3.0, 1.0], far_max=[2.0, 2.0])
    )
    answer = why(measures().evaluate(plan), "limits.parcels")
    assert answer["steps"][-1] == "parcels: Σ = 1"
    assert any(
        "FAR" in line
        for line in why(measures().evaluate(plan), "limits.mandatory")["steps"]
        + why(measures().evaluate(plan), "limits.guiding")["steps"]
    )


@pytest.mark.parametrize("name", ["mandatory", "guiding", "advice", "parcels", "unchecked"])
def test_limits_of_a_plan_without_any_are_nil(name):
    assert last(small_plan(), f"limits.{name}") == "0 = 0"
