"""Rasters of the open plan in the window: rows of the layer tree, dialogs, adding and finding."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from layers.edits.rasters import add_raster, move_raster, remove_raster, set_raster
from layers.errors import ImportDataError
from layers.files.raster_place import Placed
from layers.files.raster_roles import raster_of
from layers.files.rasters import SUFFIXES, RasterFile
from layers.raster import ID, ROLES, Raster, below_to_above
from resources.translations import tr
from widgets import words
from widgets.dialogs.raster import Facts, RasterDialog
from widgets.dialogs.raster_system import RasterSystemDialog
from widgets.ground import GroundEntry, GroundRow
from widgets.map import raster_colours
from widgets.map.raster_picture import bands_of
from widgets.map.raster_shelf import RasterShelf
from widgets.map.stage import Stage

if TYPE_CHECKING:
    from app.window import Window

_LEGEND_STEPS = 5
Bounds = tuple[float, float, float, float]
"""West, south, east and north in the plan's system. [m]"""


class Rasters(QObject):
    """What the window does with the rasters of its plan.

    Parameters
    ----------
    window
        The window.
    stage
        The map's scene.
    """

    def __init__(self, window: Window, stage: Stage) -> None:
        super().__init__(stage)
        self._window, self._stage, self._bridge = window, stage, stage.bridge
        self._rows: set[str] = set()
        self._hidden = self._bridge.hidden
        self.shelf = RasterShelf(stage, self)
        self.shelf.changed.connect(self.show_rows)
        self._bridge.visibility_changed.connect(self._note_visibility)
        self.show_rows()

    # ---- rows of the layer tree -----------------------------------------------------------------

    def show_rows(self) -> None:
        """Bring the rows to the plan."""
        order = below_to_above(self._bridge.document.rasters)
        for row, raster in enumerate(reversed(order)):
            self._bridge.put_ground(self._row(raster, row))
        for id_ in self._rows - {raster.id for raster in order}:
            self._bridge.remove_ground(id_)
        self._rows = {raster.id for raster in order}

    def _row(self, raster: Raster, order: int) -> GroundRow:
        state, key = self.shelf.state(raster), raster.key
        title = raster.title or key
        tooltip = f"{words.declared(ROLES[raster.role])}: {raster.path}"
        if state.problem is not None:
            gone = not Path(raster.path).is_file()
            title = tr("{name} (missing)", name=title) if gone else title
            tooltip = words.sentence(state.problem)
        elif state.preparing is not None:
            title = tr("{name} (being prepared: {n} %)", name=title, n=int(100 * state.preparing))
            tooltip = tr("Coarser levels of this large raster are being made; near views are shown")
        return GroundRow(
            raster.id,
            title,
            icon="layers",
            tooltip=tooltip,
            entries=self._legend(raster),
            dimmed=state.problem is not None,
            order=order,
            look=partial(self.shelf.look_at, raster),
            edit=partial(self.edit, key),
            actions=(
                (tr("Move up"), partial(self._move, key, up=True)),
                (tr("Move down"), partial(self._move, key, up=False)),
                (tr("Find the file…"), partial(self.find, key)),
                (tr("Remove from the plan"), partial(self._remove, key)),
            ),
        )

    def _legend(self, raster: Raster) -> tuple[GroundEntry, ...]:
        values = self._bounds(raster)
        placed = self.shelf.placed(raster)
        if values is None or placed is None or len(bands_of(raster, placed.file)) > 1:
            return ()
        if raster.role == "imagery":
            return ()
        colours, (low, high) = raster_colours.ramp(raster.ramp), values
        found: list[GroundEntry] = []
        for step in range(_LEGEND_STEPS, -1, -1):
            share = step / _LEGEND_STEPS
            red, green, blue = colours[round(255 * share)].tolist()
            text = words.figures(low + (high - low) * share)
            found.append(GroundEntry(text, f"#{red:02x}{green:02x}{blue:02x}"))
        return tuple(found)

    def _bounds(self, raster: Raster) -> tuple[float, float] | None:
        """Return between which values colours run, None while that is not known."""
        placed = self.shelf.placed(raster)
        if placed is None:
            return None
        spread = placed.file.known_spread(bands_of(raster, placed.file)[0])
        if spread is None and raster_colours.needs_spread(raster, placed.file.dtype):
            return None
        stretch = raster_colours.stretch_of(raster, placed.file.dtype)
        return raster_colours.bounds(raster.style, stretch, spread, placed.file.dtype)

    def _note_visibility(self) -> None:
        """Keep in the plan what the check boxes say, where it may be edited."""
        bridge = self._bridge
        changed = {id_ for id_ in bridge.hidden ^ self._hidden if id_.startswith(ID)}
        self._hidden = bridge.hidden
        if bridge.session.read_only:
            return
        for key in (id_.removeprefix(ID) for id_ in changed):
            raster = bridge.document.rasters.get(key)
            visible = ID + key not in bridge.hidden
            if raster is not None and raster.visible != visible:
                bridge.attempt(partial(set_raster, key=key, changes={"visible": visible}))

    # ---- what can be done -----------------------------------------------------------------------

    def edit(self, key: str) -> None:
        """Open what changes how a raster looks."""
        raster = self._bridge.document.rasters.get(key)
        if raster is None:
            return
        dialog = RasterDialog(
            self._bridge, key, self._facts(raster), self._window, refusal=partial(_refusal, raster)
        )
        dialog.exec()
        dialog.deleteLater()

    def _facts(self, raster: Raster) -> Facts:
        placed = self.shelf.placed(raster)
        if placed is None:
            problem = self.shelf.state(raster).problem
            text = (
                words.sentence(problem) if problem is not None else tr("The file is not open yet.")
            )
            return Facts(text, 3, (1,))
        file = placed.file
        text = tr(
            "{name}: {width} × {height} pixels, bands: {n} ({dtype}), {crs}",
            name=file.name, width=words.number(file.width), height=words.number(file.height),
            n=file.count, dtype=str(file.dtype), crs=file.crs.name,
        )  # fmt: skip
        return Facts(text, file.count, file.usual_bands, self._bounds(raster))

    def _move(self, key: str, *, up: bool) -> None:
        self._bridge.attempt(lambda document: move_raster(document, key, up=up))

    def _remove(self, key: str) -> None:
        self._bridge.attempt(lambda document: remove_raster(document, key))

    def find(self, key: str) -> None:
        """Ask where the file of a raster is now."""
        path = ask_files(self._window, several=False)
        if path:
            self._bridge.attempt(
                lambda document: set_raster(document, key, {"path": str(path[0].resolve())})
            )
            self.shelf.try_again()

    def add(self, paths: Sequence[Path]) -> None:
        """Lay rasters below the plan; they are looked at beside the window."""
        for path in paths:
            self._add_one(path)

    def _add_one(self, path: Path, crs: str = "") -> None:
        window, bridge = self._window, self._bridge
        plan_crs = bridge.document.crs

        def done(answer: object) -> None:
            if window.bridge is not bridge:
                return
            raster, bounds = cast("tuple[Raster, Bounds]", answer)
            if bridge.attempt(lambda document: add_raster(document, raster)):
                self._tell_added(raster, bounds)

        def refused(error: object) -> None:
            if window.bridge is not bridge:
                return
            if isinstance(error, ImportDataError) and error.option == "--crs":
                self._ask_system(path, error, crs)
            else:
                window.documents.failed.emit(error)

        window.documents.jobs.start(
            tr("Looking at {name}", name=path.name),
            lambda _: _looked_at(path, crs, plan_crs),
            done,
            refused=refused,
        )

    def _ask_system(self, path: Path, error: ImportDataError, chosen: str) -> None:
        """Ask for the coordinate system that a file does not say, and lay it below with that."""
        sentence = words.sentence(error.message)
        plan = self._bridge.document.crs
        dialog = RasterSystemDialog(path.name, sentence, plan, chosen, self._window)
        agreed = dialog.exec() == dialog.DialogCode.Accepted
        wanted = dialog.chosen
        dialog.deleteLater()
        if agreed:
            self._add_one(path, wanted)

    def _tell_added(self, raster: Raster, bounds: Bounds) -> None:
        """Say where a new raster is to be seen: the layers above it often hide it."""
        newest = below_to_above(self._bridge.document.rasters)[-1]
        self._bridge.reveal_ground(newest.id)
        extent, notice = self._stage.scene.extent(), self._window.notice
        if extent is None or not np.isfinite(bounds).all():
            return
        away, name = away_m(bounds, extent), raster.title  # the user's own words
        if away > 0:
            notice.say(
                tr(
                    "{name} lies {n} km away from the plan. Look at its coordinate system: double"
                    " click on its picture in Layers.",
                    name=name, n=words.figures(away / 1000.0, 3),
                ),
                warning=True,
            )  # fmt: skip
        else:
            notice.say(
                tr(
                    "{name} lies below the plan. It is seen where layers above it have no fill, are"
                    " switched off, or let it through (Style…, Opacity).",
                    name=name,
                )
            )

    def close(self) -> None:
        """Stop what runs and let go of the files."""
        self.shelf.close()


