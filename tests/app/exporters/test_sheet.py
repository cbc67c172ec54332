"""Sheets: true to scale, and one for every kind in every format."""

import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
import shapely
from PySide6.QtGui import QImage

from app.exporter import Options, export
from app.exporters.sheets.declared import sheets
from app.exporters.sheets.layout import SCALES, fitting_scale, layout
from layers.errors import CancelledError, ExportError
from layers.kinds import kinds
from layers.progress import Progress
from tests.app.exporters.plans import (
    EAST,
    NORTH,
    empty_plan,
    one_of,
    park,
    results_of,
    with_rows,
)
from tests.app.exporters.written import Shapes, rgb, square_plan, squeezed, text_of, written
from tests.widgets.map import svg


@pytest.mark.parametrize(("paper", "scale"), [("A3", 5000), ("A1", 2000), ("A4-portrait", 12_345)])
def test_a_known_distance_in_the_pdf_is_true_to_scale(tmp_path, paper, scale):
    plan = square_plan(1000.0)
    path = written(tmp_path, plan, paper=paper, scale=scale)
    extents = Shapes(path).extents(rgb(plan.codes.colour("M1")))
    expected = 1000.0 * 1000 / scale
    wide, high = max(extents)
    assert wide == pytest.approx(expected, rel=1e-3)
    assert high == pytest.approx(expected, rel=1e-3)
    assert f"1:{scale}" in text_of(path)


def test_a_known_distance_in_the_svg_is_true_to_scale(tmp_path):
    plan = square_plan(1000.0)
    path = written(tmp_path, plan, "a.svg", scale=5000)
    root = ET.parse(path).getroot()  # noqa: S314 - our own file
    assert (root.get("width"), root.get("height")) == ("420mm", "297mm")
    box = [float(value) for value in root.get("viewBox").split()]
    per_mm = box[2] / 420
    found = svg.shapes(path.read_text(encoding="utf-8"))
    bounds = [one.bounds for one in found if one.fill == plan.codes.colour("M1")]
    wide = max(east - west for west, _, east, _ in bounds)
    assert wide / per_mm == pytest.approx(200.0, rel=1e-3)


def test_the_picture_is_true_to_scale_and_resolution(tmp_path):
    plan = square_plan(1000.0)
    image = QImage(str(written(tmp_path, plan, "a.png", scale=5000, dpi=127, grid=False)))
    assert (image.width(), image.height()) == (2100, 1485)  # 5 dots a millimetre
    assert image.dotsPerMeterX() == 5000
    colour = plan.codes.colour("M1")
    middle = layout("A3").map.center()
    row = [image.pixelColor(x, round(middle.y() * 5)).name() for x in range(1900)]
    run = [x for x, name in enumerate(row) if name == colour and x < layout("A3").map.right() * 5]
    assert max(run) - min(run) == pytest.approx(1000, abs=4)


def test_without_a_scale_the_largest_round_one_that_fits_is_taken():
    assert fitting_scale((0, 0, 100, 50), 300, 200) == 500
    assert fitting_scale((0, 0, 150, 50), 300, 200) == 500
    assert fitting_scale((0, 0, 151, 50), 300, 200) == 600
    assert fitting_scale((0, 0, 100, 2100), 300, 200) == 12_500
    assert SCALES[:12] == (500, 600, 800, 1000, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 6000)


def test_a_scale_that_has_no_room_names_one_that_has(tmp_path):
    with pytest.raises(
        ExportError, match=r"At 1:1000 the plan needs 1000 × 1000 mm .* Take 1:4000"
    ):
        written(tmp_path, square_plan(), scale=1000)
    with pytest.raises(ExportError, match=r"Give a number from 1 to 10.000.000"):
        written(tmp_path, square_plan(), scale=-5)


