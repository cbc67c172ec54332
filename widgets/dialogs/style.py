"""The style editor: colours, lines and labels of a layer, seen on the map at once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.edits.styles import set_style
from layers.errors import InvalidEditError, PlanError
from layers.kinds import kinds
from layers.looks import style_of
from layers.style import Style
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.dialogs import style_file
from widgets.dialogs.aside import stand_aside
from widgets.dialogs.style_classes import ClassesPage
from widgets.dialogs.style_labels import LabelsPage
from widgets.dialogs.style_symbol import SymbolPage
from widgets.dialogs.warning_line import WarningLine

SIZE_PX: Final = (560, 620)
PREVIEW_MS: Final = 120
_KEY: Final = "style editor"
_sizes: dict[str, tuple[int, int]] = {}


class StyleDialog(QDialog):
    """How one kind is drawn; what is chosen is on the map at once, as one step of work.

    Parameters
    ----------
    bridge
        The plan.
    kind
        What is drawn.
    parent
        The window.
    """

    def __init__(self, bridge: Bridge, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._kind = bridge, kind
        self._start = bridge.document
        self.setWindowTitle(tr("Style of {kind}", kind=words.declared(kinds()[kind].title)))
        self.resize(*_sizes.get(_KEY, SIZE_PX))
        stand_aside(self, parent)
        self.classes = ClassesPage(bridge, kind)
        self.symbol = SymbolPage(bridge, kind)
        self.labels = LabelsPage(bridge, kind)
        self.problem = WarningLine()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_MS)
        self._timer.timeout.connect(self.preview)
        bridge.seal()
        self._lay_out()
        self._show(style_of(bridge.document, kind))
        for page in (self.classes, self.symbol, self.labels):
            page.changed.connect(self._timer.start)

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.addTab(self.classes, tr("Colours"))
        self.tabs.addTab(self.symbol, tr("Lines and scales"))
        self.tabs.addTab(self.labels, tr("Labels"))
        buttons = QDialogButtonBox()
        self.ok = buttons.addButton(tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.reset = buttons.addButton(tr("As shipped"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset.setToolTip(tr("Draw the layer as the program does by itself"))
        role = QDialogButtonBox.ButtonRole.ResetRole  # beside it, away from OK and Cancel
        self.load, self.save = (
            buttons.addButton(title, role) for title in (tr("Load…"), tr("Save…"))
        )
        self.load.setToolTip(tr("Take the style of a file: one saved here, or a QML of QGIS"))
        self.save.setToolTip(tr("Write the style into a file, for other plans or for QGIS"))
        self.load.clicked.connect(self.load_file)
        self.save.clicked.connect(self.save_file)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.reset.clicked.connect(self.show_shipped)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACE)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)

    def _show(self, style: Style) -> None:
        self._style = style
        for page in (self.classes, self.symbol, self.labels):
            page.show_style(style)

    def show_shipped(self) -> None:
        """Show the layer as it is drawn without a style of the plan's own."""
        self._show(kinds()[self._kind].style)
        self.preview()

    def load_file(self) -> None:
        """Ask for a file and take its style."""
        path = style_file.ask_load(self)
        if path is None:
            return
        try:
            style = style_file.read(self._bridge.document, self._kind, self._style, path)
        except PlanError as error:
            self.problem.say(words.sentence(error.message))
            return
        self._show(style)
        self.preview()

    def save_file(self) -> None:
        """Ask for a file and write the style into it."""
        try:
            style = self.chosen()
            path = style_file.ask_save(self, self._kind)
            if path is not None:
                style_file.written(self._bridge.document, self._kind, style, path)
        except PlanError as error:
            self.problem.say(words.sentence(error.message))

    def chosen(self) -> Style:
        """Return the style that the pages say.

        Raises
        ------
        PlanError
            Where something on them cannot be.
        """
        style = self.labels.styled(self.symbol.styled(self.classes.styled(self._style)))
        for where in (style, style.labels):
            if where.nearest > where.farthest:
                raise InvalidEditError(
                    "The largest scale is 1:{nearest} and the smallest 1:{farthest}: between them"
                    " is nothing. Let the first number be the smaller one.",
                    nearest=f"{where.nearest:.0f}",
                    farthest=f"{where.farthest:.0f}",
                )
        return style

    def preview(self) -> bool:
        """Show on the map what is chosen; return whether it can be."""
        self._timer.stop()
        try:
            edit = set_style(self._bridge.document, self._kind, self.chosen(), merge_key=_KEY)
            if edit.deltas:
                self._bridge.perform(edit)
        except PlanError as error:
            self.problem.say(words.sentence(error.message))
            self.ok.setEnabled(False)
            return False
        self.problem.say("")
        self.ok.setEnabled(True)
        return True

    @override
    def accept(self) -> None:
        if not self.preview():
            return
        before, after = (
            self._start.styles.get(self._kind),
            self._bridge.document.styles.get(self._kind),
        )
        if before == after:
            self._withdraw()
        self._bridge.seal()
        super().accept()

    @override
    def reject(self) -> None:
        self._timer.stop()
        self._withdraw()
        super().reject()

    def _withdraw(self) -> None:
        if self._bridge.document is not self._start:
            self._bridge.withdraw()

    @override
    def done(self, result: int) -> None:
        _sizes[_KEY] = (self.width(), self.height())
        super().done(result)
