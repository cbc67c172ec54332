"""How sure a total is with all assumptions together at random."""

import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.sensitivity import sensitivity
from layers.analysis.uncertainty import SEED, drawn_factors, pert, triangular, uncertainty
from layers.errors import CancelledError
from layers.factor import Factor
from layers.progress import Progress
from tests.small_plan import small_plan

SINK = "carbon.sink_t_per_a.central"
THREE = Factor("a.b", "", "", "", 1.0, 2.0, 5.0)


@pytest.fixture(scope="module")
def results():
    return measures().evaluate(small_plan())


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


def test_it_says_how_it_was_drawn_and_is_drawn_once(results):
    one = uncertainty(results, SINK, ["sink.lawn"], runs=20)
    assert (one.runs, one.seed, one.form, len(one.values)) == (20, SEED, "pert", 20)
    assert uncertainty(results, SINK, ["sink.lawn"], runs=20) is one
    assert uncertainty(results, SINK, ["sink.lawn"], runs=20, form="triangular") is not one


def test_it_can_be_cancelled(results):
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        uncertainty(results, SINK, ["sink.lawn"], progress=progress)
