"""What single assumptions do to a total, and all of them together at random."""

from dataclasses import replace

import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.sensitivity import (
    Asked,
    drawn_factors,
    has_range,
    pert,
    sensitivity,
    triangular,
    uncertainty,
)
from layers.errors import CancelledError, PlanError
from layers.factor import Factor
from layers.progress import Progress
from tests.small_plan import small_plan

SINK = "carbon.sink_t_per_a.central"
THREE = Factor("a.b", "", "", "", 1.0, 2.0, 5.0)


@pytest.fixture(scope="module")
def results():
    return measures().evaluate(small_plan())


def test_the_lawn_of_one_hectare_swings_the_sink_by_its_range(results):
    """1 ha of lawn: the sink is ten times the factor [kg CO₂/(m² a)], low and high."""
    found = sensitivity(results, SINK)
    lawn = results.document.parameters["sink.lawn"]
    swing = next(one for one in found.swings if one.id == "sink.lawn")
    assert swing.at_high - swing.at_low == pytest.approx(10 * (lawn.high - lawn.low))
    assert swing.reach(found.central) == pytest.approx(10 * (lawn.high - lawn.low))
    assert found.swings[0].id == "sink.lawn"
    assert "sink.tree_urban" in found.idle  # the plan has none


def test_swings_equal_a_plan_with_that_factor(results):
    found = sensitivity(results, "solar.kwh_per_a")
    assert {one.id for one in found.swings} >= {"pv.usable_flat", "pv.usable_metal"}
    reaches = [one.reach(found.central) for one in found.swings]
    assert reaches == sorted(reaches, reverse=True)
    for swing in found.swings:
        factor = results.document.parameters[swing.id]
        other = {**results.document.parameters, swing.id: replace(factor, central=factor.high)}
        fresh = measures().evaluate(replace(results.document, parameters=other))
        assert fresh.value("solar.kwh") == pytest.approx(swing.at_high, rel=1e-12)


def test_factors_without_a_range_that_matter_are_named(results):
    parameters = dict(results.document.parameters)
    lawn = parameters["sink.lawn"]
    parameters["sink.lawn"] = replace(lawn, low=None, high=None)
    plan = replace(results.document, parameters=parameters)
    found = sensitivity(measures().evaluate(plan), SINK)
    assert found.unvaried == ("sink.lawn",)
    assert "sink.lawn" not in {one.id for one in found.swings}


def test_a_missing_or_unknown_number_is_refused(results):
    with pytest.raises(PlanError, match="missing in this plan"):
        Asked(measures().evaluate(small_plan(roofs=False)), "solar.kwh_per_a")
    with pytest.raises(PlanError, match="No number is called"):
        Asked(results, "nothing.of_it")


def test_the_same_seed_gives_the_same_runs_within_the_range(results):
    one = uncertainty(results, SINK, ["sink.lawn"], runs=64)
    two = uncertainty(results, SINK, ["sink.lawn"], runs=64)
    other = uncertainty(results, SINK, ["sink.lawn"], runs=64, seed=7)
    assert one.values.tolist() == two.values.tolist() != other.values.tolist()
    swing = next(s for s in sensitivity(results, SINK).swings if s.id == "sink.lawn")
    assert swing.at_low <= one.values.min() <= one.values.max() <= swing.at_high
    assert one.percentile(5) < one.percentile(50) < one.percentile(95)
    assert one.varied == ("sink.lawn",)


def test_one_factor_that_scales_a_total_gives_its_own_mean(results):
    """The mean of a PERT distribution is (low + 4 central + high) / 6."""
    found = uncertainty(results, SINK, ["sink.lawn"], runs=400)
    lawn = results.document.parameters["sink.lawn"]
    mean = (lawn.low + 4 * lawn.central + lawn.high) / 6
    assert found.values.mean() - found.central == pytest.approx(
        10 * (mean - lawn.central), abs=0.01
    )


def test_triangles_and_pert_have_their_means_and_bounds():
    shares = (np.arange(20_000) + 0.5) / 20_000
    for drawn, mean in ((triangular, (1 + 2 + 5) / 3), (pert, (1 + 8 + 5) / 6)):
        values = drawn(shares, 1.0, 2.0, 5.0)
        assert values.mean() == pytest.approx(mean, rel=1e-4)
        assert values.min() >= 1.0
        assert values.max() <= 5.0
        assert (np.diff(values) >= 0).all()


@pytest.mark.parametrize("mode", [1.0, 5.0])
def test_a_central_value_at_a_bound_is_no_trouble(mode):
    for drawn in (triangular, pert):
        assert np.isfinite(drawn(np.array([0.0, 0.3, 1.0]), 1.0, mode, 5.0)).all()


def test_a_latin_hypercube_takes_one_value_from_each_part():
    (values,) = drawn_factors([THREE], 50, "triangular", 3)
    edges = triangular(np.linspace(0, 1, 51), 1.0, 2.0, 5.0)
    assert np.histogram(values, edges)[0].tolist() == [1] * 50


def test_a_range_needs_all_three_values():
    assert has_range(THREE)
    assert not has_range(replace(THREE, low=None))
    assert not has_range(replace(THREE, low=2.0, high=2.0))


def test_both_can_be_cancelled(results):
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        sensitivity(results, SINK, progress)
    with pytest.raises(CancelledError):
        uncertainty(results, SINK, ["sink.lawn"], progress=progress)


def test_other_measures_are_left_alone(results):
    asked = Asked(results, SINK)
    lawn = results.document.parameters["sink.lawn"]
    before = {id_: entry.version for id_, entry in results.entries.items()}
    assert asked.with_factors({"sink.lawn": replace(lawn, central=lawn.high)}) != asked.central
    assert asked.with_factors({}) == asked.central
    assert {id_: entry.version for id_, entry in results.entries.items()} == before
