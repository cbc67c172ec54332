import pytest

from layers.analysis import measures
from tests.strategies import document, layer, squares
from widgets.docks.sun_sections import floors, months, sections, sums


@pytest.fixture(scope="module")
def results():
    plan = document(
        layer("parcels", squares(1), land_use=["A1"]),
        layer("rooftops", squares(1), roof_type=["flat"], pv=["built"]),
    )
    return measures().evaluate(plan)


def test_each_sum_can_be_asked_why(results):
    paths = [row.path for row in sums(results, "m2").rows]
    assert paths[0] == "solar.roof_m2"
    assert paths[-1] == "solar.life_kwh"
    assert sums(results, "m2").rows[0].cells[1:] == ("10\u2009000", "0", "10\u2009000")


def test_policies_name_their_source(results):
    rows = {row.path: row for row in floors(results).rows}
    assert "整县屋顶" in rows["solar.floors.pv.pol_nea_gov"].note
    assert rows["solar.floors.pv.pol_nea_gov"].cells[1:] == ("60.0", "50", "●")


def test_months_of_no_roofs_are_no_table():
    empty = measures().evaluate(document())
    assert months(empty).rows == []
    assert [section.id for section in sections(empty, "ha")] == ["sums", "months", "floors"]


def test_the_sum_of_the_months_is_not_named_as_a_year_of_the_calendar(results):
    assert months(results).rows[-1].cells[0] == "Whole year"
    assert [row.cells[0] for row in months(results).rows[:2]] == ["January", "February"]
