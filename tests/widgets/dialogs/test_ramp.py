"""The list of ramps."""

from PySide6.QtGui import QColor

from layers.classing import ramps
from widgets.dialogs.ramp import PICTURE_PX, picture, ramp_box


def test_ramps_for_numbers_are_offered_with_pictures(qtbot):
    box = ramp_box()
    qtbot.addWidget(box)
    known = [ramp.id for ramp in ramps().values() if ramp.use != "qualitative"]
    assert [box.itemData(place) for place in range(box.count())] == known
    assert not box.itemIcon(0).isNull()


def test_a_picture_goes_from_the_first_colour_to_the_last(qapp):
    assert qapp is not None
    ramp = next(iter(ramps().values()))
    image = picture(ramp).pixmap(PICTURE_PX * 2).toImage()
    ends = [QColor(image.pixel(x, 2)) for x in (0, image.width() - 1)]
    wanted = [QColor(colour) for colour in ramp.colours(2)]
    for found, colour in zip(ends, wanted, strict=True):
        assert abs(found.red() - colour.red()) < 8
        assert abs(found.blue() - colour.blue()) < 8
