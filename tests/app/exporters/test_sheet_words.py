"""What a sheet says: results, names and letters, all on its paper."""

import re

import pytest
import shapely
from pypdf import PdfReader
from PySide6.QtGui import QImage, QPainter

from app.exporters.figures import balance, headlines
from app.exporters.sheets.board import Board, families
from app.exporters.sheets.declared import PAPERS, paper_size
from app.exporters.sheets.formats import ready
from app.exporters.sheets.grid import tick_distance
from app.exporters.sheets.layout import layout
from app.exporters.wording import Wording, number
from resources.translations import translation
from tests.app.exporters.plans import (
    EAST,
    NORTH,
    empty_plan,
    park,
    results_of,
    with_rows,
)
from tests.app.exporters.written import (
    MM_PER_POINT,
    moved,
    square_plan,
    squeezed,
    text_of,
    written,
)

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
