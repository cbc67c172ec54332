"""The bar over the map: sentences, warnings, and what can be done about them."""

from PySide6.QtWidgets import QWidget

from widgets.notice import NoticeBar


def test_a_sentence_can_offer_something_and_then_stays(qtbot):
    over, done = QWidget(), []
    qtbot.addWidget(over)
    over.resize(600, 300)
    over.show()
    bar = NoticeBar(over)
    bar.say("3 factors were taken from the tables.")
    assert bar.action.isHidden()
    assert bar._timer.isActive()
    bar.offer("Show them", lambda: done.append(1), "a\nb")
    assert bar.action.isVisible()
    assert not bar._timer.isActive()
    assert bar.text.toolTip() == "a\nb"
    bar.action.click()
    assert done == [1]
    assert bar.isHidden()
    bar.say("Another")
    assert bar.action.isHidden()
    assert bar.text.toolTip() == ""


def test_the_corner_of_the_north_arrow_stays_free(qtbot):
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(600, 300)
    over.show()
    bar = NoticeBar(over, free_px=44)
    bar.say("3 factors were taken from the tables.")
    assert bar.geometry().right() < 600 - 44
