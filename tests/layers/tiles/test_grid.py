import numpy as np
import pytest
from pyproj import Transformer

from layers.tiles.grid import EARTH_M, GRIDS, Span, Tile


def test_mercator_is_that_of_epsg():
    lon, lat = np.array([117.2, -70.0, 0.0]), np.array([31.8, -33.4, 84.0])
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(lon, lat)
    u, v = GRIDS["mercator"].unit(lon, lat)
    assert np.allclose((u - 0.5) * EARTH_M, x, atol=1e-6)
    assert np.allclose((0.5 - v) * EARTH_M, y, atol=1e-6)


@pytest.mark.parametrize("grid", GRIDS.values())
def test_there_and_back(grid):
    lon, lat = np.array([-179.0, 0.0, 117.2, 179.0]), np.array([-80.0, 0.0, 31.8, 80.0])
    assert np.allclose(grid.place(*grid.unit(lon, lat)), [lon, lat], atol=1e-11)


def test_known_tiles():
    # The tile of OpenStreetMap that its wiki works out: 35.6590699, 139.7006793 at zoom 18.
    u, v = GRIDS["mercator"].unit(np.array([139.7006793]), np.array([35.6590699]))
    assert (int(u[0] * 2**18), int(v[0] * 2**18)) == (232798, 103246)
    # Degrees: at zoom 1 Tianditu's western half is column 0, the eastern one 1, both row 0.
    u, v = GRIDS["degrees"].unit(np.array([-90.0, 117.0]), np.array([30.0, 30.0]))
    assert (u * 2).astype(int).tolist() == [0, 1]
    assert (v * 2).astype(int).tolist() == [0, 0]


def test_family_of_tiles():
    tile = Tile(5, 17, 9)
    assert all(child.parent == tile and tile.holds(child) for child in tile.children)
    assert Tile(3, 4, 2).holds(tile)
    assert not Tile(3, 4, 3).holds(tile)
    assert not tile.holds(tile.parent)


def test_spans_are_cut_to_the_tiles_there_are():
    span = Span.around(2, np.array([-0.5, 0.6]), np.array([0.3, 2.0]))
    assert (span.left, span.top, span.right, span.bottom) == (0, 1, 2, 3)
    assert len(span.tiles) == len(span) == 9
    assert span.meets(Tile(1, 0, 0))
    assert not span.meets(Tile(2, 3, 1))
    assert not span.meets(Tile(3, 0, 2))
