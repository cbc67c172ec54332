import base64
import json
import zlib

import numpy as np
import pytest

from layers.weather import HOURS, Weather, text_of, weather_in


def weather(**changes):
    """Weather whose numbers a person can tell: hour n has n mod 1000 W/m² of sun."""
    hours = np.arange(HOURS)
    values = np.array(
        [hours % 1000, hours % 900, hours % 300, hours % 50 - 20.0, hours % 7 + 0.3], np.float64
    )
    given = {
        "source": "made up",
        "sort": "EPW",
        "lon": 117.5,
        "lat": 34.9,
        "altitude_m": 60.0,
        "utc_offset_h": 8.0,
        "middle_min": 30.0,
        "hours": values,
    }
    return Weather(**(given | changes))


def test_a_text_holds_the_weather_to_a_tenth():
    found = weather_in(text_of(weather()))
    assert found is not None
    assert np.abs(found.hours - weather().hours).max() < 0.05 + 1e-9
    kept = (found.source, found.sort, found.lon, found.lat, found.altitude_m)
    assert kept == ("made up", "EPW", 117.5, 34.9, 60.0)
    assert (found.utc_offset_h, found.middle_min) == (8.0, 30.0)
    assert text_of(found) == text_of(weather())


def test_a_year_of_weather_is_short():
    random = np.random.default_rng(1)
    values = weather().hours + random.uniform(0, 20, (5, HOURS))
    assert len(text_of(weather(hours=values))) < 120_000


def test_the_sum_of_the_year():
    values = weather().hours.copy()
    values[0] = 200.0
    assert weather(hours=values).ghi_kwh_m2 == pytest.approx(1752)


def changed(**values):
    return json.dumps(json.loads(text_of(weather())) | values)


@pytest.mark.parametrize(
    "text",
    [
        None,
        3,
        "",
        "[]",
        "{}",
        "[" * 100_000,
        changed(hours="not base64"),
        changed(hours=base64.b64encode(zlib.compress(b"short")).decode()),
        changed(hours=base64.b64encode(zlib.compress(bytes(10_000_000))).decode()),
        changed(hours=base64.b64encode(zlib.compress(b"\x77" * (5 * HOURS * 2))).decode()),
        changed(lat=1e999),
        changed(lat=95),
        changed(lon=None),
        changed(middle_min=-200),
        changed(utc_offset_h=99),
    ],
)
def test_what_is_no_weather_is_none(text):
    assert weather_in(text) is None
