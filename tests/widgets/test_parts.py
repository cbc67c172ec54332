"""The start page, the notice bar and the status bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from widgets.docks import panels
from widgets.jobs import Jobs
from widgets.notice import NoticeBar
from widgets.panel import Panel
from widgets.start import StartPage
from widgets.status import JobsView, crs_name, place_text
from widgets.words import THIN


def test_panels_have_ids_of_their_own():
    found = panels()
    assert all(isinstance(panel, Panel) for panel in found)
    assert len({panel.id for panel in found}) == len(found)


def test_the_start_page_offers_three_beginnings(qtbot):
    page = StartPage([])
    qtbot.addWidget(page)
    for name, signal in (
        ("new", page.new_requested),
        ("open", page.open_requested),
        ("sample", page.sample_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(page.buttons[name], Qt.MouseButton.LeftButton)
    assert page.list.isHidden()


def test_a_notice_is_shown_and_closed(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 300)
    bar = NoticeBar(page)
    assert bar.isHidden()
    bar.say("Saved.")
    assert (bar.text.text(), bar.isHidden()) == ("Saved.", False)
    bar.say("The file is gone.", warning=True)
    assert bar.property("warning") is True
    assert bar._timer.isActive()  # a warning goes as well
    bar.close_warning()
    assert bar.isHidden()
    bar.say("Saved.")
    bar.close_warning()  # which it is not
    assert not bar.isHidden()
    bar.close_notice()
    assert bar.isHidden()


def test_a_notice_lies_over_the_page_and_follows_its_width(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    bar = NoticeBar(page)
    bar.say("A sentence.")
    low = bar.height()
    assert (bar.x(), bar.y(), bar.width()) == (0, 0, 400)
    bar.say("A sentence that is much too long for one line. " * 4)
    assert bar.height() > low
    page.resize(300, 300)
    assert bar.width() == 300


def test_north_comes_before_east():
    assert place_text(500_000.5, 2_560_000.0).replace(THIN, "") == ("N 2560000.000   E 500000.500")
    assert crs_name("EPSG:4547") == "CGCS2000 / 3-degree Gauss-Kruger CM 114E (EPSG:4547)"


def test_a_job_is_shown_with_a_button_that_stops_it(qtbot):
    jobs = Jobs()
    view = JobsView(jobs)
    qtbot.addWidget(view)
    assert view.isHidden()

    def work(progress):
        while True:
            progress.at(0.25)

    jobs.start("Saving park.gpkg", work, lambda _: None)
    assert (view.title.text(), view.isHidden()) == ("Saving park.gpkg", False)
    qtbot.waitUntil(lambda: view.bar.value() == 250)
    with qtbot.waitSignal(jobs.failed):
        qtbot.mouseClick(view.stop, Qt.MouseButton.LeftButton)
    assert view.isHidden()
    jobs.close()
