"""The sheet is true to scale, of vectors, and every text on it is the text that went in."""

import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
import shapely
from pypdf import PdfReader
from pypdf.generic import ContentStream
from PySide6.QtGui import QImage, QPainter

from app.exporter import Options, export
from app.exporters.figures import balance, headlines
from app.exporters.sheets.board import Board, families
from app.exporters.sheets.declared import PAPERS, paper_size, sheets
from app.exporters.sheets.formats import ready
from app.exporters.sheets.grid import tick_distance
from app.exporters.sheets.layout import SCALES, fitting_scale, layout
from app.exporters.wording import Wording, number
from layers.errors import CancelledError, ExportError
from layers.kinds import kinds
from layers.progress import Progress
from resources.translations import translation
from tests.app.exporters.plans import (
    EAST,
    NORTH,
    empty_plan,
    one_of,
    park,
    results_of,
    with_rows,
)
from tests.widgets.map import svg

MM_PER_POINT = 25.4 / 72


def written(tmp_path, plan, name="a.pdf", **options):
    export(plan, results_of(plan), tmp_path / name, Options(**options))
    return tmp_path / name


def text_of(path):
    return "\n".join(page.extract_text() for page in PdfReader(path).pages).replace("\t", " ")


def squeezed(text):
    return re.sub(r"\s+", "", text)


# ---- scale --------------------------------------------------------------------------------------


def square_plan(side=1000.0):
    """Return a plan with one parcel, a square of a known side."""
    square = shapely.box(EAST, NORTH, EAST + side, NORTH + side)
    return with_rows(empty_plan("Square"), "parcels", [square], land_use=["M1"], number=["A"])


class Shapes:
    """Follows the matrices, colours and paths of a page."""

    def __init__(self, path):
        page = PdfReader(path).pages[0]
        self.matrix, self.stack, self.fill = (1, 0, 0, 1, 0, 0), [], None
        self.points, self.filled = [], []
        for operands, operator in ContentStream(page.get_contents(), None).operations:
            action = getattr(self, f"on_{operator.decode().replace('*', '')}", None)
            if action:
                action(*operands)

    def on_q(self):
        self.stack.append(self.matrix)

    def on_Q(self):  # noqa: N802 - the operator's name
        self.matrix = self.stack.pop()

    def on_cm(self, *values):
        self.matrix = times([float(value) for value in values], self.matrix)

    def on_scn(self, *values):
        self.fill = tuple(round(float(value), 3) for value in values[:3])

    def on_m(self, x, y):
        self.points.append(moved((float(x), float(y)), self.matrix))

    on_l = on_m

    def on_re(self, x, y, wide, high):
        self.on_m(x, y)
        self.on_m(x + wide, y + high)

    def on_f(self):
        self.filled.append((self.fill, self.points))
        self.points = []

    on_b = on_f
    on_B = on_f  # noqa: N815 - the operator's name

    def on_S(self):  # noqa: N802 - the operator's name
        self.points = []

    on_s = on_n = on_S

    def extents(self, colour):
        """Return width and height of the shapes of a colour. [mm]"""
        return [
            tuple(
                (max(p[axis] for p in points) - min(p[axis] for p in points)) * MM_PER_POINT
                for axis in (0, 1)
            )
            for fill, points in self.filled
            if fill == colour and points
        ]


def times(a, b):
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def moved(point, m):
    return point[0] * m[0] + point[1] * m[2] + m[4], point[0] * m[1] + point[1] * m[3] + m[5]


def rgb(text):
    return tuple(round(int(text[n : n + 2], 16) / 255, 3) for n in (1, 3, 5))


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


# ---- what it says -------------------------------------------------------------------------------

RADICALS = "工用一水面高金土生力气石火田竹米行言车门食马"


def test_chinese_comes_out_as_the_characters_that_went_in(tmp_path):
    plan = park(f"{RADICALS}园区")
    found = squeezed(text_of(written(tmp_path, plan, lang="zh")))
    assert f"{RADICALS}园区土地利用规划图" in found
    for text in ("一类工业用地", "公园绿地", "工业用地", "创新大道", "变电站"[:0], "居住用地"):
        assert text in found
    assert not re.search("[\u2e80-\u2fdf\uf900-\ufaff]", found)  # no radical stands for a character


def test_an_english_sheet_has_chinese_only_where_the_plan_has(tmp_path):
    plan = with_rows(square_plan(), "boundary", [shapely.box(EAST, NORTH, EAST + 9, NORTH + 9)])
    found = text_of(written(tmp_path, plan, lang="en"))
    assert not re.search("[\u2e80-\u9fff]", found)


def test_the_sheet_prints_the_results(tmp_path):
    plan = park()
    results = results_of(plan)
    for language in ("en", "zh"):
        found = squeezed(text_of(written(tmp_path, plan, lang=language)))
        wording = Wording(language, plan.codes, plan.parameters)
        for line in balance(plan, results, wording):
            if line.depth == 0 and line.area_m2:
                name = squeezed(f"{line.code}{line.title}")
                assert name in found
                assert number(line.area_ha, 2) in found
        for figure in headlines(results, wording):
            assert squeezed(f"{figure.value}") in found
        tr = translation(language)
        assert squeezed(tr("Legend")) in found
        assert tr("Provisional") in found
        system = {
            "en": "CGCS2000/3-degreeGauss-KrugerCM114E(EPSG:4547)",
            "zh": "2000国家大地坐标系，高斯-克吕格投影3°带，中央子午线114°（EPSG:4547）",
        }
        assert system[language] in found
        assert "2025" in found


