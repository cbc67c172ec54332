import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from layers.analysis import measures
from layers.analysis.indicators import TYPED
from layers.edit import Change
from layers.edits.attributes import set_parameter, set_values
from layers.edits.draw import delete
from layers.edits.zone import zone
from layers.errors import CancelledError
from layers.explanation import Explanation
from layers.kinds import kinds
from layers.measure import LIGHT_S, Inputs, Measure, MeasureSet
from layers.message import Message
from layers.own_codes import STORED
from layers.progress import Progress
from layers.weather import STORED as WEATHER
from tests.likeness import difference
from tests.strategies import document, documents, small_plan

CALLS = []


def counted(name, compute):
    def made(inputs):
        CALLS.append(name)
        return compute(inputs)

    return made


def declared(**more):
    """Three measures: floor height over roofs, count of uses, and both of them."""
    CALLS.clear()
    height = Measure(
        "roof.height",
        "Height",
        "m",
        counted("height", lambda inputs: float(inputs.rows("rooftops")["height_m"].sum())),
        layers={"rooftops": ("height_m",)},
        **more,
    )
    zoned = Measure(
        "land.zoned",
        "Zoned",
        "",
        counted("zoned", lambda inputs: int(inputs.rows("parcels")["land_use"].notna().sum())),
        layers={"parcels": ("land_use",)},
    )
    both = Measure(
        "all.both",
        "Both",
        "",
        counted(
            "both",
            lambda inputs: (
                inputs.value("roof.height") * inputs.value("land.zoned")
                + inputs.factor("sink.lawn").central
            ),
        ),
        parameters=("sink.lawn",),
        measures=("roof.height", "land.zoned"),
    )
    return MeasureSet([both, zoned, height])


def test_values_come_in_an_order_in_which_each_reads_what_is_there():
    # 12 m of roof, 3 zoned parcels: 12 · 3 + 0.0931
    assert declared().evaluate(small_plan()).value("all.both") == 36.0931


def test_what_is_unchanged_is_kept_and_only_what_reads_the_change_is_computed():
    plan, found = small_plan(), declared()
    first = found.evaluate(plan)
    CALLS.clear()
    second = found.evaluate(plan.applied(zone(plan, [3], "M1")), first)
    assert CALLS == ["zoned", "both"]
    assert second.changed_from(first) == {"land.zoned", "all.both"}
    assert second.entries["roof.height"] is first.entries["roof.height"]


def test_a_value_that_came_out_the_same_stops_the_work_there():
    plan, found = small_plan(), declared()
    first = found.evaluate(plan)
    CALLS.clear()
    second = found.evaluate(plan.applied(zone(plan, [1], "M2")), first)
    assert CALLS == ["zoned"]
    assert second.changed_from(first) == frozenset()


def test_columns_and_factors_that_are_not_read_change_nothing():
    plan, found = small_plan(), declared()
    first = found.evaluate(plan)
    CALLS.clear()
    other = plan.applied(set_values(plan, "parcels", [1], {"far": 2}))
    other = other.applied(set_parameter(other, "sink.shrub", 0.4))
    assert found.evaluate(other, first).changed_from(first) == frozenset()
    assert CALLS == []
    lawn = plan.applied(set_parameter(plan, "sink.lawn", 0.1))
    assert found.evaluate(lawn, first).value("all.both") == 36.1
    assert CALLS == ["both"]


def test_the_first_results_are_all_new():
    results = declared().evaluate(small_plan())
    assert results.changed_from(None) == set(results.entries)


def test_a_costly_measure_gets_what_changed():
    def update(inputs, before, value, change):
        assert value == 12.0
        CALLS.append(sorted(change.rows["rooftops"].tolist()))
        assert isinstance(before, Inputs)
        return float(inputs.rows("rooftops")["height_m"].sum())

    plan, found = small_plan(), declared(update=update)
    first = found.evaluate(plan)
    edit = set_values(plan, "rooftops", [2], {"height_m": 8})
    CALLS.clear()
    second = found.evaluate(plan.applied(edit), first, Change.of(edit))
    assert CALLS == [[2], "both"]
    assert second.value("roof.height") == 20.0


