from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.analysis import measures
from layers.analysis.per_feature import feature_measures, values
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.attributes import set_parameter, set_values
from layers.edits.draw import delete, draw
from layers.indicators import INDICATORS, READ
from layers.limits import breaches, held_by
from layers.measure import MeasureSet
from tests.likeness import difference
from tests.strategies import EAST, NORTH, document, layer, squares

TABLES = (
    "roofed",
    "ids",
    "classes",
    "figures",
    "low",
    "high",
    "own",
    "mandatory",
    "counted",
    "below",
    "above",
)


@cache
def limits():
    """The measures of this module, and what they read."""
    found = measures().measures
    return MeasureSet(
        found[id_] for id_ in found if id_.startswith("limits.") or id_ == "land.areas"
    )


def plan_of(n=3, **columns):
    return document(layer("parcels", squares(n), **columns))


def evaluated(plan):
    return limits().evaluate(plan)


def test_a_parcel_is_coloured_by_how_many_limits_it_breaks_and_how():
    plan = plan_of(
        5,
        land_use=["M1", "M1", "R2", "S1", "M1"],
        far=[0.5, 2.0, 3.0, 9.0, 0.5],
        far_max=[2.5, None, 2.5, None, None],
        far_min=[1.0, None, None, None, None],
        height_m=[40.0, None, None, 40.0, None],
        height_max_m=[36.0, None, None, None, None],
        far_force=[None, None, "guiding", None, None],
    )
    results = evaluated(plan)
    ids = plan.layer("parcels").ids
    number = values(results, "limits.number", ids)
    state = values(results, "limits.state", ids)
    # The road has no limits at all; the last one is below the default of its class.
    assert number.tolist() == pytest.approx([2, 0, 1, np.nan, 1], nan_ok=True)
    assert state.tolist() == pytest.approx([2, 0, 1, np.nan, 1], nan_ok=True)


def test_figures_as_they_count_are_offered_for_styles_and_labels():
    plan = plan_of(2, land_use=["M1"] * 2, floor_area_m2=[8_000.0] * 2, footprint_m2=[3_000.0] * 2)
    plan = plan.applied(set_values(plan, "parcels", [1], {"high_floor_area_m2": 5_000}))
    results = evaluated(plan)
    assert values(results, "limits.far", np.array([2, 1])).tolist() == pytest.approx(
        [np.nan, 1.3], nan_ok=True
    )
    assert values(results, "limits.density", np.array([1])).tolist() == [30.0]
    offered = {one.id for one in feature_measures("parcels")}
    counted = {f"limits.{one.id}" for one in INDICATORS if one.counted_from}
    assert counted | {"limits.number", "limits.state"} <= offered


def test_why_says_how_figures_count_and_what_was_left_out():
    plan = plan_of(2, far=[3.0, None], far_max=[2.0, 2.0])
    results = evaluated(plan)
    found = limits().explain(results, "limits.breaches", "limits.breaches")
    assert "storeys above 8 m" in str(found.formula)
    assert dict(found.features) == {"parcels": 1}
    assert [str(one) for one in found.left_out] == [
        "1 limit of parcels cannot be checked: what is planned is missing."
    ]


def test_totals_count_what_is_beyond_by_how_it_binds():
    plan = plan_of(
        4,
        land_use=["M1"] * 4,
        far=[3.0, 3.0, 3.1, None],
        far_max=[2.0, 2.0, None, 2.0],
        far_force=[None, "guiding", None, None],
        green_pct=[30.0, None, None, None],
    )
    results = measures().evaluate(plan)
    # FAR of the first binds, of the second guides; the third has its class's 3, and so has the
    # green ratio of the first; the fourth has nothing planned.
    wanted = {"mandatory": 1, "guiding": 1, "advice": 2, "parcels": 3, "unchecked": 1}
    assert totals(results, stamped=False)["limits"] == wanted
    found = why(results, "limits.mandatory")
    assert (found["value"], found["features"]) == (1, {"parcels": 3})
    assert "beyond a mandatory limit" in found["formula"]
    assert why(results, "limits.breaches")["value"]["figures"] == [3.0, 3.0, 3.1, 30.0]


def test_another_default_is_in_force_at_once():
    plan = plan_of(1, land_use=["M1"], height_m=[40.0])
    results = evaluated(plan)
    assert len(results.value("limits.breaches")) == 0
    edit = set_parameter(plan, "limit.M.height", {"high": 36})
    plan = plan.applied(edit)
    results = limits().evaluate(plan, results, Change.of(edit))
    (limit,) = results.value("limits.breaches").limits.tolist()
    assert limit == 36.0


