"""The scene of one plan, kept up with it: all maps of the plan show the same one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from layers.edit import Change
from layers.progress import Progress
from widgets.bridge import Bridge
from widgets.jobs import Latest
from widgets.map.ragged import Floats
from widgets.map.scene import Scene
from widgets.map.underlay import Underlay
from widgets.map.viewport import Bounds

EVERYWHERE: Final = np.array([[-np.inf], [-np.inf], [np.inf], [np.inf]])
"""The box around all there is."""
NOWHERE: Final = np.empty((4, 0))
PREPARE_MS: Final = 400
"""So long after an edit what is still to be prepared is begun."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoilt:
    """What a map has to paint anew.

    Parameters
    ----------
    boxes
        (4, n), west, south, east and north of where; none where the scene is another one and
        looks the same. [m]
    kinds
        Whose features lie there, for how far these reach beyond their bounds; None for any, where
        it was no edit that spoilt it.
    """

    boxes: Floats
    kinds: frozenset[str] | None = None


class Stage(QObject):
    """Holds the scene of a plan.

    What a scene wants to have worked out beside the window, as levels of detail, it says itself:
    `Scene.preparation` returns the work, a callable with a `Progress`, or None where all is
    ready; `Scene.prepared` returns a scene that has the outcome, of the plan as it is by then.
    The stage runs the one and shows the other.

    Parameters
    ----------
    bridge
        The plan.
    parent
        Owner in Qt.
    scene
        What is to be seen of the plan as it is now, where that was worked out beside the window.
    """

    changed = Signal(object)
    """With `Spoilt`, after the scene has become another one or looks different somewhere."""

    def __init__(
        self, bridge: Bridge, parent: QObject | None = None, scene: Scene | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        if scene is None or scene.document is not bridge.document:
            scene = Scene.of(bridge.document, results=bridge.results)
        self._scene = scene
        self._closed = False
        self._preparing = Latest(self)
        self._preparing.answered.connect(self._take)
        self._preparing.failed.connect(_raise)
        # Not during a stroke of edits, each of which would leave something to be prepared.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PREPARE_MS)
        self._later.timeout.connect(self._prepare)
        self._later.start(0)
        bridge.document_changed.connect(self._follow)
        bridge.results_changed.connect(self._evaluate)

    @property
    def bridge(self) -> Bridge:
        """The plan."""
        return self._bridge

    @property
    def scene(self) -> Scene:
        """What is to be seen."""
        return self._scene

    def show_scene(self, scene: Scene, boxes: Floats = EVERYWHERE) -> None:
        """Take another scene of the same plan: one with levels of detail, or other underlays.

        Parameters
        ----------
        scene
            What is to be seen from now on.
        boxes
            (4, n), where it looks different; nowhere where there are none. [m]
        """
        self._scene = scene
        self.changed.emit(Spoilt(boxes))

    def put_underlay(self, underlay: Underlay, *, below: bool = True) -> None:
        """Show a picture of the ground, in the place of the one of the same id if there is one."""
        kept = tuple(one for one in self._scene.underlays if one.id != underlay.id)
        underlays = (underlay, *kept) if below else (*kept, underlay)
        self.show_scene(replace(self._scene, underlays=underlays))

    def remove_underlay(self, id_: str) -> None:
        """Take a picture of the ground away; nothing happens where there is none of this id."""
        kept = tuple(one for one in self._scene.underlays if one.id != id_)
        if len(kept) < len(self._scene.underlays):
            self.show_scene(replace(self._scene, underlays=kept))

    def spoil(self, bounds: Bounds | None = None) -> None:
        """Have painted anew what lies within some bounds, everything where None: tiles came."""
        self.changed.emit(
            Spoilt(EVERYWHERE if bounds is None else np.array(bounds, np.float64)[:, None])
        )

    def _follow(self, change: Change) -> None:
        before = self._scene
        self._scene = before.updated(self._bridge.document, change)
        self._later.start()
        whole = any(ids is None for ids in change.rows.values())
        restyled = any(section == "styles" for section, _ in change.values)
        coded = ("parameters", "plan.code_set") in change.values
        kinds = frozenset(change.rows)
        if whole or restyled or coded or any(self._looks_else(kind, before) for kind in kinds):
            self.changed.emit(Spoilt(EVERYWHERE, kinds))
            return
        boxes = [
            scene.layers[kind].boxes_of(ids)
            for kind, ids in change.rows.items()
            if ids is not None
            for scene in (before, self._scene)
        ]
        found = np.concatenate([NOWHERE, *boxes], axis=1)
        self.changed.emit(Spoilt(found, kinds))

    def _looks_else(self, kind: str, before: Scene) -> bool:
        """Return whether features that were not touched are drawn in another way.

        With another usual size outlines are firmer or fainter; of features that were read anew as
        a whole the levels are gone, and they may be filled in another way.
        """
        now, was = self._scene.layers[kind], before.layers[kind]
        return now.grain != was.grain or now.chunks[0].ragged is not was.chunks[0].ragged

    def _evaluate(self, _: object) -> None:
        """Take new results: features filled by a measure may have another class."""
        results = self._bridge.results
        if results is None:
            return
        before = self._scene
        after = before.evaluated(results)
        self.show_scene(after, after.reclassed(before))

    # ---- beside the window ----------------------------------------------------------------------

    @property
    def preparing(self) -> bool:
        """Whether something is being prepared beside the window, or will be soon."""
        return self._preparing.running or self._later.isActive()

    def _prepare(self) -> None:
        """Begin what the scene wants to have worked out, unless it is being worked out."""
        # What runs is finished first: its outcome serves the scene after an edit as well.
        if self._preparing.running:
            return
        work = preparation(self._scene)
        if work is not None:
            self._preparing.ask(work)

    def _take(self, outcome: object) -> None:
        # Borders that were drawn with both neighbours, or waited, look different now. What is
        # there stays until the new picture comes.
        scene = prepared(self._scene, outcome)
        if scene is not self._scene:
            self.show_scene(scene)
        self._later.start()  # what was edited meanwhile

    def close(self) -> None:
        """Stop what runs beside the window; called before the plan is closed."""
        if self._closed:
            return
        self._closed = True
        self._bridge.document_changed.disconnect(self._follow)
        self._bridge.results_changed.disconnect(self._evaluate)
        self._later.stop()
        self._preparing.close()


def preparation(scene: Scene) -> Callable[[Progress], object] | None:
    """Return what a scene wants to have worked out, None where all is ready."""
    asked = getattr(scene, "preparation", None)
    return None if asked is None else cast("Callable[[Progress], object] | None", asked())


def prepared(scene: Scene, outcome: object) -> Scene:
    """Return a scene that has what was worked out."""
    taken = getattr(scene, "prepared", None)
    return scene if taken is None else cast("Scene", taken(outcome))


def _raise(error: Exception) -> None:
    raise error
