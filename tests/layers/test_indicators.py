import numpy as np
import pandas as pd
import pytest

from layers.codes import code_set
from layers.indicators import INDICATORS, LIMIT_COLUMNS, READ, class_limits
from layers.kinds import kinds
from layers.parameters import shipped_factors

FAR, DENSITY, COEFFICIENT, GREEN, HEIGHT = range(5)
GB = code_set("GB50137-2011")


def of(classes, code):
    return classes.rows[code]


def test_every_column_of_an_indicator_is_one_of_parcels():
    declared = kinds()["parcels"]
    for one in INDICATORS:
        figure = declared.column(one.typed)
        for name in (one.low, one.high):
            limit = declared.column(name)
            assert (limit.dtype, limit.unit) == ("number", figure.unit) == ("number", one.unit)
        assert set(declared.column(one.force).choices) == {"mandatory", "guiding"}
        assert declared.column(one.source).dtype == "text"
        assert all(declared.column(name).unit == "m²" for name in one.counted_from)
    assert set(READ) <= {column.id for column in declared.columns}
    assert len(LIMIT_COLUMNS) == 4 * len(INDICATORS)


def test_areas_are_shared_by_the_parts_of_a_parcel_and_figures_are_not():
    declared = kinds()["parcels"]
    counted = {name for one in INDICATORS for name in one.counted_from}
    assert all(declared.column(name).additive for name in counted)
    assert not any(declared.column(one.typed).additive for one in INDICATORS)
    assert not any(declared.column(name).additive for name in LIMIT_COLUMNS)


def test_a_class_has_its_own_limits_and_those_of_the_class_above():
    classes = class_limits(GB, shipped_factors())
    m1 = of(classes, "M1")
    assert (classes.low[m1, FAR], classes.high[m1, FAR]) == (1.0, 3.0)
    assert classes.factors[m1][FAR] == "limit.M1.far"
    assert classes.low[m1, COEFFICIENT] == 30.0
    assert classes.factors[m1][COEFFICIENT] == "limit.M.coefficient"
    assert (classes.high[m1, GREEN], np.isnan(classes.low[m1, GREEN])) == (20.0, True)
    assert classes.times[m1] == 2.0
    assert np.isnan(classes.times[of(classes, "R2")])
    assert "S1" not in classes.rows


def test_an_emptied_default_leaves_the_class_above_and_an_entered_one_counts():
    factors = dict(shipped_factors())
    factors["limit.M1.far"] = factors["limit.M1.far"].edited(low=None, high=None)
    factors["limit.M.height"] = factors["limit.M.height"].edited(high=36.0)
    classes = class_limits(GB, factors)
    m1 = of(classes, "M1")
    assert classes.factors[m1][FAR] == "limit.M.far"
    assert (classes.low[m1, FAR], classes.high[m1, FAR]) == (0.8, 2.0)
    assert (np.isnan(classes.low[m1, HEIGHT]), classes.high[m1, HEIGHT]) == (True, 36.0)


@pytest.mark.parametrize("code", [None, "", "S1", "X9", "M1/B2"])
def test_land_without_a_class_that_limits_has_no_default(code):
    classes = class_limits(GB, shipped_factors())
    rows = classes.rows_of(pd.Series(["M1", code, "M1"], dtype="str"))
    assert rows.tolist() == [of(classes, "M1"), classes.none, of(classes, "M1")]
    assert np.isnan(classes.low[classes.none]).all()
    assert np.isnan(classes.high[classes.none]).all()
    assert classes.factors[classes.none] == ("",) * 5


def test_no_parcels_have_no_rows():
    classes = class_limits(GB, shipped_factors())
    assert classes.rows_of(pd.Series([], dtype="str")).tolist() == []
