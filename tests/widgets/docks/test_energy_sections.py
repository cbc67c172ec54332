import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from tests.layers.analysis.energy_plans import plan
from tests.layers.analysis.test_ledger import ROOFS, park
from tests.strategies import document
from widgets.docks.energy_sections import demand, least_sure, ledger, sections, supply
from widgets.words import MISSING


@pytest.fixture(scope="module")
def results():
    return measures().evaluate(park(ROOFS))


def rows(section):
    for row in section.rows:
        yield row
        yield from row.children


def test_every_row_with_a_path_can_be_asked_why(qapp, results):
    assert qapp is not None
    found = totals(results, stamped=False)
    for section in sections(found, results.document, "ha"):
        for row in rows(section):
            assert why(results, row.path)["formula"]


def test_buildings_stand_below_the_floor_area(qapp, results):
    assert qapp is not None
    section = demand(totals(results, stamped=False), results.document, "m2")
    types = {row.cells[0]: row.cells[2] for row in section.rows[0].children}
    assert types["Office (tool default)"] == "20\u2009000"
    assert section.rows[0].cells[2] == "28\u2009000"


def test_what_is_missing_is_a_dash_and_no_zero(qapp):
    assert qapp is not None
    found = measures().evaluate(plan("M1"))
    lines = ledger(totals(found, stamped=False), found.document).rows
    assert lines[0].cells[1:] == (MISSING,) * 3
    assert supply(totals(found, stamped=False)).empty


def test_lines_are_marked_by_the_least_sure_factor(qapp):
    assert qapp is not None
    plain = document()
    assert least_sure(plain, "building.") == "assumption"
    assert least_sure(plain, "emission.grid_cn_avg") == "verified"
    assert least_sure(plain, "nothing.") == ""


def test_large_parks_are_told_in_kilotonnes(qapp):
    assert qapp is not None
    large = measures().evaluate(plan("B2", floor_area_m2=[1e6], workers=[10]))
    section = ledger(totals(large, stamped=False), large.document)
    assert section.heads[0] == "Ledger [kt CO₂/a]"
    # 1,000,000 m² · (85 · 0.5306 + 60 · 0.0036 · 110) kg
    assert section.rows[2].cells[2] == "68.9"
    small = measures().evaluate(plan("B2", floor_area_m2=[1e3], workers=[10]))
    assert ledger(totals(small, stamped=False), small.document).heads[0] == "Ledger [t CO₂/a]"
