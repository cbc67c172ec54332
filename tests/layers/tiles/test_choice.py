from types import MappingProxyType

from layers.tiles.choice import Choice
from layers.tiles.sources import OWN


def test_there_and_back():
    choice = Choice(
        source="Tianditu.Map",
        shown=True,
        opacity=0.5,
        grey=True,
        url="https://h/{z}/{x}/{y}",
        attribution="© us",
        shifted=True,
        max_zoom=20,
        keys=MappingProxyType({"Tianditu": "abc"}),
    )
    assert Choice.read(choice.plain()) == choice
    assert choice.key == "abc"


def test_what_does_not_fit_takes_its_default():
    odd = {"source": 3, "shown": "yes", "opacity": 7, "keys": {"a": 1}, "max_zoom": True}
    assert Choice.read(odd) == Choice()
    assert Choice.read(None) == Choice()
    assert not Choice().shown
    assert Choice().chosen is None


def test_no_source_where_the_own_one_is_wrong_or_a_known_one_gone():
    assert Choice(source=OWN, url="nonsense").chosen is None
    assert Choice(source="Gone.Away").chosen is None
    found = Choice(source=OWN, url="https://h/{z}/{x}/{y}", shifted=True, max_zoom=15).chosen
    assert found is not None
    assert (found.shifted, found.max_zoom) == (True, 15)


def test_a_key_is_not_printed():
    choice = Choice(keys=MappingProxyType({"Tianditu": "abc123"}))
    assert "abc123" not in repr(choice)
