"""What features can be told apart by, and the numbers of it."""

import numpy as np
import pandas as pd
import pytest

from layers.analysis import measures
from layers.analysis.per_feature import (
    feature_measures,
    numbers,
    series_of,
    subject,
    subjects,
    values,
)
from layers.kinds import kinds
from tests.small_plan import small_plan
from tests.strategies import document, layer, squares

NAN = np.nan


def own_columns():
    return document(layer("parcels", squares(3), 楼高=["12", "x", None], count=[1, 2, 3]))


@pytest.mark.parametrize("kind", kinds())
def test_the_measures_of_a_kind_have_a_number_for_each_feature(kind):
    plan = small_plan()
    results = measures().evaluate(plan)
    for measure in feature_measures(kind):
        found = series_of(results, measure.id)
        assert found is not None
        assert found.dtype == np.float64
        assert found.index.tolist() == plan.layer(kind).ids.tolist()


def test_values_come_in_the_order_that_is_asked_for():
    results = measures().evaluate(small_plan())
    found = values(results, "land.areas", np.array([3, 99, 1]))
    assert np.array_equal(found, [10_000.0, NAN, 10_000.0], equal_nan=True)
    whole = values(results, "land.areas", np.array([1, 2, 3, 4]))
    assert whole.tolist() == [10_000.0] * 4


@pytest.mark.parametrize("name", ["solar.roofs", "carbon.covers", "land.nothing"])
def test_what_is_no_number_for_each_feature_has_no_values(name):
    results = measures().evaluate(small_plan())
    assert np.isnan(values(results, name, np.array([1, 2]))).all()
    assert name not in {measure.id for measure in feature_measures("rooftops")}


def test_subjects_are_columns_own_columns_and_measures():
    found = {one.by: one for one in subjects(own_columns(), "parcels")}
    assert (found["far"].numeric, found["far"].own) == (True, False)
    assert (found["land_use"].numeric, found["楼高"].numeric) == (False, False)
    assert (found["count"].numeric, found["count"].own) == (True, True)
    assert (found["measure:land.areas"].numeric, found["measure:land.areas"].unit) == (True, "m²")
    assert "geometry" not in found
    for by, one in found.items():
        assert subject(own_columns(), "parcels", by) == one


@pytest.mark.parametrize("by", ["nothing", "geometry", "measure:solar.roof_kwh", ""])
def test_a_subject_that_is_not_there_is_none(by):
    assert subject(own_columns(), "parcels", by) is None


def test_numbers_of_columns_and_measures():
    plan = own_columns()
    assert numbers(plan, "parcels", "count", None).tolist() == [1.0, 2.0, 3.0]
    assert np.array_equal(numbers(plan, "parcels", "楼高", None), [12.0, NAN, NAN], equal_nan=True)
    assert np.isnan(numbers(plan, "parcels", "gone", None)).all()
    assert np.isnan(numbers(plan, "parcels", "measure:land.areas", None)).all()
    results = measures().evaluate(plan)
    assert numbers(plan, "parcels", "measure:land.areas", results).tolist() == [10_000.0] * 3
    assert isinstance(plan.layer("parcels").values("count"), pd.Series)
