"""What a change of assumptions does is told below their table."""

from layers.edits.attributes import set_values
from layers.edits.parameters import set_parameter
from widgets.docks.effects import EffectsLine


def wait(qtbot, bridge, document):
    qtbot.waitUntil(
        lambda: bridge.results.document is document and not bridge.results.stale, timeout=20_000
    )


def test_the_numbers_before_and_after_are_told(computed, qtbot):
    line = EffectsLine(computed)
    qtbot.addWidget(line)
    computed.perform(set_parameter(computed.document, "sink.lawn", 0.2))
    qtbot.waitUntil(lambda: "Carbon sink" in line.text(), timeout=20_000)
    assert "→" in line.text()
    assert "Carbon sink" in line.toolTip()


def test_an_edit_of_the_map_is_not_taken_for_one_of_assumptions(computed, qtbot):
    line = EffectsLine(computed)
    qtbot.addWidget(line)
    computed.perform(set_values(computed.document, "parcels", [1], {"land_use": "G1"}))
    wait(qtbot, computed, computed.document)
    assert line.isHidden()
