import subprocess
import sys
from types import SimpleNamespace

import pytest

from app import gui
from layers.session import Session
from tests.small_plan import small_plan
from widgets.bridge import Bridge

NEEDED_LATER = (
    "ezdxf", "folium", "mapclassify", "matplotlib", "networkx", "odf",
    "openpyxl", "pyarrow.parquet", "pyogrio", "rasterio", "scipy", "sklearn", "xlsxwriter",
)  # fmt: skip
"""What only some work needs: each takes memory and time from everybody who opens a plan."""


@pytest.fixture(scope="module")
def imported():
    """The modules there are once the window can be opened."""
    code = "import sys, app.gui; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("name", NEEDED_LATER)
def test_the_start_imports_nothing_that_only_some_work_needs(imported, name):
    assert "app.window" in imported
    assert [one for one in imported if one == name or one.startswith(f"{name}.")] == []


def test_results_after_an_edit_have_memory_given_back_later(qtbot):
    asked = []
    sweeper = SimpleNamespace(give_back_later=lambda: asked.append(True))
    bridge = Bridge(Session(small_plan()))
    desk = SimpleNamespace(documents=SimpleNamespace(bridge=bridge))
    gui._give_back_after_edits(desk, sweeper)
    qtbot.waitUntil(lambda: bridge.results is not None)
    assert asked
    bridge.close()
    desk.documents.bridge = None
    gui._give_back_after_edits(desk, sweeper)
