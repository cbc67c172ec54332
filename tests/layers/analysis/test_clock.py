"""The clock of plans in China and elsewhere."""

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.clock import in_china, offset_h, usual_offset_h
from layers.analysis.reasons import why
from layers.document import Document
from layers.edits.draw import draw
from layers.edits.parameters import set_parameter
from tests.layers.analysis.parks import box
from tests.strategies import document, layer

CITIES = {
    "Kashgar": (76.0, 39.5),
    "Urumqi": (87.6, 43.8),
    "Lhasa": (91.1, 29.7),
    "Harbin": (126.6, 45.8),
    "Fuyuan": (134.3, 48.3),
    "Mohe": (122.5, 53.0),
    "Kunming": (102.7, 25.0),
    "Sanya": (109.5, 18.3),
    "Taipei": (121.5, 25.0),
    "Hong Kong": (114.2, 22.3),
    "Qingdao": (120.4, 36.1),
}


@pytest.mark.parametrize("name", CITIES)
def test_all_of_china_keeps_one_clock(name):
    assert in_china(*CITIES[name])
    assert usual_offset_h(*CITIES[name]) == 8.0


def test_elsewhere_the_longitude_says_and_what_is_set_goes_before():
    assert usual_offset_h(139.7, 35.7) == 9.0  # Tokyo
    assert usual_offset_h(100.5, 13.8) == 7.0  # Bangkok
    assert usual_offset_h(-43.2, -22.9) == -3.0  # Rio de Janeiro
    assert offset_h(5.5, 77.2, 28.6) == 5.5
    assert offset_h(None, None, None) == 8.0


def abroad():
    """A roof at Bonn: 7.1° E, 50.7° N."""
    x, y = 366_000.0, 5_618_000.0
    plan = Document.new("Abroad", "EPSG:32632", base_year=2025)
    edit = draw(plan, "rooftops", shapely.box(x, y, x + 100, y + 100), {"roof_type": "metal"})
    plan = plan.applied(edit)
    plan = plan.applied(set_parameter(plan, "plan.yield_city", "beijing"))
    return plan.applied(set_parameter(plan, "plan.pv_route", "hourly"))


def told(plan, path="solar.monthly_kwh"):
    return why(measures().evaluate(plan), path)


def test_the_sun_of_a_plan_abroad_rises_by_its_own_clock():
    hours = measures().evaluate(abroad()).value("solar.hourly").reshape(365, 24).sum(axis=0)
    middle = float(hours @ (np.arange(24) + 0.5) / hours.sum())
    assert middle == pytest.approx(12.0 - 7.1 / 15.0, abs=0.2)


def test_why_tells_the_clock_and_where_it_comes_from():
    found = told(abroad())
    assert [one["value"] for one in found["inputs"] if "standard time" in one["name"]] == [0.0]
    assert any("UTC+0, by the plan's longitude of 7.1°" in one for one in found["left_out"])
    odd = abroad().applied(set_parameter(abroad(), "plan.utc_offset", 8.0))
    assert any("set to UTC+8" in one for one in told(odd)["left_out"])
    summer = abroad().applied(set_parameter(abroad(), "plan.utc_offset", 2.0))
    assert not any("UTC" in one for one in told(summer)["left_out"])


def test_in_china_nothing_is_assumed():
    plan = document(layer("rooftops", [box(0, 0, 100, 100)], roof_type=["metal"]))
    found = told(plan)
    assert [one["value"] for one in found["inputs"] if "standard time" in one["name"]] == [8.0]
    assert not any("UTC" in one for one in found["left_out"])
