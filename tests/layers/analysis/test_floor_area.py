import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.floor_area import ENTERED, LIMIT, RATIO, ROOFS, UNKNOWN
from tests.layers.analysis.energy_plans import parcels, plan, with_settings
from tests.strategies import EAST, NORTH, document, layer


def floors(found):
    return measures().evaluate(found).value("energy.floors")


def test_what_is_entered_goes_before_the_ratio_and_nothing_is_guessed():
    found = floors(plan("M1", "M1", "M1", floor_area_m2=[7000.0, None, None], far=[1.5, 1.5, None]))
    assert found.area_m2[:2].tolist() == [7000.0, 15_000.0]
    assert np.isnan(found.area_m2[2])
    assert found.source.tolist() == [ENTERED, RATIO, UNKNOWN]


def test_high_storeys_count_once():
    # FAR 1.5 on 1 ha counts 15,000 m²; 5,000 m² in high storeys are in it twice: 10,000 m² stand.
    found = floors(plan("M1", far=[1.5], high_floor_area_m2=[5000.0]))
    assert found.area_m2.tolist() == [10_000.0]
    entered = floors(plan("M1", floor_area_m2=[10_000.0], high_floor_area_m2=[5000.0]))
    assert entered.area_m2.tolist() == [10_000.0]


def test_an_upper_limit_counts_only_where_the_plan_says_so():
    found = plan("M1", far_max=[2.0])
    assert floors(found).source.tolist() == [UNKNOWN]
    limited = floors(with_settings(found, floor_area_limit="limit"))
    assert (limited.area_m2[0], limited.source[0]) == (20_000.0, LIMIT)


def test_roofs_count_only_where_the_plan_says_so():
    roof = shapely.box(EAST + 10, NORTH + 10, EAST + 60, NORTH + 50)
    found = document(parcels("M1"), layer("rooftops", [roof], floors=[3], height_m=[12.0]))
    assert floors(found).source.tolist() == [UNKNOWN]
    roofed = floors(with_settings(found, buildings="roofs"))
    assert roofed.area_m2[0] == pytest.approx(6000.0)
    assert roofed.source.tolist() == [ROOFS]
