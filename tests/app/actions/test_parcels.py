import numpy as np
import shapely

from app.actions import parcels as parcel_actions


def areas(window):
    return shapely.area(window.bridge.document.layer("parcels").geometries).tolist()


def test_merging_asks_and_selects_the_new_parcel(opened, monkeypatch):
    window = opened.window
    merging = window.commands["land.merge"]
    window.bridge.select({"parcels": [1]})
    window.commands.refresh()
    assert not merging.isEnabled()
    window.bridge.select({"parcels": [1, 2]})
    window.commands.refresh()
    assert merging.isEnabled()
    asked = []
    monkeypatch.setattr(
        parcel_actions.MergeDialog, "exec", lambda dialog: asked.append(dialog) or True
    )
    merging.trigger()
    assert asked[0].act.isEnabled()
    assert areas(window) == [10_000.0, 10_000.0, 20_000.0]
    assert window.bridge.selection["parcels"].tolist() == [5]
    window.bridge.undo()
    assert areas(window) == [10_000.0] * 4
    assert window.bridge.selection["parcels"].tolist() == [1, 2]
    window.bridge.redo()
    assert window.bridge.selection["parcels"].tolist() == [5]


def test_a_layer_s_lines_split_what_is_selected(opened):
    window = opened.window
    told = []
    window.bridge.refused.connect(told.append)
    assert not window.commands["land.split_by_corridors"].isEnabled()
    window.bridge.select({"parcels": [1]})
    window.commands["land.split_by_rooftops"].trigger()
    assert areas(window) == [10_000.0, 10_000.0, 10_000.0, 7_500.0, 2_500.0]
    window.bridge.select({"parcels": np.array([3])})
    window.commands["land.split_by_rooftops"].trigger()
    assert len(told) == 1
    assert len(areas(window)) == 5
