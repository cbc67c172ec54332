"""Indicators beside their targets: met, not met, as advice, for information, unknown."""

import json
from dataclasses import replace
from types import MappingProxyType

import pytest

from layers.analysis import measures
from layers.analysis.indicators import INDEX, State, scores, share_of_leading, state_of, target_text
from layers.analysis.totals import totals
from layers.edits.indicators import set_indicator, set_target
from layers.edits.parameters import set_parameter
from layers.factor_tables.indicators import Target, items
from tests.strategies import document, layer, small_plan, squares


def with_settings(plan, **values):
    settings = {f"plan.{name}": value for name, value in values.items()}
    return replace(plan, parameters=MappingProxyType({**plan.parameters, **settings}))


def found(plan):
    rows = totals(measures().evaluate(plan), stamped=False)["indicators"]
    return {row["id"]: row for row in rows}


def with_energy(plan, kwh, t, **settings):
    """The scores of a plan whose totals say that it uses electricity alone, and emits."""
    results = measures().evaluate(with_settings(plan, **settings))
    known = totals(results, stamped=False)
    known["energy"] |= {
        "electricity_kwh_per_a": {"central": kwh},
        "heat_gj_per_a": {"central": 0.0},
        "gas_m3_per_a": {"central": 0.0},
        "ledger": {
            "industry": {"central": 0.0},
            "buildings": {"central": t},
            "pv": {"central": 0.0},
        },
        "self_used_kwh_per_a": 0.0,
        "bought_kwh_per_a": kwh,
    }
    return {one.item.id: one for one in scores(results, known, lacks=())}


@pytest.mark.parametrize(
    ("value", "target", "confidence", "state"),
    [
        (90.0, Target(90.0, None), "verified", State.MET),
        (89.999, Target(90.0, None), "verified", State.NOT_MET),
        (0.2, Target(None, 0.2), "verified", State.MET),
        (0.1 + 0.1 + 0.1, Target(None, 0.3), "verified", State.MET),
        (0.3001, Target(None, 0.3), "verified", State.NOT_MET),
        (0.8, Target(0.8, 1.2), "user", State.MET),
        (1.2, Target(0.8, 1.2), "user", State.MET),
        (1.201, Target(0.8, 1.2), "user", State.NOT_MET),
        (0.0, Target(None, 0.0), "verified", State.MET),
        (1.0, Target(1.0, None), "verified", State.MET),
        (0.0, Target(1.0, None), "verified", State.NOT_MET),
        (None, Target(1.0, None), "verified", State.UNKNOWN),
        (5.0, None, "verified", State.INFORMATION),
        (95.0, Target(90.0, None), "recalled", State.REACHED),
        (10.0, Target(90.0, None), "recalled", State.NOT_REACHED),
        (10.0, Target(90.0, None), "assumption", State.NOT_REACHED),
    ],
)
def test_states_at_and_beside_targets(value, target, confidence, state):
    assert state_of(value, target, confidence) is state


def test_all_grid_electricity_is_far_from_the_core_target():
    kwh = 2.0e9  # 245,800 tce by calorific value
    one = with_energy(document(), kwh, kwh * 0.5306 / 1000)["NZCP-core-small"]
    assert one.value == pytest.approx(4.3173, abs=5e-5)
    assert (one.state, one.origin) == (State.NOT_MET, "computed")
    clean = with_energy(document(), kwh, 0.0)["NZCP-clean"]
    assert clean.value == 0.0
    assert clean.state is State.NOT_MET


def test_the_convention_of_electricity_is_a_setting():
    kwh = 2.0e9
    one = with_energy(document(), kwh, kwh * 0.5306 / 1000, electricity_tce="equal")
    assert one["NZCP-core-small"].value == pytest.approx(1.7687, abs=5e-5)
    assert one["T-energy"].value == pytest.approx(600_000.0)


def test_95_percent_of_carbon_free_electricity_reach_the_core_target():
    kwh, free = 2.0e9, 0.9537
    one = with_energy(document(), kwh, (1 - free) * kwh * 0.5306 / 1000)["NZCP-core-small"]
    assert one.value == pytest.approx(0.2, abs=2e-4)


