import numpy as np
import shapely

from layers.analysis import measures
from layers.document import Document
from layers.edit import Change
from layers.edits.attributes import set_values
from layers.edits.zone import zone
from tests.likeness import difference
from tests.small_plan import CRS, X, Y, box, layer, small_plan


def legend(plan, kind):
    return measures().evaluate(plan).value(f"legend.{kind}")


def test_parcels_by_code_with_their_whole_area():
    found = legend(small_plan(), "parcels")
    assert dict(found.counts) == {"M1": 2, "G1": 1, "": 1}
    assert dict(found.areas_m2) == {"M1": 20_000.0, "G1": 10_000.0, "": 10_000.0}
    assert found.area_m2 == 40_000.0


def test_land_outside_the_red_line_is_in_the_legend():
    line = layer("boundary", [box(0, 0)], name=["Site"])
    assert legend(small_plan().with_layer(line), "parcels").area_m2 == 40_000.0


def test_missing_and_empty_values_are_one():
    greens = layer("greens", [box(0, 0), box(1, 0), box(0, 1)], cover=["lawn", "", None])
    found = legend(small_plan().with_layer(greens), "greens")
    assert dict(found.counts) == {"lawn": 1, "": 2}
    assert dict(found.areas_m2) == {"lawn": 10_000.0, "": 20_000.0}


def test_nested_phases_lines_and_points_have_no_area():
    plan = small_plan().with_layer(layer("phases", [box(0, 0), box(0, 0, 200)]))
    plan = plan.with_layer(layer("facilities", [shapely.Point(0, 0)], type=["storage"]))
    assert legend(plan, "phases").area_m2 is None
    found = legend(plan, "facilities")
    assert (dict(found.counts), dict(found.areas_m2), found.area_m2) == ({"storage": 1}, {}, None)


def test_another_code_leaves_the_other_legends_as_they_are():
    plan = small_plan()
    first = measures().evaluate(plan)
    edit = zone(plan, [4], "M1")
    kept = measures().evaluate(plan.applied(edit), first, Change.of(edit))
    changed = {name for name in kept.changed_from(first) if name.startswith("legend.")}
    assert changed == {"legend.parcels"}
    assert dict(kept.value("legend.parcels").counts) == {"M1": 3, "G1": 1}


def test_a_value_measures_no_shape_anew():
    plan = small_plan()
    first = measures().evaluate(plan)
    edit = set_values(plan, "greens", [1], {"cover": None})
    kept = measures().evaluate(plan.applied(edit), first, Change.of(edit))
    assert kept.value("legend.greens_areas") is first.value("legend.greens_areas")
    fresh = measures().evaluate(plan.applied(edit))
    assert difference(kept.value("legend.greens"), fresh.value("legend.greens")) == ""
    assert np.array_equal(kept.value("legend.greens_areas").index, [1])


def test_areas_are_printed_as_in_the_land_balance():
    # Three times 3.334 ha are 10.00 ha: the balance adds a last digit to one of the 3.33.
    shapes = [shapely.box(X + 100 * n, Y, X + 100 * n + 100, Y + 333.4) for n in range(3)]
    parcels = layer("parcels", shapes, land_use=["R1", "R2", "R3"])
    plan = Document.new("Three", CRS, base_year=2025).with_layer(parcels)
    results = measures().evaluate(plan)
    (residential,) = [row for row in results.value("land.balance").rows if row.code == "R"]
    children = residential.children
    printed = results.value("legend.parcels").printed
    assert dict(printed) == {row.code: row.printed for row in children}
    assert sorted(one["ha"] for one in printed.values()) == [3.33, 3.33, 3.34]
    assert residential.area_ha == 10.0


def test_land_beyond_the_red_line_is_not_printed_as_in_the_balance():
    line = layer("boundary", [box(0, 0)], name=["Site"])
    assert "G1" not in legend(small_plan().with_layer(line), "parcels").printed
