"""The scene of one plan, kept up with it: all maps of the plan show the same one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from layers.edit import Change
from widgets.bridge import Bridge
from widgets.map.ragged import Floats
from widgets.map.scene import Scene
from widgets.map.underlay import Underlay
from widgets.map.viewport import Bounds

EVERYWHERE: Final = np.array([[-np.inf], [-np.inf], [np.inf], [np.inf]])
"""The box around all there is."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoilt:
    """What a map has to paint anew.

    Parameters
    ----------
    boxes
        (4, n), west, south, east and north of where. [m]
    """

    boxes: Floats


class Stage(QObject):
    """Holds the scene of a plan.

    Parameters
    ----------
    bridge
        The plan.
    parent
        Owner in Qt.
    """

    changed = Signal(object)
    """With `Spoilt`, after the scene has become another one or looks different somewhere."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scene = Scene.of(bridge.document)
        bridge.document_changed.connect(self._follow)

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
        if boxes.shape[1]:
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
        whole = any(ids is None for ids in change.rows.values())
        restyled = any(section == "styles" for section, _ in change.values)
        if whole or restyled or ("parameters", "plan.code_set") in change.values:
            self.changed.emit(Spoilt(EVERYWHERE))
            return
        boxes = [
            scene.layers[kind].boxes_of(ids)
            for kind, ids in change.rows.items()
            if ids is not None
            for scene in (before, self._scene)
        ]
        self.changed.emit(Spoilt(np.concatenate([np.empty((4, 0)), *boxes], axis=1)))
