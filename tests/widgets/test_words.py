"""Texts on the screen."""

import pytest
from PySide6.QtGui import Qt, QTextDocument

from widgets import words

NASTY = '<img src="//server/share/x.png"> far < 2 &amp; <b>bold</b>'


@pytest.mark.parametrize("text", [NASTY, "A-01", "a\nb", "far < 2", "R&D", "", "a > b"])
def test_a_hint_shows_a_text_as_it_stands(qapp, text):
    del qapp
    shown = words.hint(text)
    if Qt.mightBeRichText(shown):
        document = QTextDocument()
        document.setHtml(shown)
        assert "<img" not in shown
        assert document.toPlainText() == text
    else:
        assert shown == text
