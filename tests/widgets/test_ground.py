"""Rows of what lies below the plan."""

from widgets.ground import GroundRow


def test_rows_stand_in_their_order_and_one_of_the_same_id_is_exchanged(bridge):
    told = []
    bridge.ground_changed.connect(lambda: told.append([row.title for row in bridge.ground]))
    bridge.put_ground(GroundRow("basemap", "Streets", order=9))
    bridge.put_ground(GroundRow("raster:1", "Photo", order=1))
    bridge.put_ground(GroundRow("basemap", "Terrain", order=9))
    bridge.remove_ground("raster:1")
    bridge.remove_ground("raster:1")
    assert told == [["Streets"], ["Photo", "Streets"], ["Photo", "Terrain"], ["Terrain"]]
