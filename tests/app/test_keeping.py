import pytest

from app import keeping
from app.keeping import Keeper
from layers.files import kept_layers
from tests.small_plan import small_plan


@pytest.fixture(autouse=True)
def written(monkeypatch):
    """Plans that were kept."""
    found = []
    monkeypatch.setattr(keeping, "LATER_MS", 10)
    monkeypatch.setattr(kept_layers, "write", lambda path, *_: found.append(path.name))
    return found


@pytest.fixture
def keeper():
    found = Keeper()
    yield found
    found.close()


def test_a_plan_is_kept_after_a_while(keeper, written, qtbot, tmp_path):
    keeper.keep_later(tmp_path / "a.gpkg", small_plan())
    assert written == []
    qtbot.waitUntil(lambda: not keeper.running)
    assert written == ["a.gpkg"]


def test_the_plan_saved_last_is_kept(keeper, written, qtbot, tmp_path):
    keeper.keep_later(tmp_path / "a.gpkg", small_plan())
    keeper.keep_later(tmp_path / "b.gpkg", small_plan())
    qtbot.waitUntil(lambda: not keeper.running)
    assert written == ["b.gpkg"]


def test_a_plan_that_is_closed_is_kept_no_more(keeper, written, qtbot, tmp_path):
    keeper.keep_later(tmp_path / "a.gpkg", small_plan())
    keeper.drop()
    assert not keeper.running
    qtbot.wait(50)
    assert written == []
