import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from layers.edit import Edit, RowsDelta
from layers.edits.zone import zone
from layers.message import Message
from layers.session import Session
from tests.strategies import EAST, NORTH, document, small_plan
from tests.widgets.map.pictures import pixels, same
from widgets.bridge import Bridge
from widgets.map import render
from widgets.map.canvas import MapCanvas
from widgets.map.tools import tools
from widgets.map.viewport import MapX, MapY, PixelX, PixelY

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def opened(qtbot):
    """Open a plan on a canvas of 400 by 300 px, shown and complete."""
    made = []

    def open_(plan, **values):
        bridge = Bridge(Session(plan, **values))
        canvas = MapCanvas(bridge)
        qtbot.addWidget(canvas)
        canvas.resize(400, 300)
        canvas.show()
        qtbot.waitExposed(canvas)
        made.append((bridge, canvas))
        settle(canvas, qtbot)
        return canvas

    yield open_
    for bridge, canvas in made:
        canvas.close_down()
        bridge.close()


@pytest.fixture
def canvas(opened):
    """The six squares of 100 m: three from west to east, two from south to north."""
    return opened(small_plan())


def settle(canvas, qtbot):
    qtbot.waitUntil(lambda: canvas.picture.dirty.isEmpty() and not canvas.renderer.busy)


def square(canvas, column, row, x=50.0, y=70.0):
    """The pixel of a place in one of the squares, above the roofs and the corridor."""
    across, down = canvas.viewport.pixel(MapX(EAST + column * 100 + x), MapY(NORTH + row * 100 + y))
    return QPoint(round(across), round(down))


def mouse(canvas, kind, place, button=LEFT, keys=NONE):
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
    moved = kind is QEvent.Type.MouseMove
    spot = QPointF(place)
    event = QMouseEvent(
        kind,
        spot,
        canvas.mapToGlobal(spot),
        Qt.MouseButton.NoButton if moved else button,
        held,
        keys,
    )
    QApplication.sendEvent(canvas, event)


def press(canvas, place, button=LEFT, keys=NONE):
    mouse(canvas, QEvent.Type.MouseButtonPress, place, button, keys)


def move(canvas, place, button=LEFT):
    mouse(canvas, QEvent.Type.MouseMove, place, button)


def release(canvas, place, button=LEFT, keys=NONE):
    mouse(canvas, QEvent.Type.MouseButtonRelease, place, button, keys)


