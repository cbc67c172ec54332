"""QML: what QGIS 3.22 was seen to read, class by class."""

from dataclasses import replace
from xml.etree import ElementTree as ET

from shapely import LineString

from layers.files.layer_styles.drawn import picture_of
from layers.files.layer_styles.qml import HEAD, colour, qml
from layers.kinds import kinds
from layers.style import Labels, Style
from tests.small_plan import X, Y, layer, small_plan


def read(kind, style=None, document=None):
    document = document or small_plan()
    text = qml(document, picture_of(document, kind, style or kinds()[kind].style))
    assert text.startswith(HEAD)
    return ET.fromstring(text)  # noqa: S314 - ours


def values(element):
    """Return the properties of a symbol's layer."""
    return {one.get("name"): one.get("value") for one in element.findall("Option/Option")}


def test_land_use_is_sorted_by_code_with_missing_ones_told_apart():
    root = read("parcels")
    renderer = root.find("renderer-v2")
    assert renderer.get("type") == "categorizedSymbol"
    assert renderer.get("attr") == "coalesce(\"land_use\", '(none)')"
    categories = renderer.findall("categories/category")
    assert [one.get("value") for one in categories[:2]] == ["M1", "G1"]
    assert [one.get("value") for one in categories[-2:]] == ["(none)", ""]
    symbols = {one.get("name"): one for one in renderer.findall("symbols/symbol")}
    assert len(symbols) == len(categories)
    first = values(symbols[categories[0].get("symbol")].find("layer"))
    assert first["color"] == colour(small_plan().codes.colour("M1"))
    assert (first["outline_width"], first["outline_width_unit"]) == ("0.15", "MM")
    unknown = [one.get("class") for one in symbols[categories[-1].get("symbol")].findall("layer")]
    assert unknown == ["SimpleFill", "LinePatternFill", "SimpleLine"]


def test_numbers_become_ranges():
    style = Style(by="far", breaks=(1.5, 2.0), ramp=("#aaaaaa", "#000000"), stroke="#ff0000")
    renderer = read("parcels", style).find("renderer-v2")
    assert (renderer.get("type"), renderer.get("attr")) == ("graduatedSymbol", "far")
    bounds = [(one.get("lower"), one.get("upper")) for one in renderer.findall("ranges/range")]
    assert bounds == [("1", "1.5"), ("1.5", "2")]


def test_scales_opacity_and_dashes():
    style = Style(
        fill="#11223344", stroke="#ff0000", width=2, unit="m", dash=(3, 1),
        opacity=0.5, nearest=500, farthest=20_000,
    )  # fmt: skip
    root = read("boundary", style)
    assert root.get("hasScaleBasedVisibilityFlag") == "1"
    assert (root.get("minScale"), root.get("maxScale")) == ("20000", "500")
    assert root.find("layerOpacity").text == "0.5"
    fill, line = root.findall("renderer-v2/symbols/symbol/layer")
    assert values(fill)["color"] == "17,34,51,68"
    assert values(line) | {"line_width": "2", "line_width_unit": "MapUnit"} == values(line)
    assert (values(line)["customdash"], values(line)["use_custom_dash"]) == ("6;2", "1")


def test_patterns():
    for pattern, classes in {
        "diagonal": ["LinePatternFill"],
        "cross": ["LinePatternFill", "LinePatternFill"],
        "dots": ["PointPatternFill"],
    }.items():
        style = Style(fill="#00ff00", stroke="#000000", hatch=pattern)
        layers = read("water", style).findall("renderer-v2/symbols/symbol/layer")
        assert [one.get("class") for one in layers[1:-1]] == classes
        assert all(one.find("symbol/layer") is not None for one in layers[1:-1])


def test_corridors_have_their_real_width_and_a_line_where_none_is_known():
    line = LineString([(X, Y), (X + 100, Y)])
    document = small_plan().with_layer(layer("corridors", [line], width_m=[12.0]))
    generator, plain = read("corridors", document=document).findall(
        "renderer-v2/symbols/symbol/layer"
    )
    assert values(generator)["geometryModifier"] == (
        'CASE WHEN "width_m" > 0 THEN buffer($geometry, "width_m" / 2, 8, \'flat\') END'
    )
    assert generator.find("symbol").get("type") == "fill"
    expressions = [
        one.get("value")
        for one in plain.findall("data_defined_properties/Option/Option/Option/Option")
        if one.get("name") == "expression"
    ]
    assert expressions == ['coalesce("width_m", 0) <= 0']


def test_markers():
    values_ = values(read("facilities").find("renderer-v2/symbols/symbol/layer"))
    assert (values_["name"], values_["size"], values_["size_unit"]) == ("circle", "2.6", "MM")


def test_labels():
    style = replace(
        kinds()["parcels"].style,
        labels=Labels("{number} <{far:.1f}>", height=3, colour="#ff0000", halo=0.5, nearest=200,
                      farthest=8_000),
    )  # fmt: skip
    root = read("parcels", style)
    settings = root.find("labeling/settings")
    text, rendering = settings.find("text-style"), settings.find("rendering")
    assert (root.get("labelsEnabled"), text.get("isExpression")) == ("1", "1")
    assert "' <'" in text.get("fieldName")
    assert (text.get("fontSize"), text.get("fontSizeUnit")) == ("3", "MM")
    assert text.get("textColor") == "255,0,0,255"
    assert settings.find("text-style/text-buffer").get("bufferSize") == "0.5"
    scales = [rendering.get(name) for name in ("scaleVisibility", "scaleMin", "scaleMax")]
    assert scales == ["1", "200", "8000"]
    assert read("rooftops").get("labelsEnabled") == "0"
    broken = replace(style, labels=Labels("{number"))
    assert read("parcels", broken).get("labelsEnabled") == "0"
