"""What happens without a picture: opening, checking, zoning, undo and saving; and plans for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.measuring import Figures, median_ms

if TYPE_CHECKING:
    from layers.session import Session

PARK = 10_000
"""Parcels of a large park."""


def plan(size: int, path: Path) -> None:
    """Write a plan of generated parcels."""
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    from layers.document import Document
    from layers.files import project
    from layers.kinds import kinds
    from layers.layer import Layer, empty_frame
    from tests.bench.coverage import CRS, generated

    polygons = generated(size)
    frame = empty_frame(kinds()["parcels"], CRS).reindex(pd.RangeIndex(1, len(polygons) + 1))
    codes = np.array(["M1", "M2", "W1", "B1", "A35", "R2", "S1", "U12", "G1", "G2", "A3", "E1"])
    random = np.random.default_rng(7)
    frame["land_use"] = pd.Series(random.choice(codes, len(polygons)), frame.index, dtype="str")
    numbers = [f"A-{n // 100:03d}-{n % 100:02d}" for n in range(len(polygons))]
    frame["number"] = pd.Series(numbers, frame.index, dtype="str")
    frame["geometry"] = gpd.array.from_shapely(polygons, crs=CRS)
    frame.index = pd.Index(np.arange(1, len(polygons) + 1), name="fid")
    document = Document.new(f"bench {size}", CRS, base_year=2026)
    project.save(document.with_layer(Layer("parcels", frame)), path)


def of_plan(path: Path) -> Figures:
    """Measure what happens without a picture: opening, checking, zoning, undo, saving."""
    from layers.coverage.checks import check
    from layers.edits.attributes import set_values
    from layers.edits.zone import zone
    from layers.files import project
    from layers.session import Session

    yield "open", "ms", *median_ms(5, lambda: project.load(path))
    session = Session(project.load(path).document, path)
    started = time.perf_counter()
    session.evaluate()
    yield "first_totals", "ms", (time.perf_counter() - started) * 1000, 1
    document = session.document
    yield "check", "ms", *median_ms(1, lambda: check(document))

    yield "zone_to_totals", "ms", *median_ms(25, zoning(session))

    def undo() -> None:
        session.undo()
        session.evaluate(light_only=True)

    yield "undo", "ms", *median_ms(15, undo)

    ids = session.document.layer("parcels").ids
    turn = iter(range(10_000))
    # All parcels have a limit, and half of them are beyond it.
    halves = [ids[::2].tolist(), ids[1::2].tolist()]
    for half, far in zip(halves, (1.0, 3.0), strict=True):
        session.perform(set_values(session.document, "parcels", half, {"far": far, "far_max": 2}))
    session.evaluate()

    def exceed() -> None:
        n = next(turn)
        far = 3.0 if n % 2 else 1.0
        session.perform(set_values(session.document, "parcels", [halves[0][n % 100]], {"far": far}))
        found = session.evaluate().value("limits.breaches")
        assert len(found) >= len(halves[1])

    yield "breaches_listed", "ms", *median_ms(15, exceed)

    saved = session.document
    project.save(saved, path)

    def edit() -> None:
        n = next(turn)
        code = "M3" if n % 2 else "B2"
        session.perform(zone(session.document, [int(ids[(n * 41) % len(ids)])], code))

    def save() -> None:
        nonlocal saved
        project.save(session.document, path, base=saved)
        saved = session.document

    yield "save", "ms", *median_ms(5, save, edit)


def zoning(session: Session) -> Callable[[], None]:
    """Return what zones another parcel of a plan each time, and brings light numbers up to date."""
    from layers.edits.zone import zone

    ids = session.document.layer("parcels").ids
    turn = iter(range(10_000))

    def change() -> None:
        n = next(turn)
        code = "M3" if n % 2 else "B2"
        session.perform(zone(session.document, [int(ids[(n * 37) % len(ids)])], code))
        session.evaluate(light_only=True)

    return change


def of_zone(path: Path) -> Figures:
    """Measure the same change in a plan of the size of a large park, whatever plan is given."""
    from layers.files import project
    from layers.session import Session

    park = path.with_name("park.gpkg")
    plan(PARK, park)
    session = Session(project.load(park).document, park)
    session.evaluate()
    yield "zone_in_park", "ms", *median_ms(50, zoning(session))
