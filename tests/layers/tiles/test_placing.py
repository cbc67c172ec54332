import numpy as np
import pytest
from pyproj import Transformer

from layers.tiles import gcj02
from layers.tiles.placing import Placing, PlacingError


@pytest.mark.parametrize("crs", ["EPSG:4526", "EPSG:4547", "EPSG:32650", "EPSG:2326"])
@pytest.mark.parametrize("grid", ["mercator", "degrees"])
@pytest.mark.parametrize("shifted", [False, True])
def test_there_and_back(crs, grid, shifted):
    placing = Placing.of(crs, grid, shifted=shifted)
    to = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = map(np.array, to.transform([114.0, 114.1], [22.3, 22.4]))
    assert np.allclose(placing.place(*placing.unit(x, y)), [x, y], atol=1e-3)


def test_shifted_tiles_show_what_lies_beside():
    """What a shifted map draws at the GCJ-02 place of a corner belongs to the corner."""
    plain, shifted = Placing.of("EPSG:4526"), Placing.of("EPSG:4526", shifted=True)
    x, y = np.array([38_500_000.0]), np.array([3_500_000.0])
    u, v = shifted.unit(x, y)
    lon, lat = plain.grid.place(*plain.unit(x, y))
    assert np.allclose(shifted.grid.place(u, v), gcj02.to_gcj02(lon, lat), atol=1e-9)


def test_far_away_lies_nowhere():
    placing = Placing.of("EPSG:4526")
    u, _ = placing.unit(np.array([38_500_000.0, 9e7, np.inf]), np.array([3_500_000.0, 0.0, 0.0]))
    assert np.isfinite(u).tolist() == [True, False, False]


def test_zoom_shows_tiles_at_their_size():
    placing = Placing.of("EPSG:4526")
    # At the equator a pixel of zoom 17 is 1.19 m, at 30° north 1.03 m.
    y = Transformer.from_crs("EPSG:4326", "EPSG:4526", always_xy=True).transform(114.0, 30.0)[1]
    assert placing.zoom(38_500_000.0, y, 1.0) == 17
    assert placing.zoom(38_500_000.0, y, 2.0) == 18
    assert placing.zoom(38_500_000.0, y, 1.0, 512) == 16
    assert placing.zoom(9e7, 0.0, 1.0) is None


def test_a_building_site_has_no_place():
    site = 'LOCAL_CS["site",UNIT["metre",1]]'
    with pytest.raises(PlacingError, match="tied to the ground"):
        Placing.of(site)
    with pytest.raises(PlacingError):
        Placing.of("nonsense")
