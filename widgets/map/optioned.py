"""Sketches whose result depends on numbers in a bar on the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from layers.document import Document
from layers.edit import Edit
from layers.errors import PlanError
from widgets import words
from widgets.map.course import Place
from widgets.map.edit_preview import Preview
from widgets.map.options import OptionBar
from widgets.map.sketch import SketchGesture
from widgets.map.tool import MapView


class OptionedSketch(SketchGesture):
    """A sketch with a bar of options, that a verb makes something of.

    Tools override `fill` and `verb`.

    Parameters
    ----------
    view
        The canvas.
    """

    tool: str = ""
    """Id of the tool."""

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self.bar: OptionBar | None = None

    def fill(self, bar: OptionBar) -> None:
        """Put the options into the bar."""
        raise NotImplementedError

    def verb(self, places: list[Place], *, closed: bool) -> Callable[[Document], Edit]:
        """Return what makes the edit."""
        raise NotImplementedError

    @property
    def options(self) -> OptionBar:
        """The bar, made when it is first asked for."""
        if self.bar is None:
            # All canvases are widgets; the protocol says only what tools may know of them.
            self.bar = OptionBar(cast("QWidget", self.view), self.tool)
            self.fill(self.bar)
            self.bar.changed.connect(self._refresh)
        return self.bar

    @override
    def begin(self) -> None:
        super().begin()
        self.options.open()

    @override
    def finish(self) -> None:
        if self.bar is not None:
            self.bar.hide()
        super().finish()

    @override
    def done(self, places: list[Place], closed: bool) -> bool:
        return self.commit(self.verb(places, closed=closed), select=False)

    @override
    def preview(self, places: list[Place]) -> Preview | None:
        bridge = self.view.bridge
        try:
            edit = self.verb(places, closed=False)(bridge.document)
        except PlanError as error:
            return Preview.refusing(error)
        return replace(Preview.of(edit, bridge.area_unit), told=(words.sentence(edit.title),))
