"""The sheets of targets and of reasons."""

import openpyxl
import pytest

from app.exporter import Options, export
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
