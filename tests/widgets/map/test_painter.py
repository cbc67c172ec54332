import numpy as np
import pytest
import shapely
from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter

from layers.edit import Change
from layers.edits.draw import delete
from layers.prepared import contains_xy
from layers.style import Style
from tests.bench.coverage import generated
from tests.strategies import EAST, NORTH, document, layer, small_plan, squares
from tests.widgets.map import svg
from tests.widgets.map.pictures import around, check, differing, picture, pixels, same
from widgets.map import painter as painters
from widgets.map.painter import paint
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

pytestmark = pytest.mark.usefixtures("qapp")


def rgb(colour):
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def of_scene(scene, viewport):
    image = QImage(int(viewport.width), int(viewport.height), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, scene, viewport)
    painter.end()
    return pixels(image)


def one_colour(plan, n):
    return document(layer("parcels", plan, land_use=["M1"] * n))


def test_the_comparison_refuses_a_black_square_on_white():
    white = np.full((150, 200, 3), 255, np.uint8)
    black = white.copy()
    black[60:80, 60:80] = 0
    assert differing(white, black) == pytest.approx(400 / 30_000)
    assert not same(white, black)
    assert not same(black, white)
    assert same(white, white - 30)


def test_parcels_have_the_colours_of_their_codes():
    found = picture(small_plan(), hidden={"rooftops", "corridors", "boundary"})
    codes = small_plan().codes
    # Six squares, three across and two up: the lower left is M1, its right neighbour M2.
    viewport = around(small_plan())
    for column, code in ((0, "M1"), (1, "M2")):
        x, y = viewport.pixel(MapX(EAST + column * 100 + 50), MapY(NORTH + 50))
        assert tuple(found[int(y), int(x)]) == rgb(codes.colour(code))


def test_a_small_plan_looks_as_it_was_approved(tmp_path):
    check(picture(small_plan()), "small_plan", tmp_path)


def test_the_paper_branch_looks_as_it_was_approved(tmp_path):
    check(picture(small_plan(), vector=True), "small_plan_vector", tmp_path)


def test_neighbours_of_one_colour_leave_no_seam(monkeypatch):
    monkeypatch.setattr(painters, "outline_pen", lambda *_: None)
    plan = one_colour(generated(200, 2, cached=False), 200)
    viewport = around(plan)
    red, ground = rgb(plan.codes.colour("M1")), (0, 255, 1)
    found = picture(plan, viewport, ground="#00ff01")
    # Nothing between: each pixel is fully the one or fully the other.
    is_red, is_ground = (found == red).all(axis=2), (found == ground).all(axis=2)
    assert (is_red | is_ground).all()
    # Pixels well inside the coverage are filled, whichever border runs through them.
    inside = shapely.union_all(plan.layer("parcels").geometries).buffer(-1 / viewport.px_per_m)
    rows, columns = np.nonzero(is_ground)
    centres = [viewport.place(c + 0.5, r + 0.5) for r, c in zip(rows, columns, strict=True)]
    assert not contains_xy(inside, *np.array(centres).T).any()


def test_a_pond_stays_open_and_its_own_parcel_is_seen():
    hole = shapely.box(EAST + 40, NORTH + 40, EAST + 60, NORTH + 60)
    shell = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100).difference(hole)
    viewport = Viewport(MapX(EAST + 50), MapY(NORTH + 50), 1.0, 100, 100)
    pond = picture(one_colour([shell], 1), viewport)
    assert tuple(pond[50, 50]) == (255, 255, 255)
    both = document(layer("parcels", [shell, hole], land_use=["M1", "G1"]))
    filled = picture(both, viewport)
    assert tuple(filled[50, 50]) == rgb(both.codes.colour("G1"))
    assert tuple(filled[20, 20]) == rgb(both.codes.colour("M1"))


def test_eight_digits_draw_as_sharply_as_two():
    parcels = generated(150, 4, cached=False)
    origin = np.floor(shapely.total_bounds(parcels)[:2])
    near = shapely.transform(parcels, lambda xy: xy - origin)
    land_use = [["M1", "G1", "R2", "B1"][n % 4] for n in range(150)]
    far_plan = document(layer("parcels", parcels, land_use=land_use))
    near_plan = document(layer("parcels", near, land_use=land_use))
    far_view = around(far_plan)
    near_view = far_view.centred(MapX(far_view.x - origin[0]), MapY(far_view.y - origin[1]))
    assert differing(picture(far_plan, far_view), picture(near_plan, near_view)) == 0.0
    zoom = 60.0
    close_far, close_near = far_view.zoomed(100, 75, zoom), near_view.zoomed(100, 75, zoom)
    assert same(picture(far_plan, close_far), picture(near_plan, close_near))


