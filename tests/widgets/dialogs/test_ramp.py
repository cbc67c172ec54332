"""The list of ramps."""

from PySide6.QtGui import QColor

from layers.classing import ramps
from layers.style import Style
from widgets.dialogs.ramp import PICTURE_PX, chosen_ramp, picture, ramp_box, show_ramp


def test_ramps_for_numbers_are_offered_with_pictures(qtbot):
    box = ramp_box()
    qtbot.addWidget(box)
    known = [ramp.id for ramp in ramps().values() if ramp.use != "qualitative"]
    assert [box.itemData(place) for place in range(box.count())] == known
    assert not box.itemIcon(0).isNull()


def test_colours_from_no_ramp_are_one_of_their_own_while_they_are_shown(qtbot):
    box = ramp_box()
    qtbot.addWidget(box)
    shipped, first = box.count(), next(iter(ramps().values()))
    assert not show_ramp(box, Style(ramp=("#112233", "#445566")))
    assert chosen_ramp(box).colours(2) == ("#112233", "#445566")
    assert box.count() == shipped + 1
    assert show_ramp(box, Style(ramp=first.colours(4, backwards=True)))
    assert (chosen_ramp(box), box.count()) == (first, shipped)
    for ramp in ramps().values():  # that of categories is not in the list
        show_ramp(box, Style(ramp=ramp.colours(4)))
        assert chosen_ramp(box).colours(4) == ramp.colours(4)


def test_a_picture_goes_from_the_first_colour_to_the_last(qapp):
    assert qapp is not None
    ramp = next(iter(ramps().values()))
    image = picture(ramp).pixmap(PICTURE_PX * 2).toImage()
    ends = [QColor(image.pixel(x, 2)) for x in (0, image.width() - 1)]
    wanted = [QColor(colour) for colour in ramp.colours(2)]
    for found, colour in zip(ends, wanted, strict=True):
        assert abs(found.red() - colour.red()) < 8
        assert abs(found.blue() - colour.blue()) < 8
