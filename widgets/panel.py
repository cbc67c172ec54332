"""What a dock is: a panel that the window finds by looking, and puts where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtWidgets import QWidget

from widgets.bridge import Bridge


@dataclass(frozen=True, slots=True)
class Panel:
    """One dock, declared once.

    Parameters
    ----------
    id
        Name under which its place is remembered.
    title
        Gives the title in the language of the window.
    icon
        Name of its icon.
    area
        Side of the window at which it stands at first.
    order
        Place among those of its side; panels of the same ``tab`` lie over one another.
    key
        Shows and hides it. Declared, so that a new panel takes no key from the others.
    make
        Makes it.
    tab
        Name of the pile it lies in; empty for a place of its own.
    hidden
        Whether it is closed at first.
    """

    id: str
    title: Callable[[], str]
    icon: str
    area: Literal["left", "right", "bottom"]
    order: int
    key: str
    make: Callable[[Bridge], QWidget]
    tab: str = ""
    hidden: bool = False


class Attentive:
    """A panel that follows the plan while it is seen, and catches up when it is seen again."""

    _seen = True
    _behind = False

    def show_present(self) -> None:
        """Show what the panel is about as it is now."""
        raise NotImplementedError

    def follow(self, *_: object) -> None:
        """Show what has changed: now, or when the panel is seen again."""
        self._behind = not self._seen
        if self._seen:
            self.show_present()

    def show_seen(self, seen: bool) -> None:  # noqa: FBT001  a slot of Qt's signal
        """Note whether the panel is seen: neither closed nor behind another one."""
        self._seen = seen
        if seen and self._behind:
            self._behind = False
            self.show_present()
