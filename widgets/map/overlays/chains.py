"""Industry chains over the plan: links by nearness, what a nuisance forbids, what is too near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.document import Document
from layers.kind import Shape
from layers.measure import Results
from resources.translations import tr
from widgets.map.marks import Dots, Lines, Marks
from widgets.map.overlays import Overlay
from widgets.map.ragged import Floats, Ragged

if TYPE_CHECKING:
    from layers.analysis.chains import Scores
    from layers.analysis.nuisance import Conflicts

FAR: Final = "#8a8f98"
MIDDLE: Final = "#c98a12"
NEAR: Final = "#1b7f5c"
VETO: Final = "#c62828"
NEAR_FROM, MIDDLE_FROM = 0.8, 0.4


def make(results: Results) -> Marks:
    """Return the links from parcels to their partners, and pairs that are too near."""
    return of_parcels(results, np.empty(0, np.int64))


def of_parcels(results: Results, ids: NDArray[np.int64]) -> Marks:
    """Return links and pairs of some parcels; all of the park's, stepping back, where none is one.

    Parameters
    ----------
    results
        Results of the plan.
    ids
        Parcels, as those that are selected.
    """
    scores = cast("Scores", results.value("chains.scores"))
    conflicts = cast("Conflicts", results.value("chains.conflicts"))
    links = np.stack([scores.links.parcels, scores.links.partners], axis=1)
    near, free = scores.nearness, ~scores.vetoed
    pairs = conflicts.pairs.reshape(-1, 2)
    own, own_pairs = (np.isin(one, ids).any(axis=1) for one in (links, pairs))
    some = bool(own.any() or own_pairs.any())
    if some:
        links, near, free, pairs = links[own], near[own], free[own], pairs[own_pairs]
    # What is good lies below and is thinner: there is most of it, and least to be done about it.
    lines = [
        Lines(_straight(results.document, one), colour, width, dash, title, not some and faint)
        for one, colour, width, dash, title, faint in (
            (links[free & (near >= NEAR_FROM)], NEAR, 0.4, (), tr("Chain: near partner"), True),
            (
                links[free & (near >= MIDDLE_FROM) & (near < NEAR_FROM)],
                MIDDLE,
                0.5,
                (),
                tr("Chain: partner within reach"),
                True,
            ),
            (links[free & (near < MIDDLE_FROM)], FAR, 0.5, (), tr("Chain: far partner"), True),
            (links[~free], VETO, 0.6, (), tr("Chain: forbidden by a nuisance"), False),
            (pairs, VETO, 0.5, (2.0, 2.0), tr("Too near to a nuisance"), False),
        )
        if len(one)
    ]
    ends = _places(results.document, np.unique(links))
    crosses = _places(results.document, np.unique(pairs))
    return Marks(
        OVERLAY.id,
        tuple(lines),
        (
            Dots(ends, np.full(len(ends), 1.6), NEAR),
            Dots(crosses, np.full(len(crosses), 2.6), VETO, crossed=True),
        ),
    )


def _places(document: Document, ids: NDArray[np.int64]) -> Floats:
    """Return a place inside each parcel that is still there. [m]."""
    layer = document.layer("parcels")
    places = layer.positions(ids)
    shapes = layer.held.taken(places[places >= 0])
    return shapely.get_coordinates(shapely.point_on_surface(shapes))


def _straight(document: Document, pairs: NDArray[np.int64]) -> Ragged:
    """Return straight lines between parcels, each once, though both name it. [m]."""
    layer = document.layer("parcels")
    pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    there = (layer.positions(pairs.ravel()).reshape(-1, 2) >= 0).all(axis=1)
    pairs = pairs[there]
    ids, places = np.unique(pairs, return_inverse=True)
    ends = _places(document, ids)[places.reshape(-1, 2)]
    whole = (ends[:, 0] != ends[:, 1]).any(axis=1)
    return Ragged.of(np.asarray(shapely.linestrings(ends[whole]), object), Shape.LINE)


OVERLAY: Final = Overlay(
    "chains",
    lambda: tr("&Industry chains"),
    lambda: tr(
        "Links to partners, near (green) to far (grey), those of the selected parcels alone where"
        " some are selected; red where a nuisance forbids them, red and dashed between parcels"
        " that are too near to a nuisance"
    ),
    20,
    ("chains.scores", "chains.conflicts"),
    make,
    of_parcels,
)
