"""Factors and the tables that they are shipped in."""

import re

import pytest

from layers.codes import CODE_SETS, DEFAULT_CODE_SET
from layers.factor import _BY_ID, _BY_UNIT, Factor, number, rows
from layers.parameters import shipped_factors


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


EVERY = {
    f.id: f for codes in (DEFAULT_CODE_SET, *CODE_SETS) for f in shipped_factors(codes).values()
}


def test_every_shipped_value_can_be():
    assert [one.id for one in EVERY.values() if one.beyond] == []
    assert len(EVERY) > 1_000


@pytest.mark.parametrize(
    ("id_", "value"),
    [
        ("pv.usable_metal", 1.2),
        ("pv.gcr_flush", 2.0),
        ("pv.density_mono", 900.0),
        ("transport.car_share", 3.0),
        ("runoff.green", 5.0),
        ("water.return", 4.0),
        ("pv.deg_year", 150.0),
        ("supply.storage_efficiency", 1.5),
        ("transport.commute_days", 400.0),
        ("emission.heat_default", -0.1),
        ("pv.gamma", 0.1),
    ],
)
def test_what_nature_does_not_know_cannot_be(id_, value):
    assert not EVERY[id_].admits(value)


@pytest.mark.parametrize(
    ("id_", "value"),
    [("supply.cop", 5.2), ("pv.dc_ac", 1.4), ("water.peak_day", 1.8), ("sink.water", -1.0)],
)
def test_what_is_no_share_may_be_above_one_or_below_zero(id_, value):
    assert EVERY[id_].admits(value)


def test_ids_with_bounds_of_their_own_are_there():
    assert set(_BY_ID) <= set(EVERY)
    assert set(_BY_UNIT) <= {one.unit for one in EVERY.values()}


def test_sources_are_named_as_readers_know_them():
    """Keys of our own list of evidence, names of our files and "as above" tell a reader nothing."""
    inner = re.compile(r"\b(EV|SEED)\d+|\.md\b|\bas above\b|\brows above\b")
    told = [(one.id, text) for one in EVERY.values() for text in (one.title, one.source, one.note)]
    assert [each for each in told if inner.search(each[1])] == []


def test_names_begin_with_a_capital_letter():
    small = [one.id for one in EVERY.values() if one.title[:1].islower()]
    assert [id_ for id_ in small if not EVERY[id_].title.startswith("pvlib")] == []
