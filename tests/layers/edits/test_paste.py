import json
from dataclasses import replace

import pytest
import shapely

from layers.document import Document
from layers.edits.paste import copied, is_copied, paste
from layers.errors import InvalidEditError
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares


def text(**changes):
    """One copied parcel, changed."""
    whole = json.loads(copied(small_plan(), {"parcels": [1]}))
    feature = whole["features"][0]
    for name, value in changes.items():
        (feature if name in feature else whole)[name] = value
    return json.dumps(whole)


def test_features_go_to_another_plan_with_their_values():
    given = copied(small_plan(), {"parcels": [1, 5], "rooftops": [1], "corridors": [1]})
    assert is_copied(given)
    plan = document(layer("parcels", squares(1, east=EAST + 1000)))
    after = plan.applied(paste(plan, given))
    assert after.layer("parcels").values("number").tolist()[1:] == ["A1", "B2"]
    assert after.layer("parcels").values("land_use").tolist()[1:] == ["M1", "G1"]
    assert after.layer("parcels").areas.tolist() == [10_000.0] * 3
    assert after.layer("rooftops").values("height_m").tolist() == [12.0]
    assert after.layer("corridors").values("width_m").tolist() == [20.0]
    assert "owner" not in after.layer("parcels").columns


def test_shapes_come_back_to_the_bit():
    plan, empty = small_plan(), document()
    after = empty.applied(paste(empty, copied(plan, {"parcels": plan.layer("parcels").ids})))
    for one, other in zip(
        after.layer("parcels").geometries, plan.layer("parcels").geometries, strict=True
    ):
        assert shapely.equals(one, other)
        assert set(one.exterior.coords) == set(other.exterior.coords)


def test_in_their_own_plan_they_need_free_ground_and_get_free_numbers():
    plan = small_plan()
    given = copied(plan, {"parcels": [1, 2]})
    with pytest.raises(InvalidEditError, match="no ground is free"):
        paste(plan, given)
    after = plan.applied(paste(plan, given, dy=-130)).layer("parcels")
    assert after.values("number").tolist()[6:] == ["A1a", "A2a"]
    assert after.areas.tolist()[6:] == [10_000.0, 10_000.0]
    clipped = plan.applied(paste(plan, given, dy=-60)).layer("parcels")
    assert clipped.areas.tolist()[6:] == [6_000.0, 6_000.0]
    assert shapely.coverage_is_valid(clipped.geometries, gap_width=0.001)


def test_another_reference_system_is_brought_into_the_plans():
    given = copied(small_plan(), {"rooftops": [1]})
    other = Document.new("Zone", "EPSG:4526", base_year=2025)  # the same meridian, with its number
    drawn = other.applied(paste(other, given)).layer("rooftops")
    assert drawn.bounds[0, 0] == pytest.approx(38_000_000 + EAST + 20, abs=0.001)
    assert drawn.areas[0] == pytest.approx(3_600, abs=0.01)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "are no features"),
        ("[]", "are no features"),
        ("[" * 100_000, "are no features"),
        (json.dumps({"source": "greenplat.features", "features": []}), "are no features"),
        (text(features=[]), "1 to 10\u2009000"),
        (text(kind="moon"), "no layer of a plan"),
        (text(kind=[1]), "no layer of a plan"),
        (text(properties=None), "has no values"),
        (text(geometry=None), "no shape"),
        (text(geometry={"type": "Polygon", "coordinates": "x"}), "no shape"),
        (text(geometry={"type": "Point", "coordinates": [EAST, NORTH]}), "takes a Polygon"),
        (text(crs="EPSG:999999"), "reference system"),
        (text(crs="+proj=pipeline +step +init=/etc/passwd"), "reference system"),
        (text(crs="PROJCS[" + "x" * 30_000 + "]"), "reference system"),
        (text(properties={"far": "much"}), "FAR"),
        (text(properties={"land_use": "XY"}), "no land use XY"),
    ],
)
def test_a_text_that_is_none_is_refused_with_a_sentence(given, said):
    with pytest.raises(InvalidEditError, match=said):
        paste(document(), given)


def test_a_plan_in_a_local_system_refuses_what_cannot_be_transformed():
    local = replace(document(), crs='LOCAL_CS["site",UNIT["metre",1]]')
    with pytest.raises(InvalidEditError, match="reference system"):
        paste(local, text())
