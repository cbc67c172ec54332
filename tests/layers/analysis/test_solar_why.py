import pytest

from layers.analysis import measures
from layers.analysis.reasons import why
from layers.analysis.solar_why import distance_km
from layers.analysis.yields import Place
from tests.layers.analysis.test_hourly import (
    ROOF,
    hourly,
    roofs,
    shaded_roofs,
    with_parameters,
)
from tests.layers.test_weather import weather


def asked(plan, path):
    return why(measures().evaluate(plan), path)


def test_a_degree_of_the_meridian_is_111_km():
    assert distance_km(weather(lon=100.0, lat=35.0), Place(100.0, 36.0)) == pytest.approx(
        111, abs=1
    )


def test_the_life_of_modules_names_years_and_degradation():
    found = asked(roofs(ROOF, roof_type=["metal"]), "solar.life_kwh")
    names = [one["name"] for one in found["inputs"]]
    assert names[0] == "Yield of the first year"
    assert sum("degradation" in name for name in names) == 2
    assert found["unit"] == "kWh"


def test_the_months_of_a_table_say_whence_their_shape_comes():
    found = asked(roofs(ROOF), "solar.monthly_kwh")
    assert any("the shape of a year without clouds" in text for text in found["left_out"])
    assert "e_h" in found["formula"]
    assert not any("shape" in text for text in asked(hourly(roofs(ROOF)), "solar.monthly_kwh"))


def test_power_has_nothing_to_do_with_the_sun():
    names = [one["name"] for one in asked(hourly(roofs(ROOF)), "solar.kwp")["inputs"]]
    assert not any("loss" in name or "turbidity" in name for name in names)


def test_a_turbidity_of_the_user_is_the_users():
    plan = with_parameters(hourly(roofs(ROOF)), plan__turbidity=2.5)
    terms = {one["name"]: one for one in asked(plan, "solar.kwh_per_a")["inputs"]}
    term = terms["Linke turbidity, mean of the year"]
    assert (term["value"], term["confidence"]) == (2.5, "user")


def test_the_way_with_shading_says_what_is_shaded_and_what_is_not_taken_off():
    found = asked(shaded_roofs(), "solar.kwh_per_a")
    assert "horizon" in found["formula"]
    assert "sky view factor" in found["formula"]
    terms = {one["name"]: one["value"] for one in found["inputs"]}
    assert terms["Surface model"] == "–"
    assert terms["Sky view factor of the roofs"] == pytest.approx(1.0, abs=0.02)
    assert terms["Direct sun that roofs lose to shading"] == pytest.approx(0.0, abs=1.0)
    told = " ".join(found["left_out"])
    assert "The flat loss of 3 % by near shading is not taken off" in told
    assert "it has no surface model" in told
    free = asked(hourly(roofs(ROOF)), "solar.kwh_per_a")
    assert "horizon" not in free["formula"]
    assert "Surface model" not in {one["name"] for one in free["inputs"]}
