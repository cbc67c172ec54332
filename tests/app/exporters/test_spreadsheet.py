"""A workbook keeps texts as texts and numbers as numbers, and formulas carry their result."""

import math

import openpyxl
import pandas as pd
import pytest

from app.exporters.spreadsheet import (
    LAST_ROWS,
    LONGEST_TEXT,
    Book,
    Formula,
    Head,
    Table,
    column_range,
    fits,
)
from layers.errors import ExportError

HEADS = (Head("Name", 20), Head("Area", 12, "area"), Head("Count", 9, "whole"))


def written(tmp_path, *rows, name="a.xlsx", year=2025, **options):
    book = Book(tmp_path / name, "Park", year)
    sheet = book.sheet("Rows")
    book.heads(sheet, 0, HEADS)
    for place, row in enumerate(rows, start=1):
        book.row(sheet, place, HEADS, row, **options)
    book.close()
    return tmp_path / name


def sheet_of(path, *, values=False):
    return openpyxl.load_workbook(path, data_only=values)["Rows"]


def test_numbers_are_numbers_in_their_look_and_texts_are_texts(tmp_path):
    sheet = sheet_of(written(tmp_path, ("0701", 1234.5, 3)))
    assert [cell.value for cell in sheet[2]] == ["0701", 1234.5, 3]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n"]
    assert [cell.number_format for cell in sheet[2]] == ["@", "#,##0.00", "0"]


@pytest.mark.parametrize("nothing", [None, math.nan, pd.NA, ""])
def test_what_is_missing_is_an_empty_cell_and_never_0(tmp_path, nothing):
    sheet = sheet_of(written(tmp_path, (nothing, nothing, 0)))
    assert [cell.value for cell in sheet[2]] == [None, None, 0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C'!A0"])
def test_a_text_that_begins_like_a_formula_stays_a_text(tmp_path, text):
    cell = sheet_of(written(tmp_path, (text, None, None)))["A2"]
    assert cell.data_type == "s"
    assert cell.value.removeprefix("_x000D_").strip() == text.strip()
    # Excel shows such a text as it is, also after it was edited.
    assert cell.quotePrefix


def test_an_ordinary_text_has_no_mark(tmp_path):
    assert not sheet_of(written(tmp_path, ("a=b", None, None)))["A2"].quotePrefix


def test_addresses_and_long_texts_are_kept_as_texts(tmp_path):
    long = "x" * (LONGEST_TEXT + 5)
    sheet = sheet_of(written(tmp_path, ("https://a.example", None, None), (long, None, None)))
    assert sheet["A2"].hyperlink is None
    assert len(sheet["A3"].value) == LONGEST_TEXT


def test_a_formula_carries_what_it_gives(tmp_path):
    path = written(tmp_path, ("a", Formula("=1+2", 3.0), None))
    assert sheet_of(path)["B2"].value == "=1+2"
    assert sheet_of(path, values=True)["B2"].value == 3


def test_sums_are_bold_over_a_line_and_parts_are_moved_in(tmp_path):
    cells = sheet_of(written(tmp_path, ("Total", 1.0, None), weight="sum"))[2]
    assert all(cell.font.bold for cell in cells)
    assert all(cell.border.top.style == "thin" for cell in cells)
    assert sheet_of(written(tmp_path, ("Part", 1.0, 1), depth=2))["A2"].alignment.indent == 2


def test_heads_stay_when_the_sheet_scrolls_and_on_each_page(tmp_path):
    sheet = sheet_of(written(tmp_path, ("a", 1.0, 1)))
    assert [cell.value for cell in sheet[1]] == ["Name", "Area", "Count"]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].width == pytest.approx(20, abs=1)
    assert sheet.page_setup.paperSize == 9


@pytest.mark.parametrize(("year", "dated"), [(2025, 2025), (None, 2000), (12, 1980)])
def test_the_file_is_dated_by_the_plan(tmp_path, year, dated):
    properties = openpyxl.load_workbook(written(tmp_path, year=year)).properties
    assert properties.title == "Park"
    assert properties.created.year == dated


def test_the_same_rows_give_the_same_file(tmp_path):
    one = written(tmp_path, ("a", 1.0, 1), name="one.xlsx")
    other = written(tmp_path, ("a", 1.0, 1), name="other.xlsx")
    assert one.read_bytes() == other.read_bytes()


def test_ranges_quote_the_name_of_the_sheet():
    assert column_range("Roof's", 3, 1, 9) == "'Roof''s'!$D$2:$D$10"
    assert column_range("地块", 0, 1, 0) == "'地块'!$A$2:$A$2"


def test_more_rows_than_a_sheet_holds_are_refused():
    fits(LAST_ROWS - 1)
    with pytest.raises(ExportError, match=r"holds 1.048.575 rows, and the plan has 1.048.576"):
        fits(LAST_ROWS)


def table_of(tmp_path, *rows, filtered=False, **options):
    book = Book(tmp_path / "a.xlsx", "Park", 2025)
    table = Table(book, "Rows", HEADS, **options)
    for row in rows:
        table.add(row)
    sums = table.sum_of("B", 3.0)
    table.end(filtered=filtered)
    book.close()
    return sums, sheet_of(tmp_path / "a.xlsx")


def test_a_table_stands_below_the_name_of_its_plan(tmp_path):
    sums, sheet = table_of(tmp_path, ("a", 1.0, 1), ("b", 2.0, 1), plan="Valley", note="To know.")
    assert [sheet["A1"].value, sheet["A2"].value] == ["Valley – Rows", "To know."]
    assert [cell.value for cell in sheet["A"][2:]] == ["Name", "a", "b"]
    assert sums == Formula("=SUM(B4:B5)", 3.0)
    assert sheet.print_area == "'Rows'!$A$1:$C$5"
    assert sheet.auto_filter.ref is None


def test_a_table_alone_begins_at_the_top_and_can_be_filtered(tmp_path):
    sums, sheet = table_of(tmp_path, ("a", 3.0, 1), filtered=True, keep=2)
    assert [cell.value for cell in sheet["A"]] == ["Name", "a"]
    assert sums == Formula("=SUM(B2:B2)", 3.0)
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:C2", "C2")


def test_a_table_without_rows_sums_nothing_up(tmp_path):
    sums, sheet = table_of(tmp_path, filtered=True)
    assert sums == 3.0
    assert sheet.print_area == "'Rows'!$A$1:$C$2"


def test_what_is_missing_has_no_sum(tmp_path):
    book = Book(tmp_path / "a.xlsx", "Park", 2025)
    table = Table(book, "Rows", HEADS)
    table.add(("a", None, 1))
    assert table.sum_of("B", None) is None
    book.close()
