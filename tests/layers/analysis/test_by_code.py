from layers.analysis import measures
from layers.analysis.by_code import Coded
from layers.analysis.totals import why
from tests.layers.analysis.parks import box
from tests.strategies import document, layer, squares


def value(plan, name):
    return measures().evaluate(plan).value(name)


def test_codes_become_numbers_and_none_is_the_last():
    plan = document(layer("parcels", squares(4), land_use=["M1", None, "R2", "M1"]))
    coded = value(plan, "land.coded")
    assert isinstance(coded, Coded)
    assert coded.codes == ("M1", "R2", "")
    assert coded.places.tolist() == [0, 2, 1, 0]


def test_every_code_is_kept_as_found_and_blank_ones_are_none():
    plan = document(layer("parcels", squares(5), land_use=["M1", "X9", " ", None, "M1"]))
    assert dict(value(plan, "land.by_code")) == {"": 20_000, "M1": 20_000, "X9": 10_000}


def test_a_code_outside_the_red_line_does_not_occur():
    plan = document(
        layer("boundary", [box(0, 0, 100, 100)]),
        layer("parcels", squares(2), land_use=["M1", "G1"]),
    )
    assert dict(value(plan, "land.by_code")) == {"M1": 10_000}


def test_why_counts_the_parcels_of_a_code_and_names_those_without():
    plan = document(layer("parcels", squares(3), land_use=["M1", None, "M1"]))
    found = why(measures().evaluate(plan), "land.by_code.M1")
    assert (found["value"], found["features"]) == (20_000, {"parcels": 2})
    assert found["left_out"][0] == "10000.0 m² of parcels have no land-use code."
