import pytest

from layers.analysis import measures
from layers.analysis.pv_floors import RULES
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.factor_tables.photovoltaics import factors
from tests.layers.analysis.test_hourly import with_parameters
from tests.strategies import EAST, document, layer, squares

PARCELS = squares(4)
ROOFS = [one.buffer(-10, join_style="mitre") for one in PARCELS]
"""6,400 m² on each of four parcels; flat ones can carry 60 %, metal ones 75 %."""


def plan(uses, pv, existing=None, **parcels):
    return document(
        layer(
            "parcels",
            PARCELS,
            land_use=uses,
            land_use_existing=existing or [None] * 4,
            **parcels,
        ),
        layer("rooftops", ROOFS, pv=pv, roof_type=["metal", "metal", "flat", "flat"]),
    )


def floors(found):
    rows = totals(measures().evaluate(found), stamped=False)["solar"]["floors"]
    return {row["id"].removeprefix("pv.pol_"): row for row in rows}


def test_each_use_has_its_floor():
    found = floors(plan(["M1", "M2", "A1", "A33"], ["planned", "none", "built", None]))
    # One of two factories: 0.75 × 6400 of 12,800 m².
    assert found["nea_ci"]["share_pct"] == pytest.approx(37.5)
    assert (found["nea_ci"]["floor_pct"], found["nea_ci"]["met"]) == (30, True)
    assert found["nea_gov"]["share_pct"] == pytest.approx(60)
    assert (found["nea_gov"]["floor_pct"], found["nea_gov"]["met"]) == (50, True)
    assert (found["nea_school"]["share_pct"], found["nea_school"]["met"]) == (0, False)
    # New factories and public institutions: 0.75 and 0.6 of four roofs.
    assert found["new_factory"]["share_pct"] == pytest.approx(100 * 1.35 / 4)
    assert found["new_factory"]["possible_pct"] == pytest.approx(100 * 2.7 / 4)
    assert found["new_factory"]["met"] is False
    assert set(found) == {"nea_ci", "nea_gov", "nea_school", "new_factory"}


def test_what_stands_today_is_not_new():
    uses = ["M1", "M1", "B1", "R2"]
    found = floors(plan(uses, ["planned"] * 4, existing=["M2", None, None, None]))
    assert found["new_factory"]["roofs"] == 1
    assert found["nea_ci"]["roofs"] == 3
    assert "nea_rural" not in found


def test_floors_of_a_province_hold_there_alone():
    here = plan(["M1"] * 4, ["none"] * 4)
    assert not {"sh_factory", "gd_2030"} & set(floors(here))
    # The same ground 11° farther south is in Guangdong, where 100 % are asked for.
    south = [_moved(one) for one in PARCELS]
    roofs = [_moved(one) for one in ROOFS]
    there = document(
        layer("parcels", south, land_use=["M1"] * 4),
        layer("rooftops", roofs, pv=["planned"] * 4, roof_type=["metal"] * 4),
    )
    found = floors(there)
    assert (found["gd_2030"]["floor_pct"], found["gd_2030"]["met"]) == (100, False)
    assert found["gd_2030"]["share_pct"] == pytest.approx(75)


def _moved(shape):
    import shapely

    return shapely.transform(shape, lambda xy: xy - [EAST - 430_000, 3_890_000 - 2_560_000])


def test_a_floor_is_a_factor_of_the_plan():
    one = plan(["M1"] * 4, ["planned"] * 4)
    factor = one.factor("pv.pol_nea_ci")
    stricter = with_parameters(one, **{"pv.pol_nea_ci": factor.edited(low=0.8)})
    assert floors(one)["nea_ci"]["met"]
    assert not floors(stricter)["nea_ci"]["met"]


def test_a_roof_on_no_parcel_has_no_use():
    apart = document(layer("rooftops", ROOFS, pv=["planned"] * 4))
    assert floors(apart) == {}


def test_why_names_the_policy_and_its_footing():
    found = why(
        measures().evaluate(plan(["M1"] * 4, ["planned"] * 4)), "solar.floors.pv.pol_nea_ci"
    )
    assert found["inputs"][-1]["value"] == 0.3
    assert "整县" in found["inputs"][-1]["source"]
    assert found["features"] == {"rooftops": 4}
    assert any(text.startswith("Advice") for text in found["left_out"])


def test_counts_and_answers_have_no_unit_of_shares():
    results = measures().evaluate(plan(["M1"] * 4, ["planned"] * 4))
    units = {
        key: why(results, f"solar.floors.pv.pol_nea_ci.{key}")["unit"]
        for key in ("roofs", "met", "share_pct", "floor_pct")
    }
    assert units == {"roofs": "", "met": "", "share_pct": "%", "floor_pct": "%"}


def test_a_missing_factor_leaves_the_share_missing():
    one = plan(["M1"] * 4, ["planned"] * 4)
    factor = one.factor("pv.usable_metal")
    found = floors(with_parameters(one, **{"pv.usable_metal": factor.edited(central=None)}))
    assert found["nea_ci"]["share_pct"] is found["nea_ci"]["met"] is None


def test_all_policies_of_the_table_are_there():
    from layers.codes import code_set

    known = {one.id for one in factors(code_set("GB50137-2011")) if one.id.startswith("pv.pol_")}
    assert known == {rule.factor for rule in RULES}
