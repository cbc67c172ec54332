"""The picture and its dirty region."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from tests.widgets.map.pictures import pixels
from widgets.map.picture import EARLY_PX, MARGIN_PX, PIECE, Picture, iter_rects
from widgets.map.render import Grid

pytestmark = pytest.mark.usefixtures("qapp")

GRID = Grid(0.0, 0.0, 1.0, 96.0)
VIEW = QRect(0, 0, 400, 300)
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def of_colour(size, colour):
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(*colour))
    return image


def seen(picture, view):
    image = of_colour(view.size(), (1, 2, 3))
    painter = QPainter(image)
    picture.draw(painter, view)
    painter.end()
    return pixels(image)


@pytest.fixture
def picture():
    """A picture that is red all over, up to date."""
    found = Picture()
    found.follow(GRID, VIEW)
    found.put(found.area, of_colour(found.area.size(), RED))
    return found


def test_a_picture_reaches_beyond_the_view_and_begins_dirty():
    found = Picture()
    found.follow(GRID, VIEW)
    assert found.area == VIEW.adjusted(-MARGIN_PX, -MARGIN_PX, MARGIN_PX, MARGIN_PX)
    assert found.dirty == QRegion(found.area)
    assert (seen(found, VIEW) == WHITE).all()


def test_moving_inside_the_margin_needs_nothing(picture):
    area = picture.area
    early = MARGIN_PX - EARLY_PX
    picture.follow(GRID, VIEW.translated(early, -early))
    assert picture.area == area
    assert picture.dirty.isEmpty()


def test_moving_further_keeps_what_is_there_and_only_the_strip_is_dirty(picture):
    before = QRegion(picture.area)
    view = VIEW.translated(200, 0)
    picture.follow(GRID, view)
    assert picture.dirty == QRegion(picture.area).subtracted(before)
    # 200 px to the right; the old picture reached 128 px beyond the view's 400.
    found = seen(picture, view)
    assert (found[:, : 400 + MARGIN_PX - 200] == RED).all()
    assert (found[:, 400 + MARGIN_PX - 200 :] == WHITE).all()


def test_zooming_keeps_the_old_picture_as_a_stand_in(picture):
    picture.put(QRect(0, 0, 100, 100), of_colour(QSize(100, 100), BLUE))
    picture.follow(Grid(0.0, 0.0, 2.0, 96.0), VIEW)
    assert picture.dirty == QRegion(picture.area)
    found = seen(picture, VIEW)
    assert (found[10:190, 10:190] == BLUE).all()  # 100 px are 200 now
    assert (found[210:, 210:] == RED).all()


def test_a_picture_that_is_half_painted_stands_in_without_what_lay_in_memory():
    found = Picture()
    found.follow(GRID, VIEW)
    found._image.fill(QColor(*BLUE))  # new memory holds anything
    found.put(QRect(0, 0, 200, 300), of_colour(QSize(200, 300), RED))
    found.follow(Grid(0.0, 0.0, 0.5, 96.0), QRect(0, 0, 400, 300))
    shown = seen(found, QRect(0, 0, 400, 300))
    assert (shown[:150, :99] == RED).all()
    assert (shown[:, 101:] == WHITE).all()
    assert (shown[151:] == WHITE).all()


def test_what_came_while_a_piece_was_painted_is_not_covered(picture):
    rect, newer = QRect(0, 0, 100, 100), QRect(50, 0, 50, 100)
    picture.spoil(QRegion(rect))
    picture.put(rect, of_colour(rect.size(), BLUE), besides=QRegion(newer))
    found = seen(picture, VIEW)
    assert (found[:100, :50] == BLUE).all()
    assert (found[:100, 50:100] == RED).all()
    assert picture.dirty == QRegion(newer)


def test_nothing_outside_the_picture_is_dirty(picture):
    picture.spoil(QRegion(QRect(-10_000, 0, 50, 50)))
    assert picture.dirty.isEmpty()
    assert picture.next_piece(VIEW) is None
    picture.spoil_all()
    assert picture.dirty == QRegion(picture.area)


def test_pieces_are_small_what_is_seen_comes_first_and_the_whole_is_covered():
    found, view = Picture(), QRect(0, 0, 3000, 2000)
    found.follow(GRID, view)
    first = found.next_piece(view)
    assert PIECE.boundedTo(first.size()) == first.size()
    assert view.intersects(first)
    sizes = []
    while (rect := found.next_piece(view)) is not None:
        sizes.append(rect.width() * rect.height())
        found.put(rect, of_colour(rect.size(), RED))
    whole = found.area.width() * found.area.height()
    assert whole <= sum(sizes) < 1.05 * whole  # hardly anything twice
    assert (seen(found, view) == RED).all()


def test_pieces_are_alike_so_that_threads_end_together():
    found, view = Picture(), QRect(0, 0, 1920, 1080)
    found.follow(GRID, view)
    first = found.next_piece(view, None, QSize(960, 1536))
    second = found.next_piece(view, QRegion(first), QSize(960, 1536))
    assert first.size() == second.size() == QSize(960, 1080)
    small = found.next_piece(view, None, QSize(500, 500))
    assert small.size() == QSize(480, 360)


def test_a_corner_that_is_dirty_is_painted_in_strips(picture):
    picture.follow(GRID, VIEW.translated(180, 180))
    dirty = sum(rect.width() * rect.height() for rect in iter_rects(picture.dirty))
    pieces = []
    while (rect := picture.next_piece(VIEW.translated(180, 180))) is not None:
        pieces.append(rect)
        picture.put(rect, of_colour(rect.size(), BLUE))
    assert sum(rect.width() * rect.height() for rect in pieces) == dirty


def test_rectangles_of_a_region_cover_it_once():
    region = QRegion(QRect(0, 0, 10, 10)).united(QRect(5, 5, 10, 10))
    areas = [rect.width() * rect.height() for rect in iter_rects(region)]
    assert sum(areas) == 175
    assert np.all(np.array(areas) > 0)
