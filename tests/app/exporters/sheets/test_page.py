"""What is seen on the map comes out on paper: opacity, hatches, widths, labels and credits."""

import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest
import rasterio
import shapely
from pypdf import PdfReader
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from rasterio.transform import from_origin

from app.exporter import Options, export
from app.exporters.sheets.layout import layout
from layers.edits.overlays import switch
from layers.edits.styles import set_style
from layers.progress import CancelledError, Progress
from layers.raster import Raster
from layers.style import Labels, Style
from tests.app.exporters.plans import CRS, EAST, NORTH, empty_plan, park, results_of, with_rows
from widgets.map import paper
from widgets.map.overlays.green_network import LINK, PATCH

pytestmark = pytest.mark.usefixtures("qapp")

PER_MM = 10
"""Dots in a millimetre of the pictures here."""
SCALE = 5000


def plan_of(kinds_, *styles):
    """Return a plan of 1000 m by 1000 m with these kinds, and styles of (kind, style)."""
    plan = empty_plan("Square")
    site = shapely.box(EAST, NORTH, EAST + 1000, NORTH + 1000)
    plan = with_rows(plan, "boundary", [site], status=["official"])
    for kind, shapes, columns in kinds_:
        plan = with_rows(plan, kind, shapes, **columns)
    for kind, style in styles:
        plan = plan.applied(set_style(plan, kind, style))
    return plan


def rendered(path):
    """Return the picture of a PDF that Poppler makes; skip where the computer has none."""
    program = shutil.which("pdftoppm")
    if program is None:
        pytest.skip("pdftoppm is not installed")
    target = path.with_suffix("")
    size = ["-scale-to-x", str(420 * PER_MM), "-scale-to-y", str(297 * PER_MM)]
    subprocess.run([program, "-png", "-singlefile", *size, path, target], check=True)
    return str(target) + ".png"


def image_of(path):
    """Return a page as a picture of 10 dots a millimetre, whatever its format."""
    wide, high = 420 * PER_MM, 297 * PER_MM
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    if path.suffix == ".svg":
        QSvgRenderer(str(path)).render(painter, QRectF(0, 0, wide, high))
    else:
        painter.drawImage(0, 0, QImage(rendered(path)))
    painter.end()
    return image


def drawn(tmp_path, plan, suffix, **options):
    path = tmp_path / f"a{suffix}"
    export(plan, results_of(plan), path, Options(scale=SCALE, grid=False, dpi=254, **options))
    return QImage(str(path)) if suffix == ".png" else image_of(path)


def at(image, x, y):
    """Return the colour at a place of the plan, in metres from its south-west corner."""
    middle = layout("A3").map.center()
    mm = middle.x() + (x - 500) * 1000 / SCALE, middle.y() - (y - 500) * 1000 / SCALE
    found = image.pixelColor(round(mm[0] * PER_MM), round(mm[1] * PER_MM))
    return found.red(), found.green(), found.blue()


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    found = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return found[:, : image.width(), 2::-1].astype(int)


@pytest.mark.parametrize("suffix", [".pdf", ".svg", ".png"])
def test_a_translucent_layer_lets_through_what_lies_below(tmp_path, suffix):
    half = shapely.box(EAST + 200, NORTH + 200, EAST + 800, NORTH + 600)
    whole = shapely.box(EAST + 100, NORTH + 100, EAST + 900, NORTH + 500)
    plan = plan_of(
        [("parcels", [whole], {"land_use": ["M1"]}), ("water", [half], {})],
        ("parcels", Style(fill="#ff0000", labels=Labels(shown=False))),
        ("water", Style(fill="#0000ff", opacity=0.5)),
    )
    image = drawn(tmp_path, plan, suffix)
    assert at(image, 150, 300) == (255, 0, 0)
    assert at(image, 500, 300) == pytest.approx((127, 0, 128), abs=3)
    assert at(image, 500, 550) == pytest.approx((127, 127, 255), abs=3)


