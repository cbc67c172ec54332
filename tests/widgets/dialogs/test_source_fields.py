from widgets.dialogs.source_fields import FieldsDialog
from widgets.dialogs.sources import FileWish, Found, choose


def look(wish):
    told = "GBK" if wish.encoding == "GBK" else "UTF-8"
    return Found(("DKBH", "YT"), told, "" if wish.crs else "no system", {"number": "DKBH"})


def dialog_of(qtbot, tmp_path, **wish):
    dialog = FieldsDialog(look, FileWish(tmp_path / "parcels.shp", "parcels", **wish))
    qtbot.addWidget(dialog)
    return dialog


def test_it_offers_the_fields_of_the_file_for_every_column(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path)
    box = dialog.form.boxes["land_use"]
    assert {"DKBH", "YT"} <= {box.itemText(n) for n in range(box.count())}
    assert "DKBH" in dialog.form.boxes["number"].currentText()
    assert dialog.wish.fields == {}


def test_what_is_chosen_is_wished_and_survives_another_look(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path)
    choose(dialog.form.boxes["land_use"], "YT")
    choose(dialog.encoding, "GBK")
    assert dialog.told.text() == "GBK"
    assert (dialog.wish.encoding, dict(dialog.wish.fields)) == ("GBK", {"land_use": "YT"})


def test_a_column_can_be_left_empty(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path, fields={"number": ""})
    assert dict(dialog.wish.fields) == {"number": ""}


def test_what_is_wrong_is_told_until_it_is_mended(qtbot, tmp_path):
    dialog = dialog_of(qtbot, tmp_path)
    assert dialog.warning.text.text() == "no system"
    dialog.system.setEditText("EPSG:4547")
    dialog.look()
    assert dialog.warning.isHidden()
