"""Charts of all kinds, for what draws them."""

import math

from widgets.chart import Axis, Chart, Reference, Series

NAN = math.nan
CATEGORIES = ("Alpha", "Beta", "Gamma")
BARS = Chart(
    "bars",
    "Bars",
    (Series("Plan", (1.0, NAN, 3.0)), Series("Built", (2.0, 2.0, 1.0))),
    y=Axis("Area", "ha"),
    categories=CATEGORIES,
    references=(Reference("Range", (0.5, NAN, 2.0), (1.5, NAN, 2.5)),),
    notes=("A note about it.",),
)
WATERFALL = Chart(
    "waterfall",
    "Waterfall",
    (Series("", (5.0, -2.0, 3.0), low=(4.0, -3.0, 1.0), high=(6.0, -1.0, 5.0)),),
    categories=CATEGORIES,
    sums=frozenset({2}),
    horizontal=True,
)
TORNADO = Chart(
    "tornado",
    "Tornado",
    (Series("Low", (8.0, 9.0)), Series("High", (13.0, 10.5))),
    y=Axis("Net", "t"),
    categories=("First", "Second"),
    base=10.0,
)
LINES = Chart(
    "lines",
    "Lines",
    (Series("Load", (1.0, NAN, 3.0, 2.0), x=(0.0, 1.0, 2.0, 3.0)),),
    x=Axis("Hour", "h"),
    y=Axis("Power", "kW"),
)
AREA = Chart(
    "area",
    "Area",
    (
        Series("Sun", (1.0, 2.0), x=(0.0, 1.0)),
        Series("Grid", (3.0, 1.0), x=(0.0, 1.0)),
        Series("Demand", (4.0, 3.0), x=(0.0, 1.0), drawn="line"),
    ),
    y=Axis("Power", "kW"),
)
HISTOGRAM = Chart(
    "histogram",
    "Histogram",
    (Series("Runs", (2.0, 5.0, 1.0), x=(0.0, 1.0, 2.0, 3.0)),),
    x=Axis("Net", "t"),
    references=(Reference("Median", (1.4,), (1.4,), along=True),),
)
STEPS = Chart("steps", "Steps", (Series("", (3.0, 1.0), x=(0.0, 2.0, 3.0)),))
STACKED = Chart(
    "stacked", "Stacked", (Series("A", (1.0, 2.0)), Series("B", (3.0, -1.0))), categories=("X", "Y")
)
RANGES = Chart(
    "ranges", "Ranges", (Series("", (2.0,), low=(1.0,), high=(4.0,)),), categories=("X",)
)
RADAR = Chart(
    "radar",
    "Radar",
    (Series("Plan", (0.5, 1.0, 0.25)), Series("Goal", (1.0, NAN, 1.0))),
    y=Axis(low=0.0, high=1.0),
    categories=CATEGORIES,
)
ALL = (BARS, WATERFALL, TORNADO, LINES, AREA, HISTOGRAM, STEPS, STACKED, RANGES, RADAR)
