"""The bookmarks of the open plan: in the plan where it can be edited, else for the session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from layers.edits import bookmarks
from layers.edits.bookmarks import Bookmark
from layers.errors import PlanError
from resources.translations import tr
from widgets.dialogs import questions
from widgets.map.viewport import MapX, MapY

if TYPE_CHECKING:
    from app.window import Window
    from layers.session import Session

MOST_SHOWN: Final = 20
"""So many of them stand in the menu; the dialog has all."""


class Bookmarks:
    """Adds, lists and shows bookmarks.

    Parameters
    ----------
    window
        The window with the map.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._session: Session | None = None
        self._aside: tuple[Bookmark, ...] | None = None

    @property
    def all(self) -> tuple[Bookmark, ...]:
        """The bookmarks in their order."""
        session = self._window.documents.session
        if session is None:
            return ()
        if session is not self._session:
            self._session, self._aside = session, None
        if self._aside is not None and session.read_only:
            return self._aside
        return bookmarks.bookmarks(session.document)

    def add(self) -> None:
        """Ask for a name and keep the present view under it."""
        canvas = self._window.maps.current
        if canvas is None:
            return
        proposed = tr("View {n}", n=len(self.all) + 1)
        name = questions.ask_text(
            self._window, tr("Add a bookmark"), tr("Name of this view"), proposed
        )
        if name is None:
            return
        view = canvas.viewport
        bookmark = Bookmark(name, float(view.x), float(view.y), view.denominator)
        try:
            self.keep(bookmarks.with_bookmark(self.all, bookmark), added=bookmark)
        except PlanError as error:
            self._window.show_error(error)

    def keep(self, after: Sequence[Bookmark], added: Bookmark | None = None) -> None:
        """Make these the bookmarks: a step that can be undone, or for the session alone."""
        bridge, session = self._window.bridge, self._window.documents.session
        if bridge is None or session is None or tuple(after) == self.all:
            return
        if session.read_only:
            self._session, self._aside = session, tuple(after)
            self._window.notice.say(
                tr("The plan is read-only: its bookmarks are kept until it is closed.")
            )
            self._window.commands.refresh()
            return
        bridge.seal()
        if added is not None:
            bridge.attempt(lambda plan: bookmarks.add(plan, added))
        else:
            bridge.attempt(lambda plan: bookmarks.keep(plan, after))

    def show(self, place: int) -> None:
        """Show the view of a bookmark."""
        canvas, found = self._window.maps.current, self.all
        if canvas is not None and place < len(found):
            mark = found[place]
            view = canvas.viewport.centred(MapX(mark.x), MapY(mark.y))
            canvas.show_viewport(view.scaled_to(mark.scale))
            canvas.setFocus()
