"""Quantities of indicators, computed from the totals."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.indicator_values import COMPUTED, reading_of
from layers.analysis.totals import EMPTY, totals
from layers.factor_tables.indicators import quantities
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares


def reading(plan, typed=None, **parts):
    results = measures().evaluate(plan)
    known = totals(results, stamped=False)
    for part, values in parts.items():
        known[part] = {**known[part], **values}
    return reading_of(results, known, typed or {})


def with_setting(plan, id_, value):
    return replace(plan, parameters=MappingProxyType({**plan.parameters, id_: value}))


def test_each_computed_quantity_is_asked_for_by_an_indicator():
    assert set(COMPUTED) <= set(quantities())


@pytest.mark.parametrize("quantity", COMPUTED)
def test_an_empty_plan_has_no_value_and_never_a_zero(quantity):
    assert reading(document()).value(quantity) is None


def test_energy_is_counted_in_coal_equivalent():
    # 1 GWh, 1000 GJ and 1000 m³: 122.9 + 34.12 + 1.33 tce
    known = {
        "electricity_kwh_per_a": {"central": 1e6},
        "heat_gj_per_a": {"central": 1000.0},
        "gas_m3_per_a": {"central": 1000.0},
    }
    assert reading(document(), energy=known).value("energy_tce") == pytest.approx(158.35)
    equal = with_setting(document(), "plan.electricity_tce", "equal")
    assert reading(equal, energy=known).value("energy_tce") == pytest.approx(335.45)


def test_clean_energy_is_what_pv_and_green_power_give():
    known = {
        "electricity_kwh_per_a": {"central": 1e6},
        "heat_gj_per_a": {"central": 0.0},
        "gas_m3_per_a": {"central": 0.0},
        "self_used_kwh_per_a": 2e5,
        "bought_kwh_per_a": 8e5,
    }
    assert reading(document(), energy=known).value("clean") == pytest.approx(20.0)
    green = with_setting(document(), "plan.green_power_pct", 50.0)
    assert reading(green, energy=known).value("clean") == pytest.approx(60.0)
    assert reading(green, energy=known).value("renewable_electricity") == pytest.approx(60.0)


def test_energy_that_is_typed_goes_into_what_rests_on_it():
    known = {"ledger": {name: {"central": 100.0} for name in ("industry", "buildings", "pv")}}
    assert reading(document(), {"energy_tce": 600.0}, energy=known).value("core") == 0.5


def test_jobs_need_the_share_of_residents_who_work():
    land = {"population": 1000.0, "workers": 600.0}
    assert reading(document(), land=land).value("jobs_housing") is None
    plan = with_setting(document(), "plan.employed_pct", 50.0)
    assert reading(plan, land=land).value("jobs_housing") == pytest.approx(1.2)


def test_far_counts_parcels_that_have_both_a_figure_and_a_limit():
    plan = document(
        layer(
            "parcels",
            squares(4),
            land_use=["G1"] * 4,
            far=[1.0, 3.0, 2.0, None],
            far_max=[2.0, 2.0, 2.0, 2.0],
        )
    )
    assert reading(plan).value("far") == pytest.approx(100 * 2 / 3)


def test_land_balance_is_the_share_of_ranges_that_are_kept():
    states = ("within", "below", "within", None)
    rows = [{"judged": True, "state": state} for state in states]
    land = {"norms": [*rows, {"judged": False, "state": "above"}]}
    assert reading(document(), land=land).value("land_balance") == pytest.approx(2 / 3)


def test_green_cover_is_land_with_plants_and_crowns_over_streets():
    covers = {
        "lawn": {"area_m2": 2000.0},
        "water": {"area_m2": 5000.0},
        "street_tree": {"area_m2": 0.0, "crown_m2": 500.0, "extra": True},
    }
    known = reading(document(), carbon={"by_cover": covers}, land={"site_m2": 10_000.0})
    assert known.value("green_cover") == pytest.approx(25.0)


def parks(shares):
    """A square of each class with so many hectares of 100."""
    shapes = [
        shapely.box(EAST, NORTH + 10 * n, EAST + 1000 * hectares, NORTH + 10 * n + 10)
        for n, hectares in enumerate(shares.values())
    ]
    return document(layer("parcels", shapes, land_use=list(shares)))


def test_all_ranges_of_land_can_be_kept_at_once():
    shares = {"M": 55.0, "W": 5.0, "R": 8.0, "A": 4.0, "B": 4.0, "S": 12.0, "U": 3.0, "G": 9.0}
    assert reading(parks(shares)).value("land_balance") == 1.0
    more = {**shares, "M": 40.0, "R": 23.0}  # below the range of M, above that of R
    assert reading(parks(more)).value("land_balance") == pytest.approx(5 / 7)


def roofs(uses, pv, existing=None):
    shapes = squares(len(uses))
    return document(
        layer("parcels", shapes, land_use=uses, land_use_existing=existing or [None] * len(uses)),
        layer(
            "rooftops",
            [one.buffer(-10, join_style="mitre") for one in shapes],
            pv=pv,
            roof_type=["metal"] * len(uses),
        ),
    )


def test_roofs_of_new_factories_count_as_the_policy_says():
    plan = roofs(["M1", "A1", "M1", "R2"], ["planned", "none", "planned", "planned"])
    known = reading(plan)
    # 75 % of a metal roof carry modules, of two roofs of three; housing is not asked.
    assert known.value("roof_pv") == pytest.approx(100 * 0.75 * 2 / 3)
    floors = {row["id"]: row for row in known.found["solar"]["floors"]}
    assert known.value("roof_pv") == floors["pv.pol_new_factory"]["share_pct"]
    old = roofs(["M1", "M1"], ["none", "planned"], existing=["M2", None])
    assert reading(old).value("roof_pv") == pytest.approx(75.0)


def test_where_no_such_roof_stands_there_is_none():
    known = reading(roofs(["R2"], ["planned"]))
    assert known.value("roof_pv") is None
    assert COMPUTED["roof_pv"].none_there(known) is not None
    assert COMPUTED["roof_pv"].none_there(reading(document())) is None


def near(*uses, gap=0.0):
    shapes = [
        shapely.box(EAST + n * (100 + gap), NORTH, EAST + n * (100 + gap) + 100, NORTH + 100)
        for n in range(len(uses))
    ]
    return document(layer("parcels", shapes, land_use=list(uses)))


@pytest.mark.parametrize("gap", [0.0, 20.0, 730.0])
def test_the_distance_of_a_nuisance_is_measured(gap):
    plan = with_setting(near("M3", "R2", gap=gap), "plan.nuisance_m", 300.0)
    assert reading(plan).value("nuisance") == pytest.approx(gap)


@pytest.mark.parametrize("uses", [("M1", "R2"), ("M3", "M1")])
def test_without_a_nuisance_or_anything_to_protect_there_is_no_distance(uses):
    known = reading(near(*uses))
    assert known.value("nuisance") is None
    assert str(COMPUTED["nuisance"].none_there(known)).startswith("None there")
    assert COMPUTED["nuisance"].none_there(reading(near("M3", "R2"))) is None


def test_paths_of_the_totals_that_are_numbers_themselves_are_there():
    empty = {key: dict(part) if isinstance(part, dict) else part for key, part in EMPTY.items()}
    for quantity, how in COMPUTED.items():
        for path in how.paths:
            head, _, key = path.partition(".")
            assert head in empty, quantity
            assert head in {"solar", "indicators"} or key.split(".")[0] in empty[head], path


def test_the_sample_of_a_plan_has_finite_values():
    known = reading(small_plan())
    values = [known.value(quantity) for quantity in COMPUTED]
    assert any(value is not None for value in values)
    assert all(value is None or np.isfinite(value) for value in values)
