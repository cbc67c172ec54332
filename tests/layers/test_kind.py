from layers.kind import Column, LayerKind, Shape
from layers.style import Style


def test_a_column_is_found_by_its_name():
    far = Column("far", "FAR", "number")
    kind = LayerKind("lots", "Lots", Shape.POLYGON, (far,), Style(), 1, "LOTS")
    assert kind.column("far") is far
    assert kind.column("FAR") is None
