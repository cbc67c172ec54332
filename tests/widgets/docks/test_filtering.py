"""What is typed above a table, and which rows fit it."""

import numpy as np
import pandas as pd
import pytest

from layers.edits.attributes import set_values
from layers.expression import ExpressionError
from layers.kinds import kinds
from tests.strategies import small_plan
from widgets.docks.filtering import fitting, offered


@pytest.fixture
def found():
    plan = small_plan()
    plan = plan.applied(set_values(plan, "parcels", [1, 3], {"far": 2.75}))
    layer = plan.layer("parcels")
    columns = list(kinds()["parcels"].columns)
    arrays = [layer.values(column.id).array for column in columns]

    def ask(text):
        return layer.ids[fitting(text, plan, layer, columns, arrays, unit="ha")].tolist()

    ask.layer = layer
    return ask


def ids_where(found, column, test):
    values = found.layer.values(column)
    return found.layer.ids[[not is_missing(v) and test(v) for v in values]].tolist()


def is_missing(value):
    return pd.isna(value)


def test_a_text_is_looked_for_in_values_titles_and_ids(found):
    assert found("m1") == ids_where(found, "land_use", lambda code: "M1" in code)
    assert found("industrial") == ids_where(found, "land_use", lambda code: code.startswith("M"))
    assert 2 in found("2")
    assert found("nothing holds this") == []


def test_figures_are_found_in_numbers_and_words_are_not_looked_for_there(found):
    assert found("2.7") == [1, 3]
    assert found("nan") == []


def test_a_comparison_leaves_missing_values_out(found):
    assert found("FAR > 2") == [1, 3]
    assert found("FAR > 0") == ids_where(found, "far", lambda value: value > 0)
    assert found("far ≤ 1000") == ids_where(found, "far", lambda value: value <= 1000)


def test_a_condition_stands_behind_an_equals_sign(found):
    assert found("= land_use = 'M1' OR far IS NULL") == sorted(
        {*found("land_use")}
        | {*ids_where(found, "land_use", lambda code: code == "M1")}
        | {*found.layer.ids[found.layer.values("far").isna().to_numpy(bool)].tolist()}
    )
    with pytest.raises(ExpressionError):
        found("= nothing > 1")


def test_the_mask_has_one_entry_for_each_row():
    plan = small_plan()
    layer = plan.layer("parcels")
    mask = fitting("5", plan, layer, [], [], unit="m2")
    assert mask.dtype == bool
    assert mask.tolist() == np.isin(layer.ids, [5]).tolist()


def test_the_filter_offers_parts_of_a_condition_behind_its_sign_else_columns():
    plan = small_plan()
    layer = plan.layer("parcels")
    columns = kinds()["parcels"].columns

    def texts(before, **options):
        start, found = offered(before, layer, plan, columns, **{"asked": False, **options})
        return start, [one.text for one in found]

    start, found = texts("= land_use = 'M")
    assert (start, found[0]) == (13, "'M1'")
    assert texts("FA")[1][0] == "FAR > "
    assert texts("") == (0, [])
    assert "FAR > " in texts("", asked=True)[1]
    assert texts("steel") == (0, [])
