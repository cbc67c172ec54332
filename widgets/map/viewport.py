"""What part of the plan is looked at, and how large: metres to pixels and back.

A place in the plan (`MapX`, `MapY`) is another type than a place on the picture (`PixelX`,
`PixelY`), so that the two cannot be exchanged by accident.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, NewType, Self

import numpy as np
from numpy.typing import NDArray

from layers.units import MM_PER_M

MapX = NewType("MapX", float)
MapY = NewType("MapY", float)
PixelX = NewType("PixelX", float)
PixelY = NewType("PixelY", float)

Bounds = tuple[float, float, float, float]
"""West, south, east and north of something. [m]"""

MM_PER_INCH: Final = 25.4
SCREEN_DPI: Final = 96.0
FINEST: Final = 64.0
"""Of a pixel; Qt knows no finer places. [1/px]"""
NARROWEST_M_PER_PX: Final = MM_PER_INCH / 1e3 / SCREEN_DPI
"""1:1, as far as scales are typed."""
WIDEST_M_PER_PX: Final = 1e8 * NARROWEST_M_PER_PX


@dataclass(frozen=True, slots=True)
class Viewport:
    """A rectangle of the plan drawn on a rectangle of pixels, north above.

    Parameters
    ----------
    x, y
        Centre, in the plan's CRS. [m]
    px_per_m
        Pixels of one metre.
    width, height
        Size of the picture. [px]
    dpr
        Device pixels of one pixel; `in_device_pixels` takes it into account. [-]
    dpi
        Pixels of one inch: what a millimetre on paper is. On a page this is the resolution of
        the painter's units.
    counted
        West and north of a place, and left and top of this picture in pixels counted from there:
        the pieces of one picture have every place to the bit where the whole has it.
    """

    x: MapX
    y: MapY
    px_per_m: float
    width: float
    height: float
    dpr: float = 1.0
    dpi: float = SCREEN_DPI
    counted: tuple[float, float, int, int] | None = None

    @classmethod
    def at_scale(
        cls,
        centre: tuple[float, float],
        denominator: float,
        size: tuple[float, float],
        dpi: float = SCREEN_DPI,
    ) -> Self:
        """Return the viewport that shows the plan at a scale.

        Parameters
        ----------
        centre
            Place in the middle. [m]
        denominator
            5000 for 1:5000. [-]
        size
            Width and height of the picture. [px, or units of the painter]
        dpi
            Pixels (units of the painter) of one inch.

        Examples
        --------
        At 1:1000 and 254 dots per inch one metre is 1 mm, and 1 mm is 10 dots.

        >>> Viewport.at_scale((0.0, 0.0), 1000, (4000, 3000), dpi=254).px_per_m
        10.0
        """
        px_per_m = dpi / MM_PER_INCH * MM_PER_M / denominator
        return cls(MapX(centre[0]), MapY(centre[1]), px_per_m, size[0], size[1], dpi=dpi)

    # ---- what it shows --------------------------------------------------------------------------

    @property
    def px_per_mm(self) -> float:
        """Pixels of one millimetre on paper."""
        return self.dpi / MM_PER_INCH

    @property
    def denominator(self) -> float:
        """Denominator of the scale: 5000 for 1:5000."""
        return self.px_per_mm * MM_PER_M / self.px_per_m

    @property
    def bounds(self) -> Bounds:
        """West, south, east and north of what is shown, in metres."""
        across, up = self.width / self.px_per_m / 2, self.height / self.px_per_m / 2
        return self.x - across, self.y - up, self.x + across, self.y + up

    @property
    def west_north(self) -> tuple[float, float]:
        """Place at the upper left corner of the picture, in metres."""
        return (
            self.x - self.width / self.px_per_m / 2,
            self.y + self.height / self.px_per_m / 2,
        )

    @property
    def origin(self) -> tuple[float, float, int, int]:
        """Where pixels are counted from, in metres, and how many are left and above of this."""
        return self.counted or (*self.west_north, 0, 0)

    def pixel(self, x: MapX, y: MapY) -> tuple[PixelX, PixelY]:
        """Return where a place of the plan is on the picture."""
        across = (x - self.x) * self.px_per_m + self.width / 2
        down = (self.y - y) * self.px_per_m + self.height / 2
        return PixelX(across), PixelY(down)

    def place(self, across: PixelX, down: PixelY) -> tuple[MapX, MapY]:
        """Return what place of the plan a pixel shows."""
        x = self.x + (across - self.width / 2) / self.px_per_m
        y = self.y - (down - self.height / 2) / self.px_per_m
        return MapX(x), MapY(y)

    def pixels(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where (n, 2) places of the plan are on the picture.

        First subtracted, then scaled, both in doubles: eight digits before the point and a
        thousandth of a pixel behind it. In a piece of a picture places are rounded as Qt will
        round them, but before they are moved: so what is drawn of a piece does not depend on
        where its edge is.
        """
        west, north, left, top = self.origin
        found = np.empty((len(xy), 2))
        # Column by column: broadcasting over rows of two is five times as slow.
        np.subtract(xy[:, 0], west, out=found[:, 0])
        np.subtract(north, xy[:, 1], out=found[:, 1])
        if self.counted is None:
            found *= self.px_per_m
        else:
            # Powers of two: exactly as if done one after another.
            found *= self.px_per_m * FINEST
            np.rint(found, out=found)
            found *= 1 / FINEST
        for column, before in ((0, left), (1, top)):
            if before:
                found[:, column] -= before
        return found

    # ---- another one ----------------------------------------------------------------------------

    def zoomed(self, across: PixelX, down: PixelY, factor: float) -> Self:
        """Return the viewport `factor` times as large; the place under the pixel stays there."""
        x, y = self.place(across, down)
        px_per_m = min(max(self.px_per_m * factor, 1 / WIDEST_M_PER_PX), 1 / NARROWEST_M_PER_PX)
        centre_x = x - (across - self.width / 2) / px_per_m
        centre_y = y + (down - self.height / 2) / px_per_m
        return replace(self, counted=None, x=MapX(centre_x), y=MapY(centre_y), px_per_m=px_per_m)

    def panned(self, across: float, down: float) -> Self:
        """Return the viewport after the picture was drawn along by so many pixels."""
        x = self.x - across / self.px_per_m
        y = self.y + down / self.px_per_m
        return replace(self, counted=None, x=MapX(x), y=MapY(y))

    def centred(self, x: MapX, y: MapY) -> Self:
        """Return the viewport with another place in the middle."""
        return replace(self, counted=None, x=x, y=y)

    def resized(self, width: float, height: float, dpr: float = 1.0) -> Self:
        """Return the viewport for another size of the picture; its centre stays."""
        return replace(self, counted=None, width=width, height=height, dpr=dpr)

    def fitted(self, bounds: Bounds, margin: float = 0.05) -> Self:
        """Return the viewport that shows all of some bounds.

        Parameters
        ----------
        bounds
            West, south, east and north. A single point is shown at 1:1000. [m]
        margin
            Share of the picture that is left free at each side. [-]
        """
        west, south, east, north = bounds
        free = max(1 - 2 * margin, 0.1)
        wide, high = east - west, north - south
        found = [
            size * free / extent
            for size, extent in ((self.width, wide), (self.height, high))
            if extent > 0
        ]
        px_per_m = min(found) if found else self.px_per_mm
        px_per_m = min(max(px_per_m, 1 / WIDEST_M_PER_PX), 1 / NARROWEST_M_PER_PX)
        return replace(
            self,
            counted=None,
            x=MapX((west + east) / 2),
            y=MapY((south + north) / 2),
            px_per_m=px_per_m,
        )

    def scaled_to(self, denominator: float) -> Self:
        """Return the viewport at another scale; its centre stays."""
        px_per_m = self.px_per_mm * MM_PER_M / denominator
        return replace(self, counted=None, px_per_m=px_per_m)

    def in_device_pixels(self) -> Self:
        """Return the same picture counted in device pixels."""
        return replace(
            self,
            counted=None,
            px_per_m=self.px_per_m * self.dpr,
            width=math.ceil(self.width * self.dpr),
            height=math.ceil(self.height * self.dpr),
            dpr=1.0,
            dpi=self.dpi * self.dpr,
        )
