"""Parks of a few boxes, for numbers that a person can check."""

import shapely

from layers.analysis import measures
from layers.analysis.totals import totals
from tests.strategies import EAST, NORTH, document, layer, squares


def box(west, south, east, north):
    return shapely.box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def line(*points):
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in points])


def carbon(plan):
    return totals(measures().evaluate(plan), stamped=False)["carbon"]


def areas(plan):
    return {cover: one["area_m2"] for cover, one in carbon(plan)["by_cover"].items()}


SITE = layer("boundary", [box(0, 0, 200, 100)])


def park(*layers, **parcel):
    """One parcel of 1 ha beside 1 ha of unassigned land."""
    values = {"land_use": "M1", "green_pct": 20.0} | parcel
    return document(
        SITE, layer("parcels", squares(1), **{key: [one] for key, one in values.items()}), *layers
    )
