"""The word for what lies below the plan: imagery, a surface model, tiles of a base map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from widgets.map.viewport import Bounds, Viewport

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter


class Underlay(Protocol):
    """A picture of the ground that is drawn before the plan.

    It is drawn beside the window's thread as well as on it, by several threads at once, and for
    paper with the same call; so it must not change while it is in use.
    """

    @property
    def id(self) -> str:
        """Its name among all that can be hidden; kinds have theirs there too."""
        ...

    @property
    def bounds(self) -> Bounds | None:
        """What it covers, in the plan's CRS; None where that is not known. [m]."""
        ...

    def draw(self, painter: QPainter, viewport: Viewport, cancelled: Callable[[], bool]) -> None:
        """Draw what is inside the viewport, as far as it is there.

        Parameters
        ----------
        painter
            Painter of a picture or a page; its state is restored by the caller.
        viewport
            What is shown; its pixels are the painter's units.
        cancelled
            Asked now and then; drawing ends early once it says yes.
        """
        ...
