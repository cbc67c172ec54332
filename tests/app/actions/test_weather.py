"""Weather is attached and removed from the menu."""

from app.actions.weather import attach
from layers.weather import STORED, weather_in
from tests.layers.files.test_weather_files import epw


def test_a_file_is_read_beside_the_window_and_attached(opened, qtbot, tmp_path):
    window, bridge = opened.window, opened.documents.bridge
    window.refresh()
    assert not window.commands["analyse.remove_weather"].isEnabled()
    attach(window, epw(tmp_path / "zao.epw"))
    qtbot.waitUntil(lambda: STORED in bridge.document.parameters, timeout=20_000)
    assert weather_in(bridge.document.parameters[STORED]).source.startswith("zao.epw")
    assert window.docks["sun"].isVisible() or not window.isVisible()
    window.refresh()
    window.run("analyse.remove_weather")
    assert STORED not in bridge.document.parameters
    bridge.undo()
    assert STORED in bridge.document.parameters


def test_weather_from_far_away_is_a_warning_with_its_distance(opened, qtbot, tmp_path):
    path = epw(tmp_path / "far.epw")  # of 117.5° E, the plan lies at 114° E
    attach(opened.window, path)
    qtbot.waitUntil(lambda: STORED in opened.documents.bridge.document.parameters, timeout=20_000)
    notice = opened.window.notice
    assert notice.warns
    assert "km away from the plan" in notice.text.text()


def test_a_file_that_is_none_is_refused_in_a_sentence(opened, qtbot, tmp_path):
    told = []
    opened.documents.failed.connect(told.append)
    path = tmp_path / "a.epw"
    path.write_text("nothing", "utf-8")
    attach(opened.window, path)
    qtbot.waitUntil(lambda: bool(told))
    assert "Wanted is a year hour by hour" in str(told[0])
    assert STORED not in opened.documents.bridge.document.parameters
