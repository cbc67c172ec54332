"""Reasons of the numbers of the green network."""

import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.green_network import PATHS
from layers.analysis.reasons import why
from layers.edits.parameters import set_parameter
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer

PLAN = document(
    layer("greens", [box(0, 0, 100, 100), box(600, 0, 700, 100)]),
    layer("corridors", [line((100, 50), (600, 50))]),
    layer("roads", [line((300, -50), (300, 150))], width_m=[np.nan]),
)


def asked(path, plan=PLAN):
    return why(measures().evaluate(plan), path)


@pytest.mark.parametrize("path", PATHS)
def test_each_number_has_a_formula_of_its_own(path):
    answer = asked(path)
    assert answer["formula"] != "Patches joined by centre lines of corridors"
    assert answer["features"] == {"greens": 2, "corridors": 1}


def test_the_counts_that_went_in_are_named():
    values = {one["name"]: one["value"] for one in asked("corridors.beta")["inputs"]}
    assert (values["Nodes v"], values["Links e"], values["Parts p"]) == (2, 1, 1)


def test_roads_whose_width_is_missing_and_what_is_set_are_told():
    plan = PLAN.applied(set_parameter(PLAN, "plan.network_least_m2", 50.0))
    told = " ".join(asked("corridors.pc", plan)["left_out"])
    assert "Roads without a width that corridors cross, taken as no gap: 1." in told
    assert "Patches below 50" in told
    assert "Water is left out" in told
