"""Charts of the plan: chosen from a list, read with pointer and keys, copied and exported."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from layers.errors import PlanError
from layers.measure import Results
from layers.message import Message
from resources.translations import tr
from widgets import theme, words
from widgets.bridge import Bridge
from widgets.chart import Chart, ChartMaker, Option, chosen
from widgets.charts import charts
from widgets.jobs import Latest
from widgets.panel import Attentive, Panel

if TYPE_CHECKING:
    from widgets.plots.view import ChartView

WAIT_MS: Final = 400
"""A chart that takes long is computed anew so long after the last change."""
BUSY_MS: Final = 200
"""What is computed for longer shows how far it is: what was kept is there before."""
_COMING: Final = Message.of("The chart is being computed.")


class ChartsPanel(Attentive, QWidget):
    """Shows one chart of the plan, and follows it.

    What draws it is brought when the panel is first seen.

    Parameters
    ----------
    bridge
        The plan.
    """

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._view: ChartView | None = None
        self._seen = False  # nothing is drawn before it is looked at
        self._behind = True
        self._choice: dict[str, dict[str, str]] = {}
        self._options: dict[str, QComboBox] = {}
        self.chart: Chart | None = None
        self.list = QComboBox()
        self.list.setAccessibleName(tr("Chart"))
        for maker in charts().values():
            self.list.addItem(words.declared(maker.title), maker.id)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.share = self._share_button()
        self._chosen = QGridLayout()
        self._chosen.setSpacing(theme.SPACE)
        self.state = QLabel()
        self.state.setObjectName("muted")
        self.state.setWordWrap(True)
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 100)
        self.stop = QPushButton(tr("Cancel"))
        self._lay_out()

        self._latest = Latest(self)
        self._latest.answered.connect(self._show_made)
        self._latest.failed.connect(self._show_failed)
        self._latest.progressed.connect(self._show_progress)
        self._latest.running_changed.connect(self._show_running)
        self._timer = self._later(WAIT_MS, self._compute)
        self._busy = self._later(BUSY_MS, self._show_busy)
        self.stop.clicked.connect(self._cancel)
        self.list.currentIndexChanged.connect(self._choose_chart)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)
        bridge.results_changed.connect(self._follow_results)
        self._show_running(running=False)

    def _later(self, wait_ms: int, slot: Callable[[], None]) -> QTimer:
        """Return what calls a slot so long after it is started."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait_ms)
        timer.timeout.connect(slot)
        return timer

    def _share_button(self) -> QToolButton:
        menu = QMenu(self)
        action = menu.addAction(theme.icon("copy"), tr("Copy the chart"), self.copy)
        action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        menu.addAction(tr("Copy its values"), self.copy_values)
        menu.addSeparator()
        menu.addAction(theme.icon("export"), tr("Export the chart…"), self.export)
        menu.addSeparator()
        menu.addAction(theme.icon("zoom-all"), tr("Show all of the chart"), self._show_whole)
        button = QToolButton()
        button.setIcon(theme.icon("export"))
        button.setToolTip(tr("Copy and export"))
        button.setAccessibleName(tr("Copy and export"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 0)
        head.setSpacing(theme.SPACE)
        head.addWidget(self.list, 1)
        head.addWidget(self.share)
        self._chosen.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 0)
        busy = QHBoxLayout()
        busy.setContentsMargins(2 * theme.SPACE, 0, 2 * theme.SPACE, 0)
        busy.addWidget(self.progress, 1)
        busy.addWidget(self.stop)
        self.state.setContentsMargins(3 * theme.SPACE, theme.SPACE, 3 * theme.SPACE, 0)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, theme.SPACE, 0, 0)
        self._body.setSpacing(theme.SPACE)
        self._body.addLayout(head)
        self._body.addLayout(self._chosen)
        self._body.addLayout(busy)
        self._body.addWidget(self.state)
        self._body.addStretch(0)
        self._show(_COMING)  # no panel is empty, neither before its results nor before it is seen

    # ---- which chart ----------------------------------------------------------------------------

    @property
    def maker(self) -> ChartMaker:
        """The chart that is chosen in the list."""
        return charts()[self.list.currentData()]

    def show_chart(self, id_: str) -> None:
        """Choose a chart by its name; the one shown stays where there is none of it."""
        place = self.list.findData(id_)
        if place >= 0:
            self.list.setCurrentIndex(place)

    def _choose_chart(self) -> None:
        self._latest.cancel()
        if self.maker.compute is not None:
            self._show(_COMING)  # the chart before is not the one that the list names
        self._show_options(anew=True)
        self.follow()

    def _show_options(self, *, anew: bool = False) -> None:
        """Offer what of the chart can be chosen, as the results have it now."""
        results = self._bridge.results
        if anew:
            while self._chosen.count():
                taken = self._chosen.takeAt(0)
                if taken is not None and (widget := taken.widget()) is not None:
                    widget.hide()  # it goes later, and would be seen below what comes in its place
                    widget.deleteLater()
            for column in range(self._chosen.columnCount()):
                self._chosen.setColumnStretch(column, 0)
            self._options = {}
        if results is None:
            return
        for option in self.maker.options:
            if option.id not in self._options:
                self._add_option(option)
            self._fill(option, results)

    def _add_option(self, option: Option) -> None:
        label = QLabel(words.declared(option.title))
        box = QComboBox()
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.setAccessibleName(words.declared(option.title))
        label.setBuddy(box)
        place = len(self._options)  # the first has a row of its own, for it has long names
        row, column = min(place, 1), max(2 * (place - 1), 0)
        self._chosen.addWidget(label, row, column)
        self._chosen.addWidget(box, row, column + 1, 1, -1 if place == 0 else 1)
        self._chosen.setColumnStretch(column + 1, 1)
        self._options[option.id] = box
        box.currentIndexChanged.connect(partial(self._choose_option, option.id))

    def _fill(self, option: Option, results: Results) -> None:
        box = self._options[option.id]
        values = list(option.values(results))
        shown = [(str(box.itemData(n)), box.itemText(n)) for n in range(box.count())]
        box.blockSignals(True)
        if shown != values:
            box.clear()
            for key, title in values:
                box.addItem(title, key)
        made = self._choice.get(self.maker.id, {})
        box.setCurrentIndex(box.findData(chosen(option, results, made)))
        box.blockSignals(False)

    def _choose_option(self, id_: str, _: int) -> None:
        made = self._choice.setdefault(self.maker.id, {})
        made[id_] = str(self._options[id_].currentData())
        self.follow()

    # ---- making and showing ---------------------------------------------------------------------

    def _follow_results(self, changed: frozenset[str]) -> None:
        reads = self.maker.reads
        if not reads or changed & set(reads):
            self.follow()

    @override
    def show_seen(self, seen: bool) -> None:
        super().show_seen(seen)
        if not seen:
            self._timer.stop()

    @override
    def show_present(self) -> None:
        """Make the chart anew from the results."""
        results = self._bridge.results
        self._show_options()
        if results is None:
            return
        if self.maker.compute is not None:
            if self._latest.running:
                self._latest.cancel()
            self._timer.start()
            if self.chart is None:
                self._show(_COMING)
            return
        self._show_made(self.maker.made(results, self._choice.get(self.maker.id, {})))

    def _compute(self) -> None:
        results = self._bridge.results
        if results is None or self.maker.compute is None:
            return
        if results.stale:  # it comes again with the results
            self._timer.start()
            return
        maker, choice = self.maker, dict(self._choice.get(self.maker.id, {}))
        self._latest.ask(lambda progress: maker.made(results, choice, progress))

    def _cancel(self) -> None:
        self._latest.cancel()
        if self.chart is None:
            self._show(Message.of("Cancelled. Choose the chart again to compute it."))

    def _show_made(self, made: object) -> None:
        self._show(cast("Chart | Message", made))

    def _show_failed(self, error: object) -> None:
        if not isinstance(error, PlanError):
            raise cast("BaseException", error)
        self._show(error.message)

    def _show(self, made: Chart | Message) -> None:
        self.chart = made if isinstance(made, Chart) else None
        self.state.setVisible(self.chart is None)
        self.state.setText("" if isinstance(made, Chart) else words.sentence(made))
        self.share.setEnabled(self.chart is not None)
        if self.chart is not None:
            self.view.show_chart(self.chart)
        if self._view is not None:
            self._view.setVisible(self.chart is not None)

    @property
    def view(self) -> ChartView:
        """What draws the chart; made when it is first needed."""
        if self._view is None:
            from widgets.plots.view import ChartView

            self._view = ChartView(self)
            self._body.insertWidget(self._body.count() - 1, self._view, 1)
        return self._view

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(100 * share))

    def _show_running(self, running: bool) -> None:  # noqa: FBT001  a slot of Qt's signal
        self.progress.setValue(0)
        if running:
            self._busy.start()
            return
        self._busy.stop()
        self.progress.setVisible(False)
        self.stop.setVisible(False)

    def _show_busy(self) -> None:
        self.progress.setVisible(True)
        self.stop.setVisible(True)

    # ---- out of the window ----------------------------------------------------------------------

    def _show_whole(self) -> None:
        if self._view is not None:
            self._view.show_whole()

    def copy(self) -> None:
        """Put the chart on the clipboard as a picture."""
        from widgets.plots import files

        if self.chart is not None:
            files.copy(self.chart)

    def copy_values(self) -> None:
        """Put all values of the chart on the clipboard as text, one place below the other."""
        from widgets.plots import files

        if self.chart is not None:
            files.copy_values(self.chart)

    def export(self) -> None:
        """Ask for a file and write the chart there."""
        if self.chart is None:
            return
        sorts = {
            tr("Picture ({pattern})", pattern="*.png"): ".png",
            tr("Vector drawing ({pattern})", pattern="*.svg"): ".svg",
        }
        text, sort = QFileDialog.getSaveFileName(
            self, tr("Export the chart"), f"{self.chart.title}.png", ";;".join(sorts)
        )
        if text:
            path = Path(text)
            known = path.suffix.lower() in sorts.values()
            self.export_to(path if known else path.with_name(path.name + sorts.get(sort, ".png")))

    def export_to(self, path: Path) -> None:
        """Write the chart as PNG or SVG; where that fails, the bridge says why."""
        from widgets.plots import files

        if self.chart is None:
            return
        try:
            files.write(self.chart, path)
        except PlanError as error:
            self._bridge.refused.emit(error)


PANEL = Panel(
    id="charts",
    title=lambda: tr("Charts"),
    icon="charts",
    area="right",
    order=6,
    key="F8",
    make=ChartsPanel,
    tab="numbers",
    hidden=True,
)
