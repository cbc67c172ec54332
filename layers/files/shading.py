"""The shading of a plan's roofs computed from its surface model, as far as it is not yet known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyproj
from numpy.typing import NDArray
from typing_extensions import override

from layers.document import Document
from layers.errors import InvalidEditError
from layers.files.surfaces import stamp_of, surface_of
from layers.inputs import rasters_of
from layers.message import Message
from layers.missing import numbers_of
from layers.progress import Progress
from layers.raster import Raster
from layers.shading.horizons import Shading
from layers.shading.keeping import BEYOND, NO_HEIGHT, SEEN, KeptShading, keys_of
from layers.shading.march import REACH_M, horizons
from layers.shading.roofs import Laid, Roofs, heights_of, laid
from layers.shading.surface import Surface, flat_surface

LEVEL: Final = "level ground"
"""Stamp of the ground where no surface model is at hand."""


@dataclass(frozen=True, slots=True, eq=False)
class Shaded:
    """What was computed.

    Parameters
    ----------
    kept
        The shading of all roofs.
    computed
        How many were looked at anew; the others were known and still hold.
    beyond
        How many lie where the surface model has no data.
    without_height
        How many have no height, where there is no surface model.
    """

    kept: KeptShading
    computed: int
    beyond: int
    without_height: int

    @property
    def told(self) -> tuple[Message, ...]:
        """What is said of it, what is missing last."""
        if self.computed:
            parts = [Message.of("The shading of {n} roofs was computed.", n=self.computed)]
        else:
            parts = [Message.of("The shading of all roofs was known and still holds.")]
        if not self.kept.source:
            text = (
                "The plan has no surface model: the roofs stand on level ground, nothing else does."
            )
            parts.append(Message.of(text))
        if self.beyond:
            text = "{n} roofs lie where the surface model has no heights."
            parts.append(Message.of(text, n=self.beyond))
        if self.without_height:
            text = "{n} roofs have neither a height nor floors."
            parts.append(Message.of(text, n=self.without_height))
        return tuple(parts)


class Part(Progress):
    """A part of longer work, which tells and stops the whole.

    Parameters
    ----------
    whole
        The whole.
    begin, end
        Which part of it. [-]
    """

    def __init__(self, whole: Progress, begin: float, end: float) -> None:
        super().__init__(lambda share: whole.at(begin + share * (end - begin)))
        self._whole = whole

    @property
    @override
    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._whole.cancelled


def surface_model(document: Document) -> Raster | None:
    """Return the surface model of a plan: the uppermost of them, None where it has none."""
    found = rasters_of(document, "dsm")
    return found[-1] if found else None


def roofs_of(document: Document) -> Roofs:
    """Return the roofs of a plan.

    Raises
    ------
    InvalidEditError
        Where it has none.
    """
    layer = document.layer("rooftops")
    if not len(layer):
        raise InvalidEditError(
            "The plan has no rooftops to be shaded. Import or draw some first: File, Import."
        )
    height, floors = (numbers_of(layer.values(name).array) for name in ("height_m", "floors"))
    pitched = np.asarray(layer.values("roof_type") == "pitched", bool)
    return Roofs(
        layer.ids, layer.geometries, layer.bounds, heights_of(height, floors), pitched
    )  # fmt: skip


def ground_of(
    document: Document, roofs: Roofs, progress: Progress | None = None
) -> tuple[Raster | None, Laid]:
    """Return the plan's surface model, and the surface with all roofs on it.

    Raises
    ------
    ImportDataError
        Where the surface model cannot be used.
    """
    progress = progress or Progress()
    raster = surface_model(document)
    boxes = roofs.boxes[~np.isnan(roofs.boxes[:, 0])]
    if not len(boxes):
        raise InvalidEditError("No rooftop of the plan has a shape.")
    if raster is None:
        surface = flat_surface(boxes)
    else:
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        surface = surface_of(raster, document.crs, box, REACH_M, Part(progress, 0.0, 0.8))
    progress.at(0.8)
    return raster, laid(surface, roofs)


def shade(document: Document, progress: Progress | None = None, *, anew: bool = False) -> Shaded:
    """Return the shading of all roofs of a plan; what is known and still holds is kept.

    Parameters
    ----------
    document
        The plan.
    progress
        Told how far it is; may stop the work.
    anew
        Whether all roofs are looked at again.

    Raises
    ------
    InvalidEditError
        Where the plan has no roofs, or nothing is known of the height of any.
    ImportDataError
        Where its surface model cannot be used.
    """
    progress = progress or Progress()
    roofs = roofs_of(document)
    raster = surface_model(document)
    stamp = LEVEL if raster is None else stamp_of(Path(raster.path), progress)
    if raster is not None and raster.crs:
        stamp = f"{stamp} {raster.crs}"
    keys = keys_of(roofs.shapes, roofs.heights, roofs.pitched)
    older = None if anew else KeptShading.of(document.enclosed.get("shading"))
    if older is not None and (older.stamp != stamp or older.reach_m != REACH_M):
        older = None
    todo = np.ones(len(roofs), bool)
    if older is not None:
        todo = ~older.fresh(roofs.ids, keys, roofs.boxes, roofs.heights)[1]
        if not todo.any() and np.array_equal(older.ids, roofs.ids):
            return _told(older, 0)
    _, ground = ground_of(document, roofs, Part(progress, 0.02, 0.15))
    found = _looked_around(
        document.crs,
        roofs,
        np.flatnonzero(todo),
        ground,
        raster,
        progress=Part(progress, 0.15, 0.99),
    )
    newer = KeptShading(
        raster.key if raster else "",
        Path(raster.path).name if raster else "",
        stamp,
        REACH_M,
        found[0],
        keys[todo],
        roofs.boxes[todo],
        ground.raised[todo].astype(np.float32),
        *found[1:],
    )
    kept = newer if older is None else older.merged(newer, roofs, ground.raised)
    if not (kept.states == SEEN).any():
        _refuse_unseen(raster)
    return _told(kept, int(todo.sum()))


def _looked_around(
    crs: str,
    roofs: Roofs,
    todo: NDArray[np.intp],
    ground: Laid,
    raster: Raster | None,
    *,
    progress: Progress,
) -> tuple[Shading, NDArray[np.uint8], NDArray[np.float32]]:
    """Return the shading of some roofs, the state of each, and the share that is known around."""
    states = np.full(len(todo), BEYOND, np.uint8)
    row, column, owner = ground.points()
    if raster is None:
        # Level ground tells nothing of a roof that the plan gives no height.
        lacking = ~(roofs.heights > 0)
        states[lacking[todo]] = NO_HEIGHT
        good = ~lacking[owner]
        row, column, owner = row[good], column[good], owner[good]
    number = np.full(len(roofs), -1, np.intp)
    number[todo] = np.arange(len(todo))
    wanted = number[owner] >= 0
    row, column, owner = row[wanted], column[wanted], number[owner[wanted]]
    found = horizons(
        ground.surface, row, column, turn_deg=true_north(crs, ground.surface), progress=progress
    )
    sparse = Shading.of_points(roofs.ids[todo], found.astype(np.float64), owner)
    states[sparse.known] = SEEN
    table = np.zeros((len(todo), *sparse.table.shape[1:]), np.uint8)
    sky = np.zeros(len(todo))
    table[sparse.known], sky[sparse.known] = sparse.table, sparse.sky
    full = Shading(roofs.ids[todo], np.arange(len(todo)), table, sky)
    known = np.ones(len(todo), np.float32)
    if raster is not None:
        boxes = np.nan_to_num(roofs.boxes[todo])
        known = ground.surface.known_share(boxes, REACH_M).astype(np.float32)
    return full, states, known


def _refuse_unseen(raster: Raster | None) -> None:
    if raster is None:
        raise InvalidEditError(
            "No roof has a height: neither a surface model says it, nor the columns height_m and"
            " floors of the rooftops."
        )
    raise InvalidEditError(
        "The surface model {name} has no heights where the roofs are.", name=Path(raster.path).name
    )


def _told(kept: KeptShading, computed: int) -> Shaded:
    beyond, without = (int((kept.states == state).sum()) for state in (BEYOND, NO_HEIGHT))
    return Shaded(kept, computed, beyond, without)


def true_north(crs: str, surface: Surface) -> float:
    """Return where true north is in the plan, clockwise from its own north. [°].

    Examples
    --------
    East of the central meridian (114°) of a zone, true north lies to the left:

    >>> ground = Surface(np.zeros((2, 2), np.float32), 640_000.0, 3_900_000.0, 2.0)
    >>> round(true_north("EPSG:4547", ground), 2)
    -0.89
    """
    rows, columns = surface.heights.shape
    x = surface.west + columns * surface.cell_m / 2
    y = surface.north - rows * surface.cell_m / 2
    way = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    lon, lat = way.transform(x, y)
    east, north = way.transform([lon, lon], [lat - 1e-3, lat + 1e-3], direction="INVERSE")
    turn = float(np.rad2deg(np.arctan2(east[1] - east[0], north[1] - north[0])))
    return turn if np.isfinite(turn) else 0.0
