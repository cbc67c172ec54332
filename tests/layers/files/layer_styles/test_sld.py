"""SLD: rules and symbols that QGIS 3.22 was seen to read."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from layers.files.layer_styles.drawn import picture_of
from layers.files.layer_styles.sld import sld
from layers.kinds import kinds
from layers.style import Labels, Style
from tests.small_plan import small_plan

SPACES = {
    "sld": "http://www.opengis.net/sld",
    "se": "http://www.opengis.net/se",
    "ogc": "http://www.opengis.net/ogc",
}


def read(kind, style=None):
    document = small_plan()
    text = sld(document, picture_of(document, kind, style or kinds()[kind].style))
    return ET.fromstring(text.encode())  # noqa: S314 - ours


def rules(root):
    return root.findall("sld:NamedLayer/sld:UserStyle/se:FeatureTypeStyle/se:Rule", SPACES)


def parameters(element):
    return {one.get("name"): one.text for one in element.findall(".//se:SvgParameter", SPACES)}


def test_a_rule_for_each_code_over_one_for_what_is_left():
    found = rules(read("parcels"))
    left, first, second = found[:3]
    named = [one.text for one in left.findall(".//ogc:PropertyIsNotEqualTo/ogc:Literal", SPACES)]
    assert named == ["M1", "G1"]
    assert left.find("ogc:Filter/ogc:And/ogc:Not/ogc:PropertyIsNull", SPACES) is not None
    equal = first.find("ogc:Filter/ogc:PropertyIsEqualTo", SPACES)
    assert [one.text for one in equal] == ["land_use", "M1"]
    assert parameters(second)["fill"] == small_plan().codes.colour("G1")
    missing = [rule.find("ogc:Filter/ogc:PropertyIsNull", SPACES) is not None for rule in found]
    assert sum(missing) == 1


def test_ranges_scales_and_opacity():
    style = Style(
        by="far", breaks=(1.5, 2.0), ramp=("#aaaaaa", "#000000"), stroke="#ff0000", width=0.28,
        opacity=0.5, nearest=500, farthest=20_000,
    )  # fmt: skip
    first, second = rules(read("parcels", style))[:2]
    assert first.find(".//ogc:PropertyIsGreaterThanOrEqualTo", SPACES) is not None
    assert second.find(".//ogc:PropertyIsGreaterThan/ogc:Literal", SPACES).text == "1.5"
    assert first.find("se:MinScaleDenominator", SPACES).text == "500"
    assert first.find("se:MaxScaleDenominator", SPACES).text == "20000"
    found = parameters(first)
    assert (found["fill-opacity"], found["stroke-width"]) == ("0.5", "1")


def test_patterns_are_hatches_or_a_tint():
    style = Style(fill="#00ff00", stroke="#00aa00", hatch="cross")
    (rule, *_) = rules(read("water", style))
    angles = [one.text for one in rule.findall(".//se:Rotation/ogc:Literal", SPACES)]
    assert angles == ["45", "135"]
    (rule, *_) = rules(read("water", replace(style, hatch="dots")))
    assert rule.find(".//se:GraphicFill", SPACES) is None
    assert parameters(rule)["fill-opacity"] == "0.33"


def test_labels_are_columns_and_text():
    style = replace(kinds()["parcels"].style, labels=Labels("No. {number} a\n{area_ha} ha\n{far}"))
    label = read("parcels", style).find(".//se:Label", SPACES)
    assert "".join(label.itertext()) == "No. number a\nfar"
    assert [one.text for one in label] == ["number", "far"]
    assert read("rooftops").find(".//se:TextSymbolizer", SPACES) is None


def test_markers():
    rule = rules(read("facilities"))[1]
    assert rule.find(".//se:WellKnownName", SPACES).text == "circle"
    assert float(rule.find(".//se:Size", SPACES).text) == round(2.6 / 0.28, 3)
