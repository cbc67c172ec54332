"""The sink as carbon credits, by the worked number of the first trade in Shangluo."""

import pytest

from layers.analysis import measures
from layers.analysis.credits import PATH, PRICE, credit_yuan
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edits.parameters import set_parameter
from tests.layers.analysis.parks import box
from tests.strategies import document, layer


def park():
    return document(layer("greens", [box(0, 0, 100, 100)], cover=["tree_urban"]))


def carbon(plan):
    return totals(measures().evaluate(plan), stamped=False)["carbon"]


def test_a_hundred_thousand_tonnes_are_worth_four_million_yuan():
    assert credit_yuan(100_000.0, 42.0) == 4_200_000.0
    assert credit_yuan(-5.0, 42.0) == 0.0


def test_the_sink_is_worth_its_price():
    found = carbon(park())
    sink = found["sink_t_per_a"]["central"]
    assert sink > 0
    assert found["credit_yuan_per_a"] == pytest.approx(sink * 42.0)
    dearer = park().applied(set_parameter(park(), PRICE, 69.82))
    assert carbon(dearer)["credit_yuan_per_a"] == pytest.approx(sink * 69.82)


def test_without_a_price_or_a_sink_it_is_missing():
    priceless = park().applied(set_parameter(park(), PRICE, None))
    assert carbon(priceless)["credit_yuan_per_a"] is None
    found = totals(measures().evaluate(document()), stamped=False)
    assert found["carbon"]["credit_yuan_per_a"] is None
    assert PATH in {lack["path"] for lack in found["missing"]}


def test_why_says_that_it_is_an_upper_bound_with_its_source():
    found = why(measures().evaluate(park()), PATH)
    assert any(one.startswith("At most") for one in found["left_out"])
    assert [one["value"] for one in found["inputs"]][1] == 42.0
