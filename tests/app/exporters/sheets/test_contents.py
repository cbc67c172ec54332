"""What a sheet says is what the results say, in the language that was asked for."""

import pytest

from app.exporters.sheets import contents
from app.exporters.sheets.blocks import Figures, Notes, Table
from app.exporters.sheets.charts import ChartBlock
from app.exporters.sheets.declared import sheet
from app.exporters.sheets.legend import Legend
from app.exporters.sheets.seen import Ramp, Seen
from app.exporters.wording import Wording
from layers.edits.styles import set_style
from layers.edits.zone import zone
from layers.kind import Shape
from layers.raster import Raster
from layers.style import Style
from tests.app.exporters.plans import empty_plan, park, results_of, with_rows


def worded(plan, language="en"):
    return Wording(language, plan.codes, plan.parameters)


def blocks(name="land_use", plan=None, language="en"):
    plan = plan or park()
    return contents.blocks(plan, results_of(plan), sheet(name), worded(plan, language))


def test_blocks_stand_in_their_order():
    for name in ("land_use", "green", "solar"):
        found = [type(block) for block in blocks(name) if not isinstance(block, ChartBlock)]
        assert found == [Legend, Table, Figures, Notes]
    assert [type(block) for block in blocks("land_use")][3] is ChartBlock


def test_the_legend_has_the_classes_of_the_plan_with_their_areas():
    legend = blocks()[0]
    rows = [(entry.code, entry.value) for entry in legend.classes]
    assert rows == [("B1", "10.00"), ("M1", "30.00"), ("G1", "10.00"), ("", "8.00")]
    assert legend.classes[1].weight == pytest.approx(300_000.0)
    assert {entry.title for entry in legend.others} >= {"Water", "Red line (Provisional)"}


def graduated_park():
    plan = park()
    far = Style(by="far", breaks=(1.0, 2.0, 3.0), ramp=("#111111", "#222222", "#333333"))
    plan = plan.applied(set_style(plan, "parcels", far))
    roofs = Style(by="measure:solar.roof_kwh", breaks=(5e8, 9e8), ramp=("#444444", "#555555"))
    return plan.applied(set_style(plan, "rooftops", roofs))


def test_a_kind_that_goes_by_numbers_has_a_legend_with_its_unit():
    first, roofs, *_ = blocks("solar", plan=graduated_park())
    assert first.classes == ()  # parcels are ground for the roofs
    assert roofs.title == "Rooftops: PV yield of the roof [kWh/a]"
    below = roofs.classes[0]
    assert below.title == "≤ 500,000,000"  # as the sheet's other numbers
    assert (below.swatch.look.fill, below.value, roofs.unit) == ("#444444", "3", "Count")
    first, parcels, *_ = blocks("land_use", plan=graduated_park())
    assert first.classes == ()
    assert parcels.title == "Parcels: FAR"
    titles = [entry.title for entry in parcels.classes]
    assert titles == ["≤ 1", "1 – 2", "> 2", "no value"]
    # of 10 ha each, A-04 of 10 ha, and 28 ha without a ratio.
    assert [entry.value for entry in parcels.classes] == ["0.00", "20.00", "10.00", "28.00"]
    assert parcels.classes[-1].swatch.look.hatch


def test_a_legend_of_numbers_is_in_the_language_of_the_sheet():
    _, roofs, *_ = blocks("solar", plan=graduated_park(), language="zh")
    assert roofs.title.endswith("[kWh/a]")
    assert "屋顶" in roofs.title
    assert "PV" not in roofs.title
    assert roofs.unit == "数量"


def test_the_legend_lists_what_is_seen_alone_and_notes_say_what_is_left_out():
    plan = park()
    seen = Seen(("parcels", "boundary"), left_out=(("Ortho", "ortho.tif"),))
    found = contents.blocks(plan, results_of(plan), sheet("land_use"), worded(plan), seen)
    assert [entry.title for entry in found[0].others] == ["Red line (Provisional)"]
    notes = found[-1].sentences
    assert notes[0] == (
        "Left out: the raster Ortho; its file ortho.tif is missing or cannot be read."
    )


def test_a_raster_has_its_colours_and_its_values_in_the_legend():
    plan = park()
    heights = Ramp(Raster("r", "dsm", "r.tif"), ("#000000", "#ffffff"), 1380.2, 1421.7)
    share = Ramp(Raster("s", "irradiance", "s.tif", "Sun"), ("#0000ff", "#ff0000"), 0.25, 0.75)
    seen = Seen(("parcels",), ramps=(heights, share))
    first, *_ = contents.blocks(plan, results_of(plan), sheet("land_use"), worded(plan), seen)
    above, below = first.others
    assert (above.title, above.swatch.ramp) == ("Sun: 0.25 – 0.75", ("#0000ff", "#ff0000"))
    assert below.title == "Surface model (DSM): 1,380 – 1,422 m"


def test_kinds_without_features_are_not_in_the_legend():
    plan = with_rows(empty_plan(), "parcels", [park().layer("parcels").geometries[0]])
    assert [entry.title for entry in blocks(plan=plan)[0].others] == []


