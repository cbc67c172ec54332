import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from tests.widgets.map.pictures import pixels
from widgets.map import native, paths
from widgets.map.paths import (
    BLOCK,
    clipped,
    dashes,
    fill_groups,
    fill_rings,
    path_of,
    paths_of,
    segments,
)

SIZE = (100.0, 100.0)
numbers = st.integers(-300, 300)
lines = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=8)


def lengths(pieces):
    return np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])


def begun(xy, *rings):
    """At which places a straight piece begins: not at the last one of a ring."""
    found = np.ones(len(xy), bool)
    found[np.array(rings[1:]) - 1] = False
    return found


def test_a_path_has_the_places_of_its_rings():
    xy = np.array([[0, 0], [10, 0], [10, 10], [0, 0], [2, 1], [3, 2], [3, 1], [2, 1]], float)
    path = path_of(xy, np.array([0, 4, 8]))
    elements = [path.elementAt(place) for place in range(path.elementCount())]
    assert [(element.x, element.y) for element in elements] == [tuple(place) for place in xy]
    assert [element.isMoveTo() for element in elements] == [True, False, False, False] * 2
    assert path_of(np.empty((0, 2)), np.array([0])).isEmpty()


def elements_of(path):
    found = [path.elementAt(place) for place in range(path.elementCount())]
    return [(one.isMoveTo(), one.x, one.y) for one in found]


def test_paths_of_features_are_those_of_each_alone():
    random = np.random.default_rng(3)
    # Of none, one and several rings; more than are prepared at once.
    features = np.append(0, np.cumsum(random.integers(0, 4, BLOCK + 50)))
    rings = np.append(0, np.cumsum(random.integers(3, 6, features[-1])))
    xy = random.uniform(-1e5, 1e5, (rings[-1], 2))
    found = list(paths_of(xy, rings, features))
    assert len(found) == BLOCK + 50
    for number, path in enumerate(found):
        mine = rings[features[number] : features[number + 1] + 1]
        alone = path_of(xy[mine[0] : mine[-1]], mine - mine[0])
        assert elements_of(path) == elements_of(alone)
        assert path.fillRule() == alone.fillRule() or path.isEmpty()
    assert list(paths_of(xy[:0], rings[:1], features[:1])) == []


def some_rings(seed):
    """Closed rings of all sizes and some that are empty, here and there and crossing each other."""
    random = np.random.default_rng(seed)
    spread, size = random.choice([60.0, 4_000.0]), random.choice([5.0, 60.0, 900.0])
    found, rings = [np.array([[20, 20], [30, 21], [25, 40], [20, 20]], float)], [0, 4]
    for count in random.choice([0, 3, 4, 9], 40).tolist():
        middle = random.uniform(-spread, spread, 2) + 50
        places = np.rint((middle + random.uniform(-size, size, (count, 2))) * 2) / 2
        found += [places, places[:1]]
        rings.append(rings[-1] + count + bool(count))
    return np.concatenate(found), np.array(rings)


def painted(work):
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    work(painter)
    painter.end()
    return pixels(image)


def filled(xy, rings, brush):
    return painted(lambda painter: fill_rings(painter, xy, rings, brush))


@pytest.mark.parametrize("seed", range(12))
def test_rings_are_filled_to_the_pixel_as_their_path(seed, monkeypatch, qapp):  # noqa: ARG001
    xy, rings = some_rings(seed)
    hatch = QBrush(QColor("#803010"), Qt.BrushStyle.DiagCrossPattern)
    for brush in (QColor("#803010"), QColor("#80301080"), hatch):
        monkeypatch.undo()
        ours = filled(xy, rings, brush)
        assert (ours != 255).any()
        monkeypatch.setattr(native, "_draw_polygon", None)
        assert (filled(xy, rings, brush) == ours).all()


