"""Views to go back to."""

from widgets.map.viewport import MapX, MapY, Viewport
from widgets.map.views import MOST_VIEWS, Views

START = Viewport(MapX(0.0), MapY(0.0), 1.0, 400, 300)


def at(x, scale=1.0):
    return START.centred(MapX(x), MapY(0.0)).__class__(MapX(x), MapY(0.0), scale, 400, 300)


def test_one_goes_back_and_forward_and_a_new_view_ends_the_way_forward():
    views = Views()
    assert not views.has_older
    assert views.older(START) is None
    for x in (100.0, 200.0):
        assert views.rest(at(x))
    assert views.older(at(200.0)).x == 100.0
    assert views.older(at(100.0)).x == 0.0
    assert not views.has_older
    assert views.newer(at(0.0)).x == 100.0
    assert views.has_newer
    assert views.rest(at(700.0))
    assert not views.has_newer
    assert views.newer(at(700.0)) is None
    assert views.older(at(700.0)).x == 100.0


def test_a_view_that_has_not_come_to_rest_can_be_come_back_to():
    views = Views()
    views.rest(START)
    assert views.older(at(500.0)).x == 0.0
    assert views.newer(START).x == 500.0


def test_the_same_view_is_noted_once_and_the_number_of_views_is_bounded():
    views = Views()
    assert views.rest(START)
    assert not views.rest(at(1.0))  # a pixel away
    assert views.rest(at(0.0, scale=1.1))
    for x in range(MOST_VIEWS * 2):
        views.rest(at(10.0 * (x + 1)))
    assert len(views) == MOST_VIEWS


def test_an_older_view_comes_in_the_size_that_the_window_has_now():
    views = Views()
    views.rest(START)
    wide = at(300.0, scale=2.0).resized(800, 600, 2.0)
    found = views.older(wide)
    assert (found.x, found.px_per_m) == (0.0, 1.0)
    assert (found.width, found.height, found.dpr) == (800, 600, 2.0)
