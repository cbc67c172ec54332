"""Small GeoTIFFs for tests."""

import numpy as np
import rasterio
from rasterio.transform import Affine, from_origin

from tests.small_plan import CRS, X, Y


def write(path, values, **profile):
    """Write a raster of 1 m pixels whose upper left corner is (X, Y + 200) unless told."""
    values = np.atleast_3d(values) if values.ndim == 3 else values[None]
    factors = profile.pop("overviews", ())
    given = {
        "driver": "GTiff",
        "count": len(values),
        "height": values.shape[1],
        "width": values.shape[2],
        "dtype": values.dtype,
        "crs": CRS,
        "transform": from_origin(X, Y + 200, 1.0, 1.0),
    }
    with rasterio.open(path, "w", **{**given, **profile}) as file:
        file.write(values)
        if len(factors):
            file.build_overviews(list(factors), rasterio.enums.Resampling.average)
    return path


def turned(degrees, size=1.0):
    """Return the transform of a raster turned about (X, Y + 100)."""
    return Affine.translation(X, Y + 100) @ Affine.rotation(degrees) @ Affine.scale(size, -size)


def checks(rows=200, columns=200):
    """Return bytes in three bands in which each pixel tells its row and column."""
    row, column = np.mgrid[0:rows, 0:columns]
    return np.stack([row % 256, column % 256, (row + column) % 256]).astype(np.uint8)