def test_a_parcel_much_larger_than_the_picture_is_exact():
    # 1 px is 0.5 mm; the parcel is 100 km wide and its lower right half is cut off.
    corner = shapely.Polygon(
        [(EAST - 5e4, NORTH - 5e4), (EAST + 5e4, NORTH + 5e4), (EAST - 5e4, NORTH + 5e4)]
    )
    plan = one_colour([corner], 1)
    viewport = Viewport(MapX(EAST), MapY(NORTH), 2000.0, 100, 100)
    found = picture(plan, viewport)
    colour = rgb(plan.codes.colour("M1"))
    assert tuple(found[20, 60]) == colour  # above the diagonal that rises to the right
    assert tuple(found[60, 20]) == colour
    assert tuple(found[80, 60]) == (255, 255, 255)


def test_pieces_side_by_side_make_the_whole_picture():
    lines = [
        shapely.LineString([(EAST, NORTH + 20 * n), (EAST + 300, NORTH + 35 * n)]) for n in range(6)
    ]
    plan = document(
        layer("parcels", squares(3, 2), land_use=["M1", "Z9", None] * 2), layer("roads", lines)
    )
    whole_view = around(plan)
    whole = picture(plan, whole_view)
    k, (west, north) = whole_view.px_per_m, whole_view.west_north
    for left, top in ((0, 0), (100, 0), (0, 75), (100, 75)):
        part = Viewport(MapX(west + (left + 50) / k), MapY(north - (top + 37.5) / k), k, 100, 75)
        assert same(picture(plan, part), whole[top : top + 75, left : left + 100])


def test_hidden_kinds_are_not_drawn_and_a_selection_is_seen():
    plan = small_plan()
    everything = set(Scene.of(plan).layers)
    white = picture(plan, hidden=everything)
    assert (white == 255).all()
    assert not same(picture(plan), picture(plan, selection={"parcels": np.array([2])}))
    assert same(picture(plan), picture(plan, selection={"parcels": np.array([999])}))


def test_drawing_ends_early_when_told_to():
    assert (picture(small_plan(), cancelled=lambda: True) == 255).all()


def test_points_are_drawn_as_markers_of_their_size():
    plan = document(layer("facilities", [shapely.Point(EAST, NORTH)], type=["storage"]))
    viewport = Viewport.at_scale((EAST, NORTH), 1000, (100, 100), dpi=254)
    for vector in (False, True):
        found = picture(plan, viewport, vector=vector)
        marked = (found != 255).any(axis=2)
        # 2.6 mm at 10 px a millimetre are 26 px across, and a white outline of 2 px inside.
        assert 22 <= marked[50].sum() <= 27
        assert 22 <= marked[:, 50].sum() <= 27


def as_svg(plan, viewport, **values):
    scene = Scene.of(plan)
    size = viewport.width, viewport.height
    return svg.written(lambda to: paint(to, scene, viewport, vector=True, **values), *size)


def test_svg_has_one_path_for_each_parcel_and_lines_of_true_width():
    plan = document(layer("parcels", squares(3, 2), land_use=["M1"] * 6))
    viewport = Viewport.at_scale((EAST + 150, NORTH + 100), 2000, (2000, 1500), dpi=254)
    shapes = svg.shapes(as_svg(plan, viewport))
    assert len(shapes) == 6
    # 0.15 mm at 10 units a millimetre; 100 m at 1:2000 are 50 mm, so 500 units.
    assert {shape.width for shape in shapes} == {1.5}
    assert {shape.bounds[:2] for shape in shapes} == {
        (left, top) for left in (250, 750, 1250) for top in (250, 750)
    }
    assert all(
        shape.bounds[2:] == (shape.bounds[0] + 500, shape.bounds[1] + 500) for shape in shapes
    )


def test_svg_cuts_what_reaches_beyond_the_page_without_a_line_along_the_cut():
    plan = document(layer("parcels", squares(1, side=1000.0), land_use=["M1"]))
    viewport = Viewport.at_scale((EAST, NORTH + 500), 1000, (1000, 800), dpi=254)
    area, line = svg.shapes(as_svg(plan, viewport))
    assert (area.bounds, area.stroke) == ((500, 0, 1000, 800), "none")
    # The parcel's western edge runs down the middle; the page's edges have no stroke.
    assert (line.bounds, line.fill) == ((500, 0, 500, 800), "none")


def test_svg_draws_hatches_as_lines_and_text_as_text():
    plan = document(layer("parcels", squares(1), land_use=["Z9"], number=["A-7"]))
    viewport = Viewport.at_scale((EAST + 50, NORTH + 50), 1000, (1000, 1000), dpi=254)
    text = as_svg(plan, viewport, labels=True)
    assert "#b0008e" in text
    assert "<image" not in text
    assert "A-7" in [word for word, _, _ in svg.texts(text)]


