import pytest

from layers.analysis.sink import sink_t
from layers.parameters import shipped_factors
from tests.layers.analysis.parks import areas, carbon, line, park
from tests.strategies import layer


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
