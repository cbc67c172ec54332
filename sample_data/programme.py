"""What is planned where: zones of the design plane, their uses, and single sites inside them."""

import math
from dataclasses import dataclass

HALF_RING = (2250.0, 2050.0)
"""Half width and half height of the ring road on the design plane. [m]"""

RING_RADIUS = 360.0
"""Radius of the ring road's corners. [m]"""


@dataclass(frozen=True, slots=True)
class Zone:
    """What a block of a zone is divided into.

    Parameters
    ----------
    uses : planned codes and their weights
    plot_ha : wanted size of a plot. [ha]
    belt_m : depth of the protective belt along through streets, 0 without one. [m]
    around : whether the belt goes along every street and not only along through streets
    """

    uses: tuple[tuple[str, float], ...]
    plot_ha: float
    belt_m: float = 0.0
    around: bool = False


ZONES = {
    "river": Zone((("G1", 1.0),), 60.0),
    "lake": Zone((("G1", 1.0),), 60.0),
    "verge": Zone((("G2", 1.0),), 60.0),
    "field": Zone((("E2", 1.0),), 9.0, 15.0),
    "park": Zone((("G1", 1.0),), 30.0),
    "wood": Zone((("G2", 1.0),), 20.0),
    "logistics": Zone((("W1", 1.0),), 5.2, 20.0),
    "heavy": Zone((("M3", 0.6), ("M2", 0.4)), 6.0, 40.0, around=True),
    "works": Zone((("M2", 0.8), ("M1", 0.12), ("W1", 0.08)), 5.4, 15.0),
    "plants": Zone((("M2", 0.34), ("M1", 0.6), ("W1", 0.06)), 4.7, 12.0),
    "light": Zone((("M1", 0.9), ("M2", 0.1)), 4.2, 12.0),
    "axis": Zone((("A35", 0.45), ("M1", 0.4), ("B2", 0.15)), 3.3),
    "core": Zone((("B2", 0.3), ("B1", 0.34), ("A35", 0.26), ("R2", 0.1)), 2.3),
    "campus": Zone((("A3", 0.55), ("A35", 0.45)), 4.4, 12.0),
    "home": Zone((("R2", 1.0),), 3.9),
}

LEFT_OUT = ""
"""The code of land that the plan assigns to no parcel: it is still being argued about."""

# code, u, v, wanted area in ha: cut off the block at that place, at the end beside it
SITES = (
    (LEFT_OUT, 2600, 2120, 12.0), ("E2", 640, -2300, 9.0), ("E2", 500, -2300, 6.0),
    ("A1", -130, 100, 2.2), ("G3", 120, 60, 1.8), ("A2", 130, -110, 2.0), ("G1", -110, -130, 2.4),
    ("A4", 280, -450, 3.0), ("G1", -420, 340, 1.0), ("G3", -420, -420, 0.8),
    ("A5", 2080, -420, 3.6), ("A33", 1300, -660, 3.0), ("A33", 2080, -1420, 3.2),
    ("B1", 1290, -1150, 1.4), ("B1", 1600, -920, 1.2), ("G1", 1800, -700, 1.2),
    ("G1", 1340, -1440, 1.0), ("G1", 1840, -1180, 1.3), ("G1", 1560, -1930, 1.5),
    ("A6", 2050, -1700, 1.4), ("B1", 760, -1950, 1.0),
    ("U12", -1600, 1400, 1.9), ("U12", 1290, 560, 1.7), ("U12", -2150, -420, 1.6),
    ("U12", -760, 420, 3.5), ("U12", -2600, -1360, 2.3), ("U12", 2160, 900, 1.7),
    ("U14", -1240, -180, 2.3), ("U14", 1560, 1420, 1.7), ("U14", -1800, 620, 2.2),
    ("U11", -1950, -1950, 3.2), ("U13", -2620, 1300, 1.9), ("U15", 400, 1350, 2.0),
    ("U21", 260, -2240, 7.5), ("U22", -2120, 1900, 3.5), ("U22", -700, -1900, 1.4),
    ("U3", -660, -940, 1.3), ("U3", 1800, 380, 1.2), ("U21", -1560, 2250, 3.8),
    ("S41", -230, 900, 1.2), ("S41", 1600, -180, 1.0), ("S41", -2380, 60, 1.4),
    ("S42", 160, 420, 0.8), ("S42", -1030, 1060, 1.0), ("S42", -1240, -1140, 1.0),
    ("S42", 1290, 1890, 0.9), ("S42", -2600, 400, 1.8), ("S42", 1880, -380, 0.7),
    ("S42", -440, -960, 0.8), ("S42", 2060, 200, 0.9), ("S42", -1600, -620, 0.9),
    ("B41", -2620, -120, 0.7), ("B41", -2640, -940, 0.9), ("B41", -1040, -1140, 0.6),
    ("B41", 1270, 1080, 0.6), ("B41", -1240, 880, 0.6),
    ("G1", -1290, 1250, 1.2), ("G1", -1850, 360, 1.1), ("G1", -960, -420, 1.3),
    ("G1", -1840, -900, 1.0), ("G1", -430, 1620, 1.2), ("G1", 1560, 800, 1.2),
    ("G1", 1300, 1680, 1.0), ("G1", -420, -1650, 1.1), ("G1", -990, 1900, 1.0),
    ("G1", 2080, 1400, 1.2), ("G1", -1000, -1480, 1.1), ("G1", 130, 1640, 0.9),
    ("B1", -680, 1080, 1.0), ("B1", -1010, 60, 1.3), ("B1", 1300, 80, 1.2),
    ("B1", -430, -1150, 0.9), ("R2", -1050, 160, 2.6), ("R2", 1310, -180, 3.2),
)  # fmt: skip


