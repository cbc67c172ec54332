"""Lines of the supply of a year: sums of its hours."""

import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from tests.layers.analysis.arithmetic import faults
from tests.layers.analysis.energy_plans import parcels, with_settings
from tests.layers.analysis.parks import box
from tests.strategies import document, layer

PLAN = document(
    parcels("B2", floor_area_m2=[5_000.0], process_kwh=[0.0]),
    layer("rooftops", [box(0, 0, 100, 60)], roof_type=["flat"], pv=["planned"]),
)


@pytest.fixture(scope="module")
def results():
    return measures().evaluate(with_settings(PLAN, storage_mwh=0.5, export_mw=0.1))


@pytest.mark.parametrize(
    "name",
    [
        "peak_load_kw",
        "pv_kwh_per_a",
        "self_used_kwh_per_a",
        "self_consumption_pct",
        "self_sufficiency_pct",
        "bought_kwh_per_a",
        "peak_import_kw",
        "exported_kwh_per_a",
        "curtailed_kwh_per_a",
        "storage_loss_kwh_per_a",
        "storage_kwh",
    ],
)
def test_lines_come_to_what_is_shown(results, name):
    path = f"energy.{name}"
    answer = why(results, path)
    assert answer["value"] == totals(results, stamped=False)["energy"][name] > 0
    assert list(faults(path, answer)) == []


def test_pv_is_the_sum_of_twelve_months(results):
    (line,) = why(results, "energy.pv_kwh_per_a")["steps"]
    assert line.count(" + ") == 11


def test_storage_is_what_is_entered_or_drawn(results):
    assert why(results, "energy.storage_kwh")["steps"] == [
        "capacity of storage: 0.5 × 1000 = 500 kWh"
    ]
    places = [box(0, 0, 1, 1).centroid, box(5, 0, 6, 1).centroid]
    drawn = document(
        layer(
            "facilities",
            places,
            type=["storage", "storage"],
            capacity=[2.0, 300.0],
            unit=["MWh", "kWh"],
        )
    )
    (line,) = why(measures().evaluate(drawn), "energy.storage_kwh")["steps"]
    assert line.replace("\u2009", " ") == "capacity of storage: 2 000 + 300 = 2 300 kWh"
