"""Where names stand in QGIS."""

from tests.layers.files.layer_styles.test_qml import read


def test_numbers_stay_in_their_parcels():
    placement = read("parcels").find("labeling/settings/placement")
    assert (placement.get("placement"), placement.get("fitInPolygonOnly")) == ("4", "1")


def test_names_follow_roads_and_stand_beside_points():
    road = read("roads").find("labeling/settings")
    assert (road.find("placement").get("placement"), road.find("rendering").get("mergeLines")) == (
        "2",
        "1",
    )
    point = read("facilities").find("labeling/settings/placement")
    assert (point.get("quadOffset"), point.get("xOffset")) == ("5", "1.82")
