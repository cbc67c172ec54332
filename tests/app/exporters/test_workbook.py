"""The workbook's formulas give what the plan's results say, and no text becomes a formula."""

import math
import re

import openpyxl
import pytest
import shapely
from openpyxl.utils import range_boundaries

from app.exporter import Options, export
from layers.analysis.totals import totals
from layers.kinds import kinds
from resources.translations import translation
from tests.app.exporters.plans import (
    EAST,
    NORTH,
    empty_plan,
    one_of,
    park,
    results_of,
    with_rows,
)
from tests.strategies import document, layer, squares


def written(tmp_path, plan, **options):
    path = tmp_path / "a.xlsx"
    export(plan, results_of(plan), path, Options(**options))
    return path


class Sheets:
    """Calculates the few functions that the workbook uses, from its formulas alone."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path)
        self.cached = openpyxl.load_workbook(path, data_only=True)

    def cells(self, sheet, area):
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        return [
            self.value(sheet, f"{openpyxl.utils.get_column_letter(c)}{r}")
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        ]

    def value(self, sheet, cell):
        content = self.book[sheet][cell.replace("$", "")].value
        if not (isinstance(content, str) and content.startswith("=")):
            return content
        if self.book[sheet][cell.replace("$", "")].data_type != "f":
            return content
        return self.calculated(sheet, content[1:])

    def calculated(self, sheet, text):
        names = {}

        def named(found):
            name = f"x{len(names)}_"
            other, area = found["sheet"] or sheet, found["area"]
            one = self.value(other, area) if ":" not in area else self.cells(other, area)
            names[name] = 0 if one is None and ":" not in area else one
            return name

        text = re.sub(
            r'"(?P<t>[^"]*)"',
            lambda f: names.setdefault(f"t{len(names)}_", f["t"]) and f"t{len(names) - 1}_",
            text,
        )
        pattern = r"(?:'(?P<sheet>[^']+)'!)?(?P<area>\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
        text = re.sub(pattern + r"(?![\w(])", named, text)
        text = text.replace("=0", "==0")
        return eval(text, {"__builtins__": {}, **FUNCTIONS, **names})  # noqa: S307


def _added(*parts):
    flat = [x for part in parts for x in (part if isinstance(part, list) else [part])]
    return math.fsum(x for x in flat if isinstance(x, (int, float)))


class Column(list):
    def __mul__(self, other):
        return Column([a * b for a, b in zip(self, other, strict=True)])


FUNCTIONS = {
    "SUM": _added,
    "SUMIFS": lambda areas, keys, key: math.fsum(
        a for a, k in zip(areas, keys, strict=True) if k == key
    ),
    "SUMPRODUCT": _added,
    "EXACT": lambda keys, key: Column([k == key for k in keys]),
    "LEN": lambda keys: _Lengths([len(k or "") for k in keys]),
    "MAX": max,
    "IF": lambda test, yes, no: yes if test else no,
}


class _Lengths(list):
    __hash__ = None

    def __eq__(self, other):
        return Column([one == other for one in self])


def test_every_formula_gives_the_result_that_it_carries(tmp_path):
    sheets = Sheets(written(tmp_path, park()))
    count = 0
    for sheet in sheets.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    got = sheets.calculated(sheet.title, cell.value[1:])
                    carried = sheets.cached[sheet.title][cell.coordinate].value
                    assert got == pytest.approx(carried, abs=1e-6), (sheet.title, cell.coordinate)
                    count += 1
    assert count > 60


def test_the_balance_by_hand(tmp_path):
    # 60 ha: M1 30, B1 10, G1 10, 8 without a code, 2 in no parcel; shares of 50 ha and of 60 ha
    book = openpyxl.load_workbook(written(tmp_path, park()), data_only=True)
    rows = {row[1]: row for row in book["Land balance"].iter_rows(min_row=6, values_only=True)}
    assert rows["Industrial"][2:11] == pytest.approx(
        (300_000, 30, 450, 60, 50, 30.0, 450.0, 60.0, 50.0)
    )
    assert rows["Urban construction land"][2] == pytest.approx(500_000)
    assert rows["Without a land-use code"][2] == pytest.approx(80_000)
    assert rows["Unassigned land"][2] == pytest.approx(20_000)
    assert rows["Inside the red line"][2] == pytest.approx(600_000)
    for column in (7, 8):  # printed, in ha and in 亩
        printed = [row[column] for name, row in rows.items() if row[0] and len(row[0]) == 1]
        assert sum(printed) == pytest.approx(rows["Urban construction land"][column])


def test_the_workbook_says_what_the_totals_say(tmp_path):
    plan = park()
    found = totals(results_of(plan))
    book = openpyxl.load_workbook(written(tmp_path, plan), data_only=True)
    balance = list(book["Land balance"].iter_rows(min_row=6, values_only=True))
    for line in found["land"]["balance"]:
        if line["code"] in {"B", "M", "G"}:
            row = next(row for row in balance if row[0] == line["code"])
            assert row[2] == line["area_m2"]
            assert row[8] == line["printed"]["mu"]
            assert row[9] == line["share_pct"]
    assert list(book["Carbon sink"].iter_rows(values_only=True))[-1][5] == pytest.approx(
        found["carbon"]["sink_t_per_a"]["central"]
    )
    roofs = list(book["Roof PV"].iter_rows(values_only=True))[-1]
    assert roofs[4:9] == pytest.approx(
        [
            found["solar"][name]
            for name in ("roof_m2", "usable_m2", "kwp", "kwh_per_a", "avoided_t_per_a")
        ]
    )
    about = dict(row[:2] for row in book["About"].iter_rows(values_only=True))
    assert about["Stamp of the plan"] == found["plan"]["stamp"]
    assert about["Red line"] == "Provisional"


def test_texts_of_the_plan_never_become_formulas(tmp_path):
    nasty = '=HYPERLINK("http://x","y")'
    plan = with_rows(
        empty_plan(nasty),
        "parcels",
        [shapely.box(EAST, NORTH + 10 * n, EAST + 10, NORTH + 10 * n + 10) for n in range(5)],
        number=[nasty, "+1", "-1", "@SUM(1)", "\t=1"],
        land_use=["=1+1", '"&A1&"', "*", "<5", "M1"],
        **{"=cmd": ["a", "b", "c", "d", "e"]},
    )
    path = written(tmp_path, plan)
    book = openpyxl.load_workbook(path)
    texts = list(book["Parcels"]["B"][1:])
    assert [cell.data_type for cell in texts] == ["s"] * 5
    assert texts[0].value == nasty
    assert all(cell.quotePrefix for cell in texts)
    assert "=cmd" in [cell.value for cell in book["Parcels"][1]]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert "HYPERLINK" not in cell.value
                    assert "cmd" not in cell.value
    # codes that a loose comparison would confuse are summed each on its own: 100 m² each
    sheets = Sheets(path)
    rows = {row[0].value: row[2] for row in sheets.book["Land balance"].iter_rows(min_row=6)}
    for code in ("*", "<5", "=1+1"):
        assert "EXACT" in rows[code].value
    assert sheets.calculated("Land balance", rows["*"].value[1:]) == pytest.approx(100)


def test_codes_that_differ_in_case_are_summed_apart(tmp_path):
    boxes = [shapely.box(EAST + 10 * n, NORTH, EAST + 10 * n + 10, NORTH + 10) for n in range(3)]
    plan = with_rows(empty_plan(), "parcels", boxes, land_use=["M1", "m1", " M1 "])
    sheets = Sheets(written(tmp_path, plan))
    rows = {row[0].value: row[2].value for row in sheets.book["Land balance"].iter_rows(min_row=6)}
    assert "EXACT" in rows["m1"]
    assert sheets.calculated("Land balance", rows["m1"][1:]) == pytest.approx(100)
    assert sheets.calculated("Land balance", rows["M1"][1:]) == pytest.approx(200)


def test_numbers_are_numbers_and_missing_is_empty(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, park()))["Parcels"]
    heads = [cell.value for cell in sheet[1]]
    far = [row[heads.index("FAR")].value for row in sheet.iter_rows(min_row=2)]
    assert far == [1.5, 2.0, None, 2.5, None, None]
    assert "备注" in heads
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")


def test_every_sheet_is_ready_to_print(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, park(), lang="zh"))
    assert len(book.worksheets) >= 11
    for sheet in book.worksheets:
        assert sheet.print_area
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes


def test_a_chinese_workbook_has_chinese_heads(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path, park(), lang="zh"), data_only=True)
    zh = translation("zh")
    assert book.sheetnames[0] == zh("Land balance")
    titles = [row[1] for row in book.worksheets[0].iter_rows(min_row=6, values_only=True)]
    assert "工业用地" in titles
    assert zh("FAR") in [cell.value for cell in book.worksheets[1][1]]


@pytest.mark.parametrize("kind", ["", *kinds()])
def test_an_empty_plan_and_one_feature_of_every_kind(tmp_path, kind):
    plan = one_of(kind) if kind else empty_plan()
    sheets = Sheets(written(tmp_path, plan))
    for sheet in sheets.cached.worksheets:
        for row in sheet.iter_rows(values_only=True):
            assert not any(isinstance(v, float) and math.isnan(v) for v in row)
            assert not any(isinstance(v, str) and v.startswith("#") for v in row)


def test_the_same_plan_gives_the_same_file(tmp_path):
    plan = park()
    assert written(tmp_path, plan).read_bytes() == written(tmp_path, plan).read_bytes()


def test_mixed_use_is_summed_by_its_shares_in_formulas_too(tmp_path):
    plan = document(
        layer(
            "parcels",
            squares(5),
            land_use=["M1/B2", "M1/B2", "M1/B2", "M1", "B2/G1/M1"],
            land_use_shares=["70/30", "55/45", None, None, "50/25/25"],
        )
    )
    sheets = Sheets(written(tmp_path, plan))
    rows = sheets.book["Land balance"].iter_rows()
    found = {
        row[0].value: sheets.calculated("Land balance", str(row[2].value)[1:])
        for row in rows
        if row[0].value in {"M1", "B2", "G1", "M1/B2"}
    }
    assert found == pytest.approx({"M1": 25_000, "B2": 12_500, "G1": 2_500, "M1/B2": 10_000})
    shares = [row[3].value for row in sheets.book["Parcels"].iter_rows(min_row=2)]
    assert shares == ["70/30", "55/45", None, None, "50/25/25"]
