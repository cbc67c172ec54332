"""All charts, found by looking at the modules of this folder.

A module with a chart holds ``CHART``, its declaration (see `widgets.chart`). Charts are values:
they are drawn by `widgets.plots`, in the window and on paper alike.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from widgets.chart import ChartMaker


@cache
def charts() -> Mapping[str, ChartMaker]:
    """Return all charts by id in the order of their list."""
    found: list[ChartMaker] = []
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        chart = getattr(loaded, "CHART", None)
        if isinstance(chart, ChartMaker):
            found.append(chart)
    ordered = sorted(found, key=lambda chart: (chart.order, chart.id))
    return MappingProxyType({chart.id: chart for chart in ordered})
