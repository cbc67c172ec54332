"""The program in an interpreter of its own."""

import json
import subprocess
import sys

import pytest

from app.cli import has_screen
from layers.files import project
from tests.app.terminal import ROOT, fresh
from tests.strategies import small_plan


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.gpkg"
    project.save(small_plan(), path)
    return path


def test_what_prints_numbers_never_imports_qt(plan):
    program = (
        "import sys; from app.cli import main\n"
        f"plan = {str(plan)!r}\n"
        "for words in (['info', plan], ['totals', plan], ['check', plan],"
        " ['why', plan, 'land.site_m2']):\n"
        "    assert main([*words, '--json']) == 0\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'shiboken'))]\n"
    )
    done = fresh("-c", program)
    assert done.returncode == 0, done.stderr


def test_help_imports_nothing_heavy():
    program = (
        "import sys; from app.cli import main; main(['--help'])\n"
        "heavy = {'numpy', 'pandas', 'shapely', 'geopandas', 'PySide6'} & {*sys.modules}\n"
        "assert not heavy, heavy\n"
    )
    done = fresh("-c", program)
    assert done.returncode == 0, done.stderr


def test_python_m_app_is_the_same(plan):
    done = fresh("-m", "app", "info", plan, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["crs"] == "EPSG:4547"
    assert fresh("-m", "app", "info", plan.with_name("no.gpkg")).returncode == 1


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
def test_without_a_screen_the_window_says_so(plan):
    done = fresh("-m", "app", plan)
    assert done.returncode == 1
    assert done.stderr.startswith("greenplat: There is no screen here")


def test_json_is_utf_8_whatever_the_terminal_is_set_to(tmp_path):
    plan = tmp_path / "园区.gpkg"
    project.save(small_plan(), plan)
    done = fresh(
        "-m", "app", "why", plan, "carbon.sink", "--json", LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["unit"] == "t CO₂/a"
    assert fresh("-m", "app", "totals", plan, PYTHONIOENCODING="ascii").returncode == 0


def test_edits_at_the_same_time_are_all_in_the_plan(plan, tmp_path):
    running = []
    for id_ in range(1, 5):
        lines = tmp_path / f"{id_}.jsonl"
        values = {"far": id_ + 0.25}
        operation = {"op": "set", "kind": "parcels", "ids": [id_], "values": values}
        lines.write_text(json.dumps(operation), encoding="utf-8")
        words = [sys.executable, "-m", "app", "edit", plan, "--ops", lines]
        running.append(subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL))
    assert [process.wait() for process in running] == [0] * 4
    found = project.load(plan).document.layer("parcels").values("far")
    assert [found[id_] for id_ in range(1, 5)] == [1.25, 2.25, 3.25, 4.25]


@pytest.mark.parametrize(
    ("platform", "display", "expected"),
    [("", "", False), ("xcb", "", False), ("offscreen", "", True), ("", ":0", True)],
)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_screen_is_there_or_not(monkeypatch, platform, display, expected):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setenv("DISPLAY", display)
    assert has_screen() == expected
