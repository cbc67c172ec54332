import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.ledger import LINES, SOURCES, added
from layers.analysis.sink import Range
from tests.layers.analysis.energy_plans import energy, parcels, plan, with_settings
from tests.strategies import EAST, NORTH, document, layer

GREEN = shapely.box(EAST, NORTH, EAST + 100, NORTH + 20)


def park(*extra, **settings):
    """An office and a plant of which everything is known."""
    found = document(
        parcels(
            "B2",
            "M1",
            floor_area_m2=[20_000.0, 8000.0],
            workers=[500, 200],
            process_kwh=[None, 300_000.0],
        ),
        layer("greens", [GREEN], cover=["tree_urban"]),
        *extra,
    )
    return with_settings(found, **settings) if settings else found


ROOFS = layer(
    "rooftops",
    [shapely.box(EAST + 10, NORTH + 30, EAST + 90, NORTH + 90)],
    roof_type=["metal"],
    pv=["planned"],
)


def test_the_lines_add_up_to_the_sums():
    ledger = measures().evaluate(park(ROOFS)).value("energy.ledger")
    for bound in ("low", "central", "high"):
        parts = [getattr(ledger.lines[name], bound) for name in LINES]
        assert getattr(ledger.net, bound) == pytest.approx(sum(parts))
        gross = [getattr(ledger.lines[name], bound) for name in SOURCES]
        assert getattr(ledger.operational, bound) == pytest.approx(sum(gross))
    assert ledger.net.low < ledger.net.central < ledger.net.high


def test_a_low_sink_goes_with_a_high_emission():
    results = measures().evaluate(park())
    sink, green = results.value("carbon.sink"), results.value("energy.ledger").lines["green"]
    assert (green.low, green.central, green.high) == (-sink.high, -sink.central, -sink.low)


def test_only_pv_that_is_used_is_subtracted_and_export_stands_apart():
    results = measures().evaluate(park(ROOFS))
    balance, ledger = results.value("energy.balance"), results.value("energy.ledger")
    assert ledger.lines["pv"].central == pytest.approx(-balance.used_kwh * 0.5306 / 1000)
    assert ledger.avoided_by_export == pytest.approx(balance.exported.sum() * 0.5306 / 1000)
    assert balance.exported.sum() > 0
    without = measures().evaluate(park()).value("energy.ledger")
    saved = without.net.central - ledger.net.central
    assert saved <= balance.used_kwh * 0.5306 / 1000 + 1e-6 + abs(
        without.lines["green"].central - ledger.lines["green"].central
    )


def test_without_roofs_pv_is_missing_and_the_balance_goes_on():
    ledger = measures().evaluate(park()).value("energy.ledger")
    assert ledger.lines["pv"] == Range(None, None, None)
    assert ledger.avoided_by_export is None
    rest = [ledger.lines[name].central for name in LINES if name != "pv"]
    assert ledger.net.central == pytest.approx(sum(rest))


def test_little_pv_goes_with_a_high_emission():
    results = measures().evaluate(park(ROOFS))
    used, line = results.value("energy.pv_used"), results.value("energy.ledger").lines["pv"]
    assert used[0] < used[1] < used[2]
    assert used[1] == results.value("energy.balance").used_kwh
    bounds = [line.low, line.central, line.high]
    assert bounds == pytest.approx((-used[::-1] * 0.5306 / 1000).tolist())


def test_storage_raises_what_is_used():
    before = measures().evaluate(park(ROOFS)).value("energy.supply")
    after = measures().evaluate(park(ROOFS, storage_mwh=2.0)).value("energy.supply")
    assert after.used_kwh > before.used_kwh
    assert after.exported_kwh < before.exported_kwh
    assert after.lost_kwh > 0


def test_green_power_lowers_the_lines_of_electricity():
    gross = measures().evaluate(park()).value("energy.ledger").lines
    half = measures().evaluate(park(green_power_pct=50.0)).value("energy.ledger").lines
    electricity = 300_000 / 1000
    assert gross["industry"].central == pytest.approx(electricity * 0.5306)
    assert half["industry"].central == pytest.approx(electricity * 0.3048)
    assert half["transport"] == gross["transport"]


def test_more_floor_area_emits_more():
    one = energy(plan("B2", floor_area_m2=[1000.0], workers=[10]))[1]["operational_t_per_a"]
    more = energy(plan("B2", floor_area_m2=[1100.0], workers=[10]))[1]["operational_t_per_a"]
    assert more > one


def test_a_missing_line_leaves_the_sum_missing():
    none = Range(None, None, None)
    assert added([Range(1.0, 1.0, 1.0), none]) == none
    ledger = measures().evaluate(plan("B2", floor_area_m2=[1000.0])).value("energy.ledger")
    assert ledger.lines["buildings"].central is not None
    assert ledger.operational == none
    assert ledger.net == none
    assert ledger.sink_pct is None


def test_the_share_of_the_sink_by_hand():
    ledger = measures().evaluate(park()).value("energy.ledger")
    share = -100 * ledger.lines["green"].central / ledger.operational.central
    assert ledger.sink_pct == pytest.approx(share)
    assert np.isfinite(share)
