from types import MappingProxyType

import pytest
from PySide6.QtCore import Qt

from layers.tiles.cache import TileCache
from layers.tiles.choice import Choice
from layers.tiles.grid import Tile
from layers.tiles.sources import OWN
from widgets.dialogs.base_map import BaseMapDialog


@pytest.fixture
def opened(qtbot, tmp_path):
    dialogs = []

    def made(choice=Choice(), told=""):  # noqa: B008
        dialog = BaseMapDialog(choice, TileCache(tmp_path / "tiles"), told)
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.show()
        return dialog

    yield made
    for dialog in dialogs:
        dialog.reject()


def ids(dialog):
    rows = range(dialog.list.topLevelItemCount())
    return [dialog.list.topLevelItem(row).data(0, Qt.ItemDataRole.UserRole) for row in rows]


def mark(dialog, id_):
    dialog.list.setCurrentItem(dialog.list.topLevelItem(ids(dialog).index(id_)))


def test_none_is_chosen_at_first_and_some_are_offered(opened):
    dialog = opened()
    assert dialog.chosen_id == ""
    assert ids(dialog)[:2] == ["", "OpenStreetMap.Mapnik"]
    assert ids(dialog)[-1] == OWN
    assert len(ids(dialog)) < 20
    assert "more are found" in dialog.more.text()
    assert dialog.choice == Choice()
    assert dialog.take.isEnabled()


def test_all_can_be_searched_and_what_is_marked_stays(opened):
    dialog = opened()
    mark(dialog, "Gaode.Normal")
    dialog.search.setText("opentopo")
    assert "OpenTopoMap" in ids(dialog)
    assert dialog.chosen_id == "Gaode.Normal"
    assert "Tianditu.Map" not in ids(dialog)
    dialog.search.setText("天地图")
    assert "Tianditu.Map" in ids(dialog)


def test_shifted_ones_and_those_with_a_key_are_marked(opened):
    dialog = opened()
    marks = {id_: dialog.list.topLevelItem(row).text(1) for row, id_ in enumerate(ids(dialog))}
    assert "GCJ-02" in marks["Gaode.Normal"]
    assert "key" in marks["Tianditu.Map"]
    assert marks["OpenStreetMap.Mapnik"] == ""


def test_a_key_holds_for_its_family(opened):
    dialog = opened(Choice(keys=MappingProxyType({"MapBox": "other"})))
    mark(dialog, "OpenStreetMap.Mapnik")
    assert dialog.key.isHidden()
    assert "OpenStreetMap" in dialog.credit.text()
    mark(dialog, "Tianditu.Map")
    assert not dialog.key.isHidden()
    dialog.key.setText(" abc ")
    mark(dialog, "CartoDB.Positron")
    assert dialog.key.text() == ""
    mark(dialog, "Tianditu.Imagery")
    assert dialog.key.text() == "abc"
    choice = dialog.choice
    assert choice.keys == {"MapBox": "other", "Tianditu": "abc"}
    assert (choice.source, choice.shown, choice.key) == ("Tianditu.Imagery", True, "abc")


def test_an_own_address(opened):
    dialog = opened()
    assert dialog.url.isHidden()
    mark(dialog, OWN)
    assert not dialog.url.isHidden()
    assert not dialog.take.isEnabled()
    dialog.url.setText("https://h/{z}/{x}")
    assert "needs places" in dialog.credit.text()
    assert not dialog.take.isEnabled()
    dialog.url.setText("https://webrd01.is.autonavi.com/t?x={x}&y={y}&z={z}&k={key}")
    assert dialog.take.isEnabled()
    assert dialog.shifted.isChecked()
    assert not dialog.key.isHidden()
    dialog.zoom.setValue(16)
    dialog.attribution.setText("© Us")
    found = dialog.choice.chosen
    assert (found.shifted, found.max_zoom, found.attribution) == (True, 16, "© Us")


def test_how_it_is_drawn(opened):
    dialog = opened(Choice(source="Gaode.Normal", opacity=0.4, grey=True), told="No connection.")
    assert dialog.chosen_id == "Gaode.Normal"
    assert (dialog.opacity.value(), dialog.grey.isChecked()) == (40, True)
    assert dialog.told.text() == "No connection."
    dialog.opacity.setValue(70)
    dialog.grey.setChecked(False)
    assert (dialog.choice.opacity, dialog.choice.grey) == (0.7, False)


def test_the_disk_is_measured_and_cleared(opened, tmp_path, qtbot):
    cache = TileCache(tmp_path / "tiles")
    cache.write("a", Tile(1, 0, 0), bytes(2_500_000))
    dialog = opened()
    qtbot.waitUntil(lambda: "2.5" in dialog.kept.text())
    dialog.clear.click()
    qtbot.waitUntil(lambda: "0.0" in dialog.kept.text())
    assert cache.size() == 0
    assert not dialog.clear.isEnabled()
