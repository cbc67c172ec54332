"""A new plan's dialog stays until the plan is there, and says what is wrong with each file."""

from widgets.dialogs.new_plan import NewPlanDialog
from widgets.dialogs.sources import FileWish, Found


def look(wish):
    lies = wish.path.stem == "lies" and wish.crs is None
    return Found(("DKBH", "YT"), wish.path.name, "metres, not degrees" if lies else "")


def dialog_of(qtbot, *paths):
    for path in paths:
        path.touch()
    dialog = NewPlanDialog(look, paths)
    qtbot.addWidget(dialog)
    return dialog


def test_a_refusal_keeps_what_was_entered(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path / "parcels.shp", tmp_path / "red.shp")
    dialog.land_use.setCurrentIndex(1)
    dialog.system.setEditText("EPSG:4547")
    before = dialog.wishes
    stopped = []
    dialog.wait_for(lambda: stopped.append(1))
    assert not dialog.make.isEnabled()
    dialog.reject()
    assert stopped == [1]
    dialog.refuse("No field of codes.")
    assert dialog.warning.text.text() == "No field of codes."
    assert dialog.make.isEnabled()
    assert dialog.wishes == before
    assert before[0].fields == {"land_use": ""}
    assert before[0].crs == "EPSG:4547"


def test_a_lying_system_is_told_beside_the_file_until_another_is_typed(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path / "lies.shp")
    assert dialog.rows["parcels"].warning.text.text() == "metres, not degrees"
    dialog.system.setEditText("EPSG:4547")
    assert dialog.rows["parcels"].warning.text.text() == ""


def test_a_path_that_is_not_there_is_told_beside_it(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path / "parcels.shp")
    dialog.paths["roads"].setText("/nope/x.shp")
    assert "/nope/x.shp" in dialog.rows["roads"].warning.text.text()
    assert not dialog.make.isEnabled()


def test_fields_chosen_for_one_file_hold_for_it(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path / "parcels.shp")
    row = dialog.rows["parcels"]
    row.take(FileWish(row.path, "parcels", encoding="GBK", fields={"number": "DKBH"}))
    (wish,) = dialog.wishes
    assert (wish.encoding, dict(wish.fields)) == ("GBK", {"number": "DKBH"})
    row.line.setText("")
    row.line.setText(str(tmp_path / "parcels.shp"))
    assert dialog.wishes[0].fields == {}


def test_less_usual_layers_come_with_more(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path / "parcels.shp")
    assert dialog.rows["phases"].isHidden()
    dialog.show_more()
    assert not dialog.rows["phases"].isHidden()