@pytest.mark.parametrize("sheet", list(sheets()))
@pytest.mark.parametrize("name", ["a.pdf", "a.svg", "a.png"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sheet_in_every_format(tmp_path, sheet, name, language):
    path = written(tmp_path, park(), name, sheet=sheet, lang=language, dpi=40)
    assert path.stat().st_size > 1000
    if name == "a.pdf":
        assert sheets()[sheet].named(language) in squeezed(text_of(path)).replace(
            squeezed(sheets()[sheet].named(language)), sheets()[sheet].named(language)
        )


def test_sheets_name_kinds_that_there_are():
    for sheet in sheets().values():
        assert {*sheet.kinds, *sheet.quiet, *sheet.labels} <= set(kinds())
        assert sheet.table in {"balance", "covers", "solar"}
        assert sheet.title_zh


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_kind_with_one_feature(tmp_path, kind):
    shown = {kind for sheet in sheets().values() for kind in sheet.kinds}
    for sheet in sheets().values():
        if kind in sheet.kinds:
            assert written(tmp_path, one_of(kind), sheet=sheet.id).stat().st_size > 1000
    if kind not in shown:
        with pytest.raises(ExportError, match="nothing to draw"):
            written(tmp_path, one_of(kind))


def test_a_plan_without_anything_says_so(tmp_path):
    with pytest.raises(ExportError, match="The plan has nothing to draw on this sheet"):
        written(tmp_path, empty_plan())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("metres", "least", "most"), [(600, 1, 1), (2800, 2, 4)])
def test_a_road_of_many_pieces_says_its_name_once_every_150_mm(tmp_path, metres, least, most):
    # At 1:5000 the road is 120 mm long, or 560 mm, which has room for four names 150 mm apart.
    piece = metres / 8
    pieces = [
        shapely.LineString([(EAST + n * piece, NORTH), (EAST + (n + 1) * piece, NORTH)])
        for n in range(8)
    ]
    site = shapely.box(EAST, NORTH - 50, EAST + metres, NORTH + 50)
    plan = with_rows(empty_plan("Roads"), "boundary", [site], status=["official"])
    plan = with_rows(plan, "roads", pieces, name=["Elm"] * 8, width_m=[24.0] * 8)
    found = text_of(written(tmp_path, plan, paper="A1", scale=5000))
    assert least <= found.count("Elm") <= most


def test_a_stray_feature_does_not_make_the_plan_a_dot(tmp_path):
    plan = park()
    far = shapely.LineString([(EAST + 9e6, NORTH), (EAST + 9e6, NORTH + 10)])
    plan = with_rows(plan, "roads", [far], name=["far"], width_m=[5.0])
    assert "1:4000" in text_of(written(tmp_path, plan))


def test_unknown_sheets_and_papers_name_the_known(tmp_path):
    with pytest.raises(ExportError, match=r"no sheet x\. Known are: green, land_use, solar"):
        written(tmp_path, park(), sheet="x")
    with pytest.raises(ExportError, match=r"no paper B5\. Known are: A4, A3, A2, A1, A0"):
        written(tmp_path, park(), paper="B5")
    with pytest.raises(ExportError, match="dots per inch make"):
        written(tmp_path, park(), "a.png", dpi=100_000)


def test_cancelling_leaves_nothing(tmp_path):
    plan, stopped = park(), Progress()
    stopped.cancel()
    with pytest.raises(CancelledError):
        export(plan, results_of(plan), tmp_path / "a.pdf", Options(), stopped)
    assert list(tmp_path.iterdir()) == []


LATE = """
import sys
from pathlib import Path
from app.exporter import Options, export, exporters
exporters()
assert not [name for name in sys.modules if name.startswith("PySide6")], "Qt was imported"
from tests.app.exporters.plans import park, results_of
plan = park()
results = results_of(plan)
for name in ("a.xlsx", "a.html", "a.geojson", "a.shp", "a.gpkg"):
    export(plan, results, Path(sys.argv[1]) / name, Options())
assert not [name for name in sys.modules if name.startswith("PySide6")], "Qt was imported"
export(plan, results, Path(sys.argv[1]) / "a.pdf", Options())
from PySide6.QtGui import QGuiApplication
assert QGuiApplication.platformName() == "offscreen"
assert "PySide6.QtWidgets" not in sys.modules
"""


def test_only_a_sheet_needs_qt_and_makes_its_own_application(tmp_path, monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    done = subprocess.run(
        [sys.executable, "-c", LATE, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
