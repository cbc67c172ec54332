"""Each sheet of the workbook by itself: what stands in which cell, and how it is summed."""

import openpyxl
import pytest
from shapely import box

from app.exporters import workbook_tables
from app.exporters.spreadsheet import Book
from app.exporters.wording import Wording
from layers.codes import shipped_names
from layers.edits.weather import attach_weather
from layers.parameters import Factor
from layers.progress import Progress
from tests.app.exporters.plans import empty_plan, park, results_of, with_rows
from tests.layers.test_weather import weather


def worded(plan, language="en"):
    return Wording(language, plan.codes, plan.parameters)


def sheet(tmp_path, write, *, values=False):
    """Return the one sheet that a function writes."""
    book = Book(tmp_path / "a.xlsx", "Park", 2025)
    write(book)
    book.close()
    (found,) = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=values).worksheets
    return found


def table(found, head):
    """Return the rows below a row of heads, by head."""
    heads = [cell.value for cell in found[head]]
    rows = found.iter_rows(min_row=head + 1, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def parcels(tmp_path, plan, **options):
    results = results_of(plan)
    return sheet(
        tmp_path,
        lambda book: workbook_tables.parcels(book, plan, results, worded(plan), Progress()),
        **options,
    )


def test_parcels_have_all_their_columns_and_both_areas(tmp_path):
    rows = table(parcels(tmp_path, park()), 1)
    assert [row["Feature"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row["备注"] for row in rows] == ["甲", None, "=1+1", "@x", "+1", "-1"]
    assert [row["Land use"] for row in rows] == ["M1", "M1", "M1", "B1", "G1", None]
    areas = [row["Area [m²]"] for row in rows]
    assert areas == pytest.approx([100_000.0] * 5 + [80_000.0])
    assert [row["Inside the red line [m²]"] for row in rows] == pytest.approx(areas)


def test_ranges_name_the_columns_of_codes_and_areas(tmp_path):
    plan = park()
    found, ranges = parcels(tmp_path, plan), workbook_tables.ranges_of(plan, worded(plan))
    for text, head in ((ranges.codes, "Land use"), (ranges.areas, "Inside the red line [m²]")):
        name, area = text.split("!")
        assert name == "'Parcels'"
        column = found[area.replace("$", "")]
        assert len(column) == 6
        assert found.cell(1, column[0][0].column).value == head


def balance(tmp_path, plan, **options):
    results = results_of(plan)
    return sheet(
        tmp_path,
        lambda book: workbook_tables.balance(book, plan, results, worded(plan)),
        **options,
    )


def test_the_balance_sums_codes_classes_and_the_whole(tmp_path):
    rows = {row["Land use"]: row for row in table(balance(tmp_path, park()), 5)}
    codes = {row["Code"]: row for row in rows.values() if row["Code"]}
    assert codes["M1"]["Area [m²]"].startswith("=SUMIFS('Parcels'!")
    assert codes["M"]["Area [m²]"].startswith("=SUM(C")
    values = {row["Code"]: row for row in table(balance(tmp_path, park(), values=True), 5)}
    assert values["M"]["Area [m²]"] == pytest.approx(300_000.0)
    assert values["M"]["Area [亩]"] == pytest.approx(450.0)
    assert values["M"]["Share of urban construction land [%]"] == pytest.approx(60.0)
    assert values["M"]["Share of the site [%]"] == pytest.approx(50.0)


def test_land_in_no_parcel_and_land_without_a_code_have_their_rows(tmp_path):
    texts = {row["Land use"]: row["Area [m²]"] for row in table(balance(tmp_path, park()), 5)}
    values = {
        row["Land use"]: row["Area [m²]"]
        for row in table(balance(tmp_path, park(), values=True), 5)
    }
    assert "MAX(0,$C$3-SUM(" in texts["Unassigned land"]
    assert values["Unassigned land"] == pytest.approx(20_000.0)
    (without,) = [name for name, text in texts.items() if "SUMPRODUCT((LEN(" in str(text)]
    assert values[without] == pytest.approx(80_000.0)


def test_codes_that_excel_takes_for_one_are_compared_exactly(tmp_path):
    shapes = park().layer("parcels").geometries[:3]
    plan = with_rows(empty_plan(), "parcels", shapes, land_use=["m1", "M1", "*"])
    texts = {row["Code"]: row["Area [m²]"] for row in table(balance(tmp_path, plan), 5)}
    for code in ("m1", "M1", "*"):
        assert "EXACT(" in texts[code]
        assert f'"{code}")' in texts[code]


def test_the_sink_is_ground_that_grows_times_its_factor(tmp_path):
    plan = park()
    results = results_of(plan)

    def write(book):
        workbook_tables.carbon(book, plan, results, worded(plan))

    formulas = {row["Cover"]: row for row in table(sheet(tmp_path, write), 3)}
    values = {row["Cover"]: row for row in table(sheet(tmp_path, write, values=True), 3)}
    # The park in the middle is 200 m by 150 m less nothing: 3 ha of trees in towns.
    tree = values["tree_urban"]
    assert tree["Area [m²]"] == pytest.approx(30_000.0)
    expected = tree["Area weighted by age [m²]"] * tree["Factor [kg CO₂/(m²·a)]"] / 1000
    assert tree["Sink [t CO₂/a]"] == pytest.approx(expected)
    assert formulas["tree_urban"]["Sink [t CO₂/a]"].startswith("=D")
    total = values["Total"]["Sink [t CO₂/a]"]
    assert total == pytest.approx(results.value("carbon.sink").central)
    # Every square metre of the site has one cover: 60 ha.
    assert values["Total"]["Area [m²]"] == pytest.approx(600_000.0)


def test_roofs_outside_the_red_line_are_listed_and_not_summed(tmp_path):
    plan = park()
    roofs = [*plan.layer("rooftops").geometries]
    far = roofs[0].__class__([(x + 5000, y) for x, y in roofs[0].exterior.coords])
    plan = with_rows(plan, "rooftops", [*roofs, far], roof_type=["flat"] * 4)
    results = results_of(plan)

    def write(book):
        workbook_tables.solar(book, plan, results, worded(plan))

    rows = table(sheet(tmp_path, write, values=True), 3)
    assert [row["Inside the red line (1: yes)"] for row in rows] == [1, 1, 1, 0, None]
    assert rows[-1]["Roof area [m²]"] == pytest.approx(21_000.0)
    formula = table(sheet(tmp_path, write), 3)[-1]["Roof area [m²]"]
    assert formula == "=SUMIFS(E4:E7,D4:D7,1)"


def test_without_roofs_no_formula_sums_nothing(tmp_path):
    plan = empty_plan()
    results = results_of(plan)
    found = sheet(tmp_path, lambda book: workbook_tables.solar(book, plan, results, worded(plan)))
    assert not any("SUMIFS" in str(cell) for row in found.values for cell in row)


def test_every_factor_is_there_with_its_footing(tmp_path):
    plan = park()
    rows = table(
        sheet(tmp_path, lambda book: workbook_tables.assumptions(book, plan, worded(plan))), 1
    )
    assert [row["Factor"] for row in rows] == list(plan.parameters)
    by_id = {row["Factor"]: row for row in rows}
    factor = plan.parameters["sink.lawn"]
    assert isinstance(factor, Factor)
    assert by_id["sink.lawn"]["Central"] == factor.central
    assert by_id["sink.lawn"]["Source"] == factor.source
    assert by_id["plan.base_year"]["Central"] == 2025


def test_about_has_a_row_for_each_thing(tmp_path):
    plan = park()
    found = sheet(
        tmp_path,
        lambda book: workbook_tables.about(book, {"Plan": "=x", "Parcels": 6}, worded(plan)),
    )
    assert list(found.values)[1:] == [("Plan", "=x"), ("Parcels", 6)]
    assert found["B2"].data_type == "s"


NODES = ["led_lighting", None]


def test_values_of_a_list_stand_in_the_workbook_by_their_names(tmp_path):
    plan = with_rows(empty_plan(), "parcels", [box(0, 0, 1, 1), box(1, 0, 2, 1)], chain_node=NODES)
    rows = table(parcels(tmp_path, plan), 1)
    assert rows[0]["Industry chain node"] == shipped_names("node")["led_lighting"][0]
    assert rows[1]["Industry chain node"] is None


def test_weather_is_told_by_its_source_and_not_by_its_hours(tmp_path):
    plan = empty_plan()
    plan = plan.applied(attach_weather(plan, weather()))
    found = sheet(tmp_path, lambda book: workbook_tables.assumptions(book, plan, worded(plan)))
    rows = {row["Factor"]: row for row in table(found, 1)}
    assert rows["plan.weather"]["Name"] == "Weather"
    assert rows["plan.weather"]["Central"] == "made up"
