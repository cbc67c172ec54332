"""Which factors move a number of the plan."""

from layers.analysis import measures
from layers.analysis.used_factors import used_factors
from tests.small_plan import small_plan

PATHS = ("carbon.sink_t_per_a.central", "solar.kwh_per_a", "nothing.of_it")


def test_factors_of_what_the_plan_has_are_used_and_no_others():
    found = used_factors(measures().evaluate(small_plan()), PATHS)
    assert {"sink.lawn", "pv.usable_flat", "pv.usable_metal"} <= found
    assert not found & {"sink.tree_urban", "sink.wetland_inland"}


def test_without_roofs_nothing_of_the_sun_is_used():
    found = used_factors(measures().evaluate(small_plan(roofs=False)), PATHS)
    assert "sink.lawn" in found
    assert not [id_ for id_ in found if id_.startswith("pv.")]
