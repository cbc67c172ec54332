"""What the menu of land does with codes: mixed use, another code set, a plan's own one."""

import pytest

from app.actions import land_codes
from widgets.dialogs import code_set, mixed_use, own_codes

TEXT = "code,name,counts_as\nI,Industry,M1\nQ,Park,G1\n"


@pytest.fixture
def window(opened):
    return opened.window


@pytest.fixture
def answered(monkeypatch):
    """Dialogs that a function answers instead of a person."""

    def answer(module, name, fill, *, taken=True):
        def stand_in(dialog):
            fill(dialog)
            return taken

        monkeypatch.setattr(getattr(module, name), "exec", stand_in)

    return answer


def run(window, id_):
    (action,) = [one for one in land_codes.actions(window) if one.id == id_]
    assert action.when()
    action.run()


def uses(window):
    return window.bridge.document.layer("parcels").values("land_use").tolist()


def test_mixed_use_zones_the_selection_and_is_the_brushs(window, answered):
    bridge = window.bridge
    bridge.select({"parcels": [1]})

    def fill(dialog):
        assert dialog.uses[0].currentData() == "M1"
        dialog.uses[1].setCurrentIndex(dialog.uses[1].findData("B2"))
        dialog.shares[0].setValue(70)

    answered(mixed_use, "MixedUseDialog", fill)
    run(window, "land.mixed")
    assert uses(window)[0] == "M1/B2"
    assert bridge.land_use == "M1:70/B2:30"
    bridge.undo()
    assert uses(window)[0] == "M1"


def test_mixed_use_without_a_selection_is_the_brushs_alone(window, answered):
    before = uses(window)
    window.bridge.select({})
    window.bridge.choose_land_use("R2")

    def fill(dialog):
        dialog.uses[1].setCurrentIndex(dialog.uses[1].findData("B1"))
        dialog.unknown.setChecked(True)

    answered(mixed_use, "MixedUseDialog", fill)
    run(window, "land.mixed")
    assert window.bridge.land_use == "R2/B1"
    assert uses(window) == before


def test_the_code_set_is_changed_in_one_step(window, answered):
    answered(code_set, "CodeSetDialog", lambda _: None)
    run(window, "land.code_set")
    assert window.bridge.document.codes.id == "MNR2023"
    assert uses(window)[0] == "100101"
    window.bridge.undo()
    assert uses(window)[0] == "M1"
    answered(code_set, "CodeSetDialog", lambda _: None, taken=False)
    run(window, "land.code_set")
    assert window.bridge.document.codes.id == "GB50137-2011"


def test_an_own_set_is_taken_followed_and_taken_away(window, answered, tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text(TEXT, encoding="utf-8")
    answered(own_codes, "OwnCodesDialog", lambda dialog: dialog.take(path))
    asked = []
    answered(code_set, "CodeSetDialog", lambda dialog: asked.append(dialog.to))
    run(window, "land.own_codes")
    assert asked == ["own"]
    assert window.bridge.document.codes.title == "ours"
    assert uses(window)[0] == "I"
    window.bridge.undo()
    answered(own_codes, "OwnCodesDialog", lambda dialog: dialog.take_away.click())
    run(window, "land.own_codes")
    assert "plan.own_codes" not in window.bridge.document.parameters
