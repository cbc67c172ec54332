import re

import numpy as np
import pytest

from layers.analysis import measures
from layers.analysis.photovoltaics import ground_coverage
from layers.analysis.reasons import why
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


def tilted(*degrees, roof_type="flat"):
    """Roofs of 1 ha at 35.15° N, told how steep their modules stand."""
    boxes = [box(200 * place, 0, 200 * place + 100, 100) for place in range(len(degrees))]
    values = {"roof_type": [roof_type] * len(boxes), "tilt_deg": list(degrees)}
    return document(layer("rooftops", boxes, **values))


def test_steep_rows_on_flat_roofs_stand_far_apart():
    found = measures().evaluate(tilted(None, 0.0, 10.0, 35.0))
    lat = found.value("solar.place").lat
    packing = found.value("solar.roofs")["kwp"].to_numpy() / (10_000 * 0.6 * 0.22)
    # As the table says; as flush modules at most; then by the shadow at the winter solstice.
    spaced = [ground_coverage(lat, 10.0), ground_coverage(lat, 35.0)]
    assert packing.tolist() == pytest.approx([0.7, 0.92, *spaced])
    assert ground_coverage(34.8, 35.0) == pytest.approx(0.47, abs=0.005)
    kwh = found.value("solar.modules").table_kwh / found.value("solar.modules").kwp
    assert (kwh / kwh[3]).tolist() == pytest.approx([0.92, 0.92, 0.92, 1.0])


def test_the_tilt_of_roofs_that_are_not_flat_moves_no_module():
    kwp = measures().evaluate(tilted(5.0, 40.0, roof_type="metal")).value("solar.roofs")["kwp"]
    assert kwp.tolist() == pytest.approx([1518, 1518])


def test_rows_beyond_the_rule_have_the_packing_of_the_table(monkeypatch):
    monkeypatch.setattr("layers.analysis.photovoltaics._CHINA_DEG", 30.0)
    found = measures().evaluate(tilted(8.0, 35.0)).value("solar.roofs")["kwp"].to_numpy()
    assert (found / (10_000 * 0.6 * 0.22)).tolist() == pytest.approx([0.7, 0.48])


def test_why_names_how_far_rows_stand_apart():
    told = why(measures().evaluate(tilted(None, 35.0)), "solar.kwp")["left_out"]
    assert any("On 1 flat roof" in one and re.search(r"g = 0\.4\d\.$", one) for one in told)
    assert not any(
        "GB 50797" in one for one in why(measures().evaluate(tilted(None)), "solar.kwp")["left_out"]
    )


def test_a_roof_counts_with_its_part_inside_the_red_line():
    plan = document(layer("boundary", [box(-10, -10, 350, 50.5)]), ROOFS)
    found = measures().evaluate(plan).value("solar.roofs")
    assert found["inside"].tolist() == [True, True, False]
    assert found["roof_m2"].tolist() == pytest.approx([5_050, 5_050, 0])
    assert found["kwp"].tolist() == pytest.approx([0.505 * 1012, 0.505 * 924, 0])


def test_a_roof_without_a_shape_has_no_area():
    found = measures().evaluate(document(layer("rooftops", [None]))).value("solar.roofs")
    assert found["roof_m2"].tolist() == [0]
    assert not np.isnan(found["kwp"]).any()
