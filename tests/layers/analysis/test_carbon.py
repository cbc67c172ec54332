import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.parameters import shipped_factors
from layers.units import CO2_PER_C, GJ_PER_KWH, M2_PER_MU, MU_PER_HA
from tests.layers.analysis.parks import box, carbon, line, park
from tests.strategies import document, layer, squares

# ---- worked numbers -------------------------------------------------------------------------


def test_worked_sink_of_a_plan():
    plan = document(
        layer("boundary", [box(0, 0, 1000, 360)]),
        layer(
            "greens",
            [box(0, 0, 1000, 200), box(0, 200, 1000, 250), box(0, 250, 1000, 330)],
            cover=["tree_urban", "shrub", "lawn"],
        ),
        layer("water", [box(0, 330, 1000, 360)]),
    )
    sink = carbon(plan)["sink_t_per_a"]
    assert sink["central"] == pytest.approx(202.451, rel=1e-4)
    assert sink["low"] == pytest.approx(128.0, rel=1e-4)
    assert sink["high"] == pytest.approx(250 + 30 + 33.496 + 6.234, rel=1e-4)


def test_worked_units():
    assert pytest.approx(666.6667, rel=1e-6) == M2_PER_MU
    assert 300 / MU_PER_HA == 20
    assert pytest.approx(3.6667, rel=1e-4) == CO2_PER_C
    assert pytest.approx(0.36667, rel=1e-4) == CO2_PER_C * 1000 / 1e4
    assert GJ_PER_KWH == 0.0036


# ---- missing and assumed --------------------------------------------------------------------


def test_a_green_without_a_cover_is_missing_and_not_nothing():
    plan = park(layer("greens", [box(0, 0, 50, 10)]), green_pct=0.0)
    found = totals(measures().evaluate(plan), stamped=False)
    assert found["carbon"]["by_cover"]["unknown"] == {
        "area_m2": 500.0,
        "low": None,
        "central": None,
        "high": None,
    }
    assert {
        "path": "carbon.sink_t_per_a",
        "needs": "the cover of 1 feature of Green land (0.05 ha)",
        "features": 1,
    } in found["missing"]


def test_the_sink_is_missing_where_no_green_has_a_cover():
    plan = park(layer("greens", [box(0, 0, 50, 10)]), green_pct=0.0)
    assert carbon(plan)["sink_t_per_a"] == {"low": None, "central": None, "high": None}
    found = why(measures().evaluate(plan), "carbon.sink_t_per_a")
    assert found["features"] == {"parcels": 1}  # the green is left out, so it is not counted
    assert "1 of Green land has no known cover and adds nothing to the sink." in found["left_out"]
    assert (
        "Missing for Carbon sink: the cover of 1 feature of Green land (0.05 ha)"
        in found["left_out"]
    )
    assert [one["name"] for one in found["inputs"] if "nknown" in one["name"]] == []
    assert "Area: Without a cover type" in [one["name"] for one in found["inputs"]]


def test_greens_without_a_cover_leave_the_sink_of_the_others():
    greens = layer("greens", [box(0, 0, 50, 10), box(50, 0, 100, 10)], cover=["lawn", None])
    plan = park(greens, green_pct=0.0)
    assert carbon(plan)["sink_t_per_a"]["central"] == pytest.approx(500 * 0.0931 / 1000)
    results = measures().evaluate(plan)
    assert why(results, "carbon.sink_t_per_a")["features"] == {"greens": 1, "parcels": 1}
    lacking = [one["path"] for one in totals(results, stamped=False)["missing"]]
    assert lacking.count("carbon.sink_t_per_a") == 1
    assert not any(path.startswith("carbon.by_cover") for path in lacking)
    # How much ground there is does not depend on what grows there.
    ground = why(results, "carbon.counted_once_m2")
    assert ground["features"] == {"greens": 2, "parcels": 1}
    assert not any("add nothing to the sink" in one for one in ground["left_out"])


def test_a_cover_without_a_factor_keeps_its_name():
    found = totals(
        measures().evaluate(park(layer("greens", [box(0, 0, 50, 10)], cover=["moss"]))),
        stamped=False,
    )
    assert found["carbon"]["by_cover"]["moss"]["central"] is None
    assert any("sink factor" in one["needs"] for one in found["missing"])


