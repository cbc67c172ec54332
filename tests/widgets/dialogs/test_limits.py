"""Limits that are set for the selected parcels."""

import pytest

from layers.session import Session
from tests.strategies import document, layer, squares
from widgets.bridge import Bridge
from widgets.dialogs.limits import LimitsDialog


@pytest.fixture
def bridge(qapp):
    assert qapp is not None
    plan = document(
        layer(
            "parcels",
            squares(3),
            land_use=["M1", "M1", "R2"],
            far_max=[2.0, 2.5, None],
            green_max_pct=[15.0, 15.0, None],
            green_force=["guiding", "guiding", None],
        )
    )
    found = Bridge(Session(plan))
    yield found
    found.close()


def opened(bridge, qtbot, ids):
    bridge.select({"parcels": ids})
    dialog = LimitsDialog(bridge)
    qtbot.addWidget(dialog)
    return dialog


def column(bridge, name):
    return bridge.document.layer("parcels").values(name).tolist()


def test_what_all_have_is_shown_and_what_differs_is_not(bridge, qtbot):
    dialog = opened(bridge, qtbot, [1, 2])
    assert dialog.lines["far_max"].text() == ""
    assert dialog.lines["far_max"].placeholderText() == "several"
    assert dialog.lines["green_max_pct"].text() == "15"
    assert dialog.forces["green_force"].currentData() == "guiding"
    assert dialog.values == {}


def test_defaults_of_the_class_stand_in_grey_where_they_are_in_force(bridge, qtbot):
    dialog = opened(bridge, qtbot, [1])
    assert dialog.lines["coefficient_min_pct"].placeholderText() == "30"
    assert dialog.lines["density_max_pct"].placeholderText() == "60"
    # It has a most FAR of its own, so its class's least one is not in force.
    assert dialog.lines["far_min"].placeholderText() == ""
    mixed = opened(bridge, qtbot, [1, 3])
    assert mixed.lines["coefficient_min_pct"].placeholderText() == ""


def test_what_is_entered_is_one_step_for_all_and_the_rest_stays(bridge, qtbot):
    dialog = opened(bridge, qtbot, [1, 2])
    dialog.lines["far_min"].setText("1.2")
    dialog.forces["far_force"].setCurrentIndex(dialog.forces["far_force"].findData("guiding"))
    dialog.lines["green_max_pct"].setText("")
    dialog.accept()
    assert column(bridge, "far_min")[:2] == [1.2, 1.2]
    assert column(bridge, "far_max")[:2] == [2.0, 2.5]
    assert column(bridge, "far_force")[:2] == ["guiding", "guiding"]
    assert bridge.document.layer("parcels").values("green_max_pct").isna().all()
    bridge.undo()
    assert column(bridge, "green_max_pct")[:2] == [15.0, 15.0]
    assert not bridge.session.history.done


def test_a_dash_takes_away_what_differs(bridge, qtbot):
    dialog = opened(bridge, qtbot, [1, 2])
    dialog.lines["far_max"].setText("-")
    dialog.accept()
    assert bridge.document.layer("parcels").values("far_max").isna().all()


def test_one_source_can_be_written_for_all(bridge, qtbot):
    dialog = opened(bridge, qtbot, [3])
    qtbot.keyClicks(dialog.source_of_all, "Sheet 7")
    assert dialog.values == dict.fromkeys(
        ("far_source", "density_source", "coef_source", "green_source", "height_source"), "Sheet 7"
    )


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"far_min": "3", "far_max": "2.5"}, "at least 3 is more than at most 2.5"),
        ({"far_max": "31"}, "must lie between 0 and 30"),
        ({"height_max_m": "tall"}, "must be a number"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(bridge, qtbot, entered, said):
    dialog = opened(bridge, qtbot, [1, 2])
    before = bridge.document
    for name, text in entered.items():
        dialog.lines[name].setText(text)
    dialog.accept()
    assert said in dialog.warning.text.text()
    assert dialog.result() == 0
    assert bridge.document is before
