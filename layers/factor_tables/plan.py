"""Settings of the plan that belong to no table of factors."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from layers.codes import CODE_SETS, DEFAULT_CODE_SET, CodeSet
from layers.factor import Factor
from layers.setting import Setting

ORDER: Final = 0
GROUPS: Final = MappingProxyType({"plan": "Plan settings"})
SETTINGS: Final = (
    Setting("plan.code_set", "Code set", DEFAULT_CODE_SET, choices=CODE_SETS),
    Setting("plan.base_year", "Base year", None, "integer", low=1900, high=2200, none="unknown"),
    Setting(
        "plan.buildings",
        "Buildings of parcels where nothing is entered",
        "none",
        choices=MappingProxyType({"none": "unknown", "roofs": "as the roofs say"}),
    ),
)


def factors(codes: CodeSet) -> Iterator[Factor]:
    """Yield none."""
    del codes
    yield from ()
