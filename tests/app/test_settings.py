"""Settings: kept, checked, and never lost to a broken file."""

import json

import pytest

from app.settings import RECENT_LIMIT, Settings, settings_path


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GREENPLAT_CONFIG", str(tmp_path / "config"))
    return tmp_path / "config"


def test_settings_come_back_as_they_were():
    settings = Settings(language="zh", theme="dark", area_unit="mu", recent=["/a.gpkg"])
    settings.folders["plan"] = "/plans"
    settings.save()
    assert Settings.load() == settings


def test_without_a_file_there_are_defaults():
    assert Settings.load() == Settings()


@pytest.mark.parametrize("text", ["{", "[1]", "", "\x00", '{"language": ' + "[" * 100_000])
def test_a_broken_file_gives_defaults_and_is_kept_aside(folder, text):
    folder.mkdir()
    settings_path().write_text(text, encoding="utf-8")
    assert Settings.load() == Settings()
    assert not settings_path().exists()
    assert (folder / "settings.broken.json").read_text(encoding="utf-8") == text


def test_values_that_do_not_fit_take_their_defaults(folder):
    folder.mkdir()
    settings_path().write_text(
        json.dumps(
            {
                "language": "xx",
                "theme": 5,
                "area_unit": ["ha"],
                "recent": ["/a", 7],
                "folders": {"plan": 1, "data": "/d"},
                "geometry": None,
                "on_map": {"overview": True, "north": "no", "other": False},
                "snapping": ["vertex"],
                "unknown": 1,
            }
        ),
        encoding="utf-8",
    )
    settings = Settings.load()
    assert (settings.language, settings.theme, settings.area_unit) == ("", "system", "ha")
    assert settings.recent == ["/a"]
    assert settings.folders == {"data": "/d"}
    assert settings.on_map == {"overview": True, "north": True, "scale_bar": True, "hover": True}
    assert settings.snapping == {}
    assert Settings.of({"snapping": {"on": False}}).snapping == {"on": False}


def test_recent_plans_are_newest_first_and_few(tmp_path):
    settings = Settings()
    for n in range(RECENT_LIMIT + 3):
        settings.remember(tmp_path / f"{n}.gpkg")
    settings.remember(tmp_path / "5.gpkg")
    assert settings.recent[0] == str(tmp_path / "5.gpkg")
    assert len(settings.recent) == RECENT_LIMIT
    assert len(set(settings.recent)) == RECENT_LIMIT


def test_a_folder_that_refuses_is_no_reason_to_stop(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("GREENPLAT_CONFIG", str(file))
    Settings().save()
    assert file.read_bytes() == b""
