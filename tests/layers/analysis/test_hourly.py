import sys
from dataclasses import replace

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.hourly import LOSSES, losses_of, months_of
from layers.analysis.reasons import why
from layers.analysis.totals import totals
from layers.edit import Change, Edit, ValueDelta
from layers.edits.attributes import set_values
from layers.edits.draw import delete
from layers.edits.parameters import set_parameter
from layers.edits.shading import keep_shading
from layers.edits.weather import attach_weather
from layers.files.shading import shade
from layers.measure import MeasureSet
from layers.message import Message
from layers.raster import Raster
from layers.shading.horizons import Shading
from layers.weather import STORED, text_of
from tests.layers.test_weather import weather
from tests.likeness import difference
from tests.strategies import EAST, NORTH, document, layer

ROOF = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)
"""1 ha at 114° E, 35.1° N."""
BESIDE = shapely.transform(ROOF, lambda xy: xy + np.array([200, 0]))


def with_parameters(plan, **values):
    names = {id_.replace("__", "."): value for id_, value in values.items()}
    deltas = tuple(
        ValueDelta("parameters", id_, plan.parameters.get(id_), value)
        for id_, value in names.items()
    )
    return plan.applied(Edit(Message("set"), deltas))


def hourly(plan, **values):
    return with_parameters(plan, plan__pv_route="hourly", **values)


def roofs(*shapes, **values):
    return document(layer("rooftops", shapes, **values))


def evaluated(plan):
    return measures().evaluate(plan)


def sunny():
    """Weather of the place with the sun of a sky without clouds, dimmed to the half."""
    from layers.analysis.sky import plain_sky

    sky = plain_sky(114.0, 35.13, 8.0)
    hours = np.array([sky.ghi, sky.dni, sky.dhi, sky.air_c, sky.wind_m_s])
    hours[:3] *= 0.5
    return weather(lon=114.0, lat=35.13, hours=hours)


def test_hours_and_months_of_the_table_add_up_to_it():
    results = evaluated(roofs(ROOF, BESIDE, roof_type=["metal", "pitched"], tilt_deg=[None, 30.0]))
    kwh = results.value("solar.kwh")
    assert results.value("solar.hourly").shape == (8760,)
    assert results.value("solar.hourly").sum() == pytest.approx(kwh)
    assert results.value("solar.monthly").sum() == pytest.approx(kwh)
    assert months_of(results.value("solar.hourly")) == pytest.approx(results.value("solar.monthly"))
    roof = [results.value(f"solar.roof_month_{month:02d}") for month in range(1, 13)]
    assert sum(roof).to_numpy() == pytest.approx(results.value("solar.roof_kwh").to_numpy())
    # Noon by the clock of China is at 12:24 there; at midnight there is no sun.
    day = results.value("solar.hourly").reshape(365, 24).sum(axis=0)
    assert day.argmax() == 12
    assert day[:4].sum() == day[21:].sum() == 0


def test_the_table_needs_no_library_of_the_sun():
    before = set(sys.modules)
    evaluated(roofs(ROOF))
    assert not {name for name in set(sys.modules) - before if name.split(".")[0] == "pvlib"}


def test_hours_are_of_planned_and_built_roofs_and_of_all_where_there_are_none():
    plan = roofs(ROOF, BESIDE, roof_type=["metal"] * 2, pv=["planned", "none"])
    one = evaluated(plan)
    assert one.value("solar.hourly").sum() == pytest.approx(one.value("solar.kwh") / 2)
    assert "Counted: planned and built roofs." in why(one, "solar.monthly_kwh")["left_out"]
    both = evaluated(roofs(ROOF, BESIDE, roof_type=["metal"] * 2, pv=["none", None]))
    assert both.value("solar.hourly").sum() == pytest.approx(both.value("solar.kwh"))


def test_a_clear_sky_is_named_an_upper_bound_and_never_taken_unasked():
    plan = roofs(ROOF, roof_type=["metal"], tilt_deg=[30.0], azimuth_deg=[180.0])
    table, clear = evaluated(plan), evaluated(hourly(plan))
    assert not totals(table, stamped=False)["solar"]["upper_bound"]
    found = totals(clear, stamped=False)["solar"]
    assert found["upper_bound"]
    assert found["route"] == "hourly"
    # Some 1,750 kWh/kWp without clouds, where the city's table says 1,130.
    assert 1600 < found["kwh_per_a"] / found["kwp"] < 1900
    asked = why(clear, "solar.kwh_per_a")
    assert any(text.startswith("Upper bound") for text in asked["left_out"])
    names = {one["name"] for one in asked["inputs"]}
    assert {"Linke turbidity, mean of the year", "Sun in the plane of the modules"} <= names
    assert "Loss by soiling – PVWatts default" in names
    assert "Hay" in asked["formula"]


