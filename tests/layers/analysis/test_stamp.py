from dataclasses import replace

import numpy as np

from layers.analysis import measures
from layers.analysis.totals import totals
from layers.edit import Edit, RowsDelta, ValueDelta
from layers.enclosure import Enclosure
from layers.message import Message
from tests.strategies import document, layer, small_plan, squares


def stamp(plan):
    return totals(measures().evaluate(plan))["plan"]["stamp"]


def test_equal_plans_have_equal_stamps():
    assert stamp(small_plan()) == stamp(small_plan())


def test_the_stamp_follows_rows_factors_and_back():
    plan = small_plan()
    before = stamp(plan)
    rows = plan.layer("parcels").rows([1]).drop(columns="geometry")[["land_use"]]
    other = rows.assign(land_use=rows["land_use"].replace("M1", "M2"))
    edit = Edit(Message("zone"), (RowsDelta("parcels", rows, other),))
    assert stamp(plan.applied(edit)) != before
    assert stamp(plan.applied(edit).applied(edit.inverted())) == before
    year = Edit(Message("year"), (ValueDelta("parameters", "plan.base_year", 2025, 2030),))
    assert stamp(plan.applied(year)) != before


def test_the_stamp_does_not_follow_names_and_empty_columns():
    plan = document(layer("parcels", squares(2)))
    named = document(layer("parcels", squares(2), remark=[None, None]), name="Another")
    assert stamp(plan) == stamp(named)
    assert stamp(document(layer("parcels", squares(2), remark=["a", None]))) != stamp(plan)


def test_the_stamp_tells_neighbouring_texts_apart():
    one = document(layer("parcels", squares(2), number=["ab", "c"]))
    other = document(layer("parcels", squares(2), number=["a", "bc"]))
    assert stamp(one) != stamp(other)


def test_what_is_enclosed_enters_it():
    def shaded(sky):
        held = Enclosure({"reach_m": 2000.0}, {"sky": np.full(2, sky)})
        return stamp(replace(small_plan(), enclosed={"shading": held}))

    assert shaded(1.0) == shaded(1.0)
    assert len({stamp(small_plan()), shaded(1.0), shaded(0.5)}) == 3
