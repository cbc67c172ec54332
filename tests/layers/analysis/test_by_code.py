import numpy as np
import pandas as pd
import pytest

from layers.analysis import measures
from layers.analysis.by_code import Coded
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change, Edit, RowsDelta
from layers.edits.attributes import set_values
from layers.edits.draw import delete, draw
from layers.edits.zone import zone
from layers.measure import Inputs
from layers.message import Message
from tests.layers.analysis.parks import box
from tests.likeness import difference
from tests.strategies import EAST, NORTH, document, layer, squares


def value(plan, name):
    return measures().evaluate(plan).value(name)


def test_codes_become_numbers_and_none_is_the_last():
    plan = document(layer("parcels", squares(4), land_use=["M1", None, "R2", "M1"]))
    coded = value(plan, "land.coded")
    assert isinstance(coded, Coded)
    assert coded.codes == ("M1", "R2", "")
    assert coded.places.tolist() == [0, 2, 1, 0]
    assert coded.counts.tolist() == [2, 1, 1]


def test_kept_codes_are_fresh_ones_whatever_comes_and_goes():
    plan = document(layer("parcels", squares(4), land_use=["M1", None, "R2", "M1"]))
    known = measures().evaluate(plan)
    for ids, code in (([1], "R2"), ([4], "R2"), ([2], "M1"), ([2, 3], "G2"), ([1, 4], "G1")):
        edit = zone(plan, ids, code)
        plan = plan.applied(edit)
        known = measures().evaluate(plan, known, Change.of(edit))
        kept, fresh = known.value("land.coded"), value(plan, "land.coded")
        assert kept.codes == fresh.codes
        assert kept.places.tolist() == fresh.places.tolist()
        assert kept.counts.tolist() == fresh.counts.tolist()


@pytest.mark.parametrize(
    "steps",
    [
        (lambda plan: zone(plan, [1], "M1"), lambda plan: zone(plan, [1, 3], "G1")),
        (lambda plan: delete(plan, "parcels", [2]), lambda plan: delete(plan, "parcels", [1, 5])),
        (lambda plan: delete(plan, "boundary", [1]), lambda plan: zone(plan, [2], "R2")),
        (
            lambda plan: set_values(plan, "parcels", [4], {"land_use_shares": "50/50"}),
            lambda plan: zone(plan, [4], "R2"),
        ),
        (
            lambda plan: draw(plan, "parcels", box(EAST, NORTH + 50, EAST + 80, NORTH + 99), {}),
            lambda plan: delete(plan, "parcels", [6]),
        ),
    ],
)
def test_kept_sums_are_fresh_ones(steps):
    plan = document(
        layer("boundary", [box(EAST, NORTH - 1000, EAST + 330, NORTH + 1000)]),
        layer(
            "parcels",
            squares(5),
            land_use=["M1", "R2", "", "M1/B2", None],
            land_use_shares=[None, None, None, "70/30", None],
        ),
    )
    found = measures().behind(["land.use_sums", "land.by_code", "legend.parcels"])
    known = found.evaluate(plan)
    for step in steps:
        edit = step(plan)
        plan = plan.applied(edit)
        known = found.evaluate(plan, known, Change.of(edit))
        fresh = found.evaluate(plan)
        for name in ("land.use_sums", "land.by_code", "legend.parcels"):
            assert difference(known.value(name), fresh.value(name), name) == ""


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


def mixed_park():
    """Four squares of 1 ha: 70 % M1 and 30 % B2 twice, the same without shares, and M1 alone."""
    return document(
        layer(
            "parcels",
            squares(4),
            land_use=["M1/B2", "M1/B2", "M1/B2", "M1"],
            land_use_shares=["70/30", "70/30", None, "70/30"],
        )
    )


def test_mixed_use_is_divided_by_its_shares_and_the_sum_stays():
    found = dict(value(mixed_park(), "land.by_code"))
    assert found == {"M1": 24_000, "B2": 6_000, "M1/B2": 10_000}
    assert sum(found.values()) == 40_000


def test_the_balance_has_mixed_use_without_shares_in_a_row_of_its_own():
    rows = {row.code: row for row in value(mixed_park(), "land.balance").rows}
    assert (rows["M"].area_m2, rows["B"].area_m2) == (24_000, 6_000)
    assert rows["M1/B2"].area_m2 == 10_000
    assert rows["M1/B2"].title == "Mixed use without shares"


def test_shares_that_are_missing_are_named_as_missing():
    missing = totals(measures().evaluate(mixed_park()))["missing"]
    said = [one for one in missing if "mixed use" in str(one)]
    assert len(said) == 1
    assert said[0]["features"] == 1


def test_why_says_how_mixed_use_was_divided():
    found = why(measures().evaluate(mixed_park()), "land.by_code.M1")
    assert found["features"] == {"parcels": 3}
    assert "of 2 parcels of mixed use by their shares" in str(found["formula"])
    assert "10000.0 m² of mixed use have no shares" in str(found["left_out"])


def test_an_unknown_code_of_a_mixed_use_is_a_row_of_unknown_codes():
    plan = document(layer("parcels", squares(1), land_use=["M1/Z9"], land_use_shares=["60/40"]))
    assert dict(value(plan, "land.by_code")) == {"M1": 6_000, "Z9": 4_000}
    rows = {row.code: row.title for row in value(plan, "land.balance").rows}
    assert rows["Z9"] == "Code not in the code set"


@pytest.mark.parametrize(
    ("codes", "new"),
    [
        (["M1", "G1", None, "M1"], "G1"),  # as known
        (["M1", "G1", None, "M1"], None),
        (["M1", "G1", None, "G1"], "R2"),  # a code that is new
        (["G1", "M1", None, "M1"], "M1"),  # one that occurs no more
        (["M1", "G1", None, "M1"], ""),
        (["M1", "", None, "M1"], "M1"),
        ([None, None], "M1"),
        (["", ""], None),
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_codes_are_those_of_all_parcels_after_a_few_changed(codes, new, place):
    found = measures().measures["land.coded"]
    held = layer("parcels", squares(len(codes)), land_use=codes)
    rows = pd.DataFrame(held.rows([place + 1]))
    number = len(codes) + 1
    other = rows.assign(land_use=pd.array([new], "str")).set_axis(
        pd.Index([number], dtype=np.int64, name="fid")
    )
    plan = document().with_layer(held)
    for step in (
        Edit(Message("Code"), (RowsDelta("parcels", rows, other.set_axis(rows.index)),)),
        Edit(Message("Part"), (RowsDelta("parcels", rows, other),)),
        Edit(Message("Away"), (RowsDelta("parcels", rows, rows.iloc[:0]),)),
    ):
        before = Inputs(found, plan, {})
        after = Inputs(found, plan.applied(step), {})
        kept = found.update(after, before, found.compute(before), Change.of(step))
        fresh = found.compute(after)
        assert kept.codes == fresh.codes
        assert kept.places.tolist() == fresh.places.tolist()