def test_what_took_long_is_left_for_later_and_marked():
    plan, found = small_plan(), declared()
    first = found.evaluate(plan)
    slow = first.entries["land.zoned"]
    entries = {
        **first.entries,
        "land.zoned": type(slow)(slow.value, slow.version, slow.key, slow.inputs, 9.0),
    }
    first = type(first)(first.document, entries)
    other = plan.applied(zone(plan, [3], "M1"))
    CALLS.clear()
    light = found.evaluate(other, first, light_only=True)
    assert CALLS == []
    assert light.stale
    assert light.value("land.zoned") == 3
    assert light.entries["all.both"].stale
    whole = found.evaluate(other, light)
    assert not whole.stale
    assert (whole.value("land.zoned"), whole.value("all.both")) == (4, 48.0931)


def test_waiting_for_a_busy_machine_makes_no_measure_costly():
    def waited(inputs):
        # What the clock says while other programs have the processor.
        time.sleep(2 * LIGHT_S)
        return len(inputs.ids("parcels"))

    found = MeasureSet([Measure("a.a", "A", "", waited, layers={"parcels": ("land_use",)})])
    plan = small_plan()
    first = found.evaluate(plan)
    second = found.evaluate(plan.applied(zone(plan, [3], "M1")), first, light_only=True)
    assert not second.stale


def test_work_makes_a_measure_costly():
    def worked(inputs):
        started = time.thread_time()
        while time.thread_time() - started <= LIGHT_S:
            pass
        return len(inputs.ids("parcels"))

    found = MeasureSet([Measure("a.a", "A", "", worked, layers={"parcels": ("land_use",)})])
    plan = small_plan()
    first = found.evaluate(plan)
    second = found.evaluate(plan.applied(zone(plan, [3], "M1")), first, light_only=True)
    assert second.stale


def test_inputs_that_ask_for_long_work_are_left_for_later():
    def parcels(inputs):
        return len(inputs.ids("parcels"))

    read = {"parcels": ("land_use",)}
    many = Measure("a.a", "A", "", parcels, layers=read, heavy=lambda inputs: parcels(inputs) > 5)
    few = Measure("a.b", "B", "", parcels, layers=read, heavy=lambda inputs: parcels(inputs) > 6)
    found, plan = MeasureSet([many, few]), small_plan()
    first = found.evaluate(plan)
    second = found.evaluate(plan.applied(zone(plan, [3], "M1")), first, light_only=True)
    assert [second.entries[id_].stale for id_ in ("a.a", "a.b")] == [True, False]
    assert not found.evaluate(second.document, second).stale


def test_a_deferred_value_is_made_when_it_is_asked_for():
    plan, found = small_plan(), declared(deferred=True).behind(["land.zoned", "roof.height"])
    results = found.evaluate(plan)
    assert CALLS == ["zoned"]
    height = results.value("roof.height")
    assert CALLS == ["zoned", "height"]
    assert results.value("roof.height") == height == 12.0
    assert CALLS == ["zoned", "height"]
    assert declared(deferred=True).evaluate(plan).value("all.both") == 36.0931


def test_a_deferred_value_is_made_at_once_again_while_it_is_asked_for():
    plan, found = small_plan(), declared(deferred=True).behind(["roof.height"])
    results = found.evaluate(plan)
    ids = plan.layer("rooftops").ids[:1].tolist()

    def raised(to, results):
        after = results.document.applied(
            set_values(results.document, "rooftops", ids, {"height_m": to})
        )
        return found.evaluate(after, results)

    never = raised(10.0, results)
    assert CALLS == []
    assert never.changed_from(results) == {"roof.height"}
    before = never.value("roof.height")
    once = raised(12.0, never)
    assert CALLS == ["height", "height"]
    twice = raised(15.0, once)
    assert CALLS == ["height", "height"]  # nobody asked for the one between
    assert twice.value("roof.height") == pytest.approx(before + 5.0)
    assert once.value("roof.height") == pytest.approx(before + 2.0)


def test_values_of_features_that_no_total_needs_are_deferred():
    known = measures().measures
    readers = {name: [one for one in known.values() if name in one.measures] for name in known}
    for name, measure in known.items():
        needed = any(not one.deferred for one in readers[name])
        assert measure.deferred or needed or not measure.themed, name


def test_work_is_stopped_between_measures():
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        declared().evaluate(small_plan(), progress=progress)


def test_knots_are_refused():
    one = Measure("a.a", "A", "", lambda _: 1, measures=("a.b",))
    other = Measure("a.b", "B", "", lambda _: 1, measures=("a.a",))
    with pytest.raises(ValueError, match="cycle"):
        MeasureSet([one, other])


