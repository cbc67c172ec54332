"""People inside the red line, on parcels within it, across it and beyond it."""

import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.draw import delete, draw
from tests.layers.analysis.parks import box
from tests.strategies import document, layer

PARK = box(0, 0, 100, 100)


def plan(*, line=True):
    """A parcel inside the line, one that it cuts in halves, and one outside of it."""
    parcels = layer(
        "parcels",
        [box(100, 0, 200, 100), box(950, 0, 1_050, 100), box(2_000, 0, 2_100, 100)],
        land_use=["R2", "R2", "R2"],
        population=[1_000.0, 200.0, 9_000.0],
        workers=[None, None, 50.0],
    )
    rest = [layer("boundary", [box(0, 0, 1_000, 1_000)])] if line else []
    return document(parcels, layer("greens", [PARK], role=["park"]), *rest)


def told(found):
    return totals(measures().evaluate(found), stamped=False)


def test_people_count_by_the_share_of_their_parcel_inside_the_red_line():
    assert told(plan())["land"]["population"] == pytest.approx(1_100.0)
    assert told(plan(line=False))["land"]["population"] == pytest.approx(10_200.0)


def test_people_wholly_outside_are_missing_and_not_none():
    found = told(plan())
    assert found["land"]["workers"] is None
    assert "land.workers" in {lack["path"] for lack in found["missing"]}


def test_land_per_head_divides_land_inside_by_people_inside():
    assert told(plan())["land"]["per_head_m2"]["R"] == pytest.approx(15_000 / 1_100)


def test_access_weighs_the_people_inside():
    # The first parcel is within 500 m of the park, those across the line and beyond it are not.
    assert told(plan())["access"]["residents_pct"] == pytest.approx(100 * 1_000 / 1_100)
    assert told(plan())["access"]["workers_pct"] is None


def test_ways_of_people_are_of_those_inside():
    ways = measures().evaluate(plan()).value("energy.ways")
    assert ways.residents == pytest.approx(1_100.0)
    assert ways.workers is None


def test_why_names_the_people_outside():
    found = why(measures().evaluate(plan()), "land.population")
    assert found["features"] == {"parcels": 2}
    assert any("9100" in one.replace(",", "") and "outside" in one for one in found["left_out"])


def test_a_new_red_line_counts_people_anew():
    before = plan(line=False)
    results = measures().evaluate(before)
    assert results.value("land.population") == pytest.approx(10_200.0)
    edit = draw(before, "boundary", box(0, 0, 1_000, 1_000), {})
    now = measures().evaluate(before.applied(edit), results, Change.of(edit))
    assert now.value("land.population") == pytest.approx(1_100.0)


def test_kept_people_are_fresh_ones():
    found = plan()
    known = measures().evaluate(found)
    for work in (
        lambda now: set_values(now, "parcels", [2], {"population": 300.0, "workers": 7.0}),
        lambda now: delete(now, "parcels", [1]),
        lambda now: draw(now, "parcels", box(300, 0, 400, 100), {"population": 40.0}),
        lambda now: delete(now, "boundary", [1]),
    ):
        edit = work(found)
        found = found.applied(edit)
        known = measures().evaluate(found, known, Change.of(edit))
        kept, fresh = known.value("land.people"), measures().evaluate(found).value("land.people")
        for name in ("population", "workers"):
            np.testing.assert_array_equal(kept.entered[name], fresh.entered[name])
            np.testing.assert_array_equal(kept.inside[name], fresh.inside[name])
        np.testing.assert_array_equal(kept.share, fresh.share)
