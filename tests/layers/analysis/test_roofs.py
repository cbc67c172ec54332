import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.roofs import known_types, types_of
from tests.layers.analysis.parks import box
from tests.strategies import document, layer

ROOFS = layer(
    "rooftops",
    [box(0, 0, 100, 100), box(200, 0, 300, 100), box(400, 0, 500, 100)],
    roof_type=["metal", None, "thatched"],
    usable_share=[0.5, None, None],
)


def test_types_without_factors_count_as_flat():
    rows = ROOFS.frame[["roof_type"]]
    assert known_types(rows).tolist() == [True, False, False]
    assert types_of(rows).tolist() == ["metal", "flat", "flat"]


def test_each_roof_has_its_numbers():
    found = measures().evaluate(document(ROOFS)).value("solar.roofs")
    assert found.index.tolist() == [1, 2, 3]
    # 1 ha × 0.5 × 0.92 × 0.22 kWp/m², and 1 ha × 0.6 × 0.7 × 0.22 kWp/m².
    assert found["usable_m2"].tolist() == pytest.approx([5_000, 6_000, 6_000])
    assert found["kwp"].tolist() == pytest.approx([1012, 924, 924])


def test_a_roof_counts_where_its_inner_point_lies():
    plan = document(layer("boundary", [box(-10, -10, 350, 50.5)]), ROOFS)
    found = measures().evaluate(plan).value("solar.roofs")
    assert found["inside"].tolist() == [True, True, False]
    assert found["roof_m2"].tolist() == [10_000, 10_000, 0]


def test_a_roof_without_a_shape_has_no_area():
    found = measures().evaluate(document(layer("rooftops", [None]))).value("solar.roofs")
    assert found["roof_m2"].tolist() == [0]
    assert not np.isnan(found["kwp"]).any()
