import numpy as np
import pytest
import shapely

from sample_data.buildings import Building
from sample_data.controls import controls, limits_of
from sample_data.landuse import Parcel


def test_a_tall_hall_counts_twice_in_the_floor_area_ratio() -> None:
    site = Parcel(
        shapely.box(0, 0, 100, 100), (0.0, 0.0), "plot", "A-01-01", "M1", None, "", None, None
    )
    hall = Building(
        shapely.box(10, 10, 60, 60), 0, 10.0, 1, "metal", None, None, None, "none", "none"
    )
    columns = controls([site], [hall], np.random.default_rng(1))
    assert columns["density_pct"] == [25.0]  # 50 m x 50 m of one hectare
    assert columns["far"] == [0.5]  # one storey above 8 m counts as two
    assert columns["green_max_pct"] == [20.0]
    assert columns["green_min_pct"] == [None]


def test_limits_go_by_the_longest_beginning_of_the_code() -> None:
    schools, research = limits_of("A33"), limits_of("A35")
    assert schools is not None
    assert research is not None
    assert schools.far == pytest.approx((0.6, 1.0))
    assert limits_of("A7") == limits_of("A1")
    assert limits_of("S1") is None
    assert limits_of("E1") is None


def test_of_36_plants_below_the_ratio_of_their_class_one_has_a_limit_that_it_breaks() -> None:
    sites = [
        Parcel(
            shapely.box(0, 0, 100, 100), (0.0, 0.0), "plot", f"A-{n}", "M1", None, "", None, None
        )
        for n in range(36)
    ]
    halls = [
        Building(shapely.box(10, 10, 50, 60), n, 6.0, 2, "metal", None, None, None, "none", "none")
        for n in range(36)
    ]
    columns = controls(sites, halls, np.random.default_rng(1))
    assert columns["far"] == [0.4] * 36  # two storeys of 40 m x 50 m on one hectare
    assert columns["far_min"] == [0.4] * 35 + [1.0]
