import pytest

from app.demo import SHEETS, main, write_all
from layers.files import project
from tests.strategies import small_plan


@pytest.mark.slow
def test_without_a_screen_sheets_and_tables_are_written(tmp_path, capsys, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    out = tmp_path / "out"
    plan = out / "sample" / "zero_carbon_valley.gpkg"
    plan.parent.mkdir(parents=True)
    project.save(small_plan(), plan)
    assert main(["--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "no screen" in printed
    for name in (*SHEETS, "totals.json"):
        assert (out / name).stat().st_size > 500
        assert str(out / name) in printed


def test_a_damaged_sample_is_a_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    plan = tmp_path / "sample" / "zero_carbon_valley.gpkg"
    plan.parent.mkdir()
    plan.write_bytes(b"no plan")
    assert main(["--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("greenplat: ")


def test_numbers_and_sheets_come_from_the_same_plan(tmp_path):
    plan = tmp_path / "p.gpkg"
    project.save(small_plan(), plan)
    assert [path.name for path in write_all(plan, tmp_path)] == [*SHEETS, "totals.json"]
