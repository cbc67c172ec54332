from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from widgets.dialogs.warning_line import WarningLine
from widgets.notice import NoticeBar


def test_a_sentence_is_shown_and_nothing_hides_the_line(qtbot):
    line = WarningLine()
    qtbot.addWidget(line)
    assert line.isHidden()
    line.say("Choose a file.")
    assert not line.isHidden()
    assert line.text.text() == "Choose a file."
    line.say("")
    assert line.isHidden()


def test_what_looks_like_html_is_shown_as_it_stands(qtbot):
    line = WarningLine()
    qtbot.addWidget(line)
    line.say('<img src="//server/x.png">.tif cannot be read.')
    assert line.text.textFormat() is Qt.TextFormat.PlainText
    over = QWidget()
    qtbot.addWidget(over)
    assert NoticeBar(over).text.textFormat() is Qt.TextFormat.PlainText
