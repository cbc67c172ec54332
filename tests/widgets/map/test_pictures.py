"""One painter: what is drawn looks as approved on the screen, and alike on paper, SVG and PDF."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from layers.prepared import contains_xy
from layers.progress import Progress
from layers.style import Labels, Style
from tests.bench.coverage import generated
from tests.strategies import EAST, NORTH, document, layer, squares
from tests.widgets.map import media, svg
from tests.widgets.map.lettering import blocks
from tests.widgets.map.pictures import check_exactly, spots
from widgets.map import paper, preparing
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

pytestmark = pytest.mark.usefixtures("qapp", "levels")

VIEW = Viewport.at_scale((EAST + 150, NORTH + 100), 10_000, (350, 250), dpi=254)
"""Six squares of 100 m in two rows, each of 10 mm or 100 px; 25 px around them."""
QUIET = Labels(shown=False)


def parcels(**columns):
    given = {"land_use": ["M1", "G1", "R2", "B1", "W1", "A3"]} | columns
    return layer("parcels", squares(3, 2), **given)


def line(*places):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in places])


ZIGZAG = line((10, 20), (110, 180), (190, 30), (290, 150))
ROADS = [ZIGZAG, line((20, 190), (280, 190))]
POND = shapely.box(EAST + 20, NORTH + 20, EAST + 80, NORTH + 80)


@pytest.fixture
def levels(monkeypatch):
    """Have levels of detail for plans of any size, as larger plans have."""
    monkeypatch.setattr(preparing, "FEWEST", 0)


def scene(*layers, **styles):
    """Return a scene with its levels: borders of neighbours are drawn once."""
    found = Scene.of(document(*layers), styles)
    while (work := found.preparation()) is not None:
        found = found.prepared(work(Progress()))
    return found


def fills():
    holed = [squares(1)[0].difference(POND), *squares(3, 2)[1:]]
    plain = Style(by="land_use", stroke="#4a4a4a", width=0.15)
    return scene(
        layer("parcels", holed, land_use=["M1", "G1", "R2", "B1", None, "Z9"]), parcels=plain
    )


def graduated():
    style = Style(by="far", breaks=(1.0, 2.0), ramp=("#ffffcc", "#006837"), stroke="#333333")
    return scene(parcels(far=[0.5, 1.0, 1.5, 2.5, None, 0.1]), parcels=style)


def outlined(width, unit, fill=""):
    return lambda: scene(
        parcels(), parcels=Style(fill=fill, stroke="#1040c0", width=width, unit=unit)
    )


def hatched(pattern):
    style = Style(by="land_use", hatch=pattern, stroke="#333333")
    return lambda: scene(parcels(), parcels=style)


def dashed():
    style = Style(stroke="#c02020", width=0.6, dash=(5.0, 2.0, 1.0, 2.0))
    return scene(layer("roads", ROADS), roads=style)


def dashed_borders():
    return scene(parcels(), parcels=Style(stroke="#c02020", width=0.6, dash=(4.0, 2.0)))


def real_widths():
    corridor = Style(fill="#3f8f4f", stroke="#1d5028", width_column="width_m")
    return scene(layer("corridors", ROADS, width_m=[24.0, 12.0]), corridors=corridor)


def classed_lines():
    style = Style(by="class", colours={"main": "#d00000", "local": "#0000d0"}, width=0.8)
    return scene(layer("roads", ROADS, **{"class": ["main", "local"]}), roads=style)


def marked(name):
    places = [shapely.Point(EAST + x, NORTH + y) for x, y in ((50, 50), (150, 150), (250, 50))]
    style = Style(fill="#2040c0", stroke="#ffffff", width=0.3, marker=name, size=5.0)
    return lambda: scene(layer("facilities", places), facilities=style)


def labelled():
    style = Style(
        fill="#e0d0a0",
        stroke="#806020",
        labels=Labels(r"{number}\n{area_ha:.1f}", height=1.6, halo=0.5),
    )
    return scene(parcels(number=[f"A-{n}" for n in range(6)]), parcels=style)


def selected():
    style = Style(by="land_use", stroke="#4a4a4a")
    spot = layer("facilities", [shapely.Point(EAST + 250, NORTH + 50)])
    return scene(parcels(), spot, parcels=style)


def overlapping():
    areas = [
        shapely.box(EAST + 60 * n, NORTH + 30 * n, EAST + 60 * n + 120, NORTH + 30 * n + 100)
        for n in range(4)
    ]
    style = Style(
        by="cover", colours={"lawn": "#90d060", "shrub": "#408030"}, stroke="#203010", width=0.4
    )
    return scene(layer("greens", areas, cover=["lawn", "shrub"] * 2), greens=style)


def translucent():
    pond = layer("water", [shapely.box(EAST + 40, NORTH + 40, EAST + 260, NORTH + 160)])
    through = Style(fill="#d02020", stroke="#000000", width=0.5, opacity=0.5)
    return scene(parcels(), pond, parcels=through, water=Style(fill="#2060d0", opacity=0.4))


def half_clear():
    return scene(parcels(), parcels=Style(fill="#d0202060", stroke="#000000", width=0.3))


CASES = {
    "fills": fills,
    "graduated": graduated,
    "outlines_mm": outlined(1.0, "mm"),
    "outlines_px": outlined(4.0, "px", "#ffe080"),
    "outlines_m": outlined(8.0, "m", "#ffe080"),
    "hatch_diagonal": hatched("diagonal"),
    "hatch_cross": hatched("cross"),
    "hatch_dots": hatched("dots"),
    "dashes": dashed,
    "dashed_borders": dashed_borders,
    "real_widths": real_widths,
    "classed_lines": classed_lines,
    "marker_circle": marked("circle"),
    "marker_square": marked("square"),
    "marker_triangle": marked("triangle"),
    "marker_diamond": marked("diamond"),
    "labels_halo": labelled,
    "selection": selected,
    "overlapping": overlapping,
    "translucent": translucent,
    "half_clear": half_clear,
}
SELECTION = {"parcels": np.array([2, 4]), "facilities": np.array([1])}


def more(name):
    """Return what the painter is told beside the scene."""
    return {
        "labels": name == "labels_halo",
        "font": blocks(),
        "selection": SELECTION if name == "selection" else None,
    }


@pytest.mark.parametrize("name", CASES)
def test_the_screen_looks_as_approved(name, tmp_path):
    found = media.seen("screen", CASES[name](), VIEW, tmp_path, **more(name))
    check_exactly(found, f"screen_{name}", tmp_path)


@pytest.mark.parametrize("medium", media.MEDIA)
@pytest.mark.parametrize("name", CASES)
def test_paper_svg_and_pdf_look_as_the_screen(name, medium, tmp_path):
    shown = CASES[name]()
    screen = media.seen("screen", shown, VIEW, tmp_path, **more(name))
    found = media.seen(medium, shown, VIEW, tmp_path, **more(name))
    assert (screen != 255).any()
    assert media.apart(screen, found) < media.NEAR


# ---- what the comparisons notice ----------------------------------------------------------------


@pytest.mark.parametrize("at", [(30, 30), (125, 175), (0, 0), (249, 349)])
def test_one_black_pixel_is_noticed(tmp_path, monkeypatch, at):
    monkeypatch.delenv("PLAN_RENEW_IMAGES", raising=False)
    found = media.seen("screen", fills(), VIEW, tmp_path)
    assert spots(found, found) == 0
    spotted = found.copy()
    spotted[at] = 0
    assert spots(found, spotted) > 0
    assert spots(spotted, found) > 0
    with pytest.raises(AssertionError, match="differs"):
        check_exactly(spotted, "screen_fills", tmp_path)


def test_a_picture_moved_by_a_whole_parcel_or_of_another_size_is_noticed(tmp_path):
    found = media.seen("screen", fills(), VIEW, tmp_path)
    assert spots(found, np.roll(found, 3, axis=1)) > 0
    assert spots(found, found[:-1]) > 0


def test_media_that_differ_are_told_apart(tmp_path):
    style = Style(by="land_use", stroke="#4a4a4a", width=0.15)
    screen = media.seen("screen", scene(parcels(), parcels=style), VIEW, tmp_path)
    for changed in (
        replace(style, stroke=""),
        replace(style, width=1.0),
        replace(style, opacity=0.8),
        replace(style, hatch="diagonal"),
    ):
        other = media.seen("paper", scene(parcels(), parcels=changed), VIEW, tmp_path)
        assert media.apart(screen, other) > 5
    moved = VIEW.panned(12, 0)
    other = media.seen("paper", scene(parcels(), parcels=style), moved, tmp_path)
    assert media.apart(screen, other) > media.NEAR


# ---- what pictures do not tell ------------------------------------------------------------------


def test_pages_have_widths_dashes_and_opacities_as_declared():
    (border,) = svg.shapes(media.as_svg(scene(layer("phases", squares(1)), phases=Style(
        stroke="#1040c0", width=1.0, dash=(4.0, 2.0), opacity=1.0)), VIEW))  # fmt: skip
    assert (border.stroke, border.fill) == ("#1040c0", "none")
    assert border.width == pytest.approx(10)
    assert border.dash == pytest.approx((40, 20))
    for shape in svg.shapes(media.as_svg(translucent(), VIEW)):
        expected = 0.4 if shape.fill == "#2060d0" else 0.5
        assert (shape.fill_opacity if shape.fill != "none" else shape.stroke_opacity) == (
            pytest.approx(expected, abs=0.01)
        )


def test_borders_that_are_seen_through_are_drawn_once():
    lines = [
        one for one in svg.shapes(media.as_svg(translucent(), VIEW)) if one.stroke == "#000000"
    ]
    length = sum(
        np.hypot(*np.diff(part, axis=0).T).sum() for shape in lines for part in shape.parts
    )
    # Seventeen sides of 100 units, where six squares have twenty-four.
    assert length == pytest.approx(1700, abs=1)


def test_dashes_of_neighbours_leave_their_gaps_open(tmp_path):
    for medium in ("screen", *media.MEDIA):
        found = media.seen(medium, dashed_borders(), VIEW, tmp_path)
        # Along the border of two parcels, two thirds of which are dashes.
        share = (found[30:120, 125, 1] < 128).mean()
        assert 0.5 < share < 0.85


def test_what_the_scale_hides_is_on_no_medium(tmp_path):
    far = Style(fill="#ff0000", farthest=9_000, labels=QUIET)
    near = replace(far, nearest=11_000, farthest=1e9)
    for style in (far, near):
        shown = scene(parcels(), parcels=style)
        assert (media.seen("screen", shown, VIEW, tmp_path) == 255).all()
        assert svg.shapes(media.as_svg(shown, VIEW)) == []
    here = scene(parcels(), parcels=replace(far, nearest=9_000, farthest=11_000))
    assert (media.seen("screen", here, VIEW, tmp_path) != 255).any()
    assert len(svg.shapes(media.as_svg(here, VIEW))) == 6


def test_labels_keep_to_their_own_scales():
    for nearest, farthest, expected in ((0, 9_000, 0), (11_000, 1e9, 0), (9_000, 11_000, 6)):
        labels = Labels("{number}", height=1.6, nearest=nearest, farthest=farthest)
        shown = scene(parcels(number=["A"] * 6), parcels=Style(fill="#eeeeee", labels=labels))
        found = svg.texts(media.as_svg(shown, VIEW, labels=True, font=blocks()))
        assert [text for text, _, _ in found] == ["A"] * expected


def test_eastings_of_eight_digits_give_the_same_page():
    given = generated(120, 4, cached=False)
    origin = np.floor(shapely.total_bounds(given)[:2])
    pages = []
    for shift in ((0.0, 0.0), tuple(origin)):
        moved = shapely.transform(given, lambda xy, shift=shift: xy - shift)
        shown = scene(layer("parcels", moved, land_use=["M1", "G1", None] * 40))
        west, south, east, north = shapely.total_bounds(given) - [*origin, *origin]
        middle = (
            (west + east) / 2 + origin[0] - shift[0],
            (south + north) / 2 + origin[1] - shift[1],
        )
        view = Viewport.at_scale(middle, 8_000, (2000, 1500), dpi=254)
        pages.append(svg.shapes(media.as_svg(shown, view)))
    far, near = ([one for one in page if one.fill != "none"] for page in pages)
    assert len(far) == len(near) >= 120
    for one, other in zip(far, near, strict=True):
        # At most one step of the grid, where a place lies between two of them.
        assert one.fill == other.fill
        assert np.abs(one.places - other.places).max() < 0.051


def test_generalised_borders_look_the_same_and_take_fewer_words(monkeypatch, tmp_path):
    given = generated(600, 4, cached=False)
    codes = ["M1", "G1", "R2", "B1", None, "Z9"] * 100
    style = Style(by="land_use", stroke="#4a4a4a", width=0.15)
    shown = scene(layer("parcels", given, land_use=codes), parcels=style)
    west, south, east, north = shapely.total_bounds(given)
    # Parcels of 2 mm, some of which are cut by the page's edge.
    view = Viewport.at_scale(((west + east) / 2, (south + north) / 2), 60_000, (350, 250), dpi=254)
    whole, fine = media.seen("paper", shown, view, tmp_path), media.as_svg(shown, view)
    monkeypatch.setattr(paper, "MOST_PLACES", 1000)
    assert paper.is_coarse(shown.layers["parcels"], view)
    coarse, short = media.seen("paper", shown, view, tmp_path), media.as_svg(shown, view)
    assert media.apart(whole, coarse) < media.NEAR / 2
    red = shown.document.codes.colour("B1")
    many, few = ([one for one in svg.shapes(text) if one.fill == red] for text in (fine, short))
    assert sum(len(one.places) for one in few) < 0.8 * sum(len(one.places) for one in many)
    assert len(few) < len(many) / 3  # those inside the page share a path


@pytest.mark.parametrize("medium", ["paper", "svg", "pdf"])
def test_no_ground_shows_between_neighbours_without_outlines(tmp_path, medium):
    given = generated(120, 4, cached=False)
    shown = scene(layer("parcels", given), parcels=Style(fill="#ff0000", labels=QUIET))
    middle = shapely.centroid(shapely.union_all(given))
    view = Viewport(MapX(middle.x), MapY(middle.y), 0.5, 350, 250, dpi=254)
    found = media.seen(medium, shown, view, tmp_path, ground="#00ff00")
    # Well inside the ground, ponds left out, and inside the page, which ends within a pixel.
    solid = shapely.union_all(given).buffer(-6)
    rows, columns = np.mgrid[2:248, 2:348]
    west, north = view.west_north
    places = west + (columns + 0.5) / 0.5, north - (rows + 0.5) / 0.5
    inside = contains_xy(solid, *places)
    assert inside.mean() > 0.5
    assert found[2:248, 2:348][inside][:, 1].max() < 32
