"""What the tree of indicators says to those who look at it and listen to it."""

import pytest
from PySide6.QtCore import QModelIndex, Qt

from layers.session import Session
from tests.strategies import document
from widgets import forms
from widgets.bridge import Bridge
from widgets.docks.scorecard import NAME, STATE, TARGET, TARGET_FROM, VALUE, Scorecard


def row(**values):
    return {
        "id": "X",
        "set": "own",
        "level": "own",
        "quantity": "x",
        "title": "X <b>",
        "title_zh": "某",
        "value": 1.0,
        "unit": "%",
        "origin": "computed",
        "target": "≥ 2",
        "low": 2.0,
        "high": None,
        "state": "not_met",
        "source": "Law",
        "year": "2025",
        "confidence": "verified",
        "notes": [],
        **values,
    }


@pytest.fixture
def model(qapp):
    assert qapp is not None
    bridge = Bridge(Session(document()))
    yield Scorecard(bridge)
    bridge.close()


def test_rows_that_stay_keep_their_place(model):
    assert model.show_rows([row(), row(id="Y")])
    kept = model.index_of("Y")
    assert not model.show_rows([row(), row(id="Y", value=3.0)])
    assert model.index_of("Y") == kept
    assert model.index_of("Y", VALUE).data() == "3 %"
    assert model.index_of("gone") == QModelIndex()


def test_states_are_told_by_sign_word_and_colour(model):
    model.show_rows([row(), row(id="Y", state="reached")])
    bad, good = (model.index_of(id_, STATE) for id_ in ("X", "Y"))
    assert (bad.data(), good.data()) == ("○ not met", "◆ reached")
    assert "reached (advice)" in good.data(Qt.ItemDataRole.ToolTipRole)
    inks = [one.data(Qt.ItemDataRole.ForegroundRole).color() for one in (bad, good)]
    assert inks[0] != inks[1]


def test_the_tooltip_tells_what_an_incomplete_value_lacks(model):
    model.show_rows([row(state="incomplete", notes=["Missing for Gas: factors"])])
    state = model.index_of("X", STATE)
    assert state.data() == "◐ incomplete"
    assert "Missing for Gas: factors" in state.data(Qt.ItemDataRole.ToolTipRole)


def test_tooltips_show_texts_as_they_stand(model):
    model.show_rows([row()])
    assert "&lt;b&gt;" in model.index_of("X").data(Qt.ItemDataRole.ToolTipRole)
    assert model.index_of("X", TARGET_FROM).data() == "verified · Law · 2025"


def test_only_what_is_there_or_not_has_choices(model):
    model.show_rows([row(), row(id="Y", unit="yes/no", low=1.0)])
    assert model.index_of("X", VALUE).data(forms.CHOICES) is None
    assert [key for key, _ in model.index_of("Y", VALUE).data(forms.CHOICES)] == ["yes", "no"]
    assert model.index_of("Y", TARGET).data() == "yes"


@pytest.mark.parametrize(
    ("values", "column", "editable"),
    [
        ({}, VALUE, True),
        ({}, TARGET, True),
        ({}, NAME, False),
        ({"set": "national"}, TARGET, False),
        ({"set": "benchmark", "origin": "reported"}, VALUE, False),
        ({"id": "MIIT-GI", "set": "miit"}, VALUE, False),
        ({"target": ""}, TARGET, False),
    ],
)
def test_what_is_edited(model, values, column, editable):
    found = row(**values)
    model.show_rows([found])
    flags = model.index_of(found["id"], column).flags()
    assert bool(flags & Qt.ItemFlag.ItemIsEditable) is editable
