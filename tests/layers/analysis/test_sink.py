import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.sink import bounds_of, sink_t
from layers.parameters import shipped_factors
from tests.layers.analysis.energy_plans import lacking, with_factor
from tests.layers.analysis.parks import areas, box, carbon, line, park
from tests.strategies import document, layer


def test_worked_sink_of_a_park():
    ground = {"tree_urban": 200_000, "shrub": 50_000, "lawn": 80_000, "water": 30_000}
    factors = {cover: shipped_factors()[f"sink.{cover}"] for cover in ground}
    central = sum(sink_t(area, factors[cover].central) for cover, area in ground.items())
    low = sum(sink_t(area, factors[cover].low) for cover, area in ground.items())
    assert central == pytest.approx(202.451, rel=1e-4)
    assert low == pytest.approx(128.0, rel=1e-4)


def test_street_trees_take_no_ground():
    plan = park(
        layer(
            "roads",
            [line((100, 50), (300, 50))],
            width_m=[10.0],
            street_tree_crown_m2=[400.0],
        )
    )
    found = carbon(plan)["by_cover"]["street_tree"]
    # Half of the road lies inside the red line.
    assert found["crown_m2"] == pytest.approx(200)
    assert found["area_m2"] == 0
    assert found["extra"] is True
    assert found["central"] == pytest.approx(200 * 0.75 / 1000)
    assert sum(areas(plan).values()) == pytest.approx(20_000)


def test_bounds_without_a_range_are_the_central_value():
    assert bounds_of(shipped_factors()["sink.lawn"]) == (0.0, 0.0931, 0.4187)
    assert bounds_of(shipped_factors()["sink.tree_pinghu"]) == (0.899, 0.899, 0.899)


def test_an_area_without_a_factor_has_no_sink():
    assert sink_t(10_000, None) is None
    assert sink_t(10_000, 0.0) == 0
    assert sink_t(10_000, 0.3) == pytest.approx(3.0)


def test_crowns_over_greens_of_the_same_cover_add_up():
    # 1,000 m² of street trees as a green and 400 m² of crowns, half of them inside, at 0.75 kg/m².
    plan = park(
        layer("greens", [box(0, 0, 10, 100)], cover=["street_tree"]),
        layer("roads", [line((100, 50), (300, 50))], street_tree_crown_m2=[400.0]),
    )
    found = carbon(plan)["by_cover"]["street_tree"]
    assert (found["area_m2"], found["crown_m2"]) == pytest.approx((1_000, 200))
    assert found["central"] == pytest.approx(1_200 * 0.75 / 1000)


def test_crowns_are_known_even_where_no_land_is():
    lone = document(layer("roads", [line((0, 0), (9, 0))], street_tree_crown_m2=[400.0]))
    found = carbon(lone)
    assert found["sink_t_per_a"]["central"] == pytest.approx(0.3)
    assert found["by_cover"]["bare"]["area_m2"] is None


def test_a_factor_without_a_number_leaves_no_sum_and_is_named():
    plan = park(layer("greens", [box(0, 0, 10, 100)], cover=["shrub"]))
    assert carbon(plan)["sink_t_per_a"]["central"] > 0
    blank = with_factor(plan, "sink.shrub", central=None)
    before, found = carbon(plan), carbon(blank)
    assert found["sink_t_per_a"]["central"] is None
    assert found["by_cover"]["shrub"]["central"] is None
    for bound in ("low", "high"):  # these stand in the factor as before
        assert found["sink_t_per_a"][bound] == before["sink_t_per_a"][bound]
    title = plan.factor("sink.shrub").title
    assert f"a number for the factor {title}" in lacking(blank, "carbon.sink_t_per_a")
    # A factor that nothing stands on is not missed.
    unused = with_factor(plan, "sink.orchard", central=None)
    assert carbon(unused)["sink_t_per_a"] == before["sink_t_per_a"]


def test_why_puts_the_values_into_the_formula_cover_by_cover():
    # 1,000 m² of shrubs at 0.1, 0.3 and 0.6 kg/m², and 20 % of the rest of a hectare as lawn.
    plan = park(layer("greens", [box(0, 0, 10, 100)], cover=["shrub"]))
    found = why(measures().evaluate(plan), "carbon.sink_t_per_a")["steps"]
    shrub = next(line for line in found if line.startswith(plan.factor("sink.shrub").title))
    told = "1 000 m² × (0.1 | 0.3 | 0.6) / 1000 = (0.1 | 0.3 | 0.6) t CO₂/a"
    assert shrub.partition(": ")[2].replace("\u2009", " ") == told
    assert found[-1].startswith("Carbon sink: Σ = (")
    blank = with_factor(plan, "sink.shrub", central=None)
    assert "| – |" in why(measures().evaluate(blank), "carbon.sink_t_per_a")["steps"][-1]
    ground = why(measures().evaluate(plan), "carbon.by_cover.shrub.area_m2")["steps"]
    assert ground[0].replace("\u2009", " ") == "Ground of what is drawn: 1 000 = 1 000 m²"