@pytest.mark.parametrize("suffix", [".pdf", ".svg", ".png"])
def test_parcels_without_a_value_are_hatched(tmp_path, suffix):
    whole = shapely.box(EAST + 100, NORTH + 100, EAST + 900, NORTH + 900)
    style = Style(by="far", breaks=(1.0, 2.0), ramp=("#ff0000", "#00ff00"))
    image = drawn(tmp_path, plan_of([("parcels", [whole], {})], ("parcels", style)), suffix)
    middle = layout("A3").map.center().toPoint() * PER_MM
    found = pixels(image.copy(middle.x() - 100, middle.y() - 100, 200, 200))
    ground = (abs(found - (0xF6, 0xF6, 0xF4)).max(axis=2) < 4).mean()
    lines = (abs(found - (0xC4, 0xC4, 0xC0)).max(axis=2) < 12).mean()
    assert 0.6 < ground < 0.95
    assert 0.05 < lines < 0.3


@pytest.mark.parametrize("suffix", [".pdf", ".svg", ".png"])
@pytest.mark.parametrize(
    ("width", "unit", "mm"), [(1.5, "mm", 1.5), (8.0, "px", 8 * 25.4 / 96), (15.0, "m", 3.0)]
)
def test_outlines_have_their_width_in_each_unit(tmp_path, suffix, width, unit, mm):
    square = shapely.box(EAST + 200, NORTH + 200, EAST + 800, NORTH + 800)
    style = Style(stroke="#ff00ff", width=width, unit=unit, labels=Labels(shown=False))
    image = drawn(tmp_path, plan_of([("parcels", [square], {})], ("parcels", style)), suffix)
    middle = layout("A3").map.center().toPoint() * PER_MM
    row = pixels(image.copy(middle.x() - 900, middle.y(), 900, 1))[0]
    assert (255 - row[:, 1]).sum() / 255 / PER_MM == pytest.approx(mm, abs=0.1)


@pytest.mark.parametrize("paper", ["A3", "A1"])
def test_a_line_as_wide_as_on_the_ground_is_so_on_paper_of_any_size(tmp_path, paper):
    line = shapely.LineString([(EAST + 100, NORTH + 500), (EAST + 900, NORTH + 500)])
    style = Style(fill="#ff00ff", width_column="width_m", labels=Labels(shown=False))
    plan = plan_of([("roads", [line], {"width_m": [40.0]})], ("roads", style))
    path = tmp_path / "a.png"
    dpi = 254 if paper == "A3" else 127
    options = Options(scale=SCALE, grid=False, paper=paper, dpi=dpi)
    export(plan, results_of(plan), path, options)
    image, middle = QImage(str(path)), layout(paper).map.center().toPoint() * dpi / 25.4
    column = pixels(image.copy(round(middle.x()), round(middle.y()) - 200, 1, 400))[:, 0]
    assert (255 - column[:, 1]).sum() / 255 / (dpi / 25.4) == pytest.approx(8.0, abs=0.2)


def words(tmp_path, plan, **options):
    path = tmp_path / "a.pdf"
    export(plan, results_of(plan), path, Options(**options))
    lines = PdfReader(path).pages[0].extract_text().split("\n")
    # How many blanks stand where a line changes its font is the reader's guess.
    return "\n".join(" ".join(line.split()) for line in lines)


def labelled(kind, template, **changes):
    plan = park()
    style = replace(plan.styles.get(kind) or style_of(plan, kind), labels=Labels(template))
    return plan.applied(set_style(plan, kind, replace(style, **changes)))


def style_of(plan, kind):
    from layers.looks import style_of as found

    return found(plan, kind)


def test_a_label_of_the_plans_own_is_written_in_place_of_number_and_code(tmp_path):
    found = words(tmp_path, labelled("parcels", "Lot {number}: {area_ha:.1f}"))
    for number in range(1, 6):
        assert f"Lot A-0{number}: 10.0" in found
    assert "Lot" not in words(tmp_path, park())
    # Equal values close by are said of each parcel: four of five are of 10 ha.
    assert words(tmp_path, labelled("parcels", "{area_ha:.3f} x")).count("10.000 x") == 5


