"""For what names are looked for, and how they look by style."""

from dataclasses import replace

import numpy as np
import pytest

from layers.style import Labels
from tests.strategies import document, layer, squares
from tests.widgets.map.lettering import blocks
from widgets.map.label import TEXT_COLOUR
from widgets.map.scene import Scene
from widgets.map.space import Space, dress, outlined, rank
from widgets.map.viewport import Viewport


def layers():
    return Scene.of(document(layer("parcels", squares(1)))).layers


def with_labels(kind, **values):
    shown = layers()[kind]
    return replace(shown, style=replace(shown.style, labels=Labels(**values)))


def test_main_kinds_have_dark_names_of_their_colour_unless_the_style_says_another():
    assert dress(layers()["parcels"])["colour"] == TEXT_COLOUR
    water = dress(layers()["water"])["colour"]
    assert water != TEXT_COLOUR
    assert dress(with_labels("water", colour="#123456", halo=0.0, height=4.0)) == {
        "colour": "#123456",
        "size": 4.0,
        "halo": 0.0,
    }


def test_kinds_without_names_of_their_own_come_behind_the_parcels():
    found = layers()
    assert rank(found["rooftops"]) > rank(found["parcels"]) > rank(found["roads"])
    assert outlined(found["phases"])
    assert not outlined(found["parcels"])


@pytest.mark.usefixtures("qapp")
def test_letters_are_as_high_as_the_style_says_on_every_screen():
    viewport = Viewport.at_scale((0.0, 0.0), 1000, (100, 100), dpi=254)
    space = Space(viewport, (0.0, 0.0, 10.0, 10.0), blocks(), sparing=True)
    assert space.face(with_labels("water", height=4.0)).font.pixelSize() == 40
    seen = space.holds(np.array([5.0, 11.0, 5.0]), np.array([5.0, 5.0, -1.0]))
    assert seen.tolist() == [True, False, False]
