"""Weather of another place is warned of when it is attached."""

from layers.analysis.weather_place import far_away
from resources.translations import THIN
from tests.layers.analysis.test_hourly import ROOF, roofs
from tests.layers.test_weather import weather
from tests.strategies import document


def test_weather_from_far_away_is_warned_of_with_its_distance():
    told = far_away(roofs(ROOF), weather(lon=114.0, lat=-41.9))
    assert told is not None
    assert 8_400 < float(str(told.values["km"]).replace(THIN, "")) < 8_700
    assert "km away from the plan" in str(told)


def test_weather_from_nearby_is_none_to_warn_of():
    assert far_away(roofs(ROOF), weather(lon=114.2, lat=35.1)) is None


def test_where_nothing_is_drawn_no_weather_is_far_away():
    assert far_away(document(), weather(lon=0.0, lat=0.0)) is None
