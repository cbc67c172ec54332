"""A raster below the plan, as words: which file, what it shows, and how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import inf, isfinite
from types import MappingProxyType
from typing import Any, Final, Literal, Self, cast, get_args

Role = Literal["imagery", "dsm", "terrain", "irradiance"]
Stretch = Literal["auto", "none", "minmax", "percentile", "deviation", "manual"]

ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "imagery": "Imagery",
        "dsm": "Surface model (DSM)",
        "terrain": "Terrain model",
        "irradiance": "Irradiance",
    }
)
"""What a raster can show, with titles in English."""

ID: Final = "raster:"
"""What the name of a raster begins with among all that can be hidden on the map."""

RAMPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "grey": ("#000000", "#ffffff"),
        # Eight of the 256 colours of matplotlib's ramps of these names (CC0).
        "viridis": (
            "#440154", "#46327e", "#365c8d", "#277f8e",
            "#1fa187", "#4ac16d", "#a0da39", "#fde725",
        ),
        "inferno": (
            "#000004", "#280b53", "#65156e", "#9f2a63",
            "#d44842", "#f57d15", "#fac127", "#fcffa4",
        ),
        # ColorBrewer 2.0 (Apache 2.0), light to dark.
        "YlOrRd": (
            "#ffffcc", "#ffeda0", "#fed976", "#feb24c", "#fd8d3c",
            "#fc4e2a", "#e31a1c", "#bd0026", "#800026",
        ),
        # From lowland green over ochre to white, as on maps of heights.
        "terrain": (
            "#5b8f63", "#9bbf7f", "#d8d9a0", "#e6cd94", "#cfa671", "#b08a6a", "#c9b9ae", "#f7f5f2",
        ),
    }
)  # fmt: skip
"""Colours from the lowest value to the highest, at equal steps."""

_USUAL_RAMP: Final[Mapping[str, str]] = MappingProxyType(
    {"imagery": "grey", "dsm": "terrain", "terrain": "terrain", "irradiance": "inferno"}
)


@dataclass(frozen=True, slots=True)
class RasterStyle:
    """How a raster is drawn.

    Parameters
    ----------
    bands
        Numbers, from 1, of the bands shown as red, green and blue, or of the one shown by a ramp;
        empty for the usual ones.
    stretch
        Between which values colours run: ``none`` as the bytes are, ``minmax`` least to greatest,
        ``percentile`` 2 % to 98 %, ``deviation`` mean less and plus two standard deviations,
        ``manual`` by hand; ``auto`` is ``none`` for bytes of imagery and ``percentile`` else.
    lowest, highest
        Bounds by hand. [unit of the raster]
    ramp
        One of `RAMPS`, for a single band; empty for the usual one of its role.
    gamma
        Above 1 lightens what is dark. [-]
    opacity
        From 0 to 1. [-]
    hillshade
        Whether heights are shaded.
    azimuth, altitude
        Where the light comes from, clockwise from north, and how high it stands. [°]
    exaggeration
        Times by which heights are raised for the shading. [-]
    nearest, farthest
        Denominators of the largest and the smallest scale at which it is drawn. [-]
    """

    bands: tuple[int, ...] = ()
    stretch: Stretch = "auto"
    lowest: float = 0.0
    highest: float = 1.0
    ramp: str = ""
    gamma: float = 1.0
    opacity: float = 1.0
    hillshade: bool = False
    azimuth: float = 315.0
    altitude: float = 45.0
    exaggeration: float = 1.0
    nearest: float = 0.0
    farthest: float = inf

    def seen_at(self, denominator: float) -> bool:
        """Return whether it is drawn at a scale.

        Examples
        --------
        >>> RasterStyle(farthest=20_000).seen_at(25_000)
        False
        """
        return self.nearest <= denominator <= self.farthest

    def problem(self) -> str:
        """Return the name of the first field whose value makes no sense, empty where all do."""
        checks = {
            "bands": len(self.bands) in {0, 1, 3}
            and all(0 < band <= MOST_BANDS for band in self.bands),
            "stretch": self.stretch in get_args(Stretch),
            "lowest": isfinite(self.lowest),
            "highest": isfinite(self.highest)
            and (self.highest > self.lowest or self.stretch != "manual"),
            "ramp": not self.ramp or self.ramp in RAMPS,
            "gamma": 0.05 <= self.gamma <= 20.0,
            "opacity": 0.0 <= self.opacity <= 1.0,
            "azimuth": 0.0 <= self.azimuth <= 360.0,
            "altitude": 0.0 < self.altitude <= 90.0,
            "exaggeration": 0.0 < self.exaggeration <= 1000.0,
            "nearest": self.nearest >= 0.0,
            "farthest": self.farthest > self.nearest,
        }  # fmt: skip
        return next((name for name, good in checks.items() if not good), "")


MOST_BANDS: Final = 4096
_LONGEST_TITLE: Final = 200
_LONGEST_CRS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Raster:
    """A raster of the plan.

    Parameters
    ----------
    key
        Its name within the plan.
    role
        What it shows.
    path
        Its file, as this session finds it. A plan file says it from its own folder on.
    title
        What it is called.
    crs
        Its coordinate system where the file says none or a wrong one; empty for what it says.
    style
        How it is drawn.
    visible
        Whether it is shown when the plan is opened, and on sheets.
    place
        Higher ones lie above lower ones.
    """

    key: str
    role: Role
    path: str
    title: str = ""
    crs: str = ""
    style: RasterStyle = RasterStyle()
    visible: bool = True
    place: int = 0

    @property
    def id(self) -> str:
        """Its name among all that can be hidden on the map."""
        return ID + self.key

    @property
    def ramp(self) -> str:
        """The ramp in which a single band is shown."""
        return self.style.ramp or _USUAL_RAMP[self.role]

    @property
    def heights(self) -> bool:
        """Whether its values are heights, which can be shaded. [m]."""
        return self.role in {"dsm", "terrain"}

    def plain(self) -> dict[str, object]:
        """Return it as a file holds it, without its key and its path."""
        return {
            "role": self.role,
            "title": self.title,
            "crs": self.crs,
            "visible": self.visible,
            "place": self.place,
            "style": {
                one.name: getattr(self.style, one.name)
                for one in fields(self.style)
                if getattr(self.style, one.name) != one.default
            },
        }

    @classmethod
    def read(cls, key: str, path: str, values: Mapping[str, object]) -> Self:
        """Return a raster from what a file holds; what makes no sense there is as usual."""
        role, place = values.get("role"), values.get("place")
        style, crs = values.get("style"), values.get("crs")
        return cls(
            key,
            cast("Role", role) if isinstance(role, str) and role in ROLES else "imagery",
            path,
            str(values.get("title") or "")[:_LONGEST_TITLE],
            crs if isinstance(crs, str) and len(crs) <= _LONGEST_CRS else "",
            _style(cast("Mapping[str, object]", style) if isinstance(style, Mapping) else {}),
            bool(values.get("visible", True)),
            place if isinstance(place, int) and abs(place) < 10**6 else 0,
        )


def below_to_above(rasters: Mapping[str, Raster]) -> tuple[Raster, ...]:
    """Return rasters in the order in which they are drawn."""
    return tuple(sorted(rasters.values(), key=lambda raster: (raster.place, raster.key)))


def _style(values: Mapping[str, object]) -> RasterStyle:
    style = RasterStyle()
    for name, usual in ((one.name, getattr(style, one.name)) for one in fields(style)):
        if name not in values:
            continue
        try:
            changed = replace(style, **{name: _like(usual, values[name])})
        except (TypeError, ValueError, OverflowError):
            continue
        # Bounds by hand make sense together alone, and come one by one.
        style = style if changed.problem() not in {"", "highest"} else changed
    return style if not style.problem() else replace(style, stretch="auto")


def _like(usual: object, value: object) -> Any:  # noqa: ANN401
    """Return a value of a file as one like the usual one; ValueError where it is none."""
    if isinstance(usual, tuple):
        items = cast("list[object]", value) if isinstance(value, list | tuple) else []
        return tuple(int(_number(item)) for item in items)
    if isinstance(usual, bool):
        return bool(value)
    return _number(value) if isinstance(usual, float) else str(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(value)
    return float(value)
