"""Places by what somebody types."""

from dataclasses import replace

import pytest
from pyproj import Transformer

from layers.analysis.gazetteer import PlaceError, found
from layers.edits.attributes import set_values
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares

PLACES = [
    "500100, 3890100",
    "3890100 500100",
    "(500100；3890100)",
    "X=3890100, Y=500100",
    "y 500100 x 3890100",
    "N 3 890 100   E 500 100",
    "N 3\u2009890\u2009100.000   E 500\u2009100.000",
    "北 3890100 东 500100",
    "E500100m N3890100m",
]
DEGREES = [
    "35.13, 114.001",
    "114.001 35.13",
    "35.13N 114.001E",
    "lat 35.13 lon 114.001",
    "35°7′48″N 114°0′3.6″E",
    "35°07'48\"N, 114°00'03.6\"E",
    "北纬35度7分48秒 东经114度0分3.6秒",
]


@pytest.mark.parametrize(
    "text",
    [
        "3,890,100 500,100",
        "3,890,100, 500,100",
        "3,890,100.000;500,100.000",
        "X 3,890,100 Y 500,100",
        "500,100.0，3,890,100.0",
        "(500,100; 3890100)",
    ],
)
def test_commas_between_thousands_are_understood(text):
    (place,) = found(small_plan(), text)
    assert (place.x, place.y) == (500_100.0, 3_890_100.0)


@pytest.mark.parametrize("text", PLACES)
def test_coordinates_in_metres_in_either_order(text):
    (place,) = found(small_plan(), text)
    assert (place.x, place.y) == (500_100.0, 3_890_100.0)
    assert place.kind == ""
    assert str(place.text) == "N 3890100.000 m, E 500100.000 m"


@pytest.mark.parametrize("text", DEGREES)
def test_degrees_are_brought_into_the_plan(text):
    (place,) = found(small_plan(), text)
    # 0.001° of longitude at 35.13° north are 91.1 m.
    assert place.x == pytest.approx(500_091.14, abs=0.01)
    assert place.y == pytest.approx(3_889_015.33, abs=0.01)


def test_letters_decide_and_what_is_elsewhere_is_refused_with_the_area():
    with pytest.raises(PlaceError, match=r"outside the area of CGCS2000.*112\.5° – 115\.5°"):
        found(small_plan(), "E 3890100 N 500100")
    with pytest.raises(PlaceError, match="outside the area"):
        found(small_plan(), "39512345.678, 3891234.567")  # of another zone
    with pytest.raises(PlaceError, match="outside the area"):
        found(small_plan(), "35S 114E")


def test_numbers_and_names_of_features_the_exact_one_first():
    hits = found(small_plan(), "a1")
    assert [(str(hit.text), hit.kind, hit.ids.tolist()) for hit in hits] == [
        ("Parcels A1", "parcels", [1])
    ]
    assert (hits[0].x, hits[0].y) == (EAST + 50, NORTH + 50)
    numbers = ["12", "112", "120", "12-3", None]
    plan = document(layer("parcels", squares(5), number=numbers))
    shown = [str(hit.text) for hit in found(plan, "12")]
    assert shown == ["Parcels 12", "Parcels 120", "Parcels 12-3", "Parcels 112"]
    assert found(plan, "12-3")[0].ids.tolist() == [4]


def test_ids_of_the_active_kind_and_of_all():
    plan = small_plan()
    hits = found(plan, "#1", "rooftops")
    assert next(hit.kind for hit in hits) == "rooftops"
    assert {hit.kind for hit in hits} == {"rooftops", "parcels", "corridors", "boundary"}
    assert [hit.ids.tolist() for hit in found(plan, "2", "rooftops") if hit.kind == "rooftops"] == [
        [2]
    ]


def test_a_parcel_may_be_called_like_two_numbers():
    plan = document(layer("parcels", squares(1), number=["12 13"]))
    assert found(plan, "12 13")[0].kind == "parcels"


@pytest.mark.parametrize("text", ["zzz", "#99", "1 2 3 4", "N 5 N 6", "°", "[", "%", "9" * 500])
def test_what_fits_nothing_is_answered_with_a_sentence(text):
    with pytest.raises(PlaceError):
        found(small_plan(), text)


def test_nothing_typed_finds_nothing():
    assert found(small_plan(), "  ") == []


def test_a_name_that_was_edited_is_found_anew():
    plan = small_plan()
    assert found(plan, "a1")
    edited = plan.applied(set_values(plan, "parcels", [1], {"number": "Q7"}))
    assert found(edited, "q7")[0].ids.tolist() == [1]
    with pytest.raises(PlaceError):
        found(edited, "a1")


@pytest.mark.parametrize("text", ["38500100, 3890100", "3890100 38500100", "X 3890100 Y 38500100"])
def test_the_zone_number_in_front_of_an_easting_is_understood(text):
    (place,) = found(small_plan(), text)  # EPSG:4547 is zone 38 without its number
    assert (place.x, place.y) == (pytest.approx(500_100.0), pytest.approx(3_890_100.0))
    assert str(place.text) == "N 3890100.000 m, E 38500100.000 m, in the zone 38"


def test_places_of_the_next_zone_are_brought_into_the_plan_s():
    there = Transformer.from_crs("EPSG:4547", "EPSG:4527", always_xy=True)
    x, y = there.transform(640_000.0, 3_890_100.0)
    assert x > 39e6
    (place,) = found(small_plan(), f"{x:.4f}, {y:.4f}")
    assert (place.x, place.y) == (
        pytest.approx(640_000.0, abs=0.001),
        pytest.approx(3_890_100.0, abs=0.001),
    )


def test_an_easting_without_the_zone_number_of_the_plan_is_understood():
    zoned = replace(small_plan(), crs="EPSG:4526")
    (place,) = found(zoned, "500100, 3890100")
    assert (place.x, place.y) == (38_500_100.0, 3_890_100.0)
    (place,) = found(zoned, "38500100, 3890100")
    assert place.x == 38_500_100.0
    assert "zone" not in str(place.text)