def test_pdf_is_vector_through_and_through():
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(254)
    writer.setPageSize(QPageSize(QSizeF(100, 80), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    viewport = Viewport.at_scale((EAST + 150, NORTH + 100), 5000, (1000, 800), dpi=254)
    painter = QPainter(writer)
    paint(painter, Scene.of(small_plan()), viewport, vector=True)
    painter.end()
    written = bytes(data.data())
    assert written.startswith(b"%PDF")
    assert b"/Subtype /Image" not in written


@pytest.mark.parametrize(
    ("unit", "width", "expected"), [("mm", 2.0, 20), ("px", 8.0, 21), ("m", 3.0, 30)]
)
@pytest.mark.parametrize("vector", [False, True])
def test_outlines_have_their_width_on_paper_on_screen_and_on_the_ground(
    unit, width, expected, vector
):
    line = shapely.LineString([(EAST - 500, NORTH), (EAST + 500, NORTH)])
    plan = document(layer("roads", [line]))
    style = Style(stroke="#000000", width=width, unit=unit)
    scene = Scene.of(plan, {"roads": style})
    # 1:1000 at 254 dots per inch: 10 px a millimetre and a metre, 2.6 px a screen's pixel.
    viewport = Viewport.at_scale((EAST, NORTH), 1000, (100, 100), dpi=254)
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, scene, viewport, vector=vector)
    painter.end()
    assert abs(int((pixels(image)[:, 50, 0] < 128).sum()) - expected) <= 1


def test_areas_without_outlines_have_smooth_borders_and_none_between_neighbours():
    corners = [(EAST, NORTH), (EAST + 100, NORTH), (EAST + 100, NORTH + 71)]
    other = [(EAST, NORTH), (EAST + 100, NORTH + 71), (EAST, NORTH + 71)]
    plan = document(layer("parcels", [shapely.Polygon(one) for one in (corners, other)]))
    viewport = Viewport(MapX(EAST + 50), MapY(NORTH + 30), 1.0, 120, 120)

    def drawn(stroke):
        scene = Scene.of(plan, {"parcels": Style(fill="#000000", stroke=stroke)})
        image = QImage(120, 120, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        paint(painter, scene, viewport)
        painter.end()
        return pixels(image)[:, :, 0]

    # Along the diagonal between them nothing of the ground is seen.
    assert (drawn("")[30:80, 20:100] == 0).all()
    plan = document(layer("parcels", [shapely.Polygon(corners)]))
    assert len(np.unique(drawn(""))) > 2  # half covered pixels are grey


@pytest.mark.parametrize("width", [1.0, 4.0])
def test_lines_that_are_seen_through_are_no_darker_where_they_meet(width):
    line = shapely.LineString([(EAST - 40, NORTH - 30), (EAST + 40, NORTH + 30)])
    style = Style(stroke="#00000080", width=width, unit="px")
    viewport = Viewport(MapX(EAST), MapY(NORTH), 1.0, 120, 100)

    def drawn(count):
        plan = document(layer("roads", [line] * count))
        image = QImage(120, 100, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        paint(painter, Scene.of(plan, {"roads": style}), viewport)
        painter.end()
        return pixels(image)[:, :, 0].astype(int)

    assert 125 <= drawn(1).min() < 150
    # Half of white is 127; drawn one over the other they would come to 64.
    assert 125 <= drawn(2).min() < 150


@pytest.mark.parametrize("kind", ["greens", "facilities", "roads"])
@pytest.mark.parametrize("opacity", [1.0, 0.5])
def test_what_lies_over_another_looks_after_edits_as_if_it_were_read_anew(kind, opacity):
    """Whatever was edited last lies in a chunk of its own, which is not drawn above the others."""
    random = np.random.default_rng(4)
    places = shapely.points(*random.uniform(0, 400, (2, 60)))
    column, codes = {
        "greens": ("role", ["park", "woodland", "square"]),
        "facilities": ("type", ["storage", "charging", "heat"]),
        "roads": ("class", ["arterial", "local", "collector"]),
    }[kind]
    shapes = {
        "greens": shapely.buffer(places, 60.0),
        "facilities": places,
        "roads": shapely.linestrings([[(0, y), (400, 400 - y)] for y in range(0, 360, 6)]),
    }[kind]
    colours = dict(zip(codes, ["#aa3333", "#33aa33", "#3333aa"], strict=True))
    style = Style(stroke="#ffffff", by=column, colours=colours, width=1.0, opacity=opacity)
    plan = document(layer(kind, shapes, **{column: [codes[n % 3] for n in range(60)]}))
    scene = Scene.of(plan, {kind: style})
    edit = delete(plan, kind, random.choice(plan.layer(kind).ids, 25, replace=False).tolist())
    for step in (edit, edit.inverted()):
        plan = plan.applied(step)
        scene = scene.updated(plan, Change.of(step))
    assert len(scene.layers[kind].chunks) > 1
    assert len(scene.layers[kind].looks) > 2
    found, again = (of_scene(one, around(plan)) for one in (scene, Scene.of(plan, {kind: style})))
    # Lines that cross are blended in another order, each time rounded to a step of 255.
    assert np.abs(found.astype(int) - again.astype(int)).max() <= 2
    assert len(np.unique(found.reshape(-1, 3), axis=0)) > 3
