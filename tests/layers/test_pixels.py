"""Where the pixels of a picture of the plan lie."""

import numpy as np

from layers.pixels import Pixels


def test_a_part_has_its_pixels_where_the_whole_has_them():
    whole = Pixels(39_512_345.0, 3_891_234.0, 4.0, 100, 80)
    part = whole.part(10, 20, 30, 40)
    assert (part.width, part.height) == (30, 40)
    across, down = np.array([0.0, 12.5]), np.array([0.0, 7.0])
    x, y = part.places(across, down)
    wanted_x, wanted_y = whole.places(across + 10, down + 20)
    assert (x == wanted_x).all()
    assert (y == wanted_y).all()
    assert y[1] < y[0]