def test_the_yield_follows_the_attached_weather():
    plan = roofs(ROOF, roof_type=["flat"], tilt_deg=[10.0], azimuth_deg=[180.0])
    found = evaluated(hourly(plan, plan__weather=text_of(sunny())))
    clear = evaluated(hourly(plan, plan__turbidity=3.5))
    assert 0.4 < found.value("solar.kwh") / clear.value("solar.kwh") < 0.6
    solar = totals(found, stamped=False)["solar"]
    assert (solar["upper_bound"], solar["weather"]) == (False, "made up")
    sources = [one["source"] for one in why(found, "solar.kwh_per_a")["inputs"]]
    assert "EPW: made up" in sources
    assert not any("km away" in text for text in why(found, "solar.kwh_per_a")["left_out"])


def test_weather_from_far_away_is_named():
    far = text_of(weather(lon=120.0, lat=35.13))
    asked = why(evaluated(hourly(roofs(ROOF), plan__weather=far)), "solar.kwh_per_a")
    assert any("The weather is that of a place 54" in text for text in asked["left_out"])


def test_weather_that_is_none_is_no_weather():
    found = evaluated(hourly(roofs(ROOF), plan__weather="{}"))
    assert totals(found, stamped=False)["solar"]["upper_bound"]
    assert STORED == "plan.weather"


def test_each_loss_can_be_edited_and_counts():
    plan = hourly(roofs(ROOF))
    before = evaluated(plan).value("solar.kwh")
    factor = plan.factor("pv.loss_soiling")
    dirty = with_parameters(plan, pv__loss_soiling=factor.edited(central=51.0))
    assert evaluated(dirty).value("solar.kwh") == pytest.approx(before / 2, rel=0.03)
    gone = with_parameters(plan, pv__loss_soiling=factor.edited(central=None))
    assert evaluated(gone).value("solar.kwh") is None
    assert evaluated(gone).value("solar.hourly") is None
    assert "solar.kwh_per_a" in {
        one["path"] for one in totals(evaluated(gone), stamped=False)["missing"]
    }


def test_shading_that_is_computed_is_no_loss_of_a_table():
    assert set(LOSSES) - set(losses_of("shaded")) == {"pv.loss_shading"}
    assert losses_of("hourly") == LOSSES


def test_roofs_yield_by_where_they_look_and_by_their_size():
    looks = {"tilt_deg": [30.0, 30.0, 30.0], "azimuth_deg": [180.0, 0.0, 180.0]}
    half = shapely.box(EAST + 400, NORTH, EAST + 450, NORTH + 100)
    found = evaluated(hourly(roofs(ROOF, BESIDE, half, **looks)))
    south, north, small = found.value("solar.roof_kwh")
    assert south > 1.4 * north
    assert small == pytest.approx(south / 2)


def test_the_order_of_roofs_does_not_matter():
    looks = {"tilt_deg": [5.0, 20.0], "azimuth_deg": [90.0, 200.0]}
    one = evaluated(hourly(roofs(ROOF, BESIDE, **looks)))
    turned = {name: values[::-1] for name, values in looks.items()}
    other = evaluated(hourly(roofs(BESIDE, ROOF, **turned)))
    assert one.value("solar.hourly") == pytest.approx(other.value("solar.hourly"))
    assert one.value("solar.roof_kwh")[1] == pytest.approx(other.value("solar.roof_kwh")[2])


def test_a_roof_without_an_azimuth_faces_the_equator():
    given = evaluated(hourly(roofs(ROOF, tilt_deg=[20.0], azimuth_deg=[180.0])))
    plan = hourly(roofs(ROOF, tilt_deg=[20.0]))
    assert evaluated(plan).value("solar.kwh") == pytest.approx(given.value("solar.kwh"))
    asked = why(evaluated(plan), "solar.kwh_per_a")["left_out"]
    assert any(text.endswith("without an azimuth face the equator.") for text in asked)


def test_without_roofs_there_are_no_hours():
    found = evaluated(hourly(document(layer("boundary", [ROOF]))))
    assert found.value("solar.hourly") is None
    assert found.value("solar.monthly") is None
    assert found.value("solar.modelled") is None


def test_a_table_without_a_city_has_no_hours():
    found = evaluated(with_parameters(roofs(ROOF), plan__yield_city="atlantis"))
    assert found.value("solar.hourly") is None
    assert totals(found, stamped=False)["solar"]["monthly_kwh"] is None


def test_another_clock_moves_the_hours_and_keeps_their_sum():
    plan = roofs(ROOF)
    here = evaluated(plan).value("solar.hourly")
    utc = evaluated(with_parameters(plan, plan__utc_offset=0.0)).value("solar.hourly")
    assert utc.sum() == pytest.approx(here.sum())
    assert np.roll(utc, 8).reshape(365, 24)[5] == pytest.approx(
        here.reshape(365, 24)[5], rel=0.02, abs=1
    )


def test_what_is_unchanged_is_kept():
    plan = hourly(roofs(ROOF))
    first = evaluated(plan)
    again = measures().evaluate(with_parameters(plan, plan__yield_city="zaozhuang"), first)
    assert again.value("solar.modelled") is not None
    assert again.value("solar.place") is first.value("solar.place")


