"""The one bridge between the plan and Qt. Widgets read from it and never listen to one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from layers.document import Document
from layers.edit import Change, Edit
from layers.errors import PlanError
from layers.history import History
from layers.measure import Results
from layers.session import Answer, Session
from widgets.ground import GroundRow
from widgets.jobs import Latest
from widgets.selecting import Selection, SelectionMemory, present

SOON_MS: Final = 1
"""So long after an edit the totals follow: what waits to be shown is shown before."""
PATIENCE_MS: Final = 250
"""So long at most the totals wait for maps that are being drawn."""
COSTLY_MS: Final = 120
"""So long after an edit what is costly is computed anew."""


class Bridge(QObject):
    """What widgets may know and do: the document, the results, the selection, and edits.

    Parameters
    ----------
    session
        The plan being worked on.
    parent
        Owner in Qt.
    """

    document_changed = Signal(object)
    """After each edit, undo or redo, with a `Change`."""
    results_changed = Signal(object)
    """With the ids of the measures that have another value; empty ids never come."""
    selection_changed = Signal()
    state_changed = Signal()
    """After a save, or where the file, the name or the right to edit is another one."""
    visibility_changed = Signal()
    display_changed = Signal()
    """After the area unit or the land use of the brush is another one."""
    look_requested = Signal(object)
    """With bounds (west, south, east, north) in metres that the map should show."""
    flash_requested = Signal(object)
    """With a place (x, y) in metres that the map should mark for a moment."""
    why_requested = Signal(str)
    """With the path of a number in the totals whose reasons are asked for."""
    identified = Signal(object)
    """With (kind, feature id) pairs, from above to below, about which all is to be told."""
    told_changed = Signal()
    """After another feature is the one about which all is told."""
    panel_requested = Signal(str)
    """With the id of a panel that should be opened and come to the front."""
    style_requested = Signal(str)
    """With the kind whose style is to be edited."""
    ground_changed = Signal()
    """After what lies below the plan has another row in the layer tree."""
    ground_revealed = Signal(str)
    """With the id of something below the plan whose row should be seen in the layer tree."""
    scale_changed = Signal()
    """After the map that is worked on shows another scale."""
    view_changed = Signal()
    """After the map that is worked on shows another part of the plan, with each frame of a pan."""
    refused = Signal(object)
    """With the `PlanError` of an edit that could not be made; nothing has changed."""
    sketch_begun = Signal()
    """After something new is drawn: what was refused before is past."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._selection: Selection = MappingProxyType({})
        self._memory = SelectionMemory(session.history.mark)
        self._going: Callable[[History], Selection | None] | None = None
        self._hidden: frozenset[str] = frozenset()
        self._active = "parcels"
        self._area_unit = "ha"
        self._land_use = ""
        self._ground: tuple[GroundRow, ...] = ()
        self._told: tuple[str, int] | None = None
        self._scale = 0.0
        self._view: tuple[float, float, float, float] | None = None
        self._shown: Results | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._evaluate)
        # The map is drawn first: what is costly would take Python's lock from it.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(COSTLY_MS)
        self._later.timeout.connect(self._ask)
        # What a verb selects at once belongs to its step; what the user does next does not.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._note_selection)
        self._drawing: set[int] = set()
        self._latest = Latest(self)
        self._latest.answered.connect(self._answered)
        self._latest.failed.connect(_raise)
        session.listen(self._changed)
        self._timer.start(SOON_MS)

    # ---- the plan -------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """The plan as it is now."""
        return self._session.document

    @property
    def session(self) -> Session:
        """The session, for opening, saving and the history."""
        return self._session

    @property
    def results(self) -> Results | None:
        """The newest results; None until the first are there."""
        return self._shown

    @property
    def computing(self) -> Latest:
        """The work that computes results beside the window, for showing how far it is."""
        return self._latest

    def perform(self, edit: Edit) -> None:
        """Apply an edit; PlanError where it does not fit."""
        self._session.perform(edit)

    def attempt(self, verb: Callable[[Document], Edit]) -> bool:
        """Make an edit of the present document and apply it; return whether that went well.

        Where it does not fit, `refused` tells why.
        """
        try:
            self._session.perform(verb(self.document))
        except PlanError as error:
            self.refused.emit(error)
            return False
        return True

    def seal(self) -> None:
        """End a stroke: the next edit is a step of its own."""
        self._session.seal()

    def undo(self) -> None:
        """Take the last step back; what was selected before it is selected again."""
        self._go(self._session.undo, self._memory.undone)

    def withdraw(self) -> None:
        """Take the last step back for good: a stroke was broken off."""
        self._go(self._session.withdraw, self._memory.undone)

    def redo(self) -> None:
        """Do again what was taken back; what the step had selected is selected again."""
        self._go(self._session.redo, self._memory.redone)

    # ---- what is looked at ----------------------------------------------------------------------

    @property
    def selection(self) -> Selection:
        """Selected feature ids by kind, ascending; kinds without any are absent."""
        return self._selection

    def select(self, selection: Mapping[str, NDArray[np.int64] | list[int]]) -> None:
        """Make this the selection."""
        found = {kind: np.unique(np.asarray(ids, np.int64)) for kind, ids in selection.items()}
        self._selection = MappingProxyType({kind: ids for kind, ids in found.items() if len(ids)})
        self.selection_changed.emit()

    @property
    def active(self) -> str:
        """The kind on which selecting and the table act."""
        return self._active

    def activate(self, kind: str) -> None:
        """Make this kind the one on which selecting and the table act."""
        if kind != self._active:
            self._active = kind
            self.visibility_changed.emit()

    @property
    def hidden(self) -> frozenset[str]:
        """Kinds that the map does not show; totals count them all the same."""
        return self._hidden

    def show_kind(self, kind: str, *, visible: bool) -> None:
        """Show or hide a kind on the map."""
        hidden = self._hidden - {kind} if visible else self._hidden | {kind}
        if hidden != self._hidden:
            self._hidden = hidden
            self.visibility_changed.emit()

    @property
    def area_unit(self) -> str:
        """The unit in which areas are shown, one of `layers.units.AREA_UNITS`."""
        return self._area_unit

    def show_areas_in(self, unit: str) -> None:
        """Show areas in this unit everywhere."""
        if unit != self._area_unit:
            self._area_unit = unit
            self.display_changed.emit()

    @property
    def land_use(self) -> str:
        """The code that the zone brush paints; empty until one is chosen."""
        return self._land_use

    def choose_land_use(self, code: str) -> None:
        """Make this the code that the zone brush paints."""
        if code != self._land_use:
            self._land_use = code
            self.display_changed.emit()

    @property
    def ground(self) -> tuple[GroundRow, ...]:
        """Rows of what lies below the plan, from above to below."""
        return self._ground

    def put_ground(self, row: GroundRow) -> None:
        """Show a row for something below the plan, instead of the one of the same id."""
        kept = [one for one in self._ground if one.id != row.id]
        self._ground = tuple(sorted([*kept, row], key=lambda one: one.order))
        self.ground_changed.emit()

    def remove_ground(self, id_: str) -> None:
        """Take a row for something below the plan away."""
        kept = tuple(one for one in self._ground if one.id != id_)
        if len(kept) < len(self._ground):
            self._ground = kept
            self.ground_changed.emit()

    def reveal_ground(self, id_: str) -> None:
        """Have the row of something below the plan seen in the layer tree."""
        self.ground_revealed.emit(id_)

    @property
    def scale(self) -> float:
        """Denominator of the scale of the map that is worked on; 0 before there is a map."""
        return self._scale

    def show_scale(self, denominator: float) -> None:
        """Tell the scale of the map that is worked on."""
        if denominator != self._scale:
            self._scale = denominator
            self.scale_changed.emit()

    @property
    def view(self) -> tuple[float, float, float, float] | None:
        """What the map that is worked on shows: west, south, east, north; None without one. [m]."""
        return self._view

    def show_view(self, bounds: tuple[float, float, float, float]) -> None:
        """Tell what the map that is worked on shows. [m]."""
        if bounds != self._view:
            self._view = bounds
            self.view_changed.emit()

    def request_style(self, kind: str) -> None:
        """Ask for the editor of a kind's style."""
        self.style_requested.emit(kind)

    def look_at(self, kind: str, ids: NDArray[np.int64] | None = None) -> None:
        """Show features of a kind on the map, all of them where no ids are given."""
        layer = self.document.layer(kind)
        boxes = layer.bounds
        if ids is not None:
            places = layer.positions(ids)
            boxes = boxes[places[places >= 0]]
        boxes = boxes[~np.isnan(boxes[:, 0])]
        if len(boxes) and np.isfinite(boxes).all():
            low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
            self.look_requested.emit((*low.tolist(), *high.tolist()))

    def identify(self, found: list[tuple[str, int]]) -> None:
        """Tell all about features, given by kind and id from above to below."""
        self.identified.emit(tuple(found))

    @property
    def told(self) -> tuple[str, int] | None:
        """Kind and id of the feature about which all is told; None for none."""
        return self._told

    def tell(self, feature: tuple[str, int] | None) -> None:
        """Note which feature all is told about: the map outlines it."""
        if feature != self._told:
            self._told = feature
            self.told_changed.emit()

    def open_panel(self, id_: str) -> None:
        """Open a panel and bring it to the front."""
        self.panel_requested.emit(id_)

    # ---- results --------------------------------------------------------------------------------

    def _go(self, go: Callable[[], bool], known: Callable[[History], Selection | None]) -> None:
        """Take a step back or do it again, and find the selection that belongs to it."""
        self._settle()
        self._going = known
        try:
            go()
        finally:
            self._going = None

    def _settle(self) -> None:
        if self._settled.isActive():
            self._settled.stop()
            self._note_selection()

    def _note_selection(self) -> None:
        self._memory.settle(self._selection)

    def _selected_after(self, change: Change) -> Selection:
        """Return the selection that a change leads to."""
        wanted = None
        if self._going is None:
            self._settle()
            self._memory.stepped(self._session.history, self._selection)
            self._settled.start(0)
        else:
            wanted = self._going(self._session.history)
        # A step of styles or factors alone moves no selection, and none is cleared by undo.
        return present(self.document, wanted if wanted and change.rows else self._selection)

    def _changed(self, change: Change) -> None:
        wanted = self._selected_after(change)
        self.document_changed.emit(change)
        if wanted is not self._selection:
            self.select(wanted)
        wait = PATIENCE_MS if self._drawing else SOON_MS
        # A stroke of edits must not put the totals off for ever.
        if not (self._drawing and self._timer.isActive()):
            self._timer.start(wait)

    def hold(self, map_: object) -> None:
        """Have the totals wait until a map shows the edit, for a quarter of a second at most.

        The threads that paint it would otherwise have to share Python's lock with them.
        """
        self._drawing.add(id(map_))

    def release(self, map_: object) -> None:
        """Let the totals follow: the map shows the edit, or shows nothing any more."""
        waited = bool(self._drawing)
        self._drawing.discard(id(map_))
        if waited and not self._drawing and self._timer.isActive():
            self._timer.start(SOON_MS)

    def _evaluate(self) -> None:
        if self._session.results is None:
            self._ask()
            return
        self._show(self._session.evaluate(light_only=True))
        # Not put off by the next edit, or a stroke of them would put it off for ever.
        if (self._shown is None or self._shown.stale) and not self._later.isActive():
            self._later.start()

    def _ask(self) -> None:
        # What runs is let finish: a stroke of quick edits would otherwise put it off for ever.
        wanted = self._shown is None or self._shown.stale
        if wanted and not self._latest.running:
            self._latest.ask(self._session.question())

    def _answered(self, answer: object) -> None:
        results = self._session.adopt(cast("Answer", answer))
        if results.document is self.document:
            self._show(results)
        elif not self._timer.isActive():
            # Edits came meanwhile: what is light is brought up to them before it is shown.
            self._timer.start(SOON_MS)

    def _show(self, results: Results) -> None:
        changed = results.changed_from(self._shown)
        self._shown = results
        if changed:
            self.results_changed.emit(changed)

    def close(self) -> None:
        """Stop what runs beside the window."""
        for timer in (self._timer, self._later, self._settled):
            timer.stop()
        self._latest.close()


def _raise(error: object) -> None:
    """Raise, on the window's thread, what went wrong beside it: a bug in a measure."""
    if isinstance(error, BaseException):
        raise error
