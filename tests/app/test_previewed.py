from PySide6.QtWidgets import QDialog

from app.previewed import perform
from layers.edits.draw import delete
from widgets.dialogs.previewed import PreviewedDialog


class Deleting(PreviewedDialog):
    def __init__(self, ids, *, taken):
        super().__init__("Delete", "Delete")
        self.ids, self.taken = ids, taken

    def verb(self, document):
        return delete(document, "parcels", self.ids)

    def exec(self):
        return QDialog.DialogCode.Accepted if self.taken else QDialog.DialogCode.Rejected


def test_what_the_dialog_asks_for_is_done_as_one_step(opened):
    bridge = opened.documents.bridge
    ids = bridge.document.layer("parcels").ids[:1].tolist()
    count = len(bridge.document.layer("parcels"))
    assert perform(opened.window, Deleting(ids, taken=True))
    assert len(bridge.document.layer("parcels")) == count - 1
    bridge.undo()
    assert len(bridge.document.layer("parcels")) == count


def test_what_is_refused_is_said_in_the_dialog(opened):
    bridge = opened.documents.bridge
    before, dialog = bridge.document, Deleting([10**9], taken=False)
    assert not perform(opened.window, dialog)
    assert "no feature" in dialog.problem.text.text()
    assert bridge.document is before