def test_a_measure_reads_what_it_declares_and_no_more():
    measure = Measure(
        "a.a",
        "A",
        "",
        lambda _: None,
        layers={"parcels": ("land_use",)},
        parameters=("sink.", "plan.base_year"),
    )
    inputs = Inputs(measure, small_plan(), {"a.b": 1})
    assert list(inputs.rows("parcels").columns) == ["land_use"]
    assert inputs.ids("parcels").tolist() == [1, 2, 3, 4, 5, 6]
    assert inputs.factor("sink.lawn").id == "sink.lawn"
    assert "lawn" in inputs.factors("sink.")
    assert inputs.parameter("plan.base_year") == 2025
    for forbidden in (
        lambda: inputs.rows("roads"),
        lambda: inputs.geometries("parcels"),
        lambda: inputs.parameter("pv.pr"),
        lambda: inputs.factors("pv."),
        lambda: inputs.factor("plan.base_year"),
        lambda: inputs.value("a.b"),
        lambda: inputs.codes,
    ):
        with pytest.raises(KeyError):
            forbidden()


def test_why_is_asked_with_the_inputs_of_the_value():
    def explain(inputs, value, path):
        count = len(inputs.ids("parcels"))
        return Explanation(Message.of("{n} at {path}: {value}", n=count, path=path, value=value))

    plan = small_plan()
    found = MeasureSet(
        [
            Measure("a.a", "A", "", lambda _: 5, layers={"parcels": ("far",)}, explain=explain),
            Measure("a.b", "B", "", lambda _: 6),
        ]
    )
    results = found.evaluate(plan)
    assert str(found.explain(results, "a.a", "x.y").formula) == "6 at x.y: 5"
    assert found.explain(results, "a.b", "") is None


# ---- all measures -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", measures().measures)
def test_every_measure_declares_what_is_there(name):
    measure = measures().measures[name]
    plan = document()
    assert measure.title
    for kind, columns in measure.layers.items():
        known = {*(column.id for column in kinds()[kind].columns), "geometry"}
        assert set(columns) <= known
    # Classes of a set of its own, weather, and typed values are there only where a plan has them.
    known = {*plan.parameters, STORED, WEATHER, f"{TYPED}energy"}
    for parameter in measure.parameters:
        assert any(
            one == parameter or (parameter.endswith(".") and one.startswith(parameter))
            for one in known
        )
    assert set(measure.measures) <= set(measures().measures)
    assert measure.per_feature in {"", *kinds()}


def values_in(value):
    if isinstance(value, dict):
        for one in value.values():
            yield from values_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from values_in(one)
    else:
        yield value


@given(documents())
def test_every_measure_has_a_value_for_every_plan_and_none_is_not_a_number(plan):
    results = measures().evaluate(plan)
    for name, measure in measures().measures.items():
        value = results.value(name)
        for one in values_in(value):
            assert not (isinstance(one, float) and np.isnan(one)), name
        if measure.per_feature:
            assert isinstance(value, pd.Series | pd.DataFrame)
            assert set(value.index) <= set(plan.layer(measure.per_feature).ids.tolist())


@given(documents())
def test_the_same_plan_has_the_same_values(plan):
    fresh, again = measures().evaluate(plan), measures().evaluate(plan)
    for name in measures().measures:
        assert difference(fresh.value(name), again.value(name), name) == ""


def test_deleting_all_roofs_leaves_no_roof_numbers_behind():
    plan = small_plan()
    first = measures().evaluate(plan)
    edit = delete(plan, "rooftops", [1, 2])
    kept = measures().evaluate(plan.applied(edit), first, Change.of(edit))
    fresh = measures().evaluate(plan.applied(edit))
    for name in measures().measures:
        assert difference(kept.value(name), fresh.value(name), name) == ""


def test_a_part_of_a_set_keeps_what_the_whole_has_made():
    whole = declared()
    part = whole.behind(["roof.height"])
    assert list(part.measures) == ["roof.height"]
    assert set(whole.behind(["all.both"]).measures) == {"roof.height", "land.zoned", "all.both"}
    plan = small_plan()
    before = whole.evaluate(plan)
    CALLS.clear()
    after = part.evaluate(plan, before)
    assert not CALLS
    assert after.entries["roof.height"] is before.entries["roof.height"]
