import threading

import numpy as np
import pytest
import shapely

from layers.kind import Shape
from tests.bench.coverage import generated
from tests.strategies import squares
from widgets.map import thinning
from widgets.map.detail import ERROR_PX, Detail
from widgets.map.ragged import Ragged
from widgets.map.thinning import FINEST_M, KEPT, OWN


def read(polygons):
    return Ragged.of(np.array(polygons, object), Shape.POLYGON)


@pytest.fixture(scope="module")
def detail():
    ragged = read(generated(200, 3, cached=False))
    return Detail(ragged, thinning.coded(ragged))


def test_the_error_stays_below_a_pixel_at_every_scale(detail):
    for px_per_m in np.geomspace(0.001, 100, 60):
        level = detail.level(float(px_per_m))
        assert level == 0 or FINEST_M * 2 ** (level - 1) * px_per_m <= ERROR_PX * (1 + 1e-9)


def test_far_away_there_are_fewer_places_and_the_same_features(detail):
    counts = [len(detail.at(detail.level(k)).ragged.xy) for k in (10.0, 0.3, 0.1, 0.01)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 3 * counts[-1]
    assert all(len(detail.at(detail.level(k)).ragged) == 200 for k in (10.0, 0.01))


def test_a_level_is_made_once_for_all_threads(detail, monkeypatch):
    fresh, made = Detail(detail.ragged, detail.codes), []
    monkeypatch.setattr(
        Detail,
        "_thinned",
        lambda self, *asked, old=Detail._thinned: made.append(asked) or old(self, *asked),
    )
    found = []
    threads = [threading.Thread(target=lambda: found.append(fresh.at(7))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert all((one.ragged.xy == found[0].ragged.xy).all() for one in found)


@pytest.mark.parametrize("level", [0, 7, 9])
def test_taken_features_keep_their_lines(detail, level):
    whole, rows = detail.at(level), np.array([40, 3, 17])
    part = detail.taken(level, rows)
    starts = whole.ragged.vertices
    for flags in ("own", "begins"):
        places = [getattr(whole, flags)[starts[row] : starts[row + 1]] for row in rows]
        assert (getattr(part, flags) == np.concatenate(places)).all()
    assert (part.ragged.xy == whole.ragged.taken(rows).xy).all()


@pytest.mark.parametrize("level", [6, 9])
def test_levels_have_places_of_the_features_to_the_millimetre(level):
    shapes = shapely.transform(generated(50, 5, cached=False), lambda xy: xy * 1.0001)
    ragged = read(shapes)
    detail = Detail(ragged, thinning.coded(ragged))
    found = detail.at(level).ragged
    assert len(found.xy) == detail.count(level) < len(ragged.xy)
    near = shapely.STRtree(shapely.points(ragged.xy)).query_nearest(
        shapely.points(found.xy), return_distance=True, all_matches=False
    )[1]
    assert near.max() <= 0.0008
    assert found.xy.dtype == np.float64


def test_levels_of_what_is_too_wide_for_millimetres_are_drawn_as_well():
    ragged = read([*squares(3), *shapely.transform(np.array(squares(1)), lambda xy: xy + 5e6)])
    codes = np.full(len(ragged.xy), OWN | KEPT, np.uint8)
    found = Detail(ragged, codes).at(9)
    assert np.abs(found.ragged.xy - ragged.xy).max() < 0.001


def test_without_codes_all_is_drawn():
    thinned = Detail(read(squares(2))).at(0)
    assert len(thinned.ragged.xy) == 10
    assert (thinned.own == thinned.begins).all()
    assert Detail(read(squares(2))).level(1e-6) == 0


def test_levels_are_those_worth_it_or_those_that_are_given(detail):
    own = detail.steps
    assert own[0] == 0
    assert detail.stepped(own) is detail
    other = detail.stepped((0, 7))
    assert other.steps == (0, 7)
    assert other.codes is detail.codes
    assert {other.level(float(k)) for k in np.geomspace(0.001, 100, 60)} == {0, 7}
    plain = Detail(detail.ragged)
    assert plain.stepped(own) is plain
