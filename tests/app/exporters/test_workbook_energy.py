"""The sheets of energy: sums in formulas, and nothing where a line is missing."""

import openpyxl
import pytest

from app.exporters import workbook_energy
from app.exporters.spreadsheet import Book
from app.exporters.wording import Wording
from tests.app.exporters.plans import results_of
from tests.layers.analysis.energy_plans import plan
from tests.layers.analysis.test_ledger import ROOFS, park


def book_of(found, tmp_path, *, values=False):
    path = tmp_path / "a.xlsx"
    book = Book(path, "", 2025)
    wording = Wording("en", found.codes, found.parameters)
    workbook_energy.energy(book, results_of(found), wording)
    book.close()
    return openpyxl.load_workbook(path, data_only=values)


def rows(sheet):
    return {row[0]: row[1:] for row in sheet.iter_rows(min_row=4, values_only=True)}


def test_the_lines_add_up_and_the_sums_are_formulas(tmp_path):
    found = park(ROOFS)
    texts = rows(book_of(found, tmp_path)["Emissions and sinks"])
    assert texts["Emissions"][1] == "=SUM(C4:C7)"
    assert texts["Net balance"][1] == "=C8+C9+C10"
    values = rows(book_of(found, tmp_path, values=True)["Emissions and sinks"])
    lines = ("Industry", "Transport", "Buildings", "Water supply")
    for bound in range(3):
        assert values["Emissions"][bound] == pytest.approx(
            sum(values[name][bound] for name in lines)
        )
        more = values["Green land"][bound] + values["PV used in the park"][bound]
        assert values["Net balance"][bound] == pytest.approx(values["Emissions"][bound] + more)


def test_a_missing_line_leaves_its_sum_empty(tmp_path):
    values = rows(book_of(plan("M1"), tmp_path)["Emissions and sinks"])
    assert values["Industry"] == values["Emissions"] == values["Net balance"] == (None,) * 3


def test_buildings_by_hand(tmp_path):
    found = plan("B2", floor_area_m2=[1000.0])
    values = rows(book_of(found, tmp_path, values=True)["Buildings"])
    office = values["Office (tool default)"]
    assert office == pytest.approx((1000, 85, 60, 85_000, 216))
    assert values["Total"][3] == pytest.approx(85_000)