def test_labels_are_in_the_language_of_the_sheet(tmp_path):
    plan = labelled("parcels", "{number} {land_use_title}")
    assert "A-01 一类工业用地" in words(tmp_path, plan, lang="zh")
    assert "A-01 Industrial class 1" in words(tmp_path, plan, lang="en")


def test_a_sheet_leaves_out_what_its_scale_and_the_user_hide(tmp_path):
    plan = labelled("water", "Pond!", farthest=3000.0)
    assert "Pond!" not in words(tmp_path, plan, scale=SCALE)
    # On large paper lines are heavier, and the scale is what it says.
    assert "Pond!" in words(tmp_path, plan, scale=2500, paper="A0")
    assert "Pond!" not in words(tmp_path, plan, scale=2500, paper="A0", hidden=frozenset({"water"}))


# ---- over the plan ------------------------------------------------------------------------------


def net():
    """Return a plan of two patches, a corridor between them, and a patch apart from both."""
    patches = [
        shapely.box(EAST + x, NORTH + y, EAST + x + 100, NORTH + y + 100)
        for x, y in ((200, 450), (700, 450), (200, 600))
    ]
    line = shapely.LineString([(EAST + 300, NORTH + 500), (EAST + 700, NORTH + 500)])
    plan = plan_of([("greens", patches, {}), ("corridors", [line], {})])
    return plan.applied(switch(plan, "network", on=True))


@pytest.mark.parametrize("suffix", [".pdf", ".svg", ".png"])
def test_what_is_drawn_over_the_plan_is_on_the_sheet(tmp_path, suffix):
    plan = net()
    image = drawn(tmp_path, plan, suffix, sheet="green")
    assert at(image, 500, 500) == pytest.approx(QColor(LINK).getRgb()[:3], abs=3)
    assert at(image, 250, 500) == pytest.approx(QColor(PATCH).getRgb()[:3], abs=3)
    without = drawn(tmp_path, plan, suffix, sheet="green", overlays=())
    assert at(without, 500, 500) != pytest.approx(QColor(LINK).getRgb()[:3], abs=3)
    # Beside the map only the legend, and what follows it, is another one.
    right = round(layout("A3").map.right() * PER_MM)
    left = pixels(image)[:, :right] != pixels(without)[:, :right]
    _, columns = np.nonzero(left.any(axis=2))
    middle = layout("A3").map.center()
    west, east = (middle.x() + (x - 500) * 1000 / SCALE for x in (190, 810))
    assert columns.min() >= west * PER_MM
    assert columns.max() <= east * PER_MM


def test_the_legend_names_what_is_drawn_over_the_plan(tmp_path):
    found = words(tmp_path, net(), sheet="green")
    for name in ("corridor", "gap", "patch, by importance"):
        assert f"Green network: {name}" in found
    assert "broken by a road" not in found
    assert "Green network" not in words(tmp_path, net(), sheet="green", overlays=())


# ---- below the plan -----------------------------------------------------------------------------


@pytest.fixture
def red_raster(tmp_path):
    """Return a red GeoTIFF that reaches far beyond the map's frame."""
    path = tmp_path / "red.tif"
    size = 400
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, count=3, dtype="uint8", crs=CRS,
        transform=from_origin(EAST - 3500, NORTH + 4500, 20.0, 20.0),
    ) as target:  # fmt: skip
        target.write(np.full((size, size), 255, np.uint8), 1)
        target.write(np.zeros((2, size, size), np.uint8), [2, 3])
    return path


