import numpy as np
import pytest
import shapely

from sample_data.blocks import faces_of, ground_plan


def test_faces_between_crossing_lines_share_their_vertices() -> None:
    square = shapely.box(0, 0, 100, 100).exterior
    cut = shapely.LineString(((-0.3, 33.3333), (100.3, 66.6667)))
    faces = faces_of([square, cut])
    assert len(faces) == 2
    assert bool(shapely.coverage_is_valid(faces))
    assert sum(face.area for face in faces) == pytest.approx(10_000)


def test_faces_of_the_ground_plan_fill_the_red_line_without_slivers() -> None:
    plan = ground_plan(np.random.default_rng(5))
    shapes = [face.shape for face in plan.faces]
    assert bool(shapely.coverage_is_valid(shapes, gap_width=0.001))
    assert sum(shape.area for shape in shapes) == pytest.approx(plan.red_line.area, abs=5.0)
    assert min(shape.area for shape in shapes) > 500.0
    belts = [face for face in plan.faces if face.sort == "belt"]
    assert 80 < len(belts) < 130
    assert {face.name for face in plan.faces if face.sort == "water"} == {
        "澄碧河", "智谷湖", "映月湖",
    }  # fmt: skip
