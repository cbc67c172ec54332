import json

import pytest

from layers.analysis import measures
from layers.analysis.totals import missing, totals
from tests.strategies import document, small_plan

KEYS = {
    "plan": {"name", "crs", "parcels", "stamp"},
    "land": {"site_m2", "parcels_m2", "unassigned_m2", "overlap_m2", "by_code", "balance"},
    "carbon": {
        "sink_t_per_a",
        "by_cover",
        "counted_once_m2",
        "operational_t_per_a",
        "net_t_per_a",
    },
    "energy": {"electricity_kwh_per_a", "ledger", "self_sufficiency_pct", "sink_pct"},
    "solar": {"roof_m2", "usable_m2", "kwp", "kwh_per_a", "avoided_t_per_a"},
    "corridors": {"length_m", "area_m2", "components", "alpha", "beta", "gamma", "pc"},
    "slow": {"walk_km_per_km2", "dead_ends", "detour"},
    "access": {"park_500m_pct"},
    "runoff": {"coefficient"},
    "chains": {"adjacency", "completeness"},
    "limits": {"mandatory", "guiding", "advice", "parcels", "unchecked"},
}


def leaves(values, above=""):
    for key, value in values.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}"


@pytest.mark.parametrize("plan", [small_plan(), document()], ids=["small", "empty"])
def test_all_keys_are_always_there_and_it_is_json(plan):
    found = totals(measures().evaluate(plan))
    assert set(found) == {*KEYS, "indicators", "missing"}
    for part, keys in KEYS.items():
        assert keys <= set(found[part])
    assert set(found["carbon"]["sink_t_per_a"]) == {"low", "central", "high"}
    assert {"water", "sealed", "bare"} <= set(found["carbon"]["by_cover"])
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize("plan", [small_plan(), document()], ids=["small", "empty"])
def test_every_null_is_named_as_missing(plan):
    found = totals(measures().evaluate(plan))
    named = [one["path"] for one in found["missing"]]
    for path in leaves({key: value for key, value in found.items() if key in KEYS}):
        value = found
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is None and not path.startswith("carbon.by_cover"):
            assert any(path == name or path.startswith(f"{name}.") for name in named), path


def test_what_is_missing_can_be_asked_alone():
    named = {lack.path for lack in missing(measures().evaluate(document()))}
    assert "land.site_m2" in named
