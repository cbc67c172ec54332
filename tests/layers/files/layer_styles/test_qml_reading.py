"""Styles read from QML: those that were written here, those of other hands, and rubbish."""

from dataclasses import replace
from math import inf

import pytest

from layers.errors import ImportDataError
from layers.files.layer_styles.drawn import picture_of
from layers.files.layer_styles.qml import qml as qml_of
from layers.files.layer_styles.qml_reading import LARGEST, read
from layers.looks import style_of
from layers.style import Labels, Style
from tests.small_plan import small_plan

BASE = Style(labels=Labels(template="{number}"))


def written(tmp_path, kind, style):
    """Write a style of a plan as QML and return the file and the plan's columns."""
    plan = small_plan()
    path = tmp_path / "style.qml"
    path.write_text(qml_of(plan, picture_of(plan, kind, style)), encoding="utf-8")
    return path, plan.layer(kind).columns


def qml(tmp_path, body, root=""):
    path = tmp_path / "other.qml"
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
    path.write_text(f"{head}<qgis version='3.4' {root}>{body}</qgis>", encoding="utf-8")
    return path


def symbol(name, colour, more=""):
    return (
        f"<symbol name='{name}' type='fill' alpha='1'><layer class='SimpleFill' enabled='1'>"
        f"<prop k='color' v='{colour}'/><prop k='outline_color' v='1,2,3,255'/>"
        f"<prop k='outline_width' v='0.26'/><prop k='outline_width_unit' v='MM'/>{more}"
        "</layer></symbol>"
    )


@pytest.mark.parametrize(
    "style",
    [
        Style(fill="#2f9e50", stroke="#102030", width=0.3, opacity=0.6, nearest=500.0,
              farthest=20_000.0),
        Style(fill="#2f9e5080", stroke="#102030", width=2.0),
        Style(fill="#ffffff", by="land_use", colours={"M1": "#a05010", "G1": "#00ff00"},
              stroke="#102030", width=1.5, unit="m"),
        Style(by="far", breaks=(1.0, 2.5), ramp=("#fee0d2", "#de2d26"), stroke="#102030"),
    ],
)  # fmt: skip
def test_what_is_written_here_is_read_again(tmp_path, style):
    path, columns = written(tmp_path, "parcels", style)
    found = read(path, BASE, columns)
    assert found.labels == BASE.labels
    for name in ("by", "breaks", "ramp", "stroke", "width", "unit", "opacity", "nearest"):
        assert getattr(found, name) == getattr(style, name), name
    assert found.farthest == style.farthest
    if not style.by:
        assert found.fill == style.fill
    assert {value: found.colours.get(value) for value in style.colours} == dict(style.colours)


def test_markers_come_back(tmp_path):
    style = replace(style_of(small_plan(), "facilities"), by="", marker="diamond", size=3.5)
    path, columns = written(tmp_path, "facilities", style)
    found = read(path, BASE, columns)
    assert (found.marker, found.size, found.fill) == ("diamond", 3.5, style.fill)


def test_categories_of_an_older_file_with_another_spelling_of_the_column(tmp_path):
    body = (
        "<renderer-v2 type='categorizedSymbol' attr='&quot;LAND_USE&quot;'><categories>"
        "<category symbol='0' value='M1' label='Industry' render='true'/>"
        "<category symbol='1' value='' label='' render='true'/>"
        "<category symbol='1' value='G1' render='false'/></categories><symbols>"
        f"{symbol(0, '160,80,16,255')}{symbol(1, '9,9,9,128')}</symbols></renderer-v2>"
        "<layerOpacity>0.5</layerOpacity>"
    )
    found = read(qml(tmp_path, body), BASE, ["number", "land_use"])
    assert (found.by, dict(found.colours)) == ("land_use", {"M1": "#a05010"})
    assert (found.fill, found.opacity) == ("#09090980", 0.5)
    assert (found.stroke, found.width, found.unit) == ("#010203", 0.26, "mm")
    assert (found.nearest, found.farthest) == (0.0, inf)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "says of no layer"),
        ("<renderer-v2 type='RuleRenderer'/>", "draws by RuleRenderer"),
        ("<renderer-v2 type='categorizedSymbol' attr='YDDM'/>", "colours by YDDM"),
        ("<renderer-v2 type='graduatedSymbol' attr='far'/>", "has 0 classes"),
        ("<renderer-v2", "is no QML"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_sentence(tmp_path, body, told):
    with pytest.raises(ImportDataError, match=told):
        read(qml(tmp_path, body), BASE, ["number", "far"])


def test_strangers_files_are_bounded(tmp_path):
    bomb = tmp_path / "bomb.qml"
    bomb.write_text("<!DOCTYPE qgis [<!ENTITY a 'b'>]><qgis>&a;</qgis>", encoding="utf-8")
    with pytest.raises(ImportDataError, match="entities"):
        read(bomb, BASE, ["far"])
    large = tmp_path / "large.qml"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(ImportDataError, match="too large"):
        read(large, BASE, ["far"])
    with pytest.raises(ImportDataError, match="cannot be read"):
        read(tmp_path / "gone.qml", BASE, ["far"])
    gbk = tmp_path / "gbk.qml"
    gbk.write_bytes("<qgis>工业</qgis>".encode("gbk"))
    with pytest.raises(ImportDataError, match="cannot be read"):
        read(gbk, BASE, ["far"])
    wild = "<renderer-v2 type='singleSymbol'><symbols>{}</symbols></renderer-v2>"
    body = wild.format(symbol(0, "999,-4,abc", "<prop k='outline_width' v='1e309'/>"))
    found = read(qml(tmp_path, body), BASE, ["far"])
    assert (found.fill, found.width) == ("", BASE.width)


def test_widths_have_their_unit(tmp_path):
    for unit, expected in (("Pixel", (2.0, "px")), ("MapUnit", (2.0, "m")), ("Inch", (50.8, "mm"))):
        more = f"<prop k='outline_width' v='2'/><prop k='outline_width_unit' v='{unit}'/>"
        body = f"<symbols>{symbol(0, '1,2,3', more)}</symbols>"
        path = qml(tmp_path, f"<renderer-v2 type='singleSymbol'>{body}</renderer-v2>")
        found = read(path, BASE, ["far"])
        assert (found.width, found.unit) == expected