_ANY = (-9999.0, 9999.0)

# zone, from u, to u, from v, to v: the first that holds a block's middle counts
_INSIDE = (
    ("home", (1180, 9999), (-9999, -540)),
    ("campus", (1180, 9999), (-540, -40)),
    ("light", (1180, 9999), _ANY),
    ("light", (560, 1180), (980, 9999)),
    ("axis", (560, 1180), (480, 980)),
    ("lake", (560, 1180), (-40, 480)),
    ("campus", (560, 1180), (-540, -40)),
    ("home", (560, 1180), (-1040, -540)),
    ("lake", (560, 1180), (-1560, -1040)),
    ("light", (330, 560), (-1560, -1040)),
    ("home", (330, 1180), (-9999, -1560)),
    ("core", (-560, 560), (-560, 520)),
    ("axis", (-560, 560), (-1040, 1040)),
    ("light", (-560, 560), _ANY),
    ("heavy", (-9999, -1700), (980, 9999)),
    ("works", (-9999, -1130), _ANY),
    ("plants", _ANY, _ANY),
)
_OUTSIDE = (
    ("logistics", (-9999, -2250), (-1560, 1560)),
    ("wood", (-9999, -1700), (-9999, -1560)),
    ("field", (-9999, -1700), (1530, 9999)),
    ("light", (-9999, 1700), (1530, 9999)),
    ("field", _ANY, (1530, 9999)),
    ("park", (1700, 9999), (-9999, -1560)),
    ("home", (620, 9999), (-9999, -1560)),
    ("field", _ANY, (-9999, -1560)),
    ("light", _ANY, (-40, 9999)),
    ("home", _ANY, _ANY),
)


def in_ring(u: float, v: float) -> bool:
    """Return whether a place of the design plane lies inside the ring road.

    >>> in_ring(0.0, 2049.0), in_ring(2240.0, 2040.0)
    (True, False)
    """
    du = max(abs(u) - HALF_RING[0] + RING_RADIUS, 0.0)
    dv = max(abs(v) - HALF_RING[1] + RING_RADIUS, 0.0)
    return math.hypot(du, dv) < RING_RADIUS


def zone_at(u: float, v: float) -> str:
    """Return the zone of a block whose middle lies at (u, v) of the design plane."""
    table = _INSIDE if in_ring(u, v) else _OUTSIDE
    return next(
        zone for zone, wide, high in table if wide[0] < u <= wide[1] and high[0] < v <= high[1]
    )


def cluster_at(u: float, v: float) -> str:
    """Return the letter of the cluster: A service, B making, C living, D the outer ring."""
    if not in_ring(u, v):
        return "D"
    if u < -560:
        return "B"
    return "A" if u < 1180 else "C"
