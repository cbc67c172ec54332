import numpy as np
import shapely
from PySide6.QtGui import QImage, QPainter

from layers.files import project
from layers.kind import Shape
from tests.strategies import document, layer, small_plan, squares
from widgets.map.painter import paint
from widgets.map.ragged import Ragged
from widgets.map.reading import chunks_of
from widgets.map.scene import Scene
from widgets.map.viewport import MapX, MapY, Viewport

HOLED = squares(1)[0].difference(squares(1)[0].buffer(-20, join_style="mitre"))


def chunks(source, shape=Shape.POLYGON, width_column="", places=None):
    places = np.arange(len(source)) if places is None else places
    return chunks_of(source, shape, width_column, places, np.arange(len(places), dtype=np.int32))


def test_what_was_read_as_arrays_is_drawn_as_what_was_made_of_shapes(tmp_path):
    shapes = [shapely.reverse(HOLED), shapely.MultiPolygon(squares(2)[1:]), *squares(2, 2)[2:]]
    plan = document(layer("parcels", shapes))
    project.save(plan, tmp_path / "plan.gpkg")
    source = project.load(tmp_path / "plan.gpkg").document.layer("parcels")
    assert source.coordinates is not None
    (found,) = chunks(source)
    wanted = Ragged.of(plan.layer("parcels").geometries, Shape.POLYGON)
    for name in ("xy", "rings", "features", "bounds"):
        assert np.array_equal(getattr(found.ragged, name), getattr(wanted, name)), name
    assert found.ids.tolist() == [1, 2, 3, 4]
    # Turned for drawing; the plan keeps its shapes as they are in the file.
    assert shapely.equals_identical(source.geometries[0], shapes[0])
    (some,) = chunks(source, places=np.array([1, 3]))
    assert (some.ids.tolist(), some.classes.tolist()) == ([2, 4], [0, 1])
    assert np.array_equal(some.ragged.xy, wanted.taken(np.array([1, 3])).xy)


def test_places_are_shared_with_the_plan_where_no_ring_is_turned(tmp_path):
    plan = document(layer("parcels", [shapely.orient_polygons(one) for one in squares(3)]))
    project.save(plan, tmp_path / "plan.gpkg")
    source = project.load(tmp_path / "plan.gpkg").document.layer("parcels")
    assert source.coordinates is not None
    assert chunks(source)[0].ragged.xy is source.coordinates.xy


def test_lines_with_a_width_are_areas_and_the_others_stay_lines():
    source = small_plan().layer("corridors")
    areas, lines = chunks(source, Shape.LINE, "width_m")
    assert (areas.ragged.shape, lines.ragged.shape) == (Shape.POLYGON, Shape.LINE)
    assert shapely.area(areas.ragged.geometries()).tolist() == [6_000.0]
    assert (areas.ids.tolist(), lines.ids.tolist()) == ([1], [])
    (whole,) = chunks(source, Shape.LINE, "no_such_column")
    assert whole.ragged.shape is Shape.LINE


def test_a_style_may_name_any_column_for_widths():
    lines = [shapely.LineString([(0, 0), (100, 0)])] * 2
    roads = layer("roads", lines, name=["广场路", "12"], width_m=[8.0, None])
    classes = np.zeros(2, np.int32)
    for column, wide in {"width_m": 1, "name": 1, "gone": 0, "geometry": 0}.items():
        chunks = chunks_of(roads, Shape.LINE, column, np.arange(2), classes)
        areas = sum(len(one.ids) for one in chunks if one.ragged.shape is Shape.POLYGON)
        assert (areas, sum(len(one.ids) for one in chunks)) == (wide, 2)


def test_a_plan_is_seen_before_anything_of_it_is_an_object(tmp_path, qapp):
    del qapp
    project.save(small_plan(), tmp_path / "plan.gpkg")
    plan = project.load(tmp_path / "plan.gpkg").document
    scene = Scene.of(plan).remembered()
    extent = scene.extent()
    assert extent is not None
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, scene, Viewport(MapX(0), MapY(0), 1.0, 100, 100).fitted(extent))
    painter.end()
    # Shapely's take seconds to make for a large plan, and are asked for by edits and totals alone.
    for kind in ("parcels", "rooftops", "boundary"):
        assert not plan.layer(kind)._geometries.made
