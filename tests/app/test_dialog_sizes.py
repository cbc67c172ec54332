"""Dialogs open in the size that the user gave them at the last time."""

from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout

from app import dialog_sizes
from app.settings import Settings


class Resized(QDialog):
    """A dialog that the user resizes while it is open."""

    def __init__(self, to=None):
        super().__init__()
        QVBoxLayout(self).addWidget(QLabel("Text"))
        self.to = to

    def exec(self):
        self.shown = (self.width(), self.height())
        if self.to is not None:
            self.resize(*self.to)
        return self.DialogCode.Accepted


def test_a_size_is_kept_between_runs(qtbot, tmp_path):
    settings = Settings()
    first = Resized((431, 267))
    qtbot.addWidget(first)
    assert dialog_sizes.opened(settings, first)
    settings.save(tmp_path / "settings.json")
    later = Resized()
    qtbot.addWidget(later)
    dialog_sizes.opened(Settings.load(tmp_path / "settings.json"), later)
    assert later.shown == (431, 267)


def test_a_dialog_that_nobody_resized_is_not_noted(qtbot):
    settings, dialog = Settings(), Resized()
    qtbot.addWidget(dialog)
    dialog_sizes.opened(settings, dialog)
    assert settings.sizes == {}


def test_a_size_fits_the_screen_and_its_contents(qtbot):
    dialog = Resized()
    qtbot.addWidget(dialog)
    dialog_sizes.restore(Settings(sizes={"Resized": [10**6, -5]}), dialog)
    assert dialog.width() == dialog.screen().availableGeometry().width()
    assert dialog.height() >= dialog_sizes.LEAST_PX


def test_what_a_file_holds_instead_of_sizes_is_passed_over():
    found = Settings.of({"sizes": {"A": [1, 2], "B": ["x", 2], "C": 3, "D": [1, 2, 3]}})
    assert found.sizes == {"A": [1, 2]}
    assert Settings.of({"sizes": [1]}).sizes == {}