@pytest.mark.parametrize(
    ("kwh", "id_", "state"),
    [
        (1.0e9, "NZCP-core-small", State.INFORMATION),  # 122,900 tce: no national threshold
        (2.0e9, "NZCP-core-small", State.NOT_MET),
        (8.2e9, "NZCP-core-large", State.NOT_MET),  # 1,007,780 tce
    ],
)
def test_the_size_of_a_park_decides_which_core_target_holds(kwh, id_, state):
    known = with_energy(document(), kwh, kwh * 0.5306 / 1000)
    assert known[id_].state is state
    assert sum(one.startswith("NZCP-core") for one in known) == 1


def test_hunan_asks_more_of_each_year():
    kwh = 1.0e9
    for year, wanted in (("2027", 1.0), ("2030", 0.7), ("2035", 0.3)):
        known = with_energy(document(), kwh, 80_000.0, indicators_hunan=year)
        one = known[f"HUNAN-core-small-{year}"]
        assert one.target == Target(None, wanted)
        assert one.state is (State.MET if wanted >= 80_000.0 / 122_900 else State.NOT_MET)


def test_typed_beats_missing_in_all_sets_that_ask_for_it():
    plan = with_settings(document(), indicators_jiangsu="yes", indicators_miit="yes")
    before = found(plan)
    ids = ("NZCP-water", "JS-14", "MIIT-07")
    assert {before[id_]["state"] for id_ in ids} == {"unknown"}
    assert {before[id_]["value"] for id_ in ids} == {None}
    after = found(plan.applied(set_indicator(plan, "NZCP-water", 85.0, "Statistics 2024")))
    assert {after[id_]["value"] for id_ in ids} == {85.0}
    assert {after[id_]["origin"] for id_ in ids} == {"typed"}
    assert [after[id_]["met"] for id_ in ids] == [True, True, None]


def test_typed_goes_before_computed_which_stays_told():
    plan = small_plan()
    results = measures().evaluate(plan.applied(set_indicator(plan, "T-roofpv", 12.0)))
    one = next(s for s in scores(results, totals(results)) if s.item.id == "T-roofpv")
    assert (one.value, one.origin) == (12.0, "typed")
    assert one.computed == found(plan)["T-roofpv"]["value"] is not None


def test_what_is_recalled_is_never_enforced():
    plan = with_settings(
        small_plan(), indicators_jiangsu="yes", indicators_miit="yes", indicators_hunan="2027"
    )
    for one in items().values():
        if one.set != "benchmark":
            plan = plan.applied(set_indicator(plan, one.id, 0.0))
    rows = found(plan).values()
    sure = [row for row in rows if row["met"] is not None]
    assert {row["confidence"] for row in sure} == {"verified"}
    advice = [row for row in rows if row["confidence"] in {"recalled", "assumption"}]
    assert advice
    assert {row["met"] for row in advice} == {None}
    assert {row["state"] for row in advice} <= {"reached", "not_reached", "information"}


def half_known(**parcels):
    """An office with PV and two plants; of one the process energy is not entered."""
    values = {"floor_area_m2": [1e4] * 3, "process_kwh": [None, 5e5, None]} | parcels
    return document(
        layer("parcels", squares(3), land_use=["B2", "M1", "M1"], workers=[9] * 3, **values),
        layer("rooftops", [squares(1)[0].buffer(-10)], roof_type=["metal"], pv=["planned"]),
    )


LACKING = "the process energy of 1 industrial parcel"


@pytest.mark.parametrize("id_", ["NZCP-clean", "T-pvshare", "T-netco2"])
def test_a_value_made_of_sums_that_lack_inputs_says_nothing_of_its_target(id_):
    row = found(half_known())[id_]
    assert row["value"] is not None
    assert (row["state"], row["met"], row["reached"]) == ("incomplete", None, None)
    assert any(LACKING in text for text in row["notes"])
    whole = found(half_known(process_kwh=[None, 5e5, 5e5]))[id_]
    assert whole["state"] in {"met", "not_met", "reached", "not_reached"}
    assert whole["notes"] == []


