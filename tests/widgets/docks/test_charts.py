"""The panel of charts."""

import subprocess
import sys
from dataclasses import replace
from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox

from layers.edits.zone import zone
from layers.errors import ProjectFileError
from tests.widgets.plots import plotted
from widgets.chart import Series
from widgets.charts import charts
from widgets.docks.charts import ChartsPanel
from widgets.plots.view import ChartView


@pytest.fixture
def panel(computed, qtbot):
    found = ChartsPanel(computed)
    qtbot.addWidget(found)
    found.resize(460, 600)
    found.show()
    found.show_seen(True)
    return found


def test_pyqtgraph_waits_until_a_chart_is_seen():
    code = "import sys, widgets.docks.charts; print('pyqtgraph' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_balance_is_shown_and_follows_the_plan(panel, computed, qtbot):
    assert panel.chart.categories
    before = panel.chart.series[0].values
    computed.perform(zone(computed.document, [1], "G1"))
    qtbot.waitUntil(lambda: panel.chart.series[0].values != before)


def test_a_panel_that_was_not_seen_yet_says_what_comes(computed, qtbot):
    found = ChartsPanel(computed)
    qtbot.addWidget(found)
    assert not found.state.isHidden()
    assert found.state.text()
    found.show_seen(True)
    assert found.state.isHidden()


def test_only_what_belongs_to_the_chart_is_chosen_beside_it(panel):
    panel.show_chart("monte_carlo")
    rows = {
        title: panel._chosen.getItemPosition(panel._chosen.indexOf(box))[0]
        for title, box in panel._options.items()
    }
    assert list(rows.values()) == [0, 1, 1]
    panel.show_chart("balance")
    assert not [box for box in panel.findChildren(QComboBox) if box.isVisible()][1:]


def test_what_is_missing_is_told_in_place_of_a_chart(panel):
    panel.show_chart("day")
    if panel.chart is None:
        assert panel.state.isVisibleTo(panel)
        assert panel.state.text()
        assert not panel.share.isEnabled()


def test_a_costly_chart_is_computed_beside_the_window(panel, qtbot):
    panel.show_chart("tornado")
    assert "target" in panel._options
    qtbot.waitUntil(
        lambda: panel.chart is not None and panel.chart.kind == "tornado", timeout=60_000
    )
    box = panel._options["target"]
    box.setCurrentIndex(box.findData("solar.kwh_per_a"))
    qtbot.waitUntil(lambda: "PV" in panel.chart.title, timeout=60_000)
    assert not panel.progress.isVisibleTo(panel)


def test_what_takes_long_shows_how_far_it_is_and_can_be_cancelled(panel, qtbot, monkeypatch):
    begun, seen = Event(), []

    def slow(results, choice, progress):
        del results, choice
        begun.set()
        for step in range(10_000):
            progress.at(step / 10_000)
            seen.append(step)
            sleep(0.002)

    maker = replace(charts()["tornado"], compute=slow)
    monkeypatch.setattr("widgets.docks.charts.charts", lambda: {**charts(), "tornado": maker})
    panel.show_chart("tornado")
    qtbot.waitUntil(lambda: panel.progress.isVisibleTo(panel) and panel.progress.value() > 0)
    assert begun.is_set()
    assert panel.stop.isVisibleTo(panel)
    panel.stop.click()
    assert not panel.progress.isVisibleTo(panel)
    qtbot.wait(50)
    count = len(seen)
    qtbot.wait(50)
    assert len(seen) == count < 10_000


def test_the_chart_is_copied_and_exported(panel, tmp_path, qtbot):
    panel.copy()
    assert not QGuiApplication.clipboard().image().isNull()
    panel.copy_values()
    assert QGuiApplication.clipboard().text().startswith(panel.chart.title)
    panel.export_to(tmp_path / "a.png")
    assert not QImage(str(tmp_path / "a.png")).isNull()
    with qtbot.waitSignal(panel._bridge.refused) as told:
        panel.export_to(tmp_path / "no" / "a.png")
    assert isinstance(told.args[0], ProjectFileError)


@pytest.fixture
def view(qapp, qtbot):
    assert qapp is not None
    found = ChartView()
    qtbot.addWidget(found)
    found.resize(400, 300)
    found.show()
    found.show_chart(plotted.LINES)
    return found


def test_a_chart_is_read_with_the_keys(view, qtbot):
    told = []
    view.read_changed.connect(told.append)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert "1\u2009kW" in view.read
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert "2\u2009kW" in view.read
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.read == ""
    assert told[-1] == ""
    assert view.accessibleName() == "Lines"


def test_a_part_is_shown_and_all_again(view, qtbot):
    assert not view.zoomed
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoomed
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.zoomed
    whole = view.picture.whole
    assert (view.seen.left, view.seen.right) == pytest.approx((whole.left, whole.right))


def test_each_chart_is_drawn_in_place_of_the_one_before_it(view):
    """pyqtgraph keeps the background as a picture: it must go with the chart that is on it."""
    before = view.grab().toImage()
    view.show_chart(
        replace(
            plotted.LINES,
            title="Other",
            series=(Series("Load", (9.0, 1.0, 2.0, 7.0), x=(0.0, 1.0, 2.0, 3.0)),),
        )
    )
    other = view.grab().toImage()
    assert other != before
    view._zoom(0.5)
    assert view.grab().toImage() != other


def test_bars_have_no_part_and_every_kind_is_drawn(view, qtbot):
    for chart in plotted.ALL:
        view.show_chart(chart)
        view.read_at(0)
        assert not view.grab().isNull()
    view.show_chart(plotted.BARS)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert not view.zoomed


def test_other_values_of_a_chart_keep_the_part_that_is_seen(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    seen = view.seen
    view.show_chart(plotted.LINES)
    assert view.seen == seen
    view.show_chart(plotted.STEPS)
    assert not view.zoomed


def test_while_a_chart_is_computed_the_one_before_is_not_drawn_under_its_name(panel):
    panel.show_chart("balance")
    assert panel.chart is not None
    panel.show_chart("monte_carlo")
    assert panel.chart is None
    assert panel.state.text() == "The chart is being computed."
    panel._cancel()
