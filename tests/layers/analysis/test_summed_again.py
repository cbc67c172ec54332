"""Sums over parcels after edits are those of a fresh start, whatever was touched."""

from importlib import import_module

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.draw import delete, draw
from layers.edits.merge import merge
from layers.edits.parameters import set_parameter
from layers.edits.split import split
from layers.edits.zone import zone
from tests import likeness
from tests.layers.analysis.parks import box, line
from tests.strategies import document, layer, squares

SUMMED = {
    "access.served": "layers.analysis.access",
    "carbon.built_over": "layers.analysis.loss",
    "energy.sums": "layers.analysis.demand",
    "land.existing_by_code": "layers.analysis.existing",
    "land.people_sums": "layers.analysis.people",
    "land.phase_sums": "layers.analysis.phase_land",
    "solar.floors": "layers.analysis.pv_floors",
}
ALSO = (
    "access.straight",
    "energy.demand",
    "energy.floors",
    "energy.use_rates",
    "energy.water",
    "energy.ways",
    "land.norms",
    "land.phase_of",
    "land.phases",
    "land.population",
    "solar.extents",
    "solar.place",
)
COLUMNS, ROWS = 5, 4


def plan():
    """Twenty parcels of everything, of which the red line and the parks' reach cut some."""
    random = np.random.default_rng(3)
    count = COLUMNS * ROWS

    def some(most, share=0.5):
        there = random.random(count) < share
        values = random.uniform(1, most, count)
        return [float(one) if told else None for one, told in zip(values, there, strict=True)]

    parcels = squares(COLUMNS, ROWS)
    roofs = [one.buffer(-20, join_style="mitre") for one in parcels[::2]]
    return document(
        layer(
            "parcels",
            parcels,
            land_use=["M1", "R2", "B1", "E1", "M1/B1"] * ROWS,
            land_use_shares=[None, None, None, None, "70/30"] * ROWS,
            land_use_existing=["E2", "E2", "R2", None] * COLUMNS,
            far=some(3),
            floor_area_m2=some(9_000, 0.3),
            high_floor_area_m2=some(500, 0.3),
            far_max=some(3),
            population=some(300),
            workers=some(200),
            process_kwh=some(1e6, 0.4),
            process_gj=some(1e3, 0.3),
            green_pct=some(30),
        ),
        layer("boundary", [box(30, 30, 470, 370)]),
        layer("greens", [box(10, 210, 90, 290)], role=["park"], cover=["lawn"]),
        layer("phases", [box(0, 0, 250, 400), box(0, 0, 400, 400)], name=["I", "II"], order=[1, 2]),
        layer("rooftops", roofs, pv=["planned", None] * (len(roofs) // 2), roof_type="flat"),
    )


FEW_EDITS = (
    lambda now: zone(now, [7], "M1"),
    lambda now: zone(now, [1, 2, 13], "R2"),
    lambda now: split(now, line((150, -1), (150, 101)), [2]),
    lambda now: merge(now, [9, 10]),
    lambda now: delete(now, "parcels", [1]),
    lambda now: delete(now, "parcels", [20]),
    lambda now: draw(now, "parcels", box(500, 0, 700, 100), {"land_use": "R2", "population": 70.0}),
    lambda now: set_values(now, "parcels", [6, 12], {"population": 40.0, "workers": None}),
    lambda now: set_values(now, "parcels", [6, 7], {"far": 1.7, "high_floor_area_m2": 90.0}),
    lambda now: set_values(now, "parcels", [8], {"process_kwh": None, "process_gj": 7.0}),
    lambda now: set_values(now, "parcels", [3, 4], {"land_use_existing": "E2"}),
    lambda now: set_values(now, "parcels", [3], {"green_pct": 80.0}),
)
"""Edits of a few parcels after which the uses are those that there were."""
OTHER_EDITS = (
    lambda now: zone(now, [7], "A5"),
    lambda now: zone(now, [4, 9, 14, 19], "M1"),
    lambda now: set_values(now, "parcels", [5], {"land_use_shares": "50/50"}),
    lambda now: draw(now, "boundary", box(400, 300, 600, 500), {}),
    lambda now: delete(now, "boundary", [1]),
    lambda now: draw(now, "greens", box(300, 0, 400, 100), {"role": "park"}),
    lambda now: delete(now, "greens", [1]),
    lambda now: set_values(now, "phases", [1], {"order": 3}),
    lambda now: delete(now, "phases", [1, 2]),
    lambda now: set_values(now, "rooftops", [1, 2], {"pv": "built"}),
    lambda now: delete(now, "rooftops", list(range(1, 11))),
    lambda now: draw(now, "rooftops", box(110, 110, 150, 150), {"pv": "planned"}),
    lambda now: set_parameter(now, "plan.floor_area_limit", "limit"),
    lambda now: set_parameter(now, "plan.buildings", "roofs"),
    lambda now: set_parameter(now, "plan.code_set", "MNR2023"),
    lambda now: set_parameter(now, "radius.PARK-500", 200.0),
    lambda now: set_parameter(now, "building.ind_light.electricity", 70.0),
    lambda now: set_parameter(now, "water.peak_day", 1.1),
    lambda now: set_parameter(now, "green.M1", 33.0),
    lambda now: set_parameter(now, "limit.M.high_storeys", 1.5),
    lambda now: set_values(
        now, "parcels", list(range(1, 21)), {"population": None, "process_kwh": None}
    ),
    lambda now: delete(now, "parcels", list(range(1, 21))),
)


def compared(before, edit):
    """The results after an edit, which are those of a fresh start."""
    plan_now = before.document.applied(edit)
    kept, fresh = (
        measures().evaluate(plan_now, before, Change.of(edit)),
        measures().evaluate(plan_now),
    )
    for name in (*SUMMED, *ALSO):
        assert likeness.difference(kept.value(name), fresh.value(name), name) == ""
    return kept


@pytest.fixture(autouse=True)
def exact(monkeypatch):
    monkeypatch.setattr(likeness, "TOLERANCE", 1e-9)


@pytest.mark.parametrize("place", range(len(FEW_EDITS + OTHER_EDITS)))
def test_after_one_edit(place):
    results = measures().evaluate(plan())
    edit = (FEW_EDITS + OTHER_EDITS)[place](results.document)
    assert edit
    back = compared(compared(results, edit), edit.inverted())
    assert likeness.plan_print(back.document) == likeness.plan_print(results.document)


def test_after_all_of_them_one_after_another():
    results = measures().evaluate(plan())
    for work in FEW_EDITS:
        results = compared(results, work(results.document))


@pytest.mark.parametrize("name", SUMMED)
def test_few_parcels_are_summed_and_not_all(name, monkeypatch):
    # What is wrong here before an edit is wrong after it as well.
    asked = []

    module = import_module(SUMMED[name])
    known = next(one for one in ("exchanged_with_counts", "exchanged") if hasattr(module, one))
    summed = getattr(module, known)

    def counted(*sums):
        asked.append(sums)
        return summed(*sums)

    monkeypatch.setattr(module, known, counted)
    results = measures().evaluate(plan())
    edit = set_values(
        results.document, "parcels", [7], {"land_use": "M1", "land_use_existing": "E2", "far": 2.0}
    )
    kept = measures().evaluate(results.document.applied(edit), results, Change.of(edit))
    assert len(asked) == 1
    assert kept.value(name) is not None


def test_a_shape_that_bounds_the_plan_is_missed_when_it_goes():
    results = measures().evaluate(plan())
    far = box(90_000, 0, 90_100, 100)
    wide = compared(results, draw(results.document, "parcels", far, {}))
    assert wide.value("solar.extents") != results.value("solar.extents")
    again = compared(wide, delete(wide.document, "parcels", [21]))
    assert again.value("solar.extents") == results.value("solar.extents")
    assert shapely.box(*again.value("solar.extents")[0]).equals(box(0, 0, 500, 400))


def test_intensities_are_kept_where_uses_stay():
    results = measures().evaluate(plan())
    moved = compared(results, zone(results.document, [7], "M1"))
    assert moved.value("energy.use_rates") is results.value("energy.use_rates")
    other = compared(moved, zone(moved.document, [7], "A5"))
    assert other.value("energy.use_rates") is not results.value("energy.use_rates")