def test_an_edit_does_not_wait_for_the_sun():
    plan = roofs(ROOF)
    first = evaluated(plan)
    asked = hourly(plan)
    light = measures().evaluate(asked, first, light_only=True)
    assert light.entries["solar.modelled"].stale
    assert light.entries["solar.kwh"].stale
    assert not light.entries["solar.kwp"].stale or light.value("solar.kwp") == first.value(
        "solar.kwp"
    )
    assert not measures().evaluate(asked, light).stale


def test_shaded_roofs_lose_what_stands_in_their_sun():
    plan = roofs(ROOF, BESIDE, tilt_deg=[10.0, 10.0], azimuth_deg=[180.0, 180.0])
    free = evaluated(hourly(plan, pv__loss_shading=no_loss(plan)))
    shaded = with_parameters(plan, plan__pv_route="shaded")
    assert evaluated(shaded).value("solar.kwh") is None
    lacks = {one["path"]: one["needs"] for one in totals(evaluated(shaded))["missing"]}
    assert "shading" in lacks["solar.kwh_per_a"]

    # A wall of 40° in the south of the first roof; nothing is known of the second.
    horizons = np.zeros((1, 72))
    horizons[0, 20:53] = 40.0
    wall = Shading.of_horizons(np.array([1]), horizons)
    both = wall.picked(np.array([1, 2]), np.array([0, -1]))
    entry = measures().measures["solar.shading"]
    walled = replace(entry, compute=lambda _: both)
    others = [one for id_, one in measures().measures.items() if id_ != "solar.shading"]
    found = MeasureSet([*others, walled]).evaluate(shaded)
    first, second = found.value("solar.roof_kwh") / free.value("solar.roof_kwh")
    assert 0.5 < first < 0.9
    assert np.isnan(second)
    asked = MeasureSet([*others, walled]).explain(found, "solar.kwh", "solar.kwh_per_a")
    assert any("known horizon" in str(text) for text in asked.left_out)
    plane = next(one for one in asked.inputs if str(one.name).startswith("Sun in the plane"))
    assert isinstance(plane.value, float)
    assert np.isfinite(plane.value)


def shaded_roofs(**values):
    far = shapely.transform(ROOF, lambda xy: xy + np.array([900, 0]))
    plan = roofs(ROOF, far, height_m=[12.0, 12.0], **values)
    computed = plan.applied(keep_shading(plan, shade(plan).kept))
    return with_parameters(computed, plan__pv_route="shaded")


def test_a_roof_whose_shading_no_longer_holds_has_no_yield():
    plan = shaded_roofs()
    known = evaluated(plan)
    assert known.value("solar.kwh") > 0
    raster = Raster("dsm", "dsm", "dsm.tif", "DSM")
    stale = evaluated(replace(plan, rasters={"dsm": raster}))
    assert stale.value("solar.kwh") is None
    assert stale.value("solar.hourly") is None
    assert stale.value("solar.monthly") is None
    assert stale.value("solar.roof_kwh").isna().all()
    lacks = [one for one in totals(stale)["missing"] if one["path"] == "solar.kwh_per_a"]
    assert [one["features"] for one in lacks] == [2]
    assert "with the surface model that the plan has now" in lacks[0]["needs"]


def test_a_sum_that_holds_no_unknown_roof_is_known():
    plan = shaded_roofs(pv=["planned", "none"])
    moved = plan.applied(set_values(plan, "rooftops", [2], {"height_m": 13.0}))
    found = totals(evaluated(moved), stamped=False)["solar"]
    assert found["kwh_per_a"] is None
    assert found["monthly_kwh"] is not None  # of the planned roof alone
    assert found["planned"]["kwh_per_a"] == pytest.approx(sum(found["monthly_kwh"]))


def no_loss(plan):
    return plan.factor("pv.loss_shading").edited(central=0.0)


@pytest.mark.parametrize("route", ["table", "hourly"])
@pytest.mark.parametrize(
    "verb",
    [
        lambda plan: set_values(plan, "rooftops", [2], {"tilt_deg": 33.0}),
        lambda plan: set_values(plan, "rooftops", [1], {"pv": "planned"}),
        lambda plan: set_parameter(plan, "pv.loss_wiring", 4.0),
        lambda plan: set_parameter(plan, "plan.utc_offset", 7.0),
        lambda plan: set_parameter(plan, "plan.pv_route", "hourly"),
        lambda plan: attach_weather(plan, sunny()),
        lambda plan: delete(plan, "rooftops", [1]),
    ],
    ids=["tilt", "pv", "loss", "clock", "route", "weather", "delete"],
)
def test_kept_numbers_are_fresh_ones(route, verb):
    before = with_parameters(
        roofs(ROOF, BESIDE, tilt_deg=[10.0, 20.0], pv=["none", "built"]), plan__pv_route=route
    )
    first, edit = evaluated(before), verb(before)
    now = before.applied(edit)
    kept, fresh = measures().evaluate(now, first, Change.of(edit)), evaluated(now)
    for name in measures().measures:
        if name.startswith("solar."):
            assert difference(kept.value(name), fresh.value(name), name) == ""