def test_names_are_in_the_language_of_the_sheet():
    legend, table, *_ = blocks(language="zh")
    assert legend.title == "图例"
    assert "一类工业用地" in [entry.title for entry in legend.classes]
    assert table.title == "用地平衡表"
    assert "M 工业用地" in [row[0] for row in table.rows]


def test_the_balance_adds_up_as_printed():
    table = blocks()[1]
    assert table.heads == ("Land use", "Area [ha]", "Urban land [%]", "Site [%]")
    found = {row[0]: row[1:] for row in table.rows}
    # 50 ha of 60 are urban construction land; 8 ha have no code, and 2 ha are in no parcel.
    assert found["M Industrial"] == ("30.00", "60.00", "50.00")
    assert found["B Commercial and business"] == ("10.00", "20.00", "16.67")
    sums = [table.rows[place] for place in sorted(table.strong)]
    assert [row[1] for row in sums] == ["50.00", "60.00"]
    assert sums[0][2] == "100.00"
    assert sums[1][3] == "100.00"


def test_without_a_red_line_there_is_no_share_of_the_site():
    plan = park()
    plan = plan.with_layer(empty_plan().layer("boundary"))
    table = blocks(plan=plan)[1]
    assert table.heads == ("Land use", "Area [ha]", "Urban land [%]")
    assert {len(row) for row in table.rows} == {3}


def test_each_sheet_has_its_own_table():
    covers, solar = blocks("green")[1], blocks("solar")[1]
    assert covers.heads[0] == "Cover"
    assert covers.rows[-1][0] == "Carbon sink"
    assert covers.strong == {len(covers.rows) - 1}
    # Three roofs of 100 m by 70 m are 2.1 ha.
    assert solar.rows[0][:2] == ("All roofs", "2.10")


def test_a_missing_sum_is_a_dash():
    plan = with_rows(empty_plan(), "parcels", [park().layer("parcels").geometries[0]])
    solar = blocks("solar", plan)[1]
    assert "nan" not in str(solar.rows).casefold()


def test_a_red_line_that_is_not_official_is_dashed_and_pale():
    plan = park()
    assert contents.boundary_state(plan) == ""
    style = contents.styles(plan, sheet("land_use"))["boundary"]
    assert style.dash
    assert style.stroke.endswith("b0")
    site = plan.layer("boundary").geometries
    official = with_rows(plan, "boundary", site, status=["official"])
    assert contents.boundary_state(official) == "official"
    assert "boundary" not in contents.styles(official, sheet("land_use"))


def test_one_part_that_is_not_official_makes_the_whole_so():
    site = park().layer("boundary").geometries[0]
    plan = with_rows(park(), "boundary", [site, site], status=["official", None])
    assert contents.boundary_state(plan) == ""


def test_ground_is_lines_without_fills():
    declared = sheet("green")
    found = contents.styles(park(), declared)
    assert declared.quiet
    for kind in declared.quiet:
        assert (found[kind].fill, found[kind].by) == ("", "")
        assert found[kind].stroke == contents.QUIET_LINE


def test_points_have_an_entry_for_each_sort():
    plan = park()
    spots = [plan.layer("facilities").geometries[0]] * 3
    plan = with_rows(plan, "facilities", spots, type=["substation", "charging", "substation"])
    titles = [
        entry.title for entry in blocks(plan=plan)[0].others if entry.swatch.shape is Shape.POINT
    ]
    assert sorted(titles) == ["Facilities: Charging station", "Facilities: Substation"]


def test_the_title_block_says_scale_year_and_stamp_and_leaves_the_rest():
    plan = park()
    results = results_of(plan)
    block = contents.title_block(plan, results, sheet("land_use"), worded(plan), "1:5000")
    cells = dict(block.cells)
    assert block.plan == "滨江零碳园区"
    assert (cells["Scale"], cells["Base year"], cells["Date"]) == ("1:5000", "2025", "")
    assert len(cells["Stamp"]) == 12
    named = contents.title_block(plan, results, sheet("green"), worded(plan), "", "Riverside")
    assert named.plan == "Riverside"


def test_notes_name_the_system_and_the_codes():
    sentences = " ".join(blocks()[-1].sentences)
    assert "EPSG:4547" in sentences
    assert "GB 50137-2011" in sentences
    assert "Red line: Provisional" in sentences


def test_mixed_use_has_its_own_entry_and_its_area_stands_with_its_classes():
    plan = park()
    ids = plan.layer("parcels").ids[:1].tolist()
    before = {entry.code: entry.weight for entry in blocks(plan=plan)[0].classes}
    plan = plan.applied(zone(plan, ids, "G1:60/B2:40"))
    found = {entry.code: entry for entry in blocks(plan=plan)[0].classes}
    assert found["G1/B2"].title == "Park green / Business office"
    assert found["G1/B2"].swatch.look.hatch == plan.codes.colour("B2")
    assert found["G1/B2"].value == ""
    assert sum(entry.weight for entry in found.values()) == pytest.approx(sum(before.values()))
    assert found["B2"].weight > 0
