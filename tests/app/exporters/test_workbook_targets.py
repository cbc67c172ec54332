"""The sheets of targets and of reasons."""

import openpyxl
import pytest

from app.exporter import Options, export
from app.exporters import workbook_targets
from app.exporters.wording import Wording
from layers.analysis.explained import explained
from layers.analysis.totals import totals
from layers.edits.indicators import set_indicator
from tests.app.exporters.plans import park, results_of


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    plan = park()
    plan = plan.applied(set_indicator(plan, "NZCP-product", "yes", "=audit 2024"))
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    results = results_of(plan)
    export(plan, results, path, Options())
    return openpyxl.load_workbook(path), results


def rows(sheet):
    return [row for row in sheet.iter_rows(min_row=4, values_only=True) if any(row)]


def test_targets_stand_beside_their_indicators(book):
    found, results = book
    known = {row["id"]: row for row in totals(results, stamped=False)["indicators"]}
    told = {row[1]: row for row in rows(found["Targets"])}
    assert set(told) == set(known)
    product = told["NZCP-product"]
    assert (product[3], product[5], product[7]) == ("yes", "yes", "met")
    assert product[8] == "typed · =audit 2024"
    assert told["NZCP-waste"][3] is None
    assert (told["NZCP-waste"][5], told["NZCP-waste"][7]) == (80, "value missing")
    assert told["NZCP-core-small"][6] == 0.2
    assert told["T-road"][9] == "recalled"


def test_every_number_stands_on_the_sheet_of_reasons(book):
    found, results = book
    told = [row[0] for row in rows(found["Reasons"]) if row[0]]
    assert told == [path for one in explained(results) for path in one.paths]
    sink = next(row for row in rows(found["Reasons"]) if row[0] == "carbon.sink_t_per_a.low")
    assert sink[4].startswith("S = Σ A")


def test_terms_stand_below_their_number_with_source_and_confidence(book):
    found, _ = book
    terms = [row for row in rows(found["Reasons"]) if not row[0]]
    assert any(row[7] == "verified" and row[5] for row in terms)
    assert all(row[1] for row in terms)


def test_titles_are_as_asked_and_units_in_the_readers_language(tmp_path):
    plan, path = park(), tmp_path / "b.xlsx"
    results = results_of(plan)
    export(plan, results, path, Options(lang="zh", title="另一个名字"))
    found = openpyxl.load_workbook(path)
    titled = [one["A1"].value for one in found.worksheets if " – " in str(one["A1"].value)]
    assert len(titled) > 5
    assert all(title.startswith("另一个名字 – ") for title in titled)
    units = {row[4] for row in rows(found["目标指标"]) if row[4]}
    assert workbook_targets._unit("10⁴ yuan", Wording("zh", plan.codes, {})) == "万元"
    assert not [unit for unit in units if "yuan" in unit or "person" in unit]
    sure = {cell.value for row in found["假设参数"].iter_rows() for cell in row}
    assert "用户" not in sure
