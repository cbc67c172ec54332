"""The sink by feature: what it adds up to, and what it is per hectare."""

import math

import numpy as np

from layers.analysis import measures
from layers.edit import Change
from layers.edits.attributes import set_values
from tests.likeness import difference
from tests.small_plan import box, layer, small_plan


def test_a_hectare_of_lawn_takes_up_its_factor():
    plan = small_plan()
    results = measures().evaluate(plan)
    factor = plan.factor("sink.lawn").central
    assert math.isclose(results.value("carbon.greens_sink")[1], factor * 10_000 / 1000)
    assert math.isclose(results.value("carbon.greens_density")[1], factor * 10)


def test_parcels_add_up_to_the_whole_sink_where_they_fill_the_site():
    plan = small_plan()
    plan = plan.with_layer(layer("boundary", [box(0, 0, 200)], name=["Site"]))
    results = measures().evaluate(plan)
    density = results.value("carbon.parcels_density")
    assert density.index.tolist() == [1, 2, 3, 4]
    # Four parcels of a hectare each.
    assert math.isclose(density.sum(), results.value("carbon.sink").central)
    assert math.isclose(density[3], plan.factor("sink.lawn").central * 10)


def test_plants_without_a_factor_leave_no_number():
    plan = small_plan()
    plan = plan.with_layer(layer("greens", [box(0, 1), box(1, 1, 50)], cover=["lawn", "moss"]))
    results = measures().evaluate(plan)
    assert np.isnan(results.value("carbon.greens_sink")).tolist() == [False, True]
    assert np.isnan(results.value("carbon.greens_density")).tolist() == [False, True]
    assert np.isnan(results.value("carbon.parcels_density")).tolist() == [False] * 3 + [True]


def test_kept_results_are_as_fresh_ones_after_another_cover_and_code():
    plan = small_plan()
    results = measures().evaluate(plan)
    for kind, values in (("greens", {"cover": "tree_urban"}), ("parcels", {"land_use": "G1"})):
        edit = set_values(plan, kind, [1], values)
        plan = plan.applied(edit)
        results = measures().evaluate(plan, results, Change.of(edit))
        fresh = measures().evaluate(plan)
        for name in ("carbon.rates", "carbon.greens_sink", "carbon.parcels_density"):
            assert difference(results.value(name), fresh.value(name)) == "", name
