"""Assumptions as an Excel table, out and back in, and files that are none."""

import zipfile

import openpyxl
import pytest

from layers.edits.factor_sets import compared, set_parameters
from layers.errors import ImportDataError
from resources.translations import speaking
from tests.small_plan import small_plan
from widgets import factor_sets


@pytest.fixture
def table(tmp_path):
    return tmp_path / "set.xlsx"


def changed(path, *cells):
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for id_, column, value in cells:
        row = next(row for row in page.iter_rows(min_row=2) if row[0].value == id_)
        row[column].value = value
    book.save(path)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_set_comes_back_as_it_went_out(table, language):
    plan = small_plan()
    plan = plan.applied(set_parameters(plan, {"sink.lawn": 0.2, "plan.buildings": "roofs"}))
    with speaking(language):
        factor_sets.write(plan, table)
    given = factor_sets.read(table)
    found = compared(plan, given.values)
    assert not found.differences
    assert not {**given.refused, **found.refused}
    assert found.same == len(given.values) > 100
    other = compared(small_plan(), given.values)
    assert {one.id for one in other.differences} == {"sink.lawn", "plan.buildings"}


def test_what_somebody_typed_is_taken_or_refused_by_its_row(table):
    plan = small_plan()
    factor_sets.write(plan, table)
    changed(table, ("sink.lawn", 4, 0.3), ("sink.shrub", 4, "plenty"), ("sink.orchard", 3, True))
    given = factor_sets.read(table)
    assert given.values["sink.lawn"]["central"] == 0.3
    assert set(given.refused) == {"sink.shrub", "sink.orchard"}
    assert "a number is wanted, plenty was found" in str(given.refused["sink.shrub"])


def test_two_rows_of_one_factor_are_refused_as_neither_is_surely_meant(table):
    factor_sets.write(small_plan(), table)
    book = openpyxl.load_workbook(table)
    page = book.worksheets[0]
    last = page.max_row
    page.append(["sink.lawn", None, None, 0.1, 0.2, 0.3])
    page.append([" sink.lawn ", None, None, 0.2, 0.3, 0.4])
    page.append(["plan.buildings", None, None, None, "roofs"])
    book.save(table)
    given = factor_sets.read(table)
    assert not {"sink.lawn", "plan.buildings"} & set(given.values)
    assert set(given.refused) == {"sink.lawn", "plan.buildings"}
    assert str(given.refused["plan.buildings"]).startswith(f"Rows 2 and {last + 3} both have it")


def test_texts_are_no_formulas(table):
    plan = small_plan()
    factor_sets.write(plan, table)
    with zipfile.ZipFile(table) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_a_table_without_the_columns_is_refused(table):
    book = openpyxl.Workbook()
    book.active.append(["Id", "Low", "High"])
    book.save(table)
    with pytest.raises(ImportDataError, match="no column Central"):
        factor_sets.read(table)


def test_an_empty_table_is_refused(table):
    book = openpyxl.Workbook()
    book.active.append(["Id", "Low", "Central", "High"])
    book.save(table)
    with pytest.raises(ImportDataError, match="holds no assumptions"):
        factor_sets.read(table)


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04" + b"\0" * 60])
def test_a_file_that_is_no_table_is_refused(table, content):
    table.write_bytes(content)
    with pytest.raises(ImportDataError, match="cannot be read as an Excel table"):
        factor_sets.read(table)


def test_a_file_that_unpacks_to_very_much_is_not_unpacked(table, monkeypatch):
    factor_sets.write(small_plan(), table)
    monkeypatch.setattr(factor_sets, "MOST_BYTES", 1000)
    with pytest.raises(ImportDataError, match="smaller than"):
        factor_sets.read(table)


def test_very_many_rows_are_refused(table, monkeypatch):
    factor_sets.write(small_plan(), table)
    monkeypatch.setattr(factor_sets, "MOST_ROWS", 20)
    with pytest.raises(ImportDataError, match="more than 20 rows"):
        factor_sets.read(table)
