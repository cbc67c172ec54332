"""Reasons of the numbers of walking and cycling."""

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.slow_network import PATHS
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer

PLAN = document(
    layer("boundary", [box(0, 0, 1000, 1000)]),
    layer("roads", [line((0, 500), (1000, 500))], **{"class": ["local"]}),
)


def asked(path):
    return why(measures().evaluate(PLAN), path)


@pytest.mark.parametrize("path", PATHS)
def test_each_number_has_a_formula_and_its_features(path):
    answer = asked(path)
    assert answer["formula"] != "Paths and roads as a network"
    assert answer["features"] == {"paths": 0, "roads": 1}


def test_a_density_names_length_area_and_what_is_usual():
    answer = asked("slow.walk_km_per_km2")
    assert [one["value"] for one in answer["inputs"]] == pytest.approx([1000, 1e6, 6])
    assert answer["unit"] == "km/km²"
    assert any("pavement" in text for text in answer["left_out"])


def test_all_roads_count_for_the_density_of_roads_without_assumption():
    assert asked("slow.road_km_per_km2")["left_out"] == []
