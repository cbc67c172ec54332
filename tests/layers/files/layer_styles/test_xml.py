"""XML that stays well-formed."""

from xml.etree import ElementTree as ET

from layers.files.layer_styles.xml import add, clean, number, written


def test_what_xml_cannot_hold_is_left_out_and_the_rest_escaped():
    root = ET.Element("a")
    add(root, "b", {"c": '<"&\x00>'}, "x\ud800<y>")
    read = ET.fromstring(written(root))  # noqa: S314 - ours
    assert (read[0].get("c"), read[0].text) == ('<"&>', "x<y>")
    assert clean("地\n") == "地\n"


def test_numbers_are_short():
    assert [number(value) for value in (20_000.0, 0.15, 1e-9)] == ["20000", "0.15", "1e-09"]
