"""What single assumptions do to a total."""

from dataclasses import replace

import pytest

from layers.analysis import measures
from layers.analysis import sensitivity as tested
from layers.analysis.sensitivity import Asked, has_range, sensitivity
from layers.edits.attributes import set_values
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


def test_a_range_needs_all_three_values():
    assert has_range(THREE)
    assert not has_range(replace(THREE, low=None))
    assert not has_range(replace(THREE, low=2.0, high=2.0))


def test_it_can_be_cancelled_even_where_the_answer_is_kept(results):
    sensitivity(results, SINK)
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        sensitivity(results, SINK, progress)


def test_other_measures_are_left_alone(results):
    asked = Asked(results, SINK)
    lawn = results.document.parameters["sink.lawn"]
    before = {id_: entry.version for id_, entry in results.entries.items()}
    assert asked.with_factors({"sink.lawn": replace(lawn, central=lawn.high)}) != asked.central
    assert asked.with_factors({}) == asked.central
    assert {id_: entry.version for id_, entry in results.entries.items()} == before


# ---- what is asked, and how often ---------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch):
    """Which factors were asked for, by call."""
    tested._made.clear()
    calls = []
    real = Asked.with_factors

    def counted(self, changed):
        calls.append(frozenset(changed))
        return real(self, changed)

    monkeypatch.setattr(Asked, "with_factors", counted)
    yield calls
    tested._made.clear()


def test_what_a_total_does_not_read_costs_nothing(results, asked):
    found = sensitivity(results, SINK)
    assert asked
    asked.clear()
    plan = results.document
    for id_, name in (("pv.density_mono", "high"), ("emission.heat_default", "central")):
        other = replace(plan.parameters[id_], **{name: 9.0})
        after = replace(plan, parameters={**plan.parameters, id_: other})
        assert sensitivity(measures().evaluate(after, results), SINK) is found
    assert not asked
    # A range alone is an input, though no value changes with it.
    lawn = replace(plan.parameters["sink.lawn"], high=2.0)
    after = replace(plan, parameters={**plan.parameters, "sink.lawn": lawn})
    other = sensitivity(measures().evaluate(after, results), SINK)
    assert asked
    assert other.swings[0].at_high > found.swings[0].at_high


def test_an_edit_that_is_taken_back_costs_nothing(results, asked):
    plan = results.document
    found = sensitivity(results, SINK)
    edit = set_values(plan, "greens", [1], {"cover": "tree_urban"})
    after = measures().evaluate(plan.applied(edit), results)
    assert sensitivity(after, SINK).central != found.central
    asked.clear()
    back = measures().evaluate(plan, after)
    assert sensitivity(back, SINK) is found
    assert not asked


def test_a_factor_is_asked_at_each_end_once(results, asked):
    found = sensitivity(results, SINK)
    alone = [call for call in asked if len(call) == 1]
    for swing in found.swings:
        assert 1 <= alone.count(frozenset({swing.id})) <= 2


def computed(results, path, factor, monkeypatch):
    """Return which measures are computed for a total with another factor, and all it reads."""
    asked = Asked(results, path)
    made = []
    real = asked._set.measures

    def watched(measure):
        return replace(measure, compute=lambda one: made.append(measure.id) or measure.compute(one))

    monkeypatch.setattr(asked._set, "measures", {id_: watched(one) for id_, one in real.items()})
    asked.with_factors({factor.id: factor})
    return made, set(real)


def test_only_what_reads_a_factor_is_computed(results, monkeypatch):
    lawn = replace(results.document.parameters["sink.lawn"], central=1.0)
    made, real = computed(results, SINK, lawn, monkeypatch)
    assert "carbon.by_cover" in made
    assert len(made) == len(set(made))
    assert {"land.site", "carbon.covers"} <= real - set(made)


def test_what_comes_out_as_before_is_read_by_nothing_anew(results, monkeypatch):
    path = "solar.kwh_per_a"
    other = replace(results.document.parameters["pv.yield_harbin"], central=900.0)
    made, real = computed(results, path, other, monkeypatch)
    assert "solar.modules" in made
    assert "solar.roofs" in real
    assert "solar.roofs" not in made
    usable = replace(results.document.parameters["pv.usable_flat"], central=0.1)
    assert "solar.roofs" in computed(results, path, usable, monkeypatch)[0]


def test_a_factor_that_is_at_its_low_value_moves_at_its_high_one(results):
    plan = results.document
    lawn = plan.parameters["sink.lawn"]
    parameters = {**plan.parameters, "sink.lawn": replace(lawn, central=lawn.low)}
    found = sensitivity(measures().evaluate(replace(plan, parameters=parameters)), SINK)
    swing = next(one for one in found.swings if one.id == "sink.lawn")
    assert swing.at_low == pytest.approx(found.central)
    assert swing.at_high > found.central


@pytest.mark.usefixtures("asked")
def test_a_factor_at_whose_end_the_total_is_missing_is_named(results, monkeypatch):
    real = Asked.with_factors

    def lacking(self, changed):
        low = changed.get("sink.lawn")
        gone = low is not None and low.central == low.low
        return None if gone else real(self, changed)

    monkeypatch.setattr(Asked, "with_factors", lacking)
    found = sensitivity(results, SINK)
    assert found.broken == ("sink.lawn",)
    assert "sink.lawn" not in {*found.idle, *found.unvaried, *(one.id for one in found.swings)}
