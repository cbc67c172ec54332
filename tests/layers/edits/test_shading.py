"""The shading of roofs is put into a plan and taken out of it as any other work."""

import pytest

from layers.edits.shading import keep_shading, remove_shading
from layers.errors import InvalidEditError
from layers.files.shading import shade
from tests.small_plan import layer, small_plan


def plan():
    document = small_plan()
    shapes = list(document.layer("rooftops").geometries)
    return document.with_layer(layer("rooftops", shapes, height_m=[12.0, 20.0]))


def test_it_is_kept_removed_and_brought_back():
    document = plan()
    kept = shade(document).kept
    edit = keep_shading(document, kept)
    after = document.applied(edit)
    assert after.enclosed["shading"] == kept.enclosure()
    assert after.applied(edit.inverted()).enclosed == document.enclosed
    assert not keep_shading(after, kept)
    gone = remove_shading(after)
    assert "shading" not in after.applied(gone).enclosed
    assert after.applied(gone).applied(gone.inverted()).enclosed == after.enclosed


def test_what_is_not_there_is_not_removed():
    with pytest.raises(InvalidEditError, match="no shading"):
        remove_shading(plan())