def test_roofs_are_followed_where_they_stand_for_buildings():
    shape = squares(1, side=50.0)
    plan = document(
        layer("parcels", squares(1), land_use=["M1"], density_max_pct=[20.0]),
        layer("rooftops", shape, floors=[1], height_m=[9.0]),
    )
    results = evaluated(plan)
    assert len(results.value("limits.breaches")) == 0
    edit = set_parameter(plan, "plan.buildings", "roofs")
    plan = plan.applied(edit)
    results = limits().evaluate(plan, results, Change.of(edit))
    found = results.value("limits.breaches")
    assert (found.figures.tolist(), found.roofed.tolist()) == ([0.5, 25.0], [True, True])
    explained = limits().explain(results, "limits.breaches", "limits.breaches")
    assert any("counted from roofs" in str(one) for one in explained.left_out)
    edit = delete(plan, "rooftops", [1])
    plan = plan.applied(edit)
    assert len(limits().evaluate(plan, results, Change.of(edit)).value("limits.breaches")) == 0


NUMBERS = [name for name in READ if name != "land_use" and not name.endswith("_force")]
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "land_use": st.sampled_from(["M1", "R2", "S1", "M1/B2", None]),
        "far_force": st.sampled_from(["guiding", "mandatory", None]),
    }
    | {name: st.none() | st.sampled_from([0, 0.5, 2, 20, 29]) for name in NUMBERS},
)
WORK = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.lists(st.integers(1, 6), min_size=1), SETTINGS),
        st.tuples(st.just("draw"), st.integers(0, 50), SETTINGS),
        st.tuples(st.just("delete"), st.integers(0, 5), st.none()),
        st.tuples(st.just("default"), st.sampled_from([None, 1, 3]), st.none()),
        st.tuples(st.just("roofs"), st.sampled_from(["none", "roofs"]), st.none()),
        st.tuples(st.just("roof"), st.integers(1, 2), st.sampled_from([None, 1, 3])),
    ),
    max_size=8,
)


def edited(plan, verb, what, columns):
    ids = plan.layer("parcels").ids
    if verb == "set":
        known = [id_ for id_ in what if id_ in ids]
        return set_values(plan, "parcels", known, columns)
    if verb == "draw":
        (shape,) = squares(1, side=50.0, east=EAST + 60.0 * what, north=NORTH - 500.0)
        return draw(plan, "parcels", shape, columns)
    if verb == "delete":
        return delete(plan, "parcels", ids[what : what + 1].tolist())
    if verb == "roofs":
        return set_parameter(plan, "plan.buildings", what)
    if verb == "roof":
        return set_values(plan, "rooftops", [what], {"floors": columns})
    return set_parameter(plan, "limit.M1.far", {"low": None, "high": what})


@given(work=WORK)
def test_what_is_kept_through_edits_is_what_is_computed_afresh(work):
    plan = document(
        layer("parcels", squares(6), land_use=["M1", "M1", "R2", None, "S1", "M1"]),
        layer("rooftops", squares(4, side=80.0)[1:3], floors=[1, 2], height_m=[9.0, 9.0]),
    )
    results = evaluated(plan)
    for verb, what, columns in work:
        edit = edited(plan, verb, what, columns)
        plan = plan.applied(edit)
        results = limits().evaluate(plan, results, Change.of(edit))
        kept, fresh = results.value("limits.held"), held_by(plan)[0]
        for name in TABLES:
            assert np.array_equal(
                getattr(kept, name),
                getattr(fresh, name),
                equal_nan=name in {"figures", "low", "high"},
            ), name
        standing = results.value("limits.standing")
        assert difference(standing, evaluated(plan).value("limits.standing")) == ""
        assert difference(results.value("limits.breaches"), breaches(fresh)) == ""
        told = (standing.unknown, standing.roofed, standing.checked)
        assert told == (fresh.unknown.sum(), fresh.roofed.sum(), (fresh.number >= 0).sum())
        asked = ~np.isnan(fresh.figures[0]) & ~(np.isnan(fresh.low[0]) & np.isnan(fresh.high[0]))
        kept_far = asked & ~fresh.below[0] & ~fresh.above[0]
        assert standing.far == (kept_far.sum(), asked.sum())
