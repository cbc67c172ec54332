"""Styles as text."""

import json

import pytest
from PySide6.QtGui import QGuiApplication

from layers.style import Labels, Style
from widgets import style_text

STYLE = Style(fill="#123456", by="far", breaks=(1.0, 2.0), ramp=("#000000", "#ffffff"),
              labels=Labels(template="{number}\n{far}"))  # fmt: skip


def test_a_style_comes_back_from_its_text_and_from_the_clipboard(qapp):
    assert qapp is not None
    assert style_text.style_in(style_text.text_of(STYLE)) == STYLE
    style_text.copy(STYLE)
    assert style_text.copied() == STYLE
    QGuiApplication.clipboard().setText("something else")
    assert style_text.copied() is None


@pytest.mark.parametrize(
    "text",
    ["", "{}", json.dumps({style_text.MARK: 1}), '{"greenplat_style": ', "[" * 100_000,
     json.dumps({style_text.MARK: {"width": 10**400}})],
)  # fmt: skip
def test_what_is_no_style_is_none(text):
    assert style_text.style_in(text) is None