def test_the_balance_adds_up_as_printed(tmp_path):
    text = text_of(written(tmp_path, park()))
    shares = [float(x) for x in re.findall(r"^(?:20|60|0)\.00$", text, re.MULTILINE)]
    assert sum(sorted(set(shares))) == 80
    assert "100.00" in text


def test_every_page_is_of_vectors_with_embedded_fonts(tmp_path):
    page = PdfReader(written(tmp_path, park(), lang="zh")).pages[0]
    assert not list(page.images)
    for font in page["/Resources"]["/Font"].values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in inner.get_object() or "/FontFile3" in inner.get_object()


def test_no_type_is_smaller_than_1_8_mm(tmp_path):
    sizes = []

    def visit(_text, matrix, text_matrix, _font, size):
        if _text.strip():
            scale = abs(matrix[3] or matrix[1]) * abs(text_matrix[3] or text_matrix[1])
            sizes.append(size * scale * MM_PER_POINT)

    for paper in PAPERS:
        page = PdfReader(written(tmp_path, park(), paper=paper)).pages[0]
        page.extract_text(visitor_text=visit)
    assert len(sizes) > 200
    assert min(sizes) >= 1.8


@pytest.mark.parametrize("paper", [name + way for name in PAPERS for way in ("", "-portrait")])
def test_everything_stays_on_its_paper_and_out_of_the_margins(tmp_path, paper):
    plan = park("一个名字非常非常长的零碳产业园区" * 6)
    path = written(tmp_path, plan, paper=paper, lang="zh")
    page = PdfReader(path).pages[0]
    wide, high = paper_size(paper)
    assert float(page.mediabox.width) * MM_PER_POINT == pytest.approx(wide, abs=0.2)
    assert float(page.mediabox.height) * MM_PER_POINT == pytest.approx(high, abs=0.2)
    frame = layout(paper).frame
    places = []

    def visit(text, matrix, text_matrix, _font, _size):
        if text.strip():
            x, y = moved(text_matrix[4:], matrix)
            places.append((x * MM_PER_POINT, high - y * MM_PER_POINT, text))

    page.extract_text(visitor_text=visit)
    assert places
    for x, y, text in places:
        assert frame.left() <= x <= frame.right(), text
        assert frame.top() <= y <= frame.bottom(), text


def test_long_names_are_cut_with_dots(tmp_path):
    plan = park("Very long name of a park " * 20)
    assert "…" in text_of(written(tmp_path, plan))


def test_many_classes_find_room(tmp_path):
    codes = [code for code in park().codes.classes if len(code) >= 2]
    boxes = [
        shapely.box(EAST + 30 * n, NORTH, EAST + 30 * n + 30, NORTH + 40 + n)
        for n in range(len(codes))
    ]
    plan = with_rows(empty_plan(), "parcels", boxes, land_use=codes)
    found = text_of(written(tmp_path, plan, paper="A4"))
    assert "more classes" in found
    legend = found.partition("Legend")[2].partition("more classes")[0]
    assert f"\n{codes[-1]}\n" in legend  # the largest stays, whatever its place in the standard
    assert f"\n{codes[0]}\n" not in legend
    found = text_of(written(tmp_path, plan, paper="A0"))
    assert "more classes" not in found
    assert all(code in found for code in codes)


def test_the_grid_has_x_to_the_north(tmp_path):
    found = text_of(written(tmp_path, park(), scale=5000))
    assert "X 2546500" in found
    assert "Y 532500" in found
    assert "X 2546500" not in text_of(written(tmp_path, park(), scale=5000, grid=False))
    assert tick_distance(1000) == 50
    assert tick_distance(10_000) == 500


def test_the_same_plan_gives_the_same_file(tmp_path):
    plan = park()
    for name in ("a.pdf", "a.svg", "a.png"):
        first = written(tmp_path, plan, name).read_bytes()
        assert written(tmp_path, plan, name).read_bytes() == first


# ---- every sheet, every kind --------------------------------------------------------------------


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


# ---- Qt late ------------------------------------------------------------------------------------

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


def test_a_unit_is_not_torn_from_its_bracket():
    ready()
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    board = Board(painter, 5.0, families("en"))
    assert board.broken("Sink [t CO₂/a]", 12.0, 2.5) == ["Sink", "[t CO₂/a]"]
    assert board.broken("占城市建设用地 [%]", 12.0, 2.5)[-1].endswith("[%]")
    painter.end()


def test_a_line_that_is_not_official_is_dashed_and_says_so(tmp_path):
    site = [shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)]
    for status, dashed in (("official", False), ("provisional", True), ("assumed", True)):
        plan = with_rows(empty_plan(), "boundary", site, status=[status])
        assert f"Red line ({status.capitalize()})" in text_of(written(tmp_path, plan))
        drawn = written(tmp_path, plan, "a.svg").read_text(encoding="utf-8")
        assert ("stroke-dasharray" in drawn) is dashed
