"""What lies below the plan on the map, as a row of the layer tree: a raster, a base map.

Whoever draws such a ground puts its row on the bridge with `Bridge.put_ground` and takes it away
with `Bridge.remove_ground`; the check box of the row hides and shows ``id`` in `Bridge.hidden`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroundEntry:
    """A line of the legend of a ground.

    Parameters
    ----------
    title
        What the colour means, in the language of the window.
    colour
        ``#rrggbb`` or ``#rrggbbaa``, empty for none.
    """

    title: str
    colour: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class GroundRow:
    """A ground in the layer tree.

    Parameters
    ----------
    id
        Its name in `Bridge.hidden`, ``raster:<key>`` or ``basemap``.
    title
        What it is called, in the language of the window.
    icon
        Name of one of the icons in ``resources/icons``; empty for none.
    tooltip
        What the pointer is told: whose it is, from which file, what is wrong with it.
    entries
        Its legend.
    dimmed
        Whether it cannot be seen now: too far away, or its file is gone.
    order
        Where it stands: rows with smaller numbers lie higher, as on the map.
    look
        Shows all of it on the map; None where it has no end. For the double click.
    edit
        Opens what changes how it looks; None for nothing. Becomes "Style…" of the menu.
    actions
        Further lines of the menu: texts in the language of the window, and what they do.
    """

    id: str
    title: str
    icon: str = ""
    tooltip: str = ""
    entries: tuple[GroundEntry, ...] = ()
    dimmed: bool = False
    order: int = 0
    look: Callable[[], None] | None = None
    edit: Callable[[], None] | None = None
    actions: tuple[tuple[str, Callable[[], None]], ...] = ()