@pytest.mark.parametrize("suffix", [".pdf", ".svg", ".png"])
def test_a_raster_fills_the_frame_and_nothing_else(tmp_path, red_raster, suffix):
    plan = replace(plan_of([]), rasters={"r": Raster("r", "imagery", str(red_raster))})
    found = pixels(drawn(tmp_path, plan, suffix))
    rows, columns = np.nonzero(abs(found - (255, 0, 0)).max(axis=2) < 4)
    frame = layout("A3").map
    box = np.array([columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]) / PER_MM
    expected = (frame.left(), frame.top(), frame.right(), frame.bottom())
    assert box == pytest.approx(expected, abs=0.4)
    inner = found[
        round(frame.top() * PER_MM) + 5 : round(frame.bottom() * PER_MM) - 5,
        round(frame.left() * PER_MM) + 5 : round(frame.right() * PER_MM) - 5,
    ]
    assert (abs(inner - (255, 0, 0)).max(axis=2) < 4).mean() > 0.95


def test_the_picture_in_a_pdf_has_at_most_300_dots_an_inch(tmp_path, red_raster):
    plan = replace(plan_of([]), rasters={"r": Raster("r", "imagery", str(red_raster))})
    path = tmp_path / "a.pdf"
    export(plan, results_of(plan), path, Options(scale=SCALE))
    frame = layout("A3").map
    most = 300 / 25.4 * frame.width() + 2, 300 / 25.4 * frame.height() + 2
    objects = PdfReader(path).pages[0]["/Resources"]["/XObject"]
    (image,) = [one for one in objects.values() if one["/Subtype"] == "/Image"]
    assert most[0] / 2 < image["/Width"] <= most[0]
    assert most[1] / 2 < image["/Height"] <= most[1]


def test_a_missing_raster_is_named_on_the_sheet(tmp_path):
    gone = Raster("r", "imagery", str(tmp_path / "gone.tif"), "Ortho")
    found = words(tmp_path, replace(park(), rasters={"r": gone}))
    assert "Left out: the raster Ortho; its file gone.tif is missing" in found.replace("\n", " ")
    assert str(tmp_path) not in found


def test_generalised_borders_are_said_on_the_sheet(tmp_path, monkeypatch):
    sentence = "borders are generalised to"
    assert sentence not in words(tmp_path, park())
    monkeypatch.setattr(paper, "MOST_PLACES", 20)
    found = words(tmp_path, park()).replace("\n", " ")
    assert f"Parcels: {sentence} 0.05 mm on paper" in found
    assert f"Water: {sentence}" not in found
    assert f"{sentence} 0.074 mm" in words(tmp_path, park(), paper="A1").replace("\n", " ")


def test_a_sheet_is_given_up_when_told_to(tmp_path):
    progress = Progress()
    progress.cancel()
    plan = park()
    with pytest.raises(CancelledError):
        export(plan, results_of(plan), tmp_path / "a.pdf", Options(), progress)
    assert list(tmp_path.iterdir()) == []


class BaseMap:
    """A blue ground that says who made it."""

    id, bounds, credit = "basemap", None, "© Surveyors of Example"

    def draw(self, painter, viewport, cancelled):
        del cancelled
        painter.fillRect(QRectF(0, 0, viewport.width, viewport.height), QColor("#0000ff"))


def test_the_base_map_lies_below_and_says_who_made_it_at_the_maps_edge(tmp_path):
    path, plan = tmp_path / "a.pdf", plan_of([])
    options = Options(scale=SCALE, ground=lambda _viewport, _progress: BaseMap())
    export(plan, results_of(plan), path, options)
    frame, places = layout("A3").map, []

    def visit(text, matrix, text_matrix, _font, _size):
        if "Surveyors" in text:
            x = text_matrix[4] * matrix[0] + matrix[4]
            y = text_matrix[5] * matrix[3] + matrix[5]
            places.append((x * 25.4 / 72, 297 - y * 25.4 / 72))

    PdfReader(path).pages[0].extract_text(visitor_text=visit)
    ((x, y),) = places
    assert frame.center().x() < x < frame.right()
    assert frame.bottom() - 4 < y < frame.bottom()
    assert at(image_of(path), 900, 900) == (0, 0, 255)