def test_what_lacks_no_input_of_its_own_is_judged():
    rows = found(half_known())
    assert {rows[id_]["state"] for id_ in ("T-roofpv", "T-land-balance")} & {"incomplete"} == set()


def test_a_typed_value_is_complete_and_so_is_what_reads_it():
    plan = half_known()
    row = found(plan.applied(set_indicator(plan, "T-pvshare", 30.0)))["T-pvshare"]
    assert (row["state"], row["notes"]) == ("reached", [])


def test_an_indicator_without_a_target_tells_its_lacks_as_well():
    row = found(half_known())["T-energy"]
    assert row["state"] == "information"
    assert any(LACKING in text for text in row["notes"])


def test_pv_without_any_roof_is_missing_and_never_0():
    plan = document(
        layer("parcels", squares(1), land_use=["B2"], floor_area_m2=[1e4], workers=[9]),
    )
    rows = found(plan)
    for id_ in ("NZCP-clean", "T-pvshare"):
        assert (rows[id_]["value"], rows[id_]["state"]) == (None, "unknown")
    assert rows["T-netco2"]["state"] == "incomplete"
    assert any("rooftops" in text for text in rows["T-netco2"]["notes"])


def test_a_target_that_the_planner_sets_is_enforced():
    plan = document()
    plan = plan.applied(set_indicator(plan, "T-road", 5.0))
    assert found(plan)["T-road"]["state"] == "reached"
    plan = plan.applied(set_target(plan, "T-road", "6"))
    row = found(plan)["T-road"]
    assert (row["target"], row["state"], row["confidence"]) == ("≥ 6", "not_met", "user")


def test_a_target_that_is_emptied_asks_for_nothing():
    plan = document()
    plan = plan.applied(set_parameter(plan, "target.T-road", {"low": None, "high": None}))
    plan = plan.applied(set_indicator(plan, "T-road", 5.0))
    assert found(plan)["T-road"]["state"] == "information"


def test_the_index_of_green_parks_counts_the_required_ones_alike():
    plan = with_settings(document(), indicators_miit="yes")
    assert found(plan)[INDEX]["value"] is None
    for one in items().values():
        if one.set == "miit" and one.level == "required":
            leading = one.target.low if one.target.low is not None else one.target.high
            plan = plan.applied(set_indicator(plan, one.id, leading))
    assert found(plan)[INDEX]["value"] == pytest.approx(100.0)
    half = plan.applied(set_indicator(plan, "MIIT-02", 7.5))  # half of 15 %
    assert found(half)[INDEX]["value"] == pytest.approx(100 - 50 / 18)
    none = plan.applied(set_indicator(plan, "MIIT-12", "no"))
    assert found(none)[INDEX]["value"] == pytest.approx(100 - 100 / 18)
    over = plan.applied(set_indicator(plan, "MIIT-02", 99.0))
    assert found(over)[INDEX]["value"] == pytest.approx(100.0)


def test_more_than_leading_counts_no_more_and_less_is_better_where_it_is_a_ceiling():
    assert share_of_leading(2.5, Target(None, 5.0)) == 1.0
    assert share_of_leading(20.0, Target(None, 5.0)) == 0.25
    assert share_of_leading(-3.0, Target(10.0, None)) == 0.0


def test_sets_that_others_report_have_no_targets():
    rows = found(with_settings(document(), indicators_benchmark="yes"))
    assert rows["SEED4-water"]["value"] == 93.46
    assert rows["SEED4-water"]["state"] == "information"
    assert rows["SEED4-water"]["target"] == ""


def test_rows_are_data_and_only_sets_in_use_are_there():
    rows = found(small_plan())
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert {row["set"] for row in rows.values()} == {"national", "own"}
    assert rows["T-greencover"]["value"] is None or rows["T-greencover"]["value"] >= 0


def test_targets_are_written_as_they_are_typed():
    assert target_text(Target(1.0, None), "yes/no") == "yes"
    assert target_text(Target(2.0, 2.0)) == "2"
    assert target_text(None) == ""
