"""Labels as they come out: apart, inside their areas, in several lines; on screen and paper."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pypdf
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from layers.style import Labels
from tests.strategies import EAST, NORTH, coverages, document, layer, squares
from tests.widgets.map.lettering import blocks
from tests.widgets.map.pictures import check, pixels
from widgets.map import labelling
from widgets.map.label import Label, corners
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

pytestmark = pytest.mark.usefixtures("qapp")


def labelled(plan, kind="parcels", **values):
    """The scene of a plan, one kind of it labelled in another way."""
    found = Scene.of(plan)
    shown = found.layers[kind]
    styled = replace(shown, style=replace(shown.style, labels=Labels(**values)))
    return replace(found, layers={**found.layers, kind: styled})


def placed(scene, denominator, centre, size=(800, 600), **values):
    viewport = Viewport.at_scale(centre, denominator, size)
    return labelling.placed(scene, viewport, font=blocks(), **values), viewport


# ---- where --------------------------------------------------------------------------------------


@given(coverages(), st.sampled_from([500, 1500, 4000, 12_000]), st.booleans())
def test_labels_lie_inside_their_areas_and_none_meets_another(shapes, denominator, turned):
    road = shapely.LineString([(EAST, NORTH + (250 if turned else 0)), (EAST + 500, NORTH + 240)])
    plan = document(
        layer("parcels", shapes, number=[f"A-{n}" for n in range(len(shapes))]),
        layer("roads", [road], name=["Road"], width_m=[20.0]),
    )
    scene = labelled(plan, template=r"{number}\n{area_ha:.2f} ha\n{fid}")
    found, viewport = placed(scene, denominator, (EAST + 250, NORTH + 250))
    boxes = shapely.polygons(corners(found, viewport, 0.0))
    tree = shapely.STRtree(boxes)
    one, other = tree.query(boxes, predicate="intersects")
    assert (one == other).all()
    for label in found:
        if label.text.startswith("Road"):
            continue
        area = shapes[int(label.text.split("\n")[0].removeprefix("A-"))]
        across = label.width / viewport.px_per_m / 2
        up = label.height / viewport.px_per_m / 2
        box = shapely.box(label.x - across, label.y - up, label.x + across, label.y + up)
        assert area.buffer(1e-6).contains(box)


def test_fewer_lines_are_written_where_the_whole_has_no_room():
    plan = document(layer("parcels", squares(1), number=["A-1"]))
    scene = labelled(plan, template=r"{number}\n{fid}\n{area_m2}")

    def text(denominator):
        found, _ = placed(scene, denominator, (EAST + 50, NORTH + 50))
        return [label.text for label in found]

    # 100 m are 20 mm at 1:5000, 5 mm at 1:20,000; three lines are 8.3 mm high.
    assert text(5000) == ["A-1\n1\n10,000"]
    assert text(17_000) == ["A-1\n1"]
    assert text(22_000) == ["A-1"]
    assert text(60_000) == []


def test_a_label_goes_where_its_area_has_room():
    # An L: its centre of gravity lies outside, its wide end has room.
    arms = shapely.box(0, 0, 300, 4).union(shapely.box(0, 0, 60, 60))
    bent = shapely.transform(arms, lambda xy: xy + np.array([EAST, NORTH]))
    plan = document(layer("parcels", [bent], number=["A-1"]))
    (label,), viewport = placed(labelled(plan, template="{number}"), 4000, (EAST, NORTH))
    across = label.width / viewport.px_per_m / 2
    assert across < label.x - EAST < 60 - across


def test_labels_of_one_text_are_written_on_every_area():
    plan = document(layer("parcels", squares(3), land_use=["M1"] * 3))
    found, _ = placed(labelled(plan, template="{land_use}"), 5000, (EAST + 150, NORTH + 50))
    assert [label.text for label in found] == ["M1"] * 3


def test_scales_of_labels_and_of_their_layer_hold():
    plan = document(layer("parcels", squares(1), number=["A"]))
    centre = (EAST + 50, NORTH + 50)
    scene = labelled(plan, template="{number}", nearest=1000.0, farthest=3000.0)
    assert [len(placed(scene, scale, centre)[0]) for scale in (900, 2000, 3100)] == [0, 1, 0]
    # A range that the user has set holds on the screen too, whatever is usual there.
    wide = labelled(plan, template="{number}", farthest=50_000.0)
    usual = labelled(plan, template="{number}")
    assert len(placed(wide, 20_000, centre, sparing=True)[0]) == 1
    assert len(placed(usual, 20_000, centre, sparing=True)[0]) == 0
    shown = usual.layers["parcels"]
    hidden = replace(shown, style=replace(shown.style, farthest=1500.0))
    scene = replace(usual, layers={**usual.layers, "parcels": hidden})
    assert placed(scene, 2000, centre)[0] == []


def test_labels_of_selected_features_stay():
    plan = document(
        layer("parcels", squares(2), number=["A", "B"]),
        layer("water", [shapely.box(EAST, NORTH, EAST + 200, NORTH + 100)], name=["Lake"]),
    )
    scene = Scene.of(plan)
    selection = {"parcels": np.array([2])}
    values = {"sparing": True, "selection": selection}
    found, _ = placed(scene, 60_000, (EAST + 100, NORTH + 50), **values)
    assert [label.text for label in found] == ["B"]
    found, _ = placed(scene, 5000, (EAST + 100, NORTH + 50), **values)
    assert found[0].text.startswith("B")


def test_several_threads_place_the_same_names():
    plan = document(
        layer("parcels", squares(8, 6), number=[f"A-{n}" for n in range(48)]),
        layer(
            "roads",
            [shapely.LineString([(EAST, NORTH + y), (EAST + 800, NORTH + y)]) for y in (100, 300)],
            name=["One", "Two"],
            width_m=[20.0, 20.0],
        ),
    )
    scene = labelled(plan, template=r"{number}\n{area_ha}")
    with ThreadPoolExecutor(4) as pool:
        asked = [
            pool.submit(placed, scene, scale, (EAST + 400, NORTH + 300))
            for scale in (2000, 6000) * 4
        ]
        found = [one.result()[0] for one in asked]
    assert len(found[0]) > 10
    assert all(one == found[0] for one in found[::2])
    assert all(one == found[1] for one in found[1::2])


# ---- how ----------------------------------------------------------------------------------------


def drawn(label, ground="#808080", size=(120, 60)):
    viewport = Viewport(MapX(0.0), MapY(0.0), 1.0, *size)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    labelling.write_label(painter, label, viewport, blocks())
    painter.end()
    return pixels(image)


def test_lines_stand_centred_one_under_the_other(tmp_path):
    label = Label("AAAA\nA", 0, 0, 48, 48, size=20 * 25.4 / 96)
    found = drawn(label, size=(120, 80))
    dark = found.max(axis=2) < 60
    above, below = np.flatnonzero(dark[:40].any(axis=0)), np.flatnonzero(dark[40:].any(axis=0))
    assert (above.min() + above.max()) / 2 == pytest.approx(60, abs=2)
    assert (below.min() + below.max()) / 2 == pytest.approx(60, abs=2)
    assert len(below) < len(above) / 2
    check(found, "label_lines", tmp_path)


def test_the_halo_is_as_wide_as_the_style_says():
    def light(halo):
        found = drawn(Label("A", 0, 0, 12, 24, size=20 * 25.4 / 96, halo=halo))
        return int((found.min(axis=2) > 180).sum())

    assert light(0.0) == 0
    assert 0 < light(0.35) < light(1.0)


def test_a_turned_label_is_written_along_its_line(tmp_path):
    label = Label("AAAAAA", 0, 0, 72, 24, angle=40, size=20 * 25.4 / 96, colour="#0000ff")
    found = drawn(label, size=(120, 90))
    dark = (found[:, :, 2] > 180) & (found[:, :, 0] < 90)
    rows, columns = np.nonzero(dark)
    # Anticlockwise: further to the right it stands higher.
    assert np.corrcoef(rows, columns)[0, 1] < -0.9
    check(found, "label_turned", tmp_path)


def labels_plan():
    line = shapely.LineString([(EAST - 20, NORTH - 20), (EAST + 320, NORTH + 220)])
    return document(
        layer("parcels", squares(3, 2), number=list("ABCDEF"), land_use=["M1", "地块"] * 3),
        layer("roads", [line], name=["地AA"], width_m=[10.0]),
    )


def test_a_plan_with_its_labels(tmp_path):
    viewport = Viewport.at_scale((EAST + 150, NORTH + 100), 4000, (320, 220))
    image = QImage(320, 220, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    scene = labelled(labels_plan(), template=r"{number}\n{land_use}\n{area_ha:.1f} ha")
    painter = QPainter(image)
    labelling.draw(painter, scene, viewport, font=blocks())
    painter.end()
    check(pixels(image), "labels", tmp_path)


def test_text_stays_text_in_a_pdf():
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(254)
    writer.setPageSize(QPageSize(QSizeF(120, 90), QPageSize.Unit.Millimeter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    viewport = Viewport.at_scale((EAST + 150, NORTH + 100), 4000, (1200, 900), dpi=254)
    scene = labelled(labels_plan(), template=r"{number}\n{land_use}\n{area_ha:.1f} ha")
    labelling.draw(painter, scene, viewport, font=blocks())
    painter.end()
    buffer.close()
    text = pypdf.PdfReader(io.BytesIO(bytes(data))).pages[0].extract_text()
    text = "".join(text.split())
    for expected in ("M1", "地块", "1.0ha", "地AA"):
        assert expected in text


def test_text_stays_text_in_an_svg_and_turned_text_is_turned():
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setViewBox(QRectF(0, 0, 1200, 900))
    painter = QPainter(generator)
    viewport = Viewport.at_scale((EAST + 150, NORTH + 100), 4000, (1200, 900), dpi=254)
    labelling.draw(painter, labelled(labels_plan(), template="{land_use}"), viewport, font=blocks())
    painter.end()
    text = bytes(data).decode()
    assert "地块" in text
    before = text[: text.index("AA")]  # a piece of its own where another font has it
    matrix = before[before.rindex("matrix(") + 7 :].split(")")[0].split(",")
    # Up to the right: cosine and sine of 35.2 degrees.
    assert [float(one) for one in matrix[:2]] == pytest.approx([0.817, -0.577], abs=0.01)
