from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from layers.style import Labels
from resources.translations import use_language
from tests.strategies import EAST, NORTH, document, layer, squares
from widgets.map import labelling, lettering, overlay
from widgets.map.label import Label
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport


@given(st.floats(1e-4, 1e5))
def test_the_scale_bar_is_a_round_length_that_fills_its_room(metres_per_px):
    found = overlay.bar_length(metres_per_px, 150.0)
    digits = f"{found:.6e}"
    assert digits[0] in "125"
    assert set(digits.split("e", maxsplit=1)[0][1:]) <= set(".0")
    assert 150 * 0.39 <= found / metres_per_px <= 150 * 1.001


@pytest.mark.usefixtures("qapp")
def test_names_have_room_and_none_lies_over_another():
    names = [f"N-{n:02d}" for n in range(24)]
    plan = document(layer("parcels", squares(6, 4), number=names))
    scene = Scene.of(plan)

    def found(denominator):
        viewport = Viewport.at_scale((EAST + 300, NORTH + 200), denominator, (800, 600))
        labels = labelling.placed(scene, viewport)
        boxes = [label.rectangle(viewport) for label in labels]
        for place, box in enumerate(boxes):
            assert not any(box.intersects(other) for other in boxes[:place])
        return {label.text for label in labels}

    # 100 m at 1:3000 are 33 mm: room for all; at 1:100 000 they are 1 mm.
    assert found(3000) == set(names)
    assert found(100_000) == set()


@pytest.mark.usefixtures("qapp")
def test_a_name_stands_inside_its_feature_and_hidden_kinds_have_none():
    plan = document(layer("parcels", squares(1), number=["A"]))
    scene = Scene.of(plan)
    viewport = Viewport.at_scale((EAST, NORTH), 2000, (800, 600))
    (label,) = labelling.placed(scene, viewport)
    assert (label.x, label.y) == (EAST + 50, NORTH + 50)
    assert labelling.placed(scene, viewport, hidden={"parcels"}) == []


@pytest.mark.usefixtures("qapp")
def test_the_north_arrow_is_drawn_once_and_again_for_another_screen():
    first = overlay.north_arrow(1.0, 96.0, "")
    assert overlay.north_arrow(1.0, 96.0, "") is first
    sharp = overlay.north_arrow(2.0, 96.0, "")
    assert sharp.width() == 2 * first.width()
    picture = first.toImage()
    # The left half is dark, the right half white, and the corner is empty.
    assert picture.pixelColor(9, 20).lightness() < 90
    assert picture.pixelColor(15, 20).lightness() > 200
    assert picture.pixelColor(0, 0).alpha() == 0


@pytest.mark.usefixtures("qapp")
def test_names_are_found_on_another_thread_and_taken_where_they_are_drawn():
    names = [f"N-{n:02d}" for n in range(24)]
    scene = Scene.of(document(layer("parcels", squares(6, 4), number=names)))
    viewport = Viewport.at_scale((EAST + 300, NORTH + 200), 3000, (800, 600))
    placed = overlay.Names()
    key = placed.wanted(scene, viewport, frozenset())
    assert key is not None
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(placed.found, scene, viewport, frozenset()) for _ in range(8)]
        found = [job.result() for job in jobs]
    assert all(one == found[0] for one in found)
    assert {label.text for label in found[0]} == set(names)
    placed.take(key, found[0])
    assert placed.wanted(scene, viewport, frozenset()) is None
    assert placed.wanted(scene, viewport, frozenset({"parcels"})) is not None
    assert not placed.place(scene, viewport, frozenset())


def shown(names, viewport, **values):
    """What names draw on a transparent picture, as where there is anything."""
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    names.draw(painter, viewport, **values)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, 3::4] > 0


@pytest.mark.usefixtures("qapp")
def test_names_are_found_anew_only_where_something_has_changed():
    plan = document(layer("parcels", squares(2), number=["A", "B"]))
    scene, names = Scene.of(plan), overlay.Names()
    viewport = Viewport.at_scale((EAST + 100, NORTH + 50), 2000, (800, 600))
    assert names.place(scene, viewport, ())
    assert not names.place(scene, viewport, ())
    assert names.place(scene, viewport.panned(1, 0), ())
    assert names.wanted(scene, viewport.panned(1, 0), {"parcels"}) is not None
    assert names.wanted(scene, viewport.panned(1, 0), (), {"parcels": np.array([1])}) is not None
    parcels = scene.layers["parcels"]
    styled = replace(parcels, style=replace(parcels.style, labels=Labels("{fid}")))
    other = replace(scene, layers={**scene.layers, "parcels": styled})
    assert names.wanted(other, viewport.panned(1, 0), ()) is not None
    assert names.wanted(scene, viewport.panned(1, 0), ()) is None
    # Codes have other titles in another language.
    use_language("zh")
    assert names.wanted(scene, viewport.panned(1, 0), ()) is not None
    use_language("en")
    assert names.wanted(scene, viewport.panned(1, 0), ()) is None


@pytest.mark.usefixtures("qapp")
def test_no_name_lies_under_the_scale_bar_the_north_arrow_or_what_else_is_covered():
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, 400, 300)
    for box in overlay.corner_boxes(viewport):
        names = overlay.Names()
        x, y = viewport.place(box.center().x() + 20, box.center().y())
        names.take(1, [Label("Name", x, y, 40, 12)])
        assert not shown(names, viewport).any()
    names = overlay.Names()
    names.take(1, [Label("Name", 0.0, 0.0, 40, 12)])
    assert shown(names, viewport).any()
    assert not shown(names, viewport, clear=[QRectF(215, 140, 50, 50)]).any()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("angle", [0.0, 50.0])
def test_a_name_is_drawn_where_its_box_is(angle):
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, 400, 300)
    size = labelling.sized(None, viewport).pixelSize()
    label = Label("MMMM", 30.0, 40.0, 4 * size, size, angle=angle)
    names = overlay.Names()
    names.take(1, [label])
    rows, columns = np.nonzero(shown(names, viewport))
    box = label.rectangle(viewport).adjusted(-size, -size, size, size)
    assert columns.min() > box.left()
    assert columns.max() < box.right()
    assert rows.min() > box.top()
    assert rows.max() < box.bottom()
    assert np.ptp(rows) > (2 * size if angle else 0)


@pytest.mark.usefixtures("qapp")
def test_small_pictures_of_names_are_bounded(monkeypatch):
    monkeypatch.setattr(lettering, "MOST_KEPT", 10)
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, 400, 300)
    names = overlay.Names()
    for turn in range(5):
        names.take(turn, [Label(f"{turn}-{n}", 0.0, 0.0, 20, 12) for n in range(8)])
        shown(names, viewport)
    assert len(names.letters) <= 18
