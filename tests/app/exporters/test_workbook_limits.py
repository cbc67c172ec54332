import openpyxl
import pytest

from app.exporters import workbook_limits
from app.exporters.spreadsheet import Book
from app.exporters.wording import Wording
from layers.progress import Progress
from tests.app.exporters.plans import results_of
from tests.strategies import document, layer, squares


def plan_of():
    return document(
        layer(
            "parcels",
            squares(3),
            number=["A-01", "=1+1", None],
            land_use=["M1", "R2", "S1"],
            floor_area_m2=[8_000.0, None, None],
            high_floor_area_m2=[5_000.0, None, None],
            far_min=[1.5, None, None],
            far_source=["Sheet 7", None, None],
            green_pct=[25.0, 35.0, None],
        )
    )


def rows(tmp_path, language="en"):
    plan, path = plan_of(), tmp_path / "a.xlsx"
    book = Book(path, "", 2025)
    wording = Wording(language, plan.codes, plan.parameters)
    workbook_limits.limits(book, plan, results_of(plan), wording, Progress())
    book.close()
    sheet = openpyxl.load_workbook(path).worksheets[0]
    found = list(sheet.iter_rows(min_row=3, values_only=True))
    return found[0], found[1:]


@pytest.fixture
def table(tmp_path):
    heads, found = rows(tmp_path)
    far = heads.index("FAR")
    green = heads.index("Green ratio [%]")
    return found, far, green, heads


def test_what_counts_stands_beside_the_limits_in_force(table):
    found, far, green, _ = table
    assert found[0][:4] == ("A-01", "M1", "Industrial class 1 (no nuisance)", 1)
    assert found[0][far : far + 4] == (1.3, 1.5, None, "mandatory")
    assert found[0][green : green + 4] == (25, None, 20, "class default")
    assert found[1][green : green + 4] == (35, 30, None, "class default")
    assert found[2][far : far + 4] == (None, None, None, None)


def test_what_is_beyond_is_named_and_sources_say_how_sure_they_are(table):
    found, _, _, heads = table
    beyond, source = heads.index("Beyond its limit"), heads.index("Source")
    assert found[0][beyond] == "FAR, Green ratio"
    assert found[1][beyond] is None
    assert "FAR: Sheet 7" in found[0][source]
    assert "Green ratio: recalled, " in found[0][source]
    assert found[2][source] is None


def test_a_number_that_looks_like_a_formula_is_a_text(table):
    found, *_ = table
    assert found[1][0] == "=1+1"
