"""Numbers end where they should, whatever font an SVG is set in."""

import re

import pytest
from PySide6.QtCore import QBuffer, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from app.exporter import Options, export
from app.exporters.sheets.anchors import END, MIDDLE, Anchors, anchored
from app.exporters.sheets.board import CENTRE, LEFT, RIGHT, Board, families
from tests.app.exporters.plans import park, results_of

pytestmark = pytest.mark.usefixtures("qapp")

PLACE = QRectF(10, 5, 80, 8)


def written(text, align):
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(2000, 500))
    painter = QPainter(generator)
    board = Board(painter, 20, families("en"))
    board.text(PLACE, text, 3.0, align)
    painter.end()
    return anchored(bytes(buffer.data().data()).decode(), board.anchors.known)


@pytest.mark.parametrize(
    ("align", "how", "x"), [(RIGHT, 'text-anchor="end"', "1800"), (CENTRE, '"middle"', "1000")]
)
def test_texts_are_held_at_their_end_or_middle(align, how, x):
    found = re.search(r"<text[^>]*>", written("1,234.56 <m²> & more", align))[0]
    assert how in found
    assert f' x="{x}"' in found


def test_texts_that_begin_at_a_place_are_left_as_they_are():
    found = written("Parcels", LEFT)
    assert "text-anchor" not in found
    assert ' x="200"' in found


def test_only_the_text_that_was_noted_is_held():
    known = Anchors()
    known.note((17.25, 3.0), "A & B", END, 40.0)
    known.note((17.25, 4.0), "C", MIDDLE, 40.0)
    given = '<text x="17.25" y="3" a="b" \n >A &amp; B</text><text x="17.25" y="3">C</text>'
    held = '<text x="40" y="3" text-anchor="end" a="b" \n >A &amp; B</text>'
    assert anchored(given, known.known) == held + '<text x="17.25" y="3">C</text>'


def test_columns_of_a_sheet_stand_in_line_at_their_right(tmp_path):
    plan = park()
    export(plan, results_of(plan), tmp_path / "a.svg", Options(lang="zh"))
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    ends = re.findall(r'x="([\d.]+)" y="[\d.]+" text-anchor="end"', text)
    # Areas, shares and totals: few columns, many numbers.
    assert len(ends) > 20
    assert len(set(ends)) < len(ends) / 3
