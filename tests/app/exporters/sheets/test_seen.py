"""A sheet shows what its scale and the user show, and goes on without a missing raster."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from app.exporters.sheets.declared import sheet
from app.exporters.sheets.seen import (
    at_all_scales,
    kinds_seen,
    marks_seen,
    own_labels,
    ramps_of,
    rasters_seen,
)
from layers.edits.overlays import switch
from layers.edits.styles import set_style
from layers.looks import style_of
from layers.raster import Raster, RasterStyle
from layers.style import Labels, Style
from tests.app.exporters.plans import CRS, EAST, NORTH, park, results_of

pytestmark = pytest.mark.usefixtures("qapp")


def styled(kind, **changes):
    plan = park()
    return plan.applied(set_style(plan, kind, replace(style_of(plan, kind), **changes)))


def test_kinds_are_seen_between_their_scales_unless_hidden():
    plan, land_use = styled("roads", nearest=1000, farthest=5000), sheet("land_use")
    assert "roads" in kinds_seen(plan, land_use, 5000, ()).kinds
    assert "roads" not in kinds_seen(plan, land_use, 5001, ()).kinds
    assert "roads" not in kinds_seen(plan, land_use, 999, ()).lettered
    seen = kinds_seen(plan, land_use, 5000, {"water"})
    assert "water" not in seen.kinds
    assert "parcels" in seen.lettered


def test_a_label_of_the_plans_own_is_written_on_kinds_that_sheets_do_not_name():
    labels = Labels("{height_m:.0f} m")
    plan = styled("rooftops", labels=labels)
    assert own_labels(plan, "rooftops")
    assert not own_labels(plan, "parcels")
    assert "rooftops" in kinds_seen(plan, sheet("solar"), 5000, ()).lettered
    assert "rooftops" not in kinds_seen(park(), sheet("solar"), 5000, ()).lettered
    far = styled("rooftops", labels=replace(labels, farthest=2000))
    assert "rooftops" not in kinds_seen(far, sheet("solar"), 5000, ()).lettered
    off = styled("rooftops", labels=replace(labels, shown=False))
    assert "rooftops" not in kinds_seen(off, sheet("solar"), 1000, ()).lettered


def test_what_is_seen_is_painted_whatever_the_width_of_lines():
    style = at_all_scales(Style(farthest=5000, labels=Labels("{number}", farthest=100)))
    assert style.seen_at(20_000)
    assert style.labels == Labels("{number}", farthest=inf)


def test_a_missing_raster_is_named_and_the_others_stay(tmp_path):
    gone = Raster("r", "imagery", str(tmp_path / "gone.tif"), "Ortho")
    plan = replace(park(), rasters={"r": gone})
    assert rasters_seen(plan, 5000) == ((), (("Ortho", "gone.tif"),))
    unseen = replace(gone, style=RasterStyle(farthest=4000))
    assert rasters_seen(replace(plan, rasters={"r": unseen}), 5000) == ((), ())
    assert rasters_seen(plan, 5000, {"raster:r"}) == ((), ())
    hidden = replace(gone, visible=False)
    assert rasters_seen(replace(plan, rasters={"r": hidden}), 5000) == ((), ())


def test_colours_run_between_the_values_that_are_on_the_map(tmp_path):
    values = np.linspace(100.0, 200.0, 2500, dtype="f4").reshape(1, 50, 50)
    for name, bands in (("dsm", values), ("rgb", np.repeat(values, 3, axis=0))):
        with rasterio.open(
            tmp_path / f"{name}.tif", "w", driver="GTiff", width=50, height=50, count=len(bands),
            dtype="float32", crs=CRS, transform=from_origin(EAST, NORTH + 600, 20.0, 20.0),
        ) as target:  # fmt: skip
            target.write(bands)
    heights = Raster("a", "dsm", str(tmp_path / "dsm.tif"), style=RasterStyle(stretch="minmax"))
    picture = Raster("b", "imagery", str(tmp_path / "rgb.tif"))
    (low, _), gone = rasters_seen(replace(park(), rasters={"a": heights, "b": picture}), 5000)
    assert gone == ()
    assert ramps_of([low]) == ()  # nothing of it was drawn, so that nobody knows its values
    low.placed.file.spread(1)
    (ramp,) = ramps_of([low, _])
    assert (ramp.low, ramp.high) == pytest.approx((100, 200))
    assert ramp.colours[0] != ramp.colours[-1]


def test_what_is_drawn_over_the_plan_is_what_it_remembers_or_what_is_asked_for():
    plan = park()
    plan = plan.applied(switch(plan, "later", on=True))
    results = results_of(plan.applied(switch(plan, "network", on=True)))
    assert [one.name for one in marks_seen(results, None, "en")] == ["network"]
    assert marks_seen(results, (), "en") == ()
    (chains,) = marks_seen(results, ("chains",), "en")
    assert chains.name == "chains"


def test_titles_of_what_is_drawn_over_the_plan_are_in_the_language_of_the_sheet():
    (network,) = marks_seen(results_of(park()), ("network",), "en")
    assert "Green network: patch, by importance" in {one.title for one in network.told}
