"""What the pointer snaps to: the user's choice, which all maps share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

SORTS: Final = (
    "vertex",
    "intersection",
    "midpoint",
    "perpendicular",
    "extension",
    "edge",
    "grid",
)
"""What can be snapped to; the first one within reach is taken."""
REACH_PX: Final = (2.0, 50.0)
GRID_M: Final = (0.001, 100_000.0)


@dataclass(frozen=True, slots=True)
class Snapping:
    """What is snapped to, and from how far.

    Parameters
    ----------
    on
        Whether anything is.
    sorts
        Which of `SORTS`.
    reach_px
        How far from the pointer. [px]
    grid_m
        Distance of the grid's lines. [m]
    """

    on: bool = True
    sorts: frozenset[str] = frozenset(SORTS) - {"grid"}
    reach_px: float = 10.0
    grid_m: float = 10.0

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> Self:
        """Return what settings hold; what does not fit takes its default."""
        usual = cls()
        sorts = found.get("sorts")
        on = found.get("on")
        return cls(
            on if isinstance(on, bool) else usual.on,
            frozenset(sort for sort in SORTS if sort in sorts)
            if isinstance(sorts, list)
            else usual.sorts,
            _within(found.get("reach_px"), REACH_PX, usual.reach_px),
            _within(found.get("grid_m"), GRID_M, usual.grid_m),
        )

    def plain(self) -> dict[str, Any]:
        """Return it as settings hold it."""
        return {
            "on": self.on,
            "sorts": [sort for sort in SORTS if sort in self.sorts],
            "reach_px": self.reach_px,
            "grid_m": self.grid_m,
        }


def _within(value: object, limits: tuple[float, float], usual: float) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = limits
        return float(value) if low <= value <= high else usual
    return usual
