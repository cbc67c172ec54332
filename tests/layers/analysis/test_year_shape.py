"""The shape of a year is that of the sun, and is kept while nothing of it changes."""

import numpy as np
import pytest

from layers.analysis import year_shape as tested
from layers.analysis.planes import Planes, System, year
from layers.analysis.sky import plain_sky
from layers.analysis.year_shape import MOST, year_shape

SKY = plain_sky(117.0, 34.0, 8.0)


def planes(count=3, tilt=25.0):
    azimuths = np.linspace(90.0, 270.0, count)
    return Planes(np.full(count, tilt), azimuths, np.zeros(count, bool))


@pytest.mark.parametrize("count", [3, 70, MOST + 2])
def test_it_is_a_year_of_planes_to_the_bit(count):
    power = np.arange(count) + 1.0
    wanted = year(SKY, planes(count), System(), power)
    found = year_shape(SKY, planes(count))
    assert found.monthly.tolist() == wanted.monthly.tolist()
    assert found.hourly(power).tolist() == wanted.hourly.tolist()
    assert bool(found.pieces) == (count <= MOST)


def test_the_sun_is_asked_once_for_the_same_planes(monkeypatch):
    asked = []
    real = tested.months
    monkeypatch.setattr(tested, "months", lambda *one: asked.append(one) or real(*one))
    year_shape(SKY, planes(5, 11.0)).hourly(np.ones(5))
    year_shape(SKY, planes(5, 11.0)).hourly(np.full(5, 2.0))
    assert len(asked) == 1
    year_shape(SKY, planes(5, 12.0))
    other = plain_sky(100.0, 34.0, 8.0)
    assert year_shape(other, planes(5, 12.0)).monthly.sum() != pytest.approx(
        year_shape(SKY, planes(5, 12.0)).monthly.sum(), rel=1e-9
    )
    assert len(asked) == 3