def wheel(canvas, place, steps):
    spot = QPointF(place)
    event = QWheelEvent(
        spot,
        canvas.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def shown(canvas):
    return pixels(canvas.grab().toImage())


def fresh(canvas):
    """The view as one piece, painted from a scene made anew."""
    view = canvas.view()
    scene = type(canvas.scene).of(canvas.bridge.document)
    piece = render.Piece(
        scene, canvas.picture.grid, view, canvas.bridge.hidden, canvas.bridge.selection
    )
    return pixels(piece.painted())


def kept(canvas):
    """The view as the picture has it."""
    view = canvas.view()
    from PySide6.QtGui import QImage, QPainter

    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    canvas.picture.draw(painter, view)
    painter.end()
    return pixels(image)


def selected(canvas, kind="parcels"):
    return canvas.bridge.selection.get(kind, np.empty(0)).tolist()


def land_use(canvas):
    values = canvas.bridge.document.layer("parcels").values("land_use")
    return [
        None if missing else value for value, missing in zip(values, values.isna(), strict=True)
    ]


# ---- looking ------------------------------------------------------------------------------------


def test_the_whole_plan_is_shown_at_first(canvas):
    west, south, east, north = canvas.viewport.bounds
    assert west < EAST < EAST + 300 < east
    assert south < NORTH < NORTH + 200 < north
    assert same(kept(canvas), fresh(canvas))


def test_an_empty_plan_says_what_to_do_and_the_first_features_are_shown(opened, qtbot):
    canvas = opened(document())
    assert (shown(canvas) != 255).any()
    rows = small_plan().layer("parcels").frame.drop(columns=["owner"])
    edit = Edit(Message.of("Draw"), (RowsDelta("parcels", rows.iloc[:0], rows),))
    canvas.bridge.perform(edit)
    settle(canvas, qtbot)
    assert canvas.viewport.bounds[0] < EAST < canvas.viewport.bounds[2]
    assert same(kept(canvas), fresh(canvas))


def test_the_wheel_zooms_at_the_pointer(canvas, qtbot):
    place = QPoint(100, 80)
    x, y = canvas.viewport.place(PixelX(100), PixelY(80))
    before = canvas.viewport.denominator
    with qtbot.waitSignal(canvas.scale_changed):
        wheel(canvas, place, 2)
    assert canvas.viewport.denominator == pytest.approx(before / 1.25**2)
    assert canvas.viewport.place(PixelX(100), PixelY(80)) == pytest.approx((x, y))
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


@pytest.mark.parametrize("held", ["middle", "space", "tool"])
def test_the_map_is_drawn_along(canvas, qtbot, held):
    button = MIDDLE if held == "middle" else LEFT
    if held == "space":
        qtbot.keyPress(canvas, Qt.Key.Key_Space)
    if held == "tool":
        canvas.use("pan")
    canvas.zoom_by(4)  # so that there is ground on all sides
    settle(canvas, qtbot)
    x, y = canvas.viewport.place(PixelX(200), PixelY(150))
    press(canvas, QPoint(200, 150), button)
    for step in range(10):
        move(canvas, QPoint(200 + 20 * step, 150 - 7 * step), button)
    release(canvas, QPoint(380, 87), button)
    assert canvas.viewport.pixel(x, y) == pytest.approx((380, 87))
    assert not canvas.bridge.selection
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


def test_keys_move_and_zoom_and_home_shows_all(canvas, qtbot):
    start = canvas.viewport
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.viewport.x == pytest.approx(start.x + 50 / start.px_per_m)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.viewport.y == pytest.approx(start.y + 37.5 / start.px_per_m)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.viewport.px_per_m == pytest.approx(start.px_per_m * 1.5)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.viewport.bounds == pytest.approx(start.bounds)


def test_zooming_to_a_kind_the_selection_and_a_scale(canvas):
    canvas.zoom_to_kind("boundary")
    assert (canvas.viewport.x, canvas.viewport.y) == (EAST + 150, NORTH + 100)
    canvas.bridge.select({"parcels": [6]})
    canvas.zoom_to_selection()
    assert (canvas.viewport.x, canvas.viewport.y) == (EAST + 250, NORTH + 150)
    canvas.show_scale(2000)
    assert canvas.viewport.denominator == pytest.approx(2000)


def test_the_pointer_says_where_it_is(canvas, qtbot):
    x, y = canvas.viewport.place(PixelX(30), PixelY(40))
    with qtbot.waitSignal(canvas.cursor_moved) as signal:
        move(canvas, QPoint(30, 40), Qt.MouseButton.NoButton)
    assert signal.args == pytest.approx([x, y])


def test_another_size_keeps_the_middle(canvas, qtbot):
    before = canvas.viewport
    canvas.resize(500, 320)
    settle(canvas, qtbot)
    assert (canvas.viewport.x, canvas.viewport.y) == (before.x, before.y)
    assert (canvas.viewport.width, canvas.viewport.height) == (500, 320)
    assert same(kept(canvas), fresh(canvas))


# ---- following the plan -------------------------------------------------------------------------


def test_an_edit_is_seen_at_once_and_alone_its_ground_is_painted(canvas, monkeypatch):
    painted = []
    original = render.Piece.painted
    monkeypatch.setattr(
        render.Piece, "painted", lambda self, *a: painted.append(self.rect) or original(self, *a)
    )
    canvas.bridge.perform(zone(canvas.bridge.document, [5], "R2"))
    assert same(kept(canvas), fresh(canvas))
    side = 100 * canvas.viewport.px_per_m + 2 * 8 + 2
    assert painted[0].width() <= side
    assert painted[0].height() <= side


def test_an_edit_during_painting_is_not_painted_over(canvas, qtbot):
    canvas.repaint_all()
    assert canvas.renderer.busy
    canvas.bridge.perform(zone(canvas.bridge.document, [1, 6], "R2"))
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


def test_undo_hiding_and_selecting_are_seen(canvas, qtbot):
    first = kept(canvas)
    canvas.bridge.perform(zone(canvas.bridge.document, [1, 2, 3, 4], "R2"))
    canvas.bridge.show_kind("rooftops", visible=False)
    canvas.bridge.select({"parcels": [4]})
    settle(canvas, qtbot)
    assert not same(kept(canvas), first)
    assert same(kept(canvas), fresh(canvas))
    canvas.bridge.undo()
    canvas.bridge.show_kind("rooftops", visible=True)
    canvas.bridge.select({})
    settle(canvas, qtbot)
    assert same(kept(canvas), first)


def test_an_error_of_the_painter_is_raised_and_not_tried_for_ever(canvas, qtbot, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(render, "paint", broken)
    with qtbot.capture_exceptions() as caught:
        canvas.repaint_all()
        settle(canvas, qtbot)
    assert caught
    assert all(kind is ZeroDivisionError for kind, *_ in caught)
    assert len(caught) < 10


def test_random_moves_and_edits_end_in_the_picture_of_a_fresh_one(canvas, qtbot):
    random = np.random.default_rng(11)
    codes = ["M1", "G1", "R2", "B1"]
    for _ in range(60):
        x, y = PixelX(random.uniform(0, 400)), PixelY(random.uniform(0, 300))
        match random.integers(4):
            case 0:
                shift = random.integers(-90, 90, 2)
                canvas.show_viewport(canvas.viewport.panned(*shift.tolist()))
            case 1:
                canvas.show_viewport(canvas.viewport.zoomed(x, y, random.uniform(0.7, 1.4)))
            case 2:
                ids = random.integers(1, 7, 2).tolist()
                code = codes[random.integers(4)]
                canvas.bridge.perform(zone(canvas.bridge.document, ids, code))
            case _:
                QApplication.processEvents()
    settle(canvas, qtbot)
    assert same(kept(canvas), fresh(canvas))


# ---- selecting ----------------------------------------------------------------------------------


def click(canvas, place, keys=NONE, button=LEFT):
    press(canvas, place, button, keys)
    release(canvas, place, button, keys)


def drag(canvas, start, end, keys=NONE):
    press(canvas, start, keys=keys)
    move(canvas, (start + end) / 2)
    move(canvas, end)
    release(canvas, end, keys=keys)


def test_a_click_takes_one_shift_adds_control_takes_out(canvas):
    click(canvas, square(canvas, 0, 0))
    assert selected(canvas) == [1]
    click(canvas, square(canvas, 1, 0), SHIFT)
    assert selected(canvas) == [1, 2]
    click(canvas, square(canvas, 0, 0), CONTROL)
    assert selected(canvas) == [2]
    click(canvas, square(canvas, 2, 1), CONTROL)
    assert selected(canvas) == [2, 6]
    click(canvas, QPoint(1, 1))
    assert selected(canvas) == []


def test_a_click_beside_the_active_kind_falls_through_to_what_is_seen(canvas):
    canvas.bridge.activate("water")
    click(canvas, square(canvas, 0, 0, 50, 50))
    # Of the roof and the parcel there, the roof is above.
    assert {kind: ids.tolist() for kind, ids in canvas.bridge.selection.items()} != {}
    assert "parcels" not in canvas.bridge.selection
    canvas.bridge.activate("parcels")
    click(canvas, square(canvas, 0, 0, 50, 50))
    assert selected(canvas) == [1]


def test_a_box_to_the_right_takes_what_is_inside_and_to_the_left_what_it_touches(canvas):
    low, high = square(canvas, 0, 0, -10, -10), square(canvas, 1, 1, 60, 110)
    drag(canvas, low, high)
    assert selected(canvas) == [1, 4]
    drag(canvas, high, low)
    assert selected(canvas) == [1, 2, 4, 5]


def test_escape_drops_a_box(canvas, qtbot):
    press(canvas, QPoint(5, 5))
    move(canvas, QPoint(200, 200))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    release(canvas, QPoint(200, 200))
    assert selected(canvas) == []


# ---- zoning -------------------------------------------------------------------------------------


@pytest.fixture
def brush(canvas):
    canvas.use("zone")
    found = canvas.gesture("zone")
    found.land_use = "R2"
    return found


@pytest.mark.usefixtures("brush")
def test_a_stroke_zones_all_it_crosses_and_is_one_step(canvas):
    before = land_use(canvas)
    start, end = square(canvas, 0, 0), square(canvas, 2, 0)
    press(canvas, start)
    assert land_use(canvas)[0] == "R2"  # while the button is still down
    move(canvas, end)  # jumps over the parcel between: the line counts
    assert land_use(canvas)[:3] == ["R2", "R2", "R2"]
    move(canvas, start)
    release(canvas, start)
    done = canvas.bridge.session.history.done
    assert [str(step.edit.title) for step in done] == ["Zone 3 parcels as R2"]
    canvas.bridge.undo()
    assert land_use(canvas) == before


@pytest.mark.usefixtures("brush")
def test_two_strokes_are_two_steps(canvas):
    click(canvas, square(canvas, 0, 0))
    click(canvas, square(canvas, 1, 0))
    assert len(canvas.bridge.session.history.done) == 2
    click(canvas, square(canvas, 1, 0))  # has that use already
    assert len(canvas.bridge.session.history.done) == 2


@pytest.mark.usefixtures("brush")
def test_escape_takes_the_stroke_back(canvas, qtbot):
    before = land_use(canvas)
    press(canvas, square(canvas, 0, 0))
    move(canvas, square(canvas, 2, 0))
    assert land_use(canvas) != before
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert land_use(canvas) == before
    move(canvas, square(canvas, 2, 1))
    release(canvas, square(canvas, 2, 1))
    assert land_use(canvas) == before
    assert len(canvas.bridge.session.history.done) == 0


def test_a_right_click_takes_the_code_under_the_pointer(canvas, brush, qtbot):
    with qtbot.waitSignal(brush.land_use_changed) as signal:
        click(canvas, square(canvas, 1, 1), button=RIGHT)
    assert signal.args == ["G1"]
    click(canvas, square(canvas, 2, 1), button=RIGHT)  # no code there
    assert brush.land_use == "G1"


def test_without_a_code_the_brush_says_what_to_do(canvas, brush, qtbot):
    brush.land_use = ""
    with qtbot.waitSignal(canvas.said):
        click(canvas, square(canvas, 0, 0))
    assert land_use(canvas)[0] == "M1"


def test_a_plan_that_is_read_only_says_so_once(opened):
    canvas = opened(small_plan(), read_only=True)
    canvas.use("zone")
    canvas.gesture("zone").land_use = "R2"
    refused = []
    canvas.bridge.refused.connect(refused.append)
    drag(canvas, square(canvas, 0, 0), square(canvas, 2, 0))
    assert len(refused) == 1
    assert land_use(canvas)[0] == "M1"


@pytest.mark.usefixtures("brush")
def test_hidden_parcels_are_not_painted(canvas):
    canvas.bridge.show_kind("parcels", visible=False)
    click(canvas, square(canvas, 0, 0))
    assert land_use(canvas)[0] == "M1"


# ---- all tools ----------------------------------------------------------------------------------


def test_keys_and_places_of_tools_are_their_own():
    found = tools().values()
    assert len({tool.key for tool in found}) == len(found)
    assert len({tool.order for tool in found}) == len(found)
    assert next(iter(tools())) == "select"


@pytest.mark.parametrize("tool", tools())
def test_each_tool_stands_a_whole_gesture_and_draws(canvas, tool, qtbot):
    with qtbot.waitSignal(canvas.tool_changed, raising=tool != "select", timeout=100):
        canvas.use(tool)
    drag(canvas, square(canvas, 0, 0), square(canvas, 1, 1))
    move(canvas, square(canvas, 2, 1), Qt.MouseButton.NoButton)
    shown(canvas)
    mouse(canvas, QEvent.Type.MouseButtonDblClick, square(canvas, 0, 1))
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        qtbot.keyClick(canvas, key)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    canvas.use("select")
    settle(canvas, qtbot)


# ---- measuring ----------------------------------------------------------------------------------


def test_measuring_says_length_and_area_and_backspace_takes_back(canvas, qtbot):
    canvas.use("measure")
    canvas.show_scale(2000)
    said = []
    canvas.said.connect(said.append)
    k = canvas.viewport.px_per_m
    start = QPoint(50, 250)
    corners = [start, start + QPoint(200, 0), start + QPoint(200, -100)]
    for corner in corners:
        click(canvas, corner)
    # 200 px and 100 px, and half of the square that they span.
    length, area = 300 / k, 200 * 100 / 2 / k**2
    assert said[-1] == f"Length {length:,.1f} m, area {area:,.0f} m²"
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    move(canvas, start + QPoint(100, 0), Qt.MouseButton.NoButton)
    assert said[-1] == f"Length {300 / k:,.1f} m"  # there, and half of the way back
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert said[-1] == f"Length {200 / k:,.1f} m"
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert said[-1] == ""
