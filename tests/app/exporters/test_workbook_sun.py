"""Sheets of roof PV by month, and of what policies ask for."""

import openpyxl
import pytest

from app.exporters.spreadsheet import Book
from app.exporters.wording import Wording
from app.exporters.workbook_sun import sun
from layers.analysis import measures
from tests.strategies import document, layer, squares


def written(tmp_path, plan, language="en"):
    book = Book(tmp_path / "a.xlsx", "Park", 2025)
    results = measures().evaluate(plan)
    sun(book, plan, results, Wording(language, plan.codes, plan.parameters))
    book.sheet("End")
    book.close()
    return results, openpyxl.load_workbook(tmp_path / "a.xlsx")


def plan():
    return document(
        layer("parcels", squares(2), land_use=["M1", "A1"]),
        layer("rooftops", squares(2), roof_type=["metal", "flat"], pv=["built", "none"]),
    )


def test_months_stand_below_one_another_and_are_summed(tmp_path):
    results, book = written(tmp_path, plan())
    rows = list(book["Roof PV by month"].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December", "Whole year",
    ]  # fmt: skip
    assert [row[1] for row in rows[:12]] == pytest.approx(results.value("solar.monthly").tolist())
    assert rows[12][1] == "=SUM(B4:B15)"
    assert rows[0][2] == "=IF(B$16=0,0,B4/B$16*100)"


def test_what_policies_ask_has_its_source(tmp_path):
    _, book = written(tmp_path, plan())
    rows = {
        row[0]: row
        for row in book["PV that policies ask for"].iter_rows(min_row=4, values_only=True)
    }
    found = rows["Factories, warehouses and business"]
    assert found[1:3] == (10_000, 7_500)
    assert found[4:6] == (30, "●")
    assert "整县" in found[6]


def test_a_plan_without_roofs_has_neither(tmp_path):
    _, book = written(tmp_path, document())
    assert book.sheetnames == ["End"]
