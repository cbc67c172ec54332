"""The rasters of the open plan: opened beside the window, given levels, and laid below the map."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from layers.edit import Change
from layers.edits.rasters import SECTION
from layers.errors import CancelledError, ImportDataError
from layers.files import raster_overviews
from layers.files.raster_place import Placed
from layers.files.rasters import RasterFile
from layers.message import Message
from layers.progress import Progress
from layers.raster import ID, Raster, below_to_above
from widgets.map.raster_reader import Reader
from widgets.map.rasters import RasterUnderlay
from widgets.map.stage import EVERYWHERE, Stage
from widgets.map.underlay import Underlay

Source = tuple[str, str]
"""Path and given coordinate system: what is opened once."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a raster is.

    Parameters
    ----------
    problem
        Why it cannot be shown, or not from afar; None where it can.
    preparing
        How much of its levels is made, where they are being made. [-]
    """

    problem: Message | None = None
    preparing: float | None = None


class RasterShelf(QObject):
    """Keeps what lies below the map as the plan says it.

    Parameters
    ----------
    stage
        Where it is shown.
    parent
        Owner in Qt.
    """

    changed = Signal()
    """After a raster was opened or refused, is further prepared, or is another one."""
    _progressed = Signal(object, float)

    def __init__(self, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage, self._bridge = stage, stage.bridge
        self._reader = Reader(self)
        self._placed: dict[Source, Placed] = {}
        self._problems: dict[Source, Message] = {}
        self._unprepared: dict[Source, Message] = {}
        self._asked: set[Source] = set()
        self._preparing: dict[Source, float] = {}
        self._makers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="levels")
        self._stop = Progress()
        self._closed = False
        self._reader.came.connect(self._take)
        self._reader.failed.connect(self._refuse)
        self._progressed.connect(self._show_progress)
        self._bridge.document_changed.connect(self._follow)
        for raster in self._bridge.document.rasters.values():
            self._bridge.show_kind(raster.id, visible=raster.visible)
        self._lay()

    # ---- what others may ask --------------------------------------------------------------------

    def state(self, raster: Raster) -> State:
        """Return how far a raster is."""
        source = _source(raster)
        problem = self._problems.get(source) or self._unprepared.get(source)
        return State(problem, self._preparing.get(source))

    def placed(self, raster: Raster) -> Placed | None:
        """Return a raster's file in its place; None while it is not open."""
        return self._placed.get(_source(raster))

    def look_at(self, raster: Raster) -> None:
        """Show all of a raster on the map."""
        placed = self.placed(raster)
        if placed is not None and np.isfinite(placed.bounds).all():
            self._bridge.look_requested.emit(placed.bounds)

    def try_again(self) -> None:
        """Open what could not be opened once more."""
        for source in [*self._problems, *self._unprepared]:
            self._problems.pop(source, None)
            self._unprepared.pop(source, None)
            self._asked.discard(source)
            if source in self._placed:
                self._placed.pop(source).file.close()
        self._lay()

    # ---- following the plan ---------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        keys = [key for section, key in change.values if section == SECTION]
        if not keys:
            return
        for key in keys:
            raster = self._bridge.document.rasters.get(key)
            if raster is not None:
                self._bridge.show_kind(raster.id, visible=raster.visible)
        self._lay()

    def _lay(self) -> None:
        """Bring the underlays to the plan; have opened what is not open."""
        order = below_to_above(self._bridge.document.rasters)
        mine: list[RasterUnderlay] = []
        for raster in order:
            placed = self.placed(raster)
            if placed is not None and _source(raster) not in self._problems:
                mine.append(RasterUnderlay(raster, placed, self._reader))
            elif _source(raster) not in self._asked:
                self._open(raster)
        self._forget({_source(raster) for raster in order})
        scene = self._stage.scene
        before = [one for one in scene.underlays if one.id.startswith(ID)]
        if _same(before, mine):
            self.changed.emit()
            return
        others = tuple(one for one in scene.underlays if not one.id.startswith(ID))
        boxes = [one.bounds for one in (*before, *mine)]
        known = [box for box in boxes if box is not None]
        spoilt = np.array(known, np.float64).T if known and len(known) == len(boxes) else EVERYWHERE
        self._stage.show_scene(replace(scene, underlays=(*others, *mine)), spoilt)
        self.changed.emit()

    def _forget(self, used: set[Source]) -> None:
        """Close what the plan has no more; undo opens it again."""
        # A list first: the thread that opens files may put one there meanwhile.
        for source in [one for one in list(self._placed) if one not in used]:
            self._placed.pop(source).file.close()
            self._asked.discard(source)

    # ---- opening --------------------------------------------------------------------------------

    def _open(self, raster: Raster) -> None:
        source, crs = _source(raster), self._bridge.document.crs
        self._asked.add(source)

        def work() -> None:
            try:
                file = RasterFile(Path(source[0]), source[1])
                if raster_overviews.wanted(file) and not raster_overviews.add_kept(file):
                    self._make_levels(source, file)
                self._placed[source] = Placed(file, crs)
            except ImportDataError as error:
                self._problems[source] = error.message

        self._reader.want(("open", *source), raster.id, work, once=True)

    def _make_levels(self, source: Source, file: RasterFile) -> None:
        """Make coarser levels of a large raster; near views of it can be drawn meanwhile."""
        if self._closed:
            return
        last = [0.0]

        def at(share: float) -> None:
            if self._stop.cancelled:
                raise CancelledError
            if share >= 1.0 or share - last[0] >= 0.02:
                last[0] = share
                self._progressed.emit(source, share)

        def work() -> None:
            try:
                raster_overviews.make(file, Progress(at))
            except CancelledError:
                return
            except ImportDataError as error:  # near views need no levels
                self._unprepared[source] = error.message
            self._progressed.emit(source, np.inf)

        self._preparing[source] = 0.0
        self._makers.submit(work)

    def _show_progress(self, source: Source, share: float) -> None:
        if np.isfinite(share):
            self._preparing[source] = share
            self.changed.emit()
            return
        self._preparing.pop(source, None)
        self._spoil(lambda raster: _source(raster) == source)
        self._lay()

    def _take(self, id_: str) -> None:
        """Paint what has come."""
        if self._closed:
            return
        known = {one.id for one in self._stage.scene.underlays}
        if id_ in known:
            self._spoil(lambda raster: raster.id == id_)
        self._lay()

    def _spoil(self, wanted: Callable[[Raster], bool]) -> None:
        for one in self._stage.scene.underlays:
            if isinstance(one, RasterUnderlay) and wanted(one.raster):
                self._stage.spoil(one.bounds)

    def _refuse(self, id_: str, error: object) -> None:
        raster = self._bridge.document.rasters.get(id_.removeprefix(ID))
        if raster is not None and isinstance(error, ImportDataError) and not self._closed:
            self._problems[_source(raster)] = error.message
            self._lay()

    def close(self) -> None:
        """Stop what runs beside the window and let go of the files."""
        self._closed = True
        self._stop.cancel()
        self._reader.close()
        self._makers.shutdown(wait=True, cancel_futures=True)
        for placed in self._placed.values():
            placed.file.close()


def _source(raster: Raster) -> Source:
    return raster.path, raster.crs


def _same(before: list[Underlay], after: list[RasterUnderlay]) -> bool:
    """Return whether underlays show the same in the same order."""
    seen = [(one.raster, one.placed) if isinstance(one, RasterUnderlay) else None for one in before]
    return seen == [(one.raster, one.placed) for one in after]
