"""Factors and the tables that they are shipped in."""

from layers.factor import Factor, number, rows


def test_an_edited_factor_is_the_users():
    factor = Factor(
        "sink.lawn", "Lawn", "草坪", "kg CO₂/(m²·a)", 0.0, 0.1, 0.4, confidence="verified"
    )
    edited = factor.edited(central=0.2)
    assert (edited.central, edited.high, edited.confidence) == (0.2, 0.4, "user")
    assert factor.group == "sink"


def test_an_empty_cell_is_no_number():
    assert [number(text) for text in ("1.5", " ", "")] == [1.5, None, None]


def test_rows_of_a_table_are_named_by_its_header():
    found = {row["cover_id"]: row for row in rows("carbon_sink_factors.csv")}
    assert found["tree_urban"]["cover_en"] == "Urban treed green"
