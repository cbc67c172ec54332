"""How long a year of sun over many roofs takes, each of which looks elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

ROOFS = 2_000

Timed = Callable[[int, Callable[[], object]], tuple[float, int]]


def worked(timed: Timed) -> Iterator[tuple[str, str, float, int]]:
    """Measure the hours of roofs with as many tilts and azimuths: modelled, and of the table.

    Parameters
    ----------
    timed
        Gives the median time of some runs. [ms]
    """
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import shapely

    from layers.analysis import measures
    from layers.document import Document
    from layers.edits.attributes import set_values
    from layers.edits.parameters import set_parameter
    from layers.kinds import kinds
    from layers.layer import Layer, empty_frame
    from tests.bench.coverage import CRS

    random = np.random.default_rng(3)
    index = pd.Index(np.arange(1, ROOFS + 1), name="fid")
    frame = empty_frame(kinds()["rooftops"], CRS).reindex(index)
    east = 39_500_000.0 + 60.0 * (np.arange(ROOFS) % 50)
    north = 3_880_000.0 + 60.0 * (np.arange(ROOFS) // 50)
    frame["geometry"] = gpd.array.from_shapely(
        shapely.box(east, north, east + 40, north + 40), crs=CRS
    )
    frame["tilt_deg"] = pd.Series(random.uniform(0, 40, ROOFS), index, dtype="Float64")
    frame["azimuth_deg"] = pd.Series(random.uniform(0, 360, ROOFS), index, dtype="Float64")
    frame["pv"] = pd.Series("planned", index, dtype="str")
    plan = Document.new("sun", CRS, base_year=2026).with_layer(Layer("rooftops", frame))
    for name, route, measure in (
        ("pv_hourly", "hourly", "solar.modelled"),
        ("pv_table_hours", "table", "solar.hours"),
    ):
        now = plan.applied(set_parameter(plan, "plan.pv_route", route))
        results = measures().evaluate(now)
        turn = itertools.count(1)

        def change(now: Document = now, older=results, turn=turn, measure: str = measure) -> None:
            values = {"tilt_deg": float(next(turn) % 40) + 0.5}
            edited = now.applied(set_values(now, "rooftops", [7], values))
            found = measures().evaluate(edited, older)
            assert found.value(measure) is not older.value(measure)

        yield name, "ms", *timed(3, change)
