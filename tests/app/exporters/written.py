"""Sheets that are written and read back by tests."""

import re

import shapely
from pypdf import PdfReader
from pypdf.generic import ContentStream

from app.exporter import Options, export
from tests.app.exporters.plans import (
    EAST,
    NORTH,
    empty_plan,
    results_of,
    with_rows,
)

MM_PER_POINT = 25.4 / 72


def written(tmp_path, plan, name="a.pdf", **options):
    export(plan, results_of(plan), tmp_path / name, Options(**options))
    return tmp_path / name


def text_of(path):
    return "\n".join(page.extract_text() for page in PdfReader(path).pages).replace("\t", " ")


def squeezed(text):
    return re.sub(r"\s+", "", text)


def square_plan(side=1000.0):
    """Return a plan with one parcel, a square of a known side."""
    square = shapely.box(EAST, NORTH, EAST + side, NORTH + side)
    return with_rows(empty_plan("Square"), "parcels", [square], land_use=["M1"], number=["A"])


class Shapes:
    """Follows the matrices, colours and paths of a page."""

    def __init__(self, path):
        page = PdfReader(path).pages[0]
        self.matrix, self.stack, self.fill = (1, 0, 0, 1, 0, 0), [], None
        self.points, self.filled = [], []
        for operands, operator in ContentStream(page.get_contents(), None).operations:
            action = getattr(self, f"on_{operator.decode().replace('*', '')}", None)
            if action:
                action(*operands)

    def on_q(self):
        self.stack.append(self.matrix)

    def on_Q(self):  # noqa: N802 - the operator's name
        self.matrix = self.stack.pop()

    def on_cm(self, *values):
        self.matrix = times([float(value) for value in values], self.matrix)

    def on_scn(self, *values):
        self.fill = tuple(round(float(value), 3) for value in values[:3])

    def on_m(self, x, y):
        self.points.append(moved((float(x), float(y)), self.matrix))

    on_l = on_m

    def on_re(self, x, y, wide, high):
        self.on_m(x, y)
        self.on_m(x + wide, y + high)

    def on_f(self):
        self.filled.append((self.fill, self.points))
        self.points = []

    on_b = on_f
    on_B = on_f  # noqa: N815 - the operator's name

    def on_S(self):  # noqa: N802 - the operator's name
        self.points = []

    on_s = on_n = on_S

    def extents(self, colour):
        """Return width and height of the shapes of a colour. [mm]"""
        return [
            tuple(
                (max(p[axis] for p in points) - min(p[axis] for p in points)) * MM_PER_POINT
                for axis in (0, 1)
            )
            for fill, points in self.filled
            if fill == colour and points
        ]


def times(a, b):
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def moved(point, m):
    return point[0] * m[0] + point[1] * m[2] + m[4], point[0] * m[1] + point[1] * m[3] + m[5]


def rgb(text):
    return tuple(round(int(text[n : n + 2], 16) / 255, 3) for n in (1, 3, 5))
