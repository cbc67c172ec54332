"""Lines of covers, of what is lost once, and of credits."""

from layers.analysis import measures
from layers.analysis.reasons import why
from tests.layers.analysis.parks import box, line, park
from tests.layers.analysis.test_loss import plan_of
from tests.strategies import layer


def steps(plan, path):
    lines = why(measures().evaluate(plan), path)["steps"]
    return [line.replace("\u2009", " ") for line in lines]


def test_ground_of_a_cover_is_what_is_drawn_and_attached():
    # 1,000 m² of lawn are drawn, and 20 % of a hectare have to be green.
    plan = park(layer("greens", [box(0, 0, 10, 100)], cover=["lawn"]))
    assert steps(plan, "carbon.by_cover.lawn.area_m2") == [
        "Ground of what is drawn: 1 000 = 1 000 m²",
        "Attached green of parcels: 1 000 = 1 000 m²",
        "area: Σ = 2 000 m²",
    ]


def test_crowns_are_those_of_the_roads():
    road = layer("roads", [line((0, 50), (200, 50))], width_m=[10.0], street_tree_crown_m2=[300.0])
    path = "carbon.by_cover.street_tree.crown_m2"
    assert steps(park(road), path) == ["crowns over other covers: 300 = 300 m²"]


def test_land_claimed_twice_is_claims_less_ground():
    both = layer("greens", [box(0, 0, 10, 100), box(5, 0, 15, 100)], cover=["lawn", "lawn"])
    found = steps(park(both), "carbon.counted_once_m2")
    assert found == ["Land claimed twice: max(0, 2 000 - 1 500) = 500 m²"]


def test_what_is_lost_once_is_told_stock_by_stock():
    # 1 ha of crops at 4.7 t C, 0.8 ha of soil at 12.8 t C/ha.
    plan = plan_of(["E2", "M1", "E2"], ["M1", "M1", "M1"], green_pct=[20.0] * 3)
    crops, soil, whole = steps(plan, "carbon.lost_once_t")
    assert "10 000 / 10000 × " in crops
    assert "8 000 / 10000 × " in soil
    assert f"| {round((4.7 + 0.8 * 12.8) * 44 / 12, 4):g} |" in whole


def test_credits_are_the_sink_times_the_price():
    plan = park(layer("greens", [box(0, 0, 100, 100)], cover=["tree_urban"]))
    (found,) = steps(plan, "carbon.credit_yuan_per_a")
    assert "max(0, 9) × 42 = 378" in found  # 10,000 m² at 0.9 kg/m²
