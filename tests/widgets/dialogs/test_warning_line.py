from widgets.dialogs.warning_line import WarningLine


def test_a_sentence_is_shown_and_nothing_hides_the_line(qtbot):
    line = WarningLine()
    qtbot.addWidget(line)
    assert line.isHidden()
    line.say("Choose a file.")
    assert not line.isHidden()
    assert line.text.text() == "Choose a file."
    line.say("")
    assert line.isHidden()
