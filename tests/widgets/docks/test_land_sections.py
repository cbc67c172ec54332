"""What the totals show of land: existing beside planned, phases, and ranges."""

import pytest

from layers.analysis import measures
from layers.analysis.totals import totals
from tests.layers.analysis.parks import box
from tests.strategies import document, layer, squares
from widgets.docks.land_sections import existing, land, norms, phases


@pytest.fixture
def plan(qapp):
    del qapp
    return document(
        layer(
            "parcels",
            squares(3),
            land_use=["M1", "M1", "G1"],
            land_use_existing=["E2", "M1", None],
            population=[100.0, None, None],
        ),
        layer("phases", [box(0, 0, 100, 100)], name=["I"], order=[1], year=[2026]),
    )


def shown(make, plan):
    found = make(totals(measures().evaluate(plan), stamped=False), plan, "ha")
    return [row.cells for row in found.rows], found


def test_existing_and_planned_stand_side_by_side(plan):
    rows, _ = shown(existing, plan)
    assert rows == [
        ("M  Industrial", "1.00", "2.00", "1.00"),
        ("G  Green space and square", "0.00", "1.00", "1.00"),
        ("E  Non-construction land", "1.00", "0.00", "−1.00"),
        ("Without a land-use code", "1.00", "0.00", "−1.00"),
    ]


def test_phases_add_up(plan):
    rows, found = shown(phases, plan)
    assert rows == [("I (2026)", "1.00", "1.00"), ("In no phase", "2.00", "3.00")]
    assert [child.cells for child in found.rows[1].children] == [
        ("M  Industrial", "1.00", "2.00"),
        ("G  Green space and square", "1.00", "1.00"),
    ]


def test_figures_beyond_a_range_have_an_arrow_and_their_source(plan):
    rows, found = shown(norms, plan)
    assert rows[0] == ("Share of urban construction land [%]", "", "")
    assert ("M  Industrial", "↑ 66.7", "15–30") in rows
    assert ("R  Residential", "↓ 0.0", "25–40") in rows
    assert all("advice only" in row.note for row in found.rows if row.path)
    assert "(recalled)" in found.rows[1].note


def test_figures_that_are_asked_of_one_class_alone_are_named_whole(plan):
    rows, _ = shown(norms, plan)
    assert ("G1 – Park green per head [m²]", "100.0", "≥ 8") in rows


@pytest.mark.parametrize("make", [existing, phases, norms])
def test_without_land_each_says_what_to_do(make, qapp):
    del qapp
    rows, found = shown(make, document())
    assert rows == []
    assert found.empty


@pytest.mark.parametrize("unit", ["ha", "mu", "km2", "m2"])
def test_printed_rows_add_up_in_each_unit(qapp, unit):
    del qapp
    # Each row alone would be rounded down, or up: 33.3 m wide strips of three classes.
    shapes = [box(33.35 * n, 0, 33.35 * (n + 1), 100) for n in range(6)]
    uses = ["M1", "M2", "G1", "R2", "W1", "E2"]
    plan = document(
        layer("boundary", [box(0, 0, 200.1, 100)]),
        layer("parcels", shapes, land_use=uses),
        layer("phases", [box(0, 0, 100, 100)], name=["I"], order=[1], year=[2026]),
    )
    found = totals(measures().evaluate(plan), stamped=False)
    rows = land(found, plan, unit).rows

    def number(row, column=1):
        return float(row.cells[column].replace("\u2009", ""))

    urban = next(place for place, row in enumerate(rows) if row.path == "land.urban_m2")
    assert sum(map(number, rows[:urban])) == pytest.approx(number(rows[urban]), abs=1e-9)
    assert sum(map(number, rows[urban:-1])) == pytest.approx(number(rows[-1]), abs=1e-9)
    for row in rows:
        if row.children:
            assert sum(map(number, row.children)) == pytest.approx(number(row), abs=1e-9)
    for row in phases(found, plan, unit).rows:
        for column in (1, 2):
            parts = [number(child, column) for child in row.children]
            assert sum(parts) == pytest.approx(number(row, column), abs=1e-9)
