"""Each contract of pyproject.toml is broken on purpose: one that cannot break guards nothing."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
PACKAGES = ("app", "widgets", "layers", "resources", "sample_data")

BREAKS = [
    ("storeys", "layers/units.py", "import widgets.bridge"),
    ("storeys", "resources/__init__.py", "import layers.units"),
    ("storeys", "widgets/jobs.py", "import app.cli"),
    ("storeys", "sample_data/place.py", "import widgets.jobs"),
    ("no-window", "layers/analysis/land.py", "import PySide6.QtCore"),
    ("no-window", "layers/edits/zone.py", "import xlsxwriter"),
    ("inside", "layers/document.py", "import layers.edits.zone"),
    ("inside", "layers/edits/zone.py", "import layers.analysis.land"),
    ("inside", "layers/parameters.py", "import layers.document"),
    ("inside", "layers/stray.py", '"""A module that has no place in the order."""'),
    ("words", "layers/kinds/roads.py", "import pandas"),
    ("words", "layers/kind.py", "import shapely"),
    ("apart", "widgets/map/viewport.py", "import widgets.docks"),
    ("bridge", "widgets/docks/__init__.py", "import layers.session"),
    ("knots", "layers/message.py", "import layers.errors"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The tree, where contracts may be broken."""
    folder = tmp_path_factory.mktemp("house")
    for name in PACKAGES:
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=lambda _, names: [n for n in names if n == "__pycache__"],
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def kept(folder, contract):
    """Whether a contract is kept, and what was said about it."""
    program = (
        "import sys; sys.path.insert(0, '.')\n"
        "from importlinter.cli import lint_imports_command\n"
        "lint_imports_command()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--contract", contract, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    said = done.stdout + done.stderr
    flat = " ".join(said.split())
    assert f"{CONTRACTS[contract]} KEPT" in flat or f"{CONTRACTS[contract]} BROKEN" in flat, said
    assert (done.returncode == 0) == (f"{CONTRACTS[contract]} KEPT" in flat)
    return done.returncode == 0, said


def test_every_contract_is_broken_here_once():
    assert {contract for contract, _, _ in BREAKS} == set(CONTRACTS)


@pytest.mark.slow
@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_house_keeps_the_contract(copy, contract):
    fine, said = kept(copy, contract)
    assert fine, said


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "module", "line"), BREAKS)
def test_the_contract_notices(copy, contract, module, line):
    path = copy / module
    before = path.read_text("utf-8") if path.exists() else None
    try:
        path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
        fine, _ = kept(copy, contract)
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
    assert not fine, f"{line!r} in {module} was not noticed by {CONTRACTS[contract]!r}"
