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
