"""Ways on foot as lines: joined, apart, and their dead ends."""

from layers.analysis import measures
from tests.layers.analysis.parks import line
from tests.strategies import document, layer
from widgets.map.overlays.slow_network import APART, JOINED, make


def drawn(*lines):
    return make(measures().evaluate(document(layer("paths", list(lines)))))


def test_the_longest_part_is_told_from_what_lies_apart():
    found = drawn(line((0, 0), (300, 0)), line((300, 0), (300, 200)), line((900, 0), (950, 0)))
    assert [one.colour for one in found.lines] == [JOINED, APART]
    assert [len(one.shapes) for one in found.lines] == [2, 1]
    assert len(found.dots[0].xy) == 4
    assert [one.title for one in found.told][-1] == "Slow traffic: dead end"


def test_one_network_has_nothing_apart_and_none_is_an_empty_picture():
    assert [one.colour for one in drawn(line((0, 0), (300, 0))).lines] == [JOINED]
    assert make(measures().evaluate(document())).bounds is None
