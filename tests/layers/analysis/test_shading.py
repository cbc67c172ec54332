"""Shading in the totals: what holds, what is stale, and what roofs lose."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from layers.analysis import measures
from layers.analysis.phases import restricted
from layers.analysis.reasons import why
from layers.analysis.shading import LACKING, NEVER, STALE
from layers.analysis.totals import missing, totals
from layers.edits.attributes import set_values
from layers.edits.shading import keep_shading
from layers.files.shading import shade
from layers.raster import Raster
from layers.session import Session
from layers.shading.keeping import NO_HEIGHT, SEEN
from tests.rasters import write
from tests.small_plan import X, Y, layer, small_plan


def square(x, y, size=20.0):
    return shapely.box(X + x, Y + y, X + x + size, Y + y + size)


SHAPES = [square(90, 90), square(90, 120), square(90, 60), square(10, 10)]
HEIGHTS = [60.0, 10.0, 10.0, 10.0]


def plan(**columns):
    given = {"height_m": HEIGHTS, "roof_type": ["flat"] * 4, **columns}
    return small_plan().with_layer(layer("rooftops", SHAPES, **given))


def shaded(document=None):
    document = document or plan()
    return document.applied(keep_shading(document, shade(document).kept))


def results(document):
    return measures().evaluate(document)


def needs(document):
    found = results(document)
    return {
        lack.path: (str(lack.needs), lack.features)
        for lack in missing(found, totals(found, stamped=False))
        if "shad" in str(lack.needs) or "surface" in str(lack.needs)
    }


def test_without_shading_it_is_missing_and_told_what_to_do():
    found = results(plan())
    assert found.value("solar.shading") is None
    assert np.isnan(found.value("solar.sky_view")).all()
    assert totals(found)["solar"]["sky_view"] is None
    assert needs(plan())["solar.sky_view"] == (
        "the shading of the roofs: Analyse, Compute the shading of roofs", 4,
    )  # fmt: skip


def test_the_roof_north_of_a_tower_loses_direct_sun_and_the_one_south_of_it_does_not():
    found = results(shaded())
    tower, north, south, far = found.value("solar.sun_lost")
    assert tower == pytest.approx(0.0, abs=0.1)
    # From October to March the tower hides the sun for three hours around noon.
    assert 10.0 < north < 20.0
    # The tower stands where the sun never does.
    assert south == pytest.approx(0.0, abs=1e-9)
    assert south >= 0.0
    assert far < 2.0
    assert found.value("solar.shading").ids.tolist() == [1, 2, 3, 4]
    assert found.value("solar.shading_states").states.tolist() == [SEEN] * 4


def test_what_is_lost_is_the_mean_over_the_hours():
    from layers.analysis.sky import plain_sky

    found = results(shaded())
    place = found.value("solar.place")
    sky = plain_sky(place.lon, place.lat, 8.0)
    lit = found.value("solar.shading").beam(sky.azimuth_deg, sky.elevation_deg)
    level = sky.dni * np.sin(np.radians(np.maximum(sky.elevation_deg, 0)))
    lost = 100 * (1 - (lit * level).sum(axis=1) / level.sum())
    assert found.value("solar.sun_lost").to_numpy() == pytest.approx(lost, abs=1e-3)


def test_the_totals_are_means_by_area():
    document = shaded(plan())
    found = results(document)
    # All four roofs have 400 m².
    assert totals(found)["solar"]["sky_view"] == pytest.approx(found.value("solar.sky_view").mean())
    assert totals(found)["solar"]["sun_lost_pct"] == pytest.approx(
        found.value("solar.sun_lost").mean()
    )
    assert totals(found)["solar"]["shaded_roofs"] == 4
    assert not needs(document)


def test_a_changed_roof_and_its_neighbours_are_told_as_missing():
    document = shaded()
    edited = document.applied(set_values(document, "rooftops", [4], {"height_m": 11.0}))
    found = results(edited)
    # 11 m reach 209 m: all of the others are nearer than that.
    assert found.value("solar.shading_states").states.tolist() == [STALE] * 4
    text, count = needs(edited)["solar.shaded_roofs"]
    assert "the shading of 4 roofs, which were changed" in text
    assert count == 4
    low = document.applied(set_values(document, "rooftops", [4], {"height_m": 3.0}))
    assert results(low).value("solar.shading_states").states.tolist() == [STALE] * 4
    typed = document.applied(set_values(document, "rooftops", [4], {"pv": "planned"}))
    assert results(typed).value("solar.shading_states").states.tolist() == [SEEN] * 4


def test_a_new_roof_was_never_looked_at():
    document = shaded(plan(height_m=[60.0, 10.0, 10.0, None], floors=[None] * 4))
    states = results(document).value("solar.shading_states")
    assert states.states.tolist() == [SEEN, SEEN, SEEN, NO_HEIGHT]
    assert "the height or the floors of 1 roof" in needs(document)["solar.shaded_roofs"][0]
    more = layer("rooftops", [*SHAPES, square(150, 10)], height_m=[60.0, 10.0, 10.0, None, None],
                 roof_type=["flat"] * 5)  # fmt: skip
    states = results(document.with_layer(more)).value("solar.shading_states")
    assert states.states.tolist() == [SEEN, SEEN, SEEN, NO_HEIGHT, NEVER]


def test_another_surface_model_makes_all_of_it_stale(tmp_path):
    document = shaded()
    raster = Raster("dsm", "dsm", str(tmp_path / "dsm.tif"), "DSM")
    other = replace(document, rasters={"dsm": raster})
    assert results(other).value("solar.shading_states").elsewhere
    assert "with the surface model that the plan has now" in needs(other)["solar.shaded_roofs"][0]
    styled = replace(other, rasters={"dsm": replace(raster, visible=False)})
    older = results(other)
    again = measures().evaluate(styled, older)
    assert again.entries["solar.shading_states"] is older.entries["solar.shading_states"]


def test_why_names_what_was_assumed(tmp_path):
    flat = why(results(shaded()), "solar.sky_view")
    assert any("level ground with nothing on it but the roofs" in line for line in flat["left_out"])
    path = write(tmp_path / "dsm.tif", np.full((200, 200), 30.0, np.float32))
    raster = Raster("dsm", "dsm", str(path), "DSM")
    found = why(results(shaded(replace(plan(), rasters={"dsm": raster}))), "solar.sun_lost_pct")
    text = " ".join(found["left_out"])
    assert "4 roofs that the surface model does not show stand on its ground" in text
    assert "Around 4 roofs that is more than a tenth of the ground up to 2000 m" in text
    assert LACKING == 0.1
    assert {"Surface model", "Looked around as far as"} <= {one["name"] for one in found["inputs"]}
    assert found["inputs"][0]["value"] == "dsm.tif"


def test_what_is_kept_is_what_is_computed_anew_after_any_work():
    session = Session(shaded())
    session.evaluate()
    random = np.random.default_rng(8)
    for turn in range(25):
        id_ = int(random.choice(session.document.layer("rooftops").ids))
        height = float(random.choice([5.0, 10.0, 60.0]))
        if turn % 5 == 4:
            session.undo()
        elif turn % 7 == 6:
            kept = shade(session.document).kept
            session.perform(keep_shading(session.document, kept))
        else:
            session.perform(set_values(session.document, "rooftops", [id_], {"height_m": height}))
        found = session.evaluate()
        fresh = results(session.document)
        for name in ("solar.sky_view", "solar.sun_lost"):
            assert found.value(name).equals(fresh.value(name)), (turn, name)
        for name in ("solar.sky_view_mean", "solar.sun_lost_mean", "solar.shaded_roofs"):
            assert found.value(name) == fresh.value(name)
        one, other = found.value("solar.shading_states"), fresh.value("solar.shading_states")
        assert np.array_equal(one.states, other.states)
        assert np.array_equal(one.places, other.places)


def test_undo_brings_the_shading_back():
    session = Session(plan())
    session.perform(keep_shading(session.document, shade(session.document).kept))
    assert session.evaluate().value("solar.shaded_roofs") == 4
    session.undo()
    assert session.evaluate().value("solar.shaded_roofs") is None


def test_a_phase_takes_the_shading_of_the_whole_plan():
    phases = layer("phases", [shapely.box(X, Y + 55, X + 200, Y + 200)], name=["one"], order=[1])
    document = shaded(plan().with_layer(phases))
    whole = results(document).value("solar.sky_view")
    found = results(restricted(document, "one"))
    assert found.value("solar.shading_states").states.tolist() == [SEEN] * len(found_ids(found))
    assert 0 < len(found_ids(found)) < 4
    view = found.value("solar.sky_view")
    assert view.tolist() == whole[view.index].tolist()


def found_ids(found):
    return found.document.layer("rooftops").ids
