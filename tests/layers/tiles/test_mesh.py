import numpy as np
import pytest
from pyproj import Transformer

from layers.pixels import Pixels
from layers.tiles.mesh import TOLERANCE_PX, cells
from layers.tiles.placing import Placing

# Eight-digit eastings of 3-degree zones, a zone without its number, Hong Kong and UTM.
PLACES = [
    ("EPSG:4526", 113.2, 23.1),
    ("EPSG:4528", 121.4, 31.2),
    ("EPSG:4534", 75.9, 39.5),
    ("EPSG:4547", 115.2, 45.0),
    ("EPSG:2326", 114.1, 22.3),
    ("EPSG:32633", 14.4, 59.3),
]


def frame_at(crs, lon, lat, px_per_m, size=(1_200, 700)):
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    return Pixels(x - size[0] / 2 / px_per_m, y + size[1] / 2 / px_per_m, px_per_m, *size)


@pytest.mark.parametrize("shifted", [False, True])
@pytest.mark.parametrize("px_per_m", [20.0, 1.0, 0.1, 0.005])
@pytest.mark.parametrize(("crs", "lon", "lat"), PLACES)
def test_cells_cover_the_picture_once_and_are_right_within_it(crs, lon, lat, px_per_m, shifted):
    placing = Placing.of(crs, shifted=shifted)
    frame = frame_at(crs, lon, lat, px_per_m)
    found = cells(placing, frame)
    covered = np.zeros((frame.height, frame.width), int)
    for cell in found:
        covered[cell.top : cell.bottom, cell.left : cell.right] += 1
    assert (covered == 1).all()
    # Between the corners: bilinear, against the exact way, in pixels of the picture.
    draw = np.random.default_rng(3).uniform(size=(5, 2))
    for cell in found[:: max(len(found) // 40, 1)]:
        size = np.array([cell.right - cell.left, cell.bottom - cell.top])
        inside = np.array([cell.left, cell.top]) + draw * size
        exact = np.column_stack(placing.unit(*frame.places(*inside.T)))
        a, d = draw[:, :1], draw[:, 1:]
        first, second, third, fourth = cell.corners
        there = (first * (1 - a) + second * a) * (1 - d) + (fourth * (1 - a) + third * a) * d
        pixel = np.linalg.norm(second - first) / size[0]
        assert np.linalg.norm(there - exact, axis=1).max() / pixel < 2 * TOLERANCE_PX


def test_where_the_system_leads_nowhere_there_are_no_cells():
    placing = Placing.of("EPSG:4526")
    assert cells(placing, Pixels(9e7, 0.0, 1.0, 100, 100)) == []
    wide = cells(placing, Pixels(38_500_000 - 3e7, 3e7, 1e-5, 600, 600))
    covered = sum((cell.right - cell.left) * (cell.bottom - cell.top) for cell in wide)
    assert 0 < covered < 600 * 600


def test_near_by_one_even_cell_will_do():
    (cell,) = cells(Placing.of("EPSG:4526"), frame_at("EPSG:4526", 113.2, 23.1, 20.0))
    assert cell.even
