"""A measure may read what it declares, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from layers.enclosure import Enclosure
from layers.inputs import Inputs, Read
from layers.measure import Measure
from layers.raster import Raster
from tests.strategies import small_plan


def inputs_of(**declared):
    measure = Measure("a.b", "A", "", lambda _: None, **declared)
    return Inputs(measure, small_plan(), {})


def test_columns_and_numbers_of_some_rows_are_those_of_all():
    inputs = inputs_of(layers={"parcels": ("land_use", "population")})
    places = np.array([1, 0])
    numbers = inputs.numbers("parcels", "population")
    np.testing.assert_array_equal(inputs.numbers("parcels", "population", places), numbers[places])
    codes = list(inputs.column("parcels", "land_use"))
    assert list(inputs.column("parcels", "land_use", places)) == [codes[1], codes[0]]


@pytest.mark.parametrize("read", ["column", "numbers"])
def test_a_column_that_is_not_declared_is_refused(read):
    inputs = inputs_of(layers={"parcels": ("land_use",)})
    with pytest.raises(KeyError, match="does not declare the column population of parcels"):
        getattr(inputs, read)("parcels", "population")


def test_a_group_of_factors_is_looked_for_once():
    plan = small_plan()
    read = Read(plan.parameters)
    inputs = Inputs(Measure("a.b", "A", "", bool, parameters=("sink.",)), plan, {}, read)
    found = inputs.factors("sink.")
    assert found["lawn"] is plan.parameters["sink.lawn"]
    assert all(not name.startswith("sink.") for name in found)
    assert read.factors("sink.") is found
    with pytest.raises(KeyError, match="does not declare the group pv"):
        inputs.factors("pv.")


def test_what_is_enclosed_and_where_rasters_are_is_read_where_it_is_declared():
    held = Enclosure({"n": 1}, {})
    dsm, low = (Raster(name, "dsm", f"{name}.tif", place=n) for n, name in ((2, "b"), (1, "a")))
    plan = replace(
        small_plan(), enclosed={"shading": held},
        rasters={"b": dsm, "a": low, "c": Raster("c", "imagery", "c.tif")},
    )  # fmt: skip
    measure = Measure("a.b", "A", "", bool, enclosed=("shading", "other"), rasters=("dsm",))
    inputs = Inputs(measure, plan, {})
    assert inputs.enclosed("shading") is held
    assert inputs.enclosed("other") is None
    assert inputs.rasters("dsm") == (low, dsm)
    with pytest.raises(KeyError, match="does not declare that it reads weather"):
        inputs.enclosed("weather")
    with pytest.raises(KeyError, match="does not declare that it reads imagery"):
        inputs.rasters("imagery")