def test_a_corridor_without_a_width_takes_no_ground_and_is_named():
    plan = park(layer("corridors", [line((0, 50), (100, 50))], cover=["shrub"]))
    found = totals(measures().evaluate(plan), stamped=False)
    assert "shrub" not in found["carbon"]["by_cover"]
    assert {
        "path": "carbon.sink_t_per_a",
        "needs": "the width of Green corridors",
        "features": 1,
    } in found["missing"]


def test_why_names_assumptions_and_sources():
    found = why(measures().evaluate(park(green_pct=None, land_use="R2")), "carbon.sink_t_per_a")
    assert found["value"]["central"] == pytest.approx(3000 * 0.0931 / 1000)
    assert found["unit"] == "t CO₂/a"
    assert "Assumed: green ratio 30.0 % for 1 parcel of R2 without one." in found["left_out"]
    assert "Assumed: attached green is covered with Managed lawn." in found["left_out"]
    lawn = next(one for one in found["inputs"] if one["name"] == "Managed lawn")
    assert (lawn["value"], lawn["unit"], lawn["year"], lawn["confidence"]) == (
        0.0931,
        "kg CO₂/(m²·a)",
        "2011",
        "verified",
    )
    assert "Zirkle" in lawn["source"]
    assert found["features"] == {"parcels": 1}


# ---- no land ---------------------------------------------------------------------------------


def test_without_any_land_the_sink_is_missing_and_not_nothing():
    found = totals(measures().evaluate(document()), stamped=False)
    assert found["carbon"]["sink_t_per_a"] == {"low": None, "central": None, "high": None}
    assert found["carbon"]["counted_once_m2"] is None
    nothing = dict.fromkeys(("area_m2", "low", "central", "high"))
    assert found["carbon"]["by_cover"] == dict.fromkeys(("water", "bare", "sealed"), nothing)
    needs = {one["path"]: one["needs"] for one in found["missing"]}
    for path in ("carbon.sink_t_per_a", "carbon.by_cover", "carbon.counted_once_m2"):
        assert needs[path] == "a red line, parcels or other land"


def test_a_parcel_alone_is_land():
    found = carbon(document(layer("parcels", squares(1), land_use=["M1"])))
    assert found["by_cover"]["sealed"]["area_m2"] == 10_000
    assert found["sink_t_per_a"]["central"] == 0


# ---- factors without a range -----------------------------------------------------------------


def test_why_names_covers_whose_factor_has_no_range():
    # The survey of Pinghu gives 0.899 kg/m² and no range.
    plan = park(layer("greens", [box(0, 0, 100, 100)], cover=["tree_pinghu"]))
    sink = carbon(plan)["sink_t_per_a"]
    assert (sink["low"], sink["central"], sink["high"]) == pytest.approx((8.99, 8.99, 8.99))
    left_out = why(measures().evaluate(plan), "carbon.sink_t_per_a")["left_out"]
    title = shipped_factors()["sink.tree_pinghu"].title
    for word in ("low", "high"):
        assert f"Assumed: the central factor for the {word} one of {title}, which has none." in (
            left_out
        )


def test_why_is_silent_about_ranges_that_are_given_and_about_areas():
    lawn = park(layer("greens", [box(0, 0, 100, 100)], cover=["lawn"]))
    assert not [
        one
        for one in why(measures().evaluate(lawn), "carbon.sink_t_per_a")["left_out"]
        if "central factor" in one
    ]
    pinghu = park(layer("greens", [box(0, 0, 100, 100)], cover=["tree_pinghu"]))
    assert not [
        one
        for one in why(measures().evaluate(pinghu), "carbon.by_cover.tree_pinghu.area_m2")[
            "left_out"
        ]
        if "central factor" in one
    ]


def test_areas_in_sentences_have_their_thousands_apart():
    # 60 by 100 m of lawn drawn twice are claimed more than once.
    twice = layer("greens", [box(0, 0, 60, 100)] * 2, cover=["lawn", "lawn"])
    left_out = why(measures().evaluate(park(twice)), "carbon.sink_t_per_a")["left_out"]
    assert any(text.startswith("6\u2009000.00 m² are claimed") for text in left_out)
