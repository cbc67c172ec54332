"""History and palette."""

from PySide6.QtCore import Qt

from layers.edits import bookmarks
from layers.edits.bookmarks import Bookmark
from layers.edits.parameters import set_parameter
from layers.edits.zone import zone
from layers.files.schema import Entry
from layers.message import Message
from layers.session import Session
from tests.small_plan import small_plan
from widgets.bridge import Bridge
from widgets.docks.history import HistoryPanel
from widgets.docks.palette import PalettePanel


def steps(panel):
    return [panel.model.index(row).data() for row in range(panel.model.rowCount())]


def test_a_click_goes_back_and_forth(bridge, qtbot):
    panel = HistoryPanel(bridge)
    qtbot.addWidget(panel)
    for code in ("M2", "M3", "B1"):
        bridge.perform(zone(bridge.document, [1], code))
    assert steps(panel) == [
        "As opened",
        "Zone 1 parcel as M2",
        "Zone 1 parcel as M3",
        "Zone 1 parcel as B1",
    ]
    panel.go_to(1)
    assert bridge.document.layer("parcels").values("land_use").loc[1] == "M2"
    assert panel.model.present == 1
    assert len(steps(panel)) == 4
    panel.go_to(3)
    assert bridge.document.layer("parcels").values("land_use").loc[1] == "B1"
    panel.go_to(0)
    assert bridge.document.layer("parcels").values("land_use").loc[1] == "M1"


def test_steps_of_earlier_sessions_stand_above_and_cannot_be_gone_to(qtbot):
    past = (
        Entry(Message.of("Import parcels"), "planner", "2025-03-01T08:00:00+00:00"),
        Entry(Message.of("Zone 3 parcels as M1"), "", "yesterday"),
    )
    bridge = Bridge(Session(small_plan(), earlier=past))
    panel = HistoryPanel(bridge)
    qtbot.addWidget(panel)
    bridge.perform(zone(bridge.document, [1], "M2"))
    first, *rest = steps(panel)
    assert first.startswith("Import parcels  ·  planner  ·  2025-03-01 ")
    assert rest == ["Zone 3 parcels as M1  ·  yesterday", "As opened", "Zone 1 parcel as M2"]
    assert not panel.model.index(1).flags() & Qt.ItemFlag.ItemIsEnabled
    assert panel.list.currentIndex().row() == 3
    panel.go_to(0)
    assert len(bridge.session.history.done) == 1
    panel.go_to(2)
    assert len(bridge.session.history.done) == 0
    panel.go_to(3)
    assert bridge.document.layer("parcels").values("land_use").loc[1] == "M2"
    bridge.close()


def test_a_new_step_takes_the_place_of_those_taken_back(bridge, qtbot):
    panel = HistoryPanel(bridge)
    qtbot.addWidget(panel)
    for code in ("M2", "M3"):
        bridge.perform(zone(bridge.document, [1], code))
    panel.go_to(1)
    bridge.perform(zone(bridge.document, [2], "G1"))
    assert steps(panel) == ["As opened", "Zone 1 parcel as M2", "Zone 1 parcel as G1"]


def test_the_palette_chooses_the_brush(bridge, qtbot):
    panel = PalettePanel(bridge)
    qtbot.addWidget(panel)
    panel.search.setText("park green")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert bridge.land_use == "G1"
    panel.search.clear()
    bridge.choose_land_use("M2")
    assert panel.list.currentIndex().data().startswith("M2")


def test_the_palette_finds_chinese_names(bridge, qtbot):
    panel = PalettePanel(bridge)
    qtbot.addWidget(panel)
    panel.search.setText("一类工业")
    assert panel.list.model().rowCount() == 1


def test_another_code_set_is_another_palette(bridge, qtbot):
    panel = PalettePanel(bridge)
    qtbot.addWidget(panel)
    bridge.choose_land_use("M1")
    bridge.perform(set_parameter(bridge.document, "plan.code_set", "MNR2023"))
    assert panel.model.codes.id == "MNR2023"
    assert bridge.land_use in bridge.document.codes


def test_enter_takes_the_typed_code_to_paint_with(bridge, qtbot):
    panel = PalettePanel(bridge)
    qtbot.addWidget(panel)
    bridge.choose_land_use("M1")
    panel.search.setText("b2")
    assert bridge.land_use == "M1"  # nothing is chosen while one types
    with qtbot.waitSignal(panel.taken):
        qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert bridge.land_use == "B2"
    with qtbot.waitSignal(panel.taken):
        panel.list.activated.emit(panel.list.currentIndex())


def test_a_code_taken_on_the_map_is_found_though_the_search_hid_it(bridge, qtbot):
    panel = PalettePanel(bridge)
    qtbot.addWidget(panel)
    panel.search.setText("B1")
    bridge.choose_land_use("A35")
    assert panel.search.text() == ""
    assert panel.list.currentIndex().data().startswith("A35")


def test_a_long_step_ends_in_dots_and_its_hint_has_all(bridge, qtbot):
    panel = HistoryPanel(bridge)
    qtbot.addWidget(panel)
    panel.resize(200, 300)
    panel.show()
    mark = Bookmark("North gate and yard " * 4, 0.0, 0.0, 1000.0)
    bridge.perform(bookmarks.add(bridge.document, mark))
    index = panel.model.index(panel.model.rowCount() - 1)
    assert panel.list.visualRect(index).width() <= panel.list.viewport().width()
    assert not panel.list.horizontalScrollBar().isVisible()
    assert index.data() in index.data(Qt.ItemDataRole.ToolTipRole)