def _looked_at(path: Path, crs: str, plan_crs: str) -> tuple[Raster, Bounds]:
    """Return a raster to be added, and where it lies in the plan's system. [m]."""
    raster = raster_of(path, crs=crs)
    file = RasterFile(path, crs)
    try:
        return raster, Placed(file, plan_crs).bounds
    finally:
        file.close()


def _refusal(raster: Raster, crs: str) -> str:
    """Return why a raster's file cannot lie in a coordinate system; empty where it can."""
    try:
        RasterFile(Path(raster.path), crs).close()
    except ImportDataError as error:
        return words.sentence(error.message)
    return ""


def away_m(one: Bounds, other: Bounds) -> float:
    """Return how far apart two boxes (west, south, east, north) are, 0 where they meet. [m].

    Examples
    --------
    >>> away_m((0, 0, 1, 1), (4, 5, 6, 7)), away_m((0, 0, 2, 2), (1, 1, 3, 3))
    (5.0, 0.0)
    """
    x = max(one[0] - other[2], other[0] - one[2], 0.0)
    y = max(one[1] - other[3], other[1] - one[3], 0.0)
    return hypot(x, y)


def ask_files(window: Window, *, several: bool = True) -> list[Path]:
    """Return the rasters to be added, none where the user gave up."""
    kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    folder = window.settings.folder("data")
    wanted = f"{tr('Rasters')} ({kinds})"
    if several:
        texts, _ = QFileDialog.getOpenFileNames(window, tr("Add rasters"), folder, wanted)
    else:
        text, _ = QFileDialog.getOpenFileName(window, tr("Find the raster"), folder, wanted)
        texts = [text] if text else []
    if texts:
        window.settings.folders["data"] = str(Path(texts[0]).parent)
    return [Path(text) for text in texts]
