import numpy as np
import pytest
import shapely
from PySide6.QtGui import QColor, QImage, QPainter

from layers.kind import Shape
from tests.bench.coverage import generated
from tests.widgets.map.pictures import pixels
from widgets.map import areas
from widgets.map.paths import path_of
from widgets.map.ragged import Ragged
from widgets.map.thinning import beginnings
from widgets.map.viewport import MapX, MapY, Viewport

SIZE = (200, 150)


def in_pixels(polygons, view=None):
    ragged = Ragged.of(np.array(polygons, object), Shape.POLYGON)
    viewport = view or Viewport(MapX(0), MapY(0), 1.0, *SIZE).fitted(ragged.extent)
    xy = viewport.pixels(ragged.xy)
    return Ragged(ragged.shape, xy, ragged.rings, ragged.features, ragged.bounds), viewport


def crossed(ragged, numbers):
    return areas.crossings(ragged, beginnings(ragged), np.array(numbers, np.int32), SIZE)


def classes(ragged, numbers):
    return areas.classes(crossed(ragged, numbers), SIZE)


@pytest.mark.parametrize("zoom", [1.0, 5.0, 40.0])
def test_the_same_pixels_as_qt_fills_have_the_same_class(zoom, qapp):  # noqa: ARG001
    polygons = generated(300, 3, cached=False)
    ragged, viewport = in_pixels(polygons)
    ragged, _ = in_pixels(polygons, viewport.zoomed(90, 70, zoom))
    numbers = np.arange(300) % 7
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 0, 0))
    painter = QPainter(image)
    for number in range(7):
        part = ragged.taken(np.flatnonzero(numbers == number))
        painter.fillPath(path_of(part.xy, part.rings), QColor(number + 1, 0, 0))
    painter.end()
    theirs = pixels(image)[:, :, 0]
    # Qt rounds places to 1/64 px.
    assert (classes(ragged, numbers) != theirs).mean() < 0.002


def test_holes_are_clear_and_the_middle_of_a_pixel_decides():
    square = shapely.Polygon([(1.4, 1.6), (8.4, 1.6), (8.4, 8.4), (1.4, 8.4)])
    hole = shapely.Polygon([(3, 3), (5, 3), (5, 5), (3, 5)])
    down = shapely.transform(square.difference(hole), lambda xy: xy * (1, -1))
    view = Viewport(MapX(100), MapY(-75), 1.0, *SIZE)
    found = classes(in_pixels([down], view)[0], [4])
    assert found[2, 1:9].tolist() == [5, 5, 5, 5, 5, 5, 5, 0]
    assert found[3:6, 4].tolist() == [0, 0, 5]
    assert found[1].sum() == 0
    assert found.sum() == 5 * (7 * 6 - 4)


def test_overlapping_areas_are_refused():
    view = Viewport(MapX(100), MapY(75), 1.0, *SIZE)
    two = [shapely.box(10, 10, 60, 60), shapely.box(50, 50, 90, 90)]
    assert classes(in_pixels(two, view)[0], [0, 1]) is None


def test_a_ring_that_crosses_itself_over_another_area_is_refused():
    """Where it runs the other way round it takes away what the area below adds."""
    bow = shapely.Polygon([(10, 10), (60, 60), (60, 10), (10, 60)])
    view = Viewport(MapX(100), MapY(75), 1.0, *SIZE)
    for number in (1, 7):
        assert classes(in_pixels([shapely.box(5, 5, 70, 70), bow], view)[0], [4, number]) is None


def test_crossings_that_come_in_bites_are_the_same(monkeypatch):
    ragged, _ = in_pixels(generated(300, 3, cached=False))
    numbers = np.arange(300) % 7
    (whole,) = crossed(ragged, numbers)
    monkeypatch.setattr(areas, "BITE", 1_000)
    bites = list(crossed(ragged, numbers))
    assert len(bites) > 5
    for name in ("places", "changes"):
        joined = np.concatenate([getattr(one, name) for one in bites])
        assert (joined == getattr(whole, name)).all()


def test_where_areas_of_a_class_are_is_what_their_picture_shows():
    polygons = generated(300, 3, cached=False)
    ragged, view = in_pixels(polygons)
    numbers = np.arange(300) % 7
    picture = classes(ragged, numbers)
    rows = np.flatnonzero(numbers == 3)
    top, there = areas.covered(crossed(ragged.taken(rows), numbers[rows]), SIZE)
    found = np.zeros_like(picture)
    found[top : top + len(there)] = there
    assert (found == (picture == 4)).all()
    assert found.any()
    beyond, _ = in_pixels(polygons[:1], view.panned(9_000, 9_000))
    assert areas.covered(crossed(beyond, [0]), SIZE)[1].size == 0


def test_areas_that_overlap_cover_the_same_pixels_as_each_by_itself():
    view = Viewport(MapX(100), MapY(75), 1.0, *SIZE)
    shapes = [shapely.Point(60 + 9 * n, 70).buffer(30) for n in range(5)]

    def mask(polygons):
        top, there = areas.covered(crossed(in_pixels(polygons, view)[0], [2] * len(polygons)), SIZE)
        found = np.zeros(SIZE[::-1], bool)
        found[top : top + len(there)] = there
        return found

    assert (mask(shapes) == np.any([mask([one]) for one in shapes], axis=0)).all()


def test_dots_have_the_mean_colour_and_gaps_inside_are_closed():
    x, y = np.meshgrid(np.arange(20) + 0.5, np.arange(20) + 0.5)
    centres = np.stack([x.ravel(), y.ravel()], axis=1)
    away = ~((centres // 2) == (4, 4)).all(axis=1)  # one square without a dot
    colours = np.where(np.arange(400) % 2, 0xFF0000FF, 0xFFFF0000).astype(np.uint32)
    found = areas.dots(centres[away], colours[away], (40, 30), (0, 0))
    assert found.shape == (30, 40)
    assert set(np.unique(found).tolist()) == {0, 0xFF800080}
    assert (found[:20, :20] == 0xFF800080).all()
    assert (found[:, 22:] == 0).all()


def test_dots_of_pieces_side_by_side_fit():
    random = np.random.default_rng(1)
    centres = random.uniform(0, 60, (900, 2))
    colours = (random.integers(0, 1 << 24, 900) | 0xFF000000).astype(np.uint32)
    whole = areas.dots(centres, colours, (60, 60), (0, 0))
    part = areas.dots(centres - (31, 17), colours, (20, 30), (1, 1))
    assert (part == whole[17:47, 31:51]).all()
