import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from layers.style import Style
from tests.bench.coverage import generated
from tests.strategies import document, layer
from tests.widgets.map.pictures import differing, pixels
from widgets.map import filling
from widgets.map.painter import paint
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

pytestmark = pytest.mark.usefixtures("qapp")
CODES = ["M1", "G1", "R2", "B1"]


def coverage(count=400, **values):
    polygons = generated(count, 5, cached=False)
    codes = [CODES[n % 4] for n in range(count)]
    return Scene.of(document(layer("parcels", polygons, land_use=codes)), **values)


def picture(scene, size=(300, 200), zoom=1.0, part=None):
    viewport = Viewport(MapX(0), MapY(0), 1.0, *size).fitted(scene.extent())
    viewport = viewport.zoomed(size[0] / 2, size[1] / 2, zoom)
    if part is not None:
        viewport = part(viewport)
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, scene, viewport)
    painter.end()
    return pixels(image)


@pytest.mark.parametrize("opacity", [1.0, 0.5])
@pytest.mark.parametrize("fill", ["#3366aa", "#3366aa80"])
def test_both_ways_of_filling_make_the_same_picture(monkeypatch, opacity, fill):
    style = Style(fill=fill, stroke="#000000", opacity=opacity)
    scene = coverage(styles={"parcels": style})
    monkeypatch.setattr(filling, "MANY", 0)
    ours = picture(scene)
    monkeypatch.setattr(filling, "MANY", 1e9)
    assert differing(picture(scene), ours) < 0.001


@pytest.mark.parametrize("fill", ["#3366aa", "#3366aa80"])
def test_more_looks_than_numbers_of_a_byte_make_the_same_picture(monkeypatch, fill):
    scene = coverage(styles={"parcels": Style(fill=fill, stroke="#000000", opacity=0.7)})
    monkeypatch.setattr(filling, "MANY", 0)
    few = picture(scene)
    monkeypatch.setattr(filling, "INDEXED", 0)
    assert np.abs(picture(scene).astype(int) - few.astype(int)).max() <= 2
    assert len(np.unique(few.reshape(-1, 3), axis=0)) > 2


def test_hatches_lie_over_the_picture_of_classes(monkeypatch):
    scene = coverage(styles={"parcels": Style(fill="#eeeeee", stroke="#ff0000", hatch="cross")})
    monkeypatch.setattr(filling, "MANY", 0)
    ours = picture(scene)
    monkeypatch.setattr(filling, "MANY", 1e9)
    assert differing(picture(scene), ours) < 0.001
    assert len(np.unique(ours.reshape(-1, 3), axis=0)) > 2


def test_overlapping_areas_are_all_painted():
    polygons = generated(150, 5, cached=False)
    plan = document(layer("parcels", [one.buffer(30) for one in polygons], land_use=["M1"] * 150))
    scene = Scene.of(plan)
    colour = QColor(plan.codes.colour("M1"))
    middle = picture(scene)[60:140, 100:200].reshape(-1, 3)
    # Outlines of overlapping parcels cross there.
    assert (middle == (colour.red(), colour.green(), colour.blue())).all(axis=1).mean() > 0.4
    assert (middle != 255).any(axis=1).all()


def test_tiny_parcels_are_dots_of_their_mean_colour_without_gaps():
    scene = coverage(2_000)
    small = picture(scene, (60, 40))
    inside = small[12:28, 16:44].reshape(-1, 3).astype(int)
    assert (inside != 255).any(axis=1).all()
    colours = [QColor(scene.document.codes.colour(code)) for code in CODES]
    mean = np.mean([(one.red(), one.green(), one.blue()) for one in colours], axis=0)
    assert np.abs(inside.mean(axis=0) - mean).max() < 12


def test_pieces_with_dots_fit():
    scene = coverage(2_000)
    whole = Viewport(MapX(0), MapY(0), 1.0, 80, 60).fitted(scene.extent())
    west, north = whole.west_north

    def piece(left, top, width, height):
        def part(_):
            k = whole.px_per_m
            return Viewport(
                MapX(west + (left + width / 2) / k),
                MapY(north - (top + height / 2) / k),
                k,
                width,
                height,
                counted=(west, north, left, top),
            )

        return part

    one = picture(scene, part=piece(0, 0, 80, 60))
    for left, top in ((0, 0), (37, 0), (0, 23), (37, 23)):
        found = picture(scene, part=piece(left, top, 37, 23))
        assert differing(found, one[top : top + 23, left : left + 37]) < 0.005


def test_translucent_and_unfilled_layers_have_no_dots():
    for style in (Style(fill="#3366aa80"), Style(stroke="#000000")):
        scene = coverage(styles={"parcels": style})
        assert not filling._has_dots(scene.layers["parcels"])
    assert filling._has_dots(coverage().layers["parcels"])
