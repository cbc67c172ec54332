"""Values of measures as data for JSON."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from layers.analysis.plain import plain, unit_of


@dataclass(frozen=True)
class Pair:
    first: float
    second: tuple[int, ...]


def test_parts_of_values_become_data_and_missing_ones_nothing():
    assert plain(Pair(float("nan"), (1, 2))) == {"first": None, "second": [1, 2]}
    assert plain({1: np.float64(2.5), "b": np.array([1.0, np.nan])}) == {"1": 2.5, "b": [1.0, None]}


def test_a_number_of_each_feature_becomes_the_sum_of_those_that_are_known():
    assert plain(pd.Series([1.0, np.nan, 2.0])) == 3.0
    assert plain(pd.Series([np.nan])) is None
    frame = pd.DataFrame({"a": [1.0, 2.0], "name": ["x", "y"]})
    assert plain(frame) == {"a": 3.0}


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("energy.by_type.office.floor_m2", "m²"),
        ("carbon.by_cover.lawn.central", "t"),
        ("energy.tce_per_a", "tce/a"),
        ("energy.peak_load_kw", "kW"),
    ],
)
def test_the_nearest_part_of_a_path_that_names_a_unit_counts(path, unit):
    assert unit_of(path, "t") == unit
