"""Sets of assumptions from the menu and from the command line."""

import json

from app.actions import assumptions
from app.cli import main
from layers.edits.factor_sets import set_parameters
from layers.files import project
from tests.small_plan import small_plan
from widgets.dialogs.factor_set import FactorSetDialog


def test_a_set_goes_out_and_comes_in_as_one_step(opened, qtbot, tmp_path, monkeypatch):
    window, bridge = opened.window, opened.documents.bridge
    path = tmp_path / "set.xlsx"
    bridge.perform(set_parameters(bridge.document, {"sink.lawn": 0.2, "sink.shrub": 0.5}))
    assumptions.export(window, path)
    qtbot.waitUntil(path.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not opened.documents.jobs.running, timeout=20_000)
    window.refresh()
    window.run("analyse.restore_assumptions")
    assert bridge.document.factor("sink.lawn").central != 0.2
    monkeypatch.setattr(FactorSetDialog, "exec", lambda _: True)
    assumptions.import_(window, path)
    qtbot.waitUntil(lambda: bridge.document.factor("sink.lawn").central == 0.2, timeout=20_000)
    assert bridge.document.factor("sink.shrub").central == 0.5
    bridge.undo()
    assert bridge.document.factor("sink.lawn").central != 0.2
    assert bridge.document.factor("sink.shrub").central != 0.5


def test_the_command_line_tells_what_differs_and_takes_it_on_request(tmp_path, capsys):
    plan, other, table = tmp_path / "a.gpkg", tmp_path / "b.gpkg", tmp_path / "set.xlsx"
    edited = small_plan()
    edited = edited.applied(set_parameters(edited, {"sink.lawn": 0.2}))
    project.save(edited, plan)
    project.save(small_plan(), other)
    assert main(["factors", str(plan), "--export", str(table)]) == 0
    assert main(["factors", str(plan), "--export", str(table)]) != 0  # it is there already
    capsys.readouterr()
    assert main(["factors", str(other), "--import", str(table), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in found["differences"]] == ["sink.lawn"]
    assert project.load(other).document.factor("sink.lawn").central != 0.2
    assert main(["factors", str(other), "--import", str(table), "--apply"]) == 0
    assert "sink.lawn" in capsys.readouterr().out
    assert project.load(other).document.factor("sink.lawn").central == 0.2
