"""Blocks beside the map take the room that they said, and leave nothing out unsaid."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF

from app.exporters.figures import Figure
from app.exporters.sheets.blocks import Figures, Notes, Table, TitleBlock, Type
from tests.app.exporters import boards
from tests.app.exporters.boards import TYPE, height, measured, texts, white_below, words

pytestmark = pytest.mark.usefixtures("qapp")

PLACE = QRectF(2, 2, 56, 50)


def written(block, place=PLACE, type_=TYPE):
    return words(texts(lambda board: block.draw(board, place, type_)))


def test_type_has_lines_and_heads():
    type_ = Type(2.5, 1.6)
    assert type_.line == 4.0
    assert type_.head == 5.0


TABLE = Table(
    "Land balance",
    ("Land use", "Area [ha]"),
    (("M Industrial", "30.00"), ("Total", "40.00")),
    frozenset({1}),
)


def test_a_table_has_heads_and_rows_with_numbers_at_the_right():
    assert height(TABLE) == 5.0 + 3 * 4.0
    found = texts(lambda board: TABLE.draw(board, PLACE, TYPE))
    assert words(found) == [
        "Land balance", "Land use", "Area [ha]", "M Industrial", "30.00", "Total", "40.00",
    ]  # fmt: skip
    ends = [
        x + measured(lambda board, text=text: board.width(text, 2.5, bold=text == "40.00"))
        for text, x, _ in found
        if text in {"30.00", "40.00"}
    ]
    assert ends == pytest.approx([58.0, 58.0], abs=0.1)


@pytest.mark.parametrize("family", ["DejaVu Sans", "Nimbus Mono PS", "Liberation Sans Narrow"])
def test_a_short_head_stays_in_one_line_whichever_font_there_is(monkeypatch, family):
    monkeypatch.setattr(boards, "families", lambda _: [family])
    assert height(TABLE) == 5.0 + 3 * 4.0


def test_heads_of_numbers_are_broken_where_they_are_long():
    long = Table("t", ("Land use", "Share of the site [%]"), (("M", "1.00"),))
    assert height(long) == height(Table("t", ("Land use", "[%]"), (("M", "1.00"),))) + 8.0
    # The columns are as wide as their numbers, not as their heads.
    assert written(long) == ["t", "Share of", "the site", "Land use", "[%]", "M", "1.00"]


def test_figures_are_one_a_line_with_their_units():
    block = Figures("Totals", (Figure("Carbon sink", "26.8", "t/a"), Figure("Net", "–", "t/a")))
    assert height(block) == 5.0 + 2 * 4.0
    assert written(block) == ["Totals", "Carbon sink", "26.8", "t/a", "Net", "–", "t/a"]


def test_notes_are_broken_at_the_width():
    block = Notes("Notes", ("one two three four five six seven eight nine ten",))
    assert height(block, 200.0) == 5.0 + 4.0
    narrow = height(block, 20.0)
    assert narrow > 13.0
    lines = written(block, QRectF(2, 2, 20, 50))[1:]
    assert " ".join(lines) == "one two three four five six seven eight nine ten"
    assert len(lines) == (narrow - 5.0) / 4.0


def test_a_title_block_leaves_cells_to_be_written_by_hand_until_room_is_short():
    block = TitleBlock("Park", "Plan", (("Checked", ""), ("Scale", "1:5000"), ("Date", "")))
    # Five sizes of type above, and two rows of 2.1.
    assert height(block) == pytest.approx(2.5 * (5.0 + 2 * 2.1))
    assert written(block) == ["Park", "Plan", "Checked", "Scale", "1:5000", "Date"]
    short = block.shortened()
    assert short.cells == (("Scale", "1:5000"),)
    assert height(short) == pytest.approx(2.5 * (5.0 + 2.1))


@pytest.mark.parametrize(
    "block",
    [
        TABLE,
        Figures("Totals", (Figure("Carbon sink", "26.8", "t/a"),)),
        Notes("Notes", ("a sentence that is long enough to need more than a line of this width",)),
        TitleBlock("Park", "Plan", (("Scale", "1:5000"), ("Date", ""))),
    ],
    ids=lambda block: type(block).__name__,
)
def test_no_block_draws_below_the_room_that_it_asked_for(block):
    assert white_below(block, PLACE)


def test_a_text_too_long_for_its_column_takes_lines_of_its_own():
    rows = (("Short", "1.00"), ("A very long name of a class of land use indeed", "2.00"))
    table = Table("Balance", ("Land use", "Area [ha]"), rows)
    short = replace(table, rows=(rows[0], ("Short too", "2.00")))
    assert measured(lambda board: table.height(board, 50, TYPE)) > measured(
        lambda board: short.height(board, 50, TYPE)
    )
    found = texts(lambda board: table.draw(board, QRectF(2, 2, 50, 50), TYPE))
    assert not [text for text, _, _ in found if "…" in text]
    last = {text: y for text, _, y in found}
    assert last["2.00"] == max(y for text, _, y in found if text not in {"1.00", "2.00"})
