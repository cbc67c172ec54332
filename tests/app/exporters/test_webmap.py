"""The web map is one file that fetches nothing, runs no text, and says what the plan says."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import shapely
import shapely.affinity

from app.exporter import Options, export
from app.exporters.figures import balance, headlines
from app.exporters.webmap import in_script, leaflet
from app.exporters.wording import Wording, number
from layers.analysis import measures
from layers.edits.styles import set_style
from layers.kinds import kinds
from layers.looks import style_of
from layers.style import Style
from tests.app.exporters.plans import (
    EAST,
    NORTH,
    empty_plan,
    one_of,
    park,
    results_of,
    with_rows,
)

NASTY = (
    "</script><script>alert('x')</script>\"'&{{ 7*7 }}{% raw %}\ue0000\ue001<img src=x onerror=a>"
)


def page(tmp_path, plan, **options):
    path = tmp_path / "map.html"
    export(plan, results_of(plan), path, Options(**options))
    return path.read_text(encoding="utf-8")


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.text, self.inside = [], [], "", ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.inside = tag
        self.links += [value for name, value in attrs if name in {"src", "href", "data", "action"}]

    def handle_data(self, data):
        if self.inside not in {"script", "style"}:
            self.text += data


def read(text):
    reader = Reader()
    reader.feed(text)
    return reader


def layers_of(text):
    """Return the data of each layer by kind."""
    decoder = json.JSONDecoder()
    return {
        found[1]: decoder.raw_decode(text, found.end())[0]
        for found in re.finditer(r"var plan_(\w+) = planLayer\(", text)
    }


def test_nothing_is_fetched(tmp_path):
    text = page(tmp_path, park(), lang="zh")
    assert read(text).links == []
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?\s*(?:https?:)?//", text)
    assert not re.search(r"url\(\s*[\"']?(?!#|data:)", text)
    assert "@import" not in text
    assert "sourceMappingURL" not in text
    known = {"http://www.w3.org/2000/svg", "https://leafletjs.com", "https://bugzilla.mozilla.org"}
    for link in re.findall(r"https?://[\w.]+(?:/2000/svg)?", text):
        assert link in known, link


def test_leaflet_is_in_it_with_its_notice(tmp_path):
    text = page(tmp_path, park())
    assert "Leaflet 1.9" in text
    assert "L.map(" in text
    for name in ("jquery", "bootstrap", "fontawesome", "awesome_markers", "cdn."):
        assert name not in text.lower()
    assert "leafletjs.com" in leaflet()[1].splitlines()[1]


def test_no_text_of_the_plan_runs(tmp_path):
    plan = with_rows(
        empty_plan(NASTY),
        "parcels",
        [shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)],
        number=[NASTY],
        land_use=[NASTY],
        enterprise=[NASTY],
        **{NASTY: [NASTY]},
    )
    plan = with_rows(
        plan, "roads", [shapely.LineString([(EAST, NORTH), (EAST + 9, NORTH)])], name=[NASTY]
    )
    text = page(tmp_path, plan)
    harmless = page(
        tmp_path,
        with_rows(
            with_rows(
                empty_plan("a"),
                "parcels",
                [shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)],
                number=["a"],
                land_use=["a"],
                enterprise=["a"],
                b=["a"],
            ),
            "roads",
            [shapely.LineString([(EAST, NORTH), (EAST + 9, NORTH)])],
            name=["a"],
        ),
    )
    assert read(text).tags == read(harmless).tags
    assert "49" not in read(text).text.split("Totals")[0]
    assert NASTY in read(text).text
    shown = layers_of(text)["parcels"]["features"][0]["properties"]
    assert shown["h"] == NASTY
    assert [value for _, value in shown["c"]][1:] == [NASTY] * 4


def test_json_cannot_end_its_script():
    for text in ("</script>", "<!--", "]]>", "\u2028", "'\"&"):
        safe = in_script([text])
        assert not set("<>&'\u2028\u2029") & set(safe)
        assert json.loads(safe) == [text]


def test_all_kinds_are_layers_that_can_be_switched(tmp_path):
    plan = park()
    text = page(tmp_path, plan)
    found = layers_of(text)
    assert set(found) == {kind for kind in kinds() if len(plan.layer(kind))}
    assert {kind: len(data["features"]) for kind, data in found.items()} == {
        kind: len(plan.layer(kind)) for kind in found
    }
    for kind in found:
        assert re.search(rf'"{kinds()[kind].title}"\s*:\s*plan_{kind}', text)


def test_parcels_have_their_codes_colours_cards_and_places(tmp_path):
    plan = park()
    data = layers_of(page(tmp_path, plan))["parcels"]
    first = data["features"][0]
    look = data["fills"][str(first["properties"]["s"])]
    assert look["fillColor"] == plan.codes.colour("M1")
    card = {data["titles"][place]: value for place, value in first["properties"]["c"]}
    assert card["Area"] == "100,000 m² · 10.00 ha · 150.0 mu"
    assert card["Parcel number"] == "A-01"
    assert card["Land use"].startswith("M1 ")
    assert card["FAR"] == "1.5"
    assert card["备注"] == "甲"
    assert "Green ratio" not in card  # missing values have no row
    for east, north in first["geometry"]["coordinates"][0]:
        assert 114.3 < east < 114.4
        assert 23.0 < north < 23.1
        assert round(east, 7) == east


def test_roads_and_corridors_are_as_wide_as_they_are(tmp_path):
    data = layers_of(page(tmp_path, park()))
    assert data["roads"]["features"][0]["geometry"]["type"] == "Polygon"
    plan = with_rows(
        empty_plan(), "roads", [shapely.LineString([(EAST, NORTH), (EAST + 9, NORTH)])]
    )
    data = layers_of(page(tmp_path, plan))
    assert data["roads"]["features"][0]["geometry"]["type"] == "LineString"


def test_the_panel_says_what_the_results_say(tmp_path):
    plan = park()
    results = results_of(plan)
    wording = Wording("zh", plan.codes, plan.parameters)
    text = read(page(tmp_path, plan, lang="zh")).text
    for figure in headlines(results, wording):
        assert f"{figure.title}{figure.value}{figure.unit}" in text
    for line in balance(plan, results, wording):
        if line.area_m2:
            assert f"{line.code} {line.title}".strip() + number(line.area_ha, 2) in text
    assert "工业用地" in text


def test_a_line_that_is_not_official_is_dashed(tmp_path):
    plan = park()
    assert "dashArray" in layers_of(page(tmp_path, plan))["boundary"]["style"]
    site = plan.layer("boundary").geometries
    plan = with_rows(plan, "boundary", site, status=["official"])
    assert "dashArray" not in layers_of(page(tmp_path, plan))["boundary"]["style"]


@pytest.mark.parametrize("kind", list(kinds()))
@pytest.mark.parametrize("count", [0, 1])
def test_every_kind_empty_and_with_one_feature(tmp_path, kind, count):
    text = page(tmp_path, one_of(kind) if count else empty_plan())
    assert len(layers_of(text)) == count
    assert "NaN" not in json.dumps(layers_of(text))


def test_the_same_plan_gives_the_same_file(tmp_path):
    assert page(tmp_path, park()) == page(tmp_path, park())


def test_five_thousand_parcels_stay_below_15_mb(tmp_path):
    disc = shapely.Point(EAST, NORTH).buffer(20, quad_segs=8)
    shapes = [shapely.affinity.translate(disc, 50 * (n % 70), 50 * (n // 70)) for n in range(5000)]
    plan = with_rows(
        empty_plan(),
        "parcels",
        shapes,
        number=[f"A-{n}" for n in range(5000)],
        land_use=["M1"] * 5000,
        far=[1.5] * 5000,
    )
    page(tmp_path, plan)
    assert (tmp_path / "map.html").stat().st_size < 15_000_000


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_draws_it_without_an_error(tmp_path):
    page(tmp_path, park())
    done = subprocess.run(
        [
            str(CHROMIUM),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-logging=stderr",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--virtual-time-budget=3000",
            "--dump-dom",
            (tmp_path / "map.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert "Uncaught" not in done.stderr
    assert "leaflet-canvas" in done.stdout or "<canvas" in done.stdout
    assert 'class="leaflet-marker-icon name' in done.stdout
    assert ">A-01<" in done.stdout


def test_a_plans_own_style_is_on_the_map_and_in_the_panel(tmp_path):
    plan = park()
    style = Style(
        by="measure:land.areas", breaks=(50_000.0, 200_000.0), ramp=("#111111", "#222222")
    )
    plan = plan.applied(set_style(plan, "parcels", style))
    text = page(tmp_path, plan)
    data = layers_of(text)["parcels"]
    areas = measures().evaluate(plan).value("land.areas")
    for feature, area in zip(data["features"], areas, strict=True):
        fill = data["fills"][str(feature["properties"]["s"])]["fillColor"]
        assert fill == ("#111111" if area <= 50_000 else "#222222")
    assert "Area of parcels: &gt; 50" in text
    assert "Area of parcels: no value" not in text


@pytest.mark.parametrize("column", ["name", "gone", "geometry"])
def test_a_style_may_name_any_column_for_widths(tmp_path, column):
    whole = park()
    styled = replace(style_of(whole, "roads"), width_column=column)
    assert "</html>" in page(tmp_path, whole.applied(set_style(whole, "roads", styled)))