@pytest.mark.parametrize("seed", range(3))
def test_rings_are_gone_through_from_above_to_below(seed):
    """In any other order the way between them costs more than they do."""
    xy, rings = some_rings(seed)
    ordered, starts = paths._downwards(xy, rings)
    assert (np.diff(ordered[starts, 1]) >= 0).all()
    assert len(starts) == np.count_nonzero(np.diff(rings))
    assert sorted(ordered.tolist()) == sorted(xy.tolist())
    again, same = paths._downwards(ordered, np.append(starts, len(ordered)))
    assert again is ordered
    assert (same == starts).all()


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_groups_are_filled_as_one_after_the_other(seed, plain, monkeypatch, qapp):  # noqa: ARG001
    xy, rings = some_rings(seed)
    ordered, starts = paths._downwards(xy, rings)
    ends, brushes = (
        np.append(starts, len(ordered)),
        [QColor("red"), QColor("#2040ff"), QColor("#0a0")],
    )
    groups = np.array([0, 1, len(starts) // 3, len(starts)])
    if plain:
        monkeypatch.setattr(native, "_draw_polygon", None)

    def one_by_one(painter):
        for first, last, brush in zip(groups[:-1], groups[1:], brushes, strict=True):
            own = ends[first : last + 1]
            fill_rings(painter, ordered[own[0] : own[-1]], own - own[0], brush)

    together = painted(lambda painter: fill_groups(painter, ordered, ends, groups, brushes))
    assert (together == painted(one_by_one)).all()
    assert (together != 255).any()


def test_no_rings_fill_nothing(qapp):  # noqa: ARG001
    assert (filled(np.empty((0, 2)), np.array([0, 0]), QColor("red")) == 255).all()


def test_segments_join_no_two_rings():
    xy = np.array([[0, 0], [1, 0], [1, 1], [5, 5], [6, 5]], float)
    assert segments(xy, begun(xy, 0, 3, 5)).tolist() == [[0, 0, 1, 0], [1, 0, 1, 1], [5, 5, 6, 5]]
    assert segments(xy[:1], begun(xy[:1], 0, 1)).shape == (0, 4)


def test_lines_are_cut_at_the_picture():
    found = clipped(
        np.array(
            [[-50, 50, 150, 50], [10, 10, 20, 20], [-5, -5, -1, 200], [50, -90, 50, 5]], float
        ),
        SIZE,
        0.0,
    )
    assert found.lines.tolist() == [[0, 50, 100, 50], [10, 10, 20, 20], [50, 0, 50, 5]]
    assert found.rows.tolist() == [0, 1, 3]
    assert found.begins.tolist() == [50, 0, 90]
    assert found.lengths.tolist() == pytest.approx([100, np.hypot(10, 10), 5])


def test_dashes_run_on_around_a_corner():
    # 12 px: a dash of 6, a gap of 4, a dash of 2; the corner is after 4.
    xy = np.array([[0, 0], [4, 0], [4, 8]], float)
    found = dashes(segments(xy, begun(xy, 0, 3)), np.array([2]), (6.0, 4.0), SIZE)
    assert sorted(found.tolist()) == [[0, 0, 4, 0], [4, 0, 4, 2], [4, 6, 4, 8]]


def test_each_line_begins_with_a_dash():
    xy = np.array([[0, 0], [7, 0], [0, 5], [3, 5]], float)
    found = dashes(segments(xy, begun(xy, 0, 2, 4)), np.array([1, 1]), (6.0, 4.0), SIZE)
    assert sorted(found.tolist()) == [[0, 0, 6, 0], [0, 5, 3, 5]]


@given(lines, st.integers(1, 30), st.integers(1, 30))
def test_dashes_and_gaps_make_up_the_line(places, dash, gap):
    xy = np.array(places, float)
    wide = (2_000.0, 2_000.0)
    xy += 600.0
    straight = segments(xy, begun(xy, 0, len(xy)))
    counts = np.array([len(straight)])
    drawn = lengths(dashes(straight, counts, (float(dash), float(gap)), wide)).sum()
    whole = lengths(straight).sum()
    turns, rest = divmod(whole, dash + gap)
    assert drawn == pytest.approx(turns * dash + min(rest, dash), abs=1e-6)


@given(lines, numbers, numbers)
def test_dashes_do_not_depend_on_where_the_picture_ends(places, left, top):
    """What a shifted picture shows of a dashed line is what the large one shows there."""
    xy = np.array(places, float) + 400.0
    counts = np.array([len(xy) - 1])

    def covered(shift, size):
        moved = xy - shift
        found = dashes(segments(moved, begun(xy, 0, len(xy))), counts, (7.0, 5.0), size)
        inside = clipped(found, size, 0.0)
        return inside.lengths.sum()

    shift = np.array([left, top], float) + 400.0
    large = dashes(segments(xy, begun(xy, 0, len(xy))), counts, (7.0, 5.0), (1e4, 1e4))
    large = large - np.tile(shift, 2)
    assert covered(shift, SIZE) == pytest.approx(clipped(large, SIZE, 0.0).lengths.sum(), abs=1e-6)


def test_too_many_dashes_become_a_solid_line():
    line = np.array([[0.0, 50.0, 1e2, 50.0]])
    found = dashes(line, np.array([1]), (1e-5, 1e-5), SIZE)
    assert found.tolist() == line.tolist()
