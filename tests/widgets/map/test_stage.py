"""The scene that all maps of a plan share: kept up with edits, and what lies below the plan."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from layers.edit import Edit, ValueDelta
from layers.edits.draw import delete
from layers.edits.zone import zone
from layers.session import Session
from tests.bench.coverage import generated
from tests.strategies import document, layer, small_plan, squares
from widgets.bridge import Bridge
from widgets.map.painter import paint
from widgets.map.scene import Scene
from widgets.map.stage import Stage
from widgets.map.underlay import Underlay
from widgets.map.viewport import MapX, MapY, Viewport


class Sheet:
    """An underlay of one colour."""

    def __init__(self, id_, colour):
        self.id, self.colour, self.bounds = id_, colour, None

    def draw(self, painter, viewport, cancelled):
        del cancelled
        painter.setOpacity(0.5)
        painter.fillRect(0, 0, int(viewport.width), int(viewport.height), QColor(self.colour))


@pytest.fixture
def stage(qtbot):
    del qtbot
    bridge = Bridge(Session(small_plan()))
    found = Stage(bridge)
    yield found
    found.close()
    bridge.close()


def put(stage, underlay: Underlay):
    stage.put_underlay(underlay)


def heard(stage):
    found = []
    stage.changed.connect(lambda spoilt: found.append(spoilt.boxes))
    return found


def test_an_edit_spoils_what_it_touched_alone(stage):
    found, ids = heard(stage), stage.bridge.document.layer("parcels").ids
    stage.bridge.perform(zone(stage.bridge.document, [int(ids[0])], "G1"))
    assert stage.scene.layers["parcels"].source is stage.bridge.document.layer("parcels")
    np.testing.assert_array_equal(
        found[0], np.repeat(stage.scene.layers["parcels"].boxes_of(ids[:1]), 2, axis=1)
    )


def test_underlays_are_put_below_and_exchanged_by_their_id(stage):
    found = heard(stage)
    put(stage, Sheet("imagery", "#ff0000"))
    stage.put_underlay(Sheet("tiles", "#00ff00"))
    stage.put_underlay(Sheet("imagery", "#0000ff"), below=False)
    assert [(one.id, one.colour) for one in stage.scene.underlays] == [
        ("tiles", "#00ff00"),
        ("imagery", "#0000ff"),
    ]
    stage.remove_underlay("tiles")
    stage.remove_underlay("tiles")
    assert [one.id for one in stage.scene.underlays] == ["imagery"]
    assert len(found) == 4
    assert all(np.isinf(boxes).all() for boxes in found)


def test_edits_keep_the_underlays(stage):
    put(stage, Sheet("imagery", "#ff0000"))
    ids = stage.bridge.document.layer("parcels").ids
    stage.bridge.perform(zone(stage.bridge.document, [int(ids[0])], "G1"))
    assert [one.id for one in stage.scene.underlays] == ["imagery"]


@pytest.mark.parametrize("vector", [False, True])
@pytest.mark.parametrize(("hidden", "colour"), [((), "#ff8080"), (("imagery",), "#ffffff")])
def test_underlays_lie_below_and_leave_the_painter_as_it_was(stage, hidden, colour, vector):
    put(stage, Sheet("imagery", "#ff0000"))
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, 20, 20)  # far from the plan
    scene = replace(stage.scene)
    paint(painter, scene, viewport, hidden=hidden, vector=vector)
    assert painter.opacity() == 1.0
    painter.end()
    assert image.pixelColor(10, 10).name() == colour


def test_a_closed_stage_follows_no_more(stage):
    found, before = heard(stage), stage.scene
    stage.close()
    stage.close()
    ids = stage.bridge.document.layer("parcels").ids
    stage.bridge.perform(zone(stage.bridge.document, [int(ids[0])], "G1"))
    assert found == []
    assert stage.scene is before
    assert not stage.preparing


def test_a_scene_that_was_made_before_is_taken_if_it_is_of_the_same_plan(qtbot):
    del qtbot
    bridge = Bridge(Session(small_plan()))
    scene = Scene.of(bridge.document)
    stages = [Stage(bridge, scene=scene), Stage(bridge, scene=Scene.of(small_plan()))]
    assert stages[0].scene is scene
    assert stages[1].scene.document is bridge.document
    for stage in stages:
        stage.close()
    bridge.close()


def test_features_read_anew_as_a_whole_are_painted_anew_wherever_they_are(qtbot):
    """Their levels of detail are gone, and they may be filled in another way; not so for a few."""
    del qtbot
    bridge = Bridge(Session(document(layer("parcels", squares(30, 20)))))
    stage = Stage(bridge, bridge)
    found, ids = heard(stage), bridge.document.layer("parcels").ids.tolist()
    bridge.perform(delete(bridge.document, "parcels", ids[:3]))
    bridge.perform(delete(bridge.document, "parcels", ids[3:400]))
    assert [bool(np.isinf(boxes).all()) for boxes in found] == [False, True]
    stage.close()
    bridge.close()


def test_what_an_edit_spoils_says_which_kinds(stage):
    found = []
    stage.changed.connect(lambda spoilt: found.append(spoilt.kinds))
    stage.bridge.perform(zone(stage.bridge.document, [1], "G1"))
    style = replace(stage.scene.layers["parcels"].style, width=3.0)
    stage.bridge.perform(Edit("wide", (ValueDelta("styles", "parcels", None, style),)))
    stage.spoil()
    assert found == [{"parcels"}, frozenset(), None]


def test_one_edit_of_many_parcels_leaves_the_rest_as_it_is_painted(qtbot):
    """The usual size of features goes by steps: hardly an edit makes it another one."""
    del qtbot
    bridge = Bridge(Session(document(layer("parcels", generated(300, 3, cached=False)))))
    stage = Stage(bridge, bridge)
    found, ids = heard(stage), bridge.document.layer("parcels").ids.tolist()
    for id_ in ids[:20]:
        bridge.perform(delete(bridge.document, "parcels", [id_]))
    assert sum(bool(np.isinf(boxes).all()) for boxes in found) <= 1
    stage.close()
    bridge.close()
